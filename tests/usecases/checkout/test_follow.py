"""What the customer reads is what is true."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.catalog.model import STANDARD, Library
from chalicelib.checkout.close import cancel
from chalicelib.checkout.follow import progress
from chalicelib.checkout.model import Stage
from chalicelib.jobs.model import JobState
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import DecisionId, OrderId
from chalicelib.payments.model import Order, OrderStatus
from chalicelib.settings.limit_model import Measure
from chalicelib.users.model import Restraint, User
from tests.builders import a_server, a_share, at, usd
from tests.usecases.payments.shop import Shop


def stage(shop: Shop, **seen: bool) -> Stage:
    return progress(shop.checkout, order_id=shop.db.one(Order).id, **seen).stage


def test_an_open_order_waits_for_its_payment(shop: Shop):
    shop.buys()

    assert stage(shop) is Stage.WAITING_FOR_PAYMENT
    assert stage(shop, is_on_its_way=True) is Stage.CONFIRMING
    shop.passes(hours=1)
    assert stage(shop) is Stage.CONFIRMING


def test_a_closed_order_says_that_nothing_was_charged(shop: Shop):
    order = shop.buys()
    cancel(shop.checkout, order_id=order.id)

    shown = progress(shop.checkout, order_id=order.id)

    assert (shown.stage, shown.is_final) == (Stage.CLOSED, True)
    assert "Nothing was charged" in shown.detail


def test_a_paid_order_goes_from_preparing_over_invited_to_ready(shop: Shop):
    payment = shop.sells()
    assert stage(shop) is Stage.PREPARING

    shop.db.seed(a_share(user_id=payment.user_id, state=ShareState.INVITED))
    invited = progress(shop.checkout, order_id=shop.db.one(Order).id)
    assert (invited.stage, invited.server_name) == (Stage.INVITED, "Alpha")
    assert "ann" in invited.detail

    shop.db.seed(a_share(user_id=payment.user_id))
    ready = progress(shop.checkout, order_id=shop.db.one(Order).id)
    assert (ready.stage, ready.is_final) == (Stage.READY, True)
    assert ready.access_until == at("2026-02-28T12:00:00")
    assert ready.account == "ann"


def test_a_share_without_all_libraries_of_the_plan_is_not_ready(shop: Shop):
    payment = shop.sells()
    more = replace(shop.db.one(Library), id="lib_shows", group_id=STANDARD)
    shop.db.seed(more, a_share(user_id=payment.user_id))

    assert stage(shop) is Stage.PREPARING


def test_a_removed_share_is_not_access(shop: Shop):
    payment = shop.sells()
    shop.db.seed(a_share(user_id=payment.user_id, state=ShareState.REMOVED))

    assert stage(shop) is Stage.PREPARING


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.RESTRICT])
def test_somebody_who_is_held_back_reads_until_when_and_waits_for_nothing(
    shop: Shop, measure: Measure
):
    payment = shop.sells()
    now = shop.clock.now()
    held = Restraint(measure, now, now + timedelta(hours=24), DecisionId("dec_1"))
    user = shop.db.find(User, payment.user_id)
    shop.db.seed(replace(user, restraint=held))

    shown = progress(shop.checkout, order_id=shop.db.one(Order).id)

    assert (shown.stage, shown.is_final) == (Stage.RESTRAINED, True)
    assert shown.restraint == held
    assert "comes by itself" in shown.detail
    shop.passes(hours=24)
    shown = progress(shop.checkout, order_id=shop.db.one(Order).id)
    assert (shown.stage, shown.restraint) == (Stage.PREPARING, None)


def test_work_that_waits_for_a_person_is_told_as_such(shop: Shop):
    shop.sells()
    (job,) = shop.access_jobs()
    shop.db.seed(replace(job, state=JobState.PARKED))

    shown = progress(shop.checkout, order_id=shop.db.one(Order).id)

    assert shown.stage is Stage.ATTENTION
    assert "nothing is lost" in shown.detail


@pytest.mark.behaviour("X002")
def test_a_held_payment_is_told_as_received_but_looked_at(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id, amount=usd(9))
    shop.hears(external_id=found.key.external_id)

    shown = progress(shop.checkout, order_id=order.id)

    assert shown.stage is Stage.ATTENTION
    assert shown.headline.startswith("Payment received")


def test_a_refunded_payment_does_not_say_that_nothing_was_charged(shop: Shop):
    payment = shop.sells()
    shop.gateway.give_back(payment.key.external_id)
    shop.hears(event_id="evt_refund", external_id=payment.key.external_id)

    shown = progress(shop.checkout, order_id=shop.db.one(Order).id)

    assert shown.stage is Stage.CLOSED
    assert "refunded" in shown.headline


def test_a_share_on_another_server_with_everything_is_ready(shop: Shop):
    payment = shop.sells()
    library = replace(shop.db.one(Library), id="lib_beta", server_id="srv_beta")
    shop.db.seed(
        a_server(id="srv_beta", name="Beta"),
        library,
        a_share(user_id=payment.user_id, state=ShareState.INVITED),
        a_share(user_id=payment.user_id, server_id="srv_beta", library_ids=("lib_beta",)),
    )

    shown = progress(shop.checkout, order_id=shop.db.one(Order).id)

    assert (shown.stage, shown.server_name) == (Stage.READY, "Beta")


def test_an_order_paid_by_a_payment_we_cannot_see_is_being_confirmed(shop: Shop):
    shop.buys()
    shop.db.seed(replace(shop.db.one(Order), status=OrderStatus.PAID))

    assert stage(shop) is Stage.CONFIRMING


def test_an_unknown_order_is_not_found(shop: Shop):
    with pytest.raises(NotFoundError):
        progress(shop.checkout, order_id=OrderId("ord_none"))
