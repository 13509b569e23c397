"""A shop in memory: catalogue, gateway, stores, and what payments and checkout need of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.start import start
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.secret import Sealed
from chalicelib.notifications.model import Event
from chalicelib.payments import intake
from chalicelib.payments.model import GatewayAccount, GatewayName, Order, Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.settings.model import SiteSettings, StripeSettings
from chalicelib.subscriptions.model import Subscription
from tests.builders import (
    NOON,
    a_library,
    a_plan,
    a_plex_account,
    a_server,
    an_identity,
)
from tests.fakes.clock import FakeClock
from tests.fakes.counter import FakeCounter
from tests.fakes.database import InMemoryDatabase
from tests.fakes.gateway import FakeGateway
from tests.fakes.invite_acceptor import FakeInviteAcceptor
from tests.fakes.links import FakeLinkSigner
from tests.fakes.nudge import FakeNudge
from tests.fakes.plex_directory import FakePlexDirectory
from tests.fakes.stores import (
    InMemoryAccessStore,
    InMemoryCatalogStore,
    InMemoryJobStore,
    InMemoryPaymentStore,
    InMemorySettingsStore,
    InMemorySubscriptionStore,
    InMemoryUserStore,
    InMemoryWaitlistStore,
)

ADMIN = Actor("login:lgn_admin")
SITE_URL = "https://streams.test"


@dataclass
class Shop:
    """One plan on one server with room; tests seed more, or other, records."""

    db: InMemoryDatabase = field(default_factory=InMemoryDatabase)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    nudge: FakeNudge = field(default_factory=FakeNudge)
    counter: FakeCounter = field(default_factory=FakeCounter)
    plex: FakePlexDirectory = field(default_factory=FakePlexDirectory)
    acceptor: FakeInviteAcceptor = field(default_factory=FakeInviteAcceptor)

    def __post_init__(self) -> None:
        self.gateway = FakeGateway(self.clock)
        self.db.seed(
            SiteSettings(admin_email="boss@example.com"),
            StripeSettings(enabled=True, secret_key=Sealed("sealed")),
            a_plan(),
            a_plex_account(),
            a_server(),
            a_library(),
        )
        self.payments = PaymentsDeps(
            database=self.db,
            store=InMemoryPaymentStore(self.db),
            users=InMemoryUserStore(self.db),
            subscriptions=InMemorySubscriptionStore(self.db),
            catalog=InMemoryCatalogStore(self.db),
            settings=InMemorySettingsStore(self.db),
            gateways={GatewayName.STRIPE: self.gateway},
            accounts={GatewayAccount.STRIPE: self.gateway},
            recurring={GatewayName.STRIPE: self.gateway},
            prorating={GatewayName.STRIPE: self.gateway},
            counter=self.counter,
            nudge=self.nudge,
            clock=self.clock,
            site_url=SITE_URL,
        )
        self.checkout = CheckoutDeps(
            database=self.db,
            catalog=self.payments.catalog,
            plex=self.plex,
            acceptor=self.acceptor,
            payments=self.payments.store,
            waitlist=InMemoryWaitlistStore(self.db),
            settling=self.payments,
            access=InMemoryAccessStore(self.db),
            users=self.payments.users,
            subscriptions=self.payments.subscriptions,
            settings=self.payments.settings,
            jobs=InMemoryJobStore(self.db),
            gateways=self.payments.gateways,
            signer=FakeLinkSigner(),
            nudge=self.nudge,
            clock=self.clock,
            site_url=SITE_URL,
        )

    def asks(self, who: str = "ann", /, **overrides: Any) -> StartRequest:
        """Return what somebody of that name fills in."""
        values: dict[str, Any] = {
            "plan_id": a_plan().id,
            "email": f"{who}@example.com",
            "name": who.title(),
            "media": an_identity(who),
        }
        return StartRequest(**{**values, **overrides})

    def buys(self, who: str = "ann", /, **overrides: Any) -> Order:
        """Let somebody fill in the form and get to the payment page."""
        return start(self.checkout, request=self.asks(who, **overrides))

    def hears(self, **webhook: Any) -> str:
        """Let a webhook of the gateway arrive."""
        body, headers = self.gateway.webhook(**webhook)
        return intake.receive(
            self.payments, gateway=GatewayName.STRIPE, body=body, headers=headers
        )

    def sells(self, who: str = "ann", /, **overrides: Any) -> Payment:
        """Let somebody buy and pay, and the webhook arrive."""
        order = self.buys(who, **overrides)
        paid = self.gateway.pay(order.checkout_id)
        self.hears(event_id=f"evt_{order.id}", external_id=paid.key.external_id)
        found = self.db.find(Payment, paid.key)
        assert found is not None
        return found

    def passes(self, **span: float) -> None:
        """Let time pass: ``shop.passes(days=3)``."""
        self.clock.move(timedelta(**span))

    def mails(self, event: Event) -> list[Job]:
        """Return the mail jobs of an occasion."""
        return [
            job
            for job in self.db.all(Job)
            if job.kind is JobKind.SEND_MAIL and job.payload["event"] == event
        ]

    def access_jobs(self) -> list[Job]:
        """Return the jobs that bring access in line."""
        return [job for job in self.db.all(Job) if job.kind is JobKind.RECONCILE_ACCESS]

    def subscription(self) -> Subscription:
        """Return the only subscription."""
        return self.db.one(Subscription)

    def actions(self) -> list[str]:
        """Return what the audit log names, in order."""
        return [entry.action for entry in self.db.all(AuditEntry)]
