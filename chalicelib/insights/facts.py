"""What is known about everything that the system depends on, as its records have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.catalog.model import PlexAccount, Server
from chalicelib.checkout.model import Offer
from chalicelib.jobs.model import ScheduleState


@dataclass(frozen=True, slots=True)
class GatewayFacts:
    """An account where money comes in.

    `read_until` is how far its payments were read, `ran_at` when, `error` why that failed.
    """

    id: str
    name: str
    link: str
    is_enabled: bool
    is_synced: bool
    has_key: bool
    key_problem: str
    read_until: datetime | None
    ran_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class WebhookFacts:
    """What a gateway sends us by itself; `refused` are those of the last seven days."""

    id: str
    name: str
    link: str
    address: str
    has_key: bool
    has_secret: bool
    secret_problem: str
    accepted_at: datetime | None
    refused: int


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """A media server; `swept_at` is when all servers were last looked at."""

    server: Server
    seats_taken: int
    swept_at: datetime | None
    error: str
    error_since: datetime | None


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """Whether there are free trials, and the names of the plans that can be tried."""

    is_enabled: bool
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailFacts:
    """The way to customers and to the operator."""

    host: str
    is_enabled: bool
    password_problem: str
    operator: str
    sent_at: datetime | None
    failed: int
    waiting: int
    error: str


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """Something that runs by itself `every` so often, for `longest` at most."""

    name: str
    rhythm: str
    every: timedelta
    longest: timedelta
    state: ScheduleState


@dataclass(frozen=True, slots=True)
class JobFacts:
    """Work that waits; `parked` was cut at a hundred when `is_cut`."""

    parked: int
    is_cut: bool
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """The ground that everything stands on.

    `ahead_seconds` is how far our clock is ahead of another machine's, None if that is unknown;
    `key_problem` why the master key is of no use; `unreadable` names stored secrets that it cannot
    open. `set_up_at` is when the first administrator was made.
    """

    ahead_seconds: float | None
    key_problem: str
    unreadable: tuple[str, ...]
    set_up_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it, at one instant."""

    now: datetime
    gateways: tuple[GatewayFacts, ...]
    webhooks: tuple[WebhookFacts, ...]
    accounts: tuple[PlexAccount, ...]
    people: Mapping[str, int]
    servers: tuple[ServerFacts, ...]
    offer: Offer
    trials: TrialFacts
    mail: MailFacts
    schedules: tuple[ScheduleFacts, ...]
    jobs: JobFacts
    system: SystemFacts
