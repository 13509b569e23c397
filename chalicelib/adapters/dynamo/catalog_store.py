"""The catalogue in DynamoDB: one partition per type, read whole and strongly consistent."""

from datetime import datetime, timedelta

from chalicelib.adapters.dynamo import keys, people_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.figures import DayFigures
from chalicelib.catalog.model import (
    BUILT_IN_GROUPS,
    PRIVATE,
    STANDARD,
    DefaultPlan,
    Library,
    LibraryGroup,
    Location,
    Plan,
    PlexAccount,
    Seats,
    Server,
    Turnstile,
)
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.kernel.ids import GroupId, LocationId, PlanId, PlexAccountId, ServerId
from chalicelib.kernel.page import Page

_BUILT_IN = (LibraryGroup(PRIVATE, "Private"), LibraryGroup(STANDARD, "Standard"))


class DynamoCatalogStore:
    """See catalog.ports.CatalogStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def plans(self) -> tuple[Plan, ...]:
        """Return all plans that are not archived, by sort order, then name."""
        offered = [p for p in self._rows.whole(Plan, keys.plans()) if not p.is_archived]
        return tuple(sorted(offered, key=lambda p: (p.sort_order, p.name.casefold(), p.id)))

    def plan(self, plan_id: PlanId) -> Plan | None:
        """Return a plan, archived or not."""
        return self._rows.get(Plan, keys.plan(plan_id))

    def default_plan_id(self) -> tuple[PlanId | None, int]:
        """Return the default plan and the pointer's version (None, 0 when there is none)."""
        pointer = self._rows.get(DefaultPlan, keys.default_plan())
        return (pointer.plan_id, pointer.version) if pointer else (None, 0)

    def groups(self) -> tuple[LibraryGroup, ...]:
        """Return the library groups, the built-in ones first, the others by name."""
        stored = self._rows.whole(LibraryGroup, keys.groups())
        own = [group for group in stored if group.id not in BUILT_IN_GROUPS]
        return (*_BUILT_IN, *sorted(own, key=lambda group: (group.name.casefold(), group.id)))

    def group(self, group_id: GroupId) -> LibraryGroup | None:
        """Return a library group."""
        built_in = next((group for group in _BUILT_IN if group.id == group_id), None)
        return built_in or self._rows.get(LibraryGroup, keys.group(group_id))

    def locations(self) -> tuple[Location, ...]:
        """Return the locations by name."""
        stored = self._rows.whole(Location, keys.locations())
        return tuple(sorted(stored, key=lambda each: (each.name.casefold(), each.id)))

    def location(self, location_id: LocationId) -> Location | None:
        """Return a location."""
        return self._rows.get(Location, keys.location(location_id))

    def plex_accounts(self) -> tuple[PlexAccount, ...]:
        """Return the Plex accounts by user name."""
        stored = self._rows.whole(PlexAccount, keys.plex_accounts())
        return tuple(sorted(stored, key=lambda each: (each.username.casefold(), each.id)))

    def plex_account(self, account_id: PlexAccountId) -> PlexAccount | None:
        """Return a Plex account."""
        return self._rows.get(PlexAccount, keys.plex_account(account_id))

    def servers(self) -> tuple[Server, ...]:
        """Return all servers by name, without those that were deleted here."""
        return tuple(each for each in self._all_servers() if each.removed_at is None)

    def former_servers(self) -> tuple[Server, ...]:
        """Return the servers that were deleted here, by name."""
        return tuple(each for each in self._all_servers() if each.removed_at is not None)

    def server(self, server_id: ServerId) -> Server | None:
        """Return a server, None for one that was deleted here."""
        server = self._rows.get(Server, keys.server(server_id))
        return server if server is not None and server.removed_at is None else None

    def _all_servers(self) -> list[Server]:
        stored = self._rows.whole(Server, keys.servers())
        return sorted(stored, key=lambda each: (each.name.casefold(), each.id))

    def libraries(self, server_id: ServerId) -> tuple[Library, ...]:
        """Return the libraries of a server, missing ones too."""
        return self._rows.whole(Library, keys.libraries(server_id))

    def all_libraries(self) -> tuple[Library, ...]:
        """Return the libraries of all servers, by server."""
        return self._rows.whole(Library, keys.libraries())

    def seats(self, server_id: ServerId) -> Seats:
        """Return the server's seats (version 0 when nothing was counted yet)."""
        return self._rows.get(Seats, keys.seats(server_id)) or Seats(server_id)

    def all_seats(self) -> tuple[Seats, ...]:
        """Return the seats of every server that has any counted."""
        return self._rows.whole(Seats, keys.all_seats())

    def turnstiles(self) -> tuple[Turnstile, ...]:
        """Return the turnstiles that anybody passed."""
        return self._rows.whole(Turnstile, people_keys.turnstiles())

    def figures(self, *, now: datetime, days: int) -> tuple[DayFigures, ...]:
        """Return what was counted on the days up to and with today, the latest first."""
        first = (now - timedelta(days=days - 1)).date().isoformat()
        page = self._rows.page(DayFigures, people_keys.figures(), cursor=None, limit=days)
        return tuple(each for each in page.items if each.day >= first)

    def is_anybody_waiting(self) -> bool:
        """Tell whether somebody waits for a seat."""
        found = self._rows.page(WaitEntry, people_keys.waiting(), cursor=None, limit=1)
        return bool(found.items)

    def discounts(self, *, cursor: str | None, limit: int) -> Page[Discount]:
        """Return the discount codes by their text."""
        return self._rows.page(Discount, keys.discounts(), cursor=cursor, limit=limit)

    def discount(self, code: str) -> Discount | None:
        """Return a discount code, written as it is kept."""
        return self._rows.get(Discount, keys.discount(code))

    def discount_users(self, code: str, *, cursor: str | None, limit: int) -> Page[DiscountUse]:
        """Return who used a code, one row for each user."""
        span = keys.discount_users(code)
        return self._rows.page(DiscountUse, span, cursor=cursor, limit=limit)
