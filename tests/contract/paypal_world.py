"""PayPal's adapter with credentials in a vault, and the stand-in as its other side."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.gateways.paypal import PayPalGateway
from chalicelib.catalog.model import Plan
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Secret
from chalicelib.payments.model import GatewayAccount
from chalicelib.settings.model import PayPalMode, PayPalReading, PayPalSettings
from infra.sandbox import paypal_actions, paypal_books, paypal_renewals, paypal_webhooks
from infra.sandbox.kit import World
from tests.contract.gateway_worlds import Webhook
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

CLIENTS = {"paypal": "primary", "paypal_secondary": "secondary"}


class PayPalWorld:
    """A gateway of one account; its search sees all at once unless a test says otherwise."""

    webhooks_last = timedelta(days=3, seconds=300)

    def __init__(
        self,
        world: World,
        *,
        account: GatewayAccount = GatewayAccount.PAYPAL,
        bases: Mapping[PayPalMode, str] | None = None,
        delay: timedelta = timedelta(0),
        **settings: Any,
    ) -> None:
        self.world = world
        self.account = CLIENTS[account]
        paypal_webhooks.hold(world)
        for entry in world.store.list("paypal.due"):
            # What tests before this one subscribed to charges no more.
            world.store.delete("paypal.due", entry["id"])
        paypal_books.change_settings(
            world, search_delay=delay.total_seconds(), first_payment_delay=0, strict_end=False
        )
        self.vault, self.db = FakeVault(), InMemoryDatabase()
        self.settings = paypal_settings(self.vault, account, **settings)
        self.db.seed(self.settings)
        rest, nvp = f"{world.base_url}/paypal", f"{world.base_url}/paypal-nvp"
        self.gateway = PayPalGateway(
            InMemorySettingsStore(self.db),
            self.vault,
            account=account,
            bases=bases or dict.fromkeys(PayPalMode, rest),
            nvp_bases=dict.fromkeys(PayPalMode, nvp),
            clock=world.clock,
        )

    def now(self) -> datetime:
        return self.world.clock.now()

    def pay(self, checkout_id: str, *, email: str, is_delayed: bool = False) -> str:
        if checkout_id.startswith("I-"):
            self.act("approve", subscription=checkout_id, email=email)
        else:
            funding = "echeck" if is_delayed else "balance"
            self.act("approve", order=checkout_id, email=email, funding=funding)
        payment = self.gateway.read_checkout(checkout_id).payment
        assert payment is not None
        return payment.key.external_id

    def arrive(self, checkout_id: str) -> None:
        payment = self.gateway.read_checkout(checkout_id).payment
        assert payment is not None
        self.act("settle_pending", transaction=payment.key.external_id)

    def refund(self, external_id: str, amount: Money | None = None) -> None:
        part = {"amount": str(amount.to_decimal())} if amount else {}
        self.act("refund", transaction=external_id, **part)

    def webhook(self, checkout_id: str, *, sent_at: datetime) -> Webhook:
        return self.signed(self.event("CHECKOUT.ORDER.APPROVED", checkout_id), sent_at=sent_at)

    def foreign_webhook(self) -> Webhook:
        event = {"id": "WH-1", "event_type": "customer.created", "resource": {"id": "1"}}
        return self.signed(event, sent_at=self.now())

    def pass_time(self, span: timedelta) -> None:
        self.world.clock.advance(span)

    def an_offer(self, plan: Plan) -> str:
        return self.gateway.make_offer(plan)

    def renew(self, ref: str) -> str:
        """Let time pass until PayPal charges again, and fail or not."""
        before = {row["id"] for row in paypal_books.paid_for(self.world, ref)}
        due = self.world.store.get("paypal.due", ref)
        assert due is not None
        self.pass_time(from_iso(due["due"]) - self.now() + timedelta(seconds=1))
        paypal_renewals.tick(self.world)
        made = [
            row["id"] for row in paypal_books.paid_for(self.world, ref) if row["id"] not in before
        ]
        return str(made[0]) if made else ""

    def fail_renewal(self, ref: str) -> None:
        self.act("fail_renewals", subscription=ref, times=1)
        self.renew(ref)

    def heal(self, ref: str) -> None:
        self.act("fail_renewals", subscription=ref, times=0)
        assert self.renew(ref)

    def dispute(self, external_id: str) -> None:
        self.act("open_dispute", transaction=external_id)

    def close_dispute(self, external_id: str, *, won: bool) -> None:
        found = [
            row["dispute_id"]
            for row in self.world.store.list("paypal.dispute")
            if row["disputed_transactions"][0]["seller_transaction_id"] == external_id
        ]
        self.act("close_dispute", dispute=found[-1], outcome="won" if won else "lost")

    def agreement_webhook(self, ref: str) -> Webhook:
        return self.signed(self.event("BILLING.SUBSCRIPTION.ACTIVATED", ref), sent_at=self.now())

    def receive(self, **body: Any) -> list[str]:
        """Let somebody send money without an order; return the transactions' ids."""
        made = self.act("receive", **({"account": self.account, "amount": "10.00"} | body))
        return list(made["transactions"])

    def act(self, name: str, /, **body: Any) -> dict[str, Any]:
        """Press a button of the stand-in's console."""
        actions = {action.name: action for action in paypal_actions.ACTIONS}
        return actions[name].run(self.world, body)

    def event(self, kind: str, object_id: str) -> Any:
        """Return the latest event of that kind about that object."""
        return next(
            event
            for event in reversed(self.world.store.list("paypal.event"))
            if event["event_type"] == kind and event["resource"].get("id") == object_id
        )

    def latest(self, kind: str) -> Any:
        """Return the latest event of that kind."""
        events = reversed(self.world.store.list("paypal.event"))
        return next(event for event in events if event["event_type"] == kind)

    def signed(self, event: Any, *, sent_at: datetime) -> Webhook:
        body = json.dumps({k: v for k, v in event.items() if not k.startswith("_")}).encode()
        delivery = {
            "id": "b0c0ffee-0000-4000-8000-000000000001",
            "webhook": paypal_webhooks.PRIMARY_WEBHOOK,
            "signature": "good",
        }
        headers = paypal_webhooks.signed_headers(self.world, delivery, body, sent_at=sent_at)
        return body, {name.lower(): value for name, value in headers.items()}


def paypal_settings(vault: FakeVault, account: GatewayAccount, **changes: Any) -> PayPalSettings:
    """Return an account's settings with the stand-in's credentials."""
    name, who = str(account), CLIENTS[account]

    def sealed(field: str, value: str) -> Any:
        return vault.seal(Secret(value), place=f"{name}.{field}")

    values: dict[str, Any] = {
        "enabled": True,
        "recurring_enabled": account is GatewayAccount.PAYPAL,
        "is_business": True,
        "mode": PayPalMode.SANDBOX,
        "reads_by": PayPalReading.REST,
        "client_id": f"paypal-{who}-client",
        "client_secret": sealed("client_secret", f"paypal-{who}-secret"),
        "webhook_id": paypal_webhooks.PRIMARY_WEBHOOK,
        "nvp_username": f"{who}_api1.sandbox.test",
        "nvp_password": sealed("nvp_password", f"paypal-{who}-password"),
        "nvp_signature": sealed("nvp_signature", f"paypal-{who}-signature"),
    }
    for field in ("client_secret", "nvp_password", "nvp_signature"):
        if changes.get(field):
            changes[field] = sealed(field, changes[field])
    return PayPalSettings(name, **(values | changes))
