"""Who has something else than is due to them, as the records tell.

For each server it is kept what was followed last: as long as nothing that is shared there changed,
nobody on it is read again.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.access.brake import Loss
from chalicelib.access.deciding import withheld
from chalicelib.access.deciding.expiry import Aftermath, aftermath, kept_groups
from chalicelib.access.deciding.restrained import Restrained, restrained
from chalicelib.access.looking.situation import abilities
from chalicelib.access.model import Followed, Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.access.runs.hold import Case
from chalicelib.access.server_limits import ServerLimits, due_limits
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import PRIVATE, Library, Plan, Server, shared_libraries
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.ids import GroupId, LibraryId, PlanId, ServerId, UserId
from chalicelib.settings.model import ExpirySettings
from chalicelib.subscriptions.lifecycle import Standing, current_period, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

_PAGE = 100
LIVE = frozenset({ShareState.INVITED, ShareState.ACCEPTED})
RIGHTS = frozenset({Standing.ACTIVE, Standing.PERMANENT})
DIFFERING = "differing"


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on one server.

    `limits` are those that it shall keep to itself, None where they stay as they are.
    """

    library_ids: frozenset[LibraryId]
    allows_downloads: bool
    limits: ServerLimits | None = None

    def is_recorded(self, share: Share) -> bool:
        """Tell whether a share was given just this when we gave something last."""
        held = frozenset(share.library_ids), share.allows_downloads
        is_limited = self.limits is None or share.limits == self.limits
        return is_limited and held == (self.library_ids, self.allows_downloads)

    @property
    def told(self) -> str:
        """Return a text that is another one for anything else."""
        return repr((sorted(self.library_ids), self.allows_downloads, self.limits))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a share, and what they paid for."""

    user: User
    subscription: Subscription
    follows: Aftermath | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that decides what is due, read once for a run."""

    servers: tuple[Server, ...]
    libraries: Mapping[ServerId, tuple[Library, ...]]
    plans: tuple[Plan, ...]
    expiry: ExpirySettings
    follows_plans: bool
    able: Mapping[ServerId, frozenset[Capability]] = field(default_factory=dict)
    restricted_group_ids: frozenset[GroupId] = frozenset()
    withheld: frozenset[UserId] = frozenset()
    archived: dict[PlanId, Plan | None] = field(default_factory=dict)

    def on(self, server_id: ServerId) -> tuple[Library, ...]:
        """Return the libraries of a server."""
        return self.libraries.get(server_id, ())

    def named(self, server_id: ServerId, ids: frozenset[LibraryId]) -> str:
        """Return libraries for people to read, with their server."""
        name = next((each.name for each in self.servers if each.id == server_id), "A server")
        titles = sorted(each.title for each in self.on(server_id) if each.id in ids)
        return f"{name}: {', '.join(titles)}" if titles else name

    def digest(self, server_id: ServerId) -> str:
        """Return a text that changes when what is shared on the server does."""
        own = self.on(server_id)
        shared = sorted(
            (each.id, each.group_id)
            for each in own
            if each.group_id != PRIVATE and not each.is_missing
        )
        able = self.able.get(server_id, frozenset())
        by_plan = [(plan.id, _of_plan(plan, own, able, user=None)) for plan in self.plans]
        plans = sorted((plan_id, due.told) for plan_id, due in by_plan if due.library_ids)
        kept = sorted(kept_groups(self.expiry))
        text = repr((shared, plans, kept, self.follows_plans, sorted(self.restricted_group_ids)))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def read_catalogue(deps: AccessDeps) -> Catalogue:
    """Read what decides what is due; none of it grows with the number of people."""
    libraries: dict[ServerId, tuple[Library, ...]] = {}
    for library in deps.catalog.all_libraries():
        libraries[library.server_id] = (*libraries.get(library.server_id, ()), library)
    servers = deps.catalog.servers()
    by_platform = abilities(deps, servers)
    settings = deps.settings.at_once()
    return Catalogue(
        servers=servers,
        libraries=libraries,
        plans=deps.catalog.plans(),
        expiry=settings.expiry(),
        follows_plans=settings.media().sync_shared_libraries,
        restricted_group_ids=frozenset(settings.limits().restricted_group_ids),
        withheld=withheld.from_whom(deps, now=deps.clock.now()),
        able={each.id: by_platform.get(each.platform, frozenset()) for each in servers},
    )


def changed(deps: AccessDeps, catalogue: Catalogue) -> tuple[Followed, ...]:
    """Return the servers on which something else is shared than when it was followed last."""
    known = {each.server_id: each.digest for each in deps.store.followed()}
    told = (Followed(each.id, catalogue.digest(each.id)) for each in catalogue.servers)
    return tuple(each for each in told if known.get(each.server_id) != each.digest)


def cases(
    deps: AccessDeps, catalogue: Catalogue, *, server_id: ServerId, now: datetime
) -> Iterator[Case]:
    """Yield who on the server has other libraries than are due (B134, B135, B167)."""
    for share, person in people_on(deps, catalogue, server_id=server_id, states=LIVE, now=now):
        case = _case(deps, catalogue, share, person, now=now)
        if case is not None:
            yield case


def people_on(
    deps: AccessDeps,
    catalogue: Catalogue,
    *,
    server_id: ServerId,
    states: frozenset[ShareState],
    now: datetime,
) -> Iterator[tuple[Share, Person]]:
    """Yield everybody whose share of the server is in one of the states."""
    cursor = None
    while True:
        page = deps.store.of_server(server_id, cursor=cursor, limit=_PAGE)
        shares = tuple(share for share in page.items if share.state in states)
        ids = tuple(share.user_id for share in shares)
        users = deps.users.many(ids) if ids else {}
        subscriptions = deps.subscriptions.many(ids) if ids else {}
        for share in shares:
            user = users.get(share.user_id)
            if user is not None:
                paid = subscriptions[share.user_id]
                yield share, Person(user, paid, aftermath(paid, user, catalogue.expiry, now=now))
        cursor = page.next_cursor
        if cursor is None:
            return


def due_to(
    deps: AccessDeps, catalogue: Catalogue, share: Share, person: Person, *, now: datetime
) -> Due | None:
    """Return what is due to somebody on the share's server; None when it stays as it is.

    That is so for permanent people without a plan, and while plans are not followed (B168).
    """
    if restraint_of(catalogue, person, now=now) is not None:
        kept = kept_of(deps, catalogue, share, person, now=now)
        return Due(frozenset(each.id for each in kept), allows_downloads=False)
    period = current_period(person.subscription, now=now)
    if period is not None:
        if not catalogue.follows_plans:
            return None
        plan = _plan(deps, catalogue, period.plan_id)
        if plan is None:
            return Due(frozenset(), allows_downloads=False)
        able = catalogue.able.get(share.server_id, frozenset())
        due = _of_plan(plan, catalogue.on(share.server_id), able, user=person.user)
        is_withheld = share.user_id in catalogue.withheld and not person.user.is_permanent
        return replace(due, allows_downloads=due.allows_downloads and not is_withheld)
    if standing_of(person, now=now) is Standing.PERMANENT:
        return None
    kept = kept_of(deps, catalogue, share, person, now=now)
    return Due(frozenset(each.id for each in kept), allows_downloads=False)


def kept_of(
    deps: AccessDeps, catalogue: Catalogue, share: Share, person: Person, *, now: datetime
) -> tuple[Library, ...]:
    """Return what stays of a share after the end, or under a restraint; of an open invite none."""
    if share.state is not ShareState.ACCEPTED:
        return ()
    here = catalogue.on(share.server_id)
    period = current_period(person.subscription, now=now)
    if person.follows is not None:
        here = person.follows.keeps(here, now=now)
    else:
        plan = _plan(deps, catalogue, period.plan_id) if period else None
        here = shared_libraries(plan, here) if plan else ()
    held = restraint_of(catalogue, person, now=now)
    return held.keeps(here) if held else here


def restraint_of(catalogue: Catalogue, person: Person, *, now: datetime) -> Restrained | None:
    """Return what holds somebody just now."""
    return restrained(person.user, catalogue.restricted_group_ids, now=now)


def standing_of(person: Person, *, now: datetime) -> Standing:
    """Return how somebody stands."""
    return standing(person.subscription, is_permanent=person.user.is_permanent, now=now)


def loss_of(
    catalogue: Catalogue,
    share: Share,
    person: Person,
    lost: frozenset[LibraryId],
    *,
    now: datetime,
) -> Loss:
    """Return that these libraries would be taken from a share, and why."""
    named = (catalogue.named(share.server_id, lost),)
    held = restraint_of(catalogue, person, now=now)
    if held is not None and person.follows is None:
        return Loss(share.user_id, held.why, named)
    if current_period(person.subscription, now=now) is not None:
        return Loss(share.user_id, "The plan does not give these libraries", named)
    return Loss(share.user_id, why_ended(person.follows), named, is_over=True)


def why_ended(follows: Aftermath | None) -> str:
    """Return why somebody has no right to access."""
    if follows is None:
        return "No paid time runs"
    return f"The paid time ended on {follows.ended_at:%Y-%m-%d}"


def _case(
    deps: AccessDeps, catalogue: Catalogue, share: Share, person: Person, *, now: datetime
) -> Case | None:
    due = due_to(deps, catalogue, share, person, now=now)
    if due is None or due.is_recorded(share):
        return None
    wanted = hashlib.sha256(due.told.encode()).hexdigest()[:16]
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        share.user_id,
        now=now,
        cause=f"drift_{share.user_id}_{share.server_id}_{share.version}_{wanted}",
        user_id=share.user_id,
    )
    lost = frozenset(share.library_ids) - due.library_ids
    is_loss = bool(lost) or not due.library_ids
    loss = loss_of(catalogue, share, person, lost, now=now) if is_loss else None
    return Case(DIFFERING, job, loss=loss)


def _plan(deps: AccessDeps, catalogue: Catalogue, plan_id: PlanId) -> Plan | None:
    found = next((each for each in catalogue.plans if each.id == plan_id), None)
    if found is not None:
        return found
    if plan_id not in catalogue.archived:
        catalogue.archived[plan_id] = deps.catalog.plan(plan_id)
    return catalogue.archived[plan_id]


def _of_plan(
    plan: Plan,
    libraries: tuple[Library, ...],
    able: frozenset[Capability],
    *,
    user: User | None,
) -> Due:
    due = frozenset(each.id for each in shared_libraries(plan, libraries))
    return Due(due, plan.allows_downloads, due_limits(plan, user, able))
