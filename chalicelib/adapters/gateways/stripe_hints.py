"""What Stripe's events point at (pure); everything else in them is ignored.

An event has the form of the API version that its endpoint was made with, so that both the old
places of a field and the new ones are read.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.gateways.stripe_objects import id_of
from chalicelib.payments.ports import Hint

Json = Mapping[str, Any]

_PAGE_EVENTS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    }
)
_INTENT_EVENTS = frozenset({"payment_intent.succeeded"})
# A charge, a refund and a dispute all name their PaymentIntent.
_MONEY_EVENTS = frozenset(
    {
        "charge.refunded",
        "charge.refund.updated",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    }
)
_PAID_INVOICE_EVENTS = frozenset({"invoice.paid", "invoice.payment_succeeded"})
_OTHER_INVOICE_EVENTS = frozenset({"invoice.payment_failed", "invoice.payment_action_required"})
_AGREEMENT_EVENTS = frozenset(
    {
        "customer.subscription.created",
        "customer.subscription.updated",
        "customer.subscription.deleted",
        "customer.subscription.paused",
        "customer.subscription.resumed",
    }
)


def read_event(event: Json) -> Hint:
    """Return what an event points at; all ids are empty for kinds that do not concern us.

    Raises KeyError, TypeError or AttributeError when it is no event.
    """
    kind = str(event["type"])
    event_id = str(event["id"])
    known = _PAGE_EVENTS | _INTENT_EVENTS | _MONEY_EVENTS | _AGREEMENT_EVENTS
    if kind not in known | _PAID_INVOICE_EVENTS | _OTHER_INVOICE_EVENTS:
        return Hint(event_id, kind)
    subject: Json = event["data"]["object"]
    own_id = str(subject["id"])
    if kind in _INTENT_EVENTS:
        return Hint(event_id, kind, external_id=own_id)
    if kind in _AGREEMENT_EVENTS:
        return Hint(event_id, kind, agreement_ref=own_id)
    if kind in _MONEY_EVENTS:
        return Hint(event_id, kind, external_id=id_of(subject.get("payment_intent")))
    if kind in _PAGE_EVENTS:
        return Hint(
            event_id,
            kind,
            external_id=id_of(subject.get("payment_intent")),
            checkout_id=own_id,
            agreement_ref=id_of(subject.get("subscription")),
        )
    ref = subscription_of(subject)
    # What pays an invoice is found through the invoice. One of no subscription tells nothing that
    # its PaymentIntent does not.
    is_payment = bool(ref) and kind in _PAID_INVOICE_EVENTS
    return Hint(event_id, kind, external_id=own_id if is_payment else "", agreement_ref=ref)


def subscription_of(invoice: Json) -> str:
    """Return the subscription of an invoice in an event, empty if it has none."""
    parent: Json = invoice.get("parent") or {}
    details: Json = parent.get("subscription_details") or {}
    return id_of(details.get("subscription") or invoice.get("subscription"))
