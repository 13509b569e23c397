"""Receipts, to read and to print: for whoever paid, and for administrators."""

from chalice import Blueprint
from chalice.app import Response

from chalicelib import wiring
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.payments.reporting import receipts

blueprint = Blueprint(__name__)


@blueprint.route("/receipts/{payment_id}", methods=["GET"])
def receipt_page(payment_id: str) -> Response:
    """Show the receipt of a settled payment; strangers are asked to sign in (X011)."""
    request = blueprint.current_request

    def view() -> Response:
        is_administrator = auth.administrator(request) is not None
        session = None if is_administrator else auth.customer(request)
        if session is None and not is_administrator:
            return pages.redirect("/account")
        found = receipts.receipt(
            wiring.payments_deps(),
            payment_id=PaymentId(payment_id),
            owner=UserId(session.subject) if session else None,
        )
        return pages.page("receipt.html", {"receipt": found}, request=request)

    return pages.guarded(request, view)
