"""Everybody of a server moves to another one."""

from datetime import timedelta

import pytest

from chalicelib.access.migrating import control as migration_control
from chalicelib.access.migrating import start as migration_start
from chalicelib.access.migrating import step as migration_step
from chalicelib.access.migrating import turn as migration_turn
from chalicelib.access.migration import MigrationState, OldAccess
from chalicelib.catalog.model import PRIVATE, Library, Plan
from chalicelib.insights import dry_runs
from chalicelib.jobs.model import JobKind
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.subscriptions.model import Subscription
from tests.usecases.access.migration_world import (
    ADMIN,
    a_populated_world,
    begin,
    drawn,
    finish,
    foresee,
    of,
    pass_time,
    reasons,
    seats,
    servers_of,
    shares_of,
    states,
    undo,
    work,
)
from tests.usecases.access.world import World


@pytest.mark.behaviour("B248")
def test_all_move_and_leave_the_source_and_what_they_paid_stays():
    world = a_populated_world("ben", "cid")
    paid = world.db.all(Subscription)

    migration = finish(world, begin(world))

    assert migration.state is MigrationState.DONE
    assert states(world, migration) == dict.fromkeys(("ann", "ben", "cid"), "left_source")
    assert {name: servers_of(world, name) for name in ("ann", "ben", "cid")} == {
        "ann": ["beta"],
        "ben": ["beta"],
        "cid": ["beta"],
    }
    assert seats(world) == {"alpha": 0, "beta": 3}
    assert world.db.all(Subscription) == paid
    assert drawn(world) == []
    assert world.mails().count("server_moved") == 3
    assert world.mails().count("admin_migration") == 1


def test_first_the_canary_goes_and_the_others_follow_by_themselves():
    world = a_populated_world("ben", "cid")
    migration = begin(world)
    work(world)
    assert states(world, migration) == {"ann": "left_source", "ben": "waiting", "cid": "waiting"}
    assert servers_of(world, "ben") == ["alpha"]
    assert of(world, migration).state is MigrationState.CANARY

    pass_time(world, minutes=10)
    assert of(world, migration).state in {MigrationState.RUNNING, MigrationState.DONE}
    assert finish(world, migration).counts == {"left_source": 3}


def test_the_others_wait_for_a_word_where_that_was_asked_for():
    world = a_populated_world("ben", "cid")
    migration = begin(world, waits_for_word=True)
    pass_time(world, minutes=60)
    assert of(world, migration).state is MigrationState.PAUSED
    assert "wait for your word" in of(world, migration).why
    assert servers_of(world, "ben") == ["alpha"]

    migration_control.resume(world.deps, migration_id=migration.id, actor=ADMIN)
    finish(world, migration)
    assert servers_of(world, "ben") == ["beta"]
    assert "migration.resume" in world.audit()


def test_nobody_loses_the_source_before_the_target_was_accepted():
    world = a_populated_world("ben", accept=False)
    migration = begin(world, canary=0)
    pass_time(world, minutes=300)
    assert states(world, migration) == {"ann": "placed", "ben": "placed"}
    assert servers_of(world, "ann") == ["alpha", "beta"]
    assert seats(world) == {"alpha": 2, "beta": 2}

    world.host.accept("machine-beta", "ann")
    pass_time(world, minutes=90)
    assert states(world, migration) == {"ann": "left_source", "ben": "placed"}
    assert servers_of(world, "ann") == ["beta"]
    assert servers_of(world, "ben") == ["alpha", "beta"]
    assert drawn(world) == ["usr_ben"]
    assert of(world, migration).state is MigrationState.RUNNING


def test_the_source_ends_after_so_many_days_though_the_invite_is_still_open():
    world = a_populated_world(accept=False)
    migration = begin(world, old_access=OldAccess.DAYS, days=3)
    pass_time(world, minutes=2 * 24 * 60)
    assert servers_of(world, "ann") == ["alpha", "beta"]
    pass_time(world, minutes=26 * 60)
    assert servers_of(world, "ann") == ["beta"]
    assert states(world, migration) == {"ann": "placed"}

    world.host.accept("machine-beta", "ann")
    pass_time(world, minutes=90)
    assert states(world, migration) == {"ann": "left_source"}
    assert of(world, migration).state is MigrationState.DONE


def test_at_once_means_once_the_new_share_is_offered():
    world = a_populated_world(accept=False)
    begin(world, old_access=OldAccess.AT_ONCE)
    work(world)
    assert servers_of(world, "ann") == ["beta"]
    writes = [call for call in world.host.calls if call[0] in {"invite", "withdraw"}]
    assert writes == [("invite", "machine-beta"), ("withdraw", "machine-alpha")]


def test_a_pause_lets_nobody_else_begin_and_a_cancellation_brings_back_who_is_under_way():
    world = a_populated_world("ben", "cid", accept=False)
    migration = begin(world, canary=0, batch=1)
    work(world)
    paused = migration_control.pause(world.deps, migration_id=migration.id, actor=ADMIN)
    assert paused.paused_at == world.clock.now()
    pass_time(world, minutes=30)
    assert states(world, migration) == {"ann": "placed", "ben": "waiting", "cid": "waiting"}

    migration_control.cancel(world.deps, migration_id=migration.id, actor=ADMIN)
    ended = finish(world, migration)
    assert ended.state is MigrationState.CANCELLED
    assert states(world, migration) == {"ann": "undone", "ben": "waiting", "cid": "waiting"}
    assert servers_of(world, "ann") == ["alpha"]
    assert seats(world) == {"alpha": 3, "beta": 0}
    assert drawn(world) == []
    assert world.mails().count("admin_migration") == 1


@pytest.mark.parametrize("changes", [{"srv_alpha": {"is_enabled": False}}, {}])
def test_a_cancellation_brings_back_whoever_is_better_off_on_the_target(changes):
    world = a_populated_world(accept=False)
    _beta_alone_has_shows(world)
    migration = begin(world)
    pass_time(world, minutes=10)
    for server_id, fields in changes.items():
        world.change(world.deps.catalog.server(server_id), **fields)
    assert servers_of(world, "ann") == ["alpha", "beta"]

    migration_control.cancel(world.deps, migration_id=migration.id, actor=ADMIN)
    finish(world, migration)
    pass_time(world, minutes=90)
    assert states(world, migration) == {"ann": "undone"}
    assert servers_of(world, "ann") == ["alpha"]


def test_who_moved_comes_back_though_there_is_less_where_they_were():
    world = a_populated_world("ben")
    _beta_alone_has_shows(world)
    migration = finish(world, begin(world))
    back = finish(world, undo(world, migration))
    assert states(world, back) == {"ann": "left_source", "ben": "left_source"}
    pass_time(world, minutes=90)
    assert (servers_of(world, "ann"), world.titles()) == (["alpha"], ["Films"])


def _beta_alone_has_shows(world: World) -> None:
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id=PRIVATE)
    world.change(world.db.find(Library, "lib_beta_shows"), group_id="grp_shows")
    plan = world.db.find(Plan, "pln_basic")
    world.change(plan, group_ids=(*plan.group_ids, "grp_shows"))
    world.hourly()


def test_who_moved_comes_back_the_same_way():
    world = a_populated_world("ben")
    migration = finish(world, begin(world))

    back = finish(world, undo(world, migration))

    assert back.undoes == migration.id
    assert states(world, back) == {"ann": "left_source", "ben": "left_source"}
    assert states(world, migration) == {"ann": "undone", "ben": "undone"}
    assert (servers_of(world, "ann"), servers_of(world, "ben")) == (["alpha"], ["alpha"])
    assert seats(world) == {"alpha": 2, "beta": 0}


def test_a_way_back_is_open_though_the_source_takes_no_new_people_any_more():
    world = a_populated_world()
    migration = finish(world, begin(world))
    alpha = world.deps.catalog.server("srv_alpha")
    world.change(alpha, allows_new=False)
    finish(world, undo(world, migration))
    assert servers_of(world, "ann") == ["alpha"]


def test_only_what_is_over_can_be_undone():
    world = a_populated_world(accept=False)
    migration = begin(world)
    with pytest.raises(ConflictError, match="not over"):
        undo(world, migration)


def test_what_was_confirmed_must_still_be_so():
    world = a_populated_world("ben")
    asked = foresee(world).order
    with pytest.raises(ConflictError, match="2 people would move, not 5"):
        migration_start.start(world.deps, order=asked, expected=5, actor=ADMIN)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"is_enabled": False}, "disabled"),
        ({"allows_new": False}, "no new people"),
    ],
)
def test_a_target_that_cannot_take_anybody_is_refused_up_front(changes, said):
    world = a_populated_world()
    world.change(world.deps.catalog.server("srv_beta"), **changes)
    with pytest.raises(InvalidError, match=said):
        foresee(world)


def test_somebody_whose_time_ends_before_their_turn_stays_out():
    world = a_populated_world("ben")
    migration = begin(world, waits_for_word=True)
    pass_time(world, minutes=5)
    world.clock.move(timedelta(days=60))
    migration_control.resume(world.deps, migration_id=migration.id, actor=ADMIN)
    ended = finish(world, migration)
    assert ended.state is MigrationState.DONE
    assert reasons(world, migration)["ben"] == "No paid time runs"
    assert shares_of(world, "ben").keys() == {"alpha"}


def test_somebody_whose_time_ends_while_the_invite_is_open_fails_and_loses_both():
    world = a_populated_world(accept=False)
    migration = begin(world)
    pass_time(world, minutes=10)
    world.clock.move(timedelta(days=29))
    world.hourly()
    pass_time(world, minutes=30)
    assert reasons(world, migration) == {"ann": "No paid time runs any more"}
    assert servers_of(world, "ann") == []
    assert drawn(world) == []


def test_who_finds_no_room_when_their_turn_comes_stays_where_they_are():
    world = a_populated_world("ben", "cid")
    migration = begin(world, waits_for_word=True)
    pass_time(world, minutes=5)
    world.change(world.deps.catalog.server("srv_beta"), max_users=2)
    migration_control.resume(world.deps, migration_id=migration.id, actor=ADMIN)
    finish(world, migration)
    assert states(world, migration) == {
        "ann": "left_source",
        "ben": "left_source",
        "cid": "failed",
    }
    assert reasons(world, migration) == {"cid": "Beta: it is full (2 of 2)"}
    assert servers_of(world, "cid") == ["alpha"]
    mail = world.jobs(JobKind.SEND_MAIL)[-1].payload
    assert mail["event"] == "admin_migration"
    assert mail["facts"]["named"] == "Cid (cid@example.com): Beta: it is full (2 of 2)"


def test_a_renewal_meanwhile_changes_nothing_about_the_move():
    world = a_populated_world(accept=False)
    migration = begin(world)
    work(world)
    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))
    assert servers_of(world, "ann") == ["alpha", "beta"]
    world.host.accept("machine-beta", "ann")
    pass_time(world, minutes=90)
    assert states(world, migration) == {"ann": "left_source"}
    assert servers_of(world, "ann") == ["beta"]


@pytest.mark.behaviour("X042")
def test_the_dry_run_of_a_turn_and_of_a_step_tell_what_they_would_do_and_do_nothing():
    world = a_populated_world("ben")
    migration = begin(world, canary=0)
    [turn] = world.jobs(JobKind.MIGRATE)
    before = len(world.db.commits)

    part = dry_runs.turn_of(world.deps, job=turn, mails=lambda _job: ())
    assert len(world.db.commits) == before
    assert {step.user_id for step in part.steps if step.user_id} == {"usr_ann", "usr_ben"}

    migration_turn.take_turn(world.deps, job=turn)
    step = next(job for job in world.jobs(JobKind.MOVE_PERSON) if job.subject == "usr_ben")
    [told] = migration_step.planned(world.deps, job=step).steps
    assert (told.action, told.about, told.user_id) == ("migration.placed", "Beta", "usr_ben")
    world.change(world.deps.catalog.server("srv_beta"), max_users=0)
    [told] = migration_step.planned(world.deps, job=step).steps
    assert (told.action, told.why) == ("migration.failed", "Beta: it is full (0 of 0)")
    assert states(world, migration) == {"ann": "moving", "ben": "moving"}
    assert servers_of(world, "ben") == ["alpha"]
