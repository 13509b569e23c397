"""One look at a migration: write down what happened, bring back, call up the next."""

import contextlib
import logging
from dataclasses import replace
from datetime import timedelta

from chalicelib.access.migrating import facts, mails, plan
from chalicelib.access.migrating.plan import Person
from chalicelib.access.migrating.progress import next_in_line, observed, onward
from chalicelib.access.migrating.settle import settle
from chalicelib.access.migrating.start import turn_job
from chalicelib.access.migration import (
    UNDER_WAY,
    Migration,
    MigrationState,
    Move,
    MoveState,
)
from chalicelib.access.model import Share
from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.errors import AlreadyRecordedError, StaleRecordError
from chalicelib.kernel.ids import MigrationId, ServerId, UserId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.users.model import User

log = logging.getLogger(__name__)

# Between two batches, and while only customers are waited for.
SOON_SECONDS = 60.0
LATER_SECONDS = 600.0
# An open invite is looked at each hour; who was not seen for so long has been lost sight of.
LONGEST_UNSEEN = timedelta(hours=2)
_LOOKS_A_DAY = 4

Moves = dict[UserId, Move]


def take_turn(deps: AccessDeps, *, job: Job) -> None:
    """Look at the migration that the job names, if it is its turn; idempotent.

    The job of the next turn is written together with the end of this one. Raises StaleRecordError
    when an administrator decided something meanwhile: then the turn is taken again.
    """
    migration = deps.store.migration(MigrationId(job.subject))
    if migration is None or migration.is_over or migration.turn != job.payload.get("turn"):
        return
    turn = _Turn(deps, migration, Actor(f"job:{job.id}"))
    turn.observe()
    if migration.state is MigrationState.CANCELLING:
        turn.bring_back()
    after = onward(migration, turn.moves.values(), now=deps.clock.now())
    ordered = turn.call_up(after)
    turn.end(after, is_busy=bool(ordered))


class _Turn:
    """A look at one migration; `moves` is how they stand by now."""

    def __init__(self, deps: AccessDeps, migration: Migration, actor: Actor) -> None:
        self.deps = deps
        self.migration = migration
        self.actor = actor
        self.moves: Moves = {each.user_id: each for each in deps.store.moves(migration.id)}
        self.servers = {server.id: server for server in deps.catalog.servers()}
        self.users: dict[UserId, User] = {}
        self.targets: dict[UserId, Share] = {}

    def observe(self) -> None:
        """Write down what the shares show of everybody who is under way."""
        open_ones = [move for move in self.moves.values() if move.state in UNDER_WAY]
        if not open_ones:
            return
        now, order = self.deps.clock.now(), self.migration.order
        ids = tuple(move.user_id for move in open_ones)
        self.users = facts.users_of(self.deps, ids)
        subscriptions = self.deps.subscriptions.many(ids)
        sources = self._shares(order.source_id)
        self.targets = self._shares(order.target_id)
        for move in open_ones:
            user = self.users.get(move.user_id)
            person = Person(user, subscriptions[move.user_id], None, {}) if user else None
            after = observed(
                move,
                source=sources.get(move.user_id),
                target=self.targets.get(move.user_id),
                has_right=person is not None and plan.has_right(person, now=now),
                now=now,
            )
            self._settle(move, after)
            share = self.targets.get(move.user_id)
            if share is not None and after.state in {MoveState.PLACED, MoveState.ACCEPTED}:
                self._look_again(after, share)

    def bring_back(self) -> None:
        """Let everybody stay who has not accepted; nobody who has left the source goes back.

        Their open invite is theirs: whoever wants them back can undo what was cancelled.
        """
        now = self.deps.clock.now()
        for move in list(self.moves.values()):
            if move.state is MoveState.PLACED and move.has_left:
                self._settle(move, move.to(MoveState.LEFT_SOURCE, now=now))
            elif move.state in {MoveState.MOVING, MoveState.PLACED}:
                self._settle(move, move.to(MoveState.UNDONE, now=now))

    def call_up(self, migration: Migration) -> tuple[Move, ...]:
        """Let the next ones begin, each with a job of their own."""
        now = self.deps.clock.now()
        called = next_in_line(migration, self.moves.values())
        for move in called:
            begun = replace(move.to(MoveState.MOVING, now=now), began_at=now)
            job = new_job(
                JobKind.MOVE_PERSON,
                move.user_id,
                now=now,
                cause=f"{migration.id}_{move.user_id}",
                payload={"migration_id": migration.id},
                user_id=move.user_id,
            )
            self.deps.database.commit(Update(begun), Insert(job))
            self.deps.nudge.send(job.id)
            self.moves[move.user_id] = replace(begun, version=begun.version + 1)
        return called

    def end(self, after: Migration, *, is_busy: bool) -> None:
        """Store the migration with the job of its next turn, or with the mail about its end."""
        begun = self.migration
        counted = replace(after, turn=begun.turn + 1)
        jobs = [] if counted.is_over else self._next(counted, is_busy=is_busy)
        if after.state is MigrationState.PAUSED and begun.state is not after.state:
            counted = replace(counted, paused_at=self.deps.clock.now())
        writes: list[Write] = [Update(counted)]
        if after.state is not begun.state:
            writes.append(Insert(self._entry(after)))
            if after.is_over or after.state is MigrationState.PAUSED:
                jobs.append(self._mail(counted))
        self.deps.database.commit(*writes, *map(Insert, jobs))
        self.deps.nudge.send(*(job.id for job in jobs))
        log.info("migration.turned", extra={"migration_id": begun.id, "state": after.state})

    def _next(self, migration: Migration, *, is_busy: bool) -> list[Job]:
        """Return the job of the next turn; a paused one with nobody under way needs none."""
        states = {move.state for move in self.moves.values()}
        if migration.state is MigrationState.PAUSED and not states & UNDER_WAY:
            return []
        is_soon = is_busy or MoveState.MOVING in states
        if migration.state is MigrationState.RUNNING and MoveState.WAITING in states:
            is_soon = True
        pause = SOON_SECONDS if is_soon else LATER_SECONDS
        return [turn_job(self.deps, migration, after_seconds=pause)]

    def _look_again(self, move: Move, share: Share) -> None:
        """Ask for a look where the last ones failed: a token was refused, the source is down."""
        now = self.deps.clock.now()
        seen_at = max(move.changed_at, share.changed_at, share.verified_at or share.changed_at)
        if now - seen_at < LONGEST_UNSEEN:
            return
        part_of_day = now.hour * _LOOKS_A_DAY // 24
        job = new_job(
            JobKind.RECONCILE_ACCESS,
            move.user_id,
            now=now,
            cause=f"look_again_{self.migration.id}_{move.user_id}_{now:%Y%m%d}_{part_of_day}",
            user_id=move.user_id,
        )
        with contextlib.suppress(AlreadyRecordedError):
            self.deps.database.commit(Insert(job))
            self.deps.nudge.send(job.id)

    def _settle(self, before: Move, after: Move) -> None:
        # Who was changed in this very moment is looked at in the next turn.
        with contextlib.suppress(StaleRecordError):
            self.moves[before.user_id] = settle(
                self.deps,
                self.migration,
                before=before,
                after=after,
                user=self.users.get(before.user_id),
                share=self.targets.get(before.user_id),
                servers=self.servers,
                actor=self.actor,
            )

    def _shares(self, server_id: ServerId) -> dict[UserId, Share]:
        found = facts.shares_on(self.deps, server_id)
        return {share.user_id: share for share in found}

    def _mail(self, migration: Migration) -> Job:
        failed = [move for move in self.moves.values() if move.state is MoveState.FAILED]
        failed.sort(key=lambda move: move.place)
        named = (move.user_id for move in failed[: mails.MOST_NAMED])
        return mails.told(
            migration,
            failed,
            facts.users_of(self.deps, named),
            self.servers,
            admin_email=self.deps.settings.site().admin_email,
            site_url=self.deps.site_url,
            now=self.deps.clock.now(),
        )

    def _entry(self, after: Migration) -> AuditEntry:
        return note(
            self.actor,
            f"migration.{after.state}",
            after.id,
            now=self.deps.clock.now(),
            why=after.why,
            before={"state": self.migration.state},
            after={"state": after.state},
        )
