"""What we remember of a server's sessions from one look to the next (pure)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.judging.counting import Key
from chalicelib.enforcement.judging.ghosts import began_anew, followed
from chalicelib.enforcement.model import (
    PlayState,
    ServerLook,
    ServerWatch,
    Sighting,
    Stream,
)
from chalicelib.enforcement.usage.tally import Use, halted, read_meter
from chalicelib.kernel.ids import ServerId

# While nothing happens a session's row is rewritten this often, and whose it is looked up again.
REFRESH = timedelta(minutes=20)
# A session that is missing for a moment keeps its place in line. Not for long: on Jellyfin and
# Emby a device has the same session whatever it plays, and a stream begun later is a newer one.
FORGET_AFTER = timedelta(minutes=10)
KEEP_ROW = timedelta(days=1)
# A session takes up to a thousand bytes of its server's row, which may have 400 KB.
MOST_REMEMBERED = 400


@dataclass(frozen=True, slots=True)
class Memory:
    """A server's row after a look.

    `touched` are sessions that are new, changed, or due for a refresh; `ended` were told to stop
    and are gone. `uses` is what the meters of people with an allowance have counted meanwhile and
    is to be booked with the row.
    """

    watch: ServerWatch
    is_changed: bool = False
    touched: frozenset[Key] = frozenset()
    ended: tuple[Sighting, ...] = ()
    uses: tuple[Use, ...] = ()

    def replaced(self, *sightings: Sighting) -> "Memory":
        """Return the memory with these sightings instead of those of the same sessions."""
        new = {each.session_key: each for each in sightings}
        kept = tuple(new.get(each.session_key, each) for each in self.watch.sightings)
        return replace(self, watch=replace(self.watch, sightings=kept), is_changed=True)

    def stored(self) -> "Memory":
        """Return the memory as it is after its row was written."""
        watch = replace(self.watch, version=self.watch.version + 1)
        return replace(self, watch=watch, is_changed=False, uses=())


def blank(server_id: ServerId, *, now: datetime) -> Memory:
    """Return the memory of a server that was never looked at."""
    return Memory(ServerWatch(server_id, (), now + KEEP_ROW))


def recall(memory: Memory, look: ServerLook, *, now: datetime) -> Memory:
    """Return the memory after one more look; a look that failed only stops meters.

    A session that is missing keeps its place for ten minutes, unless it was told to stop: then it
    is only remembered for as long as it is to be left alone should it come back.
    """
    old = {each.session_key: each for each in memory.watch.sightings}
    if not look.is_trusted:
        return _blind(memory, now=now)
    here = {stream.session_key: stream for stream in look.streams}
    looked = [
        read_meter(old.get(key), _see(old.get(key), stream, now=now), stream, now=now)
        for key, stream in here.items()
    ]
    seen = [after for after, _use in looked]
    missing = [each for key, each in old.items() if key not in here]
    stopped = [halted(each, now=now) for each in missing]
    left = [_left(after, now=now) for after, _use in stopped if not _is_over(after, now=now)]
    left.sort(key=lambda each: each.last_seen, reverse=True)
    kept = left[: max(0, MOST_REMEMBERED - len(seen))]
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
        uses=(*memory.uses, *(use for _after, use in [*looked, *stopped] if use)),
    )


def _blind(memory: Memory, *, now: datetime) -> Memory:
    """Return the memory after a look that failed: nobody knows whether anything still plays."""
    metered = [each for each in memory.watch.sightings if each.booked_until]
    if not metered:
        return memory
    stopped = [halted(each, now=now) for each in metered]
    uses = tuple(use for _after, use in stopped if use)
    after = memory.replaced(*(each for each, _use in stopped))
    return replace(after, uses=(*memory.uses, *uses))


def _is_over(sighting: Sighting, *, now: datetime) -> bool:
    if sighting.stop_id is None and sighting.gone_at is None:
        return _was_away(sighting, now=now)
    return sighting.left_alone_until is None or now >= sighting.left_alone_until


def _was_away(sighting: Sighting, *, now: datetime) -> bool:
    """Tell whether the session has been missing for so long that it lost its place."""
    since = sighting.missing_since
    return since is not None and now - since >= FORGET_AFTER


def _left(sighting: Sighting, *, now: datetime) -> Sighting:
    """Return a session that is missing: one that was told to stop has obeyed."""
    if sighting.stop_id is None:
        return replace(sighting, missing_since=sighting.missing_since or now)
    return replace(_owing_nothing(sighting), gone_at=now)


def _owing_nothing(sighting: Sighting) -> Sighting:
    """Return a session without what was decided about it; it is left alone for as long."""
    return replace(
        sighting,
        told_to_stop=None,
        ignored_stop=False,
        stop_id=None,
        stop_sent=False,
        breach_since=None,
    )


def _see(old: Sighting | None, stream: Stream, *, now: datetime) -> Sighting:
    if (
        old is None
        or old.account_ref != stream.account_ref
        or old.gone_at is not None
        or _was_away(old, now=now)
        or began_anew(old, stream, now=now)
    ):
        is_back = old is not None and old.account_ref == stream.account_ref
        fresh = Sighting(
            stream.server_id,
            stream.session_key,
            stream.title_key,
            first_seen=now,
            last_seen=now,
            paused_since=now if stream.state is PlayState.PAUSED else None,
            account_ref=stream.account_ref,
            left_alone_until=old.left_alone_until if old and is_back else None,
        )
        return followed(fresh, stream, is_written=True, now=now)
    new = replace(old, missing_since=None) if old.missing_since else old
    if old.title_key != stream.title_key:
        # The next title in one session: it keeps its place, but owes nothing for the last one.
        new = replace(
            _owing_nothing(new),
            title_key=stream.title_key,
            source_height=None,
            position_seconds=None,
        )
    is_paused = stream.state is PlayState.PAUSED
    if is_paused != (old.paused_since is not None):
        new = replace(new, paused_since=now if is_paused else None)
    is_due = now - old.last_seen >= REFRESH
    new = followed(new, stream, is_written=is_due or new != old, now=now)
    if is_due or new != old:
        new = replace(new, last_seen=now)
    return new
