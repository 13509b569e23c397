"""Write down how far a person's move is, with all that follows from it, in one commit."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.access.looking.situation import STAYS_ON
from chalicelib.access.migrating import mails
from chalicelib.access.migration import UNDER_WAY, Migration, Move, MoveState
from chalicelib.access.model import Share
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog.model import Server
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.users.model import User

_OFFERED = frozenset({MoveState.PLACED, MoveState.ACCEPTED, MoveState.LEFT_SOURCE})


def settle(
    deps: AccessDeps,
    migration: Migration,
    *,
    before: Move,
    after: Move,
    user: User | None,
    share: Share | None,
    servers: Mapping[ServerId, Server],
    actor: Actor,
) -> Move:
    """Store the move as it stands now; return it as stored.

    `share` is that of the target. Whoever stays is no longer drawn there, and is looked at again,
    so that they have what is due. Raises StaleRecordError when somebody changed the move or the
    user meanwhile.
    """
    if after == before:
        return before
    writes: list[Write] = [Update(after)]
    jobs: list[Job] = []
    if after.state not in UNDER_WAY and user is not None:
        writes += _released(migration, user)
    if after.state in {MoveState.FAILED, MoveState.UNDONE}:
        jobs.append(_look(deps, migration, after))
    is_new = before.state is MoveState.MOVING and after.state in _OFFERED
    if is_new and user is not None and share is not None:
        now = deps.clock.now()
        mail = mails.moved(migration, after, user, share, servers, site_url=deps.site_url, now=now)
        jobs.append(mail)
    if after.state is MoveState.LEFT_SOURCE and migration.undoes is not None:
        writes += _undone(deps, migration, after)
    if after.state is not before.state:
        writes.append(Insert(_entry(deps, migration, before, after, actor)))
    deps.database.commit(*writes, *map(Insert, jobs))
    deps.nudge.send(*(job.id for job in jobs))
    return replace(after, version=after.version + 1)


def _released(migration: Migration, user: User) -> list[Write]:
    relocation = user.relocation
    if relocation is None or relocation.migration_id != migration.id:
        return []
    return [Update(replace(user, relocation=None))]


def _look(deps: AccessDeps, migration: Migration, move: Move) -> Job:
    return new_job(
        JobKind.RECONCILE_ACCESS,
        move.user_id,
        now=deps.clock.now(),
        cause=f"stays_{migration.id}_{move.user_id}",
        payload={STAYS_ON: migration.order.source_id},
        user_id=move.user_id,
    )


def _undone(deps: AccessDeps, migration: Migration, move: Move) -> list[Write]:
    """Return what tells the migration that is undone, that this person is back."""
    first = deps.store.move(migration.undoes, move.user_id) if migration.undoes else None
    if first is None or first.state is not MoveState.LEFT_SOURCE:
        return []
    return [Update(first.to(MoveState.UNDONE, now=deps.clock.now()))]


def _entry(
    deps: AccessDeps, migration: Migration, before: Move, after: Move, actor: Actor
) -> AuditEntry:
    return note(
        actor,
        f"migration.{after.state}",
        migration.id,
        now=deps.clock.now(),
        user_id=after.user_id,
        why=after.reason,
        before={"state": before.state},
        after={"state": after.state},
    )
