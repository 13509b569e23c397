"""Free trials: one in a lifetime, and never more than the cap."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from chalicelib.catalog.model import Seats
from chalicelib.checkout import follow, trial
from chalicelib.checkout.close import close_lapsed
from chalicelib.checkout.model import Stage
from chalicelib.checkout.trial import TrialRefusedError
from chalicelib.kernel.errors import ConflictError, InvalidError, NotFoundError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.records import Update
from chalicelib.notifications.model import Event
from chalicelib.payments.by_hand import enter
from chalicelib.payments.model import Order, OrderStatus, Payment, PaymentStatus
from chalicelib.payments.reporting import receipts
from chalicelib.payments.settling.trials import Refusal
from chalicelib.settings.model import TrialSettings
from chalicelib.subscriptions.trials import TrialPlaces
from chalicelib.users.model import User
from tests.builders import (
    NOON,
    a_library,
    a_plan,
    a_server,
    a_user,
    an_identity,
    claims_of,
    usd,
)
from tests.usecases.checkout.trying import TASTER, TOKEN, WEEK, refused, trial_shop, tries
from tests.usecases.payments.shop import ADMIN, Shop


@pytest.fixture
def shop() -> Shop:
    return trial_shop()


def test_a_trial_is_an_order_that_costs_nothing_and_gives_its_time(shop: Shop):
    order = tries(shop)

    payment, user = shop.db.one(Payment), shop.db.one(User)
    assert (order.status, order.price, order.is_trial) == (OrderStatus.PAID, usd(0), True)
    assert (payment.status, payment.amount) == (PaymentStatus.SETTLED, usd(0))
    assert (payment.starts_at, payment.ends_at) == (NOON, NOON + WEEK)
    assert [each.is_trial for each in shop.subscription().periods] == [True]
    assert user.media.is_proven
    assert len(shop.access_jobs()) == 1
    (mail,) = shop.mails(Event.TRIAL_STARTED)
    assert mail.payload["to"] == "ann@example.com"
    assert shop.mails(Event.PAYMENT_RECEIVED) == []
    assert "trial.started" in shop.actions()
    assert list(shop.db.one(Seats).holds) == [order.id]


def test_a_trial_has_no_receipt_but_what_credit_paid_for_has_one(shop: Shop):
    tries(shop)
    trial_payment = shop.db.one(Payment)

    with pytest.raises(NotFoundError):
        receipts.receipt(shop.payments, payment_id=trial_payment.id)
    assert not receipts.has_receipt(trial_payment, trials={trial_payment.id})
    assert not receipts.has_receipt(replace(trial_payment, order_id=None))
    assert receipts.has_receipt(replace(trial_payment, order_id=OrderId("ord_credit")))


def test_the_order_page_speaks_of_a_trial(shop: Shop):
    shown = follow.progress(shop.checkout, order_id=tries(shop).id)

    assert (shown.stage, shown.headline) == (Stage.PREPARING, "Your free trial begins")


@pytest.mark.behaviour("B077")
@pytest.mark.parametrize(
    "again",
    [
        {},
        {"email": "other@example.com", "media": an_identity("zoe", plex_id="plex-ann")},
        {"email": "other@example.com", "media": an_identity("ann", plex_id="9")},
        {"email": " Ann@Example.com ", "media": an_identity("zoe", plex_id="9")},
        {"email": "other@example.com", "media": an_identity("zoe", email="ann@example.com")},
    ],
    ids=["all the same", "plex id", "plex name", "address", "plex address"],
)
def test_whoever_had_a_trial_gets_none_again_by_whatever_name(shop: Shop, again: dict[str, Any]):
    tries(shop)
    shop.passes(days=400)

    if "media" in again:
        again["media"] = replace(
            again["media"], is_proven=True, plex_id=again["media"].plex_id or "9"
        )
    assert refused(shop, **again) == "trial_had_one"
    assert len(shop.db.all(Payment)) == 1


def test_a_trial_given_by_hand_was_the_one(shop: Shop):
    user = a_user(media=an_identity("ann", plex_id="plex-ann", is_proven=True))
    shop.db.seed(user, *claims_of(user))
    enter.enter(
        shop.payments,
        user_id=user.id,
        plan_id=TASTER.id,
        amount=usd(0),
        external_id="by-hand",
        starts_at=None,
        ends_at=None,
        notes="",
        actor=ADMIN,
    )
    assert refused(shop) == "trial_had_one"


def test_whoever_has_access_needs_no_trial(shop: Shop):
    shop.sells("ann")

    assert refused(shop) == "trial_has_access"


def test_without_the_switch_or_a_plan_there_is_none(shop: Shop):
    assert [each.id for each in trial.offer(shop.checkout, user=None).plans] == [TASTER.id]
    shop.db.seed(TrialSettings(enabled=False))

    assert refused(shop) == "trial_off"
    assert trial.offer(shop.checkout, user=None).refusal is Refusal.OFF

    shop.db.seed(TrialSettings(enabled=True), replace(TASTER, is_active=False))
    with pytest.raises(NotFoundError):
        tries(shop)
    assert trial.offer(shop.checkout, user=None).refusal is Refusal.OFF


def test_only_a_proven_identity_may_try(shop: Shop):
    with pytest.raises(InvalidError) as caught:
        tries(shop, media=an_identity("ann"))

    assert caught.value.problems[0].field == "media"
    assert shop.db.all(Order) == ()


def test_a_plan_that_is_sold_cannot_be_tried(shop: Shop):
    with pytest.raises(NotFoundError):
        tries(shop, plan_id=a_plan().id)


@pytest.mark.behaviour("B073")
def test_at_the_cap_the_next_one_is_refused_until_a_trial_ends(shop: Shop):
    shop.db.seed(TrialSettings(enabled=True, max_users=10))
    for number in range(10):
        tries(shop, f"user{number}")

    assert refused(shop, "ann") == "trial_full"
    assert trial.offer(shop.checkout, user=None).refusal is Refusal.FULL

    shop.passes(days=7)
    assert tries(shop, "ann").status is OrderStatus.PAID


@pytest.mark.behaviour("B074")
def test_without_a_cap_anybody_new_may_try(shop: Shop):
    for number in range(12):
        assert tries(shop, f"user{number}").status is OrderStatus.PAID
    assert shop.db.all(TrialPlaces) == ()


def test_a_cap_that_is_set_later_counts_those_who_try_already(shop: Shop):
    for number in range(3):
        tries(shop, f"user{number}")
    shop.db.commit(Update(replace(shop.db.one(TrialSettings), max_users=3)))

    assert refused(shop, "ann") == "trial_full"
    shop.db.commit(Update(replace(shop.db.one(TrialSettings), max_users=4)))
    assert tries(shop, "ann").status is OrderStatus.PAID
    assert refused(shop, "bob") == "trial_full"


def test_whoever_buys_gives_the_place_to_another(shop: Shop):
    shop.db.seed(TrialSettings(enabled=True, max_users=1))
    tries(shop, "ann")
    assert refused(shop, "bob") == "trial_full"
    shop.passes(days=1)
    shop.sells("ann")

    assert tries(shop, "bob").status is OrderStatus.PAID


@pytest.mark.behaviour("B073")
def test_sixteen_at_once_take_ten_places(shop: Shop):
    shop.db.seed(TrialSettings(enabled=True, max_users=10))

    outcomes = at_once(*[lambda name=f"user{n}": tries(shop, name) for n in range(16)])

    assert outcomes.count("paid") == 10
    assert outcomes.count("trial_full") == 6
    assert len(shop.db.all(Payment)) == len(shop.db.one(TrialPlaces).holders) == 10
    orders = shop.db.all(Order)
    assert sorted(each.status for each in orders if each.status is not OrderStatus.PAID) == [
        OrderStatus.CLOSED
    ] * (len(orders) - 10)
    assert len(shop.db.one(Seats).holds) == 10


@pytest.mark.behaviour("B077")
def test_many_forms_of_one_person_at_once_start_one_trial(shop: Shop):
    outcomes = at_once(*[lambda number=n: tries(shop, token=f"{TOKEN}{number}") for n in range(8)])

    assert sorted(set(outcomes)) == ["paid", "trial_had_one"]
    assert outcomes.count("paid") == 1
    assert len(shop.db.all(Payment)) == len(shop.db.all(User)) == 1
    assert len(shop.subscription().periods) == 1


def test_one_form_sent_twice_is_one_trial(shop: Shop):
    first, again = tries(shop, token=TOKEN), tries(shop, token=TOKEN)

    assert first == again
    with pytest.raises(ConflictError):
        tries(shop, "bob", token=TOKEN)


def test_an_order_that_was_never_settled_gives_its_seat_back(shop: Shop):
    order = tries(shop)
    shop.db.seed(replace(order, id="ord_lost", status=OrderStatus.OPEN, payment_key=None))
    shop.passes(minutes=31)

    assert close_lapsed(shop.checkout) == {"closed": 1}


@pytest.mark.behaviour("B075")
def test_only_servers_that_accept_trials_count(shop: Shop):
    shop.db.seed(a_server(allows_trials=False))

    assert refused(shop) == "trial_sold_out"
    (mail,) = shop.mails(Event.ADMIN_NO_SERVER)
    assert "it takes no trials" in mail.payload["facts"]["problem"]

    beta = a_server(id="srv_beta", name="Beta", machine_id="machine-beta", allows_trials=True)
    shop.db.seed(beta, a_library(id="lib_beta", server_id="srv_beta", share_id="5002"))
    assert tries(shop).held_server_id == "srv_beta"


def at_once(*works: Callable[[], Order]) -> list[str]:
    """Run all at the same moment; return the status of each order, or why there is none."""
    start = Barrier(len(works))

    def run(work: Callable[[], Order]) -> str:
        start.wait()
        try:
            return str(work().status)
        except TrialRefusedError as error:
            return error.code

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result() for done in [pool.submit(run, work) for work in works]]
