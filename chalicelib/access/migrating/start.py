"""Foresee a migration, and start it once it was seen."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.access.migrating import facts, plan
from chalicelib.access.migrating.plan import Ground, Person, Prospect
from chalicelib.access.migration import (
    Migration,
    MigrationOrder,
    MigrationState,
    Move,
    MoveState,
    Whom,
)
from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, InvalidError, NotFoundError
from chalicelib.kernel.ids import MigrationId, new_id
from chalicelib.kernel.records import Insert, Write

log = logging.getLogger(__name__)

_WRITES_AT_ONCE = 90


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a migration would do, person by person in the order of their turns."""

    order: MigrationOrder
    ground: Ground
    people: tuple[Person, ...]
    prospects: tuple[Prospect, ...]

    @property
    def moving(self) -> tuple[Prospect, ...]:
        """Return those who would move."""
        return tuple(each for each in self.prospects if each.moves)


def foresee(
    deps: AccessDeps, *, order: MigrationOrder, undoes: MigrationId | None = None
) -> Foreseen:
    """Return what the migration would do now; nothing is written and no platform is asked.

    Raises InvalidError, naming the field, for a target that does not fit.
    """
    now = deps.clock.now()
    ground = facts.read_ground(deps, order, now=now, is_return=undoes is not None)
    plan.check_servers(ground)
    _check_whom(deps, order)
    known = facts.read_people(deps, order, now=now)
    meant = (each for each in known if plan.is_meant(order, each))
    people = plan.in_turn(meant, order.source_id)
    return Foreseen(order, ground, people, plan.foresee(ground, people))


def _check_whom(deps: AccessDeps, order: MigrationOrder) -> None:
    is_known = order.plan_id is None or deps.catalog.plan(order.plan_id) is not None
    if not is_known or (order.whom is Whom.PLAN and order.plan_id is None):
        raise InvalidError.of("plan_id", "There is no such plan.", "Choose a plan.")
    if order.whom is Whom.PICKED and not order.user_ids:
        raise InvalidError.of("user_ids", "Nobody was picked.", "Pick at least one person.")
    if set(order.user_ids) - deps.users.many(order.user_ids).keys():
        raise InvalidError.of("user_ids", "One of these users is gone.", "Pick them again.")


def start(
    deps: AccessDeps,
    *,
    order: MigrationOrder,
    expected: int,
    actor: Actor,
    undoes: MigrationId | None = None,
) -> Migration:
    """Start what was foreseen: `expected` is how many people were said to move.

    Raises ConflictError when it would be others by now, InvalidError when nobody would move.
    """
    seen = foresee(deps, order=order, undoes=undoes)
    if not seen.moving:
        raise InvalidError.of("whom", "Nobody would move.", "Look at the reasons in the preview.")
    if len(seen.moving) != expected:
        raise ConflictError(
            f"By now {len(seen.moving)} people would move, not {expected}.",
            remedy="Look at the preview again, then confirm.",
            code="migration.changed",
        )
    now = deps.clock.now()
    migration = Migration(
        id=MigrationId(new_id("mig", now=now)),
        # Who was picked stands in the moves.
        order=replace(order, user_ids=()),
        state=MigrationState.CANARY if order.canary else MigrationState.RUNNING,
        created_at=now,
        created_by=actor.name,
        people=len(seen.moving),
        counts={MoveState.WAITING: len(seen.moving)},
        undoes=undoes,
    )
    moves = [
        Move(migration.id, each.user_id, place, MoveState.WAITING, changed_at=now)
        for place, each in enumerate(seen.moving, 1)
    ]
    # Moves of a migration that was never written are seen by nobody.
    for begin in range(0, len(moves), _WRITES_AT_ONCE):
        deps.database.commit(*map(Insert, moves[begin : begin + _WRITES_AT_ONCE]))
    job = turn_job(deps, migration)
    entry = note(
        actor,
        "migration.start",
        migration.id,
        now=now,
        why=order.note,
        after={
            "source": seen.ground.source.name,
            "target": seen.ground.target.name,
            "people": migration.people,
            "old_access": order.old_access,
            "undoes": undoes or "",
        },
    )
    writes: list[Write] = [Insert(migration), Insert(job), Insert(entry)]
    deps.database.commit(*writes)
    deps.nudge.send(job.id)
    log.info("migration.started", extra={"migration_id": migration.id, "count": len(moves)})
    return replace(migration, version=1)


def undo(
    deps: AccessDeps,
    *,
    migration_id: MigrationId,
    expected: int,
    note_to_customers: str,
    actor: Actor,
) -> Migration:
    """Start the migration that brings back whoever moved; raises what `start` raises."""
    order = replace(order_to_undo(deps, migration_id), note=note_to_customers)
    return start(deps, order=order, expected=expected, actor=actor, undoes=migration_id)


def order_to_undo(deps: AccessDeps, migration_id: MigrationId) -> MigrationOrder:
    """Return the order that brings those back who moved, in the same way.

    Raises NotFoundError, or ConflictError while the migration is not over or nobody moved.
    """
    migration = deps.store.migration(migration_id)
    if migration is None:
        raise NotFoundError("There is no such migration.", remedy="Reload the list.")
    if not migration.is_over:
        raise ConflictError(
            "The migration is not over.",
            remedy="Cancel it first, which brings back whoever is under way.",
            code="migration.not_over",
        )
    moves = deps.store.moves(migration_id)
    moved = tuple(each.user_id for each in moves if each.state is MoveState.LEFT_SOURCE)
    known = deps.users.many(moved)
    if not known:
        raise ConflictError(
            "Nobody is left to bring back.", remedy="Load it again.", code="migration.nobody"
        )
    return replace(
        migration.order,
        source_id=migration.order.target_id,
        target_id=migration.order.source_id,
        whom=Whom.PICKED,
        plan_id=None,
        user_ids=tuple(each for each in moved if each in known),
        note="",
        moves_permanent=True,
    )


def turn_job(deps: AccessDeps, migration: Migration, *, after_seconds: float = 0) -> Job:
    """Return the job of the migration's present turn."""
    now = deps.clock.now()
    return new_job(
        JobKind.MIGRATE,
        migration.id,
        now=now,
        cause=f"{migration.id}_{migration.turn}",
        payload={"turn": migration.turn},
        due_at=now + timedelta(seconds=after_seconds),
    )
