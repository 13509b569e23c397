"""Count whom the owners of servers share with besides us, since their ceiling holds for all.

plex.tv counts friends, members of the owner's Home and open invites, whoever sent them (B131), and
each of them once, on however many servers of the account.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.access.model import ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog import reach
from chalicelib.catalog.model import PlexAccount, Server
from chalicelib.jobs.schedule import tell_trouble
from chalicelib.kernel.errors import AppError, StaleRecordError
from chalicelib.kernel.ids import PlexAccountId, UserId
from chalicelib.kernel.records import Update

log = logging.getLogger(__name__)

_PAGE = 100
# What is planned only is not to be seen there yet.
_SHOWN = frozenset({ShareState.INVITED, ShareState.ACCEPTED})


def count_others(deps: AccessDeps) -> Mapping[str, int]:
    """Count anew for every account; return how many could be counted and how many could not.

    A list that comes short changes nothing. One account that fails stops no other.
    """
    counts = {"counted": 0, "uncounted": 0}
    for account in deps.catalog.plex_accounts():
        is_counted = _tried(deps, account)
        if is_counted is not None:
            counts["counted" if is_counted else "uncounted"] += 1
    return counts


def count_for(deps: AccessDeps, *, account_id: PlexAccountId) -> None:
    """Count anew for one account as far as it can be; the next night counts it anyway."""
    account = deps.catalog.plex_account(account_id)
    if account is not None:
        _tried(deps, account)


def _tried(deps: AccessDeps, account: PlexAccount) -> bool | None:
    """Return whether the account could be counted, None where there is nothing to count."""
    own = [server for server in deps.catalog.servers() if server.account_id == account.id]
    if not own or account.token_error:
        return None
    try:
        return _count(deps, account, own)
    except AppError as error:
        log.warning("account.uncounted", extra={"account": account.id, "why": error.message})
        tell_trouble(f"people:{account.id}", error.message)
        return False


def _count(deps: AccessDeps, account: PlexAccount, own: list[Server]) -> bool:
    access = reach.access_to(own[0], {account.id: account}, deps.vault)
    known = deps.hosts[own[0].platform].people(access)
    if not known.is_complete:
        return False
    seats = [user_id for server in own for user_id in _ours_on(deps, server)]
    ours = len(set(seats))
    others, doubles = max(0, len(known.people) - ours), len(seats) - ours
    # Tested meanwhile, perhaps: what was counted belongs to the account as it is by now.
    fresh = deps.catalog.plex_account(account.id) or account
    counted = replace(fresh, others=others, doubles=doubles)
    if fresh != counted:
        try:
            deps.database.commit(Update(counted))
        except StaleRecordError:
            return False
    return True


def _ours_on(deps: AccessDeps, server: Server) -> Iterator[UserId]:
    cursor = None
    while True:
        page = deps.store.of_server(server.id, cursor=cursor, limit=_PAGE)
        yield from (share.user_id for share in page.items if share.state in _SHOWN)
        cursor = page.next_cursor
        if cursor is None:
            return
