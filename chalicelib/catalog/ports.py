"""What the catalogue needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.catalog.call_budget import CallBudget, Unspaced
from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.figures import DayFigures
from chalicelib.catalog.model import (
    Library,
    LibraryGroup,
    Location,
    Plan,
    Platform,
    PlexAccount,
    Seats,
    Server,
    Turnstile,
)
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import GroupId, LocationId, PlanId, PlexAccountId, ServerId
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Secret, Vault


class WrongAddressError(ActionRequiredError):
    """What answers at the address is no server of this platform."""

    default_code = "server.wrong_address"


class TooOldError(ActionRequiredError):
    """The server's version is older than what we can speak to."""

    default_code = "server.too_old"


class TokenRefusedError(ActionRequiredError):
    """plex.tv, or a server, does not accept the account's token (any more)."""

    default_code = "plex.token_refused"


class CatalogStore(Protocol):
    """Reads the catalogue. It is small (tens of rows), so its lists come whole."""

    def plans(self) -> tuple[Plan, ...]:
        """Return all plans that are not archived, by sort order, then name."""
        ...

    def plan(self, plan_id: PlanId) -> Plan | None:
        """Return a plan, archived or not."""
        ...

    def default_plan_id(self) -> tuple[PlanId | None, int]:
        """Return the default plan and the pointer's version (None, 0 when there is none)."""
        ...

    def groups(self) -> tuple[LibraryGroup, ...]:
        """Return the library groups, the built-in ones first (they always exist)."""
        ...

    def group(self, group_id: GroupId) -> LibraryGroup | None:
        """Return a library group."""
        ...

    def locations(self) -> tuple[Location, ...]:
        """Return the locations by name."""
        ...

    def location(self, location_id: LocationId) -> Location | None:
        """Return a location."""
        ...

    def plex_accounts(self) -> tuple[PlexAccount, ...]:
        """Return the Plex accounts."""
        ...

    def plex_account(self, account_id: PlexAccountId) -> PlexAccount | None:
        """Return a Plex account."""
        ...

    def servers(self) -> tuple[Server, ...]:
        """Return all servers by name, without those that were deleted here."""
        ...

    def former_servers(self) -> tuple[Server, ...]:
        """Return the servers that were deleted here, by name."""
        ...

    def server(self, server_id: ServerId) -> Server | None:
        """Return a server, None for one that was deleted here."""
        ...

    def libraries(self, server_id: ServerId) -> tuple[Library, ...]:
        """Return the libraries of a server, missing ones too."""
        ...

    def all_libraries(self) -> tuple[Library, ...]:
        """Return the libraries of all servers."""
        ...

    def seats(self, server_id: ServerId) -> Seats:
        """Return the server's seats (version 0 when nothing was counted yet)."""
        ...

    def all_seats(self) -> tuple[Seats, ...]:
        """Return the seats of every server that has any counted."""
        ...

    def turnstiles(self) -> tuple[Turnstile, ...]:
        """Return the turnstiles that anybody passed; read them before the seats they guard."""
        ...

    def figures(self, *, now: datetime, days: int) -> tuple[DayFigures, ...]:
        """Return what was counted on the days up to and with today, the latest first."""
        ...

    def is_anybody_waiting(self) -> bool:
        """Tell whether somebody waits for a seat, so that a free one must be offered."""
        ...

    def discounts(self, *, cursor: str | None, limit: int) -> Page[Discount]:
        """Return the discount codes by their text."""
        ...

    def discount(self, code: str) -> Discount | None:
        """Return a discount code, written as it is kept (see discounts.normal)."""
        ...

    def discount_users(self, code: str, *, cursor: str | None, limit: int) -> Page[DiscountUse]:
        """Return who used a code, one row for each user."""
        ...


@dataclass(frozen=True, slots=True)
class ServerAccess:
    """A server with what is needed to act on it; `account` is the one that owns it at plex.tv."""

    server: Server
    account: PlexAccount | None
    token: Secret


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """A plex.tv account that a token belongs to."""

    plex_id: str
    username: str
    email: str
    has_plex_pass: bool


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server that an account owns, with the addresses it offers.

    Those of `relay_urls` lead through plex.tv, which is slow and hides where people are.
    """

    machine_id: str
    name: str
    urls: tuple[str, ...]
    relay_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundLibrary:
    """A library as the platform tells it."""

    key: str
    share_id: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class ServerContents:
    """What a reachable server says of itself."""

    machine_id: str
    name: str
    libraries: tuple[FoundLibrary, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in at plex.tv under way: send the person to `url`, then ask for the result."""

    pin_id: str
    url: str


class PlexDirectory(Protocol):
    """Reads accounts, servers and libraries at plex.tv and on media servers.

    Every method raises RetryLaterError when the other side does not answer and
    ActionRequiredError when it refuses the token.
    """

    def account(self, token: Secret) -> FoundAccount:
        """Return whose token this is."""
        ...

    def begin_sign_in(self, *, forward_url: str) -> SignIn:
        """Start a sign-in by PIN; the person comes back to `forward_url`."""
        ...

    def finish_sign_in(self, pin_id: str) -> Secret | None:
        """Return the person's token once the PIN was approved, None before."""
        ...

    def servers(self, token: Secret) -> tuple[FoundServer, ...]:
        """Return the servers that the account owns."""
        ...

    def contents(self, *, url: str, token: Secret) -> ServerContents:
        """Connect to a server and return its name, machine id and libraries."""
        ...


@dataclass(frozen=True, slots=True)
class ReachedServer:
    """A server that answered, with what it holds; `version` is empty where it is not told."""

    contents: ServerContents
    version: str


class MediaServerDirectory(Protocol):
    """Reads servers that are added by address and API key."""

    def reach(self, *, url: str, token: Secret) -> ReachedServer:
        """Return the server's id, name, version and libraries.

        Raises RetryLaterError (no answer), WrongAddressError, TooOldError, or ActionRequiredError
        with the code `server.key_refused` or `server.key_too_weak`.
        """
        ...


class ItemCounter(Protocol):
    """Tells how much a media server has to see."""

    def items(self, access: ServerAccess, libraries: tuple[Library, ...]) -> Mapping[str, int]:
        """Return how many items of each kind the server's libraries have.

        Raises RetryLaterError (no proper answer) or ActionRequiredError (token refused).
        """
        ...


@dataclass(frozen=True, slots=True)
class CatalogDeps:
    """What the use cases of this topic need."""

    database: Database
    store: CatalogStore
    plex: PlexDirectory
    directories: Mapping[Platform, MediaServerDirectory]
    vault: Vault
    clock: Clock
    budget: CallBudget = field(default_factory=Unspaced)
