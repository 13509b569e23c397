"""Change to another plan: what it would cost and bring, at once or after the one that runs.

Whose plan renews at a gateway that reckons the difference itself agrees to its figures here;
everybody else buys the new plan in the checkout.
"""

from chalice.app import Response

from chalicelib import wiring
from chalicelib.catalog.model import Plan
from chalicelib.checkout import for_groups, offer
from chalicelib.checkout.model import OfferedPlan
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.views import Customer, SiteBlueprint
from chalicelib.kernel.clock import from_iso, to_iso
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import PlanId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.renewing import plan_change, renewal_change
from chalicelib.payments.rules.agreements import ConfirmNeededError
from chalicelib.subscriptions import lifecycle

blueprint = SiteBlueprint(__name__)

_LONGEST_FIGURE = 40


@blueprint.customers_page("/account/plan")
def plan_change_list(customer: Customer) -> Response:
    """Show the plans that a signed-in customer can change to."""
    paid = wiring.subscriptions_deps().store.get(customer.id)
    period = lifecycle.current_period(paid, now=wiring.clock().now())
    if period is None or period.is_trial:
        return pages.redirect("/#plans")
    offered = offer.offers(wiring.checkout_deps(), user_id=customer.id)
    others = [each for each in offered.plans if each.plan.id != period.plan_id]
    values = {
        "current": wiring.catalog_deps().store.plan(period.plan_id),
        "plans": _changeable(others, user_id=customer.id),
        "gap": offered.customer_text,
    }
    return pages.page("plan_change.html", values, request=customer.request)


@blueprint.customers_page("/account/plan/{plan_id}")
def plan_change_preview(customer: Customer, plan_id: str) -> Response:
    """Show what a change to a plan comes to, with the figures that agreeing to it would book."""
    deps = wiring.payments_deps()
    plan = offer.plan_for_sale(wiring.checkout_deps(), PlanId(plan_id))
    for_groups.refuse_unfit(wiring.checkout_deps(), plan, user_id=customer.id)
    if renewal_change.is_reckoned_there(deps, user_id=customer.id):
        return _renewal_page(customer, plan)
    preview = plan_change.preview(deps, user_id=customer.id, plan=plan)
    if preview.runs_until is None:
        return pages.redirect(f"/checkout/{plan.id}")
    values = {"plan": plan, "preview": preview}
    return pages.page("plan_change_preview.html", values, request=customer.request)


@blueprint.customers_form("/account/plan/{plan_id}")
def plan_change_confirm(customer: Customer, plan_id: str) -> Response:
    """Change a plan that renews by itself, as the page before showed it."""
    plan = offer.plan_for_sale(wiring.checkout_deps(), PlanId(plan_id))
    for_groups.refuse_unfit(wiring.checkout_deps(), plan, user_id=customer.id)
    at, charge = customer.form.get("at", ""), customer.form.get("charge", "")
    try:
        shown_at, minor = from_iso(at[:_LONGEST_FIGURE]), int(charge[:_LONGEST_FIGURE])
    except (ValueError, OverflowError) as error:
        raise InvalidError.of(
            "at", "The page was not sent whole.", "Look at it again, then confirm."
        ) from error
    agreed = Money(minor, plan.price.currency)
    try:
        renewal_change.change(
            wiring.payments_deps(),
            user_id=customer.id,
            plan=plan,
            at=shown_at,
            charge=agreed,
            actor=customer.actor,
            may_ask=True,
        )
    except ConfirmNeededError as error:
        values = {"plan": plan, "charge": agreed, "url": error.url}
        return pages.page("plan_change_bank.html", values, request=customer.request)
    return pages.redirect("/account?done=plan")


def _renewal_page(customer: Customer, plan: Plan) -> Response:
    """Show the gateway's figures, and a button that agrees to them."""
    shown = renewal_change.preview(wiring.payments_deps(), user_id=customer.id, plan=plan)
    values = {
        "plan": plan,
        "change": shown,
        "old": wiring.catalog_deps().store.plan(shown.agreement.plan_id),
        "at": to_iso(shown.at),
        "csrf_token": customer.session.csrf_token,
    }
    return pages.page("plan_change_renewal.html", values, request=customer.request)


def _changeable(others: list[OfferedPlan], *, user_id: UserId) -> list[OfferedPlan]:
    """Return the plans that a customer's gateway can charge, if that has to reckon the change."""
    deps = wiring.payments_deps()
    names = {each.gateway for each in renewal_change.charging(deps, user_id=user_id)}
    reckoning = names & set(deps.prorating)
    return [each for each in others if all(name in each.plan.offers for name in reckoning)]
