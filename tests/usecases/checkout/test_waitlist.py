"""Who waits for a seat gets the next one, in the order of the line (X003, X004)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.catalog.model import Seats, Server
from chalicelib.checkout import call_up, close, offer, turns, wait
from chalicelib.checkout.seat import UnderWayError
from chalicelib.checkout.start import SoldOutError
from chalicelib.checkout.wait_mails import ticket
from chalicelib.checkout.waiting import MOST_WAITING, WaitEntry, WaitState, wait_id_of
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.notifications.model import Event
from chalicelib.payments.model import Order, OrderStatus
from chalicelib.settings.model import SiteSettings, WaitlistSettings
from tests.builders import (
    a_library,
    a_location,
    a_plan,
    a_server,
    a_share,
    a_turn,
    a_user,
    an_identity,
    claims_of,
    some_seats,
)
from tests.usecases.payments.shop import ADMIN, Shop

DAY = timedelta(hours=24)


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A shop whose only seat is taken."""
    shop.db.seed(a_server(max_users=1), some_seats(people=1))
    return shop


def joins(shop: Shop, who: str, **fields: Any) -> WaitEntry:
    """Let somebody stand in line, a second after whoever came before."""
    shop.passes(seconds=1)
    return wait.join(shop.checkout, request=shop.asks(who, **fields))


def frees(shop: Shop, *, people: int = 0) -> None:
    """Let people leave the server, and whoever waits be called up."""
    shop.db.seed(replace(seats(shop), people=people))
    call_up.call_up(shop.checkout)


def seats(shop: Shop, server_id: str = "srv_alpha") -> Seats:
    found = shop.db.find(Seats, server_id)
    assert found is not None
    return found


def turn(shop: Shop, who: str, *, plan: str = "pln_basic") -> WaitEntry:
    found = shop.db.find(WaitEntry, wait_id_of(a_plan(id=plan).id, f"{who}@example.com"))
    assert found is not None
    return found


def states(shop: Shop, *people: str) -> list[WaitState]:
    return [turn(shop, who).state for who in people]


def facts(shop: Shop, event: Event, who: str) -> dict[str, str]:
    """Return the facts of the latest mail of an occasion to somebody."""
    return dict(
        [mail for mail in shop.mails(event) if mail.subject == f"{who}@example.com"][-1].payload[
            "facts"
        ]
    )


def takes(shop: Shop, who: str, **fields: Any) -> Order:
    """Let somebody buy with the offer they have."""
    return shop.buys(who, wait_id=turn(shop, who).id, **fields)


# --- Joining -------------------------------------------------------------------------------------


def test_whoever_joins_stands_at_the_end_and_learns_the_place_by_mail(full: Shop):
    joins(full, "ann")
    entry = joins(full, "bob")

    assert (entry.state, entry.plan_name, entry.media) == (
        WaitState.WAITING,
        "Basic",
        an_identity("bob"),
    )
    assert facts(full, Event.WAITLIST_JOINED, "bob")["place"] == "2"
    assert full.actions().count("waitlist.joined") == 2


def test_joining_twice_is_a_success_that_changes_nothing(full: Shop):
    joins(full, "ann")
    before = turn(full, "ann")
    joins(full, "bob")
    again = joins(full, "ann", name="Somebody", media=an_identity("mallory"))

    assert again == turn(full, "ann") == before
    assert len(full.mails(Event.WAITLIST_JOINED)) == 2
    full.passes(hours=1)
    joins(full, "ann")
    assert len(full.mails(Event.WAITLIST_JOINED)) == 3


def test_nobody_waits_for_a_seat_that_is_free(shop: Shop):
    with pytest.raises(wait.SeatFreeError):
        joins(shop, "ann")


def test_joining_checks_the_form_as_the_checkout_does(full: Shop):
    with pytest.raises(InvalidError) as refused:
        joins(full, "ann", email="ann", name="n" * 81, media=an_identity("a b"))

    assert {each.field for each in refused.value.problems} == {"email", "name", "media"}


def test_nobody_joins_while_the_waitlist_is_off_or_full(full: Shop):
    full.db.seed(WaitlistSettings(enabled=False))
    with pytest.raises(wait.WaitlistClosedError):
        joins(full, "ann")

    full.db.seed(WaitlistSettings())
    full.db.seed(*(a_turn(email=f"{each}@example.com") for each in range(MOST_WAITING)))
    with pytest.raises(wait.WaitlistClosedError, match="full"):
        joins(full, "ann")


# --- Whose turn it is ----------------------------------------------------------------------------


@pytest.mark.behaviour("X004")
def test_a_free_seat_is_offered_to_the_first_and_to_the_next_when_it_lapses(full: Shop):
    joins(full, "ann")
    joins(full, "bob")
    frees(full)

    offered = turn(full, "ann")
    assert states(full, "ann", "bob") == [WaitState.OFFERED, WaitState.WAITING]
    assert offered.offer_until == full.clock.now() + DAY
    assert seats(full).holds == {offered.id: offered.offer_until}
    assert facts(full, Event.WAITLIST_OFFER, "ann")["url"].startswith(
        "https://streams.test/wait?ticket="
    )

    full.passes(hours=23, minutes=59)
    assert call_up.call_up(full.checkout) == {}
    full.passes(minutes=1)
    assert call_up.call_up(full.checkout) == {"lapsed": 1, "offered": 1}
    assert states(full, "ann", "bob") == [WaitState.LAPSED, WaitState.OFFERED]
    assert set(seats(full).holds) == {turn(full, "bob").id}
    assert len(full.mails(Event.WAITLIST_LAPSED)) == 1


def test_an_offer_stands_as_long_as_is_set_and_its_end_is_looked_after(full: Shop):
    full.db.seed(WaitlistSettings(offer_hours=2))
    joins(full, "ann")
    frees(full)

    until = full.clock.now() + timedelta(hours=2)
    assert turn(full, "ann").offer_until == until
    assert [job.due_at for job in call_ups(full) if job.due_at > full.clock.now()] == [until]


def call_ups(shop: Shop) -> list[Job]:
    return [job for job in shop.db.all(Job) if job.kind is JobKind.CALL_UP]


def test_every_free_seat_is_offered_but_none_twice(full: Shop):
    for who in ("ann", "bob", "eve"):
        joins(full, who)
    full.db.seed(replace(full.db.one(Server), max_users=2))
    frees(full)
    call_up.call_up(full.checkout)

    assert states(full, "ann", "bob", "eve") == ["offered", "offered", "waiting"]


def test_who_waits_for_another_server_keeps_nobody_waiting(full: Shop):
    far = a_server(id="srv_far", name="Far", machine_id="far", location_id="loc_paris")
    full.db.seed(
        a_location(id="loc_paris", name="Paris"),
        replace(far, max_users=1),
        some_seats(server_id="srv_far", people=1),
        replace(a_library(), id="lib_far", server_id="srv_far"),
    )
    joins(full, "ann", location_id="loc_paris")
    joins(full, "bob")
    frees(full)

    assert states(full, "ann", "bob") == [WaitState.WAITING, WaitState.OFFERED]
    assert turn(full, "bob").server_id == "srv_alpha"


def test_nothing_is_offered_of_a_plan_or_in_a_shop_that_sells_nothing(full: Shop):
    joins(full, "ann")
    full.db.seed(replace(full.db.one(SiteSettings), subscriptions_enabled=False))
    frees(full)
    assert states(full, "ann") == [WaitState.WAITING]

    full.db.seed(replace(full.db.one(SiteSettings), subscriptions_enabled=True))
    full.db.seed(replace(full.payments.catalog.plans()[0], is_active=False))
    frees(full)
    assert states(full, "ann") == [WaitState.WAITING]


# --- Nobody overtakes the line -------------------------------------------------------------------


@pytest.mark.parametrize("is_called_up", [True, False])
def test_a_newcomer_does_not_buy_past_the_line(full: Shop, is_called_up: bool):
    joins(full, "ann")
    full.db.seed(replace(seats(full), people=0))
    if is_called_up:
        call_up.call_up(full.checkout)

    with pytest.raises(SoldOutError):
        full.buys("eve")
    assert offer.offers(full.checkout).plans[0].is_sold_out
    assert offer.choices(full.checkout, plan_id=a_plan().id).is_sold_out
    assert joins(full, "eve").state is WaitState.WAITING


def test_what_the_line_does_not_need_is_sold(full: Shop):
    joins(full, "ann")
    full.db.seed(replace(full.db.one(Server), max_users=3), replace(seats(full), people=1))

    assert full.buys("eve").held_server_id == "srv_alpha"
    with pytest.raises(SoldOutError):
        full.buys("mia")


def test_with_the_waitlist_off_nobody_is_kept_from_buying(full: Shop):
    joins(full, "ann")
    full.db.seed(WaitlistSettings(enabled=False), replace(seats(full), people=0))

    assert full.buys("eve").held_server_id == "srv_alpha"


def test_who_has_a_seat_renews_whatever_the_line(full: Shop):
    member = a_user(email="mia@example.com", media=an_identity("mia"))
    full.db.seed(member, *claims_of(member), a_share(user_id=member.id))
    joins(full, "ann")

    assert full.buys("mia").held_server_id == "srv_alpha"
    shares = full.checkout.access.of_user(member.id)
    assert not offer.choices(full.checkout, plan_id=a_plan().id, shares=shares).is_sold_out


# --- Taking the offer ----------------------------------------------------------------------------


def test_the_offer_buys_its_seat_and_then_the_turn_is_over(full: Shop):
    joins(full, "ann")
    frees(full)
    order = takes(full, "ann")

    assert order.wait_id == turn(full, "ann").id
    assert states(full, "ann") == [WaitState.BUYING]
    assert seats(full).holds == {order.id: turn(full, "ann").offer_until}

    paying = full.gateway.pay(order.checkout_id)
    full.hears(event_id="evt_1", external_id=paying.key.external_id)
    paid = full.db.find(Order, order.id)
    assert paid is not None
    assert paid.status is OrderStatus.PAID
    assert call_up.call_up(full.checkout) == {"served": 1}
    assert joins(full, "bob").state is WaitState.WAITING
    assert seats(full).holds.keys() == {order.id}


def test_a_form_that_is_sent_twice_takes_the_offer_once(full: Shop):
    joins(full, "ann")
    frees(full)
    order = takes(full, "ann", token="a-form-token-0123456789")

    assert takes(full, "ann", token="a-form-token-0123456789").id == order.id
    with pytest.raises(UnderWayError):
        takes(full, "ann", token="another-token-0123456789")


def test_who_gives_the_order_up_can_begin_anew_while_the_offer_stands(full: Shop):
    joins(full, "ann")
    joins(full, "bob")
    frees(full)
    order = takes(full, "ann")
    full.passes(minutes=45)
    close.close_lapsed(full.checkout)

    again = turn(full, "ann")
    assert again.state is WaitState.OFFERED
    assert seats(full).holds == {again.id: again.offer_until}
    assert states(full, "bob") == [WaitState.WAITING]
    assert takes(full, "ann").id != order.id


def test_an_order_that_outlives_the_offer_and_is_not_paid_ends_the_turn(full: Shop):
    joins(full, "ann")
    joins(full, "bob")
    frees(full)
    full.passes(hours=23, minutes=55)
    takes(full, "ann")
    full.passes(minutes=20)
    assert call_up.call_up(full.checkout) == {}
    full.passes(minutes=20)
    close.close_lapsed(full.checkout)
    call_up.call_up(full.checkout)

    assert states(full, "ann", "bob") == [WaitState.LAPSED, WaitState.OFFERED]
    assert len(full.mails(Event.WAITLIST_LAPSED)) == 1


def test_an_offer_that_ran_out_or_is_of_another_plan_gives_no_seat(full: Shop):
    joins(full, "ann")
    frees(full)
    full.passes(hours=24)
    full.db.seed(replace(seats(full), people=1))
    with pytest.raises(SoldOutError):
        takes(full, "ann")

    full.db.seed(a_plan(id="pln_other", name="Other"))
    with pytest.raises(InvalidError):
        takes(full, "ann", plan_id="pln_other")


# --- Leaving, and what an administrator does -----------------------------------------------------


def test_who_leaves_gives_the_kept_seat_to_the_next(full: Shop):
    joins(full, "ann")
    joins(full, "bob")
    frees(full)
    link = ticket(full.checkout, turn(full, "ann"), now=full.clock.now())
    entry = wait.of_ticket(full.checkout, ticket=link)
    turns.leave(full.checkout, entry=entry, actor=Actor("page:wait"))
    turns.leave(full.checkout, entry=entry, actor=Actor("page:wait"))
    call_up.call_up(full.checkout)

    assert states(full, "ann", "bob") == [WaitState.LEFT, WaitState.OFFERED]
    assert any(job.id.endswith("_left") for job in call_ups(full))
    assert full.actions().count("waitlist.left") == 1


def test_the_link_of_an_earlier_turn_works_no_more(full: Shop):
    old = ticket(full.checkout, joins(full, "ann"), now=full.clock.now())
    turns.remove(full.checkout, wait_id=turn(full, "ann").id, actor=ADMIN)
    joins(full, "bob")
    entry = joins(full, "ann")

    assert entry.turn == 2
    with pytest.raises(InvalidError):
        wait.look(full.checkout, ticket=old)
    fresh = ticket(full.checkout, entry, now=full.clock.now())
    assert wait.look(full.checkout, ticket=fresh).place == 2


def test_an_administrator_offers_a_seat_before_the_turn_if_one_is_free(full: Shop):
    joins(full, "ann")
    joins(full, "bob")
    wait_id = turn(full, "bob").id
    with pytest.raises(ConflictError, match="full"):
        call_up.offer_now(full.checkout, wait_id=wait_id, actor=ADMIN)

    full.db.seed(replace(seats(full), people=0))
    call_up.offer_now(full.checkout, wait_id=wait_id, actor=ADMIN)
    call_up.call_up(full.checkout)

    assert states(full, "ann", "bob") == [WaitState.WAITING, WaitState.OFFERED]
    with pytest.raises(ConflictError):
        call_up.offer_now(full.checkout, wait_id=wait_id, actor=ADMIN)
