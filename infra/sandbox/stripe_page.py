"""Stripe's hosted pages, checkout, bank and portal: plain forms, no script needed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.sandbox import stripe_pending, stripe_portal, stripe_sessions
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import ZERO_DECIMAL
from infra.sandbox.stripe_portal import PortalRefusedError
from infra.sandbox.stripe_sessions import PaymentRefusedError
from infra.sandbox.stripe_subscriptions import period_end

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
        Route("/c/authenticate/{id}", page.ask, methods=["GET"]),
        Route("/c/authenticate/{id}", page.answer, methods=["POST"]),
        Route("/p/session/{id}", page.portal, methods=["GET"]),
        Route("/p/session/{id}", page.use_portal, methods=["POST"]),
        Route("/i/{invoice}", page.invoice, methods=["GET"]),
        Route("/i/{invoice}", page.confirm_invoice, methods=["POST"]),
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


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%d %b %Y")


class _Page:
    def __init__(self, world: World) -> None:
        self._world = world
        self._templates = Environment(loader=FileSystemLoader(_PAGES), autoescape=True)
        self._templates.filters |= {"money": money, "day": _day}

    async def show(self, request: Request) -> Response:
        """Show what is to be paid and the buttons."""
        return self._render(request.path_params["id"])

    async def submit(self, request: Request) -> Response:
        """Play the button that was pressed."""
        id = request.path_params["id"]
        form = {name: str(value).strip()[:200] for name, value in (await request.form()).items()}
        email, name, button = (form.get(field, "") for field in ("email", "name", "button"))
        try:
            if button == "decline":
                stripe_sessions.decline(self._world, id, email=email, name=name)
                return self._render(
                    id,
                    status=402,
                    error="Your card was declined. Try another way to pay.",
                )
            session = stripe_sessions.pay(
                self._world,
                id,
                email=email,
                name=name,
                delayed=button == "delayed",
                asked=button == "three_d_secure",
            )
        except PaymentRefusedError as error:
            return self._render(id, status=409, error=str(error))
        return self._onward(session)

    def _onward(self, session: Doc) -> Response:
        """Go on: to the bank's question, back to the open page, or to the shop."""
        url = f"/stripe/c/pay/{session['id']}"
        if session["status"] == "complete":
            url = return_address(session)
        elif session.get("_asked"):
            url = f"/stripe/c/authenticate/{session['id']}"
        return RedirectResponse(url, status_code=303, headers=_HEADERS)

    async def ask(self, request: Request) -> Response:
        """Show the bank's question (3-D Secure)."""
        session = self._world.store.get("stripe.session", request.path_params["id"])
        if session is None:
            return self._plain(404, "There is no such checkout session.")
        if not session.get("_asked"):
            return self._onward(session)
        return self._html(200, template="authenticate.html", session=session)

    async def answer(self, request: Request) -> Response:
        """Take the payer's answer to the bank."""
        id, form = request.path_params["id"], await request.form()
        is_ok = form.get("button") == "complete"
        try:
            session = stripe_sessions.authenticate(self._world, id, ok=is_ok)
        except PaymentRefusedError as error:
            return self._render(id, status=409, error=str(error))
        if not is_ok:
            said = "We are unable to authenticate your payment method. Try another one."
            return self._render(id, status=402, error=said)
        return self._onward(session)

    async def portal(self, request: Request) -> Response:
        """Show a customer's subscriptions and what can be done with them."""
        return self._portal(request.path_params["id"])

    async def use_portal(self, request: Request) -> Response:
        """Do what the customer asked for in the portal."""
        id, form = request.path_params["id"], await request.form()
        session = self._world.store.get("stripe.portal_session", id)
        if session is None:
            return self._plain(404, "There is no such portal session.")
        subscription = str(form.get("subscription", ""))
        try:
            said = stripe_portal.act(
                self._world,
                session,
                button=str(form.get("button", "")),
                subscription=subscription,
            )
        except PortalRefusedError as error:
            return self._portal(id, status=409, error=str(error))
        return self._portal(id, said=said)

    def _portal(self, id: str, *, status: int = 200, said: str = "", error: str = "") -> Response:
        stripe_sessions.pass_time(self._world)
        world = self._world
        session = world.store.get("stripe.portal_session", id)
        if session is None:
            return self._plain(404, "There is no such portal session.")
        setup = world.store.get("stripe.portal_configuration", session["configuration"]) or {}
        return self._html(
            status,
            template="portal.html",
            portal=session,
            features=setup["features"],
            customer=world.store.get("stripe.customer", session["customer"]),
            subscriptions=[
                {**row, "invoices": self._invoices(row["id"]), "ends": period_end(row)}
                for row in stripe_portal.subscriptions_of(world, session)
            ],
            said=said,
            error=error,
        )

    def _invoices(self, subscription: str) -> list[Doc]:
        return [
            row
            for row in self._world.store.list("stripe.invoice")[::-1]
            if row["parent"]["subscription_details"]["subscription"] == subscription
        ][:12]

    async def invoice(self, request: Request) -> Response:
        """Show one invoice in a line, with the bank's question if there is one."""
        stripe_sessions.pass_time(self._world)
        return self._invoice(request.path_params["invoice"])

    async def confirm_invoice(self, request: Request) -> Response:
        """Take the payer's answer to the bank about a change."""
        stripe_sessions.pass_time(self._world)
        row = self._world.store.get("stripe.invoice", request.path_params["invoice"])
        if row is not None:
            stripe_pending.confirm(self._world, row)
        return self._invoice(request.path_params["invoice"])

    def _invoice(self, id: str) -> Response:
        row = self._world.store.get("stripe.invoice", id)
        if row is None:
            return self._plain(404, "There is no such invoice.")
        if stripe_pending.asked_about(self._world, row) is not None:
            return self._html(200, template="authenticate_invoice.html", invoice=row)
        total = money(row["total"], row["currency"])
        return self._plain(200, f"Invoice {row['number']}: {total}, {row['status']}.")

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
        stripe_sessions.pass_time(self._world)
        session = self._world.store.get("stripe.session", id)
        if session is None:
            return self._plain(404, "There is no such checkout session.")
        if session["status"] != "open" and status == 200:
            status = 410 if session["status"] == "expired" else 200
        return self._html(status, session=session, error=error, back=session["cancel_url"])

    def _plain(self, status: int, note: str) -> Response:
        return self._html(status, session=None, error=note, back=None)

    def _html(self, status: int, *, template: str = "pay.html", **values: Any) -> Response:
        session: Doc = values.setdefault("session", None) or {}
        values["done"] = session.get("status") == "complete"
        values["success"] = return_address(session) if values["done"] else None
        text = self._templates.get_template(template).render(**values)
        return HTMLResponse(text, status_code=status, headers=_HEADERS)
