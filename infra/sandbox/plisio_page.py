"""Plisio's hosted invoice page: plain forms, no script needed."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.sandbox import plisio_invoices as invoices
from infra.sandbox.kit import Doc, World
from infra.sandbox.plisio_wire import coins

_PAGES = Path(__file__).parent / "pages"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
UNDERPAID, OVERPAID = Decimal("0.5"), Decimal("1.25")


def routes(world: World) -> list[Route]:
    """Return the page's routes, to be mounted next to the API."""
    page = _Page(world)
    return [
        Route("/invoice/{id}", page.show, methods=["GET"]),
        Route("/invoice/{id}", page.submit, methods=["POST"]),
        Route("/assets/pay.css", page.style, methods=["GET"]),
    ]


def press(world: World, id: str, button: str) -> Doc:
    """Do what a button of the page does; return the invoice. Raises RefusedError."""
    invoice = world.store.get("plisio.invoice", id)
    if invoice is None:
        raise invoices.RefusedError("There is no such invoice.")
    missing = invoices.pending_amount(invoice)
    match button:
        case "pay":
            return invoices.pay(world, id)
        case "slow":
            return invoices.pay(world, id, confirm=False)
        case "underpay":
            return invoices.pay(world, id, missing * UNDERPAID)
        case "overpay":
            return invoices.pay(world, id, missing * OVERPAID)
        case "expire":
            return invoices.end(world, id, "expired")
        case "cancel":
            return invoices.end(world, id, "cancelled")
        case _:
            raise invoices.RefusedError("There is no such button.")


class _Page:
    def __init__(self, world: World) -> None:
        self._world = world
        self._templates = Environment(loader=FileSystemLoader(_PAGES), autoescape=True)

    async def show(self, request: Request) -> Response:
        """Show what is to be paid and the buttons."""
        return self._render(request.path_params["id"])

    async def submit(self, request: Request) -> Response:
        """Play the button that was pressed; an ended invoice leads back to the shop."""
        id, form = request.path_params["id"], await request.form()
        button = str(form.get("button", ""))
        try:
            if button == "switch":
                fresh = invoices.switch(self._world, id, str(form.get("coin", "")))
                path = f"/plisio/invoice/{fresh['txn_id']}"
                return RedirectResponse(path, status_code=303, headers=_HEADERS)
            invoice = press(self._world, id, button)
        except invoices.RefusedError as error:
            return self._render(id, status=409, error=str(error))
        back = _back(invoice)
        if back is None:
            return self._render(id)
        return RedirectResponse(back, status_code=303, headers=_HEADERS)

    async def style(self, _request: Request) -> Response:
        """Serve the page's style sheet."""
        text = (_PAGES / "pay.css").read_text(encoding="utf-8")
        return Response(text, media_type="text/css")

    def _render(self, id: str, *, status: int = 200, error: str = "") -> Response:
        invoices.pass_time(self._world)
        invoice = self._world.store.get("plisio.invoice", id)
        values: Doc = {"invoice": invoice, "error": error}
        if invoice is None:
            status = 404
        else:
            values |= {
                "missing": coins(invoices.pending_amount(invoice)),
                "is_open": invoice["status"] in invoices.OPEN,
                "is_late": invoice["status"] == "expired",
                "until": datetime.fromtimestamp(invoice["expire_utc"], UTC).strftime("%H:%M UTC"),
                "others": [coin for coin in invoices.USD_PER_COIN if coin != invoice["currency"]],
                "back": _back(invoice),
            }
        text = self._templates.get_template("plisio.html").render(**values)
        return HTMLResponse(text, status_code=status, headers=_HEADERS)


def _back(invoice: Doc) -> str | None:
    urls: dict[str, str | None] = invoice["urls"]
    if invoice["status"] in ("completed", "mismatch"):
        return urls["success_invoice_url"]
    return urls["fail_invoice_url"] if invoice["status"] not in invoices.OPEN else None
