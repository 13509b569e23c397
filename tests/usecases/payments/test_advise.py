"""Who may have paid is ranked with reasons, from indexes alone."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments.assign import assign
from chalicelib.payments.by_hand.advise import advise, preview
from chalicelib.payments.model import Payment
from chalicelib.payments.settle import settle
from chalicelib.settings.model import OtherAmounts, PaymentSettings
from tests.builders import (
    NOON,
    a_gateway_payment,
    a_payer_mark,
    a_payment_key,
    a_period,
    a_plan,
    a_subscription,
    a_user,
    an_identity,
    at,
    usd,
)
from tests.usecases.payments.shop import ADMIN, Shop

GOLD = a_plan(id="pln_gold", name="Gold", price=usd(25))


def lives(shop: Shop, who: str, /, *, ends_at: str = "2025-10-01", **overrides: Any) -> None:
    """Let somebody live here whose time is over."""
    user_id = f"usr_{who}"
    defaults = {"email": f"{who}@example.com", "name": f"{who.title()} Archer"}
    shop.db.seed(a_user(id=user_id, media=an_identity(who), **{**defaults, **overrides}))
    ends = at(ends_at)
    period = a_period(payment_id=f"pay_{who}", starts_at=ends - timedelta(days=30), ends_at=ends)
    due_at = ends if ends > shop.clock.now() else None
    shop.db.seed(a_subscription(user_id=user_id, periods=(period,), due_at=due_at))


def stray(shop: Shop, **changes: Any) -> Payment:
    values: dict[str, Any] = {"order_id": None, "payer_email": "x@y.test", **changes}
    found = a_gateway_payment(**values)
    payment = settle(shop.payments, found=found, actor=ADMIN)
    assert payment is not None
    return payment


def named(shop: Shop, payment: Payment) -> list[str]:
    found = advise(shop.payments, payment_id=payment.id)
    return [each.suggestion.candidate.user.id for each in found]


@pytest.mark.parametrize(
    ("payer", "reason"),
    [
        ("ANN+tv@example.com ", "but for what follows the +"),
        ("ann@exampel.com", "but for a slip in exampel.com"),
        ("ann@exmple.com", "but for a slip in exmple.com"),
        ("ann@elsewhere.test", "Has another address that begins with ann"),
    ],
)
def test_addresses_that_people_mistype_still_name_them(shop: Shop, payer: str, reason: str):
    lives(shop, "ann")
    lives(shop, "bob")
    payment = stray(shop, payer_email=payer)

    (advice,) = advise(shop.payments, payment_id=payment.id)

    assert advice.suggestion.candidate.user.id == "usr_ann"
    assert reason in " ".join(advice.suggestion.reasons)


def test_everybody_of_an_ambiguous_address_is_suggested(shop: Shop):
    lives(shop, "ann", email="family@example.com")
    lives(shop, "bob", email="family@example.com")
    payment = stray(shop, payer_email="family@example.com", payer_name="Bob Archer")

    assert named(shop, payment) == ["usr_bob", "usr_ann"]


def test_a_name_or_a_note_speaks_for_somebody(shop: Shop):
    lives(shop, "ann")
    lives(shop, "bob", name="Robert Stone")

    by_name = stray(shop, payer_name="archer, ANN", key=a_payment_key("pi_1"))
    by_note = stray(shop, payer_name="Robert", note="for bob, January", key=a_payment_key("pi_2"))

    assert named(shop, by_name)[0] == "usr_ann"
    (advice, *_) = advise(shop.payments, payment_id=by_note.id)
    assert advice.suggestion.candidate.user.id == "usr_bob"
    assert "Is named in what the payer wrote: bob" in advice.suggestion.reasons


def test_a_fitting_amount_names_somebody_only_together_with_a_fitting_date(shop: Shop):
    lives(shop, "ann", ends_at="2026-02-03")
    lives(shop, "bob", ends_at="2026-06-03")

    assert named(shop, stray(shop, key=a_payment_key("pi_1"))) == ["usr_ann"]
    assert named(shop, stray(shop, key=a_payment_key("pi_2"), amount=usd(7))) == []


def test_whoever_paid_from_that_address_before_comes_first(shop: Shop):
    lives(shop, "ann", name="Ann Stone")
    lives(shop, "bob", name="Ann Stone")
    before = stray(shop, payer_email="work@office.test", payer_name="Ann Stone")
    assign(
        shop.payments,
        payment_id=before.id,
        user_id=UserId("usr_bob"),
        plan_id=a_plan().id,
        actor=ADMIN,
    )
    again = stray(
        shop,
        payer_email="Work@Office.test",
        payer_name="Ann Stone",
        key=a_payment_key("pi_2"),
    )

    first, second = advise(shop.payments, payment_id=again.id)

    assert first.suggestion.candidate.user.id == "usr_bob"
    assert first.suggestion.reasons[0] == "Paid from this address before"
    assert second.suggestion.candidate.user.id == "usr_ann"


def test_those_whom_an_agreement_points_at_are_suggested(shop: Shop):
    lives(shop, "ann")
    lives(shop, "bob")
    mark = "sub:stripe:sub_1"
    shop.db.seed(a_payer_mark(mark=mark), a_payer_mark(mark=mark, user_id="usr_bob"))
    shared = stray(shop, key=a_payment_key("pi_9"), payer_email="", subscription_ref="sub_1")

    assert set(named(shop, shared)) == {"usr_ann", "usr_bob"}
    (advice, *_) = advise(shop.payments, payment_id=shared.id)
    assert advice.suggestion.reasons[0] == "Has payments of the same recurring agreement"


def test_it_costs_the_same_however_many_people_there_are(shop: Shop):
    lives(shop, "ann")
    payment = stray(shop, payer_email="ann@exampel.com", payer_name="Ann Archer")

    def trips() -> int:
        before = shop.db.round_trips
        advise(shop.payments, payment_id=payment.id)
        return shop.db.round_trips - before

    few = trips()
    for number in range(300):
        lives(shop, f"other{number}", name=f"Other {number}")

    assert trips() == few
    assert few < 25


def test_what_it_would_buy_is_shown_before_it_is_booked(shop: Shop):
    lives(shop, "ann", ends_at="2026-02-10")
    shop.db.seed(GOLD)
    payment = stray(shop, payer_email="ann@exampel.com", amount=usd(20))

    (advice,) = advise(shop.payments, payment_id=payment.id)

    assert advice.preview is not None
    assert (advice.preview.plan.id, advice.preview.terms) == ("pln_basic", 2)
    shown = (advice.preview.starts_at, advice.preview.ends_at)
    assert shown == (at("2026-02-10"), at("2026-04-10"))
    booked = assign(
        shop.payments,
        payment_id=payment.id,
        user_id=UserId("usr_ann"),
        plan_id=advice.preview.plan.id,
        actor=ADMIN,
    )
    assert (booked.starts_at, booked.ends_at) == shown


def test_a_plan_that_costs_exactly_that_is_proposed_where_the_last_one_does_not_fit(shop: Shop):
    lives(shop, "ann")
    shop.db.seed(GOLD)

    payment = stray(shop, payer_email="ann@exampel.com", amount=usd(25))
    (advice,) = advise(shop.payments, payment_id=payment.id)

    assert advice.preview is not None
    assert advice.preview.plan.id == "pln_gold"


@pytest.mark.parametrize(
    ("rule", "ends_at", "credit"),
    [
        (OtherAmounts.REVIEW, "2026-02-28T12:00:00", None),
        (OtherAmounts.DAYS, "2026-03-16T00:00:00", None),
        (OtherAmounts.CREDIT, "2026-02-28T12:00:00", usd(5)),
    ],
)
def test_the_operators_rule_for_other_amounts_shows_in_the_preview_and_holds(
    shop: Shop, rule: OtherAmounts, ends_at: str, credit
):
    lives(shop, "ann")
    shop.db.seed(PaymentSettings(other_amounts=rule))
    payment = stray(shop, amount=usd(15))
    whom: dict[str, Any] = {"user_id": UserId("usr_ann"), "plan_id": a_plan().id}

    shown = preview(shop.payments, payment_id=payment.id, **whom)
    booked = assign(shop.payments, payment_id=payment.id, actor=ADMIN, **whom)

    assert (shown.starts_at, shown.ends_at, shown.credit) == (NOON, at(ends_at), credit)
    assert (booked.starts_at, booked.ends_at, booked.kept_as_credit) == (NOON, at(ends_at), credit)


def test_a_preview_of_nobody_or_nothing_is_refused(shop: Shop):
    lives(shop, "ann")
    payment = stray(shop)
    ann, basic = UserId("usr_ann"), a_plan().id

    with pytest.raises(NotFoundError):
        preview(shop.payments, payment_id=PaymentId("no"), user_id=ann, plan_id=basic)
    with pytest.raises(InvalidError):
        preview(shop.payments, payment_id=payment.id, user_id=UserId("no"), plan_id=basic)
    with pytest.raises(InvalidError):
        preview(shop.payments, payment_id=payment.id, user_id=ann, plan_id=PlanId("no"))
    with pytest.raises(NotFoundError):
        advise(shop.payments, payment_id=PaymentId("no"))
