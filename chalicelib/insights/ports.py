"""What insights need from outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.access.ports import AccessStore
from chalicelib.catalog.ports import CatalogStore
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.enforcement.ports import ActivityStore, EnforcementDeps
from chalicelib.insights.own_look import OwnLook
from chalicelib.jobs.ports import JobStore
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.kernel.secret import Vault
from chalicelib.membership.ports import OutageStore
from chalicelib.payments.model import GatewayEvent, GatewayName
from chalicelib.payments.ports import Counter, PaymentStore
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import LoginStore, UserStore


class AuditStore(Protocol):
    """Reads the audit log."""

    def recent(self, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return entries, newest first."""
        ...

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return the entries about a user, newest first."""
        ...

    def about(self, subject: str, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return the entries about a subject that was no user's then, newest first."""
        ...


class Signs(Protocol):
    """Signs of life that no other store tells."""

    def last_webhook(self, gateway: GatewayName) -> GatewayEvent | None:
        """Return the latest webhook that the gateway sent and we accepted, of 90 days."""
        ...

    def webhooks(
        self, gateway: GatewayName, *, cursor: str | None, limit: int
    ) -> Page[GatewayEvent]:
        """Return the webhooks of 90 days that the gateway sent and we accepted, newest first."""
        ...

    def elsewhere(self) -> datetime | None:
        """Return what another machine's clock shows now, to the second; None if it tells none.

        Raises RetryLaterError when it does not answer.
        """
        ...


class OwnLookStore(Protocol):
    """Reads what customers were shown of their streams."""

    def own_look(self, user_id: UserId) -> OwnLook | None:
        """Return the last look as it was committed, None where there is none any more."""
        ...


@dataclass(frozen=True, slots=True)
class OwnLookDeps:
    """What the customers' page of streams needs."""

    enforcing: EnforcementDeps
    looks: OwnLookStore


@dataclass(frozen=True, slots=True)
class InsightsDeps:
    """What the use cases of this topic need."""

    audit: AuditStore
    jobs: JobStore
    payments: PaymentStore
    users: UserStore
    subscriptions: SubscriptionStore
    catalog: CatalogStore
    access: AccessStore
    activity: ActivityStore
    settings: SettingsStore
    counter: Counter
    logins: LoginStore
    selling: CheckoutDeps
    signs: Signs
    outages: OutageStore
    vault: Vault
    clock: Clock
