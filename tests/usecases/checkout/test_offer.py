"""What the shop window shows, and why it is empty when it is."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.catalog.model import DefaultPlan, Library, Plan
from chalicelib.checkout.model import OfferGap
from chalicelib.checkout.offer import choices, offers
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PlanId
from chalicelib.settings.model import SiteSettings, StripeSettings
from tests.builders import a_location, a_plan, a_server, usd
from tests.usecases.payments.shop import Shop


@pytest.mark.behaviour("B003", "B005", "B008")
def test_active_plans_are_listed_and_others_are_absent(shop: Shop):
    shop.db.seed(
        a_plan(id="pln_off", name="Off", is_active=False),
        a_plan(id="pln_trial", name="Trial", is_trial=True),
        a_plan(id="pln_gone", name="Gone", is_archived=True),
        a_plan(id="pln_free", name="Free", price=usd(0)),
        a_plan(id="pln_plus", name="Plus", sort_order=1),
        DefaultPlan(PlanId("pln_plus")),
    )

    offer = offers(shop.checkout)

    assert [(each.plan.name, each.is_default) for each in offer.plans] == [
        ("Basic", False),
        ("Plus", True),
    ]
    assert (offer.gap, offer.customer_text, offer.admin_text) == (None, "", "")


@pytest.mark.behaviour("B033")
@pytest.mark.parametrize(
    ("change", "gap"),
    [
        (SiteSettings(subscriptions_enabled=False), OfferGap.SALES_OFF),
        (StripeSettings(enabled=False), OfferGap.NO_GATEWAY),
        (a_plan(is_active=False), OfferGap.NO_PLAN),
        (a_server(is_enabled=False), OfferGap.SOLD_OUT),
    ],
)
def test_an_empty_window_explains_itself_to_customers_and_administrators(
    shop: Shop, change: Any, gap: OfferGap
):
    shop.db.seed(change)

    offer = offers(shop.checkout)

    assert offer.gap is gap
    assert offer.customer_text
    assert offer.admin_text
    assert offer.customer_text != offer.admin_text


@pytest.mark.behaviour("B033")
def test_the_administrator_reads_why_no_server_takes_anybody(shop: Shop):
    shop.db.seed(a_server(allows_new=False))

    assert "Alpha: it takes no new people" in offers(shop.checkout).admin_text


def test_one_plan_can_be_sold_out_while_another_is_not(shop: Shop):
    shop.db.seed(a_plan(id="pln_kids", name="Kids", group_ids=("grp_kids",)))

    sold_out = {each.plan.name: each.is_sold_out for each in offers(shop.checkout).plans}

    assert sold_out == {"Basic": False, "Kids": True}


def a_second_server(shop: Shop, **overrides: Any) -> None:
    library = shop.db.one(Library)
    shop.db.seed(
        a_server(id="srv_beta", name="Beta", **overrides),
        replace(library, id="lib_beta", server_id="srv_beta"),
    )


@pytest.mark.behaviour("B021")
def test_locations_are_asked_for_only_if_two_have_room(shop: Shop):
    shop.db.seed(
        a_location(),
        a_location(id="loc_oslo", name="Oslo"),
        a_location(id="loc_rome", name="Rome"),
        a_server(location_id="loc_berlin"),
    )
    assert choices(shop.checkout, plan_id=a_plan().id).locations == ()

    a_second_server(shop, location_id="loc_oslo")

    names = [each.name for each in choices(shop.checkout, plan_id=a_plan().id).locations]
    assert names == ["Berlin", "Oslo"]


def test_a_location_without_room_is_not_offered(shop: Shop):
    shop.db.seed(
        a_location(), a_location(id="loc_oslo", name="Oslo"), a_server(location_id="loc_berlin")
    )
    a_second_server(shop, location_id="loc_oslo", max_users=0)

    found = choices(shop.checkout, plan_id=a_plan().id)

    assert found.locations == ()
    assert not found.is_sold_out


@pytest.mark.parametrize("change", [None, a_plan(is_active=False)])
def test_choices_for_a_plan_that_is_not_sold_are_not_found(shop: Shop, change: Plan | None):
    if change is not None:
        shop.db.seed(change)

    with pytest.raises(NotFoundError):
        choices(shop.checkout, plan_id=change.id if change else PlanId("pln_none"))


def test_the_shop_window_reads_all_settings_at_once(shop: Shop):
    before = shop.db.round_trips

    offers(shop.checkout)

    # Settings, plans, what the shelf holds of servers, places and who waits, the default plan.
    assert shop.db.round_trips - before == 9
