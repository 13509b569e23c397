"""Change the Plex account: for customers whom the operator asked to (B029)."""

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.checkout import sign_in
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError, ErrorKind, InvalidError
from chalicelib.kernel.ids import UserId
from chalicelib.users import edit
from chalicelib.users.model import Session

blueprint = Blueprint(__name__)

_PURPOSE = "media-account"
_COOKIE = "sm_media"
_SIGN_IN_SECONDS = 1800


@blueprint.route("/account/media", methods=["GET"])
def media_account() -> Response:
    """Ask for another Plex account; whoever is back from Plex has it from then on."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        user = wiring.users_deps().store.get(UserId(session.subject)) if session else None
        if session is None or user is None or not user.must_change_media or not _is_allowed():
            return pages.redirect("/account")
        values = {"user": user, "csrf_token": session.csrf_token, "error": None}
        if http.query(request).get("back") != "plex":
            return pages.page("media_account.html", values, request=request)
        try:
            _change(request, session)
        except AppError as error:
            if error.kind not in {ErrorKind.INVALID, ErrorKind.CONFLICT}:
                raise
            values["error"] = error
            return pages.page(
                "media_account.html", values, request=request, status=http.STATUS[error.kind]
            )
        return pages.redirect("/account?done=media", set_cookie=_cookie("", 0))

    return pages.guarded(request, view)


@blueprint.route("/account/media", methods=["POST"], content_types=pages.FORM)
def media_account_sign_in() -> Response:
    """Send the customer to Plex to sign in with another account."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        auth.check_csrf(session, given=pages.form(request).get("csrf_token", ""))
        if not _is_allowed():
            return pages.redirect("/account")
        forward_url = f"{config.config().site_url}/account/media?back=plex"
        begun = sign_in.begin(wiring.checkout_deps(), forward_url=forward_url)
        deps = wiring.users_deps()
        told = f"{session.subject} {begun.pin_id}"
        sealed = deps.signer.sign(_PURPOSE, told, now=deps.clock.now())
        return pages.redirect(begun.url, set_cookie=_cookie(sealed, _SIGN_IN_SECONDS))

    return pages.guarded(request, view)


def _is_allowed() -> bool:
    """Tell whether customers change the account by themselves, or the operator does it."""
    return wiring.settings_deps().store.registration().allows_media_change


def _change(request: Request, session: Session) -> None:
    """Take the account that the customer signed in with; raises AppError."""
    deps = wiring.users_deps()
    told = deps.signer.read(
        _PURPOSE,
        http.cookies(request).get(_COOKIE, ""),
        longest_seconds=_SIGN_IN_SECONDS,
        now=deps.clock.now(),
    )
    user_id, _, pin_id = told.partition(" ")
    if user_id != session.subject:
        raise InvalidError.of("pin", "This sign-in is another person's.", "Sign in again.")
    media = sign_in.finish(wiring.checkout_deps(), pin_id=pin_id)
    if media is None:
        raise InvalidError.of("pin", "The sign-in with Plex was not finished.", "Sign in again.")
    edit.change_media(
        deps, user_id=UserId(user_id), media=media, actor=Actor(f"user:{session.subject}")
    )


def _cookie(sealed: str, seconds: int) -> str:
    return http.cookie(_COOKIE, sealed, seconds=seconds, is_https=config.config().is_https)
