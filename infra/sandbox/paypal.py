"""PayPal's stand-in: the REST API and its hosted pages, and the older NVP interface."""

import json
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import (
    kit,
    paypal_accounts,
    paypal_catalog,
    paypal_disputes,
    paypal_nvp,
    paypal_orders,
    paypal_page,
    paypal_payments,
    paypal_renewals,
    paypal_reporting,
    paypal_signing,
    paypal_subscriptions,
    paypal_webhook_calls,
    paypal_webhooks,
)
from infra.sandbox.deliveries import Deliverer
from infra.sandbox.kit import Doc, Fault, World
from infra.sandbox.paypal_actions import ACTIONS
from infra.sandbox.paypal_call import Call, Operation, Reply
from infra.sandbox.paypal_deliveries import post
from infra.sandbox.paypal_fields import Fields
from infra.sandbox.paypal_panel import panel
from infra.sandbox.paypal_wire import PayPalError, TokenError, new_debug_id, not_found, public

__all__ = ["ACTIONS", "background", "build", "build_nvp", "panel", "seed"]

_OPERATIONS: tuple[Operation, ...] = (
    *paypal_orders.OPERATIONS,
    *paypal_payments.OPERATIONS,
    *paypal_catalog.OPERATIONS,
    *paypal_subscriptions.OPERATIONS,
    *paypal_reporting.OPERATIONS,
    *paypal_disputes.OPERATIONS,
    *paypal_webhook_calls.OPERATIONS,
)
_LISTS = (
    "transaction_details",
    "transactions",
    "products",
    "plans",
    "items",
    "webhooks",
    "events",
)
_TOTALS = ("total_items", "total_pages", "count")


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/paypal`; seeds both accounts and a webhook."""
    seed(world)
    api = _Api(world)
    methods = ["GET", "POST", "PATCH", "DELETE", "PUT"]
    app = Starlette(
        routes=[
            Route("/v1/oauth2/token", api.token, methods=["POST"]),
            Route("/v1/notifications/certs/{name}", api.certificate, methods=["GET"]),
            Route("/v1/{path:path}", api.handle, methods=methods),
            Route("/v2/{path:path}", api.handle, methods=methods),
            *paypal_page.routes(world),
        ]
    )
    return kit.guarded(world, "paypal", app, error=_fault_error)


def build_nvp(world: World) -> ASGIApp:
    """Return the app to mount at `/paypal-nvp`."""
    return paypal_nvp.build(world)


def seed(world: World) -> None:
    """Make the accounts and the primary one's webhook, unless the store has them already."""
    with world.store.transaction():
        paypal_accounts.seed(world)
        paypal_webhooks.seed(world)


async def background(world: World) -> None:
    """Renew subscriptions and deliver webhooks as the world's time passes, until cancelled."""
    await Deliverer(world, post(paypal_renewals.tick)).run()


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world

    async def token(self, request: Request) -> Response:
        """Answer a request for an access token."""
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        try:
            authorization = request.headers.get("authorization", "")
            issued = paypal_accounts.issue_token(self._world, authorization, form)
            return _json(200, issued, new_debug_id())
        except TokenError as error:
            return _json(error.status, error.body(), new_debug_id())

    async def certificate(self, _request: Request) -> Response:
        """Serve the certificate of the key that signs the webhooks."""
        pem = paypal_signing.certificate(self._world)
        return Response(pem, media_type="application/x-pem-file")

    async def handle(self, request: Request) -> Response:
        """Answer one API call."""
        debug_id = new_debug_id()
        try:
            status, body = await self._answer(request)
            fault = kit.fault_of(request)
            if fault is not None and fault.mode == "empty" and body is not None:
                body = _emptied(body)
            return _json(status, body, debug_id)
        except TokenError as error:
            return _json(error.status, error.body(), debug_id)
        except PayPalError as error:
            return _json(error.status, error.body(debug_id), debug_id)

    async def _answer(self, request: Request) -> Reply:
        authorization = request.headers.get("authorization", "")
        account, scope = paypal_accounts.authenticate(self._world, authorization)
        path = _api_path(request)
        operation, id = _find(request.method, path)
        raw = await request.body()
        call = Call(
            self._world,
            account,
            scope,
            id,
            body=_body(request, operation, raw),
            raw=raw,
            query=dict(request.query_params),
            request_id=request.headers.get("paypal-request-id", ""),
            wants_all="return=representation" in request.headers.get("prefer", ""),
        )
        paypal_renewals.tick(self._world)
        with self._world.store.transaction():
            return self._run_once(operation, call, path)

    def _run_once(self, operation: Operation, call: Call, path: str) -> Reply:
        """Run the operation, or repeat the answer that its request id got before."""
        if not operation.hours or not call.request_id:
            return _public(operation.run(call))
        store, now = self._world.store, self._world.clock.now().timestamp()
        key = f"{call.owner}|{path}|{call.request_id}"
        row = store.get("paypal.request", key)
        if row is not None and now - row["at"] < operation.hours * 3600:
            return operation.replay_status, row["body"]
        status, body = _public(operation.run(call))
        store.put("paypal.request", key, {"at": now, "body": body})
        return status, body


def _find(method: str, path: str) -> tuple[Operation, str]:
    for operation in _OPERATIONS:
        id = operation.match(method, path)
        if id is not None:
            return operation, id
    raise not_found()


def _api_path(request: Request) -> str:
    """Return the path as the vendor's own host would see it."""
    path = request.url.path
    return path[path.index("/v1/" if "/v1/" in path else "/v2/") :]


def _body(request: Request, operation: Operation, raw: bytes) -> Doc:
    if request.method not in ("POST", "PATCH", "PUT"):
        return {}
    if request.method == "PATCH":
        return {}  # a list of changes, which the operation reads itself
    if "application/json" not in request.headers.get("content-type", ""):
        raise PayPalError(415)
    if not raw.strip() and not operation.needs_body:
        return {}
    try:
        return Fields(json.loads(raw), orders=True).given
    except ValueError as error:
        raise Fields({}, orders=True).refuse("MALFORMED_REQUEST_JSON", "") from error


def _public(reply: Reply) -> Reply:
    status, body = reply
    return status, None if body is None else public(body)


def _json(status: int, body: Doc | None, debug_id: str) -> Response:
    headers = {"paypal-debug-id": debug_id, "cache-control": "max-age=0, no-cache, no-store"}
    if body is None:
        return Response(status_code=status, headers=headers)
    return JSONResponse(body, status, headers)


def _fault_error(request: Request, fault: Fault) -> Response:
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    if request.url.path.endswith("/v1/oauth2/token") and fault.status == 401:
        error = TokenError("invalid_client", "Client Authentication failed")
        return _json(401, error.body(), new_debug_id())
    debug_id = new_debug_id()
    return _json(fault.status, PayPalError(fault.status).body(debug_id), debug_id)


def _emptied(body: Doc) -> Doc:
    """Return a list's answer as if nothing had been found."""
    nothing: Doc = {name: [] for name in _LISTS if name in body}
    if nothing:
        nothing |= {name: 0 for name in _TOTALS if name in body}
    return {**body, **nothing}
