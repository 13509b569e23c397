"""Move one person: draw them to the target, then let the reconciling do what it always does."""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.access import reconcile
from chalicelib.access.looking.situation import STAYS_ON
from chalicelib.access.migrating import facts, plan
from chalicelib.access.migrating.plan import Ground
from chalicelib.access.migrating.progress import observed
from chalicelib.access.migrating.settle import settle
from chalicelib.access.migration import (
    UNDER_WAY,
    Migration,
    MigrationState,
    Move,
    MoveState,
)
from chalicelib.access.model import Share
from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import MAX_ATTEMPTS, Job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError, ErrorKind, RetryLaterError
from chalicelib.kernel.ids import MigrationId, UserId
from chalicelib.kernel.records import Update
from chalicelib.users.model import Relocation, User

log = logging.getLogger(__name__)

_AGAIN = frozenset({ErrorKind.RETRY, ErrorKind.CONFLICT})
_STAYS = frozenset({MoveState.FAILED, MoveState.UNDONE})
_SOON_SECONDS = 30.0


def move_person(deps: AccessDeps, *, job: Job) -> None:
    """Take the step that the job names; idempotent.

    Raises RetryLaterError or StaleRecordError when it must be taken again. What waiting cannot
    mend ends the move: the person stays, and the reason is kept.
    """
    migration_id = MigrationId(str(job.payload["migration_id"]))
    migration = deps.store.migration(migration_id)
    move = deps.store.move(migration_id, UserId(job.subject))
    if migration is None or move is None or move.state not in UNDER_WAY:
        return
    if migration.is_over or migration.state is MigrationState.CANCELLING:
        return
    step = _Step(deps, migration, job)
    try:
        step.take(move)
    except AppError as error:
        if error.kind in _AGAIN and job.attempts < MAX_ATTEMPTS:
            raise
        step.give_up(f"{error.message} {error.remedy}".strip())


def planned(deps: AccessDeps, *, job: Job) -> Part:
    """Return what `move_person` would do now; no platform is asked (X042)."""
    migration_id = MigrationId(str(job.payload["migration_id"]))
    migration = deps.store.migration(migration_id)
    move = deps.store.move(migration_id, UserId(job.subject))
    user = deps.users.get(UserId(job.subject))
    if migration is None or move is None or user is None or move.state is not MoveState.MOVING:
        return Part("move", note="The person is not being moved any more.")
    now = deps.clock.now()
    ground = _ground(deps, migration, now=now)
    why = plan.judge(ground, facts.read_person(deps, user, now=now)).why
    action = "migration.failed" if why else "migration.placed"
    said = why or f"From {ground.source.name}; what they have there stays until then"
    return Part("move", (Step(action, ground.target.name, said, user.id),))


def _ground(deps: AccessDeps, migration: Migration, *, now: datetime) -> Ground:
    is_return = migration.undoes is not None
    return facts.read_ground(
        deps, migration.order, now=now, migration_id=migration.id, is_return=is_return
    )


class _Step:
    """One try to move one person."""

    def __init__(self, deps: AccessDeps, migration: Migration, job: Job) -> None:
        self.deps = deps
        self.migration = migration
        self.job = job
        self.user_id = UserId(job.subject)

    def take(self, move: Move) -> None:
        """Draw the person to the target, reconcile, and write down what the shares show."""
        user = self.deps.users.get(self.user_id)
        if user is None:
            gone = move.failed("The user is gone", now=self._now, is_trouble=False)
            self._write(move, gone, None, None)
            return
        if not self._is_drawn(user):
            refusal = self._refusal(user)
            if refusal:
                stays = move.failed(refusal, now=self._now, is_trouble=False)
                self._write(move, stays, user, None)
                return
            self._draw(user, move)
        try:
            reconcile.reconcile(self.deps, user_id=self.user_id, job=self.job)
        except RetryLaterError:
            # The new share may be there while the old one cannot be ended yet.
            self._observe(is_final=False)
            raise
        self._observe()

    def give_up(self, reason: str) -> None:
        """End the move for a reason that is not the person's."""
        move = self.deps.store.move(self.migration.id, self.user_id)
        user = self.deps.users.get(self.user_id)
        if move is not None and move.state is MoveState.MOVING:
            failed = move.failed(reason, now=self._now, is_trouble=True)
            self._write(move, failed, user, None)

    def _is_drawn(self, user: User) -> bool:
        relocation = user.relocation
        return relocation is not None and relocation.migration_id == self.migration.id

    def _refusal(self, user: User) -> str:
        """Return why the person stays after all, empty when they move."""
        now = self._now
        ground = _ground(self.deps, self.migration, now=now)
        if not ground.target.is_enabled:
            return f"{ground.target.name} is disabled"
        return plan.judge(ground, facts.read_person(self.deps, user, now=now)).why

    def _draw(self, user: User, move: Move) -> None:
        order = self.migration.order
        relocation = Relocation(
            migration_id=self.migration.id,
            source_id=order.source_id,
            server_id=order.target_id,
            leaves_at=order.leaves_at(now=move.began_at or self._now),
        )
        # The move goes with it: whoever brings the person back in this very moment wins.
        self.deps.database.commit(Update(replace(user, relocation=relocation)), Update(move))

    def _observe(self, *, is_final: bool = True) -> None:
        move = self.deps.store.move(self.migration.id, self.user_id)
        user = self.deps.users.get(self.user_id)
        if move is None or user is None:
            return
        if not self._is_drawn(user) and move.state in _STAYS:
            # Brought back meanwhile: what was made just now is taken back.
            stays = {**self.job.payload, STAYS_ON: self.migration.order.source_id}
            back = replace(self.job, payload=stays)
            reconcile.reconcile(self.deps, user_id=self.user_id, job=back)
            return
        person = facts.read_person(self.deps, user, now=self._now)
        order = self.migration.order
        after = observed(
            move,
            source=person.shares.get(order.source_id),
            target=person.shares.get(order.target_id),
            has_right=plan.has_right(person, now=self._now),
            now=self._now,
        )
        if after.state is MoveState.MOVING and is_final:
            refusal = self._refusal(user)
            if not refusal:
                raise RetryLaterError(
                    "The new share does not show yet.", after_seconds=_SOON_SECONDS
                )
            after = move.failed(refusal, now=self._now, is_trouble=False)
        self._write(move, after, user, person.shares.get(order.target_id))

    def _write(self, before: Move, after: Move, user: User | None, share: Share | None) -> None:
        settle(
            self.deps,
            self.migration,
            before=before,
            after=after,
            user=user,
            share=share,
            servers={server.id: server for server in self.deps.catalog.servers()},
            actor=Actor(f"job:{self.job.id}"),
        )
        log.info("migration.stepped", extra={"user_id": self.user_id, "state": after.state})

    @property
    def _now(self) -> datetime:
        return self.deps.clock.now()
