"""A person's account on a server that keeps accounts of its own.

It is opened before the first share and stays the person's, whatever becomes of the share, until it
is deleted: who comes back finds it again, with the password they know.
"""

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.access.account_ports import (
    AccountHost,
    AccountRights,
    OpenedAccount,
    RemoteAccount,
)
from chalicelib.access.looking import situation
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share
from chalicelib.access.plan import Change, Invite, Lock
from chalicelib.access.ports import AccessDeps, NameTakenError, StaleCatalogError
from chalicelib.access.recording import record
from chalicelib.access.server_limits import ServerLimits
from chalicelib.catalog import reach
from chalicelib.catalog.model import Server
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.records import Insert, Update
from chalicelib.kernel.secret import Secret
from chalicelib.users.claims import account_claim
from chalicelib.users.model import User

log = logging.getLogger(__name__)

_LONGEST_NAME = 40
_LIMITED = "What the server itself keeps the person from changed"
_UNLIMITED = AccountRights(
    frozenset(), allows_downloads=False, allows_video_transcoding=True, max_streams=0, max_kbps=0
)
# What both platforms take in a name (jellyfin/jellyfin, UserManager.ThrowIfInvalidUsername).
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._'@+-]+")


def give(
    deps: AccessDeps, facts: Situation, row: Share, access: ServerAccess, action: Invite | Change
) -> Share:
    """Set what the person's account may see and do; open it first if there is none.

    Idempotent: what a process left that died after opening is taken over. Raises what the platform
    raises, ActionRequiredError when the account that new ones are modelled on is missing (B149).
    """
    limits = facts.limits_on(row.server_id)
    # Written down before: what a process set that died then is taken back all the same.
    noted = replace(row, limits=limits.with_former(row.limits))
    row = record.save(deps, facts, before=row, after=noted, why=_LIMITED)
    opened = _settled(deps, facts, row, access)
    rights = _rights(deps, access, action, limits, former=row.limits)
    host = deps.account_hosts[access.server.platform]
    host.change(access, account_ref=opened.account_ref, rights=rights)
    after = replace(opened, limits=limits)
    return record.save(deps, facts, before=opened, after=after, why=_LIMITED)


def lock(deps: AccessDeps, access: ServerAccess, action: Lock) -> None:
    """Lock the person's account, which keeps its rights; gone already is success.

    Idempotent; `give` unlocks it. Raises what the platform raises.
    """
    host = deps.account_hosts[access.server.platform]
    try:
        host.disable(access, account_ref=action.remote.share_ref)
    except StaleCatalogError:
        # Deleted in this very moment: nobody can sign in, which is what was wanted.
        log.info("access.account_gone", extra={"server_id": action.server_id})


def close_begun(
    deps: AccessDeps, facts: Situation, rows: Mapping[ServerId, Share], *, due: Share | None
) -> Mapping[ServerId, Share]:
    """Close what openings left that broke off, save the one that is `due`; return those rows.

    Whoever found such an account could come in with it: it may be open, without a password.
    Idempotent. Raises what the platform raises.
    """
    return {
        server_id: _close_begun(deps, facts, row, situation.access_to(deps, facts, server_id))
        for server_id, row in rows.items()
        if row.opens
        and server_id in facts.keeps_accounts
        and (due is None or due.server_id != server_id)
    }


def _close_begun(deps: AccessDeps, facts: Situation, row: Share, access: ServerAccess) -> Share:
    host = deps.account_hosts[access.server.platform]
    is_closed = host.close_begun(access, username=row.opens)
    why = "Its opening broke off, and it is not needed any more"
    entry = note(
        facts.actor,
        "access.opening_closed" if is_closed else "access.opening_left",
        facts.user.id,
        now=facts.now,
        user_id=facts.user.id,
        before={"server": access.server.name, "account": row.opens},
        why=why if is_closed else f"{why}, but somebody has come in with it: look whose it is",
    )
    deps.database.commit(Update(replace(row, opens="")), Insert(entry))
    log.info("access.opening_closed", extra={"user_id": facts.user.id, "is_closed": is_closed})
    return replace(row, opens="", version=row.version + 1)


@dataclass(frozen=True, slots=True)
class Renewed:
    """A fresh password, which nobody can tell again, and what it opens."""

    server: Server
    login: str
    password: Secret


def renew_password(
    deps: AccessDeps, *, user_id: UserId, server_id: ServerId, actor: Actor
) -> Renewed:
    """Replace the password of a person's account by a random one.

    Raises NotFoundError when the person has no account there, and what the platform raises.
    """
    server = deps.catalog.server(server_id)
    row = next((each for each in deps.store.of_user(user_id) if each.server_id == server_id), None)
    if server is None or row is None or not (row.account_ref and row.takes_seat):
        raise NotFoundError("There is no account of yours.", remedy="Reload your account page.")
    access = reach.access_to(server, {}, deps.vault)
    host = deps.account_hosts[server.platform]
    password = host.renew_password(access, account_ref=row.account_ref)
    entry = note(
        actor,
        "access.password_renewed",
        user_id,
        now=deps.clock.now(),
        user_id=user_id,
        after={"server": server.name, "account": row.account_name},
    )
    deps.database.commit(Insert(entry))
    return Renewed(server, row.account_name, password)


def names_for(user: User) -> tuple[str, ...]:
    """Return what the person's account may be called, the best first."""
    wishes = (user.media.username, user.email.partition("@")[0], user.name.casefold(), "viewer")
    cleaned = (_NOT_IN_NAMES.sub("-", wish).strip("-.'@+")[:_LONGEST_NAME] for wish in wishes)
    name = next(filter(None, cleaned))
    # The same one each time, so that an interrupted opening is found again.
    mark = hashlib.sha256(user.id.encode()).hexdigest()[:4]
    return name, f"{name}-{mark}"


def _settled(deps: AccessDeps, facts: Situation, row: Share, access: ServerAccess) -> Share:
    host = deps.account_hosts[access.server.platform]
    if row.account_ref and host.account(access, account_ref=row.account_ref) is not None:
        return row
    model_ref = _model(deps, host, access)
    row = row if row.opens else _begun(deps, facts.user, row, access)
    opened = _open(host, facts.user, access, model_ref=model_ref, begun=row.opens)
    given = replace(row, account_ref=opened.account_ref, account_name=opened.username, opens="")
    entry = note(
        facts.actor,
        "access.account_opened",
        facts.user.id,
        now=facts.now,
        user_id=facts.user.id,
        after={"server": access.server.name, "account": opened.username},
    )
    claim = account_claim(row.server_id, opened.account_ref, facts.user.id)
    deps.database.commit(Update(given), Insert(claim), Insert(entry))
    log.info("access.account_opened", extra={"user_id": facts.user.id})
    return replace(given, version=given.version + 1)


def _rights(
    deps: AccessDeps,
    access: ServerAccess,
    action: Invite | Change,
    limits: ServerLimits,
    *,
    former: ServerLimits,
) -> AccountRights:
    """Return what the account is to have; a limit that we had set and that is over becomes as new.

    That is as the account has it that new ones copy, else none. What we never set stays as it is.
    """
    is_faster = former.max_kbps and not limits.max_kbps
    is_freer = former.forbids_transcoding and not limits.forbids_transcoding
    host = deps.account_hosts[access.server.platform]
    model = _template(deps, host, access) if is_faster or is_freer else None
    as_new = model.rights if model else _UNLIMITED
    return AccountRights(
        library_share_ids=frozenset(library.share_id for library in action.libraries),
        allows_downloads=action.allows_downloads,
        allows_video_transcoding=(
            False
            if limits.forbids_transcoding
            else as_new.allows_video_transcoding
            if is_freer
            else None
        ),
        max_streams=limits.max_streams,
        max_kbps=as_new.max_kbps if is_faster else limits.max_kbps or None,
    )


def _begun(deps: AccessDeps, user: User, row: Share, access: ServerAccess) -> Share:
    """Write down the first name that nobody has; what is found under it later is our doing.

    An opening may break off in its middle, and what it left may not be told from an account that
    somebody opened by hand. So none is begun that is not written down: raises RetryLaterError
    while the server tells only a part of its accounts.
    """
    told = deps.account_hosts[access.server.platform].accounts(access)
    if not told.is_complete:
        raise RetryLaterError("The media server told only a part of its accounts.")
    taken = {account.username for account in told.accounts}
    name = next((name for name in names_for(user) if name not in taken), "")
    if not name:
        return row
    deps.database.commit(Update(replace(row, opens=name)))
    return replace(row, opens=name, version=row.version + 1)


def _open(
    host: AccountHost, user: User, access: ServerAccess, *, model_ref: str, begun: str
) -> OpenedAccount:
    if begun:
        try:
            return host.open_account(access, username=begun, model_ref=model_ref, is_begun=True)
        except NameTakenError:
            log.info("access.name_taken_meanwhile", extra={"user_id": user.id})
    first, second = names_for(user)
    try:
        return host.open_account(access, username=first, model_ref=model_ref)
    except NameTakenError:
        return host.open_account(access, username=second, model_ref=model_ref)


def _model(deps: AccessDeps, host: AccountHost, access: ServerAccess) -> str:
    """Return the account whose settings new ones get, empty for the least."""
    name = deps.settings.media().template_account.casefold()
    if not name:
        return ""
    found = _template(deps, host, access)
    if found is None:
        raise ActionRequiredError(
            f"There is no account called {name} on {access.server.name}, which new ones copy.",
            remedy="Open it there, or choose another one under Settings, Media servers.",
            code="access.no_template",
        )
    return found.account_ref


def _template(deps: AccessDeps, host: AccountHost, access: ServerAccess) -> RemoteAccount | None:
    """Return that account, None when there is none; RetryLaterError when it cannot be told."""
    name = deps.settings.media().template_account.casefold()
    if not name:
        return None
    told = host.accounts(access)
    found = next((each for each in told.accounts if each.username == name), None)
    if found is None and not told.is_complete:
        raise RetryLaterError("The media server told only a part of its accounts.")
    return found
