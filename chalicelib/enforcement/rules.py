"""Which streams are too many, and why (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.model import (
    Allowance,
    DecisionKind,
    Evidence,
    MediaKind,
    PlayState,
    ServerLook,
    Sighting,
    Stream,
)
from chalicelib.kernel.ids import ServerId, UserId

Key = tuple[ServerId, str]

CONCURRENT_STREAMS = "concurrent_streams"
NO_ACTIVE_PLAN = "no_active_plan"
GOES_ON_AFTER_STOP = "goes_on_after_stop"

# What a player may need to obey a stop; only after that it is said to ignore it.
STOP_TAKES_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """How streams are counted; all in seconds."""

    start_delay_seconds: int
    device_switch_grace_seconds: int
    paused_counts_seconds: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done about one stream, and the streams it rests on."""

    user_id: UserId
    stream: Stream
    kind: DecisionKind
    rule: str
    limit: int
    counted: int
    reason: str
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> Key:
        """Return which session it is about."""
        return self.stream.key


@dataclass(frozen=True, slots=True)
class Suspicion:
    """People who are over their limit or would be soon, and where they stream.

    What the decision rests on is settled at `settles_at`; before, part of it is too young.
    """

    user_ids: frozenset[UserId] = frozenset()
    server_ids: frozenset[ServerId] = frozenset()
    settles_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """Whose stream it is, what we remember of it, and why it counts or not."""

    user_id: UserId
    stream: Stream
    sighting: Sighting
    counted: bool
    why: str

    @property
    def age(self) -> tuple[datetime, int, str, ServerId]:
        """Order by age, the oldest first, ties broken the same way every time.

        Within a server a later session has a higher number.
        """
        key = self.stream.session_key
        number = int(key) if key.isdecimal() else 0
        return self.sighting.first_seen, number, key, self.stream.server_id

    @property
    def device(self) -> str:
        """Return what counts once; a stream without a device counts by itself."""
        return self.stream.device_id or f"{self.stream.server_id}/{self.stream.session_key}"


def decide(
    looks: Iterable[ServerLook],
    *,
    sightings: Mapping[Key, Sighting],
    allowances: Mapping[str, Allowance],
    limits: Limits,
    now: datetime,
) -> tuple[Verdict, ...]:
    """Return what is to be done, the same for any order of the input.

    `allowances` is by account; streams of other accounts and looks that failed are no evidence.
    The newest devices beyond the limit are stopped, never more; a session that was reported
    already is not reported again.
    """
    people = _people(looks, sightings=sightings, allowances=allowances, limits=limits, now=now)
    verdicts = [
        verdict
        for allowance, streams in people
        for verdict in (
            *_ignored_stops(allowance, streams, now=now),
            *_judge(allowance, streams, limits=limits, now=now),
        )
    ]
    return tuple(sorted(verdicts, key=lambda each: (each.user_id, *each.key, each.kind)))


def suspect(
    looks: Iterable[ServerLook],
    *,
    sightings: Mapping[Key, Sighting],
    allowances: Mapping[str, Allowance],
    limits: Limits,
    now: datetime,
) -> Suspicion:
    """Return who must be looked at again before anything is stopped, and when.

    These are the people who would be over their limit if streams counted from their first second,
    and those with a session that may still be about to obey a stop.
    """
    at_once = replace(limits, start_delay_seconds=0)
    user_ids: set[UserId] = set()
    server_ids: set[ServerId] = set()
    settles: list[datetime] = []
    looks = tuple(looks)
    # A young stream can look like a change of device, which the streams that count are not.
    over = {
        allowance.shared_by
        for allowance, streams in _people(
            looks, sightings=sightings, allowances=allowances, limits=limits, now=now
        )
        if _excess(allowance, streams, limits=limits, now=now)
    }
    people = _people(looks, sightings=sightings, allowances=allowances, limits=at_once, now=now)
    for allowance, streams in people:
        waits = [
            each.sighting.told_to_stop + timedelta(seconds=STOP_TAKES_SECONDS)
            for each in streams
            if each.sighting.told_to_stop and _is_told(each.sighting) and not _is_marked(each)
        ]
        if allowance.shared_by in over or _excess(allowance, streams, limits=at_once, now=now):
            delay = timedelta(seconds=limits.start_delay_seconds)
            waits += [each.sighting.first_seen + delay for each in streams if each.counted]
        if waits:
            user_ids |= {each.user_id for each in streams}
            server_ids |= {each.stream.server_id for each in streams}
            settles += waits
    return Suspicion(frozenset(user_ids), frozenset(server_ids), max(settles, default=None))


def devices(streams: Iterable[Stream]) -> int:
    """Return how many devices these streams run on, whatever they play."""
    return len({stream.device_id or stream.key for stream in streams})


def _people(
    looks: Iterable[ServerLook],
    *,
    sightings: Mapping[Key, Sighting],
    allowances: Mapping[str, Allowance],
    limits: Limits,
    now: datetime,
) -> list[tuple[Allowance, list[_Seen]]]:
    """Return the streams of each known person with a limit on trusted servers, oldest first.

    People who share a limit stand together (B119).
    """
    streams: dict[str, list[_Seen]] = defaultdict(list)
    shared: dict[str, Allowance] = {}
    for look in looks:
        for stream in look.streams if look.is_trusted else ():
            allowance = allowances.get(stream.account_ref)
            if allowance is None or allowance.max_streams is None or stream.is_owner:
                continue
            shared[allowance.shared_by] = allowance
            sighting = sightings.get(stream.key) or _first_sighting(stream, now)
            why = _reason_not_to_count(stream, sighting, limits=limits, now=now)
            seen = _Seen(allowance.user_id, stream, sighting, not why, why or "counts")
            streams[allowance.shared_by].append(seen)
    return [
        (shared[name], sorted(theirs, key=lambda each: each.age))
        for name, theirs in streams.items()
    ]


def _first_sighting(stream: Stream, now: datetime) -> Sighting:
    return Sighting(stream.server_id, stream.session_key, stream.title_key, now, now)


def _reason_not_to_count(
    stream: Stream, sighting: Sighting, *, limits: Limits, now: datetime
) -> str:
    if stream.media_kind is MediaKind.TRAILER:
        return "a trailer"
    if _is_told(sighting):
        return "told to stop already"
    if now - sighting.first_seen < timedelta(seconds=limits.start_delay_seconds):
        return "just started"
    if stream.state is PlayState.PAUSED and sighting.paused_since is not None:
        rested = now - sighting.paused_since
        if rested >= timedelta(seconds=limits.paused_counts_seconds):
            return "paused for long"
    return ""


def _is_told(sighting: Sighting) -> bool:
    return sighting.told_to_stop is not None and sighting.stop_sent


def _is_marked(seen: _Seen) -> bool:
    return seen.sighting.ignored_stop


def _ignored_stops(
    allowance: Allowance, streams: list[_Seen], *, now: datetime
) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(
            each.user_id,
            each.stream,
            DecisionKind.IGNORED_STOP,
            GOES_ON_AFTER_STOP,
            allowance.max_streams or 0,
            sum(other.counted for other in streams),
            "The player went on although it was told to stop.",
            _evidence(allowance, streams),
        )
        for each in streams
        if _is_told(each.sighting) and not _is_marked(each)
        if each.sighting.told_to_stop is not None
        if now - each.sighting.told_to_stop >= timedelta(seconds=STOP_TAKES_SECONDS)
    )


def _judge(
    allowance: Allowance, streams: list[_Seen], *, limits: Limits, now: datetime
) -> tuple[Verdict, ...]:
    if allowance.max_streams is None:
        return ()
    if not allowance.has_plan:
        return _without_plan(allowance, streams)
    counted = _by_device(streams)
    whose, limit = (
        ("devices of linked users", "limit that they share")
        if allowance.pool
        else ("devices", "limit")
    )
    reason = (
        f"{len(counted)} {whose} played at a time; the {limit} is {allowance.max_streams}. "
        "This one began last."
    )
    return tuple(
        Verdict(
            each.user_id,
            each.stream,
            DecisionKind.STOP if _can_be_stopped(each) else DecisionKind.UNSTOPPABLE,
            CONCURRENT_STREAMS,
            allowance.max_streams,
            len(counted),
            reason if _can_be_stopped(each) else f"{reason} It has no session id to stop it by.",
            _evidence(allowance, streams),
        )
        for device in _excess(allowance, streams, limits=limits, now=now)
        for each in device
        if each.sighting.reported is not DecisionKind.UNSTOPPABLE
    )


def _can_be_stopped(seen: _Seen) -> bool:
    return bool(seen.stream.session_id)


def _excess(
    allowance: Allowance, streams: list[_Seen], *, limits: Limits, now: datetime
) -> list[list[_Seen]]:
    """Return the devices beyond the limit, each with its streams that count."""
    if allowance.max_streams is None or not allowance.has_plan:
        return []
    counted = _by_device(streams)
    excess = len(counted) - allowance.max_streams
    if excess == 1 and _switches_device(counted, limits=limits, now=now):
        return []
    return counted[allowance.max_streams :] if excess > 0 else []


def _by_device(streams: list[_Seen]) -> list[list[_Seen]]:
    """Return the streams that count, one list a device, the device that began first first."""
    found: dict[str, list[_Seen]] = {}
    for each in streams:
        if each.counted:
            found.setdefault(each.device, []).append(each)
    return list(found.values())


def _switches_device(counted: list[list[_Seen]], *, limits: Limits, now: datetime) -> bool:
    """Tell whether somebody moves from one device to another with the same title (X022)."""
    grace = timedelta(seconds=limits.device_switch_grace_seconds)
    played: dict[tuple[str, str], str] = {}
    for each in sorted((each for device in counted for each in device), key=lambda one: one.age):
        # A key alone may name different titles on two servers.
        title = each.stream.title_key, each.stream.title
        first_device = played.setdefault(title, each.device) if title[0] else each.device
        if first_device != each.device and now - each.sighting.first_seen < grace:
            return True
    return False


def _without_plan(allowance: Allowance, streams: list[_Seen]) -> tuple[Verdict, ...]:
    """Report somebody who streams without an active plan, once (B182)."""
    if any(each.sighting.reported is DecisionKind.NO_PLAN for each in streams):
        return ()
    playing = [each for each in streams if each.stream.media_kind is not MediaKind.TRAILER]
    return tuple(
        Verdict(
            each.user_id,
            each.stream,
            DecisionKind.NO_PLAN,
            NO_ACTIVE_PLAN,
            0,
            len(playing),
            "There is no active plan, but a stream runs.",
            _evidence(allowance, streams),
        )
        for each in playing[:1]
    )


def _evidence(allowance: Allowance, streams: list[_Seen]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            server_id=each.stream.server_id,
            session_key=each.stream.session_key,
            device_id=each.stream.device_id,
            device_name=each.stream.device_name,
            product=each.stream.product,
            title=each.stream.title,
            state=each.stream.state,
            address=each.stream.address,
            first_seen=each.sighting.first_seen,
            counted=each.counted,
            why=each.why,
            user_id=each.user_id if allowance.pool else None,
        )
        for each in streams
    )
