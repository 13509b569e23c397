"""What checkout speaks of: offers, requests, and how a sale comes along."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.catalog.model import Location, Plan
from chalicelib.checkout.quote import Quote
from chalicelib.kernel.ids import LocationId, OrderId, PlanId, UserId, WaitId
from chalicelib.payments.model import GatewayName, Order, OrderMode, Payment
from chalicelib.payments.rules.change import ChangePreview
from chalicelib.users.model import MediaIdentity, Restraint


class OfferGap(StrEnum):
    """Why nothing can be bought just now."""

    SALES_OFF = "sales_off"
    NO_PLAN = "no_plan"
    NO_GATEWAY = "no_gateway"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True, slots=True)
class OfferedPlan:
    """A plan on the shelf; `reason` tells administrators where it goes or why it is sold out.

    `modes` are how it can be paid: once, again and again, or as the customer likes.
    """

    plan: Plan
    is_sold_out: bool
    is_default: bool
    reason: str
    modes: tuple[OrderMode, ...] = (OrderMode.ONCE,)


@dataclass(frozen=True, slots=True)
class Offer:
    """What customers can buy.

    With a `gap` nothing can be bought: `customer_text` says so politely, `admin_text` says what to
    change (B033). Both are empty without a gap.
    """

    plans: tuple[OfferedPlan, ...]
    gap: OfferGap | None = None
    customer_text: str = ""
    admin_text: str = ""

    @property
    def modes(self) -> tuple[OrderMode, ...]:
        """Return how anything on the shelf can be paid."""
        offered = {mode for each in self.plans for mode in each.modes}
        return tuple(mode for mode in OrderMode if mode in offered)


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What to ask a customer who wants this plan; no `locations` means: do not ask (B021).

    Of one of the `ways` to pay none need be chosen (B020). Without `needs_plex` the server opens
    an account for the customer, who needs none at plex.tv.
    """

    plan: Plan
    locations: tuple[Location, ...]
    is_sold_out: bool
    ways: "tuple[Way, ...]" = ()
    needs_plex: bool = True

    def gateways(self, mode: OrderMode) -> "tuple[Way, ...]":
        """Return the ways of one mode."""
        return tuple(way for way in self.ways if way.mode == mode)


@dataclass(frozen=True, slots=True)
class Way:
    """How to pay: once or again and again, and where."""

    mode: OrderMode
    gateway: GatewayName

    def __str__(self) -> str:
        return f"{self.mode}-{self.gateway}"


@dataclass(frozen=True, slots=True)
class StartRequest:
    """What a customer filled in.

    `token` (16 to 64 URL-safe characters, made anew for each form that is shown) makes sending the
    same form twice start one order; empty: every request starts its own. `media.is_proven` must
    come from a sign-in with Plex, never from the form. With `replaces_now` the plan that runs ends
    when this one is paid; only who is signed in can ask for that. `wait_id` is whose turn in the
    waitlist it is, and must come from a signed link. `referrer_id` is whose `referral_code` it is;
    admission.py finds that out.
    """

    plan_id: PlanId
    email: str
    name: str
    media: MediaIdentity
    location_id: LocationId | None = None
    user_id: UserId | None = None
    gateway: GatewayName = GatewayName.STRIPE
    mode: OrderMode = OrderMode.ONCE
    discount_code: str = ""
    uses_credit: bool = True
    replaces_now: bool = False
    referral_code: str = ""
    referrer_id: UserId | None = None
    token: str = ""
    wait_id: WaitId | None = None

    @property
    def way(self) -> Way:
        """Return how the customer wants to pay."""
        return Way(self.mode, self.gateway)


@dataclass(frozen=True, slots=True)
class Summary:
    """What will be bought, once the customer agrees: everything checked, nothing held yet.

    With `follows_trial` it takes the place of a trial that runs.
    """

    request: StartRequest
    plan: Plan
    location: Location | None
    is_sold_out: bool
    quote: Quote
    change: ChangePreview | None = None
    follows_trial: bool = False


class Stage(StrEnum):
    """How far a sale has come, as the customer sees it."""

    WAITING_FOR_PAYMENT = "waiting_for_payment"
    CONFIRMING = "confirming"
    PREPARING = "preparing"
    INVITED = "invited"
    READY = "ready"
    RESTRAINED = "restrained"
    CLOSED = "closed"
    ATTENTION = "attention"


FINAL_STAGES = frozenset({Stage.READY, Stage.RESTRAINED, Stage.CLOSED, Stage.ATTENTION})


@dataclass(frozen=True, slots=True)
class Progress:
    """A sale under way: the stage, words for the customer, and the facts behind them.

    `access_until` is the exclusive end of the time this payment bought; `server_name` and
    `account` (the Plex user or address that was invited) are empty until a share exists. With
    `has_login` the account is one that was opened on the server. Because of a `restraint` not all
    that was paid for is given before its end.
    """

    order: Order
    stage: Stage
    headline: str
    detail: str
    payment: Payment | None = None
    access_from: datetime | None = None
    access_until: datetime | None = None
    server_name: str = ""
    account: str = ""
    has_login: bool = False
    restraint: Restraint | None = None

    @property
    def is_final(self) -> bool:
        """Tell whether waiting will change nothing, so that the page can stop asking."""
        return self.stage in FINAL_STAGES


def return_path(order_id: OrderId) -> str:
    """Return the path of the page to which the gateway sends the customer after paying."""
    return f"/orders/{order_id}"


def cancel_path(order_id: OrderId) -> str:
    """Return the path of the page to which the gateway sends a customer who turned back."""
    return f"/orders/{order_id}/cancel"
