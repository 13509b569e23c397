"""A site whose people move from Alpha to Beta, for tests of migrations."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.access import reconcile
from chalicelib.access.migrating import start as migration_start
from chalicelib.access.migrating import step as migration_step
from chalicelib.access.migrating import turn as migration_turn
from chalicelib.access.migrating.start import Foreseen
from chalicelib.access.migration import Migration, MigrationOrder, Move
from chalicelib.access.model import Share
from chalicelib.catalog.model import Seats, Server
from chalicelib.jobs.model import MAX_ATTEMPTS, Job, JobKind, JobState
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError, ErrorKind
from chalicelib.users.model import User
from tests.builders import a_period, a_subscription, a_user, an_identity, claims_of
from tests.usecases.access.world import World, a_world

ADMIN = Actor("login:lgn_admin")
_AGAIN = {ErrorKind.RETRY, ErrorKind.CONFLICT}


def an_order(**given: Any) -> MigrationOrder:
    facts = {"source_id": "srv_alpha", "target_id": "srv_beta"} | given
    return MigrationOrder(**facts)  # type: ignore[arg-type]


def a_populated_world(*names: str, accept: bool = True) -> World:
    """Return a site with Ann and these people on Alpha; Beta is open and has all that Alpha has.

    Without `accept` nobody accepts further invites by themselves.
    """
    world = a_world()
    world.change(world.db.find(Server, "srv_beta"), is_enabled=False)
    world.add_server("beta", ("Films", "Shows"), is_enabled=False)
    world.host.auto_accept = {"77"}
    world.run()
    for number, name in enumerate(names, 201):
        add_person(world, name, str(number))
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    if not accept:
        world.host.auto_accept = set()
    # What came of the beginning is none of the stories' business.
    for job in world.db.all(Job):
        world.db.seed(replace(job, state=JobState.DONE, version=job.version + 1))
    world.host.calls.clear()
    return world


def add_person(world: World, name: str, plex_id: str, **fields: Any) -> User:
    """Add somebody who paid and has accepted a share of Alpha."""
    user = a_user(
        id=f"usr_{name}",
        email=f"{name}@example.com",
        name=name.title(),
        media=an_identity(name),
        **fields,
    )
    paid = a_subscription(user_id=user.id, periods=(a_period(payment_id=f"pay_{name}"),))
    world.db.seed(user, *claims_of(user), paid)
    world.host.accounts |= {name: plex_id, f"{name}@example.com": plex_id}
    world.host.auto_accept |= {plex_id}
    world.run(user_id=user.id)
    found = world.db.find(User, user.id)
    assert found is not None
    return found


def foresee(world: World, **order: Any) -> Foreseen:
    return migration_start.foresee(world.deps, order=an_order(**order))


def begin(world: World, **order: Any) -> Migration:
    """Look at the preview and confirm it."""
    asked = an_order(**order)
    count = len(migration_start.foresee(world.deps, order=asked).moving)
    return migration_start.start(world.deps, order=asked, expected=count, actor=ADMIN)


def undo(world: World, migration: Migration) -> Migration:
    asked = migration_start.order_to_undo(world.deps, migration.id)
    seen = migration_start.foresee(world.deps, order=asked, undoes=migration.id)
    return migration_start.start(
        world.deps, order=asked, expected=len(seen.moving), actor=ADMIN, undoes=migration.id
    )


HANDLERS: dict[JobKind, Any] = {
    JobKind.MIGRATE: lambda world, job: migration_turn.take_turn(world.deps, job=job),
    JobKind.MOVE_PERSON: lambda world, job: migration_step.move_person(world.deps, job=job),
    JobKind.RECONCILE_ACCESS: lambda world, job: reconcile.reconcile(
        world.deps, user_id=job.subject, job=job
    ),
}


def work(world: World) -> None:
    """Run what is due until nothing is, as the worker does: what fails is due again later."""
    while True:
        now = world.clock.now()
        due = [j for j in world.db.all(Job) if j.kind in HANDLERS and j.is_due(now=now)]
        if not due:
            return
        for job in due:
            _work(world, job)


def _work(world: World, job: Job) -> None:
    taken = replace(job, attempts=job.attempts + 1, version=job.version + 1)
    try:
        HANDLERS[job.kind](world, taken)
    except AppError as error:
        if error.kind in _AGAIN and taken.attempts < MAX_ATTEMPTS:
            later = world.clock.now() + timedelta(minutes=1)
            world.db.seed(replace(taken, due_at=later, last_error=error.message))
            return
        world.db.seed(replace(taken, state=JobState.PARKED, last_error=error.message))
    else:
        world.db.seed(replace(taken, state=JobState.DONE))


def pass_time(world: World, *, minutes: float) -> None:
    """Let time pass, working each minute (long times in bigger steps)."""
    step = max(1.0, minutes / 100)
    ends_at = world.clock.now() + timedelta(minutes=minutes)
    while world.clock.now() < ends_at:
        world.clock.move(timedelta(minutes=step))
        work(world)


def finish(world: World, migration: Migration) -> Migration:
    """Work until the migration is over."""
    for _ in range(100):
        work(world)
        now = of(world, migration)
        if now.is_over:
            return now
        world.clock.move(timedelta(minutes=1))
    raise AssertionError(f"it does not end: {of(world, migration)}")


def of(world: World, migration: Migration) -> Migration:
    found = world.db.find(Migration, migration.id)
    assert found is not None
    return found


def states(world: World, migration: Migration) -> dict[str, str]:
    """Return how the moves stand, by the person's name."""
    mine = [move for move in world.db.all(Move) if move.migration_id == migration.id]
    return {move.user_id.removeprefix("usr_"): str(move.state) for move in mine}


def reasons(world: World, migration: Migration) -> dict[str, str]:
    mine = [move for move in world.db.all(Move) if move.migration_id == migration.id]
    return {m.user_id.removeprefix("usr_"): m.reason for m in mine if m.reason}


def servers_of(world: World, name: str) -> list[str]:
    """Return where the person really has something on the platform."""
    return [
        server
        for server in ("alpha", "beta")
        if world.host.share_of(f"machine-{server}", name) is not None
    ]


def seats(world: World) -> dict[str, int]:
    return {each.server_id.removeprefix("srv_"): each.people for each in world.db.all(Seats)}


def drawn(world: World) -> list[str]:
    """Return whom a migration still draws to its target."""
    return [user.id for user in world.db.all(User) if user.relocation is not None]


def shares_of(world: World, name: str) -> dict[str, str]:
    mine = [share for share in world.db.all(Share) if share.user_id == f"usr_{name}"]
    return {share.server_id.removeprefix("srv_"): str(share.state) for share in mine}
