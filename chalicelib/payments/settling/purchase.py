"""What a payment without an order buys, and for which plan (B055)."""

from dataclasses import replace
from functools import partial

from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import Actor
from chalicelib.payments.model import GatewayPayment, Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.credit import credited
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.allocation import Allocation, allocate
from chalicelib.payments.rules.people import Person
from chalicelib.payments.writing.booking import Purchase
from chalicelib.settings.model import OtherAmounts
from chalicelib.subscriptions.lifecycle import last_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User


def plan_of(
    deps: PaymentsDeps, subscription: Subscription, agreement: Agreement | None
) -> Plan | None:
    """Return what a payment is for: the agreement's plan, else the one that was paid last."""
    last = last_period(subscription)
    plan_id = agreement.plan_id if agreement else (last.plan_id if last else None)
    return deps.catalog.plan(plan_id) if plan_id else None


def bought_itself(
    deps: PaymentsDeps,
    found: GatewayPayment,
    plan: Plan | None,
    agreement: Agreement | None,
    user: User,
) -> Allocation:
    """Return what a payment buys of the plan without anybody's help, or why it cannot."""
    name = user.name or user.email
    if plan is None:
        return Allocation(review=f"{name} has no plan that the payment could be for.")
    if agreement is not None and found.covers_until is not None:
        # What was agreed is charged by the gateway itself, for a time that it states.
        return Allocation(terms=1, reason=f"{found.amount} renews {plan.name}.")
    priced = _agreed(plan, agreement)
    bought = allocate(found.amount, priced, rule=OtherAmounts.REVIEW)
    if bought.review:
        # Only what is no multiple of the price goes by the operator's rule.
        bought = allocate(found.amount, priced, rule=deps.settings.payments().other_amounts)
    return replace(bought, review=f"{name}: {bought.review}") if bought.review else bought


def bought_by_decision(
    deps: PaymentsDeps, payment: Payment, plan: Plan, agreement: Agreement | None
) -> Allocation:
    """Return what is left of a payment buys when a person says for which plan it is.

    The operator's rule for other amounts holds; where that leaves it to a person, one term.
    """
    rule = deps.settings.payments().other_amounts
    bought = allocate(payment.left, _agreed(plan, agreement), rule=rule)
    if not bought.review:
        return bought
    reason = f"{plan.name} costs {plan.price}; {payment.left} buys one term of it by decision."
    return Allocation(terms=1, reason=reason)


def bought_by(
    deps: PaymentsDeps,
    payment: Payment,
    person: Person,
    plan: Plan,
    bought: Allocation,
    *,
    agreement: Agreement | None,
    actor: Actor,
    subscription: Subscription | None = None,
) -> Purchase:
    """Return the purchase of what the payment buys for a person, store credit included."""
    user_id = person.user.id
    purchase = Purchase(
        person,
        subscription or deps.subscriptions.get(user_id),
        plan.id,
        plan.name,
        partial(bought.end_from, plan=plan),
        agreement=agreement,
        why=bought.reason,
        is_trial=plan.is_trial,
    )
    if bought.credit is None:
        return purchase
    balance = deps.store.credit(user_id)
    writes = credited(
        balance, payment, bought.credit, why=bought.reason, actor=actor, now=deps.clock.now()
    )
    return replace(purchase, kept_as_credit=bought.credit, extras=writes)


def _agreed(plan: Plan, agreement: Agreement | None) -> Plan:
    """Return the plan at the price that was agreed, which a later edit does not touch."""
    is_its_plan = agreement is not None and agreement.plan_id == plan.id
    if agreement is None or not is_its_plan or agreement.price is None:
        return plan
    return replace(plan, price=agreement.price)
