"""Bonuses, credit and the ledger agree, whatever becomes of the payments behind them (X010)."""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

import pytest

from chalicelib.checkout.close import cancel
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import UserId
from chalicelib.payments.ledger import LedgerEntry, LedgerKind
from chalicelib.payments.model import GatewayName, Order, OrderStatus, Payment
from chalicelib.payments.renewing import credit_ahead
from chalicelib.payments.renewing.follow import follow
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus, GatewayAgreement
from chalicelib.payments.rules.referrals import Referral, ReferralStatus
from chalicelib.settings.model import ReferralSettings
from chalicelib.users.model import User
from tests.builders import a_referral, an_agreement, usd
from tests.usecases.payments.histories import PEOPLE, STEPS, History
from tests.usecases.payments.shop import ADMIN

HISTORIES = 200
STEPS_EACH = 16
ANN = UserId("usr_ann")


@dataclass
class ReferredHistory(History):
    """The same site, where Ann has brought the two others and spends what that earns her."""

    def __post_init__(self) -> None:
        super().__post_init__()
        bound = self.random.choice((None, usd(1), usd(3)))
        self.shop.db.seed(
            ReferralSettings(
                bonus_enabled=True,
                percent=Decimal(self.random.choice((1, 20, 33, 100))),
                minimum=bound,
                maximum=self.random.choice((None, usd(4))),
            )
        )
        for name in PEOPLE[1:]:
            user = self.shop.db.find(User, f"usr_{name}")
            assert user is not None
            self.shop.db.seed(replace(user, referred_by=ANN))
            self.shop.db.seed(a_referral(user_id=user.id, referrer_id=ANN))
        offer = {"gateway": GatewayName.STRIPE, "ref": "sub_of_ann", "price": usd(10)}
        self.shop.db.seed(an_agreement(user_id=ANN, **offer))
        self.shop.gateway.agree(GatewayAgreement(status=AgreementStatus.ACTIVE, **offer))

    def goes_on(self) -> None:
        """Let money move, or Ann do something with her credit."""
        step = self.random.choice((*STEPS, *OWN_STEPS, *OWN_STEPS))
        try:
            step(self)  # type: ignore[arg-type]
        except AppError as error:
            self.told.append(f"{step.__name__}: {error.message}")
        else:
            self.told.append(step.__name__)

    def orders(self) -> None:
        self.shop.buys("ann", user_id=ANN)

    def turns_back(self) -> None:
        for order in self._open_orders()[:1]:
            cancel(self.shop.checkout, order_id=order.id)

    def pays_an_order(self) -> None:
        for order in self._open_orders()[:1]:
            self._hears(self.shop.gateway.pay(order.checkout_id).key.external_id)

    def sets_credit_against_the_renewal(self) -> None:
        credit_ahead.use(self.shop.payments, user_id=ANN)

    def loses_the_renewal(self) -> None:
        if self.random.random() < 0.8:
            return
        ended = self.shop.gateway.cancel_agreement("sub_of_ann", at_period_end=False)
        follow(self.shop.payments, found=ended, actor=ADMIN)

    def _open_orders(self) -> list[Order]:
        return [each for each in self.shop.db.all(Order) if each.status is OrderStatus.OPEN]

    def _money_agrees(self, payments: tuple[Payment, ...], lines: tuple[LedgerEntry, ...]) -> None:
        # An order that credit paid for altogether is known to no gateway.
        seen = tuple(each for each in payments if each.key.gateway is GatewayName.STRIPE)
        super()._money_agrees(seen, lines)

    def bonuses_agree(self) -> None:
        """Check that every cent of bonus and of used credit is explained by the ledger."""
        lines = self.shop.db.all(LedgerEntry)
        bonuses = [line for line in lines if line.kind is LedgerKind.REFERRAL]
        held = sum(each.held.minor for each in self._referrals() if each.held)
        assert sum(line.credit.minor for line in bonuses if line.credit) == held, self.told
        assert {line.user_id for line in bonuses} <= {ANN}, self.told
        for each in self._referrals():
            if each.status is ReferralStatus.GRANTED:
                assert each.held is not None, self.told
                assert each.bonus is not None, self.told
                assert each.bonus.minor <= each.held.minor, self.told
            if each.status is ReferralStatus.REFUSED:
                assert not each.held or not each.held.minor, self.told
        promised = sum(
            each.credit_used.minor
            for each in self.shop.db.all(Order)
            if each.credit_used and each.status is not OrderStatus.CLOSED
        )
        agreements = self.shop.db.all(Agreement)
        ahead = sum(each.credit_ahead.minor for each in agreements if each.credit_ahead)
        used = [line for line in lines if line.kind is LedgerKind.CREDIT_USED]
        spent = -sum(line.credit.minor for line in used if line.credit)
        assert spent == promised + ahead, self.told

    def _referrals(self) -> tuple[Referral, ...]:
        return self.shop.db.all(Referral)


OWN_STEPS = (
    ReferredHistory.orders,
    ReferredHistory.turns_back,
    ReferredHistory.pays_an_order,
    ReferredHistory.sets_credit_against_the_renewal,
    ReferredHistory.loses_the_renewal,
)


@pytest.mark.property
def test_one_ledger_explains_every_cent_of_bonus_and_credit():
    told: Counter[str] = Counter()
    standing: Counter[str] = Counter()
    for number in range(HISTORIES):
        history = ReferredHistory(Random(f"referred-{number}"))
        for _ in range(STEPS_EACH):
            history.goes_on()
            history.is_in_order()
            history.bonuses_agree()
        told.update(line for line in history.told if ":" not in line)
        standing.update(str(each.status) for each in history.shop.db.all(Referral))

    assert {step.__name__ for step in (*STEPS, *OWN_STEPS)} == set(told)
    assert set(standing) >= {"waiting", "granted", "taken_back"}
