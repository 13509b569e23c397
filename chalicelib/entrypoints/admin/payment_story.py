"""The whole story of a payment: its parts, the ledger, who did what, and what the gateway said."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import (
    AuditShape,
    MoneyShape,
    PaymentShape,
    money_shape,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.page import Page
from chalicelib.payments.browsing import find
from chalicelib.payments.ledger import LedgerEntry
from chalicelib.payments.model import GatewayEvent, Order, Payment

registry = Registry()

# A story is read from lists of everything, so far and no further.
_MOST_AUDITED = 200
_MOST_WEBHOOKS = 300
# Webhooks may come before the payment is booked.
_BEFORE = timedelta(days=2)


class LineShape(Model):
    """A line of the ledger: money that moved, store credit, and seconds of paid time."""

    id: str
    kind: str
    at: datetime
    actor: str
    why: str
    user_id: str | None
    user_label: str
    money: MoneyShape | None
    credit: MoneyShape | None
    seconds: int


class OrderShape(Model):
    """The checkout that the payment came from."""

    id: str
    status: str
    mode: str
    plan_name: str
    price: MoneyShape
    email: str
    name: str
    created_at: datetime
    discount_code: str


class WebhookShape(Model):
    """A webhook of the gateway about the payment, and what came of it."""

    event_id: str
    kind: str
    received_at: datetime
    outcome: str


class StoryShape(Model):
    """Everything about a payment; lists are oldest first."""

    payment: PaymentShape
    parts: list[PaymentShape]
    order: OrderShape | None
    ledger: list[LineShape]
    audit: list[AuditShape]
    webhooks: list[WebhookShape]


@registry.add(
    "GET",
    "/payments/{payment_id}/story",
    summary="Everything about a payment",
    returns=StoryShape,
)
def read_payment_story(call: Call[NoInput, NoInput]) -> StoryShape:
    """Return the payment with its parts, ledger lines, audit entries, order and webhooks."""
    deps = wiring.payments_deps()
    payment = find.payment(deps, PaymentId(call.path["payment_id"]))
    parts = deps.store.parts(payment)
    order = deps.store.order(payment.order_id) if payment.order_id else None
    lines = sorted(
        chain.from_iterable(deps.store.ledger_of_payment(part.key) for part in parts),
        key=lambda line: line.id,
    )
    people = {each for each in (*(p.user_id for p in parts), *(n.user_id for n in lines)) if each}
    audit = sorted(
        (each for part in parts for each in _audit(part, people)), key=lambda each: each.id
    )
    return StoryShape(
        payment=present.payments([payment])[0],
        parts=present.payments(parts),
        order=_order(order) if order else None,
        ledger=lines_of(lines),
        audit=present.audit_list(Page(tuple(audit))).items,
        webhooks=[WebhookShape.model_validate(each) for each in _webhooks(payment, order)],
    )


def _audit(payment: Payment, people: set[UserId]) -> Iterator[AuditEntry]:
    """Yield what was done about a payment while it was nobody's, and while it was a user's."""
    store = wiring.insights_deps().audit
    yield from store.about(payment.id, cursor=None, limit=_MOST_AUDITED).items
    for user_id in sorted(people):
        page = store.of_user(user_id, cursor=None, limit=_MOST_AUDITED)
        yield from (each for each in page.items if each.subject == payment.id)


def _webhooks(payment: Payment, order: Order | None) -> list[GatewayEvent]:
    names = {payment.key.external_id, payment.subscription_ref, order.checkout_id if order else ""}
    page = wiring.insights_deps().signs.webhooks(
        payment.key.gateway, cursor=None, limit=_MOST_WEBHOOKS
    )
    since = min(payment.paid_at, payment.recorded_at) - _BEFORE
    about = [
        each for each in page.items if each.subject in names - {""} and each.received_at >= since
    ]
    return about[::-1]


def lines_of(lines: Sequence[LedgerEntry]) -> list[LineShape]:
    """Return lines of the ledger as they are shown."""
    users = present.labels(each.user_id for each in lines)
    return [
        LineShape(
            id=each.id,
            kind=each.kind,
            at=each.at,
            actor=each.actor,
            why=each.why,
            user_id=each.user_id,
            user_label=users.get(each.user_id or "", ""),
            money=money_shape(each.money),
            credit=money_shape(each.credit),
            seconds=each.seconds,
        )
        for each in lines
    ]


def _order(order: Order) -> OrderShape:
    return OrderShape(
        id=order.id,
        status=order.status,
        mode=order.mode,
        plan_name=order.plan_name,
        price=MoneyShape.model_validate(order.price),
        email=order.email,
        name=order.name,
        created_at=order.created_at,
        discount_code=order.discount_code,
    )
