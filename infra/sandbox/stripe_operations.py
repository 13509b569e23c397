"""The calls of Stripe's API that the stand-in serves: reading, listing, expanding, writing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.sandbox import stripe_ledger as ledger
from infra.sandbox import stripe_objects as objects
from infra.sandbox import stripe_params as params_of
from infra.sandbox import stripe_sessions as sessions
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_params import Shape
from infra.sandbox.stripe_wire import StripeError, check_params, invalid, no_such


@dataclass
class Call:
    """One call after it was let in: checked parameters and the id from its path."""

    world: World
    params: Doc
    id: str
    path: str


@dataclass(frozen=True)
class Operation:
    """One method and path, the permission it needs, its parameters, and what it does."""

    method: str
    pattern: str
    permission: str
    shape: dict[str, Shape]
    run: Callable[[Call], Doc]


_EXPANDABLE = {
    "payment_intent": "stripe.payment_intent",
    "latest_charge": "stripe.charge",
    "charge": "stripe.charge",
    "customer": "stripe.customer",
    "balance_transaction": "stripe.balance_transaction",
}


def _read(kind: str, what: str, param: str) -> Callable[[Call], Doc]:
    def run(call: Call) -> Doc:
        found = call.world.store.get(kind, call.id)
        if found is None:
            raise no_such(what, call.id, param)
        return found

    return run


def _list(kind: str, what: str, matches: Callable[[Doc, Doc], bool]) -> Callable[[Call], Doc]:
    def run(call: Call) -> Doc:
        newest_first = call.world.store.list(kind)[::-1]
        created = _range(call.params.get("created"))
        rows = [row for row in newest_first if _in(row["created"], created)]
        rows = [row for row in rows if matches(row, call.params)]
        return page(rows, call.params, call.path, what)

    return run


def _range(given: Any) -> Doc:
    if given is None:
        return {}
    if isinstance(given, str):
        return check_params({"created": given}, {"created": params_of.INT})
    checked: Doc = check_params({"created": given}, {"created": params_of.CREATED_RANGE})
    bounds: Doc = checked["created"]
    return bounds


def _in(at: int, bounds: Doc) -> bool:
    tests = {
        "gt": lambda bound: at > bound,
        "gte": lambda bound: at >= bound,
        "lt": lambda bound: at < bound,
        "lte": lambda bound: at <= bound,
        "created": lambda bound: at == bound,
    }
    return all(tests[name](bound) for name, bound in bounds.items())


def page(rows: list[Doc], params: Doc, url: str, what: str) -> Doc:
    """Return one page of `rows` (newest first) in Stripe's list shape. Raises StripeError."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        word = "greater than or equal to 1" if limit < 1 else "less than or equal to 100"
        raise invalid(
            f"Invalid limit: this value must be {word}", "limit", "parameter_invalid_integer"
        )
    if "starting_after" in params and "ending_before" in params:
        raise invalid("You cannot use both starting_after and ending_before.", "ending_before")
    if "starting_after" in params:
        place = _place(rows, params["starting_after"], what, "starting_after")
        rows = rows[place + 1 :]
    elif "ending_before" in params:
        place = _place(rows, params["ending_before"], what, "ending_before")
        start = max(0, place - limit)
        return _page(rows[start:place], url, has_more=start > 0)
    return _page(rows[:limit], url, has_more=len(rows) > limit)


def _page(rows: list[Doc], url: str, *, has_more: bool) -> Doc:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def _place(rows: list[Doc], id: str, what: str, param: str) -> int:
    for place, row in enumerate(rows):
        if row["id"] == id:
            return place
    raise no_such(what, id, param, status=400)


def _same(*names: str) -> Callable[[Doc, Doc], bool]:
    def matches(row: Doc, params: Doc) -> bool:
        return all(row.get(name) == params[name] for name in names if name in params)

    return matches


def _session_matches(row: Doc, params: Doc) -> bool:
    wanted = params.get("customer_details", {}).get("email")
    actual = (row["customer_details"] or {}).get("email")
    same = _same("customer", "payment_intent", "status")
    return same(row, params) and wanted in (None, actual)


def _event_matches(row: Doc, params: Doc) -> bool:
    kinds = params.get("types", [params["type"]] if "type" in params else ["*"])
    return any(re.fullmatch(kind.replace("*", ".*"), row["type"]) for kind in kinds)


def _session(call: Call) -> Doc:
    found = call.world.store.get("stripe.session", call.id)
    if found is None:
        raise no_such("checkout.session", call.id, "session")
    return found


def _session_items(call: Call) -> Doc:
    rows = _session(call)["_items"]
    return page(rows, call.params, f"/v1/checkout/sessions/{call.id}/line_items", "line_item")


def _open_session(call: Call) -> Doc:
    return sessions.open_session(call.world, call.params)


def _expire_session(call: Call) -> Doc:
    return sessions.expire(call.world, _session(call))


def _create_customer(call: Call) -> Doc:
    email = call.params.get("email")
    if email is not None and "@" not in email:
        raise invalid(f"Invalid email address: {email}", "email", "email_invalid")
    customer = objects.a_customer(call.world, call.params)
    call.world.store.put("stripe.customer", customer["id"], customer)
    emit(call.world, "customer.created", customer)
    return customer


def _balance(call: Call) -> Doc:
    return ledger.balance(call.world)


def _account(_call: Call) -> Doc:
    return ledger.account()


def _refund(call: Call) -> Doc:
    return ledger.refund(call.world, call.params)


def _both(path: str, name: str, shape: dict[str, Shape], matches: Any) -> list[Operation]:
    kind = f"stripe.{name}"
    param = "intent" if name == "payment_intent" else "id"
    return [
        Operation("GET", path, f"{name}_read", shape, _list(kind, name, matches)),
        Operation(
            "GET", f"{path}/([^/]+)", f"{name}_read", params_of.READ, _read(kind, name, param)
        ),
    ]


_CHECKOUT = "/v1/checkout/sessions"
OPERATIONS = [
    Operation(
        "POST", _CHECKOUT, "checkout_session_write", params_of.SESSION_CREATE, _open_session
    ),
    Operation(
        "GET",
        _CHECKOUT,
        "checkout_session_read",
        params_of.SESSION_LIST,
        _list("stripe.session", "checkout.session", _session_matches),
    ),
    Operation("GET", f"{_CHECKOUT}/([^/]+)", "checkout_session_read", params_of.READ, _session),
    Operation(
        "POST",
        f"{_CHECKOUT}/([^/]+)/expire",
        "checkout_session_write",
        params_of.READ,
        _expire_session,
    ),
    Operation(
        "GET",
        f"{_CHECKOUT}/([^/]+)/line_items",
        "checkout_session_read",
        params_of.ITEMS_LIST,
        _session_items,
    ),
    Operation(
        "POST", "/v1/customers", "customer_write", params_of.CUSTOMER_CREATE, _create_customer
    ),
    Operation("POST", "/v1/refunds", "refund_write", params_of.REFUND_CREATE, _refund),
    Operation("GET", "/v1/balance", "balance_read", params_of.READ, _balance),
    Operation("GET", "/v1/account", "account_read", params_of.READ, _account),
    *_both("/v1/customers", "customer", params_of.CUSTOMER_LIST, _same("email")),
    *_both("/v1/payment_intents", "payment_intent", params_of.INTENT_LIST, _same("customer")),
    *_both("/v1/charges", "charge", params_of.CHARGE_LIST, _same("customer", "payment_intent")),
    *_both("/v1/refunds", "refund", params_of.REFUND_LIST, _same("charge", "payment_intent")),
    *_both("/v1/events", "event", params_of.EVENT_LIST, _event_matches),
    *_both(
        "/v1/balance_transactions",
        "balance_transaction",
        params_of.TRANSACTION_LIST,
        _same("currency", "source", "type"),
    ),
]


def find(method: str, path: str) -> tuple[Operation, str]:
    """Return the operation of a call and the id in its path. Raises StripeError."""
    for operation in OPERATIONS:
        match = re.fullmatch(operation.pattern, path)
        if match and operation.method == method:
            return operation, match.group(1) if match.groups() else ""
    raise StripeError(
        404,
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove"
        " the trailing slash. If you are trying to retrieve an object, make sure you passed a"
        " valid (non-empty) identifier in your code.",
    )


def expand(world: World, answer: Doc, wanted: list[str]) -> Doc:
    """Return the answer with the asked-for ids replaced by objects. Raises StripeError."""
    for written in wanted:
        _expand(world, answer, written.split("."), written)
    return answer


def _expand(world: World, node: Doc, steps: list[str], written: str) -> None:
    name, rest = steps[0], steps[1:]
    if node.get("object") == "list":
        if name != "data" or not rest:
            raise invalid(f"This property cannot be expanded ({written}).", "expand")
        for row in node["data"]:
            _expand(world, row, rest, written)
        return
    _fill(world, node, name, written)
    child = node[name]
    if rest and isinstance(child, dict):
        _expand(world, child, rest, written)


def _fill(world: World, node: Doc, name: str, written: str) -> None:
    if name == "line_items" and "_items" in node:
        url = f"/v1/checkout/sessions/{node['id']}/line_items"
        node[name] = page(list(node["_items"]), {"limit": 10}, url, "line_item")
    elif name == "refunds" and node.get("object") == "charge":
        rows = [
            row for row in world.store.list("stripe.refund")[::-1] if row["charge"] == node["id"]
        ]
        node[name] = page(rows, {"limit": 10}, f"/v1/charges/{node['id']}/refunds", "refund")
    elif name in _EXPANDABLE and name in node:
        if isinstance(node[name], str):
            node[name] = world.store.get(_EXPANDABLE[name], node[name]) or node[name]
    else:
        raise invalid(f"This property cannot be expanded ({written}).", "expand")


def public(value: Any) -> Any:
    """Return the answer without the names that the stand-in keeps to itself."""
    if isinstance(value, dict):
        return {name: public(item) for name, item in value.items() if not name.startswith("_")}
    if isinstance(value, list):
        return [public(item) for item in value]
    return value
