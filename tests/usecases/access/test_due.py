"""The hourly look for whose access must be looked at."""

from datetime import timedelta

import pytest

from chalicelib.access.runs import due
from chalicelib.kernel.errors import StaleRecordError
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, NOON, a_period, a_subscription, a_user
from tests.usecases.access.world import a_world


def test_a_period_that_ends_makes_one_job_and_the_next_date():
    world = a_world()
    world.renew("pay_2", MONTH_LATER + timedelta(days=3))
    world.clock.set(MONTH_LATER)
    assert due.enqueue_due(world.deps)["due"] == 1
    assert world.db.one(Subscription).due_at == MONTH_LATER + timedelta(days=3)
    assert due.enqueue_due(world.deps)["due"] == 0
    assert len(world.jobs()) == 1


def test_an_instant_before_the_end_nothing_is_due():
    world = a_world()
    world.clock.set(MONTH_LATER - timedelta(microseconds=1))
    assert due.enqueue_due(world.deps)["due"] == 0


def test_many_are_found_page_by_page():
    world = a_world(subscribed=False)
    for number in range(230):
        user_id = f"usr_{number:03}"
        world.db.seed(a_user(id=user_id), a_subscription(user_id=user_id))
    world.clock.set(MONTH_LATER)
    assert due.enqueue_due(world.deps)["due"] == 230
    assert len(world.nudge.sent) == 230


def test_a_lost_answer_does_not_enqueue_twice():
    world = a_world()
    world.clock.set(MONTH_LATER)
    world.db.fail_next(StaleRecordError(a_subscription()), applied=True)
    due.enqueue_due(world.deps)
    due.enqueue_due(world.deps)
    assert len(world.jobs()) == 1


def test_a_date_that_was_dealt_with_is_only_turned():
    world = a_world()
    world.clock.set(MONTH_LATER)
    due.enqueue_due(world.deps)
    world.change(world.db.one(Subscription), due_at=MONTH_LATER)
    assert due.enqueue_due(world.deps)["due"] == 0
    assert world.db.one(Subscription).due_at is None


@pytest.mark.behaviour("B060")
def test_a_right_that_ended_unnoticed_is_found_by_its_share():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    past = a_period(ends_at=NOON + timedelta(minutes=5))
    world.change(world.db.one(Subscription), periods=(past,), due_at=None)
    assert world.hourly() == {"due": 0, "differing": 1}
    assert world.titles() is None


@pytest.mark.behaviour("B171")
def test_nothing_is_enqueued_while_nothing_differs():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    assert world.hourly() == {"due": 0, "differing": 0}
