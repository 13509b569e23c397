"""From a filled-in form to the payment page, with a seat that is really there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.catalog.model import Seats, Server
from chalicelib.checkout.start import ShopClosedError, SoldOutError, check
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import (
    ActionRequiredError,
    ConflictError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
)
from chalicelib.kernel.ids import LocationId, PlanId
from chalicelib.kernel.records import Write
from chalicelib.kernel.term import months
from chalicelib.notifications.model import Event
from chalicelib.payments.model import GatewayName, Order, OrderStatus
from chalicelib.settings.model import SiteSettings, StripeSettings
from tests.builders import (
    NOON,
    a_location,
    a_plan,
    a_server,
    a_share,
    a_user,
    an_identity,
    claims_of,
    some_seats,
    usd,
)
from tests.usecases.payments.shop import SITE_URL, Shop

TOKEN = "a-form-token-0123456789"


@pytest.mark.behaviour("B024")
def test_a_good_form_leads_to_the_payment_page_with_everything_quoted(shop: Shop):
    order = shop.buys("ann", email=" Ann@Example.COM ", name="  Ann   Example ")

    assert order == shop.db.one(Order)
    assert order == Order(
        id=order.id,
        plan_id=a_plan().id,
        plan_name="Basic",
        price=usd(10),
        term=months(1),
        email="ann@example.com",
        name="Ann Example",
        media=an_identity("ann"),
        gateway=GatewayName.STRIPE,
        created_at=NOON,
        expires_at=NOON + timedelta(minutes=31),
        held_server_id=a_server().id,
        checkout_id=f"cs_{order.id}",
        checkout_url=f"https://gateway.test/pay/cs_{order.id}",
        version=2,
    )


def test_the_gateway_learns_where_the_customer_comes_back(shop: Shop):
    seen: dict[str, str] = {}
    opens = shop.gateway.open_checkout

    def watching(order: Order, *, return_url: str, cancel_url: str) -> Any:
        seen.update(back=return_url, left=cancel_url)
        return opens(order, return_url=return_url, cancel_url=cancel_url)

    shop.gateway.open_checkout = watching  # type: ignore[method-assign]
    order = shop.buys()

    assert seen == {
        "back": f"{SITE_URL}/orders/{order.id}",
        "left": f"{SITE_URL}/orders/{order.id}/cancel",
    }


def test_a_seat_is_held_for_the_life_of_the_order(shop: Shop):
    order = shop.buys()

    assert shop.db.one(Seats).holds == {order.id: order.expires_at}


@pytest.mark.parametrize(("minutes", "held"), [(5, 31), (30, 31), (90, 91), (10_000, 23 * 60 + 1)])
def test_the_hold_is_as_long_as_set_within_what_gateways_allow(
    shop: Shop, minutes: int, held: int
):
    shop.db.seed(replace(shop.db.one(SiteSettings), hold_minutes=minutes))

    assert shop.buys().expires_at == NOON + timedelta(minutes=held)


def test_the_last_seat_is_sold_once(shop: Shop):
    shop.db.seed(a_server(max_users=3), some_seats(people=2))
    shop.buys("ann")

    with pytest.raises(SoldOutError):
        shop.buys("bob")


def test_a_lapsed_hold_frees_the_seat(shop: Shop):
    shop.db.seed(a_server(max_users=1))
    shop.buys("ann")
    shop.passes(minutes=31)

    assert shop.buys("bob").held_server_id == a_server().id


def test_who_takes_the_seat_meanwhile_sends_us_to_another_server(shop: Shop):
    beta = a_server(id="srv_beta", name="Beta", machine_id="machine-beta", max_users=1)
    films = replace(shop.payments.catalog.all_libraries()[0], id="lib_beta", server_id="srv_beta")
    shop.db.seed(a_server(max_users=1), beta, films)
    raced: list[object] = []

    def somebody_else(writes: tuple[Write, ...]) -> None:
        if not raced and any(isinstance(write.record, Seats) for write in writes):
            raced.append(writes)
            shop.db.seed(some_seats(people=1))

    shop.db.before_commit.append(somebody_else)

    assert shop.buys().held_server_id == "srv_beta"


def test_who_is_there_already_needs_no_seat_even_if_the_server_is_full(shop: Shop):
    ann = a_user()
    shop.db.seed(ann, *claims_of(ann), a_share(), a_server(max_users=1), some_seats(people=1))

    order = shop.buys("ann")

    assert order.held_server_id == a_server().id
    assert shop.db.one(Seats).holds == {}


@pytest.mark.behaviour("B028", "B146")
def test_without_a_server_the_refusal_comes_before_any_charge_and_the_admin_hears(shop: Shop):
    shop.db.seed(a_server(is_enabled=False))

    for _ in range(3):
        with pytest.raises(SoldOutError) as refused:
            shop.buys()
        assert "nothing was charged" in refused.value.message

    assert shop.gateway.calls == []
    assert shop.db.all(Order) == ()
    (mail,) = shop.mails(Event.ADMIN_NO_SERVER)
    assert mail.payload["to"] == "boss@example.com"
    assert "disabled" in mail.payload["facts"]["problem"]
    assert shop.nudge.sent == [mail.id]


@pytest.mark.behaviour("B028")
def test_the_admin_hears_again_in_the_next_hour_and_for_another_plan(shop: Shop):
    shop.db.seed(a_server(is_enabled=False), a_plan(id="pln_other", name="Other"))
    with pytest.raises(SoldOutError):
        shop.buys()
    with pytest.raises(SoldOutError):
        shop.buys(plan_id=PlanId("pln_other"))
    shop.passes(hours=1)
    with pytest.raises(SoldOutError):
        shop.buys()

    assert len(shop.mails(Event.ADMIN_NO_SERVER)) == 3


@pytest.mark.behaviour("B005")
@pytest.mark.parametrize(
    "changes",
    [{"is_active": False}, {"is_archived": True}, {"is_trial": True}, {"price": usd(0)}],
)
def test_a_plan_that_is_not_for_sale_cannot_be_bought(shop: Shop, changes: dict[str, Any]):
    shop.db.seed(a_plan(**changes))

    with pytest.raises(NotFoundError):
        shop.buys()
    assert shop.db.all(Order) == ()


def test_an_unknown_plan_cannot_be_bought(shop: Shop):
    with pytest.raises(NotFoundError):
        shop.buys(plan_id=PlanId("pln_none"))


@pytest.mark.parametrize(
    "settings",
    [
        SiteSettings(subscriptions_enabled=False),
        StripeSettings(enabled=False),
        StripeSettings(enabled=True, checkout_enabled=False),
        StripeSettings(enabled=True),
    ],
)
def test_a_closed_shop_sells_nothing(shop: Shop, settings: Any):
    shop.db.seed(settings)

    with pytest.raises(ShopClosedError):
        shop.buys()


def test_a_gateway_without_hosted_pages_sells_nothing(shop: Shop):
    with pytest.raises(ShopClosedError):
        shop.buys(gateway=GatewayName.MANUAL)


def test_an_unknown_location_is_named(shop: Shop):
    with pytest.raises(InvalidError) as refused:
        shop.buys(location_id=LocationId("loc_none"))
    assert refused.value.problems[0].field == "location_id"


@pytest.mark.behaviour("B136")
def test_the_preferred_location_decides_between_equal_servers(shop: Shop):
    beta = a_server(id="srv_beta", name="Beta", location_id="loc_berlin")
    films = replace(shop.payments.catalog.all_libraries()[0], id="lib_beta", server_id="srv_beta")
    shop.db.seed(a_location(), beta, films)

    order = shop.buys(location_id=a_location().id)

    assert (order.held_server_id, order.location_id) == ("srv_beta", a_location().id)


def test_sending_the_same_form_twice_starts_one_order(shop: Shop):
    first = shop.buys(token=TOKEN)

    assert shop.buys(token=TOKEN) == first
    assert shop.gateway.calls == ["open_checkout"]
    assert len(shop.db.one(Seats).holds) == 1


def test_a_used_form_with_other_values_is_refused(shop: Shop):
    shop.buys("ann", token=TOKEN)

    with pytest.raises(ConflictError):
        shop.buys("bob", token=TOKEN)


def test_a_used_form_that_has_run_out_must_be_loaded_again(shop: Shop):
    shop.buys(token=TOKEN)
    shop.passes(minutes=31)

    with pytest.raises(ConflictError):
        shop.buys(token=TOKEN)


def test_a_gateway_that_is_away_gives_the_seat_back(shop: Shop):
    shop.gateway.fail_next(RetryLaterError("down"))

    with pytest.raises(RetryLaterError):
        shop.buys()

    assert shop.db.one(Order).status is OrderStatus.CLOSED
    assert shop.db.one(Seats).holds == {}


def test_with_a_form_token_the_second_try_goes_on_with_the_same_order(shop: Shop):
    shop.gateway.fail_next(RetryLaterError("down"))
    with pytest.raises(RetryLaterError):
        shop.buys(token=TOKEN)

    order = shop.buys(token=TOKEN)

    assert order == shop.db.one(Order)
    assert order.checkout_url


def test_a_gateway_that_refuses_our_key_closes_the_shop_and_tells_the_admin_once(shop: Shop):
    shop.gateway.fail_next(ActionRequiredError("Key refused.", remedy="Copy it."), times=2)

    for _ in range(2):
        with pytest.raises(ShopClosedError) as refused:
            shop.buys()
        assert "Key" not in f"{refused.value.message} {refused.value.remedy}"

    (mail,) = shop.mails(Event.ADMIN_NEEDS_ATTENTION)
    assert mail.payload["facts"]["problem"] == "Key refused."
    assert {order.status for order in shop.db.all(Order)} == {OrderStatus.CLOSED}


def test_an_address_that_the_gateway_refuses_is_told_to_the_customer(shop: Shop):
    shop.gateway.fail_next(InvalidError.of("email", "No such address.", "Correct it."))

    with pytest.raises(InvalidError):
        shop.buys()
    assert shop.db.one(Order).status is OrderStatus.CLOSED


@pytest.mark.behaviour("X045")
def test_the_audit_log_tells_why_this_server_was_chosen(shop: Shop):
    order = shop.buys()

    entry = shop.db.one(AuditEntry)
    assert (entry.actor, entry.action, entry.subject) == (
        "page:checkout",
        "order.opened",
        order.id,
    )
    assert entry.why.startswith("Alpha: ")


def test_a_summary_holds_nothing_and_refuses_what_start_refuses(shop: Shop):
    shop.db.seed(a_location())
    summary = check(shop.checkout, request=shop.asks(location_id=a_location().id))

    assert summary.plan == shop.db.one(type(a_plan()))
    assert summary.location == shop.db.one(type(a_location()))
    assert not summary.is_sold_out
    assert shop.db.all(Order) == shop.db.all(Seats) == ()
    with pytest.raises(InvalidError):
        check(shop.checkout, request=shop.asks(email="nope"))


def test_a_summary_says_when_the_plan_is_sold_out(shop: Shop):
    shop.db.seed(replace(shop.db.one(Server), is_enabled=False))

    assert check(shop.checkout, request=shop.asks()).is_sold_out


def test_a_busy_database_is_no_lost_seat(shop: Shop):
    shop.db.fail_next(RetryLaterError("busy"))

    with pytest.raises(RetryLaterError):
        shop.buys()
    assert shop.buys().checkout_url
