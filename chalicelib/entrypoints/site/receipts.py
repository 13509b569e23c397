"""Receipts, to read and to print: for whoever paid, and for administrators."""

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.views import SiteBlueprint
from chalicelib.kernel.ids import PaymentId
from chalicelib.payments.reporting import receipts

blueprint = SiteBlueprint(__name__)


@blueprint.page("/receipts/{payment_id}")
def receipt_page(request: Request, payment_id: str) -> Response:
    """Show the receipt of a settled payment; strangers are asked to sign in (X011)."""
    is_administrator = auth.administrator(request) is not None
    owner = None if is_administrator else auth.customer_id(request)
    if owner is None and not is_administrator:
        return pages.redirect("/account")
    found = receipts.receipt(wiring.payments_deps(), payment_id=PaymentId(payment_id), owner=owner)
    return pages.page("receipt.html", {"receipt": found}, request=request)
