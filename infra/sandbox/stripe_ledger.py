"""Money on the stand-in's books: balance transactions, refunds, balance and account."""

from infra.sandbox import stripe_events
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import (
    ACCOUNT_ID,
    CARD_FEE_FIXED,
    CARD_FEE_PERCENT,
    ZERO_DECIMAL,
    seconds,
)
from infra.sandbox.stripe_wire import StripeError, invalid, missing, new_id, no_such


def book_charge(world: World, charge: Doc) -> None:
    """Write the balance transaction of a charge that succeeded and link it."""
    fixed = 0 if charge["currency"] in ZERO_DECIMAL else CARD_FEE_FIXED
    fee = round(charge["amount"] * CARD_FEE_PERCENT / 100) + fixed
    entry = book(world, charge, amount=charge["amount"], fee=fee, kind="charge")
    charge["balance_transaction"] = entry["id"]


def book(
    world: World, source: Doc, *, amount: int, fee: int, kind: str, category: str | None = None
) -> Doc:
    """Write one balance transaction of a charge, a refund or a dispute."""
    now = seconds(world)
    details = {
        "amount": fee,
        "application": None,
        "currency": source["currency"],
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }
    entry = {
        "id": new_id("txn_3"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now + 2 * 86400,
        "balance_type": "payments",
        "created": now,
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [details] if fee else [],
        "net": amount - fee,
        "reporting_category": category or kind,
        "source": source["id"],
        "status": "pending",
        "type": kind,
    }
    world.store.put("stripe.balance_transaction", entry["id"], entry)
    return entry


def refund(world: World, params: Doc, *, is_pending: bool = False) -> Doc:
    """Give money back for a charge, whole or in part. Raises StripeError.

    A pending refund is on its way until `settle_refund` or `fail_refund`.
    """
    charge = _charge_to_refund(world, params)
    left = charge["amount"] - charge["amount_refunded"]
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has not succeeded.", "charge")
    if left == 0:
        raise StripeError(
            400,
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
        )
    amount = params.get("amount", left)
    if amount < 1:
        raise invalid("This value must be greater than or equal to 1.", "amount")
    if amount > left:
        raise invalid(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
            "amount",
        )
    if charge["disputed"]:
        raise StripeError(
            400,
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    given = _a_refund(world, charge, amount, params)
    if is_pending:
        given |= {"status": "pending", "pending_reason": "processing"}
    entry = book(world, given, amount=-amount, fee=0, kind="refund")
    given["balance_transaction"] = entry["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.store.put("stripe.refund", given["id"], given)
    world.store.put("stripe.charge", charge["id"], charge)
    stripe_events.emit(world, "refund.created", given)
    stripe_events.emit(world, "charge.refunded", charge)
    return given


def settle_refund(world: World, id: str) -> Doc:
    """Let a pending refund reach the payer. Raises StripeError."""
    given = _refund_to_end(world, id, ("pending",))
    given["status"] = "succeeded"
    given.pop("pending_reason", None)
    world.store.put("stripe.refund", id, given)
    _tell_of_refund(world, given)
    return given


def fail_refund(world: World, id: str) -> Doc:
    """Let the payer's bank send a refund back: the money is ours again. Raises StripeError."""
    given = _refund_to_end(world, id, ("pending", "succeeded"))
    entry = book(world, given, amount=given["amount"], fee=0, kind="refund_failure")
    given |= {
        "status": "failed",
        "failure_reason": "expired_or_canceled_card",
        "failure_balance_transaction": entry["id"],
    }
    given.pop("pending_reason", None)
    world.store.put("stripe.refund", id, given)
    charge = world.store.get("stripe.charge", given["charge"])
    if charge is not None:
        charge["amount_refunded"] -= given["amount"]
        charge["refunded"] = False
        world.store.put("stripe.charge", charge["id"], charge)
    stripe_events.emit(world, "refund.failed", given)
    _tell_of_refund(world, given)
    return given


def _refund_to_end(world: World, id: str, states: tuple[str, ...]) -> Doc:
    given = world.store.get("stripe.refund", id)
    if given is None:
        raise no_such("refund", id, "id")
    if given["status"] not in states:
        raise invalid(f"This refund is {given['status']} already.")
    return given


def _tell_of_refund(world: World, given: Doc) -> None:
    stripe_events.emit(world, "refund.updated", given)
    stripe_events.emit(world, "charge.refund.updated", given)


def _charge_to_refund(world: World, params: Doc) -> Doc:
    id = params.get("charge")
    if id is None and "payment_intent" in params:
        intent = world.store.get("stripe.payment_intent", params["payment_intent"])
        if intent is None:
            raise no_such("payment_intent", params["payment_intent"], "payment_intent", status=400)
        id = intent["latest_charge"]
        if id is None:
            raise invalid(f"This PaymentIntent ({intent['id']}) does not have a charge to refund.")
    if id is None:
        raise missing("charge")
    charge = world.store.get("stripe.charge", id)
    if charge is None:
        raise no_such("charge", id, "charge", status=400)
    return charge


def _a_refund(world: World, charge: Doc, amount: int, params: Doc) -> Doc:
    return {
        "id": new_id("re_3"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": seconds(world),
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": {
            "type": "card",
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
        },
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def balance(world: World) -> Doc:
    """Return what is pending on the account, per currency."""
    sums: dict[str, int] = {"usd": 0}
    for entry in world.store.list("stripe.balance_transaction"):
        sums[entry["currency"]] = sums.get(entry["currency"], 0) + entry["net"]
    return {
        "object": "balance",
        "available": [
            {"amount": 0, "currency": currency, "source_types": {"card": 0}} for currency in sums
        ],
        "livemode": False,
        "pending": [
            {"amount": net, "currency": currency, "source_types": {"card": net}}
            for currency, net in sums.items()
        ],
        "refund_and_dispute_prefunding": {
            "available": [{"amount": 0, "currency": "usd"}],
            "pending": [{"amount": 0, "currency": "usd"}],
        },
    }


def account() -> Doc:
    """Return the merchant's own account."""
    return {
        "id": ACCOUNT_ID,
        "object": "account",
        "business_profile": {
            "annual_revenue": None,
            "estimated_worker_count": None,
            "mcc": None,
            "name": "Streams Manager (sandbox)",
            "product_description": None,
            "support_address": None,
            "support_email": None,
            "support_phone": None,
            "support_url": None,
            "url": None,
        },
        "business_type": None,
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "controller": {"type": "account"},
        "country": "US",
        "created": 1735689600,
        "default_currency": "usd",
        "details_submitted": True,
        "email": "owner@sandbox.test",
        "metadata": {},
        "payouts_enabled": True,
        "type": "standard",
    }
