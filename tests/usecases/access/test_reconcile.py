"""What a person has follows what is due to them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import PersonRefusedError, StaleCatalogError
from chalicelib.catalog.model import Library, Plan, Seats, Server
from chalicelib.jobs.model import MAX_ATTEMPTS, JobKind
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaClaim
from tests.builders import MONTH_LATER, a_plan, a_user
from tests.usecases.access.world import a_world


def test_a_sale_becomes_an_invite_with_exactly_the_plans_libraries():
    world = a_world(plan=a_plan(allows_downloads=True))
    private = world.db.find(Library, "lib_alpha_shows")
    world.change(private, group_id="grp_private")
    world.run(world.sale())
    assert world.titles() == ["Films"]
    assert world.host.share_of("machine-alpha", "ann").allows_downloads
    assert world.state() is ShareState.INVITED
    assert world.mails() == ["invite_sent"]
    assert world.user().last_server_id == "srv_alpha"
    assert world.audit() == ["share.planned", "share.invited"]


@pytest.mark.behaviour("B147")
def test_the_invite_mail_says_how_to_accept():
    world = a_world()
    world.run(world.sale())
    (mail,) = world.jobs(JobKind.SEND_MAIL)
    facts = mail.payload["facts"]
    assert facts["account"] == "ann"
    assert facts["server"] == "Alpha"
    assert facts["libraries"] == "Films, Shows"
    assert facts["accept_url"].startswith("https://app.plex.tv/")


def test_an_accepted_invite_is_noticed_by_the_follow_up_and_told_once():
    world = a_world()
    world.run(world.sale())
    world.host.accept("machine-alpha", "ann")
    world.clock.move(timedelta(seconds=30))
    assert world.run_due_jobs() == 1
    assert world.state() is ShareState.ACCEPTED
    assert world.mails() == ["invite_sent", "access_ready"]
    world.run(world.sale())
    assert world.mails() == ["invite_sent", "access_ready"]


def test_looks_at_an_open_invite_come_ever_less_often_and_never_fork():
    world = a_world()
    world.run(world.sale())
    world.run(world.sale())
    dates = []
    for _ in range(7):
        (job,) = [job for job in world.jobs() if job.state == "ready"]
        dates.append((job.due_at - world.clock.now()).total_seconds())
        world.clock.set(job.due_at)
        world.run_due_jobs()
    assert dates == [30, 60, 120, 300, 900, 3600, 3600]


def test_somebody_who_accepts_at_once_gets_one_mail_that_all_is_ready():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    assert world.state() is ShareState.ACCEPTED
    assert world.mails() == ["access_ready"]


@pytest.mark.behaviour("B154")
def test_provisioning_twice_for_one_payment_makes_one_share_and_one_mail():
    world = a_world()
    for _ in range(2):
        world.run(world.sale())
    assert world.host.writes == ["invite"]
    assert world.mails() == ["invite_sent"]


@pytest.mark.behaviour("B171")
def test_nothing_is_sent_when_nothing_differs():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    before = len(world.db.commits)
    assert world.run() == {"unchanged": 1}
    assert world.host.writes == ["invite"]
    assert len(world.db.commits) == before


@pytest.mark.behaviour("B067")
def test_a_renewal_sends_nothing_to_the_platform_and_says_that_access_goes_on():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.renew("pay_2", MONTH_LATER)
    world.run(world.sale("pay_2"))
    assert world.host.writes == ["invite"]
    assert world.mails() == ["access_ready", "access_ready"]


@pytest.mark.behaviour("B060")
def test_whoever_has_not_paid_on_loses_the_share_within_the_hourly_run():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.clock.set(MONTH_LATER)
    world.hourly()
    assert world.titles() is None
    assert world.state() is ShareState.REMOVED
    assert world.db.one(Seats).people == 0


@pytest.mark.behaviour("B065")
def test_paying_after_expiry_brings_the_access_back_on_the_same_server():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.clock.set(MONTH_LATER + timedelta(days=9))
    world.hourly()
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.db.seed(Seats("srv_alpha", people=5))
    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))
    assert world.titles() == ["Films", "Shows"]
    assert world.mails() == ["access_ready", "access_ready"]


@pytest.mark.behaviour("B066")
def test_a_removed_person_keeps_record_and_last_server():
    world = a_world()
    world.run(world.sale())
    world.clock.set(MONTH_LATER)
    world.hourly()
    assert world.user().last_server_id == "srv_alpha"
    assert world.share() is not None


@pytest.mark.behaviour("B068")
def test_whoever_paid_for_later_only_has_nothing_yet():
    world = a_world(subscribed=False)
    world.renew("pay_1", MONTH_LATER)
    world.run(world.sale())
    assert world.host.writes == []
    world.clock.set(MONTH_LATER)
    world.hourly()
    assert world.titles() == ["Films", "Shows"]


@pytest.mark.behaviour("B059")
@pytest.mark.parametrize("paid_before", [True, False])
def test_a_permanent_person_keeps_what_is_there(paid_before):
    world = a_world(subscribed=False)
    world.host.auto_accept = {"77"}
    world.renew("pay_1", world.clock.now(), days=5)
    world.run(world.sale())
    world.change(world.user(), is_permanent=True)
    if not paid_before:
        world.change(world.db.one(Subscription), periods=(), due_at=None)
    world.clock.move(timedelta(days=400))
    world.hourly()
    assert world.run() in ({"kept": 1}, {"unchanged": 1})
    assert world.titles() == ["Films", "Shows"]


@pytest.mark.behaviour("B005")
def test_a_plan_that_is_sold_no_more_still_gives_what_was_bought():
    world = a_world()
    world.change(world.db.find(Plan, "pln_basic"), is_active=False, is_archived=True)
    world.run(world.sale())
    assert world.titles() == ["Films", "Shows"]


# ------------------------------------------------------------------ where


@pytest.mark.behaviour("B141")
def test_whoever_is_on_a_fitting_server_is_not_moved():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.db.seed(Seats("srv_alpha", people=50))
    world.run(world.sale("pay_2"))
    assert world.titles("beta") is None


@pytest.mark.behaviour("B142")
def test_an_open_invite_on_a_fitting_server_is_not_sent_again():
    world = a_world()
    world.run(world.sale())
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.run(world.sale("pay_2"))
    assert world.host.writes == ["invite"]


@pytest.mark.behaviour("B143")
def test_an_open_invite_on_a_server_that_fits_no_more_is_withdrawn():
    world = a_world()
    world.run(world.sale())
    world.db.seed(a_plan(id="pln_kids", group_ids=("grp_kids",)))
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.change(world.db.find(Library, "lib_beta_films"), group_id="grp_kids")
    world.renew("pay_2", world.clock.now(), plan="pln_kids")
    world.run(world.sale("pay_2"))
    assert world.titles("alpha") is None
    assert world.titles("beta") == ["Films"]
    assert world.state("srv_alpha") is ShareState.REMOVED


def test_whoever_moves_keeps_the_old_server_until_the_new_invite_is_accepted():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.host.auto_accept = set()
    world.db.seed(a_plan(id="pln_more", group_ids=("grp_standard", "grp_kids")))
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    kids = replace(
        world.db.find(Library, "lib_beta_films"),
        id="lib_kids",
        share_id="kids",
        title="Kids",
        group_id="grp_kids",
    )
    world.db.seed(kids)
    world.renew("pay_2", world.clock.now(), plan="pln_more")
    world.run(world.sale("pay_2"))
    assert world.titles("alpha") == ["Films", "Shows"]
    assert world.titles("beta") == ["Films", "Kids"]
    world.host.accept("machine-beta", "ann")
    world.clock.move(timedelta(minutes=1))
    world.run_due_jobs()
    assert world.titles("alpha") is None
    assert world.titles("beta") == ["Films", "Kids"]


@pytest.mark.behaviour("B146")
def test_without_a_server_the_administrator_is_told_once():
    world = a_world()
    world.change(world.db.find(Server, "srv_alpha"), is_enabled=False)
    for _ in range(2):
        with pytest.raises(ActionRequiredError) as caught:
            world.run(world.sale())
    assert caught.value.code == "access.no_server"
    assert world.mails() == ["admin_no_server"]
    assert world.audit() == ["access.blocked"]


def test_the_held_seat_becomes_the_persons_seat():
    world = a_world()
    seats = Seats("srv_alpha").hold("ord_1", until=MONTH_LATER, now=world.clock.now())
    world.db.seed(seats)
    world.change(world.db.find(Server, "srv_alpha"), max_users=1)
    world.run(world.sale(order_id="ord_1"))
    assert world.db.one(Seats) == Seats("srv_alpha", people=1, version=2)


def test_a_hold_that_is_not_needed_is_given_back():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    held = Seats("srv_beta").hold("ord_2", until=MONTH_LATER, now=world.clock.now())
    world.db.seed(held)
    world.run(world.sale("pay_2", order_id="ord_2"))
    assert world.db.find(Seats, "srv_beta").holds == {}


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
