"""Disputes: a payer wants his money back and the vendor decides.

Opening one holds the money (T1110). If the shop wins it comes back (T1111, under the hold's own
transaction id); if the payer wins it is charged back (T1201).
"""

import secrets
from datetime import timedelta
from decimal import Decimal

from infra.sandbox import paypal_books as books
from infra.sandbox import paypal_payments
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.paypal_call import Call, Operation, Reply
from infra.sandbox.paypal_webhooks import emit
from infra.sandbox.paypal_wire import later, link, money, not_found, now, public

REASONS = (
    "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
    "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED",
    "UNAUTHORISED",
    "CREDIT_NOT_PROCESSED",
    "OTHER",
)
OUTCOMES = ("won", "lost")
_OUTCOME_CODES = {"won": "RESOLVED_SELLER_FAVOUR", "lost": "RESOLVED_BUYER_FAVOUR"}


def open_dispute(world: World, transaction: str, *, reason: str, amount: Decimal | None) -> Doc:
    """Dispute a payment, whole or in part; its money is held. Raises BadAction."""
    if reason not in REASONS:
        raise BadAction(f"reason must be one of {', '.join(REASONS)}")
    with world.store.transaction():
        row = books.find(world, transaction)
        if row is None or Decimal(row["amount"]) <= 0 or row["status"] != "S":
            raise BadAction("there is no such received payment")
        if row.get("dispute"):
            raise BadAction("this payment is disputed already")
        left = books.left_of(row)
        amount = left if amount is None else amount
        if not 0 < amount <= left:
            raise BadAction("amount must be more than zero and at most what is left")
        held = books.book(
            world,
            row["account"],
            code="T1110",
            amount=-amount,
            currency=row["currency"],
            payer=row["payer"],
            kind="dispute",
            reference=row["id"],
            reference_type="TXN",
            parent=row["id"],
        )
        dispute = _a_dispute(world, row, amount, reason, held["id"])
        books.touch(world, row, dispute=dispute["dispute_id"])
        _save(world, dispute)
        emit(world, row["account"], "CUSTOMER.DISPUTE.CREATED", dispute, kind="dispute")
        return dispute


def close_dispute(world: World, id: str, *, outcome: str) -> Doc:
    """Decide a dispute: `won` by the shop or `lost` to the payer. Raises BadAction."""
    if outcome not in OUTCOMES:
        raise BadAction(f"outcome must be one of {', '.join(OUTCOMES)}")
    with world.store.transaction():
        dispute = world.store.get("paypal.dispute", id)
        if dispute is None or dispute["status"] == "RESOLVED":
            raise BadAction("there is no such open dispute")
        row = books.find(world, dispute["disputed_transactions"][0]["seller_transaction_id"])
        if row is None:
            raise BadAction("the disputed payment is gone")
        amount = Decimal(dispute["dispute_amount"]["value"])
        books.book(
            world,
            row["account"],
            code="T1111",
            id=dispute["_hold"],
            amount=amount,
            currency=row["currency"],
            payer=row["payer"],
            kind="dispute",
            reference=row["id"],
            reference_type="TXN",
            parent=row["id"],
        )
        books.touch(world, row, dispute=None)
        if outcome == "lost":
            _take_back(world, row, amount)
        refunded = money(amount if outcome == "lost" else "0", row["currency"])
        dispute |= {
            "status": "RESOLVED",
            "dispute_state": "RESOLVED",
            "update_time": now(world),
            "dispute_outcome": {
                "outcome_code": _OUTCOME_CODES[outcome],
                "amount_refunded": refunded,
            },
        }
        dispute.pop("seller_response_due_date", None)
        _save(world, dispute)
        emit(world, row["account"], "CUSTOMER.DISPUTE.RESOLVED", dispute, kind="dispute")
        return dispute


def _take_back(world: World, row: Doc, amount: Decimal) -> None:
    given = paypal_payments.give_back(world, row, amount, code="T1201")
    if row["kind"] == "subscription":
        taken = paypal_payments.sale_taken_back(world, row, given)
        emit(world, row["account"], "PAYMENT.SALE.REVERSED", taken, kind="sale")
    elif row["kind"] == "order":
        reversal = paypal_payments.a_refund(world, row, given)
        emit(world, row["account"], "PAYMENT.CAPTURE.REVERSED", reversal, kind="refund")


def _a_dispute(world: World, row: Doc, amount: Decimal, reason: str, hold: str) -> Doc:
    account = world.store.get("paypal.account", row["account"]) or {}
    at, id = now(world), f"PP-R-{secrets.randbelow(10**8):08}"
    payer = row["payer"]
    disputed: Doc = {
        "seller_transaction_id": row["id"],
        "create_time": row["at"],
        "transaction_status": "COMPLETED",
        "gross_amount": money(row["amount"], row["currency"]),
        "buyer": {
            "email": payer["email"],
            "name": f"{payer['given_name']} {payer['surname']}",
            "payer_id": payer["id"],
        },
        "seller": {"email": account.get("email"), "merchant_id": account.get("merchant_id")},
        "seller_protection_eligible": True,
    }
    for name, field in (("custom", "custom"), ("invoice_number", "invoice")):
        if row.get(field):
            disputed[name] = row[field]
    return {
        "dispute_id": id,
        "create_time": at,
        "update_time": at,
        "disputed_transactions": [disputed],
        "reason": reason,
        "status": "WAITING_FOR_SELLER_RESPONSE",
        "dispute_state": "REQUIRED_ACTION",
        "dispute_amount": money(amount, row["currency"]),
        "dispute_life_cycle_stage": "CHARGEBACK",
        "dispute_channel": "INTERNAL",
        "messages": [],
        "seller_response_due_date": later(at, timedelta(days=10)),
        "links": [link(world, f"/v1/customer/disputes/{id}", "self")],
        "_account": row["account"],
        "_hold": hold,
    }


def _save(world: World, dispute: Doc) -> None:
    world.store.put("paypal.dispute", dispute["dispute_id"], dispute)


def _get(call: Call) -> Reply:
    dispute = call.world.store.get("paypal.dispute", call.id)
    if dispute is None or dispute["_account"] != call.owner:
        raise not_found()
    return 200, public(dispute)


def _list(call: Call) -> Reply:
    _, size = call.page(most=50, default=10)
    names = (
        "dispute_id",
        "create_time",
        "update_time",
        "reason",
        "status",
        "dispute_state",
        "dispute_amount",
        "dispute_life_cycle_stage",
        "dispute_channel",
        "links",
    )
    wanted = call.query.get("disputed_transaction_id")
    rows = [
        {name: row[name] for name in names}
        for row in reversed(call.world.store.list("paypal.dispute"))
        if row["_account"] == call.owner
        and wanted in (None, row["disputed_transactions"][0]["seller_transaction_id"])
    ]
    path = "/v1/customer/disputes"
    return 200, {"items": rows[:size], "links": [link(call.world, path, "self")]}


OPERATIONS = [
    Operation("GET", "/v1/customer/disputes", _list),
    Operation("GET", "/v1/customer/disputes/{id}", _get),
]
