"""Migrations: foresee, start, watch, pause, cancel, undo."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.access.migrating import control as migration_control
from chalicelib.access.migrating import start as migration_start
from chalicelib.access.migrating.plan import MOST_PEOPLE, Stay
from chalicelib.access.migrating.start import Foreseen
from chalicelib.access.migration import (
    Migration,
    MigrationOrder,
    MigrationState,
    Move,
    MoveState,
    OldAccess,
    Whom,
)
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import Key, ListQuery
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import MigrationId, PlanId, ServerId, UserId

registry = Registry()

Note = Annotated[str, StringConstraints(max_length=1000)]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE, strict=True)]


class MigrationInput(Model):
    """Who moves from where to where, and how.

    `plan_id` counts where `whom` is *plan*, `user_ids` where it is *picked*, `days` where
    `old_access` is *days*. `canary` people go first (0: nobody does); after them it goes on by
    itself, or with `waits_for_word` when somebody says so. `batch` people move at once.
    """

    source_id: Key
    target_id: Key
    whom: Whom = Whom.ALL
    plan_id: Key | None = None
    user_ids: list[Key] = Field(default_factory=list, max_length=MOST_PEOPLE)
    old_access: OldAccess = OldAccess.ACCEPTED
    days: Annotated[int, Field(ge=1, le=90, strict=True)] = 14
    note: Note = ""
    moves_permanent: bool = True
    canary: Annotated[int, Field(ge=0, le=50, strict=True)] = 1
    waits_for_word: bool = False
    batch: Annotated[int, Field(ge=1, le=50, strict=True)] = 10

    def to_order(self) -> MigrationOrder:
        """Return it in our words."""
        return MigrationOrder(
            source_id=ServerId(self.source_id),
            target_id=ServerId(self.target_id),
            whom=self.whom,
            plan_id=PlanId(self.plan_id) if self.plan_id else None,
            user_ids=tuple(UserId(each) for each in self.user_ids),
            old_access=self.old_access,
            days=self.days if self.old_access is OldAccess.DAYS else 0,
            note=self.note,
            moves_permanent=self.moves_permanent,
            canary=self.canary,
            waits_for_word=self.waits_for_word,
            batch=self.batch,
        )


class MigrationStart(MigrationInput):
    """A migration as it was seen in the preview: so many people would move."""

    expected: People


class UndoInput(Model):
    """A way back as it was seen in its preview: so many people would move."""

    expected: People
    note: Note = ""


class ProspectShape(Model):
    """What becomes of one person: they move, or `stays` and `why` say what keeps them."""

    user_id: str
    label: str
    email: str
    plan_name: str
    moves: bool
    stays: Stay | None
    why: str


class MigrationPreview(Model):
    """What a migration would do; nothing was done."""

    source_id: str
    source_name: str
    target_id: str
    target_name: str
    moving: int
    staying: int
    people: list[ProspectShape]


class MigrationShape(Model):
    """A migration; `counts` are its moves by state, as of the last look at it."""

    id: str
    state: MigrationState
    why: str
    source_id: str
    source_name: str
    target_id: str
    target_name: str
    whom: Whom
    plan_id: str | None
    old_access: OldAccess
    days: int
    note: str
    canary: int
    waits_for_word: bool
    batch: int
    people: int
    counts: dict[MoveState, int]
    created_at: datetime
    ended_at: datetime | None
    undoes: str | None


class MigrationList(Model):
    """Migrations, newest first."""

    items: list[MigrationShape]
    next_cursor: str | None


class MoveShape(Model):
    """One person's part; `has_left` tells that what they had on the source has ended."""

    user_id: str
    label: str
    place: int
    state: MoveState
    reason: str
    has_left: bool
    changed_at: datetime


class MoveList(Model):
    """The moves of a migration in the order of their turns; they come whole."""

    items: list[MoveShape]


@registry.add(
    "GET", "/migrations", summary="List migrations", query=ListQuery, returns=MigrationList
)
def list_migrations(call: Call[NoInput, ListQuery]) -> MigrationList:
    """Return a page of migrations."""
    store = wiring.access_deps().store
    page = store.migrations(cursor=call.query.cursor, limit=call.query.limit)
    names = present.server_names()
    items = [_shape(each, names) for each in page.items]
    return MigrationList(items=items, next_cursor=page.next_cursor)


@registry.add(
    "POST",
    "/migrations/preview",
    summary="Foresee a migration",
    body=MigrationInput,
    returns=MigrationPreview,
)
def preview_migration(call: Call[MigrationInput, NoInput]) -> MigrationPreview:
    """Return who would move, and why others would stay; refuse a target that does not fit."""
    return _preview(migration_start.foresee(wiring.access_deps(), order=call.body.to_order()))


@registry.add(
    "POST",
    "/migrations",
    summary="Start a migration",
    body=MigrationStart,
    returns=MigrationShape,
    status=201,
)
def start_migration(call: Call[MigrationStart, NoInput]) -> MigrationShape:
    """Start what the preview showed; refuse it when other people would move by now."""
    started = migration_start.start(
        wiring.access_deps(),
        order=call.body.to_order(),
        expected=call.body.expected,
        actor=call.actor,
    )
    return _shape(started, present.server_names())


@registry.add(
    "GET", "/migrations/{migration_id}", summary="Show a migration", returns=MigrationShape
)
def read_migration(call: Call[NoInput, NoInput]) -> MigrationShape:
    """Return one migration."""
    return _shape(migration_control.get(wiring.access_deps(), _id(call)), present.server_names())


@registry.add(
    "GET", "/migrations/{migration_id}/moves", summary="Show who moves", returns=MoveList
)
def list_moves(call: Call[NoInput, NoInput]) -> MoveList:
    """Return how far each person is."""
    deps = wiring.access_deps()
    migration = migration_control.get(deps, _id(call))
    moves = sorted(deps.store.moves(migration.id), key=lambda move: move.place)
    people = present.labels(move.user_id for move in moves)
    return MoveList(items=[_move(each, people) for each in moves])


@registry.add(
    "POST",
    "/migrations/{migration_id}/pause",
    summary="Pause a migration",
    returns=MigrationShape,
)
def pause_migration(call: Call[NoInput, NoInput]) -> MigrationShape:
    """Let nobody else begin; whoever is under way goes on."""
    deps = wiring.access_deps()
    paused = migration_control.pause(deps, migration_id=_id(call), actor=call.actor)
    return _shape(paused, present.server_names())


@registry.add(
    "POST",
    "/migrations/{migration_id}/resume",
    summary="Let a migration go on",
    returns=MigrationShape,
)
def resume_migration(call: Call[NoInput, NoInput]) -> MigrationShape:
    """Let a paused migration go on, also after its first ones."""
    deps = wiring.access_deps()
    going = migration_control.resume(deps, migration_id=_id(call), actor=call.actor)
    return _shape(going, present.server_names())


@registry.add(
    "POST",
    "/migrations/{migration_id}/cancel",
    summary="Cancel a migration",
    returns=MigrationShape,
)
def cancel_migration(call: Call[NoInput, NoInput]) -> MigrationShape:
    """Let nobody else begin, and bring back whoever has not come to use the target."""
    deps = wiring.access_deps()
    ending = migration_control.cancel(deps, migration_id=_id(call), actor=call.actor)
    return _shape(ending, present.server_names())


@registry.add(
    "POST",
    "/migrations/{migration_id}/undo/preview",
    summary="Foresee the way back",
    returns=MigrationPreview,
)
def preview_undo(call: Call[NoInput, NoInput]) -> MigrationPreview:
    """Return who of those who moved would move back."""
    deps = wiring.access_deps()
    order = migration_start.order_to_undo(deps, _id(call))
    return _preview(migration_start.foresee(deps, order=order, undoes=_id(call)))


@registry.add(
    "POST",
    "/migrations/{migration_id}/undo",
    summary="Move everybody back",
    body=UndoInput,
    returns=MigrationShape,
    status=201,
)
def undo_migration(call: Call[UndoInput, NoInput]) -> MigrationShape:
    """Start the migration that brings those back who moved, in the same way."""
    started = migration_start.undo(
        wiring.access_deps(),
        migration_id=_id(call),
        expected=call.body.expected,
        note_to_customers=call.body.note,
        actor=call.actor,
    )
    return _shape(started, present.server_names())


def _id(call: Call[Any, NoInput]) -> MigrationId:
    return MigrationId(call.path["migration_id"])


def _preview(seen: Foreseen) -> MigrationPreview:
    people = [
        ProspectShape(
            user_id=person.user.id,
            label=present.label(person.user),
            email=person.user.email,
            plan_name=person.plan.name if person.plan else "",
            moves=each.moves,
            stays=each.stays,
            why=each.why,
        )
        for person, each in zip(seen.people, seen.prospects, strict=True)
    ]
    return MigrationPreview(
        source_id=seen.ground.source.id,
        source_name=seen.ground.source.name,
        target_id=seen.ground.target.id,
        target_name=seen.ground.target.name,
        moving=len(seen.moving),
        staying=len(people) - len(seen.moving),
        people=people,
    )


def _shape(migration: Migration, servers: Mapping[str, str]) -> MigrationShape:
    order = migration.order
    return MigrationShape(
        id=migration.id,
        state=migration.state,
        why=migration.why,
        source_id=order.source_id,
        source_name=servers.get(order.source_id, ""),
        target_id=order.target_id,
        target_name=servers.get(order.target_id, ""),
        whom=order.whom,
        plan_id=order.plan_id,
        old_access=order.old_access,
        days=order.days,
        note=order.note,
        canary=order.canary,
        waits_for_word=order.waits_for_word,
        batch=order.batch,
        people=migration.people,
        counts={MoveState(state): count for state, count in migration.counts.items()},
        created_at=migration.created_at,
        ended_at=migration.ended_at,
        undoes=migration.undoes,
    )


def _move(move: Move, people: dict[str, str]) -> MoveShape:
    return MoveShape(
        user_id=move.user_id,
        label=people.get(move.user_id, "(deleted)"),
        place=move.place,
        state=move.state,
        reason=move.reason,
        has_left=move.has_left,
        changed_at=move.changed_at,
    )
