"""A customer's own account on a media server that keeps accounts."""

from chalice import Blueprint
from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.applying import own_account
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import ServerId, UserId

blueprint = Blueprint(__name__)


@blueprint.route("/account/servers/{server_id}/password", methods=["GET"])
def server_password_again(server_id: str) -> Response:
    """Return to the account whoever opens the address again: the password is shown once."""
    _ = server_id
    return pages.redirect("/account")


@blueprint.route(
    "/account/servers/{server_id}/password", methods=["POST"], content_types=pages.FORM
)
def server_password(server_id: str) -> Response:
    """Replace the password of the customer's account, and show the new one."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        auth.check_csrf(session, given=pages.form(request).get("csrf_token", ""))
        user_id = UserId(session.subject)
        renewed = own_account.renew_password(
            wiring.access_deps(),
            user_id=user_id,
            server_id=ServerId(server_id),
            actor=Actor(f"user:{user_id}"),
        )
        values = {
            "server": renewed.server,
            "login": renewed.login,
            "password": renewed.password.value,
        }
        return pages.page("server_password.html", values, request=request)

    return pages.guarded(request, view)
