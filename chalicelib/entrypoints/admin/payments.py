"""Payments: the books, entries by hand, and what needs attention."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import (
    Instant,
    Key,
    ListQuery,
    MoneyInput,
    PaymentList,
    PaymentShape,
    Why,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments.browsing import attention, browse
from chalicelib.payments.by_hand import enter
from chalicelib.payments.model import PaymentStatus

registry = Registry()

SearchText = Annotated[str, StringConstraints(max_length=200)]


class PaymentQuery(ListQuery):
    """A page of payments; all that is given must hold.

    `person` begins a user's address or name, or stands in a payer's; `transaction` and
    `subscription` are the gateway's ids; `minor` is the amount in its currency's smallest unit.
    """

    status: PaymentStatus | None = None
    person: SearchText = ""
    transaction: SearchText = ""
    subscription: SearchText = ""
    minor: Annotated[int, Field(ge=-(10**12), le=10**12)] | None = None


class ManualPayment(Model):
    """Money received elsewhere; without dates it adds one term of the plan."""

    user_id: Key
    plan_id: Key
    amount: MoneyInput
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=enter.LONGEST_ID)]
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    notes: Annotated[str, StringConstraints(max_length=enter.LONGEST_NOTES)] = ""


class Clearing(Model):
    """Why a payment needs no attention any more."""

    why: Why


@registry.add("GET", "/payments", summary="Find payments", query=PaymentQuery, returns=PaymentList)
def list_payments(call: Call[NoInput, PaymentQuery]) -> PaymentList:
    """Return payments, the latest paid first; a page may be short and still have a next one."""
    wanted = browse.Search(
        status=call.query.status,
        person=call.query.person,
        transaction=call.query.transaction,
        subscription=call.query.subscription,
        minor=call.query.minor,
    )
    page = browse.search(
        wiring.payments_deps(), wanted=wanted, cursor=call.query.cursor, limit=call.query.limit
    )
    return present.payment_list(page)


@registry.add("GET", "/payments/{payment_id}", summary="Show a payment", returns=PaymentShape)
def read_payment(call: Call[NoInput, NoInput]) -> PaymentShape:
    """Return one payment."""
    found = wiring.payments_deps().store.payment_by_id(PaymentId(call.path["payment_id"]))
    if found is None:
        raise NotFoundError("There is no such payment.", remedy="Reload the list.")
    return present.payments([found])[0]


@registry.add(
    "POST",
    "/payments",
    summary="Enter money received elsewhere",
    body=ManualPayment,
    returns=PaymentShape,
    status=201,
)
def enter_payment(call: Call[ManualPayment, NoInput]) -> PaymentShape:
    """Record a manual payment and give the access that it buys."""
    body = call.body
    payment = enter.enter(
        wiring.payments_deps(),
        user_id=UserId(body.user_id),
        plan_id=PlanId(body.plan_id),
        amount=body.amount.to_money(),
        external_id=body.external_id,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        notes=body.notes,
        actor=call.actor,
    )
    return present.payments([payment])[0]


@registry.add(
    "POST",
    "/payments/{payment_id}/clear",
    summary="Mark a payment as looked after",
    body=Clearing,
    returns=PaymentShape,
)
def clear_payment(call: Call[Clearing, NoInput]) -> PaymentShape:
    """Take the payment off the attention list, with a reason."""
    payment = attention.clear(
        wiring.payments_deps(),
        payment_id=PaymentId(call.path["payment_id"]),
        actor=call.actor,
        why=call.body.why,
    )
    return present.payments([payment])[0]
