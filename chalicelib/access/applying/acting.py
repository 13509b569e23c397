"""Do at a platform what was decided, one action at a time."""

from chalicelib.access.applying import own_account
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share
from chalicelib.access.plan import Action, Change, Invite, Lock, Restrict, Withdraw
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog.ports import ServerAccess


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
            host.change(
                access, remote=action.remote, libraries=action.libraries, allows_downloads=False
            )
        case Withdraw():
            host.withdraw(access, remote=action.remote)
        case Lock():
            own_account.lock(deps, access, action)
    return row
