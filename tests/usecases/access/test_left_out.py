"""Linked users who were removed come back by an administrator's hand alone (B118)."""

from dataclasses import replace

import pytest

from chalicelib.access.explaining import preview
from chalicelib.access.model import LeftOut, ShareState
from chalicelib.access.recording import left_out
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.settings.model import SiteSettings
from chalicelib.subscriptions.lifecycle import current_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import Links
from tests.builders import NOON, a_user, an_identity
from tests.usecases.access.aftermath import DAY, a_world_with_ann_on_it, at_end
from tests.usecases.access.world import World, a_world

ADMIN = Actor("login:admin@example.com")
ANN, BOB = UserId("usr_ann"), UserId("usr_bob")


@pytest.fixture
def world() -> World:
    """Ann, for whom Bob pays, was removed at the end of her time."""
    world = a_world_with_ann_on_it()
    world.db.seed(
        a_user(id=BOB, name="Bob", email="bob@example.com", media=an_identity("bob")),
        Links(ANN, master_id=BOB, since=NOON),
        Links(BOB, sub_ids=(ANN,), since=NOON),
        replace(world.db.one(SiteSettings), admin_email="boss@example.com"),
    )
    at_end(world)
    assert world.state() is ShareState.REMOVED
    return world


def paid_again(world: World, *, by_master: bool = True) -> Job:
    """Let time begin that was paid for three days later, and return the job of the payment."""
    world.clock.move(3 * DAY)
    world.renew("pay_2", world.clock.now())
    held = world.db.one(Subscription)
    periods = (*held.periods[:-1], replace(held.periods[-1], by_master=by_master))
    world.db.seed(replace(held, periods=periods))
    return world.sale("pay_2")


def told(world: World) -> list[str]:
    return [
        job.payload["facts"]["problem"]
        for job in world.jobs(JobKind.SEND_MAIL)
        if job.payload["event"] == "admin_needs_attention"
    ]


@pytest.mark.behaviour("B118")
def test_nobody_is_invited_and_the_operator_is_told_once(world: World):
    job = paid_again(world)
    invites = world.host.writes.count("invite")

    assert world.run(job) == {"awaits_invite": 1}
    world.run()
    world.hourly()

    assert (world.titles(), world.state()) == (None, ShareState.REMOVED)
    assert world.host.writes.count("invite") == invites
    assert told(world) == ["Bob paid for linked users of whom some were removed before."]
    (planned,) = preview.one(world.deps, user_id=ANN).actions
    assert (planned.action, planned.why) == ("blocked", left_out.WHY)


def test_who_waits_is_on_a_list_also_without_an_address_to_tell_it(world: World):
    world.db.seed(replace(world.db.one(SiteSettings), admin_email="", version=9))

    world.run(paid_again(world))
    world.run()

    [row] = world.deps.store.left_out(cursor=None, limit=9).items
    period = current_period(world.db.one(Subscription), now=world.clock.now())
    assert row == LeftOut(ANN, since=period.starts_at, until=period.ends_at)
    assert told(world) == []


def test_an_administrator_invites_them_and_then_all_goes_by_itself(world: World):
    paid_again(world)
    left_out.invite(world.deps, user_id=ANN, actor=ADMIN)

    world.run_due_jobs()

    assert world.state() is ShareState.ACCEPTED
    assert preview.one(world.deps, user_id=ANN).actions == ()


def test_who_pays_for_themselves_is_invited_at_once(world: World):
    world.run(paid_again(world, by_master=False))
    assert world.state() is ShareState.ACCEPTED


def test_who_never_had_access_is_invited_like_anybody():
    world = a_world()
    world.run(paid_again(world))
    assert world.state() is ShareState.INVITED
    assert told(world) == []


def test_nobody_can_invite_somebody_unknown(world: World):
    with pytest.raises(NotFoundError):
        left_out.invite(world.deps, user_id=UserId("usr_nobody"), actor=ADMIN)
