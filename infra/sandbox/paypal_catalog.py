"""Products and plans: what subscriptions are sold by (Catalog Products v1, Billing v1)."""

from typing import Any

from infra.sandbox import paypal_accounts
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_call import BILLING_HOURS, Call, Operation, Reply
from infra.sandbox.paypal_fields import Fields
from infra.sandbox.paypal_wire import (
    forbidden,
    link,
    money,
    new_id,
    not_found,
    now,
    public,
    unprocessable,
)

_UNITS = ("DAY", "WEEK", "MONTH", "YEAR")
_STATUS_TEXTS = {
    "activate": "Invalid plan status for activate action; plan status should be either created"
    " or inactive.",
    "deactivate": "Invalid plan status for deactivate action; plan status should be active.",
}


def check_can_bill(call: Call) -> None:
    """Refuse an account that cannot sell subscriptions. Raises PayPalError."""
    if not paypal_accounts.can_bill(call.account):
        raise forbidden()


def _create_product(call: Call) -> Reply:
    check_can_bill(call)
    given = Fields(call.body)
    name = given.text("name", required=True)
    kind = given.choice("type", ("PHYSICAL", "DIGITAL", "SERVICE"))
    wanted = given.text("id", shortest=6, longest=50)
    id = wanted or f"PROD-{new_id()}"
    if call.world.store.get("paypal.product", f"{call.owner}|{id}") is not None:
        raise unprocessable("DUPLICATE_RESOURCE_IDENTIFIER", "Identifier must be unique.", "/id")
    path, at = f"/v1/catalogs/products/{id}", now(call.world)
    product: Doc = {"id": id, "name": name, "type": kind, "create_time": at, "update_time": at}
    for field, longest in (
        ("description", 256),
        ("category", 256),
        ("image_url", 2000),
        ("home_url", 2000),
    ):
        value = given.text(field, longest=longest)
        if value is not None:
            product[field] = value
    product["links"] = [link(call.world, path, "self"), link(call.world, path, "edit", "PATCH")]
    call.world.store.put(
        "paypal.product", f"{call.owner}|{id}", {**product, "_account": call.owner}
    )
    return 201, product


def _get_product(call: Call) -> Reply:
    product = call.world.store.get("paypal.product", f"{call.owner}|{call.id}")
    if product is None:
        raise not_found()
    return 200, public(product)


def _list_products(call: Call) -> Reply:
    rows = [
        {name: row[name] for name in ("id", "name", "create_time", "links")}
        for row in call.world.store.list("paypal.product")
        if row["_account"] == call.owner
    ]
    return 200, paged(call, "products", rows, "/v1/catalogs/products")


def _create_plan(call: Call) -> Reply:
    check_can_bill(call)
    given = Fields(call.body)
    product = given.text("product_id", required=True, shortest=6, longest=50)
    if call.world.store.get("paypal.product", f"{call.owner}|{product}") is None:
        raise not_found()
    at, id = now(call.world), f"P-{new_id(24)}"
    plan: Doc = {
        "id": id,
        "product_id": product,
        "name": given.text("name", required=True),
        "status": given.choice("status", ("CREATED", "ACTIVE"), default="ACTIVE"),
        "usage_type": "LICENSED",
        "billing_cycles": _cycles(given, at),
        "payment_preferences": _preferences(given),
        "quantity_supported": given.flag("quantity_supported", default=False),
        "create_time": at,
        "update_time": at,
        "_account": call.owner,
    }
    description = given.text("description")
    if description:
        plan["description"] = description
    _check_currencies(plan)
    call.world.store.put("paypal.plan", id, plan)
    return 201, _shown(call.world, plan)


def _cycles(given: Fields, at: str) -> list[Doc]:
    cycles = [_cycle(cycle, at) for cycle in given.children("billing_cycles", most=12)]
    cycles.sort(key=lambda cycle: int(cycle["sequence"]))
    if [cycle["sequence"] for cycle in cycles] != list(range(1, len(cycles) + 1)):
        raise unprocessable(
            "INVALID_BILLING_CYCLE_SEQUENCE",
            "Billing cycle sequence should start with `1` and be consecutive.",
            "/billing_cycles",
        )
    kinds = [cycle["tenure_type"] for cycle in cycles]
    if "REGULAR" not in kinds:
        raise unprocessable(
            "MISSING_REGULAR_BILLING_CYCLE",
            "Plan should have at least one regular billing cycle.",
            "/billing_cycles",
        )
    if kinds.count("REGULAR") > 1:
        raise unprocessable(
            "MULTIPLE_REGULAR_BILLING_CYCLES_NOT_SUPPORTED",
            "Only one regular billing cycle is allowed.",
            "/billing_cycles",
        )
    if kinds[-1] != "REGULAR":
        raise unprocessable(
            "INVALID_BILLING_CYCLE_SEQUENCE",
            "Trial Billing cycle should precede regular billing cycle.",
            "/billing_cycles",
        )
    return cycles


def _cycle(given: Fields, at: str) -> Doc:
    frequency = given.child("frequency", required=True)
    if frequency is None:  # refused above, since it is required
        raise given.refuse("MISSING_REQUIRED_PARAMETER", "frequency")
    kind = given.choice("tenure_type", ("REGULAR", "TRIAL"))
    cycle: Doc = {
        "frequency": {
            "interval_unit": frequency.choice("interval_unit", _UNITS),
            "interval_count": frequency.number("interval_count", low=1, high=365, default=1),
        },
        "tenure_type": kind,
        "sequence": given.number("sequence", low=1, high=99),
        "total_cycles": given.number(
            "total_cycles", low=0 if kind == "REGULAR" else 1, high=999, default=1
        ),
    }
    scheme = price_of(given, required=kind == "REGULAR")
    if scheme is not None:
        cycle["pricing_scheme"] = {"version": 1, **scheme, "create_time": at, "update_time": at}
    return cycle


def price_of(cycle: Fields, *, required: bool) -> Doc | None:
    """Return a cycle's pricing scheme of one fixed price. Raises PayPalError."""
    scheme = cycle.child("pricing_scheme", required=required)
    if scheme is None:
        return None
    price = scheme.money("fixed_price", required=True, zero=not required)
    return {"fixed_price": money(*price)} if price else None


def _preferences(given: Fields) -> Doc:
    preferences = given.child("payment_preferences", required=True)
    if preferences is None:  # refused above, since it is required
        raise given.refuse("MISSING_REQUIRED_PARAMETER", "payment_preferences")
    fee = preferences.money("setup_fee", zero=True)
    shown: Doc = {
        "service_type": "PREPAID",
        "auto_bill_outstanding": preferences.flag("auto_bill_outstanding", default=True),
        "setup_fee_failure_action": preferences.choice(
            "setup_fee_failure_action", ("CONTINUE", "CANCEL"), default="CANCEL"
        ),
        "payment_failure_threshold": preferences.number(
            "payment_failure_threshold", low=0, high=999, default=0
        ),
    }
    return {**shown, "setup_fee": money(*fee)} if fee else shown


def _check_currencies(plan: Doc) -> None:
    if len(currencies_of(plan)) > 1:
        raise unprocessable(
            "CURRENCY_MISMATCH",
            "All currency codes in the request should be of similar value.",
            "/billing_cycles",
        )


def currencies_of(plan: Doc) -> set[str]:
    """Return the currencies that a plan names."""
    prices = [
        cycle["pricing_scheme"]["fixed_price"]
        for cycle in plan["billing_cycles"]
        if "pricing_scheme" in cycle
    ]
    fee = plan["payment_preferences"].get("setup_fee")
    return {str(price["currency_code"]) for price in [*prices, *([fee] if fee else [])]}


def plan_of(call: Call, id: str) -> Doc:
    """Return the calling account's plan; another's is as unknown as none. Raises PayPalError."""
    plan = call.world.store.get("paypal.plan", id)
    if plan is None or plan["_account"] != call.owner:
        raise not_found()
    return plan


def _get_plan(call: Call) -> Reply:
    return 200, _shown(call.world, plan_of(call, call.id))


def _list_plans(call: Call) -> Reply:
    wanted = call.query.get("product_id")
    names = ("id", "product_id", "name", "status", "usage_type", "create_time", "links")
    rows: list[Doc] = []
    for plan in call.world.store.list("paypal.plan"):
        if plan["_account"] == call.owner and wanted in (None, plan["product_id"]):
            shown = _shown(call.world, plan)
            rows.append({name: shown[name] for name in names})
    return 200, paged(call, "plans", rows, "/v1/billing/plans")


def _switch(action: str, before: tuple[str, ...], after: str) -> Any:
    def run(call: Call) -> Reply:
        plan = plan_of(call, call.id)
        if plan["status"] not in before:
            raise unprocessable("PLAN_STATUS_INVALID", _STATUS_TEXTS[action])
        plan |= {"status": after, "update_time": now(call.world)}
        call.world.store.put("paypal.plan", plan["id"], plan)
        return 204, None

    return run


def _shown(world: World, plan: Doc) -> Doc:
    path = f"/v1/billing/plans/{plan['id']}"
    other = "deactivate" if plan["status"] == "ACTIVE" else "activate"
    return {
        **public(plan),
        "links": [
            link(world, path, "self"),
            link(world, path, "edit", "PATCH"),
            link(world, f"{path}/{other}", other, "POST"),
        ],
    }


def paged(call: Call, name: str, rows: list[Doc], path: str) -> Doc:
    """Return one page of a list, with totals if the query asks for them."""
    page, size = call.page(most=20, default=10)
    body: Doc = {name: rows[(page - 1) * size : page * size]}
    if call.query.get("total_required") == "true":
        body |= {"total_items": len(rows), "total_pages": -(-len(rows) // size)}
    here = f"{path}?page_size={size}&page="
    body["links"] = [link(call.world, f"{here}{page}", "self")]
    if page * size < len(rows):
        body["links"].append(link(call.world, f"{here}{page + 1}", "next"))
    return body


OPERATIONS = [
    Operation(
        "POST", "/v1/catalogs/products", _create_product, needs_body=True, hours=BILLING_HOURS
    ),
    Operation("GET", "/v1/catalogs/products", _list_products),
    Operation("GET", "/v1/catalogs/products/{id}", _get_product),
    Operation("POST", "/v1/billing/plans", _create_plan, needs_body=True, hours=BILLING_HOURS),
    Operation("GET", "/v1/billing/plans", _list_plans),
    Operation("GET", "/v1/billing/plans/{id}", _get_plan),
    Operation(
        "POST",
        "/v1/billing/plans/{id}/activate",
        _switch("activate", ("CREATED", "INACTIVE"), "ACTIVE"),
    ),
    Operation(
        "POST",
        "/v1/billing/plans/{id}/deactivate",
        _switch("deactivate", ("ACTIVE",), "INACTIVE"),
    ),
]
