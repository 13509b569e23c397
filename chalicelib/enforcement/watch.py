"""What we remember of a server's sessions from one look to the next (pure)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.model import (
    PlayState,
    ServerLook,
    ServerWatch,
    Sighting,
    Stream,
)
from chalicelib.enforcement.rules import Key
from chalicelib.kernel.ids import ServerId

# While nothing happens a session's row is rewritten this often, and whose it is looked up again.
REFRESH = timedelta(minutes=20)
# A session that is missing for a moment keeps its place in line.
FORGET_AFTER = timedelta(minutes=60)
KEEP_ROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Memory:
    """A server's row after a look.

    `touched` are sessions that are new, changed, or due for a refresh; `ended` were told to stop
    and are gone.
    """

    watch: ServerWatch
    is_changed: bool = False
    touched: frozenset[Key] = frozenset()
    ended: tuple[Sighting, ...] = ()

    def replaced(self, *sightings: Sighting) -> "Memory":
        """Return the memory with these sightings instead of those of the same sessions."""
        new = {each.session_key: each for each in sightings}
        kept = tuple(new.get(each.session_key, each) for each in self.watch.sightings)
        return replace(self, watch=replace(self.watch, sightings=kept), is_changed=True)

    def stored(self) -> "Memory":
        """Return the memory as it is after its row was written."""
        return replace(
            self, watch=replace(self.watch, version=self.watch.version + 1), is_changed=False
        )


def blank(server_id: ServerId, *, now: datetime) -> Memory:
    """Return the memory of a server that was never looked at."""
    return Memory(ServerWatch(server_id, (), now + KEEP_ROW))


def recall(memory: Memory, look: ServerLook, *, now: datetime) -> Memory:
    """Return the memory after one more look; a look that failed teaches nothing.

    A session that is missing keeps its place for an hour, unless it was told to stop.
    """
    if not look.is_trusted:
        return memory
    old = {each.session_key: each for each in memory.watch.sightings}
    here = {stream.session_key: stream for stream in look.streams}
    seen = [_see(old.get(key), stream, now=now) for key, stream in here.items()]
    missing = [each for key, each in old.items() if key not in here]
    kept = [each for each in missing if not _is_over(each, now=now)]
    ended = [each for each in missing if each.stop_id]
    ended += [
        before
        for after in seen
        if (before := old.get(after.session_key)) and before.stop_id and not after.stop_id
    ]
    sightings = tuple(sorted([*seen, *kept], key=lambda each: each.session_key))
    if sightings == memory.watch.sightings:
        return memory
    touched = {each.identity for each in seen if each != old.get(each.session_key)}
    return Memory(
        watch=replace(memory.watch, sightings=sightings, expires_at=now + KEEP_ROW),
        is_changed=True,
        touched=memory.touched | touched,
        ended=(*memory.ended, *ended),
    )


def _is_over(sighting: Sighting, *, now: datetime) -> bool:
    return sighting.stop_id is not None or now - sighting.last_seen >= FORGET_AFTER


def _see(old: Sighting | None, stream: Stream, *, now: datetime) -> Sighting:
    if old is None or old.account_ref != stream.account_ref:
        return Sighting(
            stream.server_id,
            stream.session_key,
            stream.title_key,
            first_seen=now,
            last_seen=now,
            paused_since=now if stream.state is PlayState.PAUSED else None,
            account_ref=stream.account_ref,
        )
    new = old
    if old.title_key != stream.title_key:
        # The next title in one session: it keeps its place, but owes nothing for the last one.
        new = replace(
            old,
            title_key=stream.title_key,
            told_to_stop=None,
            ignored_stop=False,
            stop_id=None,
            stop_sent=False,
        )
    is_paused = stream.state is PlayState.PAUSED
    if is_paused != (old.paused_since is not None):
        new = replace(new, paused_since=now if is_paused else None)
    if new != old or now - old.last_seen >= REFRESH:
        new = replace(new, last_seen=now)
    return new
