"""Tie a plan to the price that a gateway charges again and again."""

from dataclasses import dataclass, replace

from chalicelib.catalog.model import Plan
from chalicelib.catalog.offers import shown_offers
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import PlanId
from chalicelib.kernel.records import Insert, Update
from chalicelib.payments.model import GatewayName
from chalicelib.payments.ports import PaymentsDeps, RecurringGateway


@dataclass(frozen=True, slots=True)
class OfferState:
    """What a gateway charges for a plan; `difference` says how that differs, empty if not.

    Without an `offer_ref` the plan is not sold there again and again.
    """

    gateway: GatewayName
    offer_ref: str
    difference: str


def check(deps: PaymentsDeps, *, plan_id: PlanId, gateway: GatewayName) -> OfferState:
    """Compare a plan with the gateway's own price of it.

    Raises NotFoundError, and RetryLaterError or ActionRequiredError of the gateway.
    """
    source, plan = _source(deps, gateway), _plan(deps, plan_id)
    offer_ref = plan.offers.get(gateway, "")
    difference = source.check_offer(offer_ref, plan) if offer_ref else ""
    return OfferState(gateway, offer_ref, difference)


def make(
    deps: PaymentsDeps, *, plan_id: PlanId, version: int, gateway: GatewayName, actor: Actor
) -> Plan:
    """Make the gateway's price of a plan as it was at `version`, and keep its id with the plan.

    The same plan has one such price; who subscribed for an older one goes on paying that. Raises
    NotFoundError, ConflictError for an archived plan, StaleRecordError, InvalidError for what the
    gateway cannot charge, and RetryLaterError or ActionRequiredError of the gateway.
    """
    source, plan = _source(deps, gateway), _plan(deps, plan_id)
    if plan.is_archived:
        raise ConflictError("The plan is archived.", remedy="Add a new plan.")
    if plan.version != version:
        raise StaleRecordError(plan)
    offer_ref = source.make_offer(plan)
    if plan.offers.get(gateway) == offer_ref:
        return plan
    changed = replace(plan, offers={**plan.offers, str(gateway): offer_ref})
    entry = note(
        actor,
        "plan.offered",
        plan.id,
        now=deps.clock.now(),
        before={"offers": shown_offers(plan)},
        after={"offers": shown_offers(changed)},
    )
    deps.database.commit(Update(changed), Insert(entry))
    return replace(changed, version=changed.version + 1)


def _source(deps: PaymentsDeps, gateway: GatewayName) -> RecurringGateway:
    source = deps.recurring.get(gateway)
    if source is None:
        raise NotFoundError("This payment service does not charge again and again.")
    return source


def _plan(deps: PaymentsDeps, plan_id: PlanId) -> Plan:
    plan = deps.catalog.plan(plan_id)
    if plan is None:
        raise NotFoundError("There is no such plan.", remedy="Reload the list.")
    return plan
