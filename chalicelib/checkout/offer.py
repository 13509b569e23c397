"""What customers can buy now."""

from dataclasses import replace

from chalicelib.access.model import Share
from chalicelib.catalog.model import Plan
from chalicelib.checkout import for_groups, seat
from chalicelib.checkout.model import Offer, OfferedPlan, OfferGap, PlanChoices, Way
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import is_for_sale, locations_to_choose, read_shelf
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.checkout.ways import open_ways, ways_of
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import PlanId, UserId
from chalicelib.payments.model import GatewayName, OrderMode

_LATER = "Please come back later."
_TEXTS = {
    OfferGap.SALES_OFF: (
        f"No plans are sold at the moment. {_LATER}",
        "Sales are switched off: switch on Subscriptions in Settings, Site.",
    ),
    OfferGap.NO_GATEWAY: (
        f"Payments cannot be taken at the moment. {_LATER}",
        "No payment service is ready: switch one on in Settings, and enter its keys there.",
    ),
    OfferGap.NO_PLAN: (
        f"No plans are sold at the moment. {_LATER}",
        "No plan is for sale: add one that is active, has a price, and is no trial. Where plans "
        "only renew by themselves, it needs an id at a payment service that is on.",
    ),
    OfferGap.SOLD_OUT: (
        f"All places are taken at the moment. {_LATER}",
        "No server can take another person.",
    ),
}


def offers(deps: CheckoutDeps, *, user_id: UserId | None = None) -> Offer:
    """Return the plans for sale, sold-out ones marked, and why there are none if so (B033).

    Those for a group show only to a signed-in customer who has it (B032).
    """
    deps, now = replace(deps, settings=deps.settings.at_once()), deps.clock.now()
    if not deps.settings.site().subscriptions_enabled:
        return _gap(OfferGap.SALES_OFF)
    opened = open_ways(deps)
    if not opened:
        return _gap(OfferGap.NO_GATEWAY)
    plans = [plan for plan in deps.catalog.plans() if is_for_sale(plan) and ways_of(plan, opened)]
    plans = list(for_groups.shown(deps, plans, user_id=user_id))
    if not plans:
        return _gap(OfferGap.NO_PLAN)
    shelf = seat.newcomers(deps, read_shelf(deps), now=now)
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
                modes=tuple(dict.fromkeys(way.mode for way in ways_of(plan, opened))),
            )
        )
    if all(each.is_sold_out for each in offered):
        return _gap(OfferGap.SOLD_OUT, plans=tuple(offered))
    return Offer(tuple(offered))


def choices(
    deps: CheckoutDeps,
    *,
    plan_id: PlanId,
    shares: tuple[Share, ...] = (),
    turn: WaitEntry | None = None,
) -> PlanChoices:
    """Return what to ask somebody who wants the plan: locations only if two or more have room.

    `shares` are the person's own, `turn` the offer of a seat that stands, which says where. If the
    plan is sold out the locations are those at which they could wait. Raises NotFoundError for a
    plan that is not for sale.
    """
    plan = plan_for_sale(deps, plan_id)
    shelf = read_shelf(deps)
    choice = seat.choose(
        deps, shelf, plan, shares=shares, location_id=None, turn=turn, now=deps.clock.now()
    )
    is_sold_out = choice.server_id is None
    fitting = {each.server_id for each in choice.candidates if each.fits}
    if is_sold_out:
        fitting = {each.id for each in shelf.servers if shelf.has_libraries(each, plan)}
    return PlanChoices(
        plan=plan,
        locations=() if turn else locations_to_choose(deps, shelf, fitting),
        is_sold_out=is_sold_out,
        ways=ways_of(plan, open_ways(deps)),
        needs_plex=shelf.needs_plex(plan),
    )


def way_to_pay(deps: CheckoutDeps, *, plan_id: PlanId, named: str) -> Way:
    """Return the way that a customer chose, the first there is if none was asked for.

    Raises InvalidError naming `way` for one in which this plan cannot be paid (any more),
    NotFoundError for a plan that is not for sale.
    """
    offered = ways_of(plan_for_sale(deps, plan_id), open_ways(deps))
    if not offered:
        # Whoever goes on learns that nothing is sold.
        return Way(OrderMode.ONCE, GatewayName.STRIPE)
    found = [way for way in offered if not named or str(way) == named]
    if not found:
        raise InvalidError.of(
            "way", "This plan cannot be paid like that.", "Choose another way to pay."
        )
    return found[0]


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
