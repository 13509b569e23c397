"""Recurring agreements: a user's, cancelled or resumed for them."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.entrypoints.admin.shapes import MoneyShape, money_shape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.payments.renewing import manage
from chalicelib.payments.renewing.manage import Asker
from chalicelib.payments.renewing.renewal_change import is_reckoned
from chalicelib.payments.rules.agreements import Agreement

registry = Registry()


class AgreementShape(Model):
    """A recurring agreement as the books have it.

    `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
    while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
    `can_change_plan` is whether its gateway reckons a change of plan by itself.
    """

    gateway: str
    ref: str
    user_id: str
    plan_id: str
    plan_name: str
    status: str
    price: MoneyShape | None
    started_at: datetime
    renews_at: datetime | None
    cancels_at: datetime | None
    failed_at: datetime | None
    grace_until: datetime | None
    credit_ahead: MoneyShape | None
    can_change_plan: bool


class AgreementList(Model):
    """A user's recurring agreements."""

    items: list[AgreementShape]


class Cancellation(Model):
    """When it ends: with the paid period, or at once; what was paid stays paid."""

    at_period_end: bool = True


@registry.add(
    "GET",
    "/users/{user_id}/agreements",
    summary="A user's recurring agreements",
    returns=AgreementList,
)
def list_user_agreements(call: Call[NoInput, NoInput]) -> AgreementList:
    """Return all that the user pays again and again, or did."""
    user_id = UserId(call.path["user_id"])
    if wiring.users_deps().store.get(user_id) is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    found = wiring.payments_deps().store.agreements_of(user_id)
    return AgreementList(items=[shape(each) for each in found])


@registry.add(
    "POST",
    "/agreements/{gateway}/{ref}/cancel",
    summary="Cancel a recurring agreement",
    body=Cancellation,
    returns=AgreementShape,
)
def cancel_agreement(call: Call[Cancellation, NoInput]) -> AgreementShape:
    """Let it never charge again; what was paid stays paid."""
    after = manage.cancel(
        wiring.payments_deps(),
        gateway=call.path["gateway"],
        ref=call.path["ref"],
        at_period_end=call.body.at_period_end,
        asker=Asker(call.actor),
    )
    return shape(after)


@registry.add(
    "POST",
    "/agreements/{gateway}/{ref}/resume",
    summary="Take back the cancellation of a recurring agreement",
    returns=AgreementShape,
)
def resume_agreement(call: Call[NoInput, NoInput]) -> AgreementShape:
    """Let it charge again."""
    after = manage.resume(
        wiring.payments_deps(),
        gateway=call.path["gateway"],
        ref=call.path["ref"],
        asker=Asker(call.actor),
    )
    return shape(after)


def shape(agreement: Agreement) -> AgreementShape:
    """Return an agreement as it is shown."""
    plan = wiring.catalog_deps().store.plan(agreement.plan_id)
    return AgreementShape(
        gateway=agreement.gateway,
        ref=agreement.ref,
        user_id=agreement.user_id,
        plan_id=agreement.plan_id,
        plan_name=plan.name if plan else "",
        status=agreement.status,
        price=MoneyShape.model_validate(agreement.price) if agreement.price else None,
        started_at=agreement.started_at,
        renews_at=agreement.renews_at,
        cancels_at=agreement.cancels_at,
        failed_at=agreement.failed_at,
        grace_until=agreement.grace_until,
        credit_ahead=money_shape(agreement.credit_ahead),
        can_change_plan=is_reckoned(wiring.payments_deps(), agreement),
    )
