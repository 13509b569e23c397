"""Streams that run, and what we decide about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.catalog.model import Platform
from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.enforcement.records.appeal import Appeal
from chalicelib.enforcement.records.usage import Used
from chalicelib.kernel.ids import DecisionId, PlanId, ServerId, UserId
from chalicelib.users.model import Restraint


class PlayState(StrEnum):
    """What the player does."""

    PLAYING = "playing"
    PAUSED = "paused"
    BUFFERING = "buffering"


class AddressKind(StrEnum):
    """What an address tells about where somebody is."""

    LAN = "lan"
    PUBLIC = "public"
    RELAY = "relay"
    UNKNOWN = "unknown"


class MediaKind(StrEnum):
    """What is played."""

    VIDEO = "video"
    TRACK = "track"
    TRAILER = "trailer"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Stream:
    """One running session, in one shape for every platform.

    `session_id` is what stops it; empty when the platform gave none. `account_ref` is the
    platform's id of the account (empty if unknown), `is_owner` tells the server's owner.
    `source_height` is in lines, 0 if unknown; by `item_key` and `version_key` the platform may be
    asked for it then.
    """

    server_id: ServerId
    session_key: str
    session_id: str
    account_ref: str
    username: str
    is_owner: bool
    device_id: str
    device_name: str
    product: str
    title: str
    title_key: str
    media_kind: MediaKind
    state: PlayState
    address: str
    address_kind: AddressKind
    transcodes_video: bool
    source_height: int
    bitrate_kbps: int
    item_key: str = ""
    version_key: str = ""
    position_seconds: int | None = None
    duration_seconds: int | None = None

    @property
    def key(self) -> tuple[ServerId, str]:
        """Return what names the session among all servers."""
        return self.server_id, self.session_key


@dataclass(frozen=True, slots=True)
class Sighting:
    """What we remember of a session between looks.

    `first_seen` decides which stream is newest; `paused_since` how long it rests; `told_to_stop`
    that a stop was decided under `stop_id`; once the platform took it (`stop_sent`) the session no
    longer counts, and `ignored_stop` tells that it went on all the same. `user_id` is whose it
    was when `account_ref` was last looked up, and `pool` what they shared a limit in. `reported`
    is what was recorded about it without a stop, for `reported_rule`, so that it is recorded once.
    It breaks a rule since `breach_since`, and is not stopped before `left_alone_until`; one that
    obeyed a stop before then is kept as `gone_at`. What its person may do was last read as
    `plan_id`, `own_limit` and `is_exempt`, so that nobody is read who seems to break nothing.
    `source_height` is what the platform told of its title, None while it was not asked. Where the
    person has a weekly allowance, `kbps` is the stream's bitrate (0 if unknown) and `booked_until`
    up to when what was watched is booked, None while nothing plays; at `meter_due_at` most or all
    of it will be used, if all goes on. It played at `position_seconds` at `moved_at` (see
    judging/ghosts.py). No look has shown it since `missing_since`.
    """

    server_id: ServerId
    session_key: str
    title_key: str
    first_seen: datetime
    last_seen: datetime
    paused_since: datetime | None = None
    told_to_stop: datetime | None = None
    ignored_stop: bool = False
    expires_at: datetime | None = None
    version: int = 0
    account_ref: str = ""
    user_id: UserId | None = None
    stop_id: DecisionId | None = None
    stop_sent: bool = False
    reported: "DecisionKind | None" = None
    pool: str | None = None
    kbps: int | None = None
    booked_until: datetime | None = None
    reported_rule: str = ""
    breach_since: datetime | None = None
    left_alone_until: datetime | None = None
    gone_at: datetime | None = None
    plan_id: PlanId | None = None
    own_limit: int | None = None
    is_exempt: bool = False
    source_height: int | None = None
    position_seconds: int | None = None
    moved_at: datetime | None = None
    meter_due_at: datetime | None = None
    missing_since: datetime | None = None

    @property
    def identity(self) -> tuple[ServerId, str]:
        """Return the natural key."""
        return self.server_id, self.session_key


@dataclass(frozen=True, slots=True)
class ServerWatch:
    """All that we remember of one server's sessions, kept in one row.

    One read tells it, and nothing is written while nothing changes. The row ends by itself at
    `expires_at`.
    """

    server_id: ServerId
    # Packed into one text: a hundred servers' rows are read at every sweep, and reading thousands
    # of nested maps would cost more than all the rest of it.
    sightings: tuple[Sighting, ...] = field(metadata={"packed": True})
    expires_at: datetime
    version: int = 0

    @property
    def identity(self) -> ServerId:
        """Return the natural key."""
        return self.server_id

    def remembered(self, *, now: datetime) -> Self:
        """Return what still counts: nothing of a row that has ended and is not removed yet.

        The row keeps its version, because what is written next takes its place.
        """
        return self if now < self.expires_at else replace(self, sightings=())


class DecisionKind(StrEnum):
    """What was decided about somebody's streams."""

    STOP = "stop"  # stopped, or would have been (see `carried_out`)
    WARN = "warn"  # breaks a rule, and is stopped if that lasts
    UNSTOPPABLE = "unstoppable"  # over the limit, but the platform cannot stop it
    IGNORED_STOP = "ignored_stop"  # went on after a stop; shown, not stopped in a loop
    NO_PLAN = "no_plan"  # streams without an active plan; shown, not stopped
    EXCESS = "excess"  # more was downloaded than the allotment; nothing there to stop


@dataclass(frozen=True, slots=True)
class Evidence:
    """One stream as it was when the decision fell.

    `user_id` is whose it was where several people share a limit, None where nobody does. `rules`
    are those that it broke, the one it answered for first.
    """

    server_id: ServerId
    session_key: str
    device_id: str
    device_name: str
    product: str
    title: str
    state: PlayState
    address: str
    first_seen: datetime
    counted: bool
    why: str
    user_id: UserId | None = None
    transcodes_video: bool = False
    source_height: int = 0
    bitrate_kbps: int = 0
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision with the streams it rests on; kept for a year.

    It `strikes` when it counts for the ladder, until it is `forgiven_at`; `appeal` is what the
    customer holds against it. Sweeps, customers and administrators change it: see
    `record.amended`.
    """

    id: DecisionId
    at: datetime
    user_id: UserId
    server_id: ServerId
    session_key: str
    kind: DecisionKind
    rule: str
    limit: int
    counted: int
    reason: str
    evidence: tuple[Evidence, ...]
    carried_out: bool
    outcome: str
    expires_at: datetime
    strikes: bool = False
    appeal: Appeal | None = None
    forgiven_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> DecisionId:
        """Return the natural key."""
        return self.id


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """Who streamed what where, one row a session (B178).

    `last_seen` lags behind by the twenty minutes in which a row is not written. `decision` is what
    was decided about the stream, `decision_id` names it where one was recorded for a stop.
    """

    server_id: ServerId
    session_key: str
    user_id: UserId | None
    username: str
    device_name: str
    product: str
    title: str
    address: str
    transcodes_video: bool
    first_seen: datetime
    last_seen: datetime
    expires_at: datetime
    platform: Platform | None = None
    device_id: str = ""
    title_key: str = ""
    address_kind: AddressKind = AddressKind.UNKNOWN
    source_height: int = 0
    bitrate_kbps: int = 0
    decision: DecisionKind | None = None
    decision_id: DecisionId | None = None
    is_observed: bool = False

    @property
    def identity(self) -> tuple[ServerId, str, datetime]:
        """Return the natural key."""
        return self.server_id, self.session_key, self.first_seen


@dataclass(frozen=True, slots=True)
class ServerLook:
    """What one look at one server brought: its streams, or why there are none to trust."""

    server_id: ServerId
    streams: tuple[Stream, ...] = ()
    error: str = ""
    seconds: float = 0.0

    @property
    def is_trusted(self) -> bool:
        """Tell whether the look may be evidence."""
        return not self.error


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a person may do: run so many streams, None being any number, within these limits.

    Without an active plan (`has_plan`) streams are reported, never stopped. People of the same
    `pool` run so many together; without one each has the limit alone (B119). Who `is_permanent` is
    exempt from everything. This week's use and the sharing score (0 to 100) are None where nobody
    asked for them.
    """

    user_id: UserId
    max_streams: int | None
    has_plan: bool = True
    pool: str | None = None
    limits: PlanLimits = NO_LIMITS
    is_permanent: bool = False
    restraint: Restraint | None = None
    used: Used | None = None
    sharing_score: int | None = None
    plan_id: PlanId | None = None

    @property
    def shared_by(self) -> str:
        """Return what names those who share the limit: the pool, else the person alone."""
        return self.pool or self.user_id


# What a sweep calls a server that it could not look at; its id follows.
SERVER = "server:"


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What a sweep saw and did, for people and for counts.

    `slowest_seconds` is how long the slowest single server took to answer, `errors` why each of
    the unreachable did not. At `again_at` another look would tell more, because something is too
    young to count now, has to last a while before it is acted on, or was told to stop just now;
    None when nothing waits.
    """

    at: datetime
    servers: int
    unreachable: tuple[ServerId, ...]
    streams: int
    unknown_streams: int
    decisions: tuple[Decision, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    slowest_seconds: float = 0.0
    errors: Mapping[ServerId, str] = field(default_factory=dict)
    again_at: datetime | None = None
