"""The devices on which a customer is signed in."""

from chalice.app import Response

from chalicelib import wiring
from chalicelib.enforcement.devices import signed_in
from chalicelib.entrypoints import http
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.views import Customer, SiteBlueprint
from chalicelib.kernel.ids import ServerId

blueprint = SiteBlueprint(__name__)


@blueprint.customers_page("/account/devices")
def account_devices(customer: Customer) -> Response:
    """Show the customer's devices, as the servers tell them now."""
    shares = wiring.access_deps().store.of_user(customer.id)
    server_ids = [each.server_id for each in shares]
    shown = signed_in.show(wiring.enforcement_deps(), server_ids=server_ids, user_id=customer.id)
    values = {
        "devices": shown.devices,
        "is_partly_unknown": bool(shown.errors),
        "is_done": http.query(customer.request).get("done") == "1",
        "csrf_token": customer.session.csrf_token,
    }
    return pages.page("devices.html", values, request=customer.request)


@blueprint.customers_form("/account/devices/{server_id}/sign-out", again="/account/devices")
def account_device_sign_out(customer: Customer, server_id: str) -> Response:
    """Sign one of the customer's own devices out."""
    signed_in.sign_out(
        wiring.enforcement_deps(),
        server_id=ServerId(server_id),
        device_ref=customer.form.get("device_ref", ""),
        actor=customer.actor,
        user_id=customer.id,
    )
    return pages.redirect("/account/devices?done=1")
