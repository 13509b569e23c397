"""Enter money that was received elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, InvalidError, Problem
from chalicelib.kernel.ids import PaymentId, PlanId, UserId, new_id
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Write
from chalicelib.kernel.term import Term
from chalicelib.payments.model import GatewayName, Payment, PaymentKey, PaymentStatus
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.rules.people import Person
from chalicelib.payments.settle import commit_anew
from chalicelib.payments.settling import group as groups
from chalicelib.payments.settling.bonuses import rewarded
from chalicelib.payments.writing.booking import Purchase
from chalicelib.payments.writing.outcome import Booking
from chalicelib.subscriptions.grace import next_start
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

LONGEST_ID = 200
LONGEST_NOTES = 2000
MOST_MINOR = 10**12
# What is paid after such a date must still have an end, so that no calendar runs out.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered of a payment; `external_id` names it, `ends_at` is exclusive.

    Without dates it adds a term as a renewal would: `term`, or that of the plan.
    """

    amount: Money
    external_id: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    term: Term | None = None
    notes: str = ""


def enter(
    deps: PaymentsDeps,
    *,
    user_id: UserId,
    plan_id: PlanId,
    amount: Money,
    external_id: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    notes: str,
    actor: Actor,
) -> Payment:
    """Record a payment by hand; the user is active for its period, which may lie anywhere.

    Without dates it adds one term of the plan as a renewal would; `ends_at` is exclusive and
    follows from `starts_at` by the plan's term when it is missing. A plan for a group gives the
    same to everybody linked to the user (B116). Raises InvalidError naming each field,
    ConflictError when `external_id` was used before (B035), or more users are linked than the plan
    covers.
    """
    entry = Entry(amount, external_id.strip(), starts_at, ends_at, notes=notes.strip())
    user, plan = deps.users.get(user_id), deps.catalog.plan(plan_id)
    problems = [*_unknown(user, plan), *wrong(entry, plan)]
    if user is None or plan is None or problems:
        raise InvalidError("The payment cannot be entered like this.", problems=tuple(problems))
    payment = recorded(entry, now=deps.clock.now())

    def decide() -> Booking:
        return booked(deps, payment, entry, Person(user), plan, actor=actor)

    return commit_anew(deps, decide, subject=str(payment.key)).payment or payment


def wrong(entry: Entry, plan: Plan | None) -> list[Problem]:
    """Return what is wrong with the entry for that plan, field by field (pure)."""
    return [
        *_wrong_money(entry.amount, plan),
        *_wrong_texts(entry.external_id, entry.notes),
        *_wrong_dates(entry.starts_at, entry.ends_at),
    ]


def key_of(entry: Entry) -> PaymentKey:
    """Return what names the entered payment (pure)."""
    return PaymentKey(GatewayName.MANUAL, entry.external_id)


def recorded(entry: Entry, *, now: datetime) -> Payment:
    """Return the payment as it was made, in the books of nobody yet (pure)."""
    return Payment(
        id=PaymentId(new_id("pay", now=now)),
        key=key_of(entry),
        status=PaymentStatus.SETTLED,
        amount=entry.amount,
        paid_at=now,
        recorded_at=now,
        notes=entry.notes,
    )


def booked(
    deps: PaymentsDeps,
    payment: Payment,
    entry: Entry,
    person: Person,
    plan: Plan,
    *,
    actor: Actor,
    extras: tuple[Write, ...] = (),
    why: str = "",
) -> Booking:
    """Decide what the entered payment changes, with `extras` in the same commit.

    Raises ConflictError when its id was used before (B035), or more users are linked than the
    plan covers, InvalidError for a period that ends before it begins.
    """
    if deps.store.payment(payment.key) is not None:
        raise _used_before(entry.external_id)
    now = deps.clock.now()
    subscription = deps.subscriptions.get(person.user.id)
    purchase = Purchase(
        person,
        subscription,
        plan.id,
        plan.name,
        plan.term.end_from,
        period=period_of(entry, plan, subscription, now=now),
        sends_receipt=False,
        extras=extras,
        why=why,
        is_trial=plan.is_trial,
    )
    group = groups.checked(groups.group_of(deps, person.user, covers=plan.covers))
    settled = groups.settled(deps, payment, purchase, group, actor=actor, now=now)
    return rewarded(deps, settled, actor=actor)


def period_of(
    entry: Entry, plan: Plan, subscription: Subscription, *, now: datetime
) -> tuple[datetime, datetime] | None:
    """Return the period that the entry names, None when it follows as a renewal would (pure).

    Raises InvalidError for one that ends before it begins.
    """
    starts_at, ends_at = entry.starts_at, entry.ends_at
    if starts_at is None and ends_at is None and entry.term is None:
        return None
    start = starts_at or next_start(subscription, now=now)
    end = ends_at or (entry.term or plan.term).end_from(start)
    if end <= start:
        raise InvalidError.of(
            "ends_at", "The period ends before it begins.", "Choose a later end or a start."
        )
    return start, end


def _used_before(external_id: str) -> ConflictError:
    message = f"A payment with the id {external_id} was entered before."
    remedy = "Use another id, or look for that payment in the list."
    problem = Problem("external_id", message, remedy)
    return ConflictError(message, remedy=remedy, code="already_recorded", problems=(problem,))


def _unknown(user: User | None, plan: Plan | None) -> list[Problem]:
    problems = []
    if user is None:
        problems.append(Problem("user_id", "There is no such user.", "Choose one of the list."))
    if plan is None:
        problems.append(Problem("plan_id", "There is no such plan.", "Choose one of the list."))
    return problems


def _wrong_money(amount: Money, plan: Plan | None) -> list[Problem]:
    problems = []
    if not 0 <= amount.minor <= MOST_MINOR:
        problems.append(Problem("amount", "This is no amount received.", "Enter 0 or more."))
    if plan is not None and amount.currency != plan.price.currency:
        message = f"{plan.name} is sold in {plan.price.currency}."
        problems.append(Problem("amount.currency", message, f"Use {plan.price.currency}."))
    return problems


def _wrong_texts(external_id: str, notes: str) -> list[Problem]:
    problems = []
    if not external_id or len(external_id) > LONGEST_ID or not external_id.isprintable():
        message = f"An id of 1 to {LONGEST_ID} characters is needed."
        problems.append(Problem("external_id", message, "Enter what names this payment."))
    if len(notes) > LONGEST_NOTES:
        problems.append(
            Problem("notes", "The notes are too long.", f"Use at most {LONGEST_NOTES} characters.")
        )
    return problems


def _wrong_dates(starts_at: datetime | None, ends_at: datetime | None) -> list[Problem]:
    given = {"starts_at": starts_at, "ends_at": ends_at}
    problems = [
        Problem(name, "The time zone is missing.", "Add Z or an offset.")
        for name, at in given.items()
        if at is not None and at.tzinfo is None
    ]
    if not problems:
        message = f"This is not between the years {EARLIEST.year} and {LATEST.year}."
        remedy = "Choose a nearer date; whoever is to have access for good is made permanent."
        problems = [
            Problem(name, message, remedy)
            for name, at in given.items()
            if at is not None and not EARLIEST <= at < LATEST
        ]
    if not problems and starts_at and ends_at and ends_at <= starts_at:
        message = "The period ends before it begins."
        problems.append(Problem("ends_at", message, "Choose a later end."))
    return problems
