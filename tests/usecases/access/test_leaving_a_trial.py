"""Who pays leaves a server that is for trials only: first the new place, then the old one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.catalog.model import Server
from chalicelib.jobs.model import JobKind
from chalicelib.notifications.model import Event
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, NOON, a_period, a_plan, a_subscription, usd
from tests.usecases.access.world import World, a_world

TASTER = a_plan(id="pln_taster", name="Taster", price=usd(0), is_trial=True)
DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    """Ann tries on Alpha, which is for trials only; Beta is for everybody else."""
    world = a_world(subscribed=False, alone=True)
    world.change(the_server(world, "alpha"), allows_trials=True, allows_new=False)
    world.add_server("beta", ("Films", "Shows"))
    trial = a_period(plan_id=TASTER.id, ends_at=NOON + 7 * DAY, is_trial=True)
    world.db.seed(TASTER, a_subscription(periods=(trial,), due_at=trial.ends_at))
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    assert (world.state("srv_alpha"), world.state("srv_beta")) == (ShareState.ACCEPTED, None)
    world.host.calls.clear()
    return world


def the_server(world: World, name: str) -> Server:
    found = world.db.find(Server, f"srv_{name}")
    assert found is not None
    return found


def pays(world: World) -> None:
    """Let paid time take the place of the trial."""
    held = world.db.one(Subscription)
    ended = replace(held.periods[0], ends_at=world.clock.now())
    paid = a_period(payment_id="pay_2", starts_at=ended.ends_at, ends_at=MONTH_LATER)
    world.change(held, periods=(ended, paid), due_at=paid.ends_at)


def test_the_mails_about_access_tell_a_trial_from_paid_time(world: World):
    pays(world)
    world.run(world.sale("pay_2"))

    ready = [
        job.payload["facts"]["is_trial"]
        for job in world.jobs(JobKind.SEND_MAIL)
        if job.payload["event"] == Event.ACCESS_READY
    ]
    assert ready == ["yes", "no"]


@pytest.mark.behaviour("B076")
def test_who_subscribes_is_placed_on_a_regular_server_and_only_then_removed(world: World):
    pays(world)
    world.run(world.sale("pay_2"))

    assert world.host.writes == ["invite", "withdraw"]
    assert (world.state("srv_alpha"), world.state("srv_beta")) == (
        ShareState.REMOVED,
        ShareState.ACCEPTED,
    )
    assert world.titles("beta") == ["Films", "Shows"]
    assert world.titles("alpha") is None


def test_the_old_place_stays_until_the_invite_is_accepted(world: World):
    world.host.auto_accept = set()
    pays(world)
    world.run(world.sale("pay_2"))

    assert world.titles("alpha") == world.titles("beta") == ["Films", "Shows"]
    # Later looks, which no sale asks for, do not turn back.
    world.clock.move(timedelta(minutes=5))
    world.run_due_jobs()
    assert world.host.writes == ["invite"]

    world.host.accept("machine-beta", "ann")
    world.clock.move(timedelta(hours=1))
    world.run_due_jobs()
    assert world.host.writes == ["invite", "withdraw"]
    assert world.titles("alpha") is None


def test_without_room_elsewhere_nobody_loses_what_they_have(world: World):
    world.change(the_server(world, "beta"), is_enabled=False)
    pays(world)

    with pytest.raises(Exception, match="it is for trials only"):
        world.run(world.sale("pay_2"))
    world.run()

    assert world.host.writes == []
    assert world.titles("alpha") == ["Films", "Shows"]


def test_on_a_server_that_takes_everybody_the_person_stays(world: World):
    world.change(the_server(world, "alpha"), allows_new=True)
    pays(world)
    world.run(world.sale("pay_2"))

    assert world.host.writes == []
    assert world.state("srv_beta") is None


def test_a_later_renewal_moves_nobody(world: World):
    pays(world)
    world.run(world.sale("pay_2"))
    world.change(the_server(world, "beta"), allows_new=False, allows_trials=True)
    world.renew("pay_3", MONTH_LATER)
    world.clock.set(MONTH_LATER + DAY)
    world.host.calls.clear()
    world.run(world.sale("pay_3"))

    assert world.host.writes == []


@pytest.mark.behaviour("B075")
def test_a_trial_that_runs_stays_when_its_server_accepts_no_more(world: World):
    world.change(the_server(world, "alpha"), allows_trials=False)
    world.run()

    assert world.host.writes == []
    assert world.state("srv_alpha") is ShareState.ACCEPTED


@pytest.mark.behaviour("B078")
def test_a_trial_that_ends_unpaid_is_withdrawn_by_the_hourly_run(world: World):
    world.clock.set(NOON + 7 * DAY + timedelta(minutes=30))
    world.hourly()

    assert world.state("srv_alpha") is ShareState.REMOVED
    assert world.titles("alpha") is None
