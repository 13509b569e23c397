"""Who has to bear a restraint loses what it takes, keeps the seat, and gets all back in time."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chalicelib.access import reinvite
from chalicelib.access.applying import restraint
from chalicelib.access.brake import HeldPerson, HeldRun
from chalicelib.access.explaining import compare, preview
from chalicelib.access.explaining.why import Verdict, why
from chalicelib.access.model import ShareState
from chalicelib.access.reinvite import SelfHelp
from chalicelib.access.runs import held, survey
from chalicelib.catalog.model import Seats, Server
from chalicelib.jobs.model import JobKind, JobState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import DecisionId, GroupId, UserId
from chalicelib.settings.limit_model import LimitSettings, Measure
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings, MediaSettings
from chalicelib.subscriptions.lifecycle import current_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import Restraint, User
from tests.builders import MONTH_LATER, a_group, a_library, a_plan
from tests.usecases.access.crowd import BOSS, a_crowd
from tests.usecases.access.test_crashes import dying_at_every_point
from tests.usecases.access.test_own_account import a_site
from tests.usecases.access.test_own_account import held as accounts_on
from tests.usecases.access.test_preview import told
from tests.usecases.access.world import World, a_world

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KIDS = GroupId("grp_kids")
ALL = ["Films", "Kids", "Shows"]


def bears(world: World, measure: Measure = Measure.SUSPEND, **span: int) -> Restraint:
    """Let Ann have to bear something from now on; nothing was done about it yet."""
    now = world.clock.now()
    new = Restraint(measure, now, now + timedelta(**(span or {"hours": 24})), DecisionId("dec_1"))
    world.change(world.user(), restraint=new)
    return new


def begin(world: World, user_id: str = "usr_ann") -> dict[str, int]:
    counts = dict(restraint.begin(world.deps, user_id=UserId(user_id)))
    world.run_due_jobs()
    return counts


def end(world: World) -> None:
    """Let the restraint end, and its job run."""
    until = world.user().restraint.until
    world.clock.set(until)
    world.run()


def with_kids(world: World) -> None:
    """Let the plan have a second group, which stays for those who are restricted."""
    world.host.auto_accept = {"77"}
    world.db.seed(
        a_plan(group_ids=("grp_standard", KIDS), allows_downloads=True),
        a_group(id=KIDS, name="Kids"),
        a_library(
            id="lib_alpha_kids",
            server_id="srv_alpha",
            key="9",
            share_id="machine-alpha-Kids",
            title="Kids",
            group_id=KIDS,
        ),
        LimitSettings(restricted_group_ids=(KIDS,), version=1),
    )


def a_customer() -> World:
    """Return Ann on Plex, with three libraries in two groups."""
    world = a_world()
    with_kids(world)
    world.run(world.sale())
    assert world.titles() == ALL
    return world


def test_a_suspended_person_loses_all_on_plex_keeps_the_seat_and_gets_all_back():
    world = a_customer()
    bears(world)
    assert begin(world) == {"begun": 1}
    assert (world.titles(), world.state()) == (None, ShareState.REMOVED)
    # The friendship stays: only the share of this server goes.
    assert "77" in next(iter(world.host.friends.values()))
    seats = world.db.find(Seats, "srv_alpha")
    assert (seats.people, seats.taken(now=world.clock.now())) == (0, 1)

    end(world)
    assert (world.titles(), world.state()) == (ALL, ShareState.ACCEPTED)
    seats = world.db.find(Seats, "srv_alpha")
    assert (seats.people, seats.taken(now=world.clock.now())) == (1, 1)
    assert world.user().restraint.is_undone
    assert world.audit()[-1] == "user.unrestrained"


def test_nobody_else_gets_the_seat_meanwhile_and_a_server_that_takes_nobody_takes_them_back():
    world = a_customer()
    world.change(world.db.find(Server, "srv_alpha"), max_users=1, allows_new=False)
    bears(world)
    begin(world)
    seats = world.db.find(Seats, "srv_alpha")
    assert seats.taken(now=world.user().restraint.until) == 1

    end(world)
    assert world.titles() == ALL


def test_a_suspended_person_is_locked_where_the_platform_can_and_keeps_the_account():
    world = a_site()
    world.run(world.sale())
    ref = world.share("srv_gamma").account_ref
    bears(world)
    begin(world)
    assert accounts_on(world) == [("ann", True, 2)]

    end(world)
    assert accounts_on(world) == [("ann", False, 2)]
    assert world.share("srv_gamma").account_ref == ref
    assert world.state("srv_gamma") is ShareState.ACCEPTED


def test_a_restricted_person_keeps_the_chosen_groups_without_downloads():
    world = a_customer()
    bears(world, Measure.RESTRICT)
    begin(world)
    assert (world.titles(), world.state()) == (["Kids"], ShareState.ACCEPTED)
    assert not world.share().allows_downloads
    assert world.run() == {"unchanged": 1}

    end(world)
    assert world.titles() == ALL
    assert world.share().allows_downloads


def test_a_restriction_that_leaves_nothing_on_a_server_suspends_there():
    world = a_customer()
    world.db.seed(LimitSettings(restricted_group_ids=(), version=1))
    bears(world, Measure.RESTRICT)
    begin(world)
    assert world.titles() is None
    site = a_site()
    site.run(site.sale())
    bears(site, Measure.RESTRICT)
    begin(site)
    assert accounts_on(site) == [("ann", True, 2)]


def test_what_a_restriction_took_comes_back_even_where_plans_are_not_followed():
    world = a_customer()
    world.db.seed(MediaSettings(sync_shared_libraries=False))
    bears(world, Measure.RESTRICT)
    begin(world)
    assert world.titles() == ["Kids"]
    end(world)
    assert world.titles() == ALL

    world.host.shares["machine-alpha"] = [
        replace(each, library_share_ids=frozenset({"machine-alpha-Kids"}))
        for each in world.host.shares["machine-alpha"]
    ]
    assert world.run() == {"unchanged": 1}
    assert world.titles() == ["Kids"]


def test_permanent_people_bear_nothing():
    world = a_customer()
    bears(world)
    world.change(world.user(), is_permanent=True)
    assert begin(world) == {"over": 1}
    assert world.run() == {"unchanged": 1}
    assert world.titles() == ALL


def test_the_hourly_run_finds_the_end_when_its_job_was_lost():
    world = a_customer()
    until = bears(world).until
    begin(world)
    assert world.db.find(Subscription, "usr_ann").due_at == until

    world.clock.set(until - timedelta(seconds=1))
    world.hourly()
    assert world.titles() is None
    world.clock.set(until)
    world.hourly()
    assert world.titles() == ALL
    assert world.db.find(Subscription, "usr_ann").due_at == MONTH_LATER


def test_a_payment_meanwhile_gives_time_but_not_access():
    world = a_customer()
    until = bears(world).until
    begin(world)
    world.renew("pay_2", MONTH_LATER)
    world.run(world.sale("pay_2"))
    assert world.titles() is None
    # The payment set another date; the look that it asked for sets this one again.
    assert world.db.find(Subscription, "usr_ann").due_at == until
    assert world.mails().count("access_restrained") == 1
    end(world)
    assert world.titles() == ALL


POLICIES = (ExpiryPolicy.REMOVE, ExpiryPolicy.RESTRICT, ExpiryPolicy.DISABLE)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("measure", [Measure.RESTRICT, Measure.SUSPEND])
@pytest.mark.parametrize(
    ("begins", "ends_paid", "pays"), tuple(product((0, 3, 6), (2, 5), (1, 4, 7)))
)
def test_restraint_expiry_and_payment_in_every_order(policy, measure, begins, ends_paid, pays):
    world = a_customer()
    start = world.clock.now()
    world.db.seed(ExpirySettings(policy, restrict_groups=("grp_standard", KIDS), version=1))
    paid = world.db.find(Subscription, "usr_ann")
    period = paid.periods[0]
    ends_at = start + ends_paid * HOUR
    world.change(paid, periods=(replace(period, ends_at=ends_at),), due_at=ends_at)
    had = set(ALL)
    for hour in range(12):
        world.clock.set(start + hour * HOUR)
        if hour == begins:
            bears(world, measure, hours=3)
            begin(world)
        if hour == begins + 3:
            world.run()
        if hour == pays:
            world.renew("pay_2", max(world.clock.now(), ends_at))
            world.run(world.sale("pay_2"))
        world.hourly()
        running = current_period(world.db.find(Subscription, "usr_ann"), now=world.clock.now())
        due = set(ALL) if running or policy is ExpiryPolicy.RESTRICT else set()
        is_held = world.user().restrained(now=world.clock.now()) is not None
        if is_held:
            due &= {"Kids"} if measure is Measure.RESTRICT else set()
        has = set(world.titles() or ())
        # Whoever has nothing gets nothing new until it is over, nor without a payment after it.
        assert has == due or (had <= has < due and (is_held or not running)), f"hour {hour}"
        had = has


def test_the_person_is_told_once_for_each_restraint():
    world = a_customer()
    bears(world)
    begin(world)
    world.run()
    begin(world)
    mail = [job for job in world.jobs(JobKind.SEND_MAIL) if "until" in job.payload["facts"]]
    assert len(mail) == 1
    assert mail[0].payload["facts"] | {"until": ""} == {
        "name": "Ann Example",
        "measure": "suspend",
        "until": "",
        "libraries": "",
        "accepts": "yes",
    }
    end(world)
    world.clock.move(DAY)
    bears(world, Measure.RESTRICT)
    begin(world)
    assert world.mails().count("access_restrained") == 2


def test_many_suspensions_are_held_until_somebody_says_so():
    world = a_crowd((8, MONTH_LATER))
    world.db.seed(LimitSettings(version=1))
    now = world.clock.now()
    for user in world.db.all(User):
        if user.id != "usr_ann":
            held_now = Restraint(Measure.SUSPEND, now, now + DAY, DecisionId(f"dec_{user.id}"))
            world.change(user, restraint=held_now)
    told_of = [begin(world, f"usr_p{number:03}") for number in range(1, 9)]

    assert [each.get("begun", 0) for each in told_of] == [1] * 5 + [0] * 3
    assert len(world.host.shares["machine-alpha"]) == 3
    run = world.db.all(HeldRun)[0]
    listed = {each.user_id for each in world.db.all(HeldPerson)}
    assert (run.run, listed) == ("ladder", {"usr_p006", "usr_p007", "usr_p008"})
    survey.look_at_all(world.deps)
    world.run_due_jobs()
    assert len(world.host.shares["machine-alpha"]) == 3

    held.go_on(world.deps, run_id=run.id, version=run.version, actor=BOSS)
    held.carry_on(world.deps, run_id=run.id)
    world.run_due_jobs()
    assert world.host.shares["machine-alpha"] == []


def test_the_night_finds_a_restraint_that_was_never_carried_out_and_a_share_given_by_hand():
    world = a_customer()
    bears(world, Measure.RESTRICT)
    assert survey.look_at_all(world.deps)["differing"] == 1
    world.run_due_jobs()
    assert world.titles() == ["Kids"]
    assert survey.look_at_all(world.deps)["differing"] == 0


def test_every_page_says_the_reason():
    world = a_customer()
    until = bears(world).until
    text = f"Access is suspended until {until:%Y-%m-%d %H:%M} UTC, after violations"
    planned = preview.one(world.deps, user_id=UserId("usr_ann"))
    assert told(planned) == [("withdraw", "srv_alpha", ())]
    assert planned.actions[0].why == text

    begin(world)
    found = compare.of_user(world.deps, user_id=UserId("usr_ann"))
    assert found.explanation == f"{text}."
    assert not found.differs
    answer = why(found)
    assert answer.verdict is Verdict.LACKS
    assert answer.because == f"{text}. Nothing is shared meanwhile."
    assert [rule.holds for rule in answer.rules[:2]] == [True, False]
    paid = world.db.find(Subscription, "usr_ann")
    offer = reinvite.offered(
        world.user(), paid, (world.share(),), is_on=True, now=world.clock.now()
    )
    assert offer is SelfHelp.NONE
    entry = next(each for each in world.db.all(AuditEntry) if each.action == "share.removed")
    assert entry.why == text


def test_a_restraint_converges_wherever_the_process_dies():
    def prepare(world: World) -> None:
        with_kids(world)
        world.run(world.sale())
        bears(world)

    def act(world: World) -> None:
        restraint.begin(world.deps, user_id=UserId("usr_ann"))
        world.run_due_jobs()
        world.run()

    for point, world in dying_at_every_point(prepare, act):
        assert world.titles() is None, f"death at {point}"
        seats = world.db.find(Seats, "srv_alpha")
        assert (seats.people, seats.taken(now=world.clock.now())) == (0, 1), f"death at {point}"
        assert world.mails().count("access_restrained") == 1, f"death at {point}"


def test_the_end_of_a_restraint_converges_wherever_the_process_dies():
    def prepare(world: World) -> None:
        with_kids(world)
        world.run(world.sale())
        bears(world, Measure.RESTRICT)
        begin(world)
        world.clock.set(world.user().restraint.until)

    def act(world: World) -> None:
        world.run()

    for point, world in dying_at_every_point(prepare, act):
        assert world.titles() == ALL, f"death at {point}"
        assert world.user().restraint.is_undone, f"death at {point}"


def test_a_job_that_comes_too_late_takes_nothing():
    world = a_customer()
    bears(world, hours=1)
    world.clock.move(2 * HOUR)
    assert begin(world) == {"over": 1}
    assert not [job for job in world.jobs() if job.state is JobState.READY]
    assert world.titles() == ALL
