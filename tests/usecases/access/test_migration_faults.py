"""A migration meets platforms that fail, processes that die, and people who decide meanwhile."""

from collections.abc import Callable, Iterator

import pytest

from chalicelib.access.migrating import control as migration_control
from chalicelib.access.migration import Migration, MigrationState, OldAccess
from chalicelib.access.ports import PersonRefusedError
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.subscriptions.model import Subscription
from tests.usecases.access.migration_world import (
    ADMIN,
    a_populated_world,
    begin,
    drawn,
    finish,
    of,
    pass_time,
    reasons,
    seats,
    servers_of,
    states,
    undo,
    work,
)
from tests.usecases.access.test_crashes import DiedError, die_at, heal
from tests.usecases.access.world import World


def test_a_platform_that_fails_for_a_while_only_delays():
    world = a_populated_world("ben")
    world.host.fail_next("*", RetryLaterError("plex.tv is away"), times=6)
    migration = finish(world, begin(world))
    assert states(world, migration) == {"ann": "left_source", "ben": "left_source"}


def test_an_answer_that_got_lost_makes_no_second_share():
    world = a_populated_world()
    world.host.fail_next("invite", RetryLaterError("the answer was lost"), applied=True)
    finish(world, begin(world))
    assert servers_of(world, "ann") == ["beta"]
    assert world.mails().count("server_moved") == 1


def test_a_canary_that_fails_pauses_the_migration_and_tells_why():
    world = a_populated_world("ben")
    world.host.fail_next("invite", PersonRefusedError("Banned.", remedy="Ask Plex."))
    migration = begin(world)
    pass_time(world, minutes=15)

    paused = of(world, migration)
    assert paused.state is MigrationState.PAUSED
    assert paused.paused_at is not None
    assert paused.created_at < paused.paused_at < world.clock.now()
    assert "Banned. Ask Plex." in paused.why
    assert reasons(world, migration) == {"ann": "Banned. Ask Plex."}
    assert (servers_of(world, "ann"), servers_of(world, "ben")) == (["alpha"], ["alpha"])
    assert drawn(world) == []
    assert world.mails().count("admin_migration") == 1

    migration_control.resume(world.deps, migration_id=migration.id, actor=ADMIN)
    finish(world, migration)
    assert states(world, migration) == {"ann": "failed", "ben": "left_source"}


def test_many_troubles_pause_it_and_a_word_allows_as_many_again():
    names = [f"p{number:02}" for number in range(12)]
    world = a_populated_world(*names)
    trouble = ActionRequiredError("The token was refused.", remedy="Link the account again.")
    world.host.fail_next("invite", trouble, times=6)
    migration = begin(world, canary=0, batch=3)
    pass_time(world, minutes=15)

    assert of(world, migration).state is MigrationState.PAUSED
    assert "6 people could not be moved" in of(world, migration).why
    assert of(world, migration).counts == {"failed": 6, "waiting": 7}
    assert all("alpha" in servers_of(world, name) for name in names)

    migration_control.resume(world.deps, migration_id=migration.id, actor=ADMIN)
    assert finish(world, migration).counts == {"failed": 6, "left_source": 7}


def test_an_invite_that_runs_out_again_and_again_leaves_the_person_where_they_are():
    world = a_populated_world(accept=False)
    migration = begin(world)
    work(world)
    for _ in range(4):
        world.host.lapse("machine-beta", "ann")
        pass_time(world, minutes=70)
    pass_time(world, minutes=200)
    assert reasons(world, migration) == {"ann": "The invite ran out without being accepted"}
    assert servers_of(world, "ann") == ["alpha"]
    assert of(world, migration).state is MigrationState.DONE
    assert drawn(world) == []


def test_a_cancellation_in_the_middle_of_a_step_takes_back_what_the_step_just_made():
    world = a_populated_world(accept=False)
    migration = begin(world)
    invite = world.host.invite
    cancelled = []

    def cancel_meanwhile(*given, **named):
        invite(*given, **named)
        if not cancelled:
            cancelled.append(True)
            migration_control.cancel(world.deps, migration_id=migration.id, actor=ADMIN)
            work(world)

    world.host.invite = cancel_meanwhile  # type: ignore[method-assign]
    finish(world, migration)
    assert states(world, migration) == {"ann": "undone"}
    assert servers_of(world, "ann") == ["alpha"]
    assert seats(world) == {"alpha": 1, "beta": 0}


def test_two_migrations_do_not_pull_at_one_person():
    world = a_populated_world(accept=False)
    world.add_server("gamma", ("Films", "Shows"))
    first = begin(world, canary=0)
    second = begin(world, canary=0, target_id="srv_gamma")
    pass_time(world, minutes=10)
    assert states(world, first) == {"ann": "placed"}
    assert reasons(world, second) == {"ann": "Another migration moves the person"}
    assert servers_of(world, "ann") == ["alpha", "beta"]


def dying(
    act: Callable[[World], Migration], *, accept: bool
) -> Iterator[tuple[int, World, Migration]]:
    """Yield worlds whose work after `act` died at one of its writes or calls, and went on."""
    point, survived = 0, 0
    while survived < 4:
        world = a_populated_world("ben", accept=accept)
        migration = act(world)
        die_at(world, point)
        try:
            finish(world, migration)
        except DiedError:
            heal(world)
            finish(world, migration)
            survived = 0
            yield point, world, migration
        else:
            # A write that the database refuses does not die after it worked.
            survived += 1
        point += 1
    assert point > 20, "nothing was tried"


@pytest.mark.behaviour("X043")
def test_dying_anywhere_changes_nothing_about_the_end_of_a_migration():
    for point, world, migration in dying(begin, accept=True):
        assert of(world, migration).state is MigrationState.DONE, point
        assert of(world, migration).counts == {"left_source": 2}, point
        assert (servers_of(world, "ann"), servers_of(world, "ben")) == (["beta"], ["beta"]), point
        assert seats(world) == {"alpha": 0, "beta": 2}, point
        assert world.mails().count("server_moved") == 2, point
        assert world.mails().count("admin_migration") == 1, point
        assert drawn(world) == [], point


@pytest.mark.behaviour("X043")
def test_dying_anywhere_changes_nothing_about_a_cancellation():
    def act(world: World) -> Migration:
        migration = begin(world, canary=0, old_access=OldAccess.DAYS, days=5)
        work(world)
        migration_control.cancel(world.deps, migration_id=migration.id, actor=ADMIN)
        return migration

    for point, world, migration in dying(act, accept=False):
        assert of(world, migration).state is MigrationState.CANCELLED, point
        assert states(world, migration) == {"ann": "undone", "ben": "undone"}, point
        assert (servers_of(world, "ann"), servers_of(world, "ben")) == (["alpha"], ["alpha"])
        assert seats(world) == {"alpha": 2, "beta": 0}, point
        assert drawn(world) == [], point


@pytest.mark.behaviour("X043")
def test_dying_anywhere_changes_nothing_about_the_way_back():
    def act(world: World) -> Migration:
        return undo(world, finish(world, begin(world)))

    for point, world, back in dying(act, accept=True):
        assert states(world, back) == {"ann": "left_source", "ben": "left_source"}, point
        first = next(each for each in world.db.all(Migration) if each.id == back.undoes)
        assert states(world, first) == {"ann": "undone", "ben": "undone"}, point
        assert seats(world) == {"alpha": 2, "beta": 0}, point


def test_nobody_who_paid_is_ever_without_a_share_while_the_source_is_kept_until_acceptance():
    world = a_populated_world("ben", "cid")
    seen: list[str] = []
    real = world.host._begin

    def watching(name, access):
        for person in ("ann", "ben", "cid"):
            has = any(
                share.is_accepted
                for machine in ("machine-alpha", "machine-beta")
                for share in world.host.shares.get(machine, [])
                if share.username == person
            )
            if not has:
                seen.append(f"{person} at {name}")
        return real(name, access)

    world.host._begin = watching  # type: ignore[method-assign]
    paid = world.db.all(Subscription)
    finish(world, begin(world))
    assert seen == []
    assert world.db.all(Subscription) == paid


def test_people_get_away_from_a_server_that_is_down_and_what_they_had_there_ends_once_it_answers():
    world = a_populated_world()
    real = world.host._begin
    down = ["machine-alpha"]

    def answering(name, access):
        if access.server.machine_id in down:
            raise RetryLaterError("Alpha does not answer.")
        return real(name, access)

    world.host._begin = answering  # type: ignore[method-assign]
    migration = begin(world)
    pass_time(world, minutes=24 * 60)
    assert states(world, migration) == {"ann": "accepted"}
    assert servers_of(world, "ann") == ["alpha", "beta"]
    assert drawn(world) == ["usr_ann"]

    down.clear()
    pass_time(world, minutes=8 * 60)
    assert states(world, migration) == {"ann": "left_source"}
    assert servers_of(world, "ann") == ["beta"]
    assert of(world, migration).state is MigrationState.DONE


def test_a_server_that_is_down_keeps_its_people_until_the_invite_is_accepted():
    world = a_populated_world(accept=False)
    world.host.fail_next("snapshot", RetryLaterError("Alpha does not answer."))
    migration = begin(world)
    work(world)
    assert states(world, migration) == {"ann": "placed"}
    assert servers_of(world, "ann") == ["alpha", "beta"]
