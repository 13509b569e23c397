"""Customers who paid and lack access are invited again by themselves (B250)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.access.reinvite import NoReinviteError, SelfHelp, offered, reinvite
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import UserId
from chalicelib.settings.model import RegistrationSettings
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, a_period, a_share
from tests.usecases.access.world import World, a_world

ANN = UserId("usr_ann")
HERSELF = Actor("user:usr_ann")


@pytest.fixture
def world() -> World:
    """Ann, who paid, accepted her invite and then left the server at Plex."""
    world = a_world(alone=True)
    world.run(world.sale())
    world.host.accept("machine-alpha", "ann")
    world.run()
    world.host.lapse("machine-alpha", "ann")
    return world


def offer(world: World) -> SelfHelp:
    return offered(
        world.user(),
        world.db.one(Subscription),
        world.deps.store.of_user(ANN),
        is_on=world.deps.settings.registration().offers_reinvite,
        now=world.clock.now(),
    )


def asks(world: World) -> None:
    reinvite(world.deps, user_id=ANN, actor=HERSELF)
    world.run_due_jobs()


@pytest.mark.behaviour("B250")
def test_whoever_paid_and_lost_the_access_gets_it_back_by_asking(world: World):
    assert offer(world) is SelfHelp.CHECK
    world.change(world.share(), state=ShareState.REMOVED)
    assert offer(world) is SelfHelp.REINVITE

    asks(world)

    assert world.state() is ShareState.INVITED
    assert world.titles() == ["Films", "Shows"]
    assert "access.reinvited" in world.audit()
    assert offer(world) is SelfHelp.NONE


def test_a_share_that_vanished_at_plex_is_found_and_given_again(world: World):
    asks(world)
    assert world.state() is ShareState.INVITED


def test_asking_again_and_again_asks_the_platform_once(world: World):
    for _ in range(3):
        reinvite(world.deps, user_id=ANN, actor=HERSELF)
    assert len([job for job in world.jobs() if "reinvite" in job.id]) == 1


def test_invites_that_ran_out_do_not_count_against_who_asks(world: World):
    world.change(world.share(), state=ShareState.LAPSED, lapses=3, share_ref="")
    asks(world)
    assert world.state() is ShareState.INVITED


@pytest.mark.behaviour("B250")
@pytest.mark.parametrize("reason", ["flagged", "switched off", "unpaid", "open invite"])
def test_nothing_is_offered_and_nothing_done_for_whom_it_is_not(world: World, reason: str):
    world.change(world.share(), state=ShareState.REMOVED)
    if reason == "flagged":
        world.change(world.user(), must_change_media=True)
    elif reason == "switched off":
        world.db.seed(RegistrationSettings(offers_reinvite=False))
    elif reason == "unpaid":
        world.clock.move(MONTH_LATER - world.clock.now())
    else:
        world.db.seed(replace(a_share(state=ShareState.INVITED), version=9))
    before = len(world.jobs())

    assert offer(world) is SelfHelp.NONE
    with pytest.raises(NoReinviteError):
        reinvite(world.deps, user_id=ANN, actor=HERSELF)
    assert len(world.jobs()) == before


def test_a_linked_user_who_was_removed_waits_for_the_operator(world: World):
    now = world.clock.now()
    held = world.db.one(Subscription)
    along = a_period(payment_id="pay_2", starts_at=now, ends_at=MONTH_LATER, by_master=True)
    ended = replace(held.periods[0], ends_at=now)
    world.change(world.share(), state=ShareState.REMOVED)
    world.db.seed(replace(held, periods=(ended, along)))
    world.clock.move(timedelta(days=1))
    assert offer(world) is SelfHelp.NONE
