"""Why a plan is in the checkout or is not (X061)."""

from typing import Any

import pytest

from chalicelib.catalog.model import Library, Plan, Server
from chalicelib.checkout.offer import offers
from chalicelib.checkout.why import PlanWhy, why
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.secret import Sealed
from chalicelib.settings.model import (
    PaymentSettings,
    SiteSettings,
    StripeSettings,
    TrialSettings,
)
from tests.builders import a_plan, a_server, some_seats, usd
from tests.usecases.payments.shop import Shop


def of_basic(shop: Shop) -> PlanWhy:
    return why(shop.checkout, plan_id="pln_basic")


def is_in_window(shop: Shop) -> bool:
    found = offers(shop.checkout).plans
    return any(each.plan.id == "pln_basic" and not each.is_sold_out for each in found)


def test_a_plan_that_is_sold_says_how_it_is_paid_and_where_it_would_go(shop: Shop):
    told = of_basic(shop)
    assert (told.is_shown, told.can_be_had) == (True, True)
    assert all(rule.holds for rule in told.rules)
    assert any("once by Stripe" in rule.answer for rule in told.rules)
    assert told.because.startswith("Yes. ")
    assert [each.fits for each in told.candidates] == [True]


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (SiteSettings(subscriptions_enabled=False), "Subscriptions is off"),
        (a_plan(is_active=False), "Active is off"),
        (a_plan(is_archived=True), "archived"),
        (a_plan(price=usd(0)), "given by hand only"),
        (StripeSettings(enabled=False), "no payment service"),
        (a_plan(group_ids=("grp_none",)), "no enabled server has a library of no group"),
        (a_server(is_enabled=False), "no enabled server has a library"),
        (a_server(allows_new=False), "it takes no new people"),
        (a_server(max_users=1), "it is full"),
    ],
)
def test_the_rule_that_decides_is_named_and_agrees_with_the_shop_window(
    shop: Shop, change: Any, because: str
):
    if isinstance(change, Server) and change.max_users:
        shop.db.seed(some_seats(people=1))
    shop.db.seed(change)
    told = of_basic(shop)
    assert because in told.because
    assert told.can_be_had is is_in_window(shop) is False


def test_a_plan_that_only_renews_needs_an_id_at_a_service(shop: Shop):
    stripe = StripeSettings(enabled=True, secret_key=Sealed("sealed"), recurring_enabled=True)
    shop.db.seed(PaymentSettings(once_enabled=False, recurring_enabled=True), stripe)
    told = of_basic(shop)
    assert "it has no id at Stripe" in told.because
    assert not told.is_shown


def test_a_plan_for_a_group_says_who_sees_it(shop: Shop):
    shop.db.seed(a_plan(max_sub_accounts=2))
    rules = {rule.question: rule.answer for rule in of_basic(shop).rules}
    assert rules["Who sees it?"] == "Only who is signed in and has exactly 2 linked users."


def test_a_trial_answers_for_trials(shop: Shop):
    shop.db.seed(a_plan(is_trial=True), TrialSettings(enabled=False))
    assert "trials are off" in of_basic(shop).because
    shop.db.seed(TrialSettings(enabled=True))
    assert "it takes no trials" in of_basic(shop).because


def test_what_is_no_plan_has_no_answer(shop: Shop):
    with pytest.raises(NotFoundError):
        why(shop.checkout, plan_id="pln_none")
    assert shop.db.find(Plan, "pln_none") is None
    assert shop.db.all(Library)
