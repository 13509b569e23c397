"""Everything one sweep knows: looks, memory and people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.enforcement import people as persons
from chalicelib.enforcement.look import Crew, Target, in_time, look_at
from chalicelib.enforcement.model import ServerLook, Sighting, Stream
from chalicelib.enforcement.people import People
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.rules import Key
from chalicelib.enforcement.watch import Memory, blank, recall
from chalicelib.kernel.ids import ServerId


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known at `at`, by server; `people` are those who had to be read."""

    at: datetime
    targets: Mapping[ServerId, Target]
    looks: Mapping[ServerId, ServerLook]
    memories: Mapping[ServerId, Memory]
    people: People

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Return what runs on servers whose looks may be evidence."""
        trusted = (look for look in self.looks.values() if look.is_trusted)
        return tuple(stream for look in trusted for stream in look.streams)

    def sightings(self) -> dict[Key, Sighting]:
        """Return what we remember, by session."""
        return {
            sighting.identity: sighting
            for memory in self.memories.values()
            for sighting in memory.watch.sightings
        }


def first_look(deps: EnforcementDeps, hands: Crew, targets: tuple[Target, ...]) -> Scene:
    """Look at every server; our own rows are read while the servers answer."""
    by_id = {target.server.id: target for target in targets}
    jobs = hands.start(lambda target: look_at(deps, target), targets)
    watches = deps.store.watches(tuple(by_id), now=deps.clock.now()) if by_id else {}
    people = persons.read(deps, persons.likely(watches.values()), now=deps.clock.now())
    answers = hands.gather(jobs)
    looks = in_time(targets, answers)
    now = deps.clock.now()
    before = {
        server_id: Memory(watches[server_id])
        if server_id in watches
        else blank(server_id, now=now)
        for server_id in by_id
    }
    return _with_people(deps, Scene(now, by_id, looks, _recalled(before, looks, now), people))


def look_again(
    deps: EnforcementDeps, hands: Crew, scene: Scene, server_ids: frozenset[ServerId]
) -> Scene:
    """Look once more at some of the servers; a server that fails now is no evidence."""
    targets = [scene.targets[server_id] for server_id in sorted(server_ids)]
    answers = hands.gather(hands.start(lambda target: look_at(deps, target), targets))
    looks = in_time(targets, answers)
    now = deps.clock.now()
    after = replace(
        scene,
        at=now,
        looks={**scene.looks, **looks},
        memories=_recalled(scene.memories, looks, now),
    )
    return _with_people(deps, after)


def _recalled(
    memories: Mapping[ServerId, Memory], looks: Mapping[ServerId, ServerLook], now: datetime
) -> dict[ServerId, Memory]:
    return {
        server_id: recall(memory, looks[server_id], now=now) if server_id in looks else memory
        for server_id, memory in memories.items()
    }


def _with_people(deps: EnforcementDeps, scene: Scene) -> Scene:
    """Return the scene with everybody read who was not, and their ids in what we remember."""
    wanted = persons.accounts_to_read(scene.looks.values(), scene.memories)
    unread = [account for account in wanted if account.ref not in scene.people.asked]
    new = persons.read(deps, unread, now=scene.at)
    people = scene.people.joined(new)
    memories = {server_id: _named(memory, people) for server_id, memory in scene.memories.items()}
    return replace(scene, people=people, memories=memories)


def _named(memory: Memory, people: People) -> Memory:
    told = ((each, _told(each, memory, people)) for each in memory.watch.sightings)
    changed = [after for before, after in told if after != before]
    return memory.replaced(*changed) if changed else memory


def _told(sighting: Sighting, memory: Memory, people: People) -> Sighting:
    """Return the session with whose it is, and in what they share a limit, where that was read."""
    ref = sighting.account_ref
    if sighting.identity in memory.touched:
        return replace(sighting, user_id=people.user_id(ref), pool=people.pool(ref))
    if ref in people.allowances and sighting.pool != people.pool(ref):
        return replace(sighting, user_id=people.user_id(ref), pool=people.pool(ref))
    return sighting
