"""Recurring agreements: who pays again and again, for what, and how that stands (pure)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import OrderId, PlanId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.model import GatewayName


class ConfirmNeededError(ConflictError):
    """The customer's bank asks them first (3-D Secure); nothing was charged or changed yet.

    `url` is the gateway's page where they answer; empty when it was not asked to wait for that.
    """

    default_code = "confirm_needed"

    def __init__(self, *, url: str = "") -> None:
        super().__init__(
            "The bank wants the customer to confirm the charge, so that nothing was changed.",
            remedy="Let the customer change the plan on their own page, where the bank can ask.",
        )
        self.url = url


class AgreementStatus(StrEnum):
    """How a recurring agreement stands, in our words.

    *Pending* was never paid yet; *failing* could not be charged and is tried again; *ended* will
    never charge again. One that is cancelled at the end of its period is *active* with a
    `cancels_at` until then.
    """

    PENDING = "pending"
    ACTIVE = "active"
    FAILING = "failing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class GatewayAgreement:
    """A recurring agreement as read from its gateway.

    `offer_ref` is the gateway's price or plan. `renews_at` is when the next charge is due, None
    when none will come; `cancels_at` when it ends if nobody resumes it.
    """

    gateway: GatewayName
    ref: str
    status: AgreementStatus
    offer_ref: str = ""
    order_id: OrderId | None = None
    payer_email: str = ""
    price: Money | None = None
    renews_at: datetime | None = None
    cancels_at: datetime | None = None
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proration:
    """What a change of price in the middle of a period comes to at the gateway itself.

    `charge` is taken at once; `credit` is left over and reduces the next charges there. The time
    that is paid runs until `until` (exclusive): a price of another rhythm begins a period of its
    own.
    """

    charge: Money
    credit: Money
    until: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """A recurring agreement in our books, of one user for one plan.

    `failed_at` is when the renewal that is still unpaid failed first; access goes on until
    `grace_until` (exclusive), then follows the expiry policy (X005). None when all is paid.
    `offer_ref` is the gateway's price as last seen: another one may be that of another plan.
    `credit_ahead` is what the store credit of `credit_owner` takes off the next charge; of that
    the gateway was told `credit_told`, which it calls `credit_ref`. It is being told the whole
    under the reference `credit_asked`, empty when its answer was written down.
    """

    gateway: GatewayName
    ref: str
    user_id: UserId
    plan_id: PlanId
    status: AgreementStatus
    started_at: datetime
    price: Money | None = None
    renews_at: datetime | None = None
    cancels_at: datetime | None = None
    failed_at: datetime | None = None
    grace_until: datetime | None = None
    offer_ref: str = ""
    credit_ahead: Money | None = None
    credit_owner: UserId | None = None
    credit_told: Money | None = None
    credit_ref: str = ""
    credit_asked: str = ""
    version: int = 0

    @property
    def identity(self) -> tuple[GatewayName, str]:
        """Return the natural key."""
        return self.gateway, self.ref

    @property
    def will_charge(self) -> bool:
        """Tell whether the gateway is to charge again."""
        return self.status is not AgreementStatus.ENDED and self.cancels_at is None

    @property
    def changes_at(self) -> datetime | None:
        """Return when the gateway charges or ends it next, None for one that has ended."""
        return None if self.status is AgreementStatus.ENDED else self.cancels_at or self.renews_at


def without_credit(agreement: Agreement) -> Agreement:
    """Return the agreement without anything that reduces its next charge."""
    return replace(
        agreement,
        credit_ahead=None,
        credit_owner=None,
        credit_told=None,
        credit_ref="",
        credit_asked="",
    )
