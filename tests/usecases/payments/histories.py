"""Histories of money: whatever people, gateways and administrators do, in any order."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.payments import assign
from chalicelib.payments.by_hand import undo
from chalicelib.payments.ledger import (
    CreditBalance,
    LedgerEntry,
    credit_of,
    money_of,
    paid_seconds,
)
from chalicelib.payments.model import Dispute, Payment, PaymentStatus
from chalicelib.payments.settle import settle
from chalicelib.settings.model import OtherAmounts, PaymentSettings, ReversalPolicy
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.lifecycle import Standing, standing
from chalicelib.subscriptions.model import Subscription
from tests.builders import a_period, a_plan, a_subscription, a_user, an_identity, usd
from tests.usecases.payments.shop import ADMIN, Shop

PEOPLE = ("ann", "bob", "cleo")
AMOUNTS = (1, 7, 10, 10, 10, 12, 20, 30)
PLAN = a_plan()


@dataclass
class History:
    """A site with three people who had a plan before, and money that moves at random."""

    random: Random
    shop: Shop = field(default_factory=Shop)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shop.db.seed(
            PaymentSettings(
                other_amounts=self.random.choice(list(OtherAmounts)),
                refund_policy=self.random.choice(list(ReversalPolicy)),
                dispute_policy=self.random.choice(list(ReversalPolicy)),
            )
        )
        for name in PEOPLE:
            past = self.shop.clock.now() - timedelta(days=90)
            period = a_period(
                payment_id=f"pay_past_{name}", starts_at=past, ends_at=past + timedelta(days=30)
            )
            self.shop.db.seed(
                a_user(id=f"usr_{name}", email=f"{name}@example.com", media=an_identity(name)),
                a_subscription(user_id=f"usr_{name}", periods=(period,), due_at=None),
            )

    def goes_on(self) -> None:
        """Let something happen that may be refused, but never breaks the books."""
        step = self.random.choice(STEPS)
        try:
            step(self)
        except AppError as error:
            self.told.append(f"{step.__name__}: {error.message}")
        else:
            self.told.append(step.__name__)

    # What happens

    def pays(self) -> None:
        who = self.random.choice((*PEOPLE, "stranger"))
        ref = self.random.choice(("", "", "sub_1", "sub_2"))
        covers = self.shop.clock.now() + timedelta(days=30) if ref else None
        found = self.shop.gateway.charge(
            usd(self.random.choice(AMOUNTS)),
            email=f"{who}@example.com",
            subscription_ref=ref,
            covers_until=self.random.choice((None, covers)),
        )
        if self.random.random() < 0.7:  # else the webhook is late
            self._hears(found.key.external_id)

    def is_given_back(self) -> None:
        external_id = self._any_transaction()
        held = self.shop.gateway.payments[external_id]
        left = held.amount - held.refunded
        if left.minor:
            part = Money(self.random.randint(1, left.minor), left.currency)
            self.shop.gateway.give_back(external_id, self.random.choice((part, left)))
        self._hears(external_id)

    def is_disputed(self) -> None:
        external_id = self._any_transaction()
        state = self.shop.gateway.payments[external_id].dispute
        after = {
            Dispute.NONE: (Dispute.OPEN, Dispute.LOST),
            Dispute.OPEN: (Dispute.WON, Dispute.LOST),
        }.get(state)
        if after:
            self.shop.gateway.dispute(external_id, self.random.choice(after))
        self._hears(external_id)

    def is_told_again(self) -> None:
        self._hears(self._any_transaction())

    def is_assigned(self) -> None:
        assign.assign(
            self.shop.payments,
            payment_id=self._any_payment().id,
            user_id=self._anybody(),
            plan_id=PLAN.id,
            actor=ADMIN,
            learns=self.random.random() < 0.5,
        )

    def is_shared_out(self) -> None:
        payment = self._any_payment()
        people = self.random.sample(PEOPLE, self.random.randint(2, 3))
        first, *others = payment.amount.split(len(people))
        shares = tuple(
            assign.Share(UserId(f"usr_{name}"), PLAN.id, amount)
            for name, amount in zip(people, (first, *others), strict=True)
        )
        assign.split(self.shop.payments, payment_id=payment.id, shares=shares, actor=ADMIN)

    def is_taken_back(self) -> None:
        payment = self._any_payment()
        undo.unassign(self.shop.payments, payment_id=payment.id, actor=ADMIN, why="Wrong person")

    def is_dismissed(self) -> None:
        payment = self._any_payment()
        undo.dismiss(self.shop.payments, payment_id=payment.id, actor=ADMIN, why="Not ours")

    def is_brought_back(self) -> None:
        payment = self._any_payment()
        undo.bring_back(self.shop.payments, payment_id=payment.id, actor=ADMIN, why="Ours")

    def waits(self) -> None:
        self.shop.passes(hours=self.random.choice((1, 26, 240, 31 * 24)))

    def _hears(self, external_id: str) -> None:
        settle(self.shop.payments, found=self.shop.gateway.payments[external_id], actor=ADMIN)

    def _any_transaction(self) -> str:
        if not self.shop.gateway.payments:
            self.pays()
        return self.random.choice(list(self.shop.gateway.payments))

    def _any_payment(self) -> Payment:
        if not self.shop.db.all(Payment):
            self._hears(self._any_transaction())
        return self.random.choice(self.shop.db.all(Payment))

    def _anybody(self) -> UserId:
        return UserId(f"usr_{self.random.choice(PEOPLE)}")

    # What must hold

    def is_in_order(self) -> None:
        """Check that gateway, payments, ledger, paid time, credit and access agree."""
        payments, lines = self.shop.db.all(Payment), self.shop.db.all(LedgerEntry)
        self._money_agrees(payments, lines)
        subscriptions = {each.user_id: each for each in self.shop.db.all(Subscription)}
        for name in PEOPLE:
            user_id = UserId(f"usr_{name}")
            theirs = [line for line in lines if line.user_id == user_id]
            self._time_agrees(subscriptions[user_id], theirs)
            held = self.shop.db.find(CreditBalance, user_id) or CreditBalance(user_id)
            assert held.amounts == credit_of(theirs), self.told
        self._dates_agree(payments, subscriptions)

    def _money_agrees(self, payments: tuple[Payment, ...], lines: tuple[LedgerEntry, ...]) -> None:
        known = {payment.key.external_id for payment in payments}
        gateway = sum(
            0
            if held.dispute in {Dispute.OPEN, Dispute.LOST}
            else (held.amount - held.refunded).minor
            for external_id, held in self.shop.gateway.payments.items()
            if external_id in known and self._is_up_to_date(external_id, payments)
        )
        behind = [p for p in payments if not self._is_up_to_date(p.key.external_id, payments)]
        books = sum(0 if p.is_in_doubt else p.left.minor for p in payments)
        late = sum(0 if p.is_in_doubt else p.left.minor for p in behind)
        assert money_of(lines).get("USD", 0) == books == gateway + late, self.told
        for external_id in known:
            parts = [p for p in payments if p.key.external_id == external_id]
            whole = self.shop.gateway.payments[external_id].amount.minor
            assert sum(part.amount.minor for part in parts) == whole, self.told
            assert all(0 <= part.left.minor <= part.amount.minor for part in parts), self.told

    def _is_up_to_date(self, external_id: str, payments: tuple[Payment, ...]) -> bool:
        held = self.shop.gateway.payments[external_id]
        parts = [p for p in payments if p.key.external_id == external_id]
        refunded = sum((p.amount - p.left).minor for p in parts)
        return refunded == held.refunded.minor and all(p.dispute is held.dispute for p in parts)

    def _time_agrees(self, subscription: Subscription, lines: list[LedgerEntry]) -> None:
        before = 30 * 86_400  # what they had had before the history began
        gained = sum(line.seconds for line in lines)
        assert gained + before == paid_seconds(subscription), self.told
        periods = [each for each in subscription.periods if not is_grace(each)]
        edges = [edge for each in periods for edge in (each.starts_at, each.ends_at)]
        assert edges == sorted(edges), self.told
        now = self.shop.clock.now()
        is_active = standing(subscription, is_permanent=False, now=now) is Standing.ACTIVE
        holds = any(each.starts_at <= now < each.ends_at for each in subscription.periods)
        assert is_active == holds, self.told

    def _dates_agree(
        self, payments: tuple[Payment, ...], subscriptions: dict[UserId, Subscription]
    ) -> None:
        for payment in payments:
            if payment.user_id is None:
                assert payment.status is not PaymentStatus.SETTLED, self.told
                continue
            assert payment.status in {PaymentStatus.SETTLED, PaymentStatus.REFUNDED}, self.told
            periods = [
                each
                for each in subscriptions[payment.user_id].periods
                if each.payment_id == payment.id
            ]
            if periods:
                ends = (min(p.starts_at for p in periods), max(p.ends_at for p in periods))
                assert ends == (payment.starts_at, payment.ends_at), self.told


STEPS = (
    History.pays,
    History.pays,
    History.pays,
    History.is_given_back,
    History.is_disputed,
    History.is_told_again,
    History.is_assigned,
    History.is_assigned,
    History.is_shared_out,
    History.is_taken_back,
    History.is_dismissed,
    History.is_brought_back,
    History.waits,
    History.waits,
)
