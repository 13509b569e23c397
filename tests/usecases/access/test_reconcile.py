"""What a person has follows what is due to them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.catalog.model import Library, Plan, Seats, Server
from chalicelib.jobs.model import JobKind
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, a_plan
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


@pytest.mark.behaviour("B154")
def test_a_payment_entered_for_a_time_that_is_over_is_not_told_as_access():
    world = a_world()
    world.run(world.sale())
    world.host.accept("machine-alpha", "ann")
    world.clock.move(timedelta(seconds=30))
    world.run_due_jobs()
    world.renew("pay_past", world.clock.now() - timedelta(days=60))
    world.run(world.sale("pay_past"))
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
def test_a_renewal_sends_nothing_to_the_platform_and_no_news_of_access_that_goes_on():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.renew("pay_2", MONTH_LATER)
    world.run(world.sale("pay_2"))
    assert world.host.writes == ["invite"]
    assert world.mails() == ["access_ready"]


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


@pytest.mark.parametrize("waits_minutes", [1, 5])
def test_a_sale_takes_people_off_a_disabled_server_for_good(waits_minutes):
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    world.host.auto_accept = set()
    world.change(world.db.find(Server, "srv_alpha"), is_enabled=False)
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.renew("pay_2", MONTH_LATER)
    world.run(world.sale("pay_2"))
    assert world.titles("alpha") == ["Films", "Shows"]
    world.clock.move(timedelta(minutes=waits_minutes))
    world.run_due_jobs()
    assert world.state("srv_beta") is ShareState.INVITED
    world.host.accept("machine-beta", "ann")
    world.clock.move(timedelta(minutes=5))
    world.run_due_jobs()
    assert world.titles("alpha") is None
    assert world.titles("beta") == ["Films"]
    assert world.host.writes == ["invite", "invite", "withdraw"]


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
