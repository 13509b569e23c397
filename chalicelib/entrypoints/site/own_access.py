"""What customers do about their access: accept an invitation here, be invited again."""

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.access import reinvite
from chalicelib.checkout import accept, sign_in
from chalicelib.checkout.model import Progress, Stage
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import OrderId, UserId

blueprint = Blueprint(__name__)

_PURPOSE = "accept-invite"
_COOKIE = "sm_accept"
# plex.tv forgets a sign-in by PIN after half an hour.
_SECONDS = 1800


@blueprint.route("/account/reinvite", methods=["GET"])
def account_reinvite_again() -> Response:
    """Return to the account whoever opens the address of its answer again."""
    return pages.redirect("/account")


@blueprint.route("/account/reinvite", methods=["POST"], content_types=pages.FORM)
def account_reinvite() -> Response:
    """Give the customer what was paid for and is missing."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        auth.check_csrf(session, given=pages.form(request).get("csrf_token", ""))
        user_id = UserId(session.subject)
        actor = Actor(f"user:{user_id}")
        reinvite.reinvite(wiring.access_deps(), user_id=user_id, actor=actor)
        return pages.redirect("/account?done=reinvite")

    return pages.guarded(request, view)


@blueprint.route("/account/accept", methods=["POST"], content_types=pages.FORM)
def account_accept_sign_in() -> Response:
    """Send the customer to Plex, to accept the open invitation with that sign-in."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        auth.check_csrf(session, given=pages.form(request).get("csrf_token", ""))
        forward_url = f"{config.config().site_url}/account/accept"
        begun = sign_in.begin(wiring.checkout_deps(), forward_url=forward_url)
        return pages.redirect(begun.url, set_cookie=_kept(session.subject, begun.pin_id))

    return pages.guarded(request, view)


@blueprint.route("/account/accept", methods=["GET"])
def account_accept() -> Response:
    """Accept the invitation for whoever is back from Plex; else the mail remains."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        pin_id = _pin(request, session.subject)
        user_id = UserId(session.subject)
        is_done = accept.accept(wiring.checkout_deps(), user_id=user_id, pin_id=pin_id)
        done = "accepted" if is_done else "not_accepted"
        return pages.redirect(f"/account?done={done}", set_cookie=_forgotten())

    return pages.guarded(request, view)


def kept_for_order(order_id: OrderId, pin_id: str) -> str:
    """Return the cookie with which the order's page accepts the invitation, empty for no pin."""
    return _kept(order_id, pin_id) if pin_id else ""


def accept_for_order(request: Request, progress: Progress) -> dict[str, str]:
    """Accept the order's invitation if its customer signed in with Plex just before.

    Returns the headers that let the browser forget the sign-in; none when there was none to use.
    """
    payment = progress.payment
    if progress.stage is not Stage.INVITED or payment is None or payment.user_id is None:
        return {}
    pin_id = _pin(request, progress.order.id)
    if not pin_id:
        return {}
    accept.accept(wiring.checkout_deps(), user_id=payment.user_id, pin_id=pin_id)
    return {"Set-Cookie": _forgotten()}


def _pin(request: Request, subject: str) -> str:
    """Return the sign-in that the browser keeps for this subject, empty for none."""
    deps = wiring.users_deps()
    sealed = http.cookies(request).get(_COOKIE, "")
    if not sealed:
        return ""
    try:
        told = deps.signer.read(_PURPOSE, sealed, longest_seconds=_SECONDS, now=deps.clock.now())
    except InvalidError:
        return ""
    owner, _, pin_id = told.partition(" ")
    return pin_id if owner == subject else ""


def _kept(subject: str, pin_id: str) -> str:
    deps = wiring.users_deps()
    sealed = deps.signer.sign(_PURPOSE, f"{subject} {pin_id}", now=deps.clock.now())
    return _cookie(sealed, _SECONDS)


def _forgotten() -> str:
    return _cookie("", 0)


def _cookie(sealed: str, seconds: int) -> str:
    return http.cookie(_COOKIE, sealed, seconds=seconds, is_https=config.config().is_https)
