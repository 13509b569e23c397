"""The devices on which a customer is signed in."""

from chalice import Blueprint
from chalice.app import Response

from chalicelib import wiring
from chalicelib.enforcement.devices import signed_in
from chalicelib.entrypoints import auth, http
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import ServerId, UserId

blueprint = Blueprint(__name__)


@blueprint.route("/account/devices", methods=["GET"])
def account_devices() -> Response:
    """Show the customer's devices, as the servers tell them now."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        user_id = UserId(session.subject)
        shares = wiring.access_deps().store.of_user(user_id)
        server_ids = [each.server_id for each in shares]
        shown = signed_in.show(wiring.enforcement_deps(), server_ids=server_ids, user_id=user_id)
        values = {
            "devices": shown.devices,
            "is_partly_unknown": bool(shown.errors),
            "is_done": http.query(request).get("done") == "1",
            "csrf_token": session.csrf_token,
        }
        return pages.page("devices.html", values, request=request)

    return pages.guarded(request, view)


@blueprint.route("/account/devices/{server_id}/sign-out", methods=["GET"])
def account_device_again(server_id: str) -> Response:
    """Return to the devices whoever opens the address again."""
    _ = server_id
    return pages.redirect("/account/devices")


@blueprint.route(
    "/account/devices/{server_id}/sign-out", methods=["POST"], content_types=pages.FORM
)
def account_device_sign_out(server_id: str) -> Response:
    """Sign one of the customer's own devices out."""
    request = blueprint.current_request

    def view() -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        form = pages.form(request)
        auth.check_csrf(session, given=form.get("csrf_token", ""))
        user_id = UserId(session.subject)
        signed_in.sign_out(
            wiring.enforcement_deps(),
            server_id=ServerId(server_id),
            device_ref=form.get("device_ref", ""),
            actor=Actor(f"user:{user_id}"),
            user_id=user_id,
        )
        return pages.redirect("/account/devices?done=1")

    return pages.guarded(request, view)
