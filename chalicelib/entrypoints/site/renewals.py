"""The customer's plans that renew: cancel, resume, change how they are paid."""

from collections.abc import Callable

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import UserId
from chalicelib.payments.renewing import manage
from chalicelib.payments.renewing.manage import Asker
from chalicelib.subscriptions import grace, lifecycle
from chalicelib.users.model import Session

blueprint = Blueprint(__name__)


@blueprint.route("/account/renewals/{gateway}/{ref}/cancel", methods=["GET"])
def renewal_cancel_page(gateway: str, ref: str) -> Response:
    """Ask whether it shall be cancelled, and say until when access stays."""
    request = blueprint.current_request

    def view(session: Session) -> Response:
        deps = wiring.payments_deps()
        agreement = manage.held_by(deps, gateway=gateway, ref=ref, asker=_asker(session))
        paid = deps.subscriptions.get(agreement.user_id)
        now = deps.clock.now()
        values = {
            "agreement": agreement,
            "plan": deps.catalog.plan(agreement.plan_id),
            "paid_until": lifecycle.paid_until(grace.without_grace(paid, now=now), now=now),
            "csrf_token": session.csrf_token,
        }
        return pages.page("renewal_cancel.html", values, request=request)

    return _guarded(request, view)


@blueprint.route(
    "/account/renewals/{gateway}/{ref}/cancel", methods=["POST"], content_types=pages.FORM
)
def renewal_cancel(gateway: str, ref: str) -> Response:
    """Cancel at the end of the paid period, at once where the gateway knows no end of it."""
    request = blueprint.current_request

    def view(session: Session) -> Response:
        _check(request, session)
        manage.cancel(
            wiring.payments_deps(),
            gateway=gateway,
            ref=ref,
            at_period_end=True,
            asker=_asker(session),
        )
        return pages.redirect("/account?done=canceled")

    return _guarded(request, view)


@blueprint.route(
    "/account/renewals/{gateway}/{ref}/resume", methods=["POST"], content_types=pages.FORM
)
def renewal_resume(gateway: str, ref: str) -> Response:
    """Take a cancellation back."""
    request = blueprint.current_request

    def view(session: Session) -> Response:
        _check(request, session)
        deps = wiring.payments_deps()
        manage.resume(deps, gateway=gateway, ref=ref, asker=_asker(session))
        return pages.redirect("/account?done=resumed")

    return _guarded(request, view)


@blueprint.route(
    "/account/renewals/{gateway}/{ref}/payment-method", methods=["POST"], content_types=pages.FORM
)
def renewal_payment_method(gateway: str, ref: str) -> Response:
    """Send the customer to the gateway's page on which the payment method is changed."""
    request = blueprint.current_request

    def view(session: Session) -> Response:
        _check(request, session)
        url = manage.manage_url(
            wiring.payments_deps(),
            gateway=gateway,
            ref=ref,
            return_url=f"{config.config().site_url}/account",
            asker=_asker(session),
        )
        return pages.redirect(url)

    return _guarded(request, view)


def _guarded(request: Request, view: Callable[[Session], Response]) -> Response:
    """Run a view for the signed-in customer; anybody else is asked to sign in."""

    def with_session() -> Response:
        session = auth.customer(request)
        return view(session) if session is not None else pages.redirect("/account")

    return pages.guarded(request, with_session)


def _check(request: Request, session: Session) -> None:
    auth.check_csrf(session, given=pages.form(request).get("csrf_token", ""))


def _asker(session: Session) -> Asker:
    return Asker(Actor(f"user:{session.subject}"), owner=UserId(session.subject))
