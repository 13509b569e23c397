"""Change the Plex account: for customers whom the operator asked to (B029)."""

from chalice.app import Response

from chalicelib import wiring
from chalicelib.checkout import sign_in
from chalicelib.entrypoints import http
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.plex_sign_in import PinCookie
from chalicelib.entrypoints.site.views import Customer, SiteBlueprint
from chalicelib.kernel.errors import AppError, ErrorKind, InvalidError
from chalicelib.users import edit

blueprint = SiteBlueprint(__name__)

_SIGN_IN = PinCookie("sm_media", purpose="media-account")


@blueprint.customers_page("/account/media")
def media_account(customer: Customer) -> Response:
    """Ask for another Plex account; whoever is back from Plex has it from then on."""
    user = customer.user()
    if user is None or not user.must_change_media or not _is_allowed():
        return pages.redirect("/account")
    problem = None
    if http.query(customer.request).get("back") == "plex":
        try:
            _change(customer)
        except AppError as error:
            if error.kind not in {ErrorKind.INVALID, ErrorKind.CONFLICT}:
                raise
            problem = error
        else:
            return pages.redirect("/account?done=media", set_cookie=_SIGN_IN.forgotten())
    values = {"user": user, "csrf_token": customer.session.csrf_token}
    return pages.page("media_account.html", values, request=customer.request, error=problem)


@blueprint.customers_form("/account/media")
def media_account_sign_in(customer: Customer) -> Response:
    """Send the customer to Plex to sign in with another account."""
    if not _is_allowed():
        return pages.redirect("/account")
    return _SIGN_IN.begin(customer.id, back_to="/account/media?back=plex")


def _is_allowed() -> bool:
    """Tell whether customers change the account by themselves, or the operator does it."""
    return wiring.settings_deps().store.registration().allows_media_change


def _change(customer: Customer) -> None:
    """Take the account that the customer signed in with; raises AppError."""
    pin_id = _SIGN_IN.pin(customer.request, customer.id)
    media = sign_in.finish(wiring.checkout_deps(), pin_id=pin_id)
    if media is None:
        raise InvalidError.of("pin", "The sign-in with Plex was not finished.", "Sign in again.")
    edit.change_media(wiring.users_deps(), user_id=customer.id, media=media, actor=customer.actor)
