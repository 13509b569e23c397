"""Say whose a payment is: assign it to somebody, or share it out (X008, B045)."""

from dataclasses import dataclass, replace

from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, InvalidError, Problem
from chalicelib.kernel.ids import PaymentId, PlanId, UserId, new_id
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Put, Write
from chalicelib.payments.browsing import find
from chalicelib.payments.model import Order, Payment, PaymentKey, PaymentStatus
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.people import Person, made_by_hand
from chalicelib.payments.settle import commit_anew
from chalicelib.payments.settling import group as groups
from chalicelib.payments.settling import promises
from chalicelib.payments.settling.bonuses import no_newcomer, rewarded
from chalicelib.payments.settling.purchase import bought_by, bought_by_decision
from chalicelib.payments.settling.trial_end import settled
from chalicelib.payments.writing.booking import Purchase
from chalicelib.payments.writing.outcome import Booking, Outcome
from chalicelib.users.model import User

MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a transaction: who gets it, for which plan, and how much of the money."""

    user_id: UserId
    plan_id: PlanId
    amount: Money


def assign(
    deps: PaymentsDeps,
    *,
    payment_id: PaymentId,
    user_id: UserId,
    plan_id: PlanId,
    actor: Actor,
    learns: bool = False,
) -> Payment:
    """Settle an unmatched or held payment for a user: it buys what its amount buys of the plan.

    Whole multiples of the price buy as many terms; any other amount goes by the operator's rule,
    and buys one term where that leaves it to a person. With `learns` the payer's PayPal address
    and the recurring agreement are noted with the user, so that the next payment matches by itself
    (B046). A plan for a group buys the same for everybody linked to the user (B116). Doing it
    twice for the same user and plan is success. Raises NotFoundError, InvalidError for an unknown
    user or plan, ConflictError while the payer disputes it, when it was given back, or when more
    users are linked than the plan covers, IllegalMoveError when the payment bought something else
    already.
    """
    known = find.payment(deps, payment_id)
    user, plan = find.user(deps, user_id), find.plan(deps, plan_id)

    def decide() -> Booking:
        payment = find.fresh(deps, known.key)
        if (payment.status, payment.user_id, payment.plan_id) == (
            PaymentStatus.SETTLED,
            user.id,
            plan.id,
        ):
            return Booking(Outcome.KNOWN, payment)
        moved = replace(_still_there(payment).move(PaymentStatus.SETTLED), attention="")
        order = deps.store.order(payment.order_id) if payment.order_id else None
        person, refusal = _brought(deps, order, user, actor=actor)
        purchase = _purchase(deps, payment, person, plan, actor=actor)
        learned = marks.learned_from(payment, user.id) if learns else ()
        now = deps.clock.now()
        code = promises.counted(order, payment, user.id, store=deps.store, actor=actor, now=now)
        extras = (*purchase.extras, *refusal, *map(Put, learned), *code)
        purchase = replace(purchase, extras=extras)
        group = groups.checked(groups.group_of(deps, user, covers=plan.covers))
        booked = groups.settled(deps, moved, purchase, group, actor=actor, now=now)
        return rewarded(deps, booked, actor=actor)

    return commit_anew(deps, decide, subject=str(known.key)).payment or known


def split(
    deps: PaymentsDeps, *, payment_id: PaymentId, shares: tuple[Share, ...], actor: Actor
) -> tuple[Payment, ...]:
    """Share an unmatched or held payment out among several people, each with a sequence number.

    The first share keeps the payment's own row, the others follow with the numbers after it (B036,
    B122). Sharing it out again alike is success. Raises NotFoundError, InvalidError unless the
    amounts are positive and sum exactly to the payment's, ConflictError for a payment that was
    shared out otherwise, refunded or disputed.
    """
    known = find.fresh(deps, find.payment(deps, payment_id).key)
    if known.parts > 1:
        return _shared_before(deps.store.parts(known), shares)
    _check_shares(known, shares)
    people = [(find.user(deps, each.user_id), find.plan(deps, each.plan_id)) for each in shares]

    def decide() -> Booking:
        payment = find.fresh(deps, known.key)
        if payment.parts > 1:
            _shared_before(deps.store.parts(payment), shares)
            return Booking(Outcome.KNOWN, payment)
        now = deps.clock.now()
        if payment.refunded:
            raise ConflictError(
                "A part of this payment was refunded.", remedy="Assign it to one person."
            )
        whole = replace(_still_there(payment).move(PaymentStatus.SETTLED), attention="")
        bookings = []
        for number, (share, (user, plan)) in enumerate(zip(shares, people, strict=True), start=1):
            part = _part(whole, number=number, count=len(shares), amount=share.amount)
            if number > 1:
                part = replace(part, id=PaymentId(new_id("pay", now=now)), version=0)
            purchase = _purchase(deps, part, Person(user), plan, actor=actor)
            bookings.append(settled(deps, part, purchase, actor=actor, now=now))
        return rewarded(deps, _together(bookings), actor=actor)

    first = commit_anew(deps, decide, subject=str(known.key)).payment or known
    return deps.store.parts(first)


def _shared_before(parts: tuple[Payment, ...], shares: tuple[Share, ...]) -> tuple[Payment, ...]:
    """Return the parts if they are these very shares; raises ConflictError if they are others."""
    if [Share(p.user_id, p.plan_id, p.amount) for p in parts if p.user_id and p.plan_id] != [
        *shares
    ]:
        raise ConflictError(
            "This payment was shared out before.", remedy="Give each part to somebody else."
        )
    return parts


def _still_there(payment: Payment) -> Payment:
    """Return the payment; raises ConflictError when its money went back or is disputed."""
    if payment.is_in_doubt:
        raise ConflictError(
            "The payer disputes this payment, so it buys nothing.",
            remedy="Wait until the dispute is won.",
        )
    if payment.status is PaymentStatus.REFUNDED or payment.left.minor <= 0 < payment.amount.minor:
        raise ConflictError(
            "All of this payment was given back, so it buys nothing.",
            remedy="Enter a payment by hand for time that is a gift.",
        )
    return payment


def _brought(
    deps: PaymentsDeps, order: Order | None, user: User, *, actor: Actor
) -> tuple[Person, tuple[Write, ...]]:
    """Return the user with who brought them by the order, or the note that nobody did."""
    if order is None or order.referrer_id is None or user.referred_by == order.referrer_id:
        return Person(user), ()
    person = made_by_hand(deps.users.get(user.id) or user, order)
    if person.writes:
        return person, ()
    return person, no_newcomer(order, person, actor=actor, now=deps.clock.now())


def _purchase(
    deps: PaymentsDeps, payment: Payment, person: Person, plan: Plan, *, actor: Actor
) -> Purchase:
    agreement = _agreement(deps, payment)
    bought = bought_by_decision(deps, payment, plan, agreement)
    return bought_by(deps, payment, person, plan, bought, agreement=agreement, actor=actor)


def _agreement(deps: PaymentsDeps, payment: Payment) -> Agreement | None:
    if not payment.subscription_ref:
        return None
    return deps.store.agreement(payment.key.gateway, payment.subscription_ref)


def _part(whole: Payment, *, number: int, count: int, amount: Money) -> Payment:
    """Return a part; the first alone carries the recurring agreement, which has one owner."""
    key = PaymentKey(whole.key.gateway, whole.key.external_id, number)
    ref = whole.subscription_ref if number == 1 else ""
    return replace(whole, key=key, parts=count, amount=amount, subscription_ref=ref)


def _together(bookings: list[Booking]) -> Booking:
    writes = tuple(write for each in bookings for write in each.writes)
    return replace(bookings[0], writes=writes)


def _check_shares(payment: Payment, shares: tuple[Share, ...]) -> None:
    problems = []
    if not 2 <= len(shares) <= MOST_PARTS:
        message = f"A payment is shared by 2 to {MOST_PARTS} people."
        problems.append(Problem("shares", message, "Add or remove people."))
    if len({each.user_id for each in shares}) < len(shares):
        message = "One person stands in the list twice."
        problems.append(Problem("shares", message, "Name each person once."))
    currencies = {each.amount.currency for each in shares} | {payment.amount.currency}
    if len(currencies) > 1 or any(each.amount.minor <= 0 for each in shares):
        message = f"Each share is an amount of {payment.amount.currency} above zero."
        problems.append(Problem("shares", message, "Correct the amounts."))
    elif sum(each.amount.minor for each in shares) != payment.amount.minor:
        message = f"The shares do not sum to {payment.amount}."
        problems.append(Problem("shares", message, "Correct the amounts."))
    if problems:
        raise InvalidError("The payment cannot be shared like this.", problems=tuple(problems))
