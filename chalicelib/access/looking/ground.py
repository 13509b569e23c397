"""What there is to give, read once for many people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.access.deciding import withheld
from chalicelib.access.deciding.expiry import aftermath
from chalicelib.access.looking.situation import (
    Situation,
    abilities,
    can_lock,
    keeps_accounts,
    known_rows,
    read_restraint,
)
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Library, Plan, Platform, PlexAccount, Seats, Server
from chalicelib.kernel.ids import PlanId, PlexAccountId, ServerId, UserId
from chalicelib.settings.model import ExpirySettings
from chalicelib.subscriptions.lifecycle import Standing, current_period, last_period, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Ground:
    """Servers, libraries and rules as they are for everybody; plans are kept as they are asked."""

    deps: AccessDeps
    servers: Mapping[ServerId, Server]
    libraries: tuple[Library, ...]
    seats: Mapping[ServerId, Seats]
    accounts: Mapping[PlexAccountId, PlexAccount]
    keeps_accounts: frozenset[ServerId]
    lockable: frozenset[ServerId]
    abilities: Mapping[Platform, frozenset[Capability]]
    follows_plans: bool
    expiry: ExpirySettings
    now: datetime
    withheld: frozenset[UserId] = frozenset()
    plans: dict[PlanId, Plan | None] = field(default_factory=dict)

    def situations(self, user_ids: Iterable[UserId]) -> tuple[Situation, ...]:
        """Return the situations of those who exist, in the same order."""
        ids = tuple(dict.fromkeys(user_ids))
        users = self.deps.users.many(ids) if ids else {}
        paid = self.deps.subscriptions.many(ids) if ids else {}
        return tuple(self._of(users[each], paid[each]) for each in ids if each in users)

    def plan(self, plan_id: PlanId) -> Plan | None:
        """Return a plan, archived or not."""
        if plan_id not in self.plans:
            self.plans[plan_id] = self.deps.catalog.plan(plan_id)
        return self.plans[plan_id]

    def _of(self, user: User, subscription: Subscription) -> Situation:
        period = current_period(subscription, now=self.now)
        if period is None and user.is_permanent:
            period = last_period(subscription)
        stands = standing(subscription, is_permanent=user.is_permanent, now=self.now)
        rows = known_rows(self.deps.store.of_user(user.id), self.servers)
        is_due = stands in {Standing.ACTIVE, Standing.PERMANENT}
        is_asked = is_due and any(row.takes_seat for row in rows.values())
        return Situation(
            user=user,
            subscription=subscription,
            standing=stands,
            aftermath=aftermath(subscription, user, self.expiry, now=self.now),
            period=period,
            plan=self.plan(period.plan_id) if period else None,
            rows=rows,
            servers=self.servers,
            libraries=self.libraries,
            seats=self.seats,
            accounts=self.accounts,
            job=None,
            now=self.now,
            keeps_accounts=self.keeps_accounts,
            lockable=self.lockable,
            follows_plans=not is_asked or self.follows_plans,
            restrained=read_restraint(self.deps, user, now=self.now),
            abilities=self.abilities,
            withholds_downloads=user.id in self.withheld and not user.is_permanent,
        )


def read(deps: AccessDeps) -> Ground:
    """Read it as it is now."""
    servers = deps.catalog.servers()
    settings = deps.settings.at_once()
    return Ground(
        deps=deps,
        servers={server.id: server for server in servers},
        libraries=deps.catalog.all_libraries(),
        seats={seats.server_id: seats for seats in deps.catalog.all_seats()},
        accounts={account.id: account for account in deps.catalog.plex_accounts()},
        keeps_accounts=frozenset(each.id for each in servers if keeps_accounts(deps, each)),
        lockable=frozenset(each.id for each in servers if can_lock(deps, each)),
        abilities=abilities(deps, servers),
        follows_plans=settings.media().sync_shared_libraries,
        expiry=settings.expiry(),
        now=deps.clock.now(),
        withheld=withheld.from_whom(deps, now=deps.clock.now()),
    )
