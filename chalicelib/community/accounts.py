"""Open, use, disable and close one person's accounts in request systems.

An account is written down as begun, with its password, before the system is asked to open it: what
a process left that died after opening is found again, and its password still told.
"""

import re
import secrets
from dataclasses import replace

from chalicelib.community import mails, reach
from chalicelib.community.facts import Facts
from chalicelib.community.model import AccountState, RequestAccount
from chalicelib.community.plan import (
    Ability,
    CloseAccount,
    DisableAccount,
    OpenAccount,
    TellDiscord,
)
from chalicelib.community.ports import (
    AccountTakenError,
    CommunityDeps,
    RemoteAccount,
    RequestSystem,
    SystemAccess,
)
from chalicelib.kernel.audit import note
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.kernel.secret import Secret
from chalicelib.settings.community_model import RequestSystemName
from chalicelib.users.model import User

AccountAction = OpenAccount | TellDiscord | DisableAccount | CloseAccount

_PASSWORD_BYTES = 12
_LONGEST_NAME = 40
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]+")


def apply(deps: CommunityDeps, facts: Facts, action: AccountAction) -> RequestAccount:
    """Do one thing about one account and return it as stored; idempotent.

    Raises what the system raises, ActionRequiredError when its settings lack anything.
    """
    return _Turn(deps, facts, action.system).take(action)


def looked(deps: CommunityDeps, facts: Facts, system: RequestSystemName) -> RequestAccount | None:
    """Return an account as its system shows it now, written down; None if there never was one."""
    return _Turn(deps, facts, system).look()


class _Turn:
    """What is done for one person in one system."""

    def __init__(self, deps: CommunityDeps, facts: Facts, name: RequestSystemName) -> None:
        self.deps, self.facts, self.name = deps, facts, name
        self.system: RequestSystem = deps.systems[name]
        self.access: SystemAccess = reach.system_access(deps, facts.rules.systems[name])
        self.row = facts.held.accounts.get(name)

    def take(self, action: AccountAction) -> RequestAccount:
        match action:
            case OpenAccount():
                return self._open()
            case TellDiscord():
                return self._tell_discord(action.discord_id)
            case DisableAccount():
                return self._end(AccountState.DISABLED)
            case CloseAccount():
                return self._end(AccountState.CLOSED)

    def look(self) -> RequestAccount | None:
        row = self.row
        if row is None:
            return None
        if row.state is AccountState.ABSENT:
            # Looked for again, as if it had not been.
            return replace(row, discord_id="")
        is_known = row.state in {AccountState.OPEN, AccountState.DISABLED}
        if is_known and row.ref not in self.system.refs(self.access):
            closed = row.moved(AccountState.CLOSED, now=self.facts.now)
            return self._saved(replace(closed, discord_id=""), "community.account_gone")
        return row

    def _open(self) -> RequestAccount:
        found = self._found()
        if found is None:
            begun, password = self._begun()
            return self._opened(begun, self._made(password), password)
        row = self.row
        if row is not None and row.state is AccountState.BEGUN and row.password is not None:
            # Ours: the process that opened it died before it could say so, or finish it.
            if Ability.DISABLES in self.system.abilities:
                self.system.enable(self.access, ref=found.ref)
            return self._opened(row, found, self.deps.vault.open(row.password, place=row.place))
        if row is not None and row.state is AccountState.DISABLED:
            self.system.enable(self.access, ref=found.ref)
            return self._saved(
                replace(row.moved(AccountState.OPEN, now=self.facts.now), ref=found.ref),
                "community.account_enabled",
            )
        return self._saved(self._met(found), "community.account_reused")

    def _begun(self) -> tuple[RequestAccount, Secret]:
        row = self.row
        if row is not None and row.state is AccountState.BEGUN and row.password is not None:
            return row, self.deps.vault.open(row.password, place=row.place)
        blank = self._blank(AccountState.BEGUN)
        password = Secret(secrets.token_urlsafe(_PASSWORD_BYTES))
        sealed = self.deps.vault.seal(password, place=blank.place)
        return self._saved(replace(blank, is_ours=True, password=sealed)), password

    def _made(self, password: Secret) -> RemoteAccount:
        email = self.facts.user.email
        first, second = names_for(self.facts.user)
        try:
            return self.system.open(self.access, email=email, name=first, password=password)
        except AccountTakenError:
            return self.system.open(self.access, email=email, name=second, password=password)

    def _opened(
        self, begun: RequestAccount, remote: RemoteAccount, password: Secret
    ) -> RequestAccount:
        row = begun.moved(AccountState.OPEN, now=self.facts.now)
        row = replace(row, ref=remote.ref, name=remote.name, password=None)
        mail = mails.account_opened(
            self.deps.vault, self.facts, row, url=self.access.url, password=password
        )
        stored = self._saved(row, "community.account_opened", Insert(mail))
        self.deps.nudge.send(mail.id)
        return stored

    def _tell_discord(self, discord_id: str) -> RequestAccount:
        row = self.row
        if row is None or row.state is not AccountState.OPEN:
            found = self._found()
            if found is None:
                blank = self._blank(AccountState.ABSENT)
                return self._saved(replace(blank, discord_id=discord_id))
            row = self._met(found)
        self.system.tell_discord(self.access, ref=row.ref, discord_id=discord_id)
        return self._saved(replace(row, discord_id=discord_id), "community.discord_told")

    def _end(self, state: AccountState) -> RequestAccount:
        row, found = self.row, self._found()
        if row is None:
            raise ActionRequiredError("There is no such account.", remedy="Reload the page.")
        if found is not None and found.administers:
            raise ActionRequiredError(
                f"{found.name} administers {self.name.title()} and is left alone.",
                remedy=f"Take the rights away in {self.name.title()}, or keep accounts there.",
                code="community.administrator",
            )
        ref = row.ref or (found.ref if found else "")
        if ref and state is AccountState.CLOSED:
            self.system.close(self.access, ref=ref)
        elif ref:
            self.system.disable(self.access, ref=ref)
        ended = replace(row.moved(state, now=self.facts.now), discord_id="", password=None)
        return self._saved(ended, f"community.account_{state}")

    def _found(self) -> RemoteAccount | None:
        return self.system.find(self.access, person=self.facts.person)

    def _met(self, found: RemoteAccount) -> RequestAccount:
        """Return the row of an account that somebody else opened."""
        return replace(self._blank(AccountState.OPEN), ref=found.ref, name=found.name)

    def _blank(self, state: AccountState) -> RequestAccount:
        """Return a row that knows nothing, in the place of the one there is."""
        version = self.row.version if self.row else 0
        fresh = RequestAccount(self.facts.user.id, self.name, state, self.facts.now)
        return replace(fresh, version=version)

    def _saved(self, row: RequestAccount, event: str = "", *also: Write) -> RequestAccount:
        writes: list[Write] = [Update(row), *also]
        if event:
            entry = note(
                self.facts.actor,
                event,
                row.user_id,
                now=self.facts.now,
                user_id=row.user_id,
                after={"system": row.system, "account": row.name, "discord_id": row.discord_id},
            )
            writes.append(Insert(entry))
        self.deps.database.commit(*writes)
        self.row = replace(row, version=row.version + 1)
        return self.row


def names_for(user: User) -> tuple[str, str]:
    """Return what the person's account may be called, and what if that is taken."""
    wishes = (user.media.username, user.email.partition("@")[0], user.name.casefold(), "viewer")
    cleaned = (_NOT_IN_NAMES.sub("-", wish).strip("-._")[:_LONGEST_NAME] for wish in wishes)
    name = next(filter(None, cleaned))
    return name, f"{name}-{user.id[-4:]}"
