"""What is put into an answer of Stripe's API when it is asked for, and what is left out."""

from typing import Any

from infra.sandbox import stripe_invoices as invoices
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_calls import page
from infra.sandbox.stripe_wire import invalid

_EXPANDABLE = {
    "payment_intent": "payment_intent",
    "latest_charge": "charge",
    "charge": "charge",
    "customer": "customer",
    "balance_transaction": "balance_transaction",
    "failure_balance_transaction": "balance_transaction",
    "subscription": "subscription",
    "invoice": "invoice",
    "latest_invoice": "invoice",
    "product": "product",
    "default_price": "price",
    "price": "price",
    "payment_method": "payment_method",
    "default_payment_method": "payment_method",
    "coupon": "coupon",
    "promotion_code": "promotion_code",
    "discounts": "discount",
    "configuration": "portal_configuration",
}
_SOURCES = {"ch": "charge", "re": "refund", "du": "dispute"}


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
    _fill(world, node, name, written, is_last=not rest)
    child = node[name]
    if not rest:
        return
    for each in child if isinstance(child, list) else [child]:
        if isinstance(each, dict):
            _expand(world, each, rest, written)


def _fill(world: World, node: Doc, name: str, written: str, *, is_last: bool) -> None:
    if name == "line_items" and "_items" in node:
        url = f"/v1/checkout/sessions/{node['id']}/line_items"
        node[name] = page(list(node["_items"]), {"limit": 10}, url, "line_item")
    elif name == "refunds" and node.get("object") == "charge":
        rows = world.store.list("stripe.refund", where={"charge": node["id"]})[::-1]
        node[name] = page(rows, {"limit": 10}, f"/v1/charges/{node['id']}/refunds", "refund")
    elif name == "payments" and node.get("object") == "invoice":
        tie = invoices.payment_of(world, node["id"])
        url = f"/v1/invoice_payments?invoice={node['id']}"
        node[name] = page([tie] if tie else [], {"limit": 10}, url, "invoice_payment")
    elif name == "source" and isinstance(node.get(name), str):
        kind = _SOURCES.get(node[name].split("_")[0], "")
        node[name] = world.store.get(f"stripe.{kind}", node[name]) or node[name]
    elif name in _EXPANDABLE and name in node:
        node[name] = _objects(world, _EXPANDABLE[name], node[name])
    elif is_last or not isinstance(node.get(name), dict | list):
        raise invalid(f"This property cannot be expanded ({written}).", "expand")


def _objects(world: World, kind: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_objects(world, kind, each) for each in value]
    if not isinstance(value, str):
        return value
    return world.store.get(f"stripe.{kind}", value) or value


def public(value: Any) -> Any:
    """Return the answer without the names that the stand-in keeps to itself."""
    if isinstance(value, dict):
        return {name: public(item) for name, item in value.items() if not name.startswith("_")}
    if isinstance(value, list):
        return [public(item) for item in value]
    return value
