"""Another plan for somebody whose plan renews by itself, reckoned by the gateway (X009).

The customer is shown what the gateway reckons as of an instant, and the change names that very
instant: what is charged is what was shown, or nothing is. The gateway's own word about it (the
agreement, and the payment of the difference) then changes the books, however it arrives.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.ledger import LedgerKind, entry, time_change
from chalicelib.payments.model import GatewayPayment, Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.follow import follow
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus, Proration
from chalicelib.payments.rules.change import running
from chalicelib.payments.rules.people import Person
from chalicelib.payments.writing.booking import Purchase, settled
from chalicelib.payments.writing.outcome import Booking
from chalicelib.subscriptions.grace import without_grace
from chalicelib.subscriptions.lifecycle import current_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.switch import stopped

log = logging.getLogger(__name__)

# How long the figures that a customer was shown can be agreed to.
SHOWN_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class RenewalChange:
    """What changing a plan that renews would do, as of `at`."""

    agreement: Agreement
    plan: Plan
    at: datetime
    proration: Proration


def is_reckoned_there(deps: PaymentsDeps, *, user_id: UserId) -> bool:
    """Tell whether the user has a plan that renews at a gateway which reckons changes itself."""
    return any(each.gateway in deps.prorating for each in charging(deps, user_id=user_id))


def is_reckoned(deps: PaymentsDeps, agreement: Agreement) -> bool:
    """Tell whether the agreement is paid, goes on, and its gateway reckons a change of plan."""
    is_paid = agreement.status is AgreementStatus.ACTIVE and agreement.will_charge
    return is_paid and agreement.gateway in deps.prorating


def charging(deps: PaymentsDeps, *, user_id: UserId) -> tuple[Agreement, ...]:
    """Return the user's recurring agreements that are to charge again."""
    return tuple(each for each in deps.store.agreements_of(user_id) if each.will_charge)


def preview(
    deps: PaymentsDeps, *, user_id: UserId, plan: Plan, at: datetime | None = None
) -> RenewalChange:
    """Return what the gateway would charge or credit for the change, as of `at` (now, if None).

    Raises InvalidError naming `plan_id` when the plan cannot be changed to, ConflictError while
    the renewal is unpaid or its time has not begun, RetryLaterError, ActionRequiredError.
    """
    agreement = _agreement(deps, user_id=user_id)
    offer_ref = plan.offers.get(agreement.gateway, "")
    if plan.id == agreement.plan_id:
        raise InvalidError.of("plan_id", "This is the plan that you have.", "Choose another.")
    if not offer_ref or not plan.is_active:
        raise InvalidError.of(
            "plan_id",
            f"{plan.name} does not renew by itself here.",
            "Choose another plan, or cancel the renewal first.",
        )
    if agreement.price is not None and agreement.price.currency != plan.price.currency:
        raise InvalidError.of(
            "plan_id",
            f"{plan.name} is sold in {plan.price.currency}.",
            "Choose another plan, or cancel the renewal first.",
        )
    known = deps.catalog.plan(agreement.plan_id)
    if plan.covers or (known is not None and known.covers):
        raise InvalidError.of(
            "plan_id",
            "A plan for linked users cannot be changed, or changed to, while it renews.",
            "Cancel the renewal first, then choose the other plan.",
        )
    # Gateways know whole seconds.
    when = (at or deps.clock.now()).replace(microsecond=0)
    source = deps.prorating[agreement.gateway]
    shown = source.preview_change(agreement.ref, offer_ref=offer_ref, at=when)
    return RenewalChange(agreement, plan, when, shown)


def change(
    deps: PaymentsDeps,
    *,
    user_id: UserId,
    plan: Plan,
    at: datetime,
    charge: Money,
    actor: Actor,
    may_ask: bool = False,
) -> Agreement:
    """Change the plan as it was shown as of `at`, with that very `charge`; return the agreement.

    Doing it twice is success. Raises as `preview` does, ConflictError when the figures are old or
    others by now, or the charge is declined: then nothing was changed. ConfirmNeededError when the
    bank asks the customer first; with `may_ask` the change follows once they have answered.
    """
    now = deps.clock.now()
    done = [each for each in charging(deps, user_id=user_id) if each.plan_id == plan.id]
    if done and done[0].gateway in deps.prorating:
        return done[0]
    if not now - SHOWN_FOR <= at <= now:
        raise _old_figures()
    shown = preview(deps, user_id=user_id, plan=plan, at=at)
    if shown.proration.charge != charge:
        raise _old_figures()
    known, offer_ref = shown.agreement, plan.offers[shown.agreement.gateway]
    found = deps.prorating[known.gateway].change_offer(
        known.ref,
        offer_ref=offer_ref,
        at=shown.at,
        reference=f"{known.ref}-{offer_ref}-{int(shown.at.timestamp())}",
        may_ask=may_ask,
    )
    after = follow(deps, found=found, actor=actor) or known
    audit = note(
        actor,
        "agreement.plan_changed",
        known.ref,
        now=now,
        user_id=user_id,
        why=f"{plan.name} from now on; {charge} charged, {shown.proration.credit} credited",
        before={"plan": known.plan_id, "price": known.price or ""},
        after={"plan": after.plan_id, "price": after.price or ""},
    )
    deps.database.commit(Insert(audit))
    log.info("agreement.plan_changed", extra={"ref": known.ref, "plan_id": plan.id})
    return after


def booked(
    deps: PaymentsDeps,
    payment: Payment,
    found: GatewayPayment,
    agreement: Agreement,
    *,
    actor: Actor,
) -> Booking | None:
    """Return the booking of the difference that a change of plan cost; None if it is nobody's.

    It buys no time of its own, unless the gateway began another period: then what ran ends now.
    """
    source = deps.recurring.get(found.key.gateway)
    told = source.read_agreement(agreement.ref) if source else None
    latest = (follow(deps, found=told, actor=actor) if told else None) or agreement
    user, plan = deps.users.get(latest.user_id), deps.catalog.plan(latest.plan_id)
    if user is None or plan is None:
        return None
    now, paid = deps.clock.now(), deps.subscriptions.get(user.id)
    purchase = Purchase(
        Person(user),
        paid,
        plan.id,
        plan.name,
        lambda start: start,
        agreement=latest,
        sends_receipt=found.amount.minor > 0,
        why=f"The difference of a change to {plan.name}, reckoned by {found.key.gateway}.",
    )
    covers = found.covers_until
    if covers is not None and covers > now:
        purchase = _restarted(deps, purchase, latest, until=covers, actor=actor, now=now)
    return settled(payment, purchase, actor=actor, now=now)


def _restarted(
    deps: PaymentsDeps,
    purchase: Purchase,
    agreement: Agreement,
    *,
    until: datetime,
    actor: Actor,
    now: datetime,
) -> Purchase:
    """Return the purchase of a period that begins now, with the end of what ran before."""
    before = purchase.subscription
    payments = _payments(deps, before, agreement, now=now)
    after = stopped(
        without_grace(before, now=now), payment_ids={each.id for each in payments}, now=now
    )
    writes: list[Write] = []
    for each in payments:
        ended = replace(each, ends_at=max(each.starts_at or now, now))
        writes.append(Update(ended))
    if payments:
        line = entry(
            LedgerKind.MOVED,
            at=now,
            actor=actor.name,
            why=f"Ended for {purchase.plan_name}; the gateway credited what was left",
            payment=payments[0],
            seconds=time_change(before, after),
        )
        writes.append(Insert(line))
    return replace(
        purchase,
        subscription=after,
        period=(now, until),
        extras=(*purchase.extras, *writes),
    )


def _payments(
    deps: PaymentsDeps, subscription: Subscription, agreement: Agreement, *, now: datetime
) -> list[Payment]:
    """Return the agreement's payments that have paid time after now."""
    found = [deps.store.payment_by_id(each) for each in running(subscription, now=now)]
    keys = tuple(each.key for each in found if each and each.subscription_ref == agreement.ref)
    # Found by an index, which may be behind: what is changed is read again.
    known = deps.store.many(keys) if keys else {}
    return [known[key] for key in keys if key in known]


def _agreement(deps: PaymentsDeps, *, user_id: UserId) -> Agreement:
    """Return the agreement that pays for what runs; raises ConflictError if none does alone."""
    agreements = charging(deps, user_id=user_id)
    if len(agreements) != 1 or agreements[0].gateway not in deps.prorating:
        raise ConflictError(
            "No single plan of yours renews by itself here.",
            remedy="Cancel the renewals in your account first, then change the plan.",
        )
    agreement = agreements[0]
    if agreement.status is not AgreementStatus.ACTIVE:
        raise ConflictError(
            "Your renewal is not paid.", remedy="Change how you pay first, then change the plan."
        )
    now = deps.clock.now()
    period = current_period(deps.subscriptions.get(user_id), now=now)
    payment = deps.store.payment_by_id(PaymentId(period.payment_id)) if period else None
    if payment is None or payment.subscription_ref != agreement.ref:
        raise ConflictError(
            "What runs now was paid in another way than your renewal.",
            remedy="Change the plan once the time that you paid ahead is over.",
        )
    if payment.master_id is not None:
        raise ConflictError(
            "Your plan pays for linked people, too.", remedy="Ask us to change it for all of you."
        )
    return agreement


def _old_figures() -> ConflictError:
    return ConflictError(
        "The figures have changed meanwhile.", remedy="Look at them again, then confirm."
    )
