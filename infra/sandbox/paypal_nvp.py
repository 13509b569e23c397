"""PayPal's NVP interface: form-encoded questions and answers, HTTP 200 even for refusals.

It sees the account's activity at once, without the delay of Transaction Search.
"""

import secrets
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import parse_qsl, quote_plus

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import kit, paypal_renewals
from infra.sandbox import paypal_books as books
from infra.sandbox.kit import Doc, Fault, World
from infra.sandbox.paypal_wire import moment, now, stamp

MOST_ROWS = 100
_CUT_OFF = (
    "11002",
    "Search warning",
    "The number of results were truncated. Please change your search parameters if you wish to"
    " see all your results.",
)
_TYPES = {
    "order": "Payment",
    "subscription": "Recurring Payment",
    "plain": "Payment",
    "refund": "Refund",
}
_DISPUTE_TYPES = {
    "T1110": "Temporary Hold",
    "T1111": "Temporary Hold",
    "T1201": "Reversal",
}
_STATUSES = {"S": "Completed", "P": "Pending", "D": "Denied"}
_WANTED_STATUSES = {
    "Success": ("Completed", "Refunded", "Partially Refunded", "Created"),
    "Pending": ("Pending",),
    "Denied": ("Denied",),
    "Reversed": ("Reversed",),
    "Processing": (),
}

Values = dict[str, str]

_CLASSES: dict[str, Callable[[Values], bool]] = {
    "All": lambda _row: True,
    "Received": lambda row: Decimal(row["AMT"]) >= 0 and row["TYPE"] != "Temporary Hold",
    "Sent": lambda row: Decimal(row["AMT"]) < 0,
    "Subscription": lambda row: row["TYPE"] == "Recurring Payment",
    "Refund": lambda row: row["TYPE"] == "Refund",
}


class RefusalError(Exception):
    """A failure with the vendor's number; `str()` is the long message."""

    def __init__(self, code: str, short: str, long: str) -> None:
        super().__init__(long)
        self.code, self.short = code, short


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/paypal-nvp`; its one path is `/nvp`."""

    async def handle(request: Request) -> Response:
        text = (await request.body()).decode("utf-8", "replace")
        return _form(answer(world, dict(parse_qsl(text, keep_blank_values=True))))

    app = Starlette(routes=[Route("/nvp", handle, methods=["POST"])])
    return kit.guarded(world, "paypal-nvp", app, error=_fault_error, empty=_empty)


def answer(world: World, given: Values) -> Values:
    """Answer one question."""
    head = {
        "TIMESTAMP": now(world),
        "CORRELATIONID": secrets.token_hex(7)[:13],
        "VERSION": given.get("VERSION", "204.0"),
        "BUILD": "58807128",
    }
    try:
        account = _authenticate(world, given)
        paypal_renewals.tick(world)
        run = _METHODS.get(given.get("METHOD", ""), _unknown)
        return {"ACK": "Success", **head, **run(world, account, given)}
    except RefusalError as refusal:
        return {**head, **_failure(refusal.code, refusal.short, str(refusal))}


def _authenticate(world: World, given: Values) -> Doc:
    pair = (given.get("USER"), given.get("PWD"), given.get("SIGNATURE"))
    for account in world.store.list("paypal.account"):
        if pair == (account["nvp_user"], account["nvp_password"], account["nvp_signature"]):
            return account
    raise RefusalError("10002", "Security error", "Security header is not valid")


def _unknown(_world: World, _account: Doc, _given: Values) -> Values:
    raise RefusalError("81002", "Unspecified Method", "Method Specified is not Supported")


def _search(world: World, account: Doc, given: Values) -> Values:
    if not given.get("STARTDATE"):
        raise _invalid("Start date is a required parameter")
    start = _instant(given["STARTDATE"])
    end = _instant(given["ENDDATE"]) if given.get("ENDDATE") else now(world)
    if given.get("STATUS", "Success") not in _WANTED_STATUSES:
        raise _invalid("The status is not valid")
    if given.get("TRANSACTIONCLASS", "All") not in _CLASSES:
        raise _invalid("Transaction class is not supported")
    rows = [_row(row) for row in books.between(world, account["name"], start, end)]
    rows += _profiles(world, account["name"], start, end)
    rows = [row for row in rows if _is_asked_for(row, given)]
    rows.sort(key=lambda row: row["TIMESTAMP"])
    rows.reverse()
    values: Values = {}
    for place, row in enumerate(rows[:MOST_ROWS]):
        values |= {f"L_{name}{place}": value for name, value in row.items()}
    if len(rows) > MOST_ROWS:
        code, short, long = _CUT_OFF
        values |= {"ACK": "SuccessWithWarning", **_error(code, short, long, "Warning")}
    return values


def _row(row: Doc) -> Values:
    fee = Decimal(row["fee"] or "0")
    shown = {
        "TIMESTAMP": row["at"],
        "TIMEZONE": "GMT",
        "TYPE": _DISPUTE_TYPES.get(row["code"]) or _TYPES[row["kind"]],
    }
    if row["kind"] != "dispute":
        shown |= {"EMAIL": row["payer"]["email"], "NAME": _name(row["payer"])}
    amounts = (Decimal(row["amount"]), fee, Decimal(row["amount"]) + fee)
    names = ("AMT", "FEEAMT", "NETAMT")
    return {
        **shown,
        "TRANSACTIONID": row["id"],
        "STATUS": _status(row),
        "CURRENCYCODE": row["currency"],
        **{name: _amount(value) for name, value in zip(names, amounts, strict=True)},
    }


def _profiles(world: World, account: str, start: str, end: str) -> list[Values]:
    """Return the rows that tell of subscriptions made; their ids are no payments."""
    return [
        {
            "TIMESTAMP": row["create_time"],
            "TIMEZONE": "GMT",
            "TYPE": "Recurring Payment",
            "EMAIL": row["_payer"]["email"],
            "NAME": _name(row["_payer"]),
            "TRANSACTIONID": row["id"],
            "STATUS": "Created",
            "AMT": "0.00",
            "CURRENCYCODE": row["billing_info"]["outstanding_balance"]["currency_code"],
        }
        for row in world.store.list("paypal.subscription")
        if row["_account"] == account and "_payer" in row and start <= row["create_time"] <= end
    ]


def _is_asked_for(row: Values, given: Values) -> bool:
    email, status = given.get("EMAIL"), given.get("STATUS")
    if email and row.get("EMAIL", "").lower() != email.lower():
        return False
    if status and row["STATUS"] not in _WANTED_STATUSES[status]:
        return False
    if any(given.get(name, row[name]) != row[name] for name in ("TRANSACTIONID", "CURRENCYCODE")):
        return False
    return _CLASSES[given.get("TRANSACTIONCLASS", "All")](row)


def _details(world: World, account: Doc, given: Values) -> Values:
    id = given.get("TRANSACTIONID", "")
    row = books.find(world, id)
    if row is None:
        raise _invalid("The transaction id is not valid")
    if row["account"] != account["name"]:
        raise RefusalError(
            "10007",
            "Permission denied",
            "You do not have permission to get the details of this transaction",
        )
    payer = row["payer"]
    shown = {
        "RECEIVEREMAIL": account["email"],
        "RECEIVERID": account["merchant_id"],
        "EMAIL": payer["email"],
        "PAYERID": payer["id"],
        "PAYERSTATUS": "verified",
        "COUNTRYCODE": "US",
        "FIRSTNAME": payer["given_name"],
        "LASTNAME": payer["surname"],
        "TRANSACTIONID": row["id"],
        "PARENTTRANSACTIONID": row.get("parent") or "",
        "TRANSACTIONTYPE": _transaction_type(row),
        "PAYMENTTYPE": "echeck" if row["status"] == "P" else "instant",
        "ORDERTIME": row["at"],
        "AMT": _amount(Decimal(row["amount"])),
        "FEEAMT": _amount(-Decimal(row["fee"] or "0")),
        "CURRENCYCODE": row["currency"],
        "PAYMENTSTATUS": _status(row).replace(" ", "-"),
        "PENDINGREASON": "echeck" if row["status"] == "P" else "None",
        "REASONCODE": {"refund": "refund", "dispute": "chargeback"}.get(row["kind"], "None"),
        "CUSTOM": row.get("custom") or "",
        "INVNUM": row.get("invoice") or "",
        "SUBSCRIPTIONID": row.get("subscription") or "",
        "SUBJECT": row.get("subject") or "",
        "NOTE": row.get("note") or "",
    }
    return {name: value for name, value in shown.items() if value != ""}


def _transaction_type(row: Doc) -> str:
    if row["kind"] == "subscription":
        return "subscrpayment"
    if row["kind"] == "plain":
        return "sendmoney"
    return "expresscheckout" if row["kind"] == "order" else "adjustment"


def _status(row: Doc) -> str:
    refunded = Decimal(row["refunded"])
    if refunded and row["status"] in ("S", "V"):
        if refunded < Decimal(row["amount"]):
            return "Partially Refunded"
        return "Reversed" if row.get("charged_back") else "Refunded"
    return _STATUSES.get(row["status"], "Completed")


def _name(payer: Doc) -> str:
    return f"{payer['given_name']} {payer['surname']}"


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"


def _instant(text: str) -> str:
    try:
        return stamp(moment(text))
    except ValueError as error:
        raise _invalid("The date is not valid") from error


def _invalid(long: str) -> RefusalError:
    return RefusalError("10004", "Transaction refused because of an invalid argument.", long)


def _error(code: str, short: str, long: str, severity: str) -> Values:
    return {
        "L_ERRORCODE0": code,
        "L_SHORTMESSAGE0": short,
        "L_LONGMESSAGE0": long,
        "L_SEVERITYCODE0": severity,
    }


def _failure(code: str, short: str, long: str) -> Values:
    return {"ACK": "Failure", **_error(code, short, long, "Error")}


def _form(values: Values, status: int = 200) -> Response:
    # The vendor escapes dots and dashes too; a reader must not rely on either.
    text = "&".join(
        f"{name}={quote_plus(value, safe='').replace('.', '%2e').replace('-', '%2d')}"
        for name, value in values.items()
    )
    return Response(text, status_code=status, media_type="text/plain; charset=utf-8")


def _fault_error(_request: Request, fault: Fault) -> Response:
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    if fault.status in (401, 403):
        return _form(_failure("10002", "Security error", "Security header is not valid"))
    if fault.status < 500:
        return _form(_failure("10004", "Invalid argument", f"Sandbox fault {fault.status}"))
    status = 200 if fault.status == 500 else fault.status
    return _form(_failure("10001", "Internal Error", "Internal Error"), status)


def _empty(_request: Request, _fault: Fault) -> Response:
    return _form({"ACK": "Success", "VERSION": "204.0", "CORRELATIONID": "0" * 13})


_METHODS: dict[str, Callable[[World, Doc, Values], Values]] = {
    "TransactionSearch": _search,
    "GetTransactionDetails": _details,
}
