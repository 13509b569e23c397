"""PayPal's hosted pages, where payers approve orders and subscriptions: plain forms."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.sandbox import paypal_orders as orders
from infra.sandbox import paypal_renewals as renewals
from infra.sandbox import paypal_subscriptions as subscriptions
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_orders import RefusedError
from infra.sandbox.paypal_wire import places

_PAGES = Path(__file__).parent / "pages"
_STYLES = ("pay.css", "paypal.css")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def routes(world: World) -> list[Route]:
    """Return the pages' routes, to be mounted next to the API."""
    page = _Pages(world)
    billing = "/webapps/billing/subscriptions"
    return [
        Route("/checkoutnow", page.show_order, methods=["GET"]),
        Route("/checkoutnow", page.approve_order, methods=["POST"]),
        Route(billing, page.show_subscription, methods=["GET"]),
        Route(billing, page.approve_subscription, methods=["POST"]),
        Route("/assets/{name}", page.style, methods=["GET"]),
    ]


class _Pages:
    def __init__(self, world: World) -> None:
        self._world = world
        self._templates = Environment(
            loader=FileSystemLoader(_PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )

    async def show_order(self, request: Request) -> Response:
        """Show what an order is to pay."""
        return self._order(request.query_params.get("token", ""))

    async def approve_order(self, request: Request) -> Response:
        """Play the button that was pressed on an order."""
        token, form = request.query_params.get("token", ""), await _form_of(request)
        try:
            order = orders.approve(
                self._world,
                token,
                email=form.get("email", ""),
                name=form.get("name", ""),
                funding=form.get("button", "balance"),
            )
        except RefusedError as error:
            return self._order(token, status=409, error=str(error))
        return self._leave(orders.return_address(order))

    async def show_subscription(self, request: Request) -> Response:
        """Show what a subscription will cost."""
        return self._subscription(request.query_params.get("ba_token", ""))

    async def approve_subscription(self, request: Request) -> Response:
        """Play the button that was pressed on a subscription."""
        token, form = request.query_params.get("ba_token", ""), await _form_of(request)
        try:
            subscription = subscriptions.approve(
                self._world,
                token,
                email=form.get("email", ""),
                name=form.get("name", ""),
                failing=1 if form.get("button") == "failing" else 0,
            )
        except RefusedError as error:
            return self._subscription(token, status=409, error=str(error))
        return self._leave(subscriptions.addresses(subscription)[0])

    async def style(self, request: Request) -> Response:
        """Serve a style sheet of the pages."""
        name = request.path_params["name"]
        if name not in _STYLES:
            return Response(status_code=404)
        return Response((_PAGES / name).read_text(encoding="utf-8"), media_type="text/css")

    def _order(self, token: str, *, status: int = 200, error: str = "") -> Response:
        def values(order: Doc) -> Doc:
            lines = [
                (unit.get("description") or "Your order", _price(unit["amount"]))
                for unit in order["purchase_units"]
            ]
            return {
                "lines": lines,
                "total": _total(order),
                "cancel": orders.cancel_address(order),
                "is_subscription": False,
            }

        order = self._world.store.get("paypal.order", token)
        back = orders.return_address(order) if order and "_payer" in order else ""
        find = orders.approvable
        return self._render(token, find, values, order, back=back, status=status, error=error)

    def _subscription(self, token: str, *, status: int = 200, error: str = "") -> Response:
        renewals.tick(self._world)

        def values(subscription: Doc) -> Doc:
            price, rhythm = subscriptions.price_shown(subscription)
            return {
                "lines": [(subscription["_plan"]["name"], price)],
                "total": f"{price} {rhythm}",
                "cancel": subscriptions.addresses(subscription)[1],
                "is_subscription": True,
            }

        pointer = self._world.store.get("paypal.approval", token) or {"id": ""}
        known = self._world.store.get("paypal.subscription", pointer["id"])
        back = subscriptions.addresses(known)[0] if known else ""
        find = subscriptions.approvable
        return self._render(token, find, values, known, back=back, status=status, error=error)

    def _render(
        self,
        token: str,
        find: Callable[[World, str], Doc],
        values: Callable[[Doc], Doc],
        known: Doc | None,
        *,
        back: str,
        status: int,
        error: str,
    ) -> Response:
        try:
            shown = {**values(find(self._world, token)), "token": token, "error": error}
        except RefusedError as refusal:
            status = status if status != 200 else (404 if known is None else 410)
            return self._html(status, closed=str(refusal), back=back)
        return self._html(status, **shown)

    def _leave(self, address: str) -> Response:
        if address:
            return RedirectResponse(address, status_code=303, headers=_HEADERS)
        return self._html(200, closed="Thank you. You can close this window.", back="")

    def _html(self, status: int, **values: Any) -> Response:
        text = self._templates.get_template("paypal.html").render(**values)
        return HTMLResponse(text, status_code=status, headers=_HEADERS)


async def _form_of(request: Request) -> dict[str, str]:
    return {name: str(value).strip()[:200] for name, value in (await request.form()).items()}


def _price(amount: Doc) -> str:
    currency = amount["currency_code"]
    return f"{Decimal(amount['value']):,.{places(currency)}f} {currency}"


def _total(order: Doc) -> str:
    amounts = [unit["amount"] for unit in order["purchase_units"]]
    total = sum(Decimal(amount["value"]) for amount in amounts)
    return _price({"value": str(total), "currency_code": amounts[0]["currency_code"]})
