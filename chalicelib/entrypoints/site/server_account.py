"""A customer's own account on a media server that keeps accounts."""

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.applying import own_account
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.views import Customer, SiteBlueprint
from chalicelib.kernel.ids import ServerId

blueprint = SiteBlueprint(__name__)


@blueprint.customers_form("/account/servers/{server_id}/password", again="/account")
def server_password(customer: Customer, server_id: str) -> Response:
    """Replace the password of the customer's account, and show the new one this once."""
    renewed = own_account.renew_password(
        wiring.access_deps(),
        user_id=customer.id,
        server_id=ServerId(server_id),
        actor=customer.actor,
    )
    values = {
        "server": renewed.server,
        "login": renewed.login,
        "password": renewed.password.value,
    }
    return pages.page("server_password.html", values, request=customer.request)
