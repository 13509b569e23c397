"""What there is to know before it is decided who moves."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.access.migrating.plan import MOST_PEOPLE, Ground, Person
from chalicelib.access.migration import MigrationOrder
from chalicelib.access.model import Share
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import MigrationId, PlanId, ServerId, UserId
from chalicelib.subscriptions.lifecycle import current_period, last_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

_PAGE = 100


def read_ground(
    deps: AccessDeps,
    order: MigrationOrder,
    *,
    now: datetime,
    migration_id: MigrationId | None = None,
    is_return: bool = False,
) -> Ground:
    """Return what is the same for everybody; raises InvalidError for a server that is not."""
    servers = {server.id: server for server in deps.catalog.servers()}
    for name, server_id in (("source_id", order.source_id), ("target_id", order.target_id)):
        if server_id not in servers:
            raise InvalidError.of(name, "There is no such server.", "Reload the list of servers.")
    target = servers[order.target_id]
    return Ground(
        source=servers[order.source_id],
        target=target,
        servers=tuple(servers.values()),
        libraries=deps.catalog.all_libraries(),
        accounts={account.id: account for account in deps.catalog.plex_accounts()},
        seats={seats.server_id: seats for seats in deps.catalog.all_seats()},
        group_names={group.id: group.name for group in deps.catalog.groups()},
        capabilities=deps.hosts[target.platform].capabilities,
        moves_permanent=order.moves_permanent,
        now=now,
        migration_id=migration_id,
        is_return=is_return,
    )


def read_people(deps: AccessDeps, order: MigrationOrder, *, now: datetime) -> tuple[Person, ...]:
    """Return everybody who has or is offered a share of the source.

    Raises InvalidError when they are more than can be planned at once.
    """
    on_source = {share.user_id: share for share in shares_on(deps, order.source_id)}
    there = tuple(user_id for user_id, share in on_source.items() if share.takes_seat)
    if len(there) > MOST_PEOPLE:
        raise InvalidError.of(
            "source_id",
            f"{len(there)} people are on the server; at most {MOST_PEOPLE} can be planned.",
            "Ask for a part of them: first the people of one plan, then the others.",
        )
    on_target = {share.user_id: share for share in shares_on(deps, order.target_id)}
    users, subscriptions = deps.users.many(there), deps.subscriptions.many(there)
    plans = {plan.id: plan for plan in deps.catalog.plans()}
    found = []
    for user_id in there:
        if user_id in users:
            held = [each[user_id] for each in (on_source, on_target) if user_id in each]
            user, paid = users[user_id], subscriptions[user_id]
            found.append(_person(deps, user, paid, held, plans, now=now))
    return tuple(found)


def read_person(deps: AccessDeps, user: User, *, now: datetime) -> Person:
    """Return one person with all their shares."""
    paid = deps.subscriptions.get(user.id)
    return _person(deps, user, paid, deps.store.of_user(user.id), {}, now=now)


def shares_on(deps: AccessDeps, server_id: ServerId) -> Iterator[Share]:
    """Yield every share of a server, those that are gone too."""
    cursor = None
    while True:
        page = deps.store.of_server(server_id, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def users_of(deps: AccessDeps, user_ids: Iterable[UserId]) -> dict[UserId, User]:
    """Return the users that exist of these."""
    return dict(deps.users.many(tuple(user_ids)))


def _person(
    deps: AccessDeps,
    user: User,
    paid: Subscription,
    shares: Iterable[Share],
    plans: dict[PlanId, Plan],
    *,
    now: datetime,
) -> Person:
    period = current_period(paid, now=now)
    if period is None and user.is_permanent:
        period = last_period(paid)
    plan = None
    if period is not None:
        # An archived plan is in no list.
        plan = plans.get(period.plan_id) or deps.catalog.plan(period.plan_id)
        if plan is not None:
            plans[plan.id] = plan
    return Person(user, paid, plan, {share.server_id: share for share in shares})
