"""What customers can buy now."""

from chalicelib.catalog.model import Plan
from chalicelib.checkout.model import Offer, OfferedPlan, OfferGap, PlanChoices
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import closed_because, is_for_sale, read_shelf
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PlanId

_LATER = "Please come back later."
_TEXTS = {
    OfferGap.SALES_OFF: (
        f"No plans are sold at the moment. {_LATER}",
        "Sales are switched off: switch on Subscriptions in Settings, Site.",
    ),
    OfferGap.NO_GATEWAY: (
        f"Payments cannot be taken at the moment. {_LATER}",
        "No payment service is ready: enable Stripe and enter its keys in Settings, Stripe.",
    ),
    OfferGap.NO_PLAN: (
        f"No plans are sold at the moment. {_LATER}",
        "No plan is for sale: add one that is active, has a price, and is no trial.",
    ),
    OfferGap.SOLD_OUT: (
        f"All places are taken at the moment. {_LATER}",
        "No server can take another person.",
    ),
}


def offers(deps: CheckoutDeps) -> Offer:
    """Return the plans for sale, sold-out ones marked, and why there are none if so (B033)."""
    now = deps.clock.now()
    gap = closed_because(deps, site=deps.settings.site())
    if gap is not None:
        return _gap(gap)
    plans = [plan for plan in deps.catalog.plans() if is_for_sale(plan)]
    if not plans:
        return _gap(OfferGap.NO_PLAN)
    shelf = read_shelf(deps)
    default_id, _ = deps.catalog.default_plan_id()
    offered = []
    for plan in plans:
        choice = shelf.choose(plan, now=now)
        offered.append(
            OfferedPlan(
                plan=plan,
                is_sold_out=choice.server_id is None,
                is_default=plan.id == default_id,
                reason=choice.explanation,
            )
        )
    if all(each.is_sold_out for each in offered):
        return _gap(OfferGap.SOLD_OUT, plans=tuple(offered))
    return Offer(tuple(offered))


def choices(deps: CheckoutDeps, *, plan_id: PlanId) -> PlanChoices:
    """Return what to ask somebody who wants the plan: locations only if two or more have room.

    Raises NotFoundError for a plan that is not for sale.
    """
    plan = plan_for_sale(deps, plan_id)
    shelf = read_shelf(deps)
    choice = shelf.choose(plan, now=deps.clock.now())
    fitting = {each.server_id for each in choice.candidates if each.fits}
    places = {server.location_id for server in shelf.servers if server.id in fitting}
    locations = tuple(each for each in deps.catalog.locations() if each.id in places)
    return PlanChoices(
        plan=plan,
        locations=locations if len(locations) > 1 else (),
        is_sold_out=choice.server_id is None,
    )


def plan_for_sale(deps: CheckoutDeps, plan_id: PlanId) -> Plan:
    """Return the plan; raises NotFoundError for one that is unknown or not for sale (B005)."""
    plan = deps.catalog.plan(plan_id)
    if plan is None or not is_for_sale(plan):
        raise NotFoundError("This plan is not sold (any more).", remedy="Choose another plan.")
    return plan


def _gap(gap: OfferGap, *, plans: tuple[OfferedPlan, ...] = ()) -> Offer:
    customer_text, admin_text = _TEXTS[gap]
    if plans:
        admin_text = f"{admin_text} {plans[0].reason}"
    return Offer(plans, gap=gap, customer_text=customer_text, admin_text=admin_text)
