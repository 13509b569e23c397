"""Captures and refunds: money taken from payers and given back (Payments v2)."""

from decimal import Decimal

from infra.sandbox import paypal_books as books
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.paypal_call import PAYMENTS_HOURS, Call, Operation, Reply
from infra.sandbox.paypal_fields import Fields
from infra.sandbox.paypal_webhooks import emit
from infra.sandbox.paypal_wire import (
    PayPalError,
    fee_of,
    link,
    money,
    not_found,
    public,
    unprocessable,
    written,
)

_STATUS_OF = {"S": "COMPLETED", "P": "PENDING", "D": "DECLINED"}


def a_capture(world: World, account: Doc, row: Doc) -> Doc:
    """Write and return the capture of a booked payment, of an order or of a subscription."""
    amount, currency = Decimal(row["amount"]), row["currency"]
    path = f"/v2/payments/captures/{row['id']}"
    links = [link(world, path, "self"), link(world, f"{path}/refund", "refund", "POST")]
    capture: Doc = {
        "id": row["id"],
        "status": _STATUS_OF[row["status"]],
        "amount": money(amount, currency),
        "final_capture": True,
        "disbursement_mode": "INSTANT",
        "seller_protection": {
            "status": "ELIGIBLE",
            "dispute_categories": ["ITEM_NOT_RECEIVED", "UNAUTHORIZED_TRANSACTION"],
        },
        "create_time": row["at"],
        "update_time": row["updated"],
        "payee": {"email_address": account["email"], "merchant_id": account["merchant_id"]},
        "links": links,
        "_account": account["name"],
    }
    for name, field in (("custom_id", "custom"), ("invoice_id", "invoice")):
        if row.get(field):
            capture[name] = row[field]
    if row.get("order"):
        capture["supplementary_data"] = {"related_ids": {"order_id": row["order"]}}
        links.append(link(world, f"/v2/checkout/orders/{row['order']}", "up"))
    if row["status"] == "P":
        capture["status_details"] = {"reason": "ECHECK"}
    if row["status"] == "S":
        capture["seller_receivable_breakdown"] = _breakdown(amount, currency)
    world.store.put("paypal.capture", row["id"], capture)
    return capture


def _breakdown(amount: Decimal, currency: str) -> Doc:
    fee = fee_of(amount, currency)
    return {
        "gross_amount": money(amount, currency),
        "paypal_fee": money(fee, currency),
        "net_amount": money(amount - fee, currency),
    }


def settle_pending(world: World, id: str, *, arrives: bool) -> Doc:
    """Let a pending capture's money arrive, or be denied. Raises BadAction."""
    with world.store.transaction():
        row, capture = books.find(world, id), world.store.get("paypal.capture", id)
        if row is None or capture is None or row["status"] != "P":
            raise BadAction("there is no such pending payment")
        books.touch(world, row, status="S" if arrives else "D")
        capture |= {"status": _STATUS_OF[row["status"]], "update_time": row["updated"]}
        capture.pop("status_details", None)
        if arrives:
            amount = Decimal(row["amount"])
            capture["seller_receivable_breakdown"] = _breakdown(amount, row["currency"])
        world.store.put("paypal.capture", id, capture)
        word = "COMPLETED" if arrives else "DENIED"
        emit(world, row["account"], f"PAYMENT.CAPTURE.{word}", capture, kind="capture")
        return public(capture)


def refund(
    world: World, row: Doc, amount: Decimal | None = None, *, note: str = "", invoice: str = ""
) -> Doc:
    """Give a payment back, whole or in part, and return the refund. Raises PayPalError."""
    left = books.left_of(row)
    amount = left if amount is None else amount
    if row["status"] == "P":
        raise unprocessable(
            "PENDING_CAPTURE",
            "Cannot initiate a refund as the capture is pending. Capture is typically pending"
            " when the payer has funded the transaction using e-check/bank funded.",
        )
    if row["status"] == "D" or Decimal(row["amount"]) <= 0:
        raise unprocessable("REFUND_NOT_ALLOWED", "Capture cannot be refunded.")
    if row.get("dispute") and amount < Decimal(row["amount"]):
        raise unprocessable(
            "TRANSACTION_DISPUTED",
            "Partial refunds cannot be offered at this time because there is an open case on"
            " this transaction. Visit the PayPal Resolution Center to review this case.",
        )
    if left <= 0:
        raise unprocessable(
            "CAPTURE_FULLY_REFUNDED", "The capture has already been fully refunded"
        )
    if amount > left:
        raise unprocessable(
            "REFUND_AMOUNT_EXCEEDED",
            "The refund amount must be less than or equal to the capture amount that has not yet"
            " been refunded.",
        )
    given = give_back(world, row, amount, code="T1107", note=note, invoice=invoice)
    document = a_refund(world, row, given)
    world.store.put("paypal.refund", document["id"], document)
    if row["kind"] == "order":
        emit(world, row["account"], "PAYMENT.CAPTURE.REFUNDED", document, kind="refund")
    elif row["kind"] == "subscription":
        taken = sale_taken_back(world, row, given)
        emit(world, row["account"], "PAYMENT.SALE.REFUNDED", taken, kind="refund")
    return document


def give_back(
    world: World, row: Doc, amount: Decimal, *, code: str, note: str = "", invoice: str = ""
) -> Doc:
    """Book money that leaves again because of a payment, and mark the payment."""
    given = books.book(
        world,
        row["account"],
        code=code,
        amount=-amount,
        currency=row["currency"],
        payer=row["payer"],
        kind="refund" if code == "T1107" else "dispute",
        reference=row["id"],
        reference_type="TXN",
        parent=row["id"],
        custom=row.get("custom"),
        invoice=invoice or row.get("invoice"),
        note=note,
        subscription=row.get("subscription"),
    )
    total = Decimal(row["refunded"]) + amount
    whole = total >= Decimal(row["amount"])
    changes = {"refunded": str(total), "status": "V" if whole else row["status"]}
    books.touch(world, row, **changes, charged_back=row.get("charged_back") or code == "T1201")
    capture = world.store.get("paypal.capture", row["id"])
    if capture is not None:
        capture["status"] = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
        capture["update_time"] = row["updated"]
        world.store.put("paypal.capture", row["id"], capture)
    return given


def a_refund(world: World, row: Doc, given: Doc) -> Doc:
    """Return the v2 object in which a refund or a reversal of a capture is told."""
    currency, amount = row["currency"], -Decimal(given["amount"])
    path = f"/v2/payments/refunds/{given['id']}"
    document: Doc = {
        "id": given["id"],
        "status": "COMPLETED",
        "amount": money(amount, currency),
        "seller_payable_breakdown": {
            "gross_amount": money(amount, currency),
            "paypal_fee": money("0", currency),
            "net_amount": money(amount, currency),
            "total_refunded_amount": money(row["refunded"], currency),
        },
        "create_time": given["at"],
        "update_time": given["updated"],
        "links": [
            link(world, path, "self"),
            link(world, f"/v2/payments/captures/{row['id']}", "up"),
        ],
        "_account": row["account"],
    }
    for name, value in (
        ("custom_id", row.get("custom")),
        ("invoice_id", given.get("invoice")),
        ("note_to_payer", given.get("note")),
    ):
        if value:
            document[name] = value
    return document


def sale_taken_back(world: World, row: Doc, given: Doc) -> Doc:
    """Return the v1 object in which a subscription payment's refund or reversal is told."""
    return {
        "id": given["id"],
        "sale_id": row["id"],
        "billing_agreement_id": row["subscription"],
        "state": "completed",
        "amount": {"total": given["amount"], "currency": row["currency"]},
        "custom": row.get("custom") or "",
        "create_time": given["at"],
        "update_time": given["updated"],
        "links": [
            link(world, f"/v1/payments/refund/{given['id']}", "self"),
            link(world, f"/v1/payments/sale/{row['id']}", "sale"),
        ],
    }


def a_sale(world: World, row: Doc) -> Doc:
    """Return the v1 object in which a subscription payment is told."""
    fee = written(-Decimal(row["fee"] or "0"), row["currency"])
    path = f"/v1/payments/sale/{row['id']}"
    return {
        "id": row["id"],
        "state": "completed",
        "billing_agreement_id": row["subscription"],
        "amount": {
            "total": row["amount"],
            "currency": row["currency"],
            "details": {"subtotal": row["amount"]},
        },
        "transaction_fee": {"value": fee, "currency": row["currency"]},
        "payment_mode": "INSTANT_TRANSFER",
        "protection_eligibility": "ELIGIBLE",
        "custom": row.get("custom") or "",
        "create_time": row["at"],
        "update_time": row["updated"],
        "links": [link(world, path, "self"), link(world, f"{path}/refund", "refund", "POST")],
    }


def _capture_of(call: Call) -> Doc:
    capture = call.world.store.get("paypal.capture", call.id)
    if capture is None or capture["_account"] != call.owner:
        raise not_found()
    return capture


def _get_capture(call: Call) -> Reply:
    return 200, _capture_of(call)


def _refund_capture(call: Call) -> Reply:
    _capture_of(call)
    row = books.find(call.world, call.id)
    if row is None:
        raise not_found()
    given = Fields(call.body, orders=True)
    asked = given.money("amount")
    note, invoice = given.text("note_to_payer", longest=255), given.text("invoice_id")
    if asked and asked[1] != row["currency"]:
        raise unprocessable(
            "REFUND_CAPTURE_CURRENCY_MISMATCH",
            "Refund must be in the same currency as the capture",
        )
    document = refund(call.world, row, asked and asked[0], note=note or "", invoice=invoice or "")
    if not call.wants_all:
        document = {name: document[name] for name in ("id", "status", "links")}
    return 201, document


def _get_refund(call: Call) -> Reply:
    document = call.world.store.get("paypal.refund", call.id)
    if document is None or document["_account"] != call.owner:
        raise not_found()
    return 200, document


def refund_by_hand(world: World, id: str, amount: Decimal | None) -> Doc:
    """Refund any payment at the vendor's own site. Raises BadAction."""
    try:
        with world.store.transaction():
            row = books.find(world, id)
            if row is None:
                raise BadAction("there is no such transaction")
            return public(refund(world, row, amount))
    except PayPalError as error:
        raise BadAction(str(error.details[0]["description"])) from error


OPERATIONS = [
    Operation("GET", "/v2/payments/captures/{id}", _get_capture),
    Operation(
        "POST",
        "/v2/payments/captures/{id}/refund",
        _refund_capture,
        hours=PAYMENTS_HOURS,
        replay_status=201,
    ),
    Operation("GET", "/v2/payments/refunds/{id}", _get_refund),
]
