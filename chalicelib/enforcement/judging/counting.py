"""Whose streams are judged, and which of them count (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.catalog.model import Server
from chalicelib.enforcement.judging.ghosts import why_ghost
from chalicelib.enforcement.model import (
    Allowance,
    MediaKind,
    PlayState,
    ServerLook,
    Sighting,
    Stream,
)
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.settings.limit_model import LimitSettings, Rule, least
from chalicelib.settings.model import EnforcementMode, SiteSettings

Key = tuple[ServerId, str]


@dataclass(frozen=True, slots=True)
class ServerRules:
    """What one server says about limits."""

    mode: EnforcementMode | None = None
    allows_4k_transcoding: bool = True


_NOTHING_SAID = ServerRules()


@dataclass(frozen=True, slots=True)
class Limits:
    """How streams are counted (in seconds), and how far each rule goes where.

    Hours of the day are those of `zone`. A server that is not among `servers` forbids nothing.
    """

    start_delay_seconds: int
    device_switch_grace_seconds: int
    paused_counts_seconds: int
    mode: EnforcementMode = EnforcementMode.ENFORCE
    settings: LimitSettings = field(default_factory=LimitSettings)
    zone: str = "UTC"
    servers: Mapping[ServerId, ServerRules] = field(default_factory=dict)

    def at(self, server_id: ServerId) -> ServerRules:
        """Return what a server says."""
        return self.servers.get(server_id, _NOTHING_SAID)

    def mode_at(self, server_id: ServerId) -> EnforcementMode:
        """Return how far any rule may go on a server."""
        return least(self.mode, self.at(server_id).mode)

    def mode_of(self, rule: Rule, server_id: ServerId) -> EnforcementMode:
        """Return how far a rule goes on a server: whatever goes least far holds (X025)."""
        return least(self.mode, self.settings.mode_of(rule), self.at(server_id).mode)


def limits_of(site: SiteSettings, settings: LimitSettings, servers: Iterable[Server]) -> Limits:
    """Return the limits that a site, its section of limits, and its servers make."""
    return Limits(
        start_delay_seconds=site.start_delay_seconds,
        device_switch_grace_seconds=site.device_switch_grace_seconds,
        paused_counts_seconds=site.paused_counts_seconds,
        mode=site.enforcement_mode,
        settings=settings,
        zone=site.time_zone,
        servers={
            server.id: ServerRules(server.enforcement_mode, server.allows_4k_transcoding)
            for server in servers
        },
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A stream, what its person may do, what we remember of it, and why it counts or not."""

    allowance: Allowance
    stream: Stream
    sighting: Sighting
    why_not: str

    @property
    def user_id(self) -> UserId:
        """Return whose stream it is."""
        return self.allowance.user_id

    @property
    def key(self) -> Key:
        """Return which session it is."""
        return self.stream.key

    @property
    def counts(self) -> bool:
        """Tell whether it is one of the streams at a time (X021)."""
        return not self.why_not

    @property
    def is_judged(self) -> bool:
        """Tell whether it can break a rule by itself: also while it rests."""
        return self.counts or self.why_not == RESTS

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

    @property
    def can_be_stopped(self) -> bool:
        """Tell whether the platform named what stops it, and did not refuse to."""
        return bool(self.stream.session_id)


RESTS = "paused for long"
YOUNG = "just started"


def people(
    looks: Iterable[ServerLook],
    *,
    sightings: Mapping[Key, Sighting],
    allowances: Mapping[str, Allowance],
    limits: Limits,
    now: datetime,
) -> list[list[Seen]]:
    """Return the streams of each known person on trusted servers, the oldest first.

    People who share a limit stand together (B119). Owners and who is permanent are exempt, and
    streams on a server that keeps no limits are none of our business.
    """
    found: dict[str, list[Seen]] = defaultdict(list)
    for look in looks:
        if not look.is_trusted or limits.mode_at(look.server_id) is EnforcementMode.OFF:
            continue
        for stream in look.streams:
            allowance = allowances.get(stream.account_ref)
            if allowance is None or allowance.is_permanent or stream.is_owner:
                continue
            sighting = sightings.get(stream.key) or _first_sighting(stream, now)
            why = _reason_not_to_count(stream, sighting, limits=limits, now=now)
            found[allowance.shared_by].append(Seen(allowance, stream, sighting, why))
    return [sorted(theirs, key=lambda each: each.age) for theirs in found.values()]


def grown_up(streams: list[Seen], *, limits: Limits, now: datetime) -> list[Seen]:
    """Return the streams as if none were too young; the same list when none is."""
    if not any(each.why_not == YOUNG for each in streams):
        return streams
    at_once = replace(limits, start_delay_seconds=0)
    return [
        replace(
            each, why_not=_reason_not_to_count(each.stream, each.sighting, limits=at_once, now=now)
        )
        if each.why_not == YOUNG
        else each
        for each in streams
    ]


def by_device(streams: Iterable[Seen]) -> list[list[Seen]]:
    """Return the streams that count, one list a device, the device that began first first."""
    found: dict[str, list[Seen]] = {}
    for each in streams:
        if each.counts:
            found.setdefault(each.device, []).append(each)
    return list(found.values())


def is_told(sighting: Sighting) -> bool:
    """Tell whether the platform was told to stop a session."""
    return sighting.told_to_stop is not None and sighting.stop_sent


def _first_sighting(stream: Stream, now: datetime) -> Sighting:
    return Sighting(stream.server_id, stream.session_key, stream.title_key, now, now)


def _reason_not_to_count(
    stream: Stream, sighting: Sighting, *, limits: Limits, now: datetime
) -> str:
    if stream.media_kind is MediaKind.TRAILER:
        return "a trailer"
    if is_told(sighting):
        return "told to stop already"
    if now - sighting.first_seen < timedelta(seconds=limits.start_delay_seconds):
        return YOUNG
    if stream.state is PlayState.PAUSED and sighting.paused_since is not None:
        rested = now - sighting.paused_since
        if rested >= timedelta(seconds=limits.paused_counts_seconds):
            return RESTS
    return why_ghost(stream, sighting, after_minutes=limits.settings.ghost_after_minutes, now=now)
