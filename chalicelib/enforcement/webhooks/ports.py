"""What webhooks of media servers need from outside."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.catalog.media_hook import MediaHook
from chalicelib.catalog.ports import CatalogStore
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Vault


class HookStore(Protocol):
    """Reads the addresses to which media servers send."""

    def hook(self, server_id: ServerId) -> MediaHook | None:
        """Return the server's hook as last committed, None if it never had one."""
        ...


class LookQueue(Protocol):
    """Has a worker look at a server; may be lost, because the sweep looks at all of them."""

    def send(self, server_id: ServerId, *, after_seconds: float = 0.0) -> None:
        """Ask for one look, not before so many seconds (15 minutes at most).

        Failures are swallowed and logged.
        """
        ...


@dataclass(frozen=True, slots=True)
class HookDeps:
    """What the use cases about webhooks of media servers need."""

    database: Database
    hooks: HookStore
    looks: LookQueue
    catalog: CatalogStore
    vault: Vault
    clock: Clock
    site_url: str
