"""Which plans can be sold, and on which servers (reads of the catalogue, then pure rules)."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.model import Share
from chalicelib.access.selection import Choice, choose
from chalicelib.catalog.model import Library, Plan, PlexAccount, Seats, Server
from chalicelib.checkout.model import OfferGap
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.ids import LocationId, PlexAccountId, ServerId
from chalicelib.payments.model import GatewayName
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
    deps: CheckoutDeps, *, site: SiteSettings, gateway: GatewayName = GatewayName.STRIPE
) -> OfferGap | None:
    """Return why nothing at all is sold, None when the shop is open."""
    if not site.subscriptions_enabled:
        return OfferGap.SALES_OFF
    stripe = deps.settings.stripe()
    is_ready = stripe.enabled and stripe.checkout_enabled and stripe.secret_key is not None
    if gateway not in deps.gateways or not is_ready:
        return OfferGap.NO_GATEWAY
    return None
