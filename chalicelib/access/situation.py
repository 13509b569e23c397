"""What there is to know before anything about one person's access is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.expiry import Aftermath, aftermath, was_left_out
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.access.selection import Choice, choose
from chalicelib.catalog.model import Library, Plan, PlexAccount, Seats, Server, shared_libraries
from chalicelib.catalog.ports import ServerAccess
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import SYSTEM, Actor
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError
from chalicelib.kernel.ids import OrderId, PlexAccountId, ServerId, UserId
from chalicelib.settings.model import ExpirySettings
from chalicelib.subscriptions.lifecycle import Standing, current_period, last_period, standing
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.trials import follows_trial
from chalicelib.users.model import User

NO_SERVER = "access.no_server"
# What a job's payload says when an administrator invites somebody who would not be invited again.
BY_HAND = "by_hand"


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

    @property
    def has_right(self) -> bool:
        """Tell whether something is due to the person now."""
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
        """Return what stays shared after the end, by server."""
        if self.aftermath is None:
            return {}
        return {
            server_id: self.aftermath.keeps(self._on(server_id), now=self.now)
            for server_id in self.servers
        }

    @property
    def why_not(self) -> str:
        """Return why nothing, or not everything, is due."""
        if self.aftermath is None:
            return f"No paid time runs ({self.standing})"
        return f"The paid time ended on {self.aftermath.ended_at:%Y-%m-%d}"

    @property
    def allows_downloads(self) -> bool:
        """Tell whether the plan includes downloads."""
        return self.plan is not None and self.plan.allows_downloads

    @property
    def actor(self) -> Actor:
        """Return who acts."""
        return Actor(f"job:{self.job.id}") if self.job else SYSTEM

    @property
    def by_share_id(self) -> dict[str, Library]:
        """Return the libraries by the platform's id."""
        return {library.share_id: library for library in self.libraries}

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
        return choose(
            plan=self.plan,
            servers=tuple(self.servers.values()),
            libraries=self.libraries,
            seats=self.seats,
            accounts=self.accounts,
            shares=tuple(rows.values()),
            preferred_location_id=self.user.preferred_location_id,
            held_server_id=self._held_server_id(),
            now=self.now,
            may_move=self.is_sale,
            follows_trial=follows_trial(self.subscription, now=self.now),
        )

    def _held_server_id(self) -> ServerId | None:
        order_id = self.order_id
        for server_id, seats in self.seats.items():
            if order_id is not None and self.now < seats.holds.get(order_id, self.now):
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
    return Situation(
        user=user,
        subscription=subscription,
        standing=stands,
        aftermath=aftermath(subscription, user, settings, now=now),
        period=period,
        plan=deps.catalog.plan(period.plan_id) if period else None,
        rows={share.server_id: share for share in deps.store.of_user(user_id)},
        servers={server.id: server for server in deps.catalog.servers()},
        libraries=deps.catalog.all_libraries(),
        seats={seats.server_id: seats for seats in deps.catalog.all_seats()},
        accounts={account.id: account for account in deps.catalog.plex_accounts()},
        job=job,
        now=now,
    )


def access_to(deps: AccessDeps, situation: Situation, server_id: ServerId) -> ServerAccess:
    """Return the server with its token; raises ActionRequiredError when something is missing."""
    server = situation.servers.get(server_id)
    account = situation.accounts.get(server.account_id) if server else None
    if server is None or account is None:
        raise ActionRequiredError(
            "The server's Plex account is not linked.",
            remedy="Link the account again under Servers, then retry.",
            code="access.no_account",
        )
    token = deps.vault.open(account.token, place=f"plex_account.{account.id}")
    return ServerAccess(server, account, token)


def unplaced(explanation: str) -> ActionRequiredError:
    """Return the error for a person whom no server can take."""
    return ActionRequiredError(
        explanation,
        remedy="Enable a server with libraries of the plan, or make room on one; retry.",
        code=NO_SERVER,
    )
