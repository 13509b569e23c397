"""Check once a day that tokens work and that names and libraries are up to date."""

import logging
from collections import Counter
from collections.abc import Mapping

from chalicelib.catalog import accounts, libraries
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError

log = logging.getLogger(__name__)

_ACTOR = Actor("schedule:daily")


def check_all(deps: CatalogDeps) -> Mapping[str, int]:
    """Test every account and refresh every server; what fails stops nothing else.

    Returns how many were fine and how many failed.
    """
    counts: Counter[str] = Counter()
    for account in deps.store.plex_accounts():
        try:
            tested = accounts.test(deps, account_id=account.id)
        except AppError as error:
            log.warning(
                "account.check_failed", extra={"account": account.id, "why": error.message}
            )
            counts["accounts_failed"] += 1
        else:
            counts["accounts_failed" if tested.token_error else "accounts_fine"] += 1
    for server in deps.store.servers():
        try:
            libraries.refresh(deps, server_id=server.id, actor=_ACTOR)
        except AppError as error:
            log.warning("server.check_failed", extra={"server": server.id, "why": error.message})
            counts["servers_failed"] += 1
        else:
            counts["servers_fine"] += 1
    return counts
