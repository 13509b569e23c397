"""Pause a migration, let it go on, or cancel it."""

from dataclasses import replace

from chalicelib.access.migrating.progress import count_troubles, goes_on_as
from chalicelib.access.migrating.start import turn_job
from chalicelib.access.migration import Migration, MigrationState
from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import MigrationId
from chalicelib.kernel.records import Insert, Update

_GOING = frozenset({MigrationState.CANARY, MigrationState.RUNNING})


def pause(deps: AccessDeps, *, migration_id: MigrationId, actor: Actor) -> Migration:
    """Let nobody else begin; whoever is under way goes on. Raises IllegalMoveError."""
    migration = get(deps, migration_id)
    paused = replace(migration.move(MigrationState.PAUSED), paused_at=deps.clock.now())
    return _store(deps, migration, paused, actor, "pause")


def resume(deps: AccessDeps, *, migration_id: MigrationId, actor: Actor) -> Migration:
    """Let a paused migration go on; what failed so far pauses it no more.

    Raises IllegalMoveError.
    """
    migration = get(deps, migration_id)
    if migration.state in _GOING:
        return migration
    moves = deps.store.moves(migration_id)
    goes_on = replace(
        migration.move(goes_on_as(migration, moves)),
        turn=migration.turn + 1,
        forgiven=count_troubles(moves),
    )
    return _store(deps, migration, goes_on, actor, "resume", turn_job(deps, goes_on))


def cancel(deps: AccessDeps, *, migration_id: MigrationId, actor: Actor) -> Migration:
    """Let nobody else begin, and bring back whoever has not come to use the target alone.

    Raises IllegalMoveError.
    """
    migration = get(deps, migration_id)
    ending = replace(migration.move(MigrationState.CANCELLING), turn=migration.turn + 1)
    return _store(deps, migration, ending, actor, "cancel", turn_job(deps, ending))


def get(deps: AccessDeps, migration_id: MigrationId) -> Migration:
    """Return a migration; raises NotFoundError."""
    migration = deps.store.migration(migration_id)
    if migration is None:
        raise NotFoundError("There is no such migration.", remedy="Reload the list.")
    return migration


def _store(
    deps: AccessDeps, before: Migration, after: Migration, actor: Actor, verb: str, *jobs: Job
) -> Migration:
    """Store what an administrator decided; nothing when it was so already."""
    if after.state is before.state:
        return before
    entry = note(
        actor,
        f"migration.{verb}",
        before.id,
        now=deps.clock.now(),
        before={"state": before.state},
        after={"state": after.state},
    )
    deps.database.commit(Update(after), *map(Insert, jobs), Insert(entry))
    deps.nudge.send(*(job.id for job in jobs))
    return replace(after, version=after.version + 1)
