"""Transaction Search v1: the account's activity, with a delay and in pages.

Rows are chosen by the instant they began, both ends of the window included, and come oldest
first. A row that becomes visible late moves the rows after it to other places and pages.
"""

from datetime import timedelta
from decimal import Decimal

from infra.sandbox import paypal_books as books
from infra.sandbox.kit import Doc
from infra.sandbox.paypal_accounts import REPORTING_SCOPE
from infra.sandbox.paypal_call import Call, Operation, Reply, wrong_query
from infra.sandbox.paypal_wire import PayPalError, later, link, moment, money, now, stamp

LONGEST_WINDOW = timedelta(days=31)
LARGEST_RESULT = 10_000
_YEARS_KEPT = 3
_WRONG = "INVALID_PARAMETER_VALUE"
_PARTS = ("transaction_info", "payer_info", "shipping_info", "auction_info", "cart_info")


def _search(call: Call) -> Reply:
    if REPORTING_SCOPE not in call.scope.split():
        raise PayPalError(403)
    start, end = _window(call)
    page, size = call.page(most=500, default=100)
    at = now(call.world)
    rows = [
        row
        for row in books.between(call.world, call.owner, start, end)
        if row["visible_at"] <= at and _is_asked_for(call, row)
    ]
    if len(rows) > LARGEST_RESULT:
        raise PayPalError(
            400,
            name="RESULTSET_TOO_LARGE",
            message="Result set size is greater than the maximum limit. Change the filter"
            " criteria and try again.",
        )
    parts = [part.strip() for part in call.query.get("fields", "transaction_info").split(",")]
    pages = -(-len(rows) // size)
    return 200, {
        "transaction_details": [
            _shown(row, parts) for row in rows[(page - 1) * size : page * size]
        ],
        "account_number": call.account["merchant_id"],
        "start_date": start,
        "end_date": min(end, max(start, books.last_refreshed(call.world))),
        "last_refreshed_datetime": books.last_refreshed(call.world),
        "page": page,
        "total_items": len(rows),
        "total_pages": pages,
        "links": _links(call, page, pages),
    }


def _window(call: Call) -> tuple[str, str]:
    bounds = []
    for name in ("start_date", "end_date"):
        text = call.query.get(name)
        if text is None:
            raise wrong_query(name, "MISSING_REQUIRED_PARAMETER")
        try:
            bounds.append(moment(text))
        except ValueError as error:
            raise wrong_query(name, "INVALID_PARAMETER_SYNTAX") from error
    start, end = bounds
    refreshed = books.last_refreshed(call.world)
    oldest = call.world.clock.now() - timedelta(days=366 * _YEARS_KEPT)
    if end < start:
        raise wrong_query("end_date", _WRONG, "End date is before start date.")
    if end - start > LONGEST_WINDOW:
        raise wrong_query("end_date", _WRONG, "Date range is greater than 31 days.")
    if start < oldest or stamp(start) > refreshed:
        raise wrong_query("start_date", _WRONG, "Data for the given start date is not available.")
    if books.settings(call.world)["strict_end"] and stamp(end) > refreshed:
        raise wrong_query("end_date", _WRONG, f"Data is available up to {refreshed}.")
    return stamp(start), stamp(end)


def _is_asked_for(call: Call, row: Doc) -> bool:
    query = call.query
    if query.get("transaction_id", row["id"]) != row["id"]:
        return False
    if query.get("transaction_type", row["code"]) != row["code"]:
        return False
    if query.get("transaction_currency", row["currency"]) != row["currency"]:
        return False
    return bool(query.get("transaction_status", row["status"]) == row["status"])


def _shown(row: Doc, parts: list[str]) -> Doc:
    wanted = _PARTS if "all" in parts else parts
    shown: Doc = {}
    if "transaction_info" in wanted:
        shown["transaction_info"] = _info(row)
    if "payer_info" in wanted:
        shown["payer_info"] = _payer(row)
    if "cart_info" in wanted:
        name = row.get("subject")
        shown["cart_info"] = {"item_details": [{"item_name": name}]} if name else {}
    for empty in ("shipping_info", "auction_info"):
        if empty in wanted:
            shown[empty] = {}
    return shown


def _info(row: Doc) -> Doc:
    currency = row["currency"]
    info: Doc = {
        "paypal_account_id": row["payer"]["id"],
        "transaction_id": row["id"],
        "transaction_event_code": row["code"],
        "transaction_initiation_date": row["at"],
        "transaction_updated_date": row["updated"],
        "transaction_amount": money(Decimal(row["amount"]), currency),
        "transaction_status": row["status"],
        "protection_eligibility": "01",
    }
    if row["fee"] is not None:
        info["fee_amount"] = money(Decimal(row["fee"]), currency)
    for name, field in (
        ("paypal_reference_id", "reference"),
        ("paypal_reference_id_type", "reference_type"),
        ("custom_field", "custom"),
        ("invoice_id", "invoice"),
        ("transaction_subject", "subject"),
        ("transaction_note", "note"),
    ):
        if row.get(field):
            info[name] = row[field]
    return info


def _payer(row: Doc) -> Doc:
    payer = row["payer"]
    if row["kind"] == "dispute":
        return {"address_status": "N", "payer_name": {}}
    return {
        "account_id": payer["id"],
        "email_address": payer["email"],
        "address_status": "N",
        "payer_status": "Y",
        "payer_name": {
            "given_name": payer["given_name"],
            "surname": payer["surname"],
            "alternate_full_name": f"{payer['given_name']} {payer['surname']}",
        },
        "country_code": "US",
    }


def _links(call: Call, page: int, pages: int) -> list[Doc]:
    query = "".join(f"{name}={value}&" for name, value in call.query.items() if name != "page")
    path = f"/v1/reporting/transactions?{query}page="
    links = [link(call.world, f"{path}{page}", "self")]
    if page < pages:
        links.append(link(call.world, f"{path}{page + 1}", "next"))
        links.append(link(call.world, f"{path}{pages}", "last"))
    return links


def _balances(call: Call) -> Reply:
    if REPORTING_SCOPE not in call.scope.split():
        raise PayPalError(403)
    at = now(call.world)
    sums: dict[str, Decimal] = {"USD": Decimal(0)}
    for row in books.between(call.world, call.owner, later(at, -timedelta(days=1095)), at):
        if row["status"] in ("S", "V"):
            moved = Decimal(row["amount"]) + Decimal(row["fee"] or "0")
            sums[row["currency"]] = sums.get(row["currency"], Decimal(0)) + moved
    return 200, {
        "balances": [
            {
                "currency": currency,
                "primary": currency == "USD",
                "total_balance": money(total, currency),
                "available_balance": money(total, currency),
                "withheld_balance": money("0", currency),
            }
            for currency, total in sums.items()
        ],
        "account_id": call.account["merchant_id"],
        "as_of_time": at,
        "last_refresh_time": books.last_refreshed(call.world),
    }


OPERATIONS = [
    Operation("GET", "/v1/reporting/transactions", _search),
    Operation("GET", "/v1/reporting/balances", _balances),
]
