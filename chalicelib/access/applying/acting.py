"""Do at a platform what was decided, one action at a time."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.access.applying import own_account
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share
from chalicelib.access.plan import Action, Change, Invite, Lock, Restrict, Withdraw
from chalicelib.access.ports import AccessDeps
from chalicelib.access.recording import record
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.ids import ServerId


def send(
    deps: AccessDeps, facts: Situation, access: ServerAccess, action: Action, *, row: Share | None
) -> Share | None:
    """Do it, and return the person's row of that server as it is stored by then.

    Raises what the platform raises.
    """
    host = deps.hosts[access.server.platform]
    match action:
        case Invite() | Change() if row is not None and action.server_id in facts.keeps_accounts:
            return own_account.give(deps, facts, row, access, action)
        case Invite():
            host.invite(
                access,
                person=facts.user.media,
                libraries=action.libraries,
                allows_downloads=action.allows_downloads,
            )
        case Change():
            host.change(
                access,
                remote=action.remote,
                libraries=action.libraries,
                allows_downloads=action.allows_downloads,
            )
        case Restrict():
            if row is not None:
                # Before it is sent: what a process did that died then is undone all the same.
                cut = replace(row, is_restricted=True)
                row = record.save(deps, facts, before=row, after=cut, why=facts.why_not)
            host.change(
                access, remote=action.remote, libraries=action.libraries, allows_downloads=False
            )
        case Withdraw():
            host.withdraw(access, remote=action.remote)
        case Lock():
            own_account.lock(deps, access, action)
    return row


def whole_again(
    deps: AccessDeps, facts: Situation, rows: Mapping[ServerId, Share]
) -> Mapping[ServerId, Share]:
    """Write down which shares have again what had been cut down; return their rows."""
    why = "What is due is there again"
    return {
        server_id: record.save(
            deps, facts, before=row, after=replace(row, is_restricted=False), why=why
        )
        for server_id, row in rows.items()
        if row.is_restricted
    }
