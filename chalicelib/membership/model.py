"""Lists of people to invite, row by row."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.ids import InviteListId, PlanId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term
from chalicelib.payments.model import GatewayName, PaymentKey


class ListState(StrEnum):
    """Where a list stands."""

    FILLING = "filling"  # its rows are being written down; nothing is done yet
    RUNNING = "running"
    DONE = "done"


class RowState(StrEnum):
    """What became of a row."""

    WAITING = "waiting"
    INVITED = "invited"
    KNOWN = "known"  # the same row was invited before
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class InviteList:
    """People to be invited one after the other, as `actor` confirmed them.

    The figures count rows by what became of them; all are 0 until it is done.
    """

    id: InviteListId
    actor: str
    made_at: datetime
    rows: int
    state: ListState = ListState.FILLING
    invited: int = 0
    known: int = 0
    refused: int = 0
    finished_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> InviteListId:
        """Return the natural key."""
        return self.id


@dataclass(frozen=True, slots=True)
class InviteRow:
    """One person of a list; `number` is the line that it came from.

    `reference` names the payment and is made of the row's content, so that the same row is never
    invited twice (B249). `field`, `message` and `remedy` say why it was refused.
    """

    list_id: InviteListId
    number: int
    person: str
    plan_id: PlanId
    amount: Money
    reference: str
    made_at: datetime
    email: str = ""
    name: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    term: Term | None = None
    method: str = ""
    notes: str = ""
    paypal_email: str = ""
    subscription_ref: str = ""
    state: RowState = RowState.WAITING
    user_id: UserId | None = None
    field: str = ""
    message: str = ""
    remedy: str = ""
    version: int = 0

    @property
    def identity(self) -> tuple[InviteListId, int]:
        """Return the natural key."""
        return self.list_id, self.number

    @property
    def payment_key(self) -> PaymentKey:
        """Return the key of the payment that the row makes."""
        return PaymentKey(GatewayName.MANUAL, self.reference)
