"""Shares follow the catalogue, and what goes wrong ends right."""

from dataclasses import replace

import pytest

from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import PersonRefusedError, StaleCatalogError
from chalicelib.catalog.model import Library, Plan, Seats, Server
from chalicelib.jobs.model import MAX_ATTEMPTS
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaClaim
from tests.builders import MONTH_LATER, a_user
from tests.usecases.access.world import a_world

# ------------------------------------------------------------------ the catalogue moves


@pytest.mark.behaviour("B134")
def test_shares_follow_a_library_that_moves_to_another_group():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id="grp_private")
    assert world.hourly()["differing"] == 1
    assert world.titles() == ["Films"]
    assert world.hourly() == {"due": 0, "differing": 0}


@pytest.mark.behaviour("B016")
def test_limits_and_rights_follow_the_plan():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.change(world.db.find(Plan, "pln_basic"), allows_downloads=True)
    world.hourly()
    assert world.host.share_of("machine-alpha", "ann").allows_downloads


def test_an_open_invite_follows_the_plan_without_a_second_invite():
    world = a_world()
    world.run(world.sale())
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id="grp_private")
    world.hourly()
    assert world.host.writes == ["invite", "change"]
    assert world.titles() == ["Films"]
    assert world.hourly()["differing"] == 0


def test_a_share_that_somebody_changed_by_hand_is_set_back():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    held = world.host.shares["machine-alpha"]
    held[0] = replace(held[0], library_share_ids=frozenset({"machine-alpha-Films"}))
    world.run()
    assert world.titles() == ["Films", "Shows"]


def test_losing_every_library_of_the_plan_keeps_the_share_and_asks_a_person():
    world = a_world(alone=True)
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    for library in world.db.all(Library):
        world.change(library, is_missing=True)
    with pytest.raises(ActionRequiredError):
        world.run()
    assert world.titles() == ["Films", "Shows"]


# ------------------------------------------------------------------ what can go wrong


@pytest.mark.parametrize("accepts", [True, False])
@pytest.mark.parametrize("limits", [{"max_users": 1}, {"allows_new": False}])
def test_who_lost_an_invite_or_a_share_gets_it_again_where_their_own_seat_was_the_last(
    limits, accepts
):
    world = a_world()
    world.host.auto_accept = {"77"} if accepts else set()
    world.run(world.sale())
    world.change(world.db.find(Server, "srv_alpha"), **limits)
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.host.lapse("machine-alpha", "ann")
    world.run()
    assert world.titles() == ["Films", "Shows"]
    assert world.state("srv_beta") is None
    assert world.db.find(Seats, "srv_alpha").people == 1


def test_who_lost_the_share_of_a_server_for_trials_after_a_trial_gets_another_one():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    paid = world.db.one(Subscription)
    trial = replace(paid.periods[0], payment_id="pay_0", is_trial=True, ends_at=world.clock.now())
    world.change(paid, periods=(trial,))
    world.renew("pay_2", world.clock.now())
    world.change(world.db.find(Server, "srv_alpha"), allows_trials=True, allows_new=False)
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.host.lapse("machine-alpha", "ann")
    world.run()
    assert (world.titles("alpha"), world.titles("beta")) == (None, ["Films"])


def test_who_lost_the_share_of_a_disabled_server_gets_another_one():
    world = a_world()
    world.run(world.sale())
    world.change(world.db.find(Server, "srv_alpha"), is_enabled=False)
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.host.lapse("machine-alpha", "ann")
    world.run()
    assert (world.titles("alpha"), world.titles("beta")) == (None, ["Films"])


def test_a_share_that_exists_already_is_changed_instead():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.db._records.pop((Share, ("usr_ann", "srv_alpha")))
    held = world.host.shares["machine-alpha"]
    held[0] = replace(held[0], library_share_ids=frozenset({"machine-alpha-Films"}))
    world.run(world.sale("pay_9"))
    assert world.titles() == ["Films", "Shows"]
    assert world.host.writes == ["invite", "invite", "change"]


@pytest.mark.behaviour("B152")
def test_a_person_whom_plex_refuses_is_a_case_for_a_person_and_told_once():
    world = a_world()
    world.host.refused = {"ann"}
    for _ in range(2):
        with pytest.raises(PersonRefusedError):
            world.run(world.sale())
    assert world.mails() == ["admin_needs_attention"]
    world.host.refused = set()
    world.run(world.sale())
    assert world.state() is ShareState.INVITED


def test_a_stale_library_id_is_read_again_and_tried_once_more():
    world = a_world()
    world.change(world.db.find(Library, "lib_alpha_films"), share_id="old-id")
    world.host.known_libraries = {"machine-alpha-Films", "machine-alpha-Shows"}
    world.run(world.sale())
    assert world.titles() == ["Shows"]
    assert world.db.find(Library, "lib_alpha_films").is_missing


def test_a_catalogue_that_stays_stale_is_a_case_for_a_person():
    world = a_world()
    world.host.known_libraries = set()
    with pytest.raises(StaleCatalogError):
        world.run(world.sale())
    assert world.host.writes == ["invite", "invite"]
    assert world.mails() == ["admin_needs_attention"]


def test_a_platform_that_asks_to_wait_is_waited_for_and_nobody_is_told_until_the_last_try():
    world = a_world()
    world.host.fail_next("invite", RetryLaterError("slow", after_seconds=30), times=2)
    with pytest.raises(RetryLaterError) as caught:
        world.run(world.sale())
    assert caught.value.after_seconds == 30
    assert world.mails() == []
    with pytest.raises(RetryLaterError):
        world.run(replace(world.sale(), attempts=MAX_ATTEMPTS))
    assert world.mails() == ["admin_needs_attention"]


def test_a_lapsed_invite_is_sent_again_a_few_times_then_a_person_is_asked():
    world = a_world()
    world.run(world.sale())
    for _ in range(2):
        world.host.lapse("machine-alpha", "ann")
        world.run()
        assert world.state() is ShareState.INVITED
    world.host.lapse("machine-alpha", "ann")
    with pytest.raises(ActionRequiredError) as caught:
        world.run()
    assert caught.value.code == "access.invite_ignored"
    assert world.state() is ShareState.LAPSED
    assert world.db.one(Seats).people == 0
    assert world.mails() == ["invite_sent"] * 3 + ["admin_needs_attention"]
    world.run()
    assert world.state() is ShareState.INVITED


@pytest.mark.behaviour("X041")
@pytest.mark.parametrize("fault", ["empty", "short"])
def test_an_empty_or_short_list_makes_nobody_gone(fault):
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.host.lists_nothing = True
    world.host.is_complete = fault == "empty"
    world.run()
    assert world.state() is ShareState.ACCEPTED
    assert world.host.writes == ["invite"]


@pytest.mark.behaviour("X041")
def test_an_expired_share_is_withdrawn_by_its_reference_when_the_list_is_short():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.host.lists_nothing, world.host.is_complete = True, False
    world.clock.set(MONTH_LATER)
    world.hourly()
    assert world.titles() is None
    assert world.state() is ShareState.REMOVED


def test_whoever_left_by_himself_is_invited_again_while_he_pays():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.host.auto_accept = set()
    world.host.lapse("machine-alpha", "ann")
    world.run()
    assert world.state() is ShareState.INVITED


def test_the_account_that_accepts_is_learned_and_claimed():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    assert world.user().media.plex_id == "77"
    assert world.user().media.is_proven
    assert world.db.find(MediaClaim, "id:77").user_id == "usr_ann"


def test_an_account_that_belongs_to_somebody_else_is_a_case_for_a_person():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.db.seed(a_user(id="usr_ben"), MediaClaim("id:77", "usr_ben"))
    with pytest.raises(ActionRequiredError) as caught:
        world.run(world.sale())
    assert caught.value.code == "access.identity_taken"
    assert not world.user().media.is_proven
    assert world.state() is ShareState.ACCEPTED


def test_an_unknown_person_is_not_found():
    with pytest.raises(NotFoundError):
        a_world().run(user_id="usr_nobody")


def test_others_who_change_the_same_records_only_cost_another_try():
    world = a_world()
    world.db.seed(Seats("srv_alpha", people=3))
    meddled = []

    def meddle(_writes):
        if not meddled:
            meddled.append(1)
            world.db.seed(Seats("srv_alpha", people=4, version=7))

    world.db.before_commit.append(meddle)
    world.run(world.sale())
    assert world.db.one(Seats).people == 5
    assert world.host.writes == ["invite"]
