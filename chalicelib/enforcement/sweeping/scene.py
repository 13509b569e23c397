"""What a sweep knows at a time: what runs, what we remember, and whose it is."""

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.judging.counting import Key, Limits
from chalicelib.enforcement.judging.verdict import Suspicion, Verdict
from chalicelib.enforcement.looking import people as persons
from chalicelib.enforcement.looking.ground import Ground
from chalicelib.enforcement.looking.look import Crew, Target, in_time, look_at
from chalicelib.enforcement.looking.people import Account, People
from chalicelib.enforcement.model import (
    AddressKind,
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
    ServerLook,
    ServerWatch,
    Sighting,
    Stream,
)
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.sweeping import sources
from chalicelib.enforcement.usage import foresight, reading
from chalicelib.enforcement.usage.tally import metered
from chalicelib.enforcement.usage.watch import Memory, blank, recall
from chalicelib.kernel.ids import PlanId, ServerId

_ROUNDS = 2


@dataclass(frozen=True)
class Scene:
    """What is known at `at`, by server; `people` are those who had to be read.

    Servers may be remembered that were not looked at. It has no slots, so that what all of its
    servers come to is put together once.
    """

    at: datetime
    targets: Mapping[ServerId, Target]
    looks: Mapping[ServerId, ServerLook]
    memories: Mapping[ServerId, Memory]
    limits: Limits
    people: People = field(default_factory=People)
    plans: Mapping[PlanId, Plan] = field(default_factory=dict)

    @functools.cached_property
    def streams(self) -> tuple[Stream, ...]:
        """Return what runs on servers whose looks may be evidence."""
        trusted = (look for look in self.looks.values() if look.is_trusted)
        return tuple(stream for look in trusted for stream in look.streams)

    @functools.cached_property
    def sightings(self) -> Mapping[Key, Sighting]:
        """Return what we remember, by session."""
        return {
            sighting.identity: sighting
            for memory in self.memories.values()
            for sighting in memory.watch.sightings
        }

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return what is to be done, going by what was looked at and by whom we read."""
        return rules.decide(
            self.looks.values(),
            sightings=self.sightings,
            allowances=self.people.allowances,
            limits=self.limits,
            now=self.at,
        )

    def suspicion(self, allowances: Mapping[str, Allowance] | None = None) -> Suspicion:
        """Return who must be looked at again; `allowances` are those of whom we read.

        On servers that were not looked at their people are taken to run what they ran before.
        """
        return rules.suspect(
            self.known(),
            sightings=self.sightings,
            allowances=self.people.allowances if allowances is None else allowances,
            limits=self.limits,
            now=self.at,
        )

    def known(self) -> tuple[ServerLook, ...]:
        """Return the looks, and what people who were seen ran on the other servers before.

        So with those whose stream was stopped and is gone now: they may be suspended meanwhile.
        """
        unseen = [each for name, each in self.memories.items() if name not in self.looks]
        if not unseen:
            return tuple(self.looks.values())
        here = {_holder(self.sightings[stream.key]) for stream in self.streams}
        here |= {_holder(each) for memory in self.memories.values() for each in memory.ended}
        return (
            *self.looks.values(),
            *(ServerLook(each.watch.server_id, tuple(_ran(each, here))) for each in unseen),
        )

    def looked_at(self) -> "Scene":
        """Return the scene without what is only remembered."""
        seen = {name: each for name, each in self.memories.items() if name in self.looks}
        return replace(self, memories=seen)


def first_look(
    deps: EnforcementDeps,
    hands: Crew,
    ground: Ground,
    *,
    only: ServerId | None = None,
    afresh: bool = False,
) -> Scene:
    """Look at every server, or only at one; our own rows are read while the servers answer.

    Judged `afresh` is also what was observed before, and is recorded once only.
    """
    limits = ground.limits
    by_id = {target.server.id: target for target in ground.targets}
    asked = tuple(target for target in ground.targets if only in (None, target.server.id))
    jobs = hands.start(lambda target: look_at(deps, target), asked)
    now = deps.clock.now()
    watches = deps.store.watches(tuple(by_id), now=now) if by_id else {}
    watches = {name: _unobserved(each) for name, each in watches.items()} if afresh else watches
    before = {
        server_id: Memory(watches[server_id])
        if server_id in watches
        else blank(server_id, now=now)
        for server_id in by_id
    }
    plans = persons.plans_of(deps, before.values(), ground.plans)
    likely = () if only else _likely(watches.values(), now=now)
    people = persons.read(deps, likely, plans, now=now)
    answers = hands.gather(jobs)
    looks = in_time(asked, answers)
    now = deps.clock.now()
    memories = _recalled(before, looks, now)
    measured = reading.measured(deps, people.allowances, memories.values(), limits=limits, now=now)
    people = replace(people, allowances=measured)
    plans = {**plans, **people.plans}
    scene = Scene(now, by_id, looks, memories, limits, people, plans)
    return _with_people(deps, _with_sources(deps, hands, scene, frozenset(looks)))


def _unobserved(watch: ServerWatch) -> ServerWatch:
    sightings = (
        replace(each, reported=None) if each.reported is DecisionKind.STOP else each
        for each in watch.sightings
    )
    return replace(watch, sightings=tuple(sightings))


def _likely(watches: Collection[ServerWatch], *, now: datetime) -> tuple[Account, ...]:
    """Return the accounts that have to be read whatever the servers answer."""
    due = foresight.reached(watches, now=now)
    return (
        *persons.likely(watches),
        *(Account(each.account_ref, user_id=each.user_id) for each in due),
    )


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
    after = _in_this_week(deps, after, since=scene.at)
    return _with_people(deps, _with_sources(deps, hands, after, server_ids))


def _in_this_week(deps: EnforcementDeps, scene: Scene, *, since: datetime) -> Scene:
    """Return the scene with what is used of this week, if it began since the last look."""
    weeks = reading.calendar(scene.limits)
    if weeks.first_day(since) == weeks.first_day(scene.at):
        return scene
    allowances = reading.measured(
        deps,
        scene.people.allowances,
        scene.memories.values(),
        limits=scene.limits,
        now=scene.at,
    )
    return replace(scene, people=replace(scene.people, allowances=allowances))


def _recalled(
    memories: Mapping[ServerId, Memory], looks: Mapping[ServerId, ServerLook], now: datetime
) -> dict[ServerId, Memory]:
    return {
        server_id: recall(memory, looks[server_id], now=now) if server_id in looks else memory
        for server_id, memory in memories.items()
    }


def _with_sources(
    deps: EnforcementDeps, hands: Crew, scene: Scene, server_ids: frozenset[ServerId]
) -> Scene:
    """Return the scene with the sizes of sources that the streams did not tell."""
    looks, memories = dict(scene.looks), dict(scene.memories)
    wanted = [
        (scene.targets[server_id], stream)
        for server_id in sorted(server_ids)
        for stream in sources.unknown(looks[server_id], memories[server_id], scene.limits)
    ]
    answers = hands.gather(hands.start(lambda each: sources.ask(deps, *each), wanted))
    told = {
        stream.key: lines
        for (_target, stream), lines in zip(wanted, answers, strict=True)
        if lines is not None
    }
    for server_id in server_ids:
        memories[server_id] = sources.remembered(memories[server_id], told)
        looks[server_id] = sources.filled(looks[server_id], memories[server_id])
    return replace(scene, looks=looks, memories=memories)


def _with_people(deps: EnforcementDeps, scene: Scene) -> Scene:
    """Return the scene with everybody read who was not, and their ids in what we remember.

    Who was read can turn out to be somebody who streams with another account as well.
    """
    scene = replace(scene, memories=_named(scene, scene.people))
    for _ in range(_ROUNDS):
        presumed = persons.presumed(
            scene.memories.values(), scene.plans, scene.limits, known=scene.people.asked
        )
        suspects = scene.suspicion(presumed).account_refs
        wanted = persons.accounts_to_read(scene.known(), scene.memories, suspects)
        unread = [account for account in wanted if account.ref not in scene.people.asked]
        if not unread:
            break
        before, scene = scene.memories, _with_read(deps, scene, unread)
        if scene.memories == before:
            break
    known = scene.people.allowances
    return replace(scene, memories=foresight.foreseen(scene.memories, known, now=scene.at))


def _with_read(deps: EnforcementDeps, scene: Scene, accounts: Iterable[Account]) -> Scene:
    new = persons.read(deps, accounts, scene.plans, now=scene.at)
    memories = _named(scene, new)
    allowances = reading.measured(
        deps, new.allowances, memories.values(), limits=scene.limits, now=scene.at
    )
    people = scene.people.joined(replace(new, allowances=allowances))
    plans = {**scene.plans, **new.plans}
    return replace(scene, people=people, memories=memories, plans=plans)


def _named(scene: Scene, people: People) -> dict[ServerId, Memory]:
    """Return what we remember with whose it is and what they may do, where that was read."""
    streams = {stream.key: stream for stream in scene.streams}
    found = {}
    for server_id, memory in scene.memories.items():
        told = [
            (each, _told(each, people, streams.get(each.identity), now=scene.at))
            for each in memory.watch.sightings
            if each.account_ref in people.asked
        ]
        changed = [after for before, after in told if after != before]
        found[server_id] = memory.replaced(*changed) if changed else memory
    return found


def _told(sighting: Sighting, people: People, stream: Stream | None, *, now: datetime) -> Sighting:
    after = people.named(sighting)
    if stream is None:
        return after
    allowance = people.allowances.get(sighting.account_ref)
    counts = allowance is not None and reading.is_metered(allowance)
    return metered(after, stream, is_metered=counts, now=now)


def _holder(sighting: Sighting) -> str | None:
    """Return what names those who share the session's limit, None where nobody is known."""
    return sighting.pool or sighting.user_id


def _ran(memory: Memory, holders: Iterable[str | None]) -> Iterator[Stream]:
    """Return what these people ran on a server when it was last looked at, each on a device."""
    wanted = set(holders) - {None}
    for each in memory.watch.sightings:
        if _holder(each) not in wanted or each.gone_at is not None:
            continue
        yield Stream(
            server_id=each.server_id,
            session_key=each.session_key,
            session_id=each.session_key,
            account_ref=each.account_ref,
            username="",
            is_owner=False,
            device_id="",
            device_name="",
            product="",
            title="",
            title_key=each.title_key,
            media_kind=MediaKind.VIDEO,
            state=PlayState.PAUSED if each.paused_since else PlayState.PLAYING,
            address="",
            address_kind=AddressKind.UNKNOWN,
            transcodes_video=False,
            source_height=0,
            bitrate_kbps=0,
        )
