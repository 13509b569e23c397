"""Change to another plan: what it would cost and bring, at once or after the one that runs."""

from chalice import Blueprint
from chalice.app import Response

from chalicelib import wiring
from chalicelib.checkout import offer
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import PlanId, UserId
from chalicelib.payments import plan_change
from chalicelib.subscriptions import lifecycle

blueprint = Blueprint(__name__)


@blueprint.route("/account/plan", methods=["GET"])
def plan_change_list() -> Response:
    """Show the plans that a signed-in customer can change to."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        user_id = UserId(session.subject)
        paid = wiring.subscriptions_deps().store.get(user_id)
        period = lifecycle.current_period(paid, now=wiring.clock().now())
        if period is None:
            return pages.redirect("/#plans")
        offered = offer.offers(wiring.checkout_deps())
        others = [each for each in offered.plans if each.plan.id != period.plan_id]
        values = {
            "current": wiring.catalog_deps().store.plan(period.plan_id),
            "plans": others,
            "gap": offered.customer_text,
            "obstacle": _obstacle(user_id),
        }
        return pages.page("plan_change.html", values, request=request)

    return pages.guarded(request, view)


@blueprint.route("/account/plan/{plan_id}", methods=["GET"])
def plan_change_preview(plan_id: str) -> Response:
    """Show both ways to change to a plan, with the figures that paying now would book."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        user_id = UserId(session.subject)
        plan = offer.plan_for_sale(wiring.checkout_deps(), PlanId(plan_id))
        preview = plan_change.preview(wiring.payments_deps(), user_id=user_id, plan=plan)
        if preview.runs_until is None:
            return pages.redirect(f"/checkout/{plan.id}")
        values = {"plan": plan, "preview": preview}
        return pages.page("plan_change_preview.html", values, request=request)

    return pages.guarded(request, view)


def _obstacle(user_id: UserId) -> InvalidError | None:
    """Return why no plan can be changed to just now, if so."""
    try:
        plan_change.refuse_recurring(wiring.payments_deps(), user_id=user_id)
    except InvalidError as error:
        return error
    return None
