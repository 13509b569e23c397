"""Plisio's stand-in: the API under `/api/v1`, the hosted invoice page under `/invoice`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import kit, plisio_invoices, plisio_page
from infra.sandbox.deliveries import Deliverer
from infra.sandbox.kit import Doc, Fault, World
from infra.sandbox.plisio_actions import ACTIONS, panel
from infra.sandbox.plisio_callbacks import DEFAULT_KEY, post, secret
from infra.sandbox.plisio_invoices import COIN_NAMES, USD_PER_COIN, USD_PER_FIAT
from infra.sandbox.plisio_wire import PlisioError, coins, sign_json

__all__ = ["ACTIONS", "DEFAULT_KEY", "background", "build", "panel"]

_MOST_PER_PAGE = 100


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/plisio`; seeds a secret key."""
    if not world.store.list("plisio.key"):
        world.store.put("plisio.key", DEFAULT_KEY, {"key": DEFAULT_KEY})
    api = _Api(world)
    calls = {
        "/api/v1/invoices/new": api.open_invoice,
        "/api/v1/operations": api.operations,
        "/api/v1/operations/{id}": api.operation,
        "/api/v1/balances/{psys_cid}": api.balance,
        "/api/v1/currencies/{fiat}": api.currencies,
        "/api/v1/currencies": api.currencies,
    }
    app = Starlette(
        routes=[
            *(Route(path, api.answering(call), methods=["GET"]) for path, call in calls.items()),
            *plisio_page.routes(world),
            Route("/api/{rest:path}", api.answering(api.unknown)),
        ]
    )
    return kit.guarded(world, "plisio", app, error=_fault_error, empty=_empty)


async def background(world: World) -> None:
    """Send callbacks and let invoices expire as the world's time passes, until cancelled."""
    await Deliverer(world, post(plisio_invoices.pass_time)).run()


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world

    def answering(self, call: Callable[[Request], Any]) -> Callable[[Request], Any]:
        """Return the call behind its key check, answering in the vendor's envelope."""

        async def handle(request: Request) -> Response:
            try:
                self._authenticate(request)
                plisio_invoices.pass_time(self._world)
                return JSONResponse({"status": "success", "data": call(request)})
            except PlisioError as error:
                return JSONResponse(error.envelope(), error.status)

        return handle

    def _authenticate(self, request: Request) -> None:
        given = request.query_params.get("api_key", "")
        if self._world.store.get("plisio.key", given) is None:
            raise PlisioError(
                401, "Unauthorized", "Your request was made with invalid credentials."
            )

    def open_invoice(self, request: Request) -> Doc:
        """Make an invoice."""
        with self._world.store.transaction():
            given = {name: value.strip() for name, value in request.query_params.items()}
            invoice = plisio_invoices.open_invoice(self._world, given)
        told: Doc = {
            "txn_id": invoice["txn_id"],
            "invoice_url": f"{self._world.base_url}/plisio/invoice/{invoice['txn_id']}",
            "invoice_total_sum": invoice["invoice_total_sum"],
        }
        if (self._world.store.get("plisio.settings", "white_label") or {}).get("on"):
            told |= self._white_label(invoice)
            told["verify_hash"] = sign_json(told, secret(self._world))
        return told

    def _white_label(self, invoice: Doc) -> Doc:
        names = (
            "amount pending_amount wallet_hash psys_cid currency source_currency source_rate"
            " qr_code invoice_commission invoice_sum expire_utc"
        )
        fields = plisio_invoices.fields_of(self._world, invoice)
        told = {name: fields[name] for name in names.split() if name in fields}
        told["expected_confirmations"] = str(plisio_invoices.CONFIRMATIONS)
        return told

    def operations(self, request: Request) -> Doc:
        """List operations, newest first, a page at a time."""
        query = request.query_params
        page, size = _number(query, "page", 1), min(_number(query, "limit", 20), _MOST_PER_PAGE)
        rows, count = self._listed(query, before=(page - 1) * size, size=size)
        pages = max(1, -(-count // size))
        return {
            "operations": [self._operation(row) for row in rows],
            "_meta": {
                "totalCount": count,
                "pageCount": pages,
                "currentPage": page,
                "perPage": size,
            },
        }

    def _listed(self, query: Any, *, before: int, size: int) -> tuple[list[Doc], int]:
        """Return a page of invoices, newest first, and how many there are on all pages."""
        store, kind, text = self._world.store, "plisio.invoice", query.get("search", "")
        where = {"status": query["status"]} if "status" in query else {}
        if query.get("type", "invoice") != "invoice":
            return [], 0
        if not text:
            rows = store.list(kind, last=size, before=before, where=where)
            return rows[::-1], store.count(kind, where=where)
        rows = store.list(kind, where=where)[::-1]
        rows = [row for row in rows if text in row["order_number"] + row["txn_id"]]
        return rows[before : before + size], len(rows)

    def operation(self, request: Request) -> Doc:
        """Read one operation."""
        invoice = self._world.store.get("plisio.invoice", request.path_params["id"])
        if invoice is None:
            raise PlisioError(404, "Not found", "Operation not found")
        return self._operation(invoice)

    def _operation(self, invoice: Doc) -> Doc:
        fields = plisio_invoices.fields_of(self._world, invoice)
        paid = {name: invoice[name] for name in ("order_number", "order_name", "email")}
        return {
            **fields,
            "id": invoice["txn_id"],
            "type": "invoice",
            "pending_sum": fields["pending_amount"],
            "actual_sum": invoice["received"],
            "sum": invoice["invoice_sum"],
            "commission": invoice["invoice_commission"],
            "created_at_utc": invoice["created"],
            "expire_at_utc": invoice["expire_utc"],
            "params": {
                **paid,
                "source_amount": invoice["source_amount"],
                "source_currency": invoice["source_currency"],
            },
        }

    def balance(self, request: Request) -> Doc:
        """Tell the balance in a coin."""
        coin = request.path_params["psys_cid"]
        if coin not in USD_PER_COIN:
            raise PlisioError(404, "Not found", "Currency not found")
        received = [
            Decimal(row["received"])
            for row in self._world.store.list("plisio.invoice")
            if row["currency"] == coin and row["status"] in ("completed", "mismatch")
        ]
        total = sum(received, Decimal(0))
        return {"psys_cid": coin, "currency": coin, "balance": coins(total)}

    def currencies(self, request: Request) -> list[Doc]:
        """List the coins with their worth in fiat money."""
        fiat = request.path_params.get("fiat", "USD").upper()
        if fiat not in USD_PER_FIAT:
            raise PlisioError(404, "Not found", "Fiat currency not found")
        return [
            {
                "cid": coin,
                "currency": coin,
                "name": COIN_NAMES[coin],
                "fiat": fiat,
                "fiat_rate": coins(plisio_invoices.rate(fiat, coin)),
                "rate_usd": str(USD_PER_COIN[coin]),
                "hidden": 0,
                "maintenance": False,
            }
            for coin in USD_PER_COIN
        ]

    def unknown(self, _request: Request) -> Doc:
        """Refuse a path that is none."""
        raise PlisioError(404, "Not found", "Page not found.")


def _number(query: Any, name: str, otherwise: int) -> int:
    text = query.get(name) or str(otherwise)
    if not text.isdecimal() or int(text) < 1:
        raise PlisioError(422, "Unprocessable entity", fields={name: "Must be a number."})
    return int(text)


def _fault_error(_request: Request, fault: Fault) -> Response:
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    error = PlisioError(fault.status, "Sandbox fault", f"Sandbox fault {fault.status}")
    return JSONResponse(error.envelope(), fault.status)


def _empty(request: Request, _fault: Fault) -> Response | None:
    if not request.url.path.endswith("/operations"):
        return None
    meta = {"totalCount": 0, "pageCount": 1, "currentPage": 1, "perPage": 20}
    return JSONResponse({"status": "success", "data": {"operations": [], "_meta": meta}})
