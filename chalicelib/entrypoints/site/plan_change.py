"""Change to another plan: what it would cost and bring, at once or after the one that runs.

Whose plan renews at a gateway that reckons the difference itself agrees to its figures here;
everybody else buys the new plan in the checkout.
"""

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.catalog.model import Plan
from chalicelib.checkout import for_groups, offer
from chalicelib.checkout.model import OfferedPlan
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.clock import from_iso, to_iso
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import PlanId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.renewing import plan_change, renewal_change
from chalicelib.payments.rules.agreements import ConfirmNeededError
from chalicelib.subscriptions import lifecycle
from chalicelib.users.model import Session

blueprint = Blueprint(__name__)

_LONGEST_FIGURE = 40


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
        if period is None or period.is_trial:
            return pages.redirect("/#plans")
        offered = offer.offers(wiring.checkout_deps(), user_id=user_id)
        others = [each for each in offered.plans if each.plan.id != period.plan_id]
        values = {
            "current": wiring.catalog_deps().store.plan(period.plan_id),
            "plans": _changeable(others, user_id=user_id),
            "gap": offered.customer_text,
        }
        return pages.page("plan_change.html", values, request=request)

    return pages.guarded(request, view)


@blueprint.route("/account/plan/{plan_id}", methods=["GET"])
def plan_change_preview(plan_id: str) -> Response:
    """Show what a change to a plan comes to, with the figures that agreeing to it would book."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        user_id, deps = UserId(session.subject), wiring.payments_deps()
        plan = offer.plan_for_sale(wiring.checkout_deps(), PlanId(plan_id))
        for_groups.refuse_unfit(wiring.checkout_deps(), plan, user_id=user_id)
        if renewal_change.is_reckoned_there(deps, user_id=user_id):
            return _renewal_page(request, session, plan)
        preview = plan_change.preview(deps, user_id=user_id, plan=plan)
        if preview.runs_until is None:
            return pages.redirect(f"/checkout/{plan.id}")
        values = {"plan": plan, "preview": preview}
        return pages.page("plan_change_preview.html", values, request=request)

    return pages.guarded(request, view)


@blueprint.route("/account/plan/{plan_id}", methods=["POST"], content_types=pages.FORM)
def plan_change_confirm(plan_id: str) -> Response:
    """Change a plan that renews by itself, as the page before showed it."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        fields = pages.form(request)
        auth.check_csrf(session, given=fields.get("csrf_token", ""))
        user_id = UserId(session.subject)
        plan = offer.plan_for_sale(wiring.checkout_deps(), PlanId(plan_id))
        for_groups.refuse_unfit(wiring.checkout_deps(), plan, user_id=user_id)
        at, charge = fields.get("at", ""), fields.get("charge", "")
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
                user_id=user_id,
                plan=plan,
                at=shown_at,
                charge=agreed,
                actor=Actor(f"user:{session.subject}"),
                may_ask=True,
            )
        except ConfirmNeededError as error:
            values = {"plan": plan, "charge": agreed, "url": error.url}
            return pages.page("plan_change_bank.html", values, request=request)
        return pages.redirect("/account?done=plan")

    return pages.guarded(request, view)


def _renewal_page(request: Request, session: Session, plan: Plan) -> Response:
    """Show the gateway's figures, and a button that agrees to them."""
    shown = renewal_change.preview(
        wiring.payments_deps(), user_id=UserId(session.subject), plan=plan
    )
    values = {
        "plan": plan,
        "change": shown,
        "old": wiring.catalog_deps().store.plan(shown.agreement.plan_id),
        "at": to_iso(shown.at),
        "csrf_token": session.csrf_token,
    }
    return pages.page("plan_change_renewal.html", values, request=request)


def _changeable(others: list[OfferedPlan], *, user_id: UserId) -> list[OfferedPlan]:
    """Return the plans that a customer's gateway can charge, if that has to reckon the change."""
    deps = wiring.payments_deps()
    names = {each.gateway for each in renewal_change.charging(deps, user_id=user_id)}
    reckoning = names & set(deps.prorating)
    return [each for each in others if all(name in each.plan.offers for name in reckoning)]
