"""What there is to know before anything about one person's access is decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.access.deciding import withheld
from chalicelib.access.deciding.expiry import Aftermath, aftermath, was_left_out
from chalicelib.access.deciding.restrained import Restrained, comes_back, restrained, seat_holder
from chalicelib.access.model import Share, ShareState
from chalicelib.access.plan import Wanted
from chalicelib.access.ports import AccessDeps
from chalicelib.access.selection import Choice, choose, lost_seat
from chalicelib.access.server_limits import ServerLimits, due_limits
from chalicelib.catalog import reach
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import (
    Library,
    Plan,
    Platform,
    PlexAccount,
    Seats,
    Server,
    shared_libraries,
)
from chalicelib.catalog.ports import ServerAccess
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import SYSTEM, Actor
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError
from chalicelib.kernel.ids import OrderId, PlexAccountId, ServerId, UserId
from chalicelib.settings.model import ExpirySettings
from chalicelib.subscriptions.lifecycle import Standing, current_period, last_period, standing
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.trials import follows_trial
from chalicelib.users.model import MediaIdentity, User

NO_SERVER = "access.no_server"
# What a job's payload says when an administrator invites somebody who would not be invited again.
BY_HAND = "by_hand"
# What it calls the server on which somebody stays whom a migration does not move after all.
STAYS_ON = "stays_on"


@dataclass(frozen=True, slots=True)
class Situation:
    """One person, what they have paid for, what they have, and what there is to give."""

    user: User
    subscription: Subscription
    standing: Standing
    aftermath: Aftermath | None
    period: Period | None
    plan: Plan | None
    rows: Mapping[ServerId, Share]
    servers: Mapping[ServerId, Server]
    libraries: tuple[Library, ...]
    seats: Mapping[ServerId, Seats]
    accounts: Mapping[PlexAccountId, PlexAccount]
    job: Job | None
    now: datetime
    keeps_accounts: frozenset[ServerId] = frozenset()
    lockable: frozenset[ServerId] = frozenset()
    follows_plans: bool = True
    restrained: Restrained | None = None
    abilities: Mapping[Platform, frozenset[Capability]] = field(default_factory=dict)
    withholds_downloads: bool = False

    @property
    def has_right(self) -> bool:
        """Tell whether what was paid for is due to the person now."""
        return self.is_paid and self.restrained is None

    @property
    def is_paid(self) -> bool:
        """Tell whether paid time runs, or access is permanent."""
        return self.standing in {Standing.ACTIVE, Standing.PERMANENT}

    @property
    def keeps_all(self) -> bool:
        """Tell whether everything stays as it is: permanent, and no plan says what is due."""
        return self.standing is Standing.PERMANENT and self.plan is None

    @property
    def is_over(self) -> bool:
        """Tell whether the day has come on which the person leaves the media server."""
        return self.aftermath is not None and self.aftermath.deletes(now=self.now)

    @property
    def kept(self) -> Mapping[ServerId, tuple[Library, ...]]:
        """Return what stays shared after the end or under a restraint, by server."""
        if self.aftermath is None and self.restrained is None:
            return {}
        return {server_id: self._kept_on(server_id) for server_id in self.servers}

    def _kept_on(self, server_id: ServerId) -> tuple[Library, ...]:
        here = self.libraries_on(server_id)
        if self.aftermath is not None:
            here = self.aftermath.keeps(self._on(server_id), now=self.now)
        return self.restrained.keeps(here) if self.restrained else here

    @property
    def locks(self) -> frozenset[ServerId]:
        """Return the servers on which the account is locked, and keeps its rights meanwhile.

        It is for whom nothing stays there: after the end if the policy asks for it, and under a
        restraint.
        """
        is_asked = self.aftermath is not None and self.aftermath.locks
        is_restrained = self.is_paid and self.restrained is not None
        return self.lockable if is_asked or is_restrained else frozenset()

    @property
    def why_not(self) -> str:
        """Return why nothing, or not everything, is due."""
        if self.aftermath is None and self.restrained is not None:
            return self.restrained.why
        if self.aftermath is None:
            return f"No paid time runs ({self.standing})"
        return f"The paid time ended on {self.aftermath.ended_at:%Y-%m-%d}"

    @property
    def allows_downloads(self) -> bool:
        """Tell whether the plan includes downloads, and nothing withholds them just now."""
        is_due = self.plan is not None and self.plan.allows_downloads
        return is_due and not self.withholds_downloads

    def limits_on(self, server_id: ServerId) -> ServerLimits:
        """Return what the server itself shall keep the person from."""
        return due_limits(self.plan, self.user, self.able(server_id))

    def able(self, server_id: ServerId) -> frozenset[Capability]:
        """Return what a server's platform can do, nothing for a server that is gone."""
        server = self.servers.get(server_id)
        return self.abilities.get(server.platform, frozenset()) if server else frozenset()

    @property
    def actor(self) -> Actor:
        """Return who acts."""
        return Actor(f"job:{self.job.id}") if self.job else SYSTEM

    def by_share_id(self, server_id: ServerId) -> dict[str, Library]:
        """Return a server's libraries by the platform's id, which may be another's elsewhere."""
        return {library.share_id: library for library in self._on(server_id)}

    def identity_on(self, row: Share) -> MediaIdentity:
        """Return who the person is on the row's server: there an account may be theirs alone."""
        return identity_on(row, self.user, is_own_account=row.server_id in self.keeps_accounts)

    @property
    def awaits_invite(self) -> bool:
        """Tell whether nobody is invited until an administrator does it (B118)."""
        is_left_out = was_left_out(self.subscription, self.rows.values(), now=self.now)
        is_asked = self.standing is Standing.ACTIVE and not self.told(BY_HAND)
        return is_asked and is_left_out

    @property
    def order_id(self) -> OrderId | None:
        """Return the order behind the sale that asks, if one does."""
        told = self.told("order_id")
        return OrderId(told) if told else None

    @property
    def payment_ref(self) -> str:
        """Return what we have to answer for: the payment that asks, else the one that runs."""
        running = self.period.payment_id if self.period else ""
        return self.told("payment_id") or running or self.user.id

    @property
    def is_sale(self) -> bool:
        """Tell whether a payment asks, and not a later look at what came of it.

        One whose time was over when it was entered gives nothing, so it asks for nothing.
        """
        asks = self.told("payment_id")
        is_over = any(
            each.payment_id == asks and each.ends_at <= self.now
            for each in self.subscription.periods
        )
        return bool(asks) and not self.told("look") and not is_over

    @property
    def begins_anew(self) -> bool:
        """Tell whether no paid time led up to that of the payment that asks."""
        asks = self.told("payment_id")
        starts = [each.starts_at for each in self.subscription.periods if each.payment_id == asks]
        return not any(each.ends_at in starts for each in self.subscription.periods)

    def needs_look(self, row: Share) -> bool:
        """Tell whether to read the row's server; without a right also for what came back there.

        What somebody has there after they left is not by us.
        """
        return row.takes_seat if self.has_right else row.state is not ShareState.DELETED

    def told(self, name: str) -> str:
        """Return what the job was told under that name."""
        return str(self.job.payload.get(name) or "") if self.job else ""

    def wanted(self, server_id: ServerId) -> Wanted:
        """Return what is due on the chosen server, and what that means for the others."""
        return Wanted(
            server_id=server_id,
            libraries={each: self.libraries_on(each) for each in self.servers},
            allows_downloads=self.allows_downloads,
            leaves=self.left_for(server_id),
            leaves_early=self.leaves_early,
            adjusts=self.adjusts,
            limits={each: self.limits_on(each) for each in self.servers},
        )

    @property
    def adjusts(self) -> bool:
        """Tell whether shares that exist follow the plan.

        Those of people who begin anew, or come back from a restraint, always do.
        """
        is_new = self.is_sale and self.begins_anew
        return self.follows_plans or is_new or self.comes_back

    @property
    def comes_back(self) -> bool:
        """Tell whether a restraint is over, and what it took was not given back yet."""
        return comes_back(self.user, now=self.now)

    def libraries_on(self, server_id: ServerId) -> tuple[Library, ...]:
        """Return the libraries of the plan on that server."""
        return shared_libraries(self.plan, self._on(server_id)) if self.plan else ()

    def _on(self, server_id: ServerId) -> tuple[Library, ...]:
        return tuple(each for each in self.libraries if each.server_id == server_id)

    def choice(self, rows: Mapping[ServerId, Share]) -> Choice:
        """Return the server for the person, given the shares as they are known by now."""
        if self.plan is None:
            raise NotFoundError(
                "The plan of the running period no longer exists.", remedy="Assign another plan."
            )
        is_after_trial = follows_trial(self.subscription, now=self.now)
        returns = self._kept_seat or lost_seat(
            self.rows, rows, self.servers, leaves_trial=is_after_trial
        )
        return choose(
            plan=self.plan,
            servers=tuple(self.servers.values()),
            libraries=self.libraries,
            seats=self.seats,
            accounts=self.accounts,
            shares=tuple(rows.values()),
            preferred_location_id=self.user.preferred_location_id,
            held_server_id=self._held_for(self.order_id) or returns,
            returning_server_id=returns,
            now=self.now,
            may_move=self.is_sale and self.adjusts,
            follows_trial=is_after_trial,
            pinned_server_id=self._pinned(rows),
        )

    def _pinned(self, rows: Mapping[ServerId, Share]) -> ServerId | None:
        if self.user.relocation is not None:
            return self.user.relocation.server_id
        place = rows.get(ServerId(self.told(STAYS_ON)))
        return place.server_id if place is not None and place.takes_seat else None

    def left_for(self, server_id: ServerId) -> ServerId | None:
        """Return the server that a migration leaves for that one (B248)."""
        to = self.user.relocation
        return to.source_id if to is not None and to.server_id == server_id else None

    @property
    def source_id(self) -> ServerId | None:
        """Return the server from which a migration takes the person."""
        return self.user.relocation.source_id if self.user.relocation else None

    @property
    def leaves_early(self) -> bool:
        """Tell whether a migration leaves the source before the new share was accepted."""
        to = self.user.relocation
        return to is not None and to.leaves_at is not None and self.now >= to.leaves_at

    @property
    def _kept_seat(self) -> ServerId | None:
        """Return the server on which the person's seat waited until a restraint was over."""
        return self._held_for(seat_holder(self.user.id))

    def _held_for(self, holder: str | None) -> ServerId | None:
        for server_id, seats in self.seats.items():
            if holder is not None and self.now < seats.holds.get(holder, self.now):
                return server_id
        return None


def read(deps: AccessDeps, *, user_id: UserId, job: Job | None, now: datetime) -> Situation:
    """Read everything; raises NotFoundError when there is no such user."""
    user = deps.users.get(user_id)
    if user is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    subscription = deps.subscriptions.get(user_id)
    stands = standing(subscription, is_permanent=user.is_permanent, now=now)
    period = current_period(subscription, now=now)
    if period is None and user.is_permanent:
        period = last_period(subscription)
    has_right = stands in {Standing.ACTIVE, Standing.PERMANENT}
    settings = ExpirySettings() if has_right else deps.settings.expiry()
    servers = {server.id: server for server in deps.catalog.servers()}
    rows = known_rows(deps.store.of_user(user_id), servers)
    # Only what is shared already can be left as it is.
    is_asked = has_right and any(row.takes_seat for row in rows.values())
    plan = deps.catalog.plan(period.plan_id) if period else None
    return Situation(
        user=user,
        subscription=subscription,
        standing=stands,
        aftermath=aftermath(subscription, user, settings, now=now),
        period=period,
        plan=plan,
        rows=rows,
        servers=servers,
        libraries=deps.catalog.all_libraries(),
        seats={seats.server_id: seats for seats in deps.catalog.all_seats()},
        accounts={account.id: account for account in deps.catalog.plex_accounts()},
        job=job,
        now=now,
        keeps_accounts=frozenset(
            server.id for server in servers.values() if keeps_accounts(deps, server)
        ),
        lockable=frozenset(server.id for server in servers.values() if can_lock(deps, server)),
        follows_plans=not is_asked or deps.settings.media().sync_shared_libraries,
        restrained=read_restraint(deps, user, now=now),
        abilities=abilities(deps, servers.values()),
        withholds_downloads=withheld.is_withheld(deps, user, plan, now=now),
    )


def read_restraint(deps: AccessDeps, user: User, *, now: datetime) -> Restrained | None:
    """Return what holds somebody just now, with one read for those whom anything does."""
    if user.restrained(now=now) is None:
        return None
    return restrained(user, deps.settings.limits().restricted_group_ids, now=now)


def known_rows(
    shares: Iterable[Share], servers: Mapping[ServerId, Server]
) -> dict[ServerId, Share]:
    """Return the shares by server; of a server that was deleted here only what is history."""
    return {
        share.server_id: share
        for share in shares
        if share.server_id in servers or not share.takes_seat
    }


def identity_on(row: Share, user: User, *, is_own_account: bool) -> MediaIdentity:
    """Return who the person is on the row's server: at plex.tv, or by an account there alone."""
    if not is_own_account:
        return user.media
    return MediaIdentity(plex_id=row.account_ref, is_proven=bool(row.account_ref))


def keeps_accounts(deps: AccessDeps, server: Server) -> bool:
    """Tell whether people have accounts on the server itself."""
    return Capability.ACCOUNTS in deps.hosts[server.platform].capabilities


def abilities(
    deps: AccessDeps, servers: Iterable[Server]
) -> Mapping[Platform, frozenset[Capability]]:
    """Return what the platforms of these servers can do."""
    return {each: deps.hosts[each].capabilities for each in {one.platform for one in servers}}


def can_lock(deps: AccessDeps, server: Server) -> bool:
    """Tell whether people's accounts on the server can be locked."""
    return Capability.DISABLING in deps.hosts[server.platform].capabilities


def access_to(deps: AccessDeps, situation: Situation, server_id: ServerId) -> ServerAccess:
    """Return the server with its token; raises ActionRequiredError when something is missing."""
    server = situation.servers.get(server_id)
    if server is None:
        raise ActionRequiredError(
            "The server was taken from the list.",
            remedy="Add it again under Servers, then retry.",
            code="access.no_server_row",
        )
    return reach.access_to(server, situation.accounts, deps.vault)


def unplaced(explanation: str) -> ActionRequiredError:
    """Return the error for a person whom no server can take."""
    return ActionRequiredError(
        explanation,
        remedy="Enable a server with libraries of the plan, or make room on one; retry.",
        code=NO_SERVER,
    )
