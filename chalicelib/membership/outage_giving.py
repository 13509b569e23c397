"""Give everybody whom an outage concerned the time back: once, whatever dies in between (X012).

Each person's time is a payment of nothing that is named by outage and person.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AlreadyRecordedError, StaleRecordError
from chalicelib.kernel.ids import OutageId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.membership.outage import Gift, GiftState, Outage, OutageState, given_time
from chalicelib.membership.ports import MembershipDeps
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.by_hand.enter import Entry, key_of, recorded
from chalicelib.payments.model import Payment
from chalicelib.payments.rules.people import Person
from chalicelib.payments.settle import commit_anew
from chalicelib.payments.writing import booking
from chalicelib.payments.writing.booking import Purchase
from chalicelib.payments.writing.outcome import Booking, Outcome
from chalicelib.subscriptions.grace import last_paid
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

log = logging.getLogger(__name__)

# A job's lease is two minutes; a person takes some ten calls of the database.
PEOPLE_AT_ONCE = 200
_LONGEST_WORK = timedelta(seconds=60)
_PAGE = 90


def give_all(deps: MembershipDeps, outage: Outage) -> None:
    """Give the next people their time, and order the rest; the last run closes the outage."""
    clock, begun = deps.paying.clock, deps.paying.clock.now()
    waiting = (each for each in gifts_of(deps, outage.id) if each.state is GiftState.WAITING)
    last = ""
    for count, gift in enumerate(waiting):
        if count >= PEOPLE_AT_ONCE or clock.now() - begun > _LONGEST_WORK:
            _go_on(deps, outage, after=last)
            return
        _give(deps, outage, gift)
        last = gift.user_id
    _finish(deps, outage)


def gifts_of(deps: MembershipDeps, outage_id: OutageId) -> Iterator[Gift]:
    """Yield everybody whom an outage concerned, by user."""
    cursor = None
    while True:
        page = deps.outages.gifts(outage_id, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def gift_text(outage: Outage) -> str:
    """Return what is given, in words (pure)."""
    days = f"{outage.days} day{'' if outage.days == 1 else 's'}"
    return f"{days} back for the outage of {outage.server_name} on {outage.began_at:%Y-%m-%d}"


def follow_job(outage_id: OutageId, *, now: datetime, after: str) -> Job:
    """Return the job that does what is next about an outage, once for what it comes after."""
    return new_job(JobKind.FOLLOW_OUTAGE, outage_id, now=now, cause=f"{outage_id}_{after}")


def _give(deps: MembershipDeps, outage: Outage, gift: Gift) -> None:
    """Give one person the time: payment, period, mail and the note of it are one commit."""
    user = deps.paying.users.get(gift.user_id)
    entry = _entry(deps, outage, gift)
    known = deps.paying.store.payment(key_of(entry))
    if known is not None:
        _note(deps, _given(gift, known))
        return
    if user is None:
        _note(deps, replace(gift, state=GiftState.PASSED))
        return
    person = Person(user)
    payment = recorded(entry, now=deps.paying.clock.now())

    def decide() -> Booking:
        if deps.paying.store.payment(payment.key) is not None:
            return Booking(Outcome.KNOWN)
        return _booked(deps, outage, gift, payment, person)

    commit_anew(deps.paying, decide, subject=str(payment.key))


def _booked(
    deps: MembershipDeps, outage: Outage, gift: Gift, payment: Payment, person: Person
) -> Booking:
    """Decide what the given time changes (the subscription is read anew each time)."""
    now = deps.paying.clock.now()
    paid = deps.paying.subscriptions.get(gift.user_id)
    period = given_time(paid, days=outage.days, now=now)
    bought = last_paid(paid)
    if bought is None:
        return Booking(Outcome.NOTHING)
    plan = deps.paying.catalog.plan(bought.plan_id)
    booked = booking.settled(
        payment,
        Purchase(
            person,
            paid,
            bought.plan_id,
            plan.name if plan else str(bought.plan_id),
            lambda _start: period[1],
            period=period,
            sends_receipt=False,
            why=gift_text(outage),
            grace_like=paid,
            action="outage.given",
        ),
        actor=Actor(outage.decided_by),
        now=now,
    )
    stored = booked.payment or payment
    extras: list[Write] = [Update(_given(gift, stored))]
    if person.user.email:
        extras.append(Insert(_mail(deps, outage, person.user, period, paid, now=now)))
    return replace(booked, writes=(*booked.writes, *extras))


def _given(gift: Gift, payment: Payment) -> Gift:
    return replace(gift, state=GiftState.GIVEN, payment_id=payment.id, ends_at=payment.ends_at)


def _note(deps: MembershipDeps, gift: Gift) -> None:
    try:
        deps.paying.database.commit(Update(gift))
    except StaleRecordError:
        # Another worker was faster, and found the same.
        log.info("outage.gift_known", extra={"outage_id": gift.outage_id})


def _entry(deps: MembershipDeps, outage: Outage, gift: Gift) -> Entry:
    nothing = Money.zero(deps.paying.settings.site().currency)
    return Entry(nothing, f"{outage.id}_{gift.user_id}", notes=gift_text(outage))


def _mail(
    deps: MembershipDeps,
    outage: Outage,
    user: User,
    period: tuple[datetime, datetime],
    paid: Subscription,
    *,
    now: datetime,
) -> Job:
    is_over = period[0] == now and all(each.ends_at <= now for each in paid.periods)
    facts = {
        "name": user.name,
        "server": outage.server_name,
        "began_at": to_iso(outage.began_at),
        "ended_at": to_iso(outage.ended_at),
        "days": str(outage.days),
        "ends_at": to_iso(period[1]),
        "begins_anew": "yes" if is_over else "no",
        "account_url": f"{deps.paying.site_url}/account",
    }
    message = Message(Event.OUTAGE_COMPENSATED, user.email, facts)
    return mail_job(message, cause=f"{outage.id}_{user.id}", now=now, user_id=user.id)


def _go_on(deps: MembershipDeps, outage: Outage, *, after: str) -> None:
    job = follow_job(outage.id, now=deps.paying.clock.now(), after=after)
    try:
        deps.paying.database.commit(Insert(job))
    except AlreadyRecordedError:
        return
    deps.paying.nudge.send(job.id)


def _finish(deps: MembershipDeps, outage: Outage) -> None:
    now = deps.paying.clock.now()
    given = sum(each.state is GiftState.GIVEN for each in gifts_of(deps, outage.id))
    done = replace(outage.move(OutageState.COMPENSATED), given=given, finished_at=now)
    told = {"people": outage.people, "given": given, "days": outage.days}
    entry = note(Actor(outage.decided_by), "outage.compensated", outage.id, now=now, after=told)
    try:
        deps.paying.database.commit(Update(done), Insert(entry))
    except StaleRecordError:
        return
    log.info("outage.compensated", extra={"outage_id": outage.id, "given": given})
