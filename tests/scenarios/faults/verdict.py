"""What must be true when a sale has come to its end, however it got there."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from chalicelib.access.model import Share, ShareState
from chalicelib.adapters.dynamo import codec
from chalicelib.catalog.model import Library, Plan, Seats, shared_libraries
from chalicelib.jobs.model import Job, JobState, ScheduleState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Order, OrderStatus, Payment, PaymentStatus
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from infra.sandbox import mail
from tests.scenarios.faults.stage import Stage

PERSON = "finn"
EMAIL = "finn@demo.example"
_MAILS = ["access_ready", "invite_sent", "payment_received"]
_PRICE = Money(1000, "USD")

R = TypeVar("R")


def failings(stage: Stage) -> list[str]:
    """Return what is not as it must be: one payment, one user, one share, each mail once."""
    rows = stage.rows()
    return [
        *_books(stage, rows),
        *_access(stage, rows),
        *_mails(stage),
        *_work(stage, rows),
        *_page(stage),
    ]


def _books(stage: Stage, rows: list[Any]) -> Iterator[str]:
    payments, users = _all(Payment, rows), _all(User, rows)
    paid = [each for each in stage.standins.store.list("stripe.charge") if each["paid"]]
    if len(paid) != 1:
        yield f"{len(paid)} charges at Stripe"
    if len(payments) != 1 or len(users) != 1:
        yield f"{len(payments)} payments, {len(users)} users"
        return
    payment, user = payments[0], users[0]
    facts = payment.status, payment.amount, payment.plan_id, payment.user_id, payment.attention
    if facts != (PaymentStatus.SETTLED, _PRICE, stage.ids["Standard"], user.id, ""):
        yield f"the payment is {payment}"
    if user.email != EMAIL:
        yield f"the user is {user}"
    periods = [period for each in _all(Subscription, rows) for period in each.periods]
    bought = [(each.payment_id, each.starts_at, each.ends_at) for each in periods]
    if bought != [(payment.id, payment.starts_at, payment.ends_at)]:
        yield f"the subscription's periods are {periods}"
    orders = _all(Order, rows)
    keys = [each.payment_key for each in orders if each.status is OrderStatus.PAID]
    if keys != [payment.key] or any(each.status is OrderStatus.OPEN for each in orders):
        yield f"the orders are {orders}"
    settled = [each for each in _all(AuditEntry, rows) if each.action == "payment.settled"]
    if len(settled) != 1:
        yield f"the audit log has {len(settled)} settlements"


def _access(stage: Stage, rows: list[Any]) -> Iterator[str]:
    shares = [each for each in _all(Share, rows) if each.takes_seat]
    now = stage.now()
    for seats in _all(Seats, rows):
        people = sum(each.server_id == seats.server_id for each in shares)
        if seats.people != people or seats.taken(now=now) != people:
            yield f"{people} shares, but {seats}"
    if [each.state for each in shares] != [ShareState.ACCEPTED]:
        yield f"the shares are {shares}"
        return
    plan = next(each for each in _all(Plan, rows) if each.id == stage.ids["Standard"])
    own = tuple(each for each in _all(Library, rows) if each.server_id == shares[0].server_id)
    due = shared_libraries(plan, own)
    if set(shares[0].library_ids) != {each.id for each in due}:
        yield f"the share has {shares[0].library_ids}"
    at_plex = stage.shares_of(PERSON)
    held = [(each["state"], each["all_libraries"], set(each["libraries"])) for each in at_plex]
    if held != [("accepted", False, {each.title for each in due})]:
        yield f"Plex has {at_plex}"


def _mails(stage: Stage) -> Iterator[str]:
    if sorted(stage.occasions(EMAIL)) != _MAILS:
        yield f"the mails are {stage.occasions(EMAIL)}"
    everything = Counter(each["to"][0] for each in mail.inbox(stage.standins))
    if everything != {EMAIL: len(_MAILS)}:
        yield f"mails went to {dict(everything)}"


def _work(stage: Stage, rows: list[Any]) -> Iterator[str]:
    now = stage.now()
    for job in _all(Job, rows):
        is_left = job.state in {JobState.READY, JobState.RUNNING} and job.due_at <= now
        if job.state in {JobState.PARKED, JobState.RUNNING} or is_left:
            yield f"{job.id} is {job.state} after {job.attempts} tries: {job.last_error}"
    for schedule in _all(ScheduleState, rows):
        if schedule.is_held(now=now):
            yield f"the schedule {schedule.name} is still held"


def _page(stage: Stage) -> Iterator[str]:
    if "order" not in stage.memo:
        yield "the customer has no order"
        return
    stage_word = stage.visitor.get(f"{stage.memo['order']}/status").json().get("stage")
    if stage_word != "ready":
        yield f"the order's page says {stage_word}"


def _all(kind: type[R], rows: list[Any]) -> list[R]:
    found = [row for row in rows if row.get("record_type") == {"S": kind.__name__}]
    return [codec.from_attributes(kind, row) for row in found]
