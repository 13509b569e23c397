"""Which plans can be sold, and on which servers (reads of the catalogue, then pure rules)."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.model import Share
from chalicelib.access.selection import Choice, choose
from chalicelib.catalog.model import Library, Plan, PlexAccount, Seats, Server
from chalicelib.checkout.model import OfferGap, Way
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.ways import is_any_open, is_open
from chalicelib.kernel.ids import LocationId, PlexAccountId, ServerId
from chalicelib.settings.model import SiteSettings


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the choice of a server looks at, read once."""

    servers: tuple[Server, ...]
    libraries: tuple[Library, ...]
    accounts: dict[PlexAccountId, PlexAccount]
    seats: dict[ServerId, Seats]

    def choose(
        self,
        plan: Plan,
        *,
        now: datetime,
        shares: tuple[Share, ...] = (),
        location_id: LocationId | None = None,
    ) -> Choice:
        """Choose the server for somebody who has these shares."""
        return choose(
            plan=plan,
            servers=self.servers,
            libraries=self.libraries,
            seats=self.seats,
            accounts=self.accounts,
            shares=shares,
            preferred_location_id=location_id,
            held_server_id=None,
            now=now,
        )


def read_shelf(deps: CheckoutDeps) -> Shelf:
    """Read servers, libraries, accounts and seats."""
    return Shelf(
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
