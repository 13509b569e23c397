"""Stripe's stand-in: the API under `/v1`, the hosted checkout page under `/c/pay`."""

import asyncio
import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import (
    kit,
    stripe_events,
    stripe_expand,
    stripe_operations,
    stripe_page,
    stripe_portal,
    stripe_sessions,
)
from infra.sandbox.deliveries import Deliverer
from infra.sandbox.kit import Doc, Fault, World
from infra.sandbox.stripe_actions import ACTIONS
from infra.sandbox.stripe_calls import Call, Operation
from infra.sandbox.stripe_objects import ACCOUNT_ID
from infra.sandbox.stripe_panel import panel
from infra.sandbox.stripe_wire import (
    API_VERSION,
    StripeError,
    check_params,
    decode_form,
    invalid,
    new_id,
)

__all__ = ["ACTIONS", "DEFAULT_KEY", "background", "build", "panel"]

DEFAULT_KEY = "sk_test_sandbox"
_REPLAY_SECONDS = 86400
_FAULT_TYPES = {400: "invalid_request_error", 401: "invalid_request_error", 402: "card_error"}


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/stripe`; seeds a key and a webhook endpoint."""
    seed(world)
    api = _Api(world)
    app = Starlette(
        routes=[
            Route("/v1/{path:path}", api.handle, methods=["GET", "POST", "DELETE", "PUT"]),
            *stripe_page.routes(world),
        ]
    )
    return kit.guarded(world, "stripe", app, error=_fault_error, empty=_empty, slow_inside=True)


def seed(world: World) -> None:
    """Make the default key and endpoint, unless the store has them already."""
    with world.store.transaction():
        if world.store.get("stripe.key", DEFAULT_KEY) is None:
            world.store.put("stripe.key", DEFAULT_KEY, {"key": DEFAULT_KEY, "permissions": None})
        stripe_events.seed(world)
        stripe_portal.seed(world)


async def background(world: World) -> None:
    """Deliver webhooks, expire and renew as the world's time passes, until cancelled."""
    await Deliverer(world, stripe_events.post(stripe_sessions.pass_time)).run()


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world
        self._in_flight: set[tuple[str, str]] = set()

    async def handle(self, request: Request) -> Response:
        """Answer one API call."""
        request_id = new_id("req_")
        headers = {"request-id": request_id, "stripe-version": API_VERSION}
        try:
            body, extra = await self._answer(request, request_id)
            return _json(body, 200, {**headers, **extra})
        except StripeError as error:
            return _json(error.envelope(request_id), error.status, {**headers, **error.headers})

    async def _answer(self, request: Request, request_id: str) -> tuple[Doc, dict[str, str]]:
        key = self._authenticate(request)
        version = request.headers.get("stripe-version", API_VERSION)
        if version != API_VERSION:
            raise invalid(f"Invalid Stripe API version: {version}; here: {API_VERSION}")
        path = _api_path(request)
        operation, id = stripe_operations.find(request.method, path)
        self._authorize(key, operation)
        given = await _given(request)
        idempotency = request.headers.get("idempotency-key")
        if request.method != "POST" or idempotency is None:
            await _wait_if_slow(request)
            return self._run(operation, Call(self._world, given, id, path)), {}
        if len(idempotency) > 255:
            raise invalid("Idempotency keys may be at most 255 characters long.")
        lock = (key["key"], idempotency)
        if lock in self._in_flight:
            raise StripeError(
                409,
                "There is currently another in-progress request using this Idempotency Key"
                f" (that probably means you submitted twice): {idempotency}.",
                type="idempotency_error",
                code="idempotency_key_in_use",
            )
        self._in_flight.add(lock)
        try:
            await _wait_if_slow(request)
            call = Call(self._world, given, id, path)
            return self._run_once(operation, call, lock, request_id)
        finally:
            self._in_flight.discard(lock)

    def _run(self, operation: Operation, call: Call) -> Doc:
        stripe_sessions.pass_time(self._world)
        call.params = check_params(call.params, operation.shape)
        with self._world.store.transaction():
            answer = operation.run(call)
        answer = stripe_expand.expand(self._world, answer, call.params.get("expand", []))
        shown: Doc = stripe_expand.public(answer)
        return shown

    def _run_once(
        self, operation: Operation, call: Call, lock: tuple[str, str], request_id: str
    ) -> tuple[Doc, dict[str, str]]:
        store, row_id = self._world.store, "|".join(lock)
        written = json.dumps([call.path, call.params], sort_keys=True)
        fingerprint = hashlib.sha256(written.encode()).hexdigest()
        headers = {"idempotency-key": lock[1]}
        row = store.get("stripe.idempotency", row_id)
        now = self._world.clock.now().timestamp()
        if row is not None and now - row["at"] < _REPLAY_SECONDS:
            if row["fingerprint"] != fingerprint:
                raise StripeError(
                    400,
                    "Keys for idempotent requests can only be used with the same parameters they"
                    f" were first used with. Try using a key other than '{lock[1]}' if you meant"
                    " to execute a different request.",
                    type="idempotency_error",
                    headers=headers,
                )
            replayed = {"idempotent-replayed": "true", "original-request": row["request_id"]}
            return row["body"], {**headers, **replayed}
        with store.transaction():
            body = self._run(operation, call)
            store.put(
                "stripe.idempotency",
                row_id,
                {"fingerprint": fingerprint, "at": now, "body": body, "request_id": request_id},
            )
        return body, headers

    def _authenticate(self, request: Request) -> Doc:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            given = base64.b64decode(given, validate=False).decode("utf-8", "replace").rstrip(":")
        if not given.strip():
            raise _unauthorized(
                "You did not provide an API key. You need to provide your API key in the"
                " Authorization header, using Bearer auth (e.g. 'Authorization: Bearer"
                " YOUR_SECRET_KEY')."
            )
        key = self._world.store.get("stripe.key", given)
        if key is None:
            raise _unauthorized(f"Invalid API Key provided: {_masked(given)}")
        return key

    @staticmethod
    def _authorize(key: Doc, operation: Operation) -> None:
        granted = key["permissions"]
        needed = operation.permission
        if granted is None or needed in granted or needed.replace("_read", "_write") in granted:
            return
        raise StripeError(
            403,
            f"The provided key '{_masked(key['key'])}' does not have the required permissions for"
            f" this endpoint on account '{ACCOUNT_ID}'. Having the 'rak_{needed}' permission"
            " would allow this request to continue.",
            code="more_permissions_required",
        )


def _api_path(request: Request) -> str:
    """Return the path as the vendor's own host would see it."""
    return "/v1/" + str(request.path_params["path"])


async def _given(request: Request) -> Doc:
    if request.method in ("GET", "DELETE") and not await request.body():
        return decode_form(request.query_params.multi_items())
    if "json" in request.headers.get("content-type", ""):
        raise invalid("Invalid request: send parameters form-encoded, not as JSON.")
    text = (await request.body()).decode("utf-8", "replace")
    return decode_form(parse_qsl(text, keep_blank_values=True))


async def _wait_if_slow(request: Request) -> None:
    fault = kit.fault_of(request)
    if fault is not None and fault.mode == "slow":
        await asyncio.sleep(fault.seconds)


def _json(body: Any, status: int, headers: dict[str, str]) -> Response:
    text = json.dumps(body, indent=2)
    return Response(text, status_code=status, headers=headers, media_type="application/json")


def _unauthorized(message: str) -> StripeError:
    return StripeError(401, message, headers={"www-authenticate": 'Bearer realm="Stripe"'})


def _masked(key: str) -> str:
    return key[:8] + "*" * max(4, len(key) - 12) + key[-4:]


def _fault_error(request: Request, fault: Fault) -> Response:
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    kinds = _FAULT_TYPES if fault.status != 429 else {429: "invalid_request_error"}
    type = kinds.get(fault.status, "api_error" if fault.status >= 500 else "invalid_request_error")
    codes = {429: "rate_limit", 402: "card_declined", 404: "resource_missing"}
    error = StripeError(
        fault.status, f"Sandbox fault {fault.status}", type=type, code=codes.get(fault.status)
    )
    headers = {"request-id": new_id("req_")}
    if fault.status == 429:
        headers["stripe-rate-limited-reason"] = "endpoint-rate"
    if "/v1/" not in request.url.path:
        return Response(error.message, status_code=fault.status)
    return JSONResponse(error.envelope(headers["request-id"]), fault.status, headers)


def _empty(request: Request, _fault: Fault) -> Response | None:
    path = request.url.path[request.url.path.find("/v1/") :]
    try:
        operation, id = stripe_operations.find(request.method, path)
    except StripeError:
        return None
    if request.method != "GET" or (id and "line_items" not in operation.pattern):
        return None
    if operation.pattern in ("/v1/balance", "/v1/account"):
        return None
    return JSONResponse({"object": "list", "data": [], "has_more": False, "url": path})
