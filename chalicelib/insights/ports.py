"""What insights need from outside."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.access.ports import AccessStore
from chalicelib.catalog.ports import CatalogStore
from chalicelib.enforcement.ports import ActivityStore
from chalicelib.jobs.ports import JobStore
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.payments.ports import Counter, PaymentStore
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import UserStore


class AuditStore(Protocol):
    """Reads the audit log."""

    def recent(self, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return entries, newest first."""
        ...

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[AuditEntry]:
        """Return the entries about a user, newest first."""
        ...


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
    clock: Clock
