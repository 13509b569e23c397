"""Another plan for somebody whose plan renews by itself, reckoned by the gateway."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.entrypoints.admin.agreements import AgreementShape, shape
from chalicelib.entrypoints.admin.shapes import Instant, Key, MoneyInput, MoneyShape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import PlanId
from chalicelib.payments.browsing import find
from chalicelib.payments.renewing import manage, renewal_change
from chalicelib.payments.renewing.manage import Asker

registry = Registry()


class RenewalChangeQuestion(Model):
    """Which plan to change to."""

    plan_id: Key


class RenewalChangeShape(Model):
    """What the gateway would charge or credit for the change as of `at`; nothing was done.

    `credit` stays at the gateway and reduces the next charges; the paid time runs until `until`.
    """

    plan_id: str
    at: datetime
    charge: MoneyShape
    credit: MoneyShape
    until: datetime


class RenewalChangeInput(RenewalChangeQuestion):
    """Which plan to change to, with the figures that were shown."""

    at: Instant
    charge: MoneyInput


@registry.add(
    "POST",
    "/agreements/{gateway}/{ref}/plan/preview",
    summary="What another plan would cost now",
    body=RenewalChangeQuestion,
    returns=RenewalChangeShape,
)
def preview_renewal_change(
    call: Call[RenewalChangeQuestion, NoInput],
) -> RenewalChangeShape:
    """Return the gateway's own figures; nothing is done."""
    deps = wiring.payments_deps()
    plan = find.plan(deps, PlanId(call.body.plan_id))
    agreement = manage.held_by(
        deps, gateway=call.path["gateway"], ref=call.path["ref"], asker=Asker(call.actor)
    )
    found = renewal_change.preview(deps, user_id=agreement.user_id, plan=plan)
    return RenewalChangeShape(
        plan_id=plan.id,
        at=found.at,
        charge=MoneyShape.model_validate(found.proration.charge),
        credit=MoneyShape.model_validate(found.proration.credit),
        until=found.proration.until,
    )


@registry.add(
    "POST",
    "/agreements/{gateway}/{ref}/plan",
    summary="Change the plan of a recurring agreement",
    body=RenewalChangeInput,
    returns=AgreementShape,
)
def change_renewal(call: Call[RenewalChangeInput, NoInput]) -> AgreementShape:
    """Change the plan and charge what was shown; refused when the figures are others by now."""
    if call.body.at.tzinfo is None:
        raise InvalidError.of("at", "It has no time zone.", "Send it as the preview gave it.")
    deps = wiring.payments_deps()
    plan = find.plan(deps, PlanId(call.body.plan_id))
    agreement = manage.held_by(
        deps, gateway=call.path["gateway"], ref=call.path["ref"], asker=Asker(call.actor)
    )
    after = renewal_change.change(
        deps,
        user_id=agreement.user_id,
        plan=plan,
        at=call.body.at,
        charge=call.body.charge.to_money(),
        actor=call.actor,
    )
    return shape(after)
