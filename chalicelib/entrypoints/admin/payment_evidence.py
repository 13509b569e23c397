"""The file that answers a dispute: one page, to read, to print, or to send to the bank."""

import json

from chalice.app import Response

from chalicelib import wiring
from chalicelib.entrypoints.operations import Call, NoInput, Registry
from chalicelib.insights import evidence
from chalicelib.insights.evidence import Evidence
from chalicelib.kernel.ids import PaymentId

registry = Registry()

# An answer of Lambda is at most 6 MB, written as JSON.
LONGEST_ANSWER_BYTES = 5_500_000


@registry.add(
    "GET",
    "/payments/{payment_id}/evidence",
    summary="Download the evidence about a payment",
    returns=NoInput,
    media_type="text/html",
)
def download_evidence(call: Call[NoInput, NoInput]) -> Response:
    """Return a page with payment, order, access and use; what is too much is cut, and says so."""
    found = evidence.collect(wiring.insights_deps(), payment_id=PaymentId(call.path["payment_id"]))
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Disposition": f'attachment; filename="evidence-{found.payment.id}.html"',
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=written(found), status_code=200, headers=headers)


def written(found: Evidence) -> str:
    """Return the page, with as many of the newest entries as one answer can hold."""
    settings = wiring.settings_deps().store
    values = {"site": settings.site(), "seller": settings.receipts()}
    while True:
        page = wiring.pages().render("evidence.html", {**values, "evidence": found})
        shorter = found.shortened()
        if len(json.dumps(page)) <= LONGEST_ANSWER_BYTES or shorter == found:
            return page
        found = shorter
