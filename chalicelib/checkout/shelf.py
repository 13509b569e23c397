"""Which plans can be sold, and on which servers (reads of the catalogue, then pure rules)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from chalicelib.access.model import Share
from chalicelib.access.selection import Choice, choose
from chalicelib.catalog.model import (
    Library,
    Location,
    Plan,
    PlexAccount,
    Seats,
    Server,
    Turnstile,
    shared_libraries,
)
from chalicelib.checkout.model import OfferGap, Way
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.ways import is_any_open, is_open
from chalicelib.kernel.ids import LocationId, PlexAccountId, ServerId
from chalicelib.kernel.records import Update, Write
from chalicelib.settings.model import SiteSettings


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the choice of a server looks at, read once."""

    servers: tuple[Server, ...]
    libraries: tuple[Library, ...]
    accounts: dict[PlexAccountId, PlexAccount]
    seats: dict[ServerId, Seats]
    turnstiles: dict[PlexAccountId, Turnstile] = field(default_factory=dict)

    def choose(
        self,
        plan: Plan,
        *,
        now: datetime,
        shares: tuple[Share, ...] = (),
        location_id: LocationId | None = None,
        held_server_id: ServerId | None = None,
    ) -> Choice:
        """Choose the server for somebody who has these shares, and perhaps holds a seat."""
        return choose(
            plan=plan,
            servers=self.servers,
            libraries=self.libraries,
            seats=self.seats,
            accounts=self.accounts,
            shares=shares,
            preferred_location_id=location_id,
            held_server_id=held_server_id,
            now=now,
        )

    def seats_on(self, server_id: ServerId) -> Seats:
        """Return how full a server is."""
        return self.seats.get(server_id, Seats(server_id))

    def passing(self, server_id: ServerId) -> tuple[Write, ...]:
        """Return the write by which two cannot take the last place of an account at once."""
        ids = {each.id: each.account_id for each in self.servers}
        account_id = ids.get(server_id)
        if account_id is None:
            return ()
        return (Update(self.turnstiles.get(account_id, Turnstile(account_id))),)

    def has_libraries(self, server: Server, plan: Plan) -> bool:
        """Tell whether an enabled server has libraries of the plan, whether it has room or not."""
        own = tuple(each for each in self.libraries if each.server_id == server.id)
        return server.is_enabled and bool(shared_libraries(plan, own))

    def needs_plex(self, plan: Plan) -> bool:
        """Tell whether a customer of the plan may need an account at plex.tv."""
        reached = [each for each in self.servers if self.has_libraries(each, plan)]
        return not reached or any(server.key is None for server in reached)

    def taking(self, server_id: ServerId) -> Self:
        """Return the shelf with one more person on that server."""
        seats = self.seats_on(server_id)
        fuller = replace(seats, people=seats.people + 1)
        return replace(self, seats={**self.seats, server_id: fuller})


def locations_to_choose(
    deps: CheckoutDeps, shelf: Shelf, server_ids: AbstractSet[ServerId]
) -> tuple[Location, ...]:
    """Return where those servers stand, if that is a choice: none unless in two places or more."""
    places = {server.location_id for server in shelf.servers if server.id in server_ids}
    found = tuple(each for each in deps.catalog.locations() if each.id in places)
    return found if len(found) > 1 else ()


def read_shelf(deps: CheckoutDeps) -> Shelf:
    """Read servers, libraries, accounts and seats; the turnstiles before what they guard."""
    turnstiles = {each.account_id: each for each in deps.catalog.turnstiles()}
    return Shelf(
        turnstiles=turnstiles,
        servers=deps.catalog.servers(),
        libraries=deps.catalog.all_libraries(),
        accounts={account.id: account for account in deps.catalog.plex_accounts()},
        seats={seats.server_id: seats for seats in deps.catalog.all_seats()},
    )


def is_for_sale(plan: Plan) -> bool:
    """Tell whether the plan can be bought: active, no trial, and costs something (B003, B005)."""
    return plan.is_active and not plan.is_archived and not plan.is_trial and plan.price.minor > 0


def closed_because(
    deps: CheckoutDeps, *, site: SiteSettings, way: Way | None = None
) -> OfferGap | None:
    """Return why nothing at all is sold in that way, or in any; None when the shop is open."""
    if not site.subscriptions_enabled:
        return OfferGap.SALES_OFF
    is_sold = is_open(deps, way=way) if way else is_any_open(deps)
    return None if is_sold else OfferGap.NO_GATEWAY
