"""Grant, take back and give again the referral bonus, in the commit of the payment it hangs on."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert, Record, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.ledger import CreditBalance, LedgerKind, entry
from chalicelib.payments.model import Order, Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.credit_ahead import with_use
from chalicelib.payments.rules.people import Person
from chalicelib.payments.rules.referrals import (
    Evidence,
    Referral,
    ReferralStatus,
    Step,
    decided,
    followed,
    is_paid,
    released,
)
from chalicelib.payments.writing.outcome import Booking
from chalicelib.settings.model import ReversalPolicy
from chalicelib.users.model import MediaIdentity, User

T = TypeVar("T")

# Enough to know somebody by the accounts with which they pay.
_PAYMENTS_LOOKED_AT = 100


def rewarded(deps: PaymentsDeps, booked: Booking, *, actor: Actor) -> Booking:
    """Return the booking with what its payments change about bonuses, and with the use of credit.

    Reads nothing unless somebody brought the user of a payment.
    """
    bonuses = _Bonuses(deps, list(booked.writes), actor, deps.clock.now())
    for payment in _payments(booked.writes):
        if payment.referrer_id is not None and payment.user_id is not None:
            bonuses.follow(payment, payment.user_id)
    return with_use(replace(booked, writes=tuple(bonuses.writes)), now=deps.clock.now())


def released_from(
    deps: PaymentsDeps, payment: Payment, *, actor: Actor, why: str
) -> tuple[Write, ...]:
    """Return what becomes of the bonus when a payment is taken from its user."""
    if payment.referrer_id is None or payment.user_id is None:
        return ()
    bonuses = _Bonuses(deps, [], actor, deps.clock.now())
    bonuses.release(payment, payment.user_id, why=why)
    return tuple(bonuses.writes)


def no_newcomer(order: Order, person: Person, *, actor: Actor, now: datetime) -> tuple[Write, ...]:
    """Return the note that a code brought nobody, because the customer was one before (B114)."""
    if order.referrer_id is None or person.is_new:
        return ()
    is_own = order.referrer_id == person.user.id
    why = "It is the customer's own code." if is_own else "The customer was one before."
    return (
        Insert(
            note(
                actor,
                "referral.refused",
                order.id,
                now=now,
                user_id=person.user.id,
                why=f"The referral code {order.referral_code} brings nothing: {why}",
            )
        ),
    )


@dataclass
class _Bonuses:
    """The writes of one commit as they grow; each record is written once."""

    deps: PaymentsDeps
    writes: list[Write]
    actor: Actor
    now: datetime

    def follow(self, payment: Payment, user_id: UserId) -> None:
        """Add what a payment that was booked or reviewed changes."""
        referral = self._written(Referral, user_id) or self.deps.store.referral(user_id)
        if referral is None:
            return
        if referral.status is ReferralStatus.WAITING:
            if is_paid(payment):
                self._decide(referral, payment)
            return
        if referral.payment != payment.key:
            return
        if not is_paid(payment) and self._is_kept(payment):
            return
        balance = self._balance(referral.referrer_id)
        step = followed(referral, payment, spare=balance.of(payment.amount.currency))
        if step is not None:
            self._take(step, payment)

    def release(self, payment: Payment, user_id: UserId, *, why: str) -> None:
        """Add what follows when a payment is no longer its user's."""
        referral = self.deps.store.referral(user_id)
        if referral is None or referral.payment != payment.key:
            return
        balance = self._balance(referral.referrer_id)
        step = released(referral, spare=balance.of(payment.amount.currency))
        if step is not None:
            self._take(replace(step, text=f"{step.text} ({why})"), payment)

    def _decide(self, referral: Referral, payment: Payment) -> None:
        settings = self.deps.settings.referrals()
        ids = (referral.user_id, referral.referrer_id)
        users = self.deps.users.many(ids) if settings.bonus_enabled else {}
        user = self._written(User, referral.user_id) or users.get(referral.user_id)
        referrer = users.get(referral.referrer_id)
        payers: tuple[str, ...] = ()
        if referrer is not None:
            page = self.deps.store.of_user(referrer.id, cursor=None, limit=_PAYMENTS_LOOKED_AT)
            payers = tuple(each.payer_email for each in page.items)
        evidence = Evidence(user or _unknown(referral), referrer, payers)
        step = decided(
            referral,
            payment,
            evidence,
            settings=settings,
            currency=self.deps.settings.site().currency,
        )
        self._take(step, payment)
        if step.credit.minor and referrer is not None and referrer.email:
            self._tell(referrer, step, payment)

    def _take(self, step: Step, payment: Payment) -> None:
        referral = step.referral
        self._write(referral)
        if step.credit.minor:
            self._write(self._balance(referral.referrer_id).plus(step.credit))
            line = entry(
                LedgerKind.REFERRAL,
                at=self.now,
                actor=self.actor.name,
                why=step.text,
                payment=payment,
                user_id=referral.referrer_id,
                credit=step.credit,
            )
            self.writes.append(Insert(line))
        self.writes.append(
            Insert(
                note(
                    self.actor,
                    f"referral.{referral.status}",
                    referral.user_id,
                    now=self.now,
                    user_id=referral.referrer_id,
                    why=step.text,
                    after={"bonus": referral.bonus or "", "held": referral.held or ""},
                )
            )
        )

    def _tell(self, referrer: User, step: Step, payment: Payment) -> None:
        balance = self._balance(referrer.id).of(step.credit.currency)
        facts = {
            "name": referrer.name,
            "bonus": str(step.credit),
            "balance": str(balance),
            "url": f"{self.deps.site_url}/account",
        }
        message = Message(Event.REFERRAL_BONUS, referrer.email, facts)
        cause = f"{payment.key}_{step.referral.version}"
        mail = mail_job(message, cause=cause, now=self.now, user_id=referrer.id)
        self.writes.append(Insert(mail))

    def _is_kept(self, payment: Payment) -> bool:
        """Tell whether the operator keeps what money bought although it went back."""
        settings = self.deps.settings.payments()
        policy = settings.dispute_policy if payment.is_in_doubt else settings.refund_policy
        return policy is ReversalPolicy.KEEP

    def _balance(self, user_id: UserId) -> CreditBalance:
        return self._written(CreditBalance, user_id) or self.deps.store.credit(user_id)

    def _written(self, kind: type[T], identity: object) -> T | None:
        """Return the record as this commit will leave it, None if it is not in it."""
        for each in self.writes:
            if isinstance(each.record, kind) and each.record.identity == identity:
                return each.record
        return None

    def _write(self, record: Referral | CreditBalance) -> None:
        """Put the record in the place of an earlier write of it, else at the end."""
        for place, each in enumerate(self.writes):
            if _is_same(each.record, record):
                is_new = isinstance(each, Insert)
                self.writes[place] = Insert(record) if is_new else Update(record)
                return
        self.writes.append(Update(record))


def _payments(writes: tuple[Write, ...]) -> tuple[Payment, ...]:
    return tuple(each.record for each in writes if isinstance(each.record, Payment))


def _unknown(referral: Referral) -> User:
    return User(referral.user_id, "", "", MediaIdentity(), joined_at=referral.came_at)


def _is_same(one: Record, other: Record) -> bool:
    return type(one) is type(other) and one.identity == other.identity
