"""Shares as they are beside what they should be, for a server, for everybody and for a person."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib import wiring
from chalicelib.access.explaining import compare, why
from chalicelib.access.explaining.compare import Compared, Comparison
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import Key, ListQuery
from chalicelib.entrypoints.admin.why import CandidateShape, RuleShape, candidates
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.subscriptions.lifecycle import paid_until

registry = Registry()


class ComparisonQuery(ListQuery):
    """Whose shares: those of a server, else of everybody with paid time; perhaps what differs."""

    server_id: Key | None = None
    differing: bool = False


class ComparedShape(Model):
    """What somebody has on a server by our records, and what should be there.

    `action` is what a check would do: invite, change, withdraw, restrict or lock; *blocked* when
    it can do nothing, and then there may be no server; empty when all is as it should be. `state`
    is null where nothing was shared yet.
    """

    user_id: str
    user_label: str
    standing: str
    plan_name: str
    paid_until: datetime | None
    server_id: str | None
    server_name: str
    state: str | None
    has: list[str]
    due: list[str]
    allows_downloads: bool
    due_downloads: bool
    action: str
    why: str
    changed_at: datetime | None
    checked_at: datetime | None


class ComparedList(Model):
    """A page of shares beside what should be; it may be short, and others may follow."""

    items: list[ComparedShape]
    next_cursor: str | None


class AccessShape(Model):
    """Why somebody has access or lacks it.

    `verdict` is has, invited, under_way, blocked or lacks. `rules` come in the order in which they
    are asked, `candidates` are the servers as they were weighed.
    """

    verdict: str
    because: str
    differs: bool
    rules: list[RuleShape]
    servers: list[ComparedShape]
    candidates: list[CandidateShape]


@registry.add(
    "GET",
    "/shares",
    summary="Shares beside what they should be",
    query=ComparisonQuery,
    returns=ComparedList,
)
def list_shares(call: Call[NoInput, ComparisonQuery]) -> ComparedList:
    """Compare records with what was paid for; no media server is asked."""
    query, deps = call.query, wiring.access_deps()
    if query.server_id is None:
        page = compare.of_all(
            deps, cursor=query.cursor, limit=query.limit, differing=query.differing
        )
    else:
        server_id = ServerId(query.server_id)
        if deps.catalog.server(server_id) is None:
            raise NotFoundError("There is no such server.", remedy="Reload the list.")
        page = compare.of_server(
            deps,
            server_id=server_id,
            cursor=query.cursor,
            limit=query.limit,
            differing=query.differing,
        )
    items = [
        row
        for row in _rows(page.items)
        if not query.differing or row.action
        if query.server_id in {None, row.server_id} or row.action
    ]
    return ComparedList(items=items, next_cursor=page.next_cursor)


@registry.add(
    "GET",
    "/users/{user_id}/access",
    summary="Why a user has access or lacks it",
    returns=AccessShape,
)
def read_user_access(call: Call[NoInput, NoInput]) -> AccessShape:
    """Return what the user has, what should be, and every rule that decides it."""
    found = compare.of_user(wiring.access_deps(), user_id=UserId(call.path["user_id"]))
    told = why.why(found)
    return AccessShape(
        verdict=told.verdict,
        because=told.because,
        differs=found.differs,
        rules=[RuleShape.model_validate(each) for each in told.rules],
        servers=list(_rows([found], with_history=True)),
        candidates=candidates(found.candidates),
    )


def _rows(found: Iterable[Comparison], *, with_history: bool = False) -> Iterator[ComparedShape]:
    names = present.server_names()
    for each in found:
        shown = [one for one in each.servers if with_history or one.is_about_now]
        for one in shown:
            yield _row(each, one, names.get(one.server_id, ""))
        if each.blocked or not shown:
            yield _row(each, None, "")


def _row(whose: Comparison, one: Compared | None, server_name: str) -> ComparedShape:
    facts = whose.facts
    share = one.share if one else None
    until = paid_until(facts.subscription, now=facts.now)
    is_blocked = one is None and bool(whose.blocked)
    return ComparedShape(
        user_id=facts.user.id,
        user_label=present.label(facts.user),
        standing=facts.standing,
        plan_name=facts.plan.name if facts.plan else "",
        paid_until=until,
        server_id=one.server_id if one else None,
        server_name=server_name,
        state=share.state if share else None,
        has=list(one.has) if one else [],
        due=list(one.due) if one else [],
        allows_downloads=one.allows_downloads if one else False,
        due_downloads=one.due_downloads if one else False,
        action="blocked" if is_blocked else (one.action if one else ""),
        why=whose.blocked if is_blocked else (one.why if one else ""),
        changed_at=share.changed_at if share else None,
        checked_at=share.verified_at if share else None,
    )
