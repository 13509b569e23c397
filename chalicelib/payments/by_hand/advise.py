"""Suggest whose a payment is, and show what it would buy them (X008)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from chalicelib.catalog.model import Plan
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.browsing import find
from chalicelib.payments.model import GatewayName, Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.addresses import Address
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.allocation import allocate
from chalicelib.payments.rules.suggest import NEAR, Candidate, Suggestion, ranked
from chalicelib.payments.settling.purchase import bought_by_decision
from chalicelib.payments.settling.trial_end import trial_in_the_way
from chalicelib.settings.model import OtherAmounts
from chalicelib.subscriptions.grace import next_start
from chalicelib.subscriptions.lifecycle import last_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

MOST_SUGGESTIONS = 8
_OF_EACH_SEARCH = 10
_WHOSE_TIME_ENDS = 25
_FORMER_PAYMENTS = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What a payment would buy: time (the end is exclusive), and perhaps store credit."""

    plan: Plan
    terms: int
    starts_at: datetime
    ends_at: datetime
    credit: Money | None
    reason: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Somebody who may have paid, why, and what the payment would buy of the plan that fits."""

    suggestion: Suggestion
    preview: Preview | None


def advise(deps: PaymentsDeps, *, payment_id: PaymentId) -> tuple[Advice, ...]:
    """Return who may have paid, the likeliest first; raises NotFoundError.

    People are found by indexes alone (address, name, marks, whose time ends about now), so that it
    costs the same however many there are.
    """
    payment = find.payment(deps, payment_id)
    users = {user.id: user for user in _people(deps, payment)}
    subscriptions = deps.subscriptions.many(tuple(sorted(users))) if users else {}
    plans = {plan.id: plan for plan in deps.catalog.plans()}
    marked = _marked(deps, payment)
    candidates = [
        Candidate(
            user,
            subscriptions[user.id],
            _last_plan(subscriptions[user.id], plans),
            is_marked=user.id in marked,
        )
        for user in users.values()
    ]
    best = ranked(payment, candidates)[: MOST_SUGGESTIONS * 2]
    known = [
        replace(each.candidate, paid_from=_paid_from(deps, each.candidate.user.id))
        for each in best
    ]
    agreement = _agreement(deps, payment)
    return tuple(
        Advice(each, _preview_for(deps, payment, each.candidate, plans.values(), agreement))
        for each in ranked(payment, known)[:MOST_SUGGESTIONS]
    )


def preview(
    deps: PaymentsDeps,
    *,
    payment_id: PaymentId,
    user_id: UserId,
    plan_id: PlanId,
    amount: Money | None = None,
) -> Preview:
    """Return what the payment, or a share of it, would buy a user of a plan if assigned now.

    Raises NotFoundError, InvalidError for an unknown user or plan.
    """
    payment = find.payment(deps, payment_id)
    user, plan = find.user(deps, user_id), find.plan(deps, plan_id)
    part = replace(payment, amount=amount, refunded=None) if amount else payment
    subscription = deps.subscriptions.get(user.id)
    return _preview(deps, part, subscription, plan, _agreement(deps, payment))


def _people(deps: PaymentsDeps, payment: Payment) -> Iterable[User]:
    ids = {*payment.candidates, *_marked(deps, payment)}
    ending = deps.subscriptions.due(
        now=max(deps.clock.now(), payment.paid_at) + NEAR, cursor=None, limit=_WHOSE_TIME_ENDS
    )
    ids |= {each.user_id for each in ending.items}
    yield from deps.users.many(tuple(sorted(ids))).values()
    for text in _searched(payment):
        yield from deps.users.search(text=text, cursor=None, limit=_OF_EACH_SEARCH).items


def _searched(payment: Payment) -> tuple[str, ...]:
    """Return what names, addresses and Plex names may begin with; at most four texts."""
    payer = Address.of(payment.payer_email)
    names = payment.payer_name.casefold().split()
    texts = [payer.local] if payer else []
    texts += [payment.payer_name.strip().casefold(), *islice(names, 2)] if names else []
    return tuple(dict.fromkeys(text for text in texts if len(text) > 1))


def _marked(deps: PaymentsDeps, payment: Payment) -> frozenset[UserId]:
    wanted = []
    if payment.subscription_ref:
        wanted.append(marks.of_agreement(payment.key.gateway, payment.subscription_ref))
    if payment.payer_email and payment.key.gateway is GatewayName.PAYPAL:
        wanted.append(marks.of_paypal(payment.payer_email))
    pointed = deps.store.payers(tuple(wanted)) if wanted else {}
    return frozenset(user_id for users in pointed.values() for user_id in users)


def _paid_from(deps: PaymentsDeps, user_id: UserId) -> frozenset[str]:
    page = deps.store.of_user(user_id, cursor=None, limit=_FORMER_PAYMENTS)
    return frozenset(each.payer_email.strip().casefold() for each in page.items) - {""}


def _last_plan(subscription: Subscription, plans: dict[PlanId, Plan]) -> Plan | None:
    last = last_period(subscription)
    return plans.get(last.plan_id) if last else None


def _agreement(deps: PaymentsDeps, payment: Payment) -> Agreement | None:
    if not payment.subscription_ref:
        return None
    return deps.store.agreement(payment.key.gateway, payment.subscription_ref)


def _preview_for(
    deps: PaymentsDeps,
    payment: Payment,
    candidate: Candidate,
    plans: Iterable[Plan],
    agreement: Agreement | None,
) -> Preview | None:
    plan = _fitting(payment, candidate.plan, plans)
    if plan is None:
        return None
    return _preview(deps, payment, candidate.subscription, plan, agreement)


def _fitting(payment: Payment, last: Plan | None, plans: Iterable[Plan]) -> Plan | None:
    """Return the last plan if the amount pays terms of it, else one that costs exactly that."""
    if last is not None and not allocate(payment.left, last, rule=OtherAmounts.REVIEW).review:
        return last
    exact = [each for each in plans if each.price == payment.left and each.is_active]
    return exact[0] if len(exact) == 1 else last


def _preview(
    deps: PaymentsDeps,
    payment: Payment,
    subscription: Subscription,
    plan: Plan,
    agreement: Agreement | None,
) -> Preview:
    bought = bought_by_decision(deps, payment, plan, agreement)
    now = deps.clock.now()
    follows = next_start(subscription, now=now)
    return Preview(
        plan,
        bought.terms,
        now if trial_in_the_way(subscription, now=now) else follows,
        bought.end_from(follows, plan),
        bought.credit,
        bought.reason,
    )
