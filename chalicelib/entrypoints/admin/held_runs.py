"""Runs that wait before they take access from many."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.access.brake import HeldPerson, HeldRun, HeldState
from chalicelib.access.runs import held
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import ListQuery, Versioned
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import HeldRunId, UserId
from chalicelib.kernel.page import Page
from chalicelib.subscriptions.lifecycle import Standing, standing

registry = Registry()


class HeldRunShape(Model):
    """A run that was held: how many are on its list, of how many, and what was decided.

    `most` is how many may lose access in a day without a word, `lately` how many had in the day
    before. One that was left asks again at `asks_again_at`.
    """

    id: str
    run: str
    state: HeldState
    people: int
    lately: int
    have_access: int
    most: int
    opened_at: datetime
    decided_at: datetime | None
    asks_again_at: datetime | None
    version: int


class HeldRunList(Model):
    """Held runs, the newest first; only the newest can still be undecided."""

    items: list[HeldRunShape]
    next_cursor: str | None


class HeldPersonShape(Model):
    """Somebody on the list; who `has_paid` meanwhile keeps access whatever is decided."""

    user_id: str
    user_label: str
    why: str
    libraries: list[str]
    held_at: datetime
    has_paid: bool


class HeldPersonList(Model):
    """Who is on the list of a held run."""

    items: list[HeldPersonShape]
    next_cursor: str | None


@registry.add("GET", "/held-runs", summary="List held runs", query=ListQuery, returns=HeldRunList)
def list_held_runs(call: Call[NoInput, ListQuery]) -> HeldRunList:
    """Return runs that were held, the newest first."""
    query = call.query
    page = wiring.access_deps().store.held_runs(cursor=query.cursor, limit=query.limit)
    return HeldRunList(items=[_shape(each) for each in page.items], next_cursor=page.next_cursor)


@registry.add(
    "GET",
    "/held-runs/{run_id}/people",
    summary="List who would lose access",
    query=ListQuery,
    returns=HeldPersonList,
)
def list_held_people(call: Call[NoInput, ListQuery]) -> HeldPersonList:
    """Return who is on the list of a held run, what they would lose, and why."""
    deps, query = wiring.access_deps(), call.query
    run = held.held_run(deps, run_id=HeldRunId(call.path["run_id"]))
    page = deps.store.held_people(run.id, cursor=query.cursor, limit=query.limit)
    return _people(page)


@registry.add(
    "POST",
    "/held-runs/{run_id}/go-on",
    summary="Let a held run go on",
    body=Versioned,
    returns=HeldRunShape,
)
def let_run_go_on(call: Call[Versioned, NoInput]) -> HeldRunShape:
    """Take what the list says, as it was at that version; who paid meanwhile keeps access."""
    run = held.go_on(
        wiring.access_deps(),
        run_id=HeldRunId(call.path["run_id"]),
        version=call.body.version,
        actor=call.actor,
    )
    return _shape(run)


@registry.add(
    "POST",
    "/held-runs/{run_id}/leave",
    summary="Leave a held run for now",
    body=Versioned,
    returns=HeldRunShape,
)
def leave_run(call: Call[Versioned, NoInput]) -> HeldRunShape:
    """Leave everybody on the list as they are; a day later the question comes again."""
    run = held.leave(
        wiring.access_deps(),
        run_id=HeldRunId(call.path["run_id"]),
        version=call.body.version,
        actor=call.actor,
    )
    return _shape(run)


def _people(page: Page[HeldPerson]) -> HeldPersonList:
    ids = tuple(each.user_id for each in page.items)
    labels = present.labels(ids)
    with_right = _with_right(ids)
    items = [
        HeldPersonShape(
            user_id=each.user_id,
            user_label=labels.get(each.user_id, "(deleted)"),
            why=each.why,
            libraries=list(each.libraries),
            held_at=each.held_at,
            has_paid=each.is_over and each.user_id in with_right,
        )
        for each in page.items
    ]
    return HeldPersonList(items=items, next_cursor=page.next_cursor)


def _with_right(ids: tuple[UserId, ...]) -> frozenset[UserId]:
    """Return who of them has a right to access just now."""
    if not ids:
        return frozenset()
    deps = wiring.access_deps()
    users, paid, now = deps.users.many(ids), deps.subscriptions.many(ids), deps.clock.now()
    stands = {
        user.id: standing(paid[user.id], is_permanent=user.is_permanent, now=now)
        for user in users.values()
    }
    rights = {Standing.ACTIVE, Standing.PERMANENT}
    return frozenset(user_id for user_id, each in stands.items() if each in rights)


def _shape(run: HeldRun) -> HeldRunShape:
    return HeldRunShape.model_validate(run)
