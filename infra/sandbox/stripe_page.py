"""Stripe's hosted checkout page: plain forms, no script needed."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.sandbox import stripe_sessions
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import ZERO_DECIMAL
from infra.sandbox.stripe_sessions import PaymentRefusedError

_PAGES = Path(__file__).parent / "pages"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def routes(world: World) -> list[Route]:
    """Return the page's routes, to be mounted next to the API."""
    page = _Page(world)
    return [
        Route("/c/pay/{id}", page.show, methods=["GET"]),
        Route("/c/pay/{id}", page.submit, methods=["POST"]),
        Route("/receipts/{intent}", page.receipt, methods=["GET"]),
        Route("/assets/pay.css", page.style, methods=["GET"]),
    ]


def money(minor: int, currency: str) -> str:
    """Return an amount in the currency's own units, such as `12.50 EUR`."""
    code = currency.upper()
    return f"{minor:,} {code}" if currency in ZERO_DECIMAL else f"{minor / 100:,.2f} {code}"


def return_address(session: Doc) -> str:
    """Return the success URL with the session's id put in."""
    url = str(session["success_url"])
    for written in ("{CHECKOUT_SESSION_ID}", "%7BCHECKOUT_SESSION_ID%7D"):
        url = url.replace(written, session["id"])
    return url


class _Page:
    def __init__(self, world: World) -> None:
        self._world = world
        self._templates = Environment(loader=FileSystemLoader(_PAGES), autoescape=True)
        self._templates.filters["money"] = money

    async def show(self, request: Request) -> Response:
        """Show what is to be paid and the buttons."""
        return self._render(request.path_params["id"])

    async def submit(self, request: Request) -> Response:
        """Play the button that was pressed."""
        id = request.path_params["id"]
        form = {name: str(value).strip()[:200] for name, value in (await request.form()).items()}
        payer = {"email": form.get("email", ""), "name": form.get("name", "")}
        try:
            if form.get("button") == "decline":
                stripe_sessions.decline(self._world, id, **payer)
                return self._render(
                    id,
                    status=402,
                    error="Your card was declined. Try another way to pay.",
                )
            delayed = form.get("button") == "delayed"
            session = stripe_sessions.pay(self._world, id, **payer, delayed=delayed)
        except PaymentRefusedError as error:
            return self._render(id, status=409, error=str(error))
        return RedirectResponse(return_address(session), status_code=303, headers=_HEADERS)

    async def receipt(self, request: Request) -> Response:
        """Show a short receipt of a charge."""
        intent = self._world.store.get("stripe.payment_intent", request.path_params["intent"])
        if intent is None:
            return self._plain(404, "There is no such receipt.")
        paid = money(intent["amount_received"], intent["currency"])
        return self._plain(200, f"Receipt: {paid} paid to Streams Manager (sandbox).")

    async def style(self, _request: Request) -> Response:
        """Serve the page's style sheet."""
        text = (_PAGES / "pay.css").read_text(encoding="utf-8")
        return Response(text, media_type="text/css")

    def _render(self, id: str, *, status: int = 200, error: str = "") -> Response:
        stripe_sessions.expire_due(self._world)
        session = self._world.store.get("stripe.session", id)
        if session is None:
            return self._plain(404, "There is no such checkout session.")
        if session["status"] != "open" and status == 200:
            status = 410 if session["status"] == "expired" else 200
        return self._html(status, session=session, error=error, back=session["cancel_url"])

    def _plain(self, status: int, note: str) -> Response:
        return self._html(status, session=None, error=note, back=None)

    def _html(self, status: int, **values: Any) -> Response:
        session = values["session"]
        values["done"] = bool(session) and session["status"] == "complete"
        values["success"] = return_address(session) if values["done"] else None
        text = self._templates.get_template("pay.html").render(**values)
        return HTMLResponse(text, status_code=status, headers=_HEADERS)
