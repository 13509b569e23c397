"""What customers do about their access: accept an invitation here, be invited again."""

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.access import reinvite
from chalicelib.checkout import accept
from chalicelib.checkout.model import Progress, Stage
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.plex_sign_in import PinCookie
from chalicelib.entrypoints.site.views import Customer, SiteBlueprint
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import OrderId

blueprint = SiteBlueprint(__name__)

_SIGN_IN = PinCookie("sm_accept", purpose="accept-invite")


@blueprint.customers_form("/account/reinvite", again="/account")
def account_reinvite(customer: Customer) -> Response:
    """Give the customer what was paid for and is missing."""
    reinvite.reinvite(wiring.access_deps(), user_id=customer.id, actor=customer.actor)
    return pages.redirect("/account?done=reinvite")


@blueprint.customers_form("/account/accept")
def account_accept_sign_in(customer: Customer) -> Response:
    """Send the customer to Plex, to accept the open invitation with that sign-in."""
    return _SIGN_IN.begin(customer.id, back_to="/account/accept")


@blueprint.customers_page("/account/accept")
def account_accept(customer: Customer) -> Response:
    """Accept the invitation for whoever is back from Plex; else the mail remains."""
    pin_id = _pin(customer.request, customer.id)
    is_done = accept.accept(wiring.checkout_deps(), user_id=customer.id, pin_id=pin_id)
    done = "accepted" if is_done else "not_accepted"
    return pages.redirect(f"/account?done={done}", set_cookie=_SIGN_IN.forgotten())


def kept_for_order(order_id: OrderId, pin_id: str) -> str:
    """Return the cookie with which the order's page accepts the invitation, empty for no pin."""
    return _SIGN_IN.kept(order_id, pin_id) if pin_id else ""


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
    return {"Set-Cookie": _SIGN_IN.forgotten()}


def _pin(request: Request, subject: str) -> str:
    """Return the sign-in that the browser keeps for this subject, empty for none."""
    try:
        return _SIGN_IN.pin(request, subject)
    except InvalidError:
        return ""
