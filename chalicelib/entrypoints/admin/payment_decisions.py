"""What administrators decide about payments: whose they are, and what goes back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import (
    Key,
    LongText,
    MoneyInput,
    MoneyShape,
    PaymentShape,
    Version,
    money_shape,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments import advise, assign, move, refund, undo
from chalicelib.payments.model import Payment

registry = Registry()


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

    why: LongText


class Reason(Model):
    """Why something is done; the audit log keeps it."""

    why: LongText


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


@registry.add(
    "GET",
    "/payments/{payment_id}/suggestions",
    summary="Who may have paid",
    returns=SuggestionList,
)
def suggest_payers(call: Call[NoInput, NoInput]) -> SuggestionList:
    """Return people with the reasons that speak for them, and what the payment would buy them."""
    found = advise.advise(wiring.payments_deps(), payment_id=_id(call.path))
    return SuggestionList(items=[_suggestion(each) for each in found])


@registry.add(
    "POST",
    "/payments/{payment_id}/preview",
    summary="What a payment would buy somebody",
    body=PreviewInput,
    returns=BoughtShape,
)
def preview_assignment(call: Call[PreviewInput, NoInput]) -> BoughtShape:
    """Return what an assignment would give; nothing is done."""
    found = advise.preview(
        wiring.payments_deps(),
        payment_id=_id(call.path),
        user_id=UserId(call.body.user_id),
        plan_id=PlanId(call.body.plan_id),
        amount=call.body.amount.to_money() if call.body.amount else None,
    )
    return _bought(found)


@registry.add(
    "POST",
    "/payments/{payment_id}/assign",
    summary="Give an unmatched or held payment to a user",
    body=Assignment,
    returns=PaymentShape,
)
def assign_payment(call: Call[Assignment, NoInput]) -> PaymentShape:
    """Settle the payment for that user with what it buys of the plan."""
    payment = assign.assign(
        wiring.payments_deps(),
        payment_id=_id(call.path),
        user_id=UserId(call.body.user_id),
        plan_id=PlanId(call.body.plan_id),
        actor=call.actor,
        learns=call.body.learns,
    )
    return _shown(payment)


@registry.add(
    "POST",
    "/payments/{payment_id}/split",
    summary="Share a payment out among several users",
    body=SplitInput,
    returns=PartList,
)
def split_payment(call: Call[SplitInput, NoInput]) -> PartList:
    """Settle the payment in parts, each with its sequence number."""
    shares = tuple(
        assign.Share(UserId(each.user_id), PlanId(each.plan_id), each.amount.to_money())
        for each in call.body.shares
    )
    parts = assign.split(
        wiring.payments_deps(), payment_id=_id(call.path), shares=shares, actor=call.actor
    )
    return PartList(items=present.payments(parts))


@registry.add(
    "POST",
    "/payments/{payment_id}/move",
    summary="Give a payment to somebody else",
    body=Reassignment,
    returns=PaymentShape,
)
def move_payment(call: Call[Reassignment, NoInput]) -> PaymentShape:
    """Take the payment back from its user and settle it for another."""
    payment = move.move(
        wiring.payments_deps(),
        payment_id=_id(call.path),
        user_id=UserId(call.body.user_id),
        plan_id=PlanId(call.body.plan_id),
        actor=call.actor,
        why=call.body.why,
        learns=call.body.learns,
    )
    return _shown(payment)


@registry.add(
    "POST",
    "/payments/{payment_id}/unassign",
    summary="Take a payment back from its user",
    body=Reason,
    returns=PaymentShape,
)
def unassign_payment(call: Call[Reason, NoInput]) -> PaymentShape:
    """Undo an assignment: the time it bought goes, the payment is unmatched again."""
    payment = undo.unassign(
        wiring.payments_deps(), payment_id=_id(call.path), actor=call.actor, why=call.body.why
    )
    return _shown(payment)


@registry.add(
    "POST",
    "/payments/{payment_id}/dismiss",
    summary="Put a foreign payment aside for good",
    body=Reason,
    returns=PaymentShape,
)
def dismiss_payment(call: Call[Reason, NoInput]) -> PaymentShape:
    """Dismiss an unmatched payment that has nothing to do with the business."""
    payment = undo.dismiss(
        wiring.payments_deps(), payment_id=_id(call.path), actor=call.actor, why=call.body.why
    )
    return _shown(payment)


@registry.add(
    "POST",
    "/payments/{payment_id}/bring-back",
    summary="Undo a dismissal",
    body=Reason,
    returns=PaymentShape,
)
def bring_payment_back(call: Call[Reason, NoInput]) -> PaymentShape:
    """Make a dismissed payment unmatched again."""
    payment = undo.bring_back(
        wiring.payments_deps(), payment_id=_id(call.path), actor=call.actor, why=call.body.why
    )
    return _shown(payment)


@registry.add(
    "POST",
    "/payments/{payment_id}/refund/preview",
    summary="What a refund would take",
    body=RefundQuestion,
    returns=RefundPreviewShape,
)
def preview_refund(call: Call[RefundQuestion, NoInput]) -> RefundPreviewShape:
    """Return what giving money back takes by the rules; nothing is done."""
    found = refund.preview(
        wiring.payments_deps(),
        payment_id=_id(call.path),
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


@registry.add(
    "POST",
    "/payments/{payment_id}/refund",
    summary="Give money back",
    body=RefundInput,
    returns=PaymentShape,
)
def refund_payment(call: Call[RefundInput, NoInput]) -> PaymentShape:
    """Give money back through the gateway and book what it then says; safe to repeat."""
    payment = refund.refund(
        wiring.payments_deps(),
        payment_id=_id(call.path),
        amount=call.body.amount.to_money() if call.body.amount else None,
        version=call.body.version,
        actor=call.actor,
    )
    return _shown(payment)


def _id(path: Mapping[str, str]) -> PaymentId:
    return PaymentId(path["payment_id"])


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
