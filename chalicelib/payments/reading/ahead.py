"""Read ahead what a page of payments needs, in batches instead of for each payment.

What was read ahead is answered once: whoever loses a race decides anew by what is read then. What
a commit of the page changes is forgotten. All else goes to the stores as ever.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.catalog.model import Plan
from chalicelib.catalog.ports import CatalogStore
from chalicelib.kernel.ids import OrderId, PlanId, UserId
from chalicelib.kernel.records import Database, Record, Write
from chalicelib.payments.model import GatewayPayment, GatewayStatus, Payment, PaymentKey
from chalicelib.payments.ports import PaymentsDeps, PaymentStore
from chalicelib.payments.rules.settle_view import SettleView, Sought
from chalicelib.settings.model import PaymentSettings, SiteSettings
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.model import User
from chalicelib.users.ports import UserStore


def reading_ahead(
    deps: PaymentsDeps,
    found: tuple[GatewayPayment, ...],
    *,
    known: Mapping[PaymentKey, Payment],
) -> PaymentsDeps:
    """Return deps that have read already what booking these payments needs.

    `known` are those that are in the books. Plans and settings are read once, so this is for a
    page and for no longer. Raises RetryLaterError when the database is busy.
    """
    sought = tuple(Sought(each.key, each.order_id, each.subscription_ref) for each in found)
    views = deps.store.settle_views(sought, known=known)
    addresses = dict.fromkeys(each.payer_address for each in found if _is_addressed(each, views))
    by_email = {email: deps.users.by_email(email) for email in addresses if email}
    hits = {users[0].id for users in by_email.values() if len(users) == 1}
    subscriptions = deps.subscriptions.many(tuple(sorted(hits))) if hits else {}
    page = _Page(dict(views), by_email, dict(subscriptions))
    return replace(
        deps,
        database=_Commits(deps.database, page),
        store=_Payments(deps.store, page),
        users=_Users(deps.users, page),
        subscriptions=_Subscriptions(deps.subscriptions, page),
        catalog=_Catalog(deps.catalog),
        settings=_Settings(deps.settings),
    )


def _is_addressed(found: GatewayPayment, views: Mapping[PaymentKey, SettleView]) -> bool:
    """Tell whether nothing but the payer's address can say whose the payment is."""
    view = views[found.key]
    is_new = found.status is GatewayStatus.PAID and view.payment is None
    is_awaited = view.order is not None and view.order.awaits(
        found.key, subscription_ref=found.subscription_ref
    )
    return is_new and not is_awaited and view.payer is None


@dataclass
class _Page:
    """What was read ahead and not used yet."""

    views: dict[PaymentKey, SettleView]
    by_email: dict[str, tuple[User, ...]]
    subscriptions: dict[UserId, Subscription]

    def forget(self, writes: tuple[Write, ...]) -> None:
        """Forget all that a commit changes, and who had the addresses of its users."""
        changed = {_name(each.record) for each in writes}
        for key, view in list(self.views.items()):
            if changed & {_name(each) for each in _records(view)}:
                del self.views[key]
        for each in writes:
            if isinstance(each.record, Subscription):
                self.subscriptions.pop(each.record.user_id, None)
            if isinstance(each.record, User):
                self.by_email.pop(each.record.email, None)


def _records(view: SettleView) -> Iterator[Record]:
    around = (view.payer.user, view.payer.subscription) if view.payer else ()
    for each in (view.order, view.subscription, view.agreement, *view.users, *around):
        if each is not None:
            yield each


def _name(record: Record) -> tuple[type, Hashable]:
    return type(record), record.identity


class _Over:
    """Stands before a port; whatever it does not answer itself it asks there."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)


class _Commits:
    def __init__(self, database: Database, page: _Page) -> None:
        self._database = database
        self._page = page

    def commit(self, *writes: Write) -> None:
        self._page.forget(writes)
        self._database.commit(*writes)


class _Payments(_Over):
    def __init__(self, store: PaymentStore, page: _Page) -> None:
        super().__init__(store)
        self._page = page

    def settle_view(
        self, key: PaymentKey, *, order_id: OrderId | None, subscription_ref: str = ""
    ) -> SettleView:
        view = self._page.views.pop(key, None)
        if view is not None:
            return view
        fresh: SettleView = self._port.settle_view(
            key, order_id=order_id, subscription_ref=subscription_ref
        )
        return fresh


class _Users(_Over):
    def __init__(self, store: UserStore, page: _Page) -> None:
        super().__init__(store)
        self._page = page

    def by_email(self, email: str) -> tuple[User, ...]:
        found = self._page.by_email.pop(email, None)
        return self._port.by_email(email) if found is None else found


class _Subscriptions(_Over):
    def __init__(self, store: SubscriptionStore, page: _Page) -> None:
        super().__init__(store)
        self._page = page

    def get(self, user_id: UserId) -> Subscription:
        return self._page.subscriptions.pop(user_id, None) or self._port.get(user_id)


class _Catalog(_Over):
    def __init__(self, store: CatalogStore) -> None:
        super().__init__(store)
        self._plans: dict[PlanId, Plan | None] = {}

    def plan(self, plan_id: PlanId) -> Plan | None:
        if plan_id not in self._plans:
            self._plans[plan_id] = self._port.plan(plan_id)
        return self._plans[plan_id]


class _Settings(_Over):
    def __init__(self, store: SettingsStore) -> None:
        super().__init__(store)
        self._site: SiteSettings | None = None
        self._payments: PaymentSettings | None = None

    def site(self) -> SiteSettings:
        self._site = self._site or self._port.site()
        return self._site

    def payments(self) -> PaymentSettings:
        self._payments = self._payments or self._port.payments()
        return self._payments
