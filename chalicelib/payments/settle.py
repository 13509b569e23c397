"""Book a payment: the one place where webhook, return page and hourly sync end."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.records import Write
from chalicelib.payments.matching import Known, Match, buyers, difference, match_payer
from chalicelib.payments.model import GatewayName, GatewayPayment, GatewayStatus, Order, Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing import plan_change, renewal_change
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.people import Person, newcomer, returning
from chalicelib.payments.rules.settle_view import Payer, SettleView
from chalicelib.payments.settling import bonuses, promises, review, trials
from chalicelib.payments.settling import group as groups
from chalicelib.payments.settling.dates import moved_along
from chalicelib.payments.settling.purchase import bought_by, bought_itself, plan_of
from chalicelib.payments.writing import alarm, booking, growth, set_aside
from chalicelib.payments.writing.booking import Purchase
from chalicelib.payments.writing.outcome import Booking, Outcome
from chalicelib.settings.model import ReversalPolicy
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

log = logging.getLogger(__name__)

# Each lost race means that somebody else moved on, so this is far more than enough.
MOST_TRIES = 8
# What one commit holds.
_MOST_WRITES = 100


def settle(deps: PaymentsDeps, *, found: GatewayPayment, actor: Actor) -> Payment | None:
    """Book a payment as its gateway tells it; None when nothing is to book (pending, failed).

    Idempotent by the payment's key: the same payment in the same state changes nothing. Raises
    RetryLaterError when the database is busy.
    """
    return book(deps, found=found, actor=actor).payment


def book(
    deps: PaymentsDeps,
    *,
    found: GatewayPayment,
    actor: Actor,
    also: Callable[[Outcome], tuple[Write, ...]] | None = None,
) -> Booking:
    """Do as `settle`, say what came of it, and add what `also` returns to the commit, if any.

    What is seen for the first time is booked as it was paid; if money went back already, that is
    reviewed right after, as if it happened now.
    """

    def decide() -> Booking:
        return bonuses.rewarded(deps, _decide(deps, found=found, actor=actor), actor=actor)

    booked = commit_anew(deps, decide, also=also, subject=str(found.key))
    is_new = booked.payment is not None and booked.payment.version == 1 and bool(booked.writes)
    if is_new and booked.payment and not known_unchanged(booked.payment, found):
        return commit_anew(deps, decide, subject=str(found.key))
    return booked


def commit_anew(
    deps: PaymentsDeps,
    decide: Callable[[], Booking],
    *,
    subject: str,
    also: Callable[[Outcome], tuple[Write, ...]] | None = None,
) -> Booking:
    """Commit what `decide` says; when somebody was faster, read and decide anew, and so on.

    Returns the payment as stored. Raises RetryLaterError after `MOST_TRIES` lost races.
    """
    for _ in range(MOST_TRIES):
        decided = _alarmed(deps, decide())
        if not decided.writes or decided.payment is None:
            return decided
        writes = (*decided.writes, *(also(decided.outcome) if also else ()))
        # A group that paid far ahead has more payments to date anew than one commit holds.
        fits = len(writes) + len(decided.dates) <= _MOST_WRITES
        try:
            deps.database.commit(*writes, *(decided.dates if fits else ()))
        except (AlreadyRecordedError, StaleRecordError):
            continue
        if not fits:
            _date(deps, decided.dates, subject=subject)
        deps.nudge.send(*decided.job_ids)
        log.info("payment.booked", extra={"payment": subject, "outcome": decided.outcome})
        stored = replace(decided.payment, version=decided.payment.version + 1)
        return replace(decided, payment=stored)
    raise RetryLaterError("The payment is being changed by others.", after_seconds=5)


def _date(deps: PaymentsDeps, dates: tuple[Write, ...], *, subject: str) -> None:
    """Commit what tells payments when their time is now; whoever changed one meanwhile knows."""
    for start in range(0, len(dates), _MOST_WRITES):
        try:
            deps.database.commit(*dates[start : start + _MOST_WRITES])
        except StaleRecordError:
            log.info("payment.dates_changed_by_others", extra={"payment": subject})


def known_unchanged(payment: Payment, found: GatewayPayment) -> bool:
    """Tell whether the books say of a payment all that its gateway says, so that none need read.

    A transaction in several parts is never taken for unchanged: what was given back is theirs
    together.
    """
    is_same = not growth.has_grown(payment, found) and not review.changes((payment,), found)
    return payment.parts == 1 and is_same


def _alarmed(deps: PaymentsDeps, decided: Booking) -> Booking:
    if not decided.alarm:
        return decided
    admin_email = deps.settings.site().admin_email
    return alarm.with_alarm(
        decided, admin_email=admin_email, site_url=deps.site_url, now=deps.clock.now()
    )


def _decide(deps: PaymentsDeps, *, found: GatewayPayment, actor: Actor) -> Booking:
    if found.status in {GatewayStatus.PENDING, GatewayStatus.FAILED}:
        return Booking(Outcome.NOTHING)
    now = deps.clock.now()
    view = deps.store.settle_view(
        found.key, order_id=found.order_id, subscription_ref=found.subscription_ref
    )
    if view.payment is not None and growth.has_grown(view.payment, found):
        return _grown(deps, view.payment, found, view, actor=actor)
    if view.payment is not None:
        return _reviewed(deps, view.payment, found, actor=actor)
    payment = booking.recorded(found, now=now)
    if found.status is GatewayStatus.REFUNDED:
        return _came_and_went(deps, payment, view.order, actor=actor, now=now)
    if view.order is not None and _is_awaited(found, view.order):
        return _for_order(deps, payment, found, view.order, view, actor=actor)
    return _by_payer(deps, payment, found, view, actor=actor)


def _grown(
    deps: PaymentsDeps, known: Payment, found: GatewayPayment, view: SettleView, *, actor: Actor
) -> Booking:
    """Decide anew about a payment for which more money came, unless a person has decided."""
    now, payment, order = deps.clock.now(), growth.grown(known, found), view.order
    if known.status not in growth.WAITING:
        decided = growth.noted(known, found, actor=actor, now=now)
    elif order is not None and _is_awaited(found, order):
        named = deps.users.many((order.user_id,)) if order.user_id else {}
        users = {each.id: each for each in (*deps.users.by_media(order.media), *named.values())}
        view = replace(view, users=tuple(users[user_id] for user_id in sorted(users)))
        decided = _for_order(deps, payment, found, order, view, actor=actor)
    else:
        decided = _by_payer(deps, payment, found, view, actor=actor)
    return growth.with_line(decided, known, found, actor=actor, now=now)


def _came_and_went(
    deps: PaymentsDeps, payment: Payment, order: Order | None, *, actor: Actor, now: datetime
) -> Booking:
    booked = set_aside.refunded_unseen(payment, order, actor=actor, now=now)
    if order is None:
        return booked
    back = promises.given_back(order, catalog=deps.catalog, store=deps.store, actor=actor, now=now)
    return replace(booked, writes=(*booked.writes, *back))


def _is_awaited(found: GatewayPayment, order: Order) -> bool:
    """Tell whether the payment is for the order, and not the next charge of a recurring one."""
    return order.awaits(found.key, subscription_ref=found.subscription_ref)


def _reviewed(
    deps: PaymentsDeps, payment: Payment, found: GatewayPayment, *, actor: Actor
) -> Booking:
    parts = deps.store.parts(payment) if payment.parts > 1 else (payment,)
    changes = review.changes(parts, found)
    if not changes:
        return Booking(Outcome.KNOWN, payment)
    user_ids = {each.payment.user_id for each in changes if each.payment.user_id}
    subscriptions = deps.subscriptions.many(tuple(sorted(user_ids))) if user_ids else {}
    credited_ids = {
        each.payment.user_id
        for each in changes
        if each.payment.user_id and each.payment.kept_as_credit
    }
    balances = {user_id: deps.store.credit(user_id) for user_id in sorted(credited_ids)}
    settings = deps.settings.payments()
    booked = review.reviewed(
        changes,
        review.Standing(subscriptions, balances),
        settings=settings,
        actor=actor,
        now=deps.clock.now(),
    )
    moved = moved_along(deps, booked.writes, before=subscriptions)
    freed = promises.freed(
        payment,
        booked.payment,
        catalog=deps.catalog,
        store=deps.store,
        actor=actor,
        now=deps.clock.now(),
        keeps_time=settings.refund_policy is ReversalPolicy.KEEP,
    )
    return replace(booked, writes=(*booked.writes, *freed), dates=moved)


def _for_order(
    deps: PaymentsDeps,
    payment: Payment,
    found: GatewayPayment,
    order: Order,
    view: SettleView,
    *,
    actor: Actor,
) -> Booking:
    booked = _as_ordered(deps, payment, found, order, view, actor=actor)
    if booked.outcome not in {Outcome.HELD, Outcome.UNMATCHED}:
        return booked
    taken = promises.taken_again(order, store=deps.store, actor=actor, now=deps.clock.now())
    return replace(booked, writes=(*booked.writes, *taken))


def _as_ordered(
    deps: PaymentsDeps,
    payment: Payment,
    found: GatewayPayment,
    order: Order,
    view: SettleView,
    *,
    actor: Actor,
) -> Booking:
    now = deps.clock.now()
    why = difference(found, order)
    if why:
        return set_aside.held(payment, order, why=why, actor=actor, now=now)
    candidates = buyers(order, view.users)
    if len(candidates) > 1:
        names = " and ".join(sorted(user.name or user.id for user in candidates))
        ids = tuple(user.id for user in candidates)
        match = Match(None, f"The Plex identity of the order belongs to {names}.", ids)
        return set_aside.unmatched(payment, match, actor=actor, now=now, order=order)
    if candidates:
        person = returning(candidates[0], order)
        subscription = _subscription(deps, candidates[0], view)
    else:
        person = newcomer(order, now=now)
        subscription = Subscription(person.user.id)
    group = groups.group_of(deps, person.user, covers=order.sub_accounts)
    if group.doubt:
        return set_aside.held(payment, order, why=group.doubt, actor=actor, now=now)
    kept = promises.kept(
        order,
        payment,
        person.user.id,
        store=deps.store,
        actor=actor,
        now=now,
    )
    if kept.refusal:
        return set_aside.held(payment, order, why=kept.refusal, actor=actor, now=now)
    purchase = Purchase(
        person,
        subscription,
        order.plan_id,
        order.plan_name,
        _end(order.term.end_from, found),
        order=order,
        agreement=view.agreement,
        extras=(*kept.writes, *bonuses.no_newcomer(order, person, actor=actor, now=now)),
    )
    granted = trials.granting(deps, purchase, actor=actor, now=now)
    if granted is None:
        # Somebody had the last place meanwhile, or the same person a trial: its form says so.
        return Booking(Outcome.NOTHING)
    replacement = plan_change.replacing(deps, payment, granted, actor=actor, now=now)
    if replacement.refusal:
        return set_aside.held(payment, order, why=replacement.refusal, actor=actor, now=now)
    return groups.settled(
        deps, replacement.payment, replacement.purchase, group, actor=actor, now=now
    )


def _end(
    end_from: Callable[[datetime], datetime], found: GatewayPayment
) -> Callable[[datetime], datetime]:
    """Return the end of what was bought: the gateway's own, where it tells one.

    Whoever paid further ahead by other means has the charged time after that, as long as ever.
    """

    def end(start: datetime) -> datetime:
        covered = found.covers_until
        if covered is None or covered <= start:
            return end_from(start)
        is_ahead = start > found.paid_at + booking.CHARGES_WITHIN
        return max(covered, end_from(start)) if is_ahead else covered

    return end


def _subscription(deps: PaymentsDeps, user: User, view: SettleView) -> Subscription:
    if view.subscription is not None and view.subscription.user_id == user.id:
        return view.subscription
    return deps.subscriptions.get(user.id)


def _by_payer(
    deps: PaymentsDeps,
    payment: Payment,
    found: GatewayPayment,
    view: SettleView,
    *,
    actor: Actor,
) -> Booking:
    """Book a payment without an order: for the one user who is meant, else for nobody."""
    agreement, payer = view.agreement, view.payer
    if found.settles_change and agreement is not None:
        changed = renewal_change.booked(deps, payment, found, agreement, actor=actor)
        if changed is not None:
            return changed
    now = deps.clock.now()
    match = match_payer(found, _known(deps, found, payer))
    if match.user is None:
        return set_aside.unmatched(payment, match, actor=actor, now=now)
    user = match.user
    is_payer = payer is not None and payer.user.id == user.id
    subscription = payer.subscription if is_payer and payer else deps.subscriptions.get(user.id)
    plan = (payer.plan if payer else None) or plan_of(deps, subscription, agreement)
    bought = bought_itself(deps, found, plan, agreement, user)
    if plan is None or bought.review:
        unclear = Match(None, bought.review, (user.id,))
        return set_aside.unmatched(payment, unclear, actor=actor, now=now)
    purchase = bought_by(
        deps,
        payment,
        Person(user),
        plan,
        bought,
        agreement=agreement,
        actor=actor,
        subscription=subscription,
    )
    purchase = replace(
        purchase,
        end_from=_end(purchase.end_from, found),
        why=f"{match.reason} {bought.reason}".strip(),
    )
    group = groups.group_of(deps, user, covers=plan.covers)
    if group.doubt:
        unclear = Match(None, group.doubt, (user.id,))
        return set_aside.unmatched(payment, unclear, actor=actor, now=now)
    return groups.settled(deps, payment, purchase, group, actor=actor, now=now)


def _known(deps: PaymentsDeps, found: GatewayPayment, payer: Payer | None) -> Known:
    """Return the users whom the payment's agreement and address point at."""
    email = found.payer_address
    agreed = (
        marks.of_agreement(found.key.gateway, found.subscription_ref)
        if found.subscription_ref
        else ""
    )
    paypal = marks.of_paypal(email) if email and found.key.gateway is GatewayName.PAYPAL else ""
    wanted = tuple(mark for mark in (agreed, paypal) if mark)
    pointed = deps.store.payers(wanted) if wanted else {}
    ids = {user_id for users in pointed.values() for user_id in users}
    users = {payer.user.id: payer.user} if payer else {}
    unread = ids - set(users)
    users |= deps.users.many(tuple(sorted(unread))) if unread else {}
    by_agreement, by_paypal = (
        tuple(users[each] for each in sorted(pointed.get(mark, ())) if each in users)
        for mark in (agreed, paypal)
    )
    # A recurring agreement that names one person says enough: the address need not be looked up.
    is_clear = len(by_agreement) == 1
    by_email = deps.users.by_email(email) if email and not is_clear else ()
    return Known(by_agreement, by_email, by_paypal)
