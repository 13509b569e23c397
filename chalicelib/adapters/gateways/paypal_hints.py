"""What PayPal's events point at (pure); everything else in them is ignored.

A hint's `external_id` is the payment's id or, where the event tells more, what leads to it:
``<subscription>/<payment>`` for a renewal, whose payment does not name its subscription, and
``refund/<refund>`` for money that went back.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.gateways.paypal_objects import order_of, payment_refunded_by
from chalicelib.payments.ports import Hint

Json = Mapping[str, Any]

REFUND = "refund"


def read_event(event: Json) -> Hint:
    """Return what an event points at; all ids are empty for kinds that do not concern us.

    Raises KeyError, TypeError, IndexError or AttributeError when it is no event.
    """
    event_id, kind = str(event["id"]), str(event["event_type"])
    subject: Json = event["resource"]
    if kind == "CHECKOUT.ORDER.APPROVED":
        return Hint(event_id, kind, checkout_id=str(subject["id"]))
    if kind.startswith("BILLING.SUBSCRIPTION."):
        return Hint(event_id, kind, agreement_ref=str(subject["id"]))
    if kind.startswith("CUSTOMER.DISPUTE."):
        disputed = subject["disputed_transactions"][0]
        return Hint(event_id, kind, external_id=str(disputed["seller_transaction_id"]))
    if kind.startswith("PAYMENT.CAPTURE."):
        return _of_capture(event_id, kind, subject)
    if kind.startswith("PAYMENT.SALE."):
        return _of_sale(event_id, kind, subject)
    return Hint(event_id, kind)


def _of_capture(event_id: str, kind: str, subject: Json) -> Hint:
    own_id = str(subject["id"])
    if kind.endswith(".REFUNDED"):
        return Hint(event_id, kind, external_id=f"{REFUND}/{own_id}")
    if kind.endswith(".REVERSED"):
        # What PayPal itself takes back is told as a refund that cannot be read.
        return Hint(event_id, kind, external_id=payment_refunded_by(subject) or own_id)
    return Hint(event_id, kind, external_id=own_id, checkout_id=order_of(subject))


def _of_sale(event_id: str, kind: str, subject: Json) -> Hint:
    ref = str(subject.get("billing_agreement_id") or "")
    own_id = str(subject["id"])
    if kind.endswith(".REFUNDED"):
        return Hint(event_id, kind, external_id=f"{REFUND}/{own_id}", agreement_ref=ref)
    paid = str(subject.get("sale_id") or own_id)
    return Hint(event_id, kind, external_id=f"{ref}/{paid}" if ref else paid, agreement_ref=ref)
