"""What a person can do from the console about checkout sessions, keys and deliveries."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

from infra.sandbox import stripe_events, stripe_ledger, stripe_sessions
from infra.sandbox.kit import Action, BadAction, Doc, World
from infra.sandbox.stripe_expand import public
from infra.sandbox.stripe_operations import OPERATIONS
from infra.sandbox.stripe_wire import StripeError, new_id

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_WAIT_SECONDS = 15.0
_PERMISSIONS = sorted({operation.permission for operation in OPERATIONS})


def parse_delta(text: object) -> timedelta:
    """Return a span such as `45s`, `90m`, `2h`, `31d`, `-1d` or `1d 2h`. Raises BadAction."""
    parts = re.findall(r"(-?\d+(?:\.\d+)?)\s*([smhd])", str(text))
    leftover = re.sub(r"-?\d+(?:\.\d+)?\s*[smhd]", "", str(text)).strip()
    if not parts or leftover:
        raise BadAction(f"not a span of time: {text!r}; write 45s, 90m, 2h or 31d")
    try:
        return timedelta(seconds=sum(float(amount) * _UNITS[unit] for amount, unit in parts))
    except OverflowError as error:
        raise BadAction("that is too far away") from error


def _session_id(world: World, body: Doc) -> str:
    """Return the session named, or the newest open one if none is named."""
    given = body.get("session")
    if given:
        return str(given)
    open_ones = world.store.list("stripe.open", last=1)
    if not open_ones:
        raise BadAction("no session is open; name one in `session`")
    return str(open_ones[0]["id"])


def _on_session(act: Callable[..., Doc], **fixed: object) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        named = {name: str(body[name]) for name in ("email", "name") if body.get(name)}
        if act not in (stripe_sessions.pay, stripe_sessions.decline):
            named = {}
        try:
            session = act(world, _session_id(world, body), **named, **fixed)
        except stripe_sessions.PaymentRefusedError as error:
            raise BadAction(str(error)) from error
        return {"session": public(session)}

    return run


def _authenticate(world: World, body: Doc) -> Doc:
    is_ok = bool(body.get("ok", True))
    try:
        session = stripe_sessions.authenticate(world, _session_id(world, body), ok=is_ok)
    except stripe_sessions.PaymentRefusedError as error:
        raise BadAction(str(error)) from error
    return {"session": public(session)}


def _ask_next(world: World, body: Doc) -> Doc:
    times = whole(body, "times", 1)
    stripe_sessions.ask_next(world, times=times)
    return {"times": times}


def whole(body: Doc, name: str, otherwise: int) -> int:
    """Return a whole number of the body. Raises BadAction."""
    given = body.get(name)
    if given in (None, ""):
        return otherwise
    try:
        return int(given)
    except (TypeError, ValueError) as error:
        raise BadAction(f"{name} must be a whole number") from error


def _abandon(world: World, body: Doc) -> Doc:
    session = world.store.get("stripe.session", _session_id(world, body))
    if session is None:
        raise BadAction("no such session")
    try:
        with world.store.transaction():
            return {"session": public(stripe_sessions.expire(world, session))}
    except StripeError as error:
        raise BadAction(error.message) from error


def _redeliver(world: World, body: Doc) -> Doc:
    event = str(body.get("event") or "")
    if not event:
        latest = [
            row
            for row in world.store.list("stripe.event", last=50)
            if row["type"] == body.get("type", "checkout.session.completed")
        ]
        if not latest:
            raise BadAction("name an event in `event`; there is none of that type yet")
        event = latest[-1]["id"]
    try:
        times = int(body.get("times", 1))
    except (TypeError, ValueError) as error:
        raise BadAction("times must be a number") from error
    ids = stripe_events.redeliver(
        world,
        event,
        times=times,
        after=parse_delta(body["after"]) if body.get("after") else timedelta(0),
        signature=str(body.get("signature", "good")),
    )
    if body.get("wait"):
        _wait_for(world, ids)
    return {"event": event, "deliveries": [world.store.get("stripe.delivery", id) for id in ids]}


def _wait_for(world: World, ids: list[str]) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        rows = [world.store.get("stripe.delivery", id) or {} for id in ids]
        if all(row.get("state") != "pending" for row in rows):
            return
        time.sleep(0.02)
    raise BadAction("not all deliveries were answered in time")


def _pause(world: World, _body: Doc) -> Doc:
    stripe_events.set_paused(world, paused=True)
    return {"paused": True}


def _resume(world: World, _body: Doc) -> Doc:
    stripe_events.set_paused(world, paused=False)
    return {"paused": False}


def _refund(world: World, body: Doc) -> Doc:
    session = world.store.get("stripe.session", str(body.get("session") or "")) or {}
    params: Doc = {name: body[name] for name in ("charge", "payment_intent") if body.get(name)}
    if not params and session.get("payment_intent"):
        params["payment_intent"] = session["payment_intent"]
    if body.get("amount") not in (None, ""):
        try:
            params["amount"] = int(body["amount"])
        except (TypeError, ValueError) as error:
            raise BadAction("amount must be a whole number of the smallest unit") from error
    try:
        with world.store.transaction():
            is_pending = bool(body.get("pending"))
            return {"refund": stripe_ledger.refund(world, params, is_pending=is_pending)}
    except StripeError as error:
        raise BadAction(error.message) from error


def _make_key(world: World, body: Doc) -> Doc:
    permissions = body.get("permissions")
    if permissions is not None and not set(permissions) <= set(_PERMISSIONS):
        raise BadAction(f"permissions must be among {', '.join(_PERMISSIONS)}")
    prefix = "sk_test_" if permissions is None else "rk_test_"
    key = str(body.get("key") or new_id(prefix))
    if not key.startswith(prefix):
        raise BadAction(f"such a key starts with {prefix}")
    world.store.put("stripe.key", key, {"key": key, "permissions": permissions})
    return {"key": key, "permissions": permissions}


def _revoke_key(world: World, body: Doc) -> Doc:
    world.store.delete("stripe.key", str(body.get("key")))
    return {"revoked": body.get("key")}


def _set_endpoint(world: World, body: Doc) -> Doc:
    current = world.store.get("stripe.endpoint", stripe_events.DEFAULT_ENDPOINT) or {}
    return {
        "endpoint": stripe_events.set_endpoint(
            world,
            url=body.get("url", current.get("url")) or None,
            secret=str(body.get("secret") or current["secret"]),
            events=list(body.get("enabled_events") or current["enabled_events"]),
        )
    }


SESSION_ACTIONS = [
    Action(
        "stripe",
        "pay",
        "Pay a session (the newest open one if none is named); delayed=true leaves it unpaid",
        {"session": "cs_test_…", "email": "ann@example.test"},
        lambda world, body: _on_session(stripe_sessions.pay, delayed=bool(body.get("delayed")))(
            world, body
        ),
    ),
    Action(
        "stripe",
        "fail",
        "Let the card be declined; the session stays open",
        {"session": "cs_test_…"},
        _on_session(stripe_sessions.decline),
    ),
    Action(
        "stripe",
        "require_3ds",
        "Have the bank ask for the payer's word at the next payments",
        {"times": 1},
        _ask_next,
    ),
    Action(
        "stripe",
        "authenticate",
        "Answer the bank's question: ok=false lets it fail, the session stays open",
        {"session": "cs_test_…", "ok": True},
        _authenticate,
    ),
    Action("stripe", "abandon", "Expire an open session now", {"session": "cs_test_…"}, _abandon),
    Action(
        "stripe",
        "settle_async",
        "Let the money of a delayed payment arrive",
        {"session": "cs_test_…"},
        _on_session(stripe_sessions.settle_async),
    ),
    Action(
        "stripe",
        "fail_async",
        "Let a delayed payment bounce",
        {"session": "cs_test_…"},
        _on_session(stripe_sessions.fail_async),
    ),
    Action(
        "stripe",
        "redeliver",
        "Send an event's webhook again: `times` at once, `after` a span of time, with a"
        " signature that is good, missing, wrong or old; `wait` for the answers",
        {"event": "evt_1…", "times": 2, "after": "0s", "signature": "good", "wait": True},
        _redeliver,
    ),
    Action("stripe", "pause_webhooks", "Hold automatic deliveries back", {}, _pause),
    Action("stripe", "resume_webhooks", "Deliver automatically again", {}, _resume),
    Action(
        "stripe",
        "refund",
        "Give money back, whole or in part (amount); pending=true leaves it on its way",
        {"charge": "ch_3…", "amount": 500, "pending": False},
        _refund,
    ),
    Action(
        "stripe",
        "make_key",
        "Register a key; with permissions it is a restricted one",
        {"permissions": ["checkout_session_write", "charge_read"]},
        _make_key,
    ),
    Action("stripe", "revoke_key", "Make a key unknown", {"key": "rk_test_…"}, _revoke_key),
    Action(
        "stripe",
        "set_endpoint",
        "Change where webhooks go, the signing secret, or the events sent",
        {"url": "http://127.0.0.1:8080/webhooks/stripe", "enabled_events": ["*"]},
        _set_endpoint,
    ),
]
