"""What checkout needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from chalicelib.access.ports import AccessStore
from chalicelib.catalog.ports import CatalogStore, PlexDirectory
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.jobs.ports import JobStore, Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import WaitId
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Secret
from chalicelib.payments.model import GatewayName
from chalicelib.payments.ports import Gateway, PaymentsDeps, PaymentStore
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import LinkSigner, UserStore


class WaitlistStore(Protocol):
    """Reads who waits for a seat."""

    def entry(self, wait_id: WaitId) -> WaitEntry | None:
        """Return a turn, also one that is over."""
        ...

    def line(self) -> tuple[WaitEntry, ...]:
        """Return everybody whose turn is not over, whoever joined first standing first.

        It comes whole: joining ends at `waiting.MOST_WAITING`. A change of the last moment may
        be missing.
        """
        ...


class InviteAcceptor(Protocol):
    """Accepts invites for the person whom they are for."""

    def accept_invites(self, token: Secret, *, machine_ids: frozenset[str]) -> frozenset[str]:
        """Accept what the token's person was offered on these servers; return which were.

        Raises RetryLaterError, ActionRequiredError when the token is refused.
        """
        ...


@dataclass(frozen=True, slots=True)
class CheckoutDeps:
    """What the use cases of this topic need."""

    database: Database
    catalog: CatalogStore
    plex: PlexDirectory
    acceptor: InviteAcceptor
    payments: PaymentStore
    waitlist: WaitlistStore
    settling: PaymentsDeps
    access: AccessStore
    users: UserStore
    subscriptions: SubscriptionStore
    settings: SettingsStore
    jobs: JobStore
    gateways: Mapping[GatewayName, Gateway]
    signer: LinkSigner
    nudge: Nudge
    clock: Clock
    site_url: str
