"""Bonuses for whoever brought a customer: once, with the first money, and back with it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.checkout import trial
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Delete
from chalicelib.notifications.model import Event
from chalicelib.payments import assign
from chalicelib.payments.by_hand import undo
from chalicelib.payments.by_hand.enter import enter
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, LedgerKind, credit_of
from chalicelib.payments.model import Dispute, Payment
from chalicelib.payments.reporting import referral_report
from chalicelib.payments.rules.referrals import Referral, ReferralStatus
from chalicelib.settings.model import (
    PaymentSettings,
    ReferralSettings,
    ReversalPolicy,
    SiteSettings,
    TrialSettings,
)
from chalicelib.users.model import ReferralCode, User
from tests.builders import a_plan, a_server, a_share, a_user, an_identity, claims_of, usd
from tests.usecases.payments.shop import ADMIN, Shop

BOB = a_user(
    id="usr_bob",
    email="bob@example.com",
    name="Bob",
    media=an_identity("bob"),
    paypal_email="bob@paypal.example",
)
CODE = "BCDFGHJK"
TWENTY = ReferralSettings(bonus_enabled=True, percent=Decimal(20))


@pytest.fixture
def shop() -> Shop:
    """Return a shop where Bob has access and a code, and bonuses of 20 percent are on."""
    shop = Shop()
    shop.db.seed(
        BOB,
        *claims_of(BOB),
        a_share(user_id=BOB.id),
        ReferralCode(CODE, BOB.id),
        TWENTY,
    )
    return shop


def brings(shop: Shop, who: str = "ann", /, **overrides: Any) -> Payment:
    """Let somebody new come with Bob's code and pay."""
    return shop.sells(who, referral_code="bcdf-ghjk", **overrides)


def credit(shop: Shop, user_id: str = "usr_bob") -> Money:
    """Return somebody's credit, after holding it against the ledger."""
    held = shop.db.find(CreditBalance, user_id) or CreditBalance(UserId(user_id))
    lines = [line for line in shop.db.all(LedgerEntry) if line.user_id == user_id]
    assert held.amounts == credit_of(lines)
    return held.of("USD")


def referral(shop: Shop) -> Referral:
    return shop.db.one(Referral)


def user_of(shop: Shop, payment: Payment) -> User:
    found = shop.db.find(User, payment.user_id)
    assert found is not None
    return found


@pytest.mark.behaviour("B107", "B108")
def test_a_newcomer_is_tied_to_the_referrer_who_gets_a_bonus_in_the_same_commit(shop: Shop):
    order = shop.buys("ann", referral_code=CODE)
    paid = shop.gateway.pay(order.checkout_id)
    commits = len(shop.db.commits)

    shop.hears(external_id=paid.key.external_id)

    assert len(shop.db.commits) == commits + 1
    payment = shop.db.one(Payment)
    assert user_of(shop, payment).referred_by == BOB.id
    assert (referral(shop).status, referral(shop).held) == (ReferralStatus.GRANTED, usd(2))
    assert credit(shop) == usd(2)
    (line,) = [each for each in shop.db.all(LedgerEntry) if each.kind is LedgerKind.REFERRAL]
    assert (line.user_id, line.payment, line.credit) == (BOB.id, payment.key, usd(2))
    (mail,) = shop.mails(Event.REFERRAL_BONUS)
    assert mail.payload["to"] == BOB.email
    assert mail.payload["facts"]["bonus"] == "2.00 USD"
    assert "referral.granted" in shop.actions()


@pytest.mark.behaviour("B109", "B110")
@pytest.mark.parametrize(
    ("bounds", "bonus"),
    [
        ({"minimum": usd(3)}, usd(3)),
        ({"maximum": usd("1.50")}, usd("1.50")),
        ({"minimum": usd(1), "maximum": usd(5)}, usd(2)),
    ],
)
def test_the_bonus_keeps_to_its_bounds(shop: Shop, bounds: dict[str, Money], bonus: Money):
    shop.db.seed(replace(TWENTY, **bounds))

    brings(shop)

    assert credit(shop) == bonus


@pytest.mark.behaviour("B112")
def test_a_trial_brings_none_until_its_user_pays_for_the_first_time(shop: Shop):
    free = a_plan(id="pln_trial", price=usd(0), is_trial=True)
    shop.db.seed(TrialSettings(enabled=True), free, a_server(allows_trials=True))
    ann = an_identity("ann", plex_id="7", is_proven=True)
    trial.start(
        shop.checkout,
        request=shop.asks("ann", plan_id=free.id, media=ann, referral_code=CODE),
    )
    assert referral(shop).status is ReferralStatus.WAITING
    assert credit(shop) == usd(0)

    shop.sells("ann")

    assert credit(shop) == usd(2)


@pytest.mark.behaviour("B113")
def test_only_the_first_payment_brings_a_bonus(shop: Shop):
    brings(shop)
    shop.sells("ann")
    shop.sells("ann", referral_code=CODE)

    assert credit(shop) == usd(2)
    assert len(shop.mails(Event.REFERRAL_BONUS)) == 1


def test_what_is_given_for_nothing_brings_none_but_the_first_money_after_it_does(shop: Shop):
    came = a_user(id="usr_cleo", media=an_identity("cleo"), referred_by=BOB.id)
    shop.db.seed(came, Referral(came.id, BOB.id, CODE, came.joined_at))
    for amount in (0, 0, 5):
        enter(
            shop.payments,
            user_id=came.id,
            plan_id=a_plan().id,
            amount=usd(amount),
            external_id=f"cash {len(shop.db.all(Payment))}",
            starts_at=None,
            ends_at=None,
            notes="",
            actor=ADMIN,
        )
        assert credit(shop) == usd(1 if amount else 0)


@pytest.mark.behaviour("B111")
def test_while_bonuses_are_off_there_is_none_but_the_relation_stays(shop: Shop):
    shop.db.seed(ReferralSettings(bonus_enabled=False))

    payment = brings(shop)
    shop.db.seed(TWENTY)
    shop.sells("ann")

    assert credit(shop) == usd(0)
    assert user_of(shop, payment).referred_by == BOB.id
    assert referral(shop).status is ReferralStatus.REFUSED
    assert "switched off" in referral(shop).why


@pytest.mark.behaviour("B114")
@pytest.mark.parametrize(
    "asked",
    [{"email": "BOB+second@example.com"}, {"media": an_identity("x", email="bob@example.com")}],
)
def test_a_second_account_of_the_referrer_brings_nothing_and_the_audit_log_says_why(
    shop: Shop, asked: dict[str, Any]
):
    if "media" in asked:
        # Bob's own profile has that address, but no Plex account does.
        shop.db.seed(a_user(id=BOB.id, email=BOB.email, media=an_identity("bob", email="")))
        shop.db.commit(Delete(claims_of(BOB)[1]))

    brings(shop, "ann", **asked)

    assert credit(shop) == usd(0)
    assert referral(shop).status is ReferralStatus.REFUSED
    assert "bob@example.com" in referral(shop).why
    assert "referral.refused" in shop.actions()


def test_who_pays_with_the_referrers_account_brings_nothing(shop: Shop):
    shop.sells("bob", user_id=BOB.id)
    first = shop.db.one(Payment)
    shop.db.seed(replace(first, payer_email="purse@paypal.example"))
    order = shop.buys("ann", referral_code=CODE)
    paid = shop.gateway.pay(order.checkout_id, email="Purse@PayPal.example")

    shop.hears(external_id=paid.key.external_id)

    assert credit(shop) == usd(0)
    assert "Both pay as purse@paypal.example" in referral(shop).why


@pytest.mark.behaviour("B114")
def test_the_own_code_and_that_of_a_known_customer_bring_nobody(shop: Shop):
    shop.sells("bob", user_id=BOB.id, referral_code=CODE)
    shop.sells("ann")
    shop.sells("ann", referral_code=CODE)

    assert credit(shop) == usd(0)
    assert not shop.db.all(Referral)
    assert shop.actions().count("referral.refused") == 2


def test_a_refund_of_all_takes_the_bonus_back_and_the_next_payment_brings_none(shop: Shop):
    payment = brings(shop)

    shop.gateway.give_back(payment.key.external_id, usd(10))
    shop.hears(event_id="evt_refund", external_id=payment.key.external_id)
    shop.sells("ann")

    assert credit(shop) == usd(0)
    assert referral(shop).status is ReferralStatus.TAKEN_BACK
    assert "referral.taken_back" in shop.actions()


def test_a_refund_of_a_part_leaves_the_bonus(shop: Shop):
    payment = brings(shop)

    shop.gateway.give_back(payment.key.external_id, usd(4))
    shop.hears(event_id="evt_refund", external_id=payment.key.external_id)

    assert credit(shop) == usd(2)


def test_no_more_is_taken_back_than_the_referrer_still_has(shop: Shop):
    payment = brings(shop)
    shop.sells("bob", user_id=BOB.id)  # 8 dollars and the bonus of 2
    assert credit(shop) == usd(0)

    shop.gateway.give_back(payment.key.external_id, usd(10))
    shop.hears(event_id="evt_refund", external_id=payment.key.external_id)

    assert credit(shop) == usd(0)
    assert referral(shop).held == usd(2)
    assert "0.00 USD of the bonus of 2.00 USD" in referral(shop).why


def test_a_dispute_takes_the_bonus_until_it_is_won(shop: Shop):
    payment = brings(shop)
    shop.gateway.dispute(payment.key.external_id, Dispute.OPEN)
    shop.hears(event_id="evt_dispute", external_id=payment.key.external_id)
    assert credit(shop) == usd(0)

    shop.gateway.dispute(payment.key.external_id, Dispute.WON)
    shop.hears(event_id="evt_won", external_id=payment.key.external_id)

    assert credit(shop) == usd(2)
    assert referral(shop).status is ReferralStatus.GRANTED


def test_an_operator_who_keeps_what_refunded_money_bought_keeps_the_bonus_too(shop: Shop):
    shop.db.seed(PaymentSettings(refund_policy=ReversalPolicy.KEEP))
    payment = brings(shop)

    shop.gateway.give_back(payment.key.external_id, usd(10))
    shop.hears(event_id="evt_refund", external_id=payment.key.external_id)

    assert credit(shop) == usd(2)


def test_a_payment_that_is_undone_and_booked_again_brings_one_bonus_in_all(shop: Shop):
    payment = brings(shop)
    undo.unassign(shop.payments, payment_id=payment.id, actor=ADMIN, why="Wrong person")
    assert credit(shop) == usd(0)
    assert referral(shop).status is ReferralStatus.WAITING

    _assign(shop, payment)

    assert credit(shop) == usd(2)
    assert len(shop.mails(Event.REFERRAL_BONUS)) == 2


def test_what_was_spent_before_a_payment_is_undone_is_not_granted_again(shop: Shop):
    payment = brings(shop)
    shop.sells("bob", user_id=BOB.id)
    undo.unassign(shop.payments, payment_id=payment.id, actor=ADMIN, why="Wrong person")

    _assign(shop, payment)

    assert credit(shop) == usd(0)
    assert (referral(shop).status, referral(shop).held) == (ReferralStatus.GRANTED, usd(2))


def test_the_part_of_a_shared_payment_brings_its_own_share_and_only_once(shop: Shop):
    payment = brings(shop)
    ann = UserId(str(payment.user_id))
    shop.db.seed(a_user(id="usr_cleo", email="cleo@example.com", media=an_identity("cleo")))
    undo.unassign(shop.payments, payment_id=payment.id, actor=ADMIN, why="Two people")

    shares = (
        assign.Share(ann, a_plan().id, usd(6)),
        assign.Share(UserId("usr_cleo"), a_plan().id, usd(4)),
    )
    assign.split(shop.payments, payment_id=payment.id, shares=shares, actor=ADMIN)
    assign.split(shop.payments, payment_id=payment.id, shares=shares, actor=ADMIN)

    assert credit(shop) == usd("1.20")


def test_two_newcomers_of_one_referrer_in_one_payment_bring_two_bonuses(shop: Shop):
    first, second = brings(shop, "ann"), brings(shop, "cleo")
    people = [UserId(str(each.user_id)) for each in (first, second)]
    for each in (first, second):
        undo.unassign(shop.payments, payment_id=each.id, actor=ADMIN, why="One paid for both")
    assert credit(shop) == usd(0)

    shares = tuple(assign.Share(each, a_plan().id, usd(5)) for each in people)
    assign.split(shop.payments, payment_id=first.id, shares=shares, actor=ADMIN)

    assert credit(shop) == usd(2)


def test_money_in_another_currency_than_the_sites_brings_none(shop: Shop):
    shop.db.seed(SiteSettings(currency="EUR"))

    brings(shop)

    assert credit(shop) == usd(0)
    assert "not in the site's currency EUR" in referral(shop).why


def test_a_bound_in_a_former_currency_brings_none(shop: Shop):
    bound = Money(100, "EUR")
    shop.db.seed(ReferralSettings(bonus_enabled=True, percent=Decimal(20), minimum=bound))

    brings(shop)

    assert "bounds" in referral(shop).why
    assert credit(shop) == usd(0)


def _assign(shop: Shop, payment: Payment) -> None:
    assign.assign(
        shop.payments,
        payment_id=payment.id,
        user_id=UserId(str(payment.user_id)),
        plan_id=a_plan().id,
        actor=ADMIN,
    )


def test_referrals_are_found_by_who_came_and_by_who_brought_them(shop: Shop):
    brings(shop, "ann")
    brings(shop, "cleo")

    def found(text: str) -> list[str]:
        page = referral_report.search(shop.payments, text=text, cursor=None, limit=10)
        return sorted(str(each.user_id) for each in page.items)

    came = sorted(str(each.user_id) for each in shop.db.all(Referral))
    assert found("") == found("bob") == came
    (ann,) = [user for user in shop.db.all(User) if user.email == "ann@example.com"]
    assert found("Ann") == [ann.id]
    assert found("nobody") == []
    totals = referral_report.totals(shop.payments, referrer_id=BOB.id)
    assert (totals.people, totals.counts[ReferralStatus.GRANTED]) == (2, 2)
    assert totals.bonuses == (usd(4),)
    assert referral_report.totals(shop.payments, referrer_id=ann.id).people == 0
