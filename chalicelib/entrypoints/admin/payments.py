"""Payments: the books, entries by hand, and what needs attention."""

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import (
    Instant,
    Key,
    ListQuery,
    LongText,
    MoneyInput,
    PaymentList,
    PaymentShape,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments import assign, attention, enter

registry = Registry()


class ManualPayment(Model):
    """Money received elsewhere; without dates it adds one term of the plan."""

    user_id: Key
    plan_id: Key
    amount: MoneyInput
    external_id: Key
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    notes: LongText = ""


class Assignment(Model):
    """Whom an unmatched payment belongs to and what it buys."""

    user_id: Key
    plan_id: Key


class Clearing(Model):
    """Why a payment needs no attention any more."""

    why: LongText


@registry.add("GET", "/payments", summary="List payments", query=ListQuery, returns=PaymentList)
def list_payments(call: Call[NoInput, ListQuery]) -> PaymentList:
    """Return payments, the latest paid first."""
    store = wiring.payments_deps().store
    return present.payment_list(store.recent(cursor=call.query.cursor, limit=call.query.limit))


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
    "/payments/{payment_id}/assign",
    summary="Give an unmatched or held payment to a user",
    body=Assignment,
    returns=PaymentShape,
)
def assign_payment(call: Call[Assignment, NoInput]) -> PaymentShape:
    """Settle the payment for that user with one term of the plan."""
    payment = assign.assign(
        wiring.payments_deps(),
        payment_id=PaymentId(call.path["payment_id"]),
        user_id=UserId(call.body.user_id),
        plan_id=PlanId(call.body.plan_id),
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
