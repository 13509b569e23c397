"""Check once a day that tokens work and that names and libraries are up to date."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.catalog import accounts, libraries
from chalicelib.catalog.model import PlexAccount, Server
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError

log = logging.getLogger(__name__)

_ACTOR = Actor("schedule:daily")


@dataclass(frozen=True, slots=True)
class Check:
    """How one account or server was found; `problem` is empty when it was fine.

    What `is_unread` gave no answer to go by.
    """

    checked: PlexAccount | Server
    problem: str = ""
    is_unread: bool = False

    @property
    def name(self) -> str:
        """Return what people call it."""
        checked = self.checked
        return checked.username if isinstance(checked, PlexAccount) else checked.name

    @property
    def outcome(self) -> str:
        """Return the name under which the check is counted."""
        kind = "accounts" if isinstance(self.checked, PlexAccount) else "servers"
        return f"{kind}_failed" if self.problem else f"{kind}_fine"


def check_all(deps: CatalogDeps) -> Mapping[str, int]:
    """Test every account, refresh every server; return how many were fine and how many failed."""
    return Counter(check.outcome for check in checks(deps))


def checks(deps: CatalogDeps) -> Iterator[Check]:
    """Test accounts and refresh servers one by one; what fails stops nothing else."""
    for account in deps.store.plex_accounts():
        try:
            tested = accounts.test(deps, account_id=account.id)
        except AppError as error:
            log.warning(
                "account.check_failed", extra={"account": account.id, "why": error.message}
            )
            yield Check(account, error.message, is_unread=True)
        else:
            yield Check(tested, tested.token_error)
    for server in deps.store.servers():
        try:
            libraries.refresh(deps, server_id=server.id, actor=_ACTOR)
        except AppError as error:
            log.warning("server.check_failed", extra={"server": server.id, "why": error.message})
            yield Check(server, error.message, is_unread=True)
        else:
            yield Check(server)
