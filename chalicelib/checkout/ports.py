"""What checkout needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.access.ports import AccessStore
from chalicelib.catalog.ports import CatalogStore, PlexDirectory
from chalicelib.jobs.ports import JobStore, Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.records import Database
from chalicelib.payments.model import GatewayName
from chalicelib.payments.ports import Gateway, PaymentsDeps, PaymentStore
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import LinkSigner, UserStore


@dataclass(frozen=True, slots=True)
class CheckoutDeps:
    """What the use cases of this topic need."""

    database: Database
    catalog: CatalogStore
    plex: PlexDirectory
    payments: PaymentStore
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
