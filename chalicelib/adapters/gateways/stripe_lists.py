"""What happened at Stripe since some instant, page by page.

Four lists follow each other. PaymentIntents, refunds and disputes are listed by when they were
made. What happens to old ones later (a renewal paid at the third try, a debit that arrives, a
refund that comes back, a dispute that ends) and what costs nothing shows in the events alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.gateways.stripe_hints import subscription_of
from chalicelib.adapters.gateways.stripe_objects import Listing, id_of
from chalicelib.adapters.gateways.stripe_reading import PaymentReader
from chalicelib.kernel.page import Page
from chalicelib.payments.model import GatewayPayment, GatewayStatus

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

Json = Mapping[str, Any]

MOST_PER_PAGE = 100
_INTENTS, _REFUNDS, _DISPUTES, _EVENTS = "intents", "refunds", "disputes", "events"
_NEXT = {_INTENTS: _REFUNDS, _REFUNDS: _DISPUTES, _DISPUTES: _EVENTS}
_KINDS = (
    "payment_intent.succeeded",
    "invoice.paid",
    "refund.updated",
    "refund.failed",
    "charge.dispute.closed",
)
_BOOKED = frozenset({GatewayStatus.PAID, GatewayStatus.REFUNDED})


def list_since(api: "StripeApi", since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
    """Return a page of the payments that moved at or after `since`, each as it stands now.

    `cursor` is ``<list>:<after>``, for PaymentIntents ``intents:<after>:<tied after>``.
    """
    name, _, after = (cursor or f"{_INTENTS}:").partition(":")
    reader = PaymentReader(api)
    if name == _INTENTS:
        after, _, tied_after = after.partition(":")
        listed = api.intents(Listing(since, after, MOST_PER_PAGE))
        found, tied = reader.of_page(listed["data"], since=since, tied_after=tied_after)
        return _page(found, _following(name, listed, tail=f":{tied}"))
    if name == _EVENTS:
        listed = api.events(_KINDS, Listing(since, after, MOST_PER_PAGE))
        ids = dict.fromkeys(_late_id(event, since=since) for event in listed["data"])
        late = [reader.by_id(each) for each in ids if each]
        return _page([each for each in late if each], _following(name, listed))
    list_rows = api.refunds if name == _REFUNDS else api.disputes
    listed = list_rows(Listing(since, after, MOST_PER_PAGE))
    intents = [row["payment_intent"] for row in listed["data"]]
    once = {intent["id"]: intent for intent in intents if intent}
    found = [reader.of_intent(intent) for intent in once.values()]
    return _page(found, _following(name, listed))


def _page(found: list[GatewayPayment], following: str | None) -> Page[GatewayPayment]:
    return Page(tuple(each for each in found if each.status in _BOOKED), following)


def _following(name: str, listed: Json, *, tail: str = "") -> str | None:
    rows = listed["data"]
    if listed["has_more"] and rows:
        return f"{name}:{rows[-1]['id']}{tail}"
    return f"{_NEXT[name]}:" if name in _NEXT else None


def _late_id(event: Json, *, since: datetime) -> str:
    """Return the payment of an event that no other list shows, empty for all others."""
    kind, subject = event["type"], event["data"]["object"]
    match kind:
        case "payment_intent.succeeded":
            return str(subject["id"]) if subject["created"] < int(since.timestamp()) else ""
        case "invoice.paid":
            is_free = not subject["amount_paid"] and bool(subscription_of(subject))
            return str(subject["id"]) if is_free else ""
        case "charge.dispute.closed":
            return id_of(subject.get("payment_intent"))
        case _:
            is_undone = subject["status"] in {"failed", "canceled"}
            return id_of(subject.get("payment_intent")) if is_undone else ""
