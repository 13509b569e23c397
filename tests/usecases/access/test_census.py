"""Whom an account shares with besides us counts towards its ceiling."""

from datetime import timedelta

import pytest

from chalicelib.access.looking import census
from chalicelib.access.model import ShareState
from chalicelib.catalog.model import PlexAccount, Seats, Server
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from tests.builders import MONTH_LATER, a_share, a_subscription, a_user, an_identity, claims_of
from tests.usecases.access.world import World, a_world


@pytest.fixture
def world() -> World:
    world = a_world()
    world.run(world.sale())
    world.host.accept("machine-alpha", "ann")
    world.run()
    return world


def others(world: World) -> int:
    return world.db.one(PlexAccount).others


@pytest.mark.behaviour("B131")
def test_friends_members_of_the_home_and_foreign_invites_fill_the_account(world):
    world.host.friends["1000"] |= {"501": ("kid", ""), "502": ("neighbour", "")}
    world.host.homes = {"501"}
    assert census.count_others(world.deps) == {"counted": 1, "uncounted": 0}
    assert others(world) == 2
    world.change(world.db.one(PlexAccount), max_people=3)
    bob = a_user(id="usr_bob", email="bob@example.com", media=an_identity("bob"))
    world.db.seed(bob, *claims_of(bob), a_subscription(user_id="usr_bob"))
    with pytest.raises(ActionRequiredError) as caught:
        world.run(user_id="usr_bob")
    assert "its account is full (3 of 3)" in caught.value.message


def test_who_left_but_was_not_deleted_yet_comes_back_to_a_full_account(world):
    world.clock.set(MONTH_LATER + timedelta(days=1))
    world.hourly()
    assert world.titles() is None
    census.count_others(world.deps)
    assert others(world) == 1
    world.change(world.db.one(PlexAccount), max_people=1)
    world.host.ceiling = 1
    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))
    assert world.titles() == ["Films", "Shows"]


def test_whom_we_placed_ourselves_is_no_other(world):
    census.count_others(world.deps)
    assert others(world) == 0


@pytest.mark.behaviour("B131")
def test_whoever_has_two_servers_of_the_account_takes_one_place(world):
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.host.shares["machine-beta"] = list(world.host.shares["machine-alpha"])
    world.host.owners["machine-beta"] = "1000"
    world.db.seed(a_share(server_id="srv_beta"), Seats("srv_beta", people=1))
    census.count_others(world.deps)
    account = world.db.one(PlexAccount)
    assert (account.others, account.doubles) == (0, 1)
    world.change(account, max_people=2)
    bob = a_user(id="usr_bob", email="bob@example.com", media=an_identity("bob"))
    world.db.seed(bob, *claims_of(bob), a_subscription(user_id="usr_bob"))
    world.run(user_id="usr_bob")
    assert world.share(user_id="usr_bob").state is ShareState.INVITED


def test_a_planned_share_is_not_to_be_seen_yet(world):
    world.db.seed(a_share(user_id="usr_bob", state=ShareState.PLANNED))
    world.host.friends["1000"]["502"] = ("neighbour", "")
    census.count_others(world.deps)
    assert others(world) == 1


@pytest.mark.behaviour("X041")
def test_a_short_list_changes_no_count(world):
    world.change(world.db.one(PlexAccount), others=7)
    world.host.is_complete = False
    assert census.count_others(world.deps) == {"counted": 0, "uncounted": 1}
    assert others(world) == 7


def test_an_account_that_does_not_answer_is_counted_the_next_day(world):
    world.host.fail_next("people", RetryLaterError("No answer."))
    assert census.count_others(world.deps)["uncounted"] == 1
    assert census.count_others(world.deps)["counted"] == 1


def test_an_account_whose_token_is_dead_is_not_asked(world):
    world.change(world.db.one(PlexAccount), token_error="Link it again.")
    calls = len(world.host.calls)
    assert census.count_others(world.deps) == {"counted": 0, "uncounted": 0}
    assert len(world.host.calls) == calls
