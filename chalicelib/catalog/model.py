"""What is sold and where it lives: plans, library groups, locations, servers, libraries."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.kernel.ids import (
    GroupId,
    LibraryId,
    LocationId,
    PlanId,
    PlexAccountId,
    ServerId,
)
from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Sealed
from chalicelib.kernel.term import Term
from chalicelib.settings.model import EnforcementMode

PRIVATE = GroupId("grp_private")
STANDARD = GroupId("grp_standard")
BUILT_IN_GROUPS = frozenset({PRIVATE, STANDARD})


@dataclass(frozen=True, slots=True)
class Plan:
    """An offer; editing one never changes what was paid (B016).

    `offers` maps a gateway's name to its own id of the plan (at Stripe a price, at PayPal a plan),
    which recurring payments need; without one the plan is not sold so there (B009, B010). With
    `max_sub_accounts` its price is for a master and so many linked users, each of whom gets the
    plan (B115, B116); with `shares_limit` they run `max_streams` together, else each of them.
    """

    id: PlanId
    name: str
    price: Money
    term: Term
    max_streams: int
    group_ids: tuple[GroupId, ...]
    description: str = ""
    target_server_ids: tuple[ServerId, ...] = ()
    is_trial: bool = False
    is_active: bool = True
    is_archived: bool = False
    allows_downloads: bool = False
    sort_order: int = 0
    offers: Mapping[str, str] = field(default_factory=dict)
    max_sub_accounts: int = 0
    shares_limit: bool = False
    limits: PlanLimits = NO_LIMITS
    version: int = 0

    @property
    def identity(self) -> PlanId:
        """Return the natural key."""
        return self.id

    @property
    def covers(self) -> int:
        """Return how many linked users get the plan with its buyer; a trial covers none (B079)."""
        return 0 if self.is_trial else self.max_sub_accounts


@dataclass(frozen=True, slots=True)
class DefaultPlan:
    """The one pointer to the default plan, so that there can never be two (B006)."""

    plan_id: PlanId
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "default"


@dataclass(frozen=True, slots=True)
class LibraryGroup:
    """A named set of libraries that plans include; *Private* is in none."""

    id: GroupId
    name: str
    version: int = 0

    @property
    def identity(self) -> GroupId:
        """Return the natural key."""
        return self.id

    @property
    def is_built_in(self) -> bool:
        """Tell whether the group can be neither edited nor deleted."""
        return self.id in BUILT_IN_GROUPS


@dataclass(frozen=True, slots=True)
class Location:
    """A place that customers can prefer."""

    id: LocationId
    name: str
    version: int = 0

    @property
    def identity(self) -> LocationId:
        """Return the natural key."""
        return self.id


class Platform(StrEnum):
    """Kinds of media server."""

    PLEX = "plex"
    EMBY = "emby"
    JELLYFIN = "jellyfin"


@dataclass(frozen=True, slots=True)
class PlexAccount:
    """A plex.tv account that owns servers; its token is sealed at ``plex_account.<id>``.

    It shares with at most `max_people`, of whom `others` are not by us: members of its Home,
    friends, open invites that somebody else sent. `doubles` are the seats on its servers of people
    who have another one there. plex.tv is called `calls_per_second` for it.
    """

    id: PlexAccountId
    plex_id: str
    username: str
    email: str
    token: Sealed
    has_plex_pass: bool = False
    max_people: int = 100
    others: int = 0
    doubles: int = 0
    calls_per_second: int = 1
    checked_at: datetime | None = None
    token_error: str = ""
    version: int = 0

    @property
    def identity(self) -> PlexAccountId:
        """Return the natural key."""
        return self.id

    def people(self, *, seats: int) -> int:
        """Return how many people take a place when so many seats on its servers are taken."""
        return max(0, seats - self.doubles) + self.others


@dataclass(frozen=True, slots=True)
class Server:
    """A media server; disabled until an operator enables it (B126).

    It is reached through the plex.tv account that owns it, or else by a key of its own, which is
    sealed at ``server.<id>``. With `allows_trials` it takes people on a trial; without
    `allows_new` then nobody else (B076). One that was deleted here has `removed_at`; its name
    stays for the history of those who were on it. `platform_version` is what the server said of
    itself when it was read last, empty where it does not tell. Limits go as far as the site says,
    or less far with an `enforcement_mode` (X025).
    """

    id: ServerId
    platform: Platform
    name: str
    url: str
    machine_id: str
    account_id: PlexAccountId | None = None
    key: Sealed | None = None
    location_id: LocationId | None = None
    is_enabled: bool = False
    allows_new: bool = True
    allows_trials: bool = False
    max_users: int | None = None
    logs_activity: bool = True
    allows_4k_transcoding: bool = True
    enforcement_mode: EnforcementMode | None = None
    added_at: datetime | None = None
    removed_at: datetime | None = None
    platform_version: str = ""
    version: int = 0

    @property
    def identity(self) -> ServerId:
        """Return the natural key."""
        return self.id

    @property
    def owner(self) -> str:
        """Return what its people belong to: all servers of an account, else this one alone."""
        return self.account_id or self.id


@dataclass(frozen=True, slots=True)
class Library:
    """A library of a server.

    `key` is the server's own section key, `share_id` is plex.tv's id of the same section: sharing
    needs the latter, sessions speak of the former.
    """

    id: LibraryId
    server_id: ServerId
    key: str
    share_id: str
    title: str
    kind: str
    group_id: GroupId = PRIVATE
    is_missing: bool = False
    version: int = 0

    @property
    def identity(self) -> LibraryId:
        """Return the natural key."""
        return self.id


@dataclass(frozen=True, slots=True)
class Seats:
    """How full a server is: people on it (shares and open invites) and seats held for somebody.

    `holds` maps who holds one (an open order, a turn in the waitlist) to the hold's exclusive end.
    """

    server_id: ServerId
    people: int = 0
    holds: Mapping[str, datetime] = field(default_factory=dict)
    version: int = 0

    @property
    def identity(self) -> ServerId:
        """Return the natural key."""
        return self.server_id

    def taken(self, *, now: datetime) -> int:
        """Return people plus holds that have not run out."""
        return self.people + sum(1 for until in self.holds.values() if now < until)

    def hold(self, holder: str, *, until: datetime, now: datetime) -> Self:
        """Return the seats with one more held until `until`; lapsed holds are dropped."""
        return replace(self, holds={**self._running(now), holder: until})

    def release(self, holder: str, *, now: datetime) -> Self:
        """Return the seats without that hold (and without lapsed ones)."""
        rest = {key: until for key, until in self._running(now).items() if key != holder}
        return replace(self, holds=rest)

    def _running(self, now: datetime) -> dict[str, datetime]:
        return {key: until for key, until in self.holds.items() if now < until}


@dataclass(frozen=True, slots=True)
class Turnstile:
    """What everybody passes who takes a seat on a server of an account, one after the other.

    Seats are counted by server, an account's ceiling holds for all its servers: two who take the
    last place on two servers at the same instant write the same turnstile, and one is turned away.
    """

    account_id: PlexAccountId
    version: int = 0

    @property
    def identity(self) -> PlexAccountId:
        """Return the natural key."""
        return self.account_id


def shared_libraries(plan: Plan, libraries: tuple[Library, ...]) -> tuple[Library, ...]:
    """Return those of `libraries` that the plan shares: never Private, never missing (B133)."""
    groups = set(plan.group_ids) - {PRIVATE}
    return tuple(
        library for library in libraries if library.group_id in groups and not library.is_missing
    )
