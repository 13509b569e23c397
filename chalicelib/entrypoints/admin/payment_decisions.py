"""What administrators decide about payments: whose they are, and what goes back."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Annotated, TypeVar

from pydantic import Field

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import (
    Key,
    MoneyInput,
    MoneyShape,
    PaymentShape,
    Version,
    Why,
    money_shape,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry, View
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments import assign, refund
from chalicelib.payments.by_hand import advise, move, undo
from chalicelib.payments.model import Payment

registry = Registry()

B = TypeVar("B", bound=Model)


class BoughtShape(Model):
    """What a payment would buy: time (the end is exclusive), and perhaps store credit."""

    plan_id: str
    plan_name: str
    terms: int
    starts_at: datetime
    ends_at: datetime
    credit: MoneyShape | None
    reason: str


class SuggestionShape(Model):
    """Somebody who may have paid, why, and what it would buy of their last plan."""

    user_id: str
    user_label: str
    user_email: str
    reasons: list[str]
    weight: int
    buys: BoughtShape | None


class SuggestionList(Model):
    """Who may have paid, the likeliest first."""

    items: list[SuggestionShape]


class Assignment(Model):
    """Whom a payment belongs to and what it buys; `learns` lets the next one match by itself."""

    user_id: Key
    plan_id: Key
    learns: bool = False


class PreviewInput(Model):
    """For whom and which plan to show what the payment, or so much of it, would buy."""

    user_id: Key
    plan_id: Key
    amount: MoneyInput | None = None


class ShareInput(Model):
    """Who gets which part of a payment, for which plan."""

    user_id: Key
    plan_id: Key
    amount: MoneyInput


class SplitInput(Model):
    """Among whom a payment is shared out."""

    shares: Annotated[list[ShareInput], Field(min_length=2, max_length=assign.MOST_PARTS)]


class PartList(Model):
    """The parts of a payment, by sequence number."""

    items: list[PaymentShape]


class Reassignment(Assignment):
    """Whom a payment belongs to instead, and why it is moved."""

    why: Why


class Reason(Model):
    """Why something is done; the audit log keeps it."""

    why: Why


class RefundInput(Model):
    """How much to give back (all that is left, if null) of the payment in this version."""

    amount: MoneyInput | None = None
    version: Version


class RefundQuestion(Model):
    """How much would be given back; all that is left, if null."""

    amount: MoneyInput | None = None


class RefundPartShape(Model):
    """What a refund does to one part of the payment."""

    payment: PaymentShape
    amount: MoneyShape
    text: str
    ends_at: datetime | None


class RefundPreviewShape(Model):
    """What a refund would take; nothing was done."""

    amount: MoneyShape
    left: MoneyShape
    parts: list[RefundPartShape]


def _decides(
    path: str, summary: str, *, body: type[B], returns: type[Model]
) -> Callable[[Callable[[PaymentId, Call[B, NoInput]], Model]], View]:
    """Register a decision about the payment that the path names."""

    def register(decide: Callable[[PaymentId, Call[B, NoInput]], Model]) -> View:
        @wraps(decide)
        def handle(call: Call[B, NoInput]) -> Model:
            return decide(PaymentId(call.path["payment_id"]), call)

        method = "GET" if body is NoInput else "POST"
        add = registry.add(
            method, f"/payments/{{payment_id}}/{path}", summary=summary, body=body, returns=returns
        )
        return add(handle)

    return register


@_decides("suggestions", "Who may have paid", body=NoInput, returns=SuggestionList)
def suggest_payers(payment_id: PaymentId, _call: Call[NoInput, NoInput]) -> SuggestionList:
    """Return people with the reasons that speak for them, and what the payment would buy them."""
    found = advise.advise(wiring.payments_deps(), payment_id=payment_id)
    return SuggestionList(items=[_suggestion(each) for each in found])


@_decides("preview", "What a payment would buy somebody", body=PreviewInput, returns=BoughtShape)
def preview_assignment(payment_id: PaymentId, call: Call[PreviewInput, NoInput]) -> BoughtShape:
    """Return what an assignment would give; nothing is done."""
    found = advise.preview(
        wiring.payments_deps(),
        payment_id=payment_id,
        user_id=UserId(call.body.user_id),
        plan_id=PlanId(call.body.plan_id),
        amount=call.body.amount.to_money() if call.body.amount else None,
    )
    return _bought(found)


@_decides(
    "assign", "Give an unmatched or held payment to a user", body=Assignment, returns=PaymentShape
)
def assign_payment(payment_id: PaymentId, call: Call[Assignment, NoInput]) -> PaymentShape:
    """Settle the payment for that user with what it buys of the plan."""
    payment = assign.assign(
        wiring.payments_deps(),
        payment_id=payment_id,
        user_id=UserId(call.body.user_id),
        plan_id=PlanId(call.body.plan_id),
        actor=call.actor,
        learns=call.body.learns,
    )
    return _shown(payment)


@_decides("split", "Share a payment out among several users", body=SplitInput, returns=PartList)
def split_payment(payment_id: PaymentId, call: Call[SplitInput, NoInput]) -> PartList:
    """Settle the payment in parts, each with its sequence number."""
    shares = tuple(
        assign.Share(UserId(each.user_id), PlanId(each.plan_id), each.amount.to_money())
        for each in call.body.shares
    )
    parts = assign.split(
        wiring.payments_deps(), payment_id=payment_id, shares=shares, actor=call.actor
    )
    return PartList(items=present.payments(parts))


@_decides("move", "Give a payment to somebody else", body=Reassignment, returns=PaymentShape)
def move_payment(payment_id: PaymentId, call: Call[Reassignment, NoInput]) -> PaymentShape:
    """Take the payment back from its user and settle it for another."""
    payment = move.move(
        wiring.payments_deps(),
        payment_id=payment_id,
        user_id=UserId(call.body.user_id),
        plan_id=PlanId(call.body.plan_id),
        actor=call.actor,
        why=call.body.why,
        learns=call.body.learns,
    )
    return _shown(payment)


@_decides("unassign", "Take a payment back from its user", body=Reason, returns=PaymentShape)
def unassign_payment(payment_id: PaymentId, call: Call[Reason, NoInput]) -> PaymentShape:
    """Undo an assignment: the time it bought goes, the payment is unmatched again."""
    return _restated(undo.unassign, payment_id, call)


@_decides("dismiss", "Put a foreign payment aside for good", body=Reason, returns=PaymentShape)
def dismiss_payment(payment_id: PaymentId, call: Call[Reason, NoInput]) -> PaymentShape:
    """Dismiss an unmatched payment that has nothing to do with the business."""
    return _restated(undo.dismiss, payment_id, call)


@_decides("bring-back", "Undo a dismissal", body=Reason, returns=PaymentShape)
def bring_payment_back(payment_id: PaymentId, call: Call[Reason, NoInput]) -> PaymentShape:
    """Make a dismissed payment unmatched again."""
    return _restated(undo.bring_back, payment_id, call)


@_decides(
    "refund/preview", "What a refund would take", body=RefundQuestion, returns=RefundPreviewShape
)
def preview_refund(
    payment_id: PaymentId, call: Call[RefundQuestion, NoInput]
) -> RefundPreviewShape:
    """Return what giving money back takes by the rules; nothing is done."""
    found = refund.preview(
        wiring.payments_deps(),
        payment_id=payment_id,
        amount=call.body.amount.to_money() if call.body.amount else None,
    )
    payments = present.payments(each.payment for each in found.parts)
    return RefundPreviewShape(
        amount=MoneyShape.model_validate(found.amount),
        left=MoneyShape.model_validate(found.left),
        parts=[
            RefundPartShape(
                payment=payment,
                amount=MoneyShape.model_validate(each.amount),
                text=each.text,
                ends_at=each.ends_at,
            )
            for payment, each in zip(payments, found.parts, strict=True)
        ],
    )


@_decides("refund", "Give money back", body=RefundInput, returns=PaymentShape)
def refund_payment(payment_id: PaymentId, call: Call[RefundInput, NoInput]) -> PaymentShape:
    """Give money back through the gateway and book what it then says; safe to repeat."""
    payment = refund.refund(
        wiring.payments_deps(),
        payment_id=payment_id,
        amount=call.body.amount.to_money() if call.body.amount else None,
        version=call.body.version,
        actor=call.actor,
    )
    return _shown(payment)


def _restated(
    decide: Callable[..., Payment], payment_id: PaymentId, call: Call[Reason, NoInput]
) -> PaymentShape:
    """Take a decision that needs nothing but a reason."""
    deps = wiring.payments_deps()
    return _shown(decide(deps, payment_id=payment_id, actor=call.actor, why=call.body.why))


def _shown(payment: Payment) -> PaymentShape:
    return present.payments([payment])[0]


def _suggestion(found: advise.Advice) -> SuggestionShape:
    user = found.suggestion.candidate.user
    return SuggestionShape(
        user_id=user.id,
        user_label=present.label(user),
        user_email=user.email,
        reasons=list(found.suggestion.reasons),
        weight=found.suggestion.weight,
        buys=_bought(found.preview) if found.preview else None,
    )


def _bought(found: advise.Preview) -> BoughtShape:
    return BoughtShape(
        plan_id=found.plan.id,
        plan_name=found.plan.name,
        terms=found.terms,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        credit=money_shape(found.credit),
        reason=found.reason,
    )
