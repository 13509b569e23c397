"""Two worlds in which a gateway can be tried: the fake, and Stripe's adapter over its stand-in."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import httpx

from chalicelib.adapters.gateways.stripe import KEY_PLACE, WEBHOOK_PLACE, StripeGateway
from chalicelib.catalog.model import Plan
from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Secret
from chalicelib.payments.model import Dispute
from chalicelib.payments.ports import Gateway, RecurringGateway
from chalicelib.settings.model import StripeSettings
from infra.sandbox import (
    stripe_actions,
    stripe_events,
    stripe_invoices,
    stripe_ledger,
    stripe_sessions,
)
from infra.sandbox.kit import World
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.gateway import FakeGateway
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

Webhook = tuple[bytes, dict[str, str]]


class GatewayWorld(Protocol):
    """A gateway, and what customers and time do to it."""

    gateway: Gateway

    def now(self) -> datetime: ...

    def pay(self, checkout_id: str, *, email: str, is_delayed: bool = False) -> str:
        """Pay a page; return the payment's id."""
        ...

    def arrive(self, checkout_id: str) -> None: ...

    def refund(self, external_id: str, amount: Money | None = None) -> None: ...

    def webhook(self, checkout_id: str, *, sent_at: datetime) -> Webhook:
        """Return the signed webhook of a paid page."""
        ...

    def foreign_webhook(self) -> Webhook: ...


class RecurringWorld(GatewayWorld, Protocol):
    """A gateway that charges again and again, and what becomes of that."""

    gateway: RecurringGateway

    def pass_time(self, span: timedelta) -> None: ...

    def an_offer(self, plan: Plan) -> str:
        """Return a price of the plan that an order can name."""
        ...

    def renew(self, ref: str) -> str:
        """Charge the next period now; return the payment's id."""
        ...

    def fail_renewal(self, ref: str) -> None:
        """Let the next charge fail."""
        ...

    def heal(self, ref: str) -> None:
        """Let the customer enter a new card, which pays what is open."""
        ...

    def dispute(self, external_id: str) -> None: ...

    def close_dispute(self, external_id: str, *, won: bool) -> None: ...

    def agreement_webhook(self, ref: str) -> Webhook:
        """Return a signed webhook about an agreement."""
        ...


class ProratingWorld(RecurringWorld, Protocol):
    """A gateway that reckons changes of price, and the bank behind it."""

    def ask_payer(self, ref: str) -> None:
        """Let the bank ask the customer before a change is charged (3-D Secure)."""
        ...

    def answer_bank(self, ref: str, url: str) -> None:
        """Let the customer confirm the change on the gateway's page."""
        ...


@dataclass
class FakeWorld:
    clock: FakeClock

    def __post_init__(self) -> None:
        self.gateway = FakeGateway(self.clock)

    def now(self) -> datetime:
        return self.clock.now()

    def pay(self, checkout_id: str, *, email: str, is_delayed: bool = False) -> str:
        paid = self.gateway.pay(checkout_id, email=email, is_delayed=is_delayed)
        return paid.key.external_id

    def arrive(self, checkout_id: str) -> None:
        self.gateway.arrive(self.gateway.checkouts[checkout_id].external_id)

    def refund(self, external_id: str, amount: Money | None = None) -> None:
        self.gateway.give_back(external_id, amount)

    def webhook(self, checkout_id: str, *, sent_at: datetime) -> Webhook:
        return self.gateway.webhook(checkout_id=checkout_id, sent_at=sent_at)

    def foreign_webhook(self) -> Webhook:
        return self.gateway.webhook(kind="customer.created")

    def pass_time(self, span: timedelta) -> None:
        self.clock.move(span)

    def an_offer(self, plan: Plan) -> str:
        return self.gateway.make_offer(plan)

    def renew(self, ref: str) -> str:
        return self.gateway.renew(ref).key.external_id

    def fail_renewal(self, ref: str) -> None:
        self.gateway.fail_renewal(ref)

    def heal(self, ref: str) -> None:
        self.gateway.renew(ref)

    def ask_payer(self, ref: str) -> None:
        self.gateway.asking.add(ref)

    def answer_bank(self, ref: str, url: str) -> None:
        assert url.endswith(ref)
        self.gateway.confirm(ref)

    def dispute(self, external_id: str) -> None:
        self.gateway.dispute(external_id, Dispute.OPEN)

    def close_dispute(self, external_id: str, *, won: bool) -> None:
        self.gateway.dispute(external_id, Dispute.WON if won else Dispute.LOST)

    def agreement_webhook(self, ref: str) -> Webhook:
        return self.gateway.webhook(kind="agreement.changed", agreement_ref=ref)


class StripeWorld:
    """Stripe's adapter with keys in a vault, and the stand-in as its other side."""

    def __init__(
        self, world: World, *, key: str, publishable_key: str = "", is_recurring: bool = False
    ) -> None:
        self.world = world
        vault = FakeVault()
        self.db = InMemoryDatabase()
        self.db.seed(
            StripeSettings(
                enabled=True,
                recurring_enabled=is_recurring,
                publishable_key=publishable_key,
                secret_key=vault.seal(Secret(key), place=KEY_PLACE),
                webhook_secret=vault.seal(
                    Secret(stripe_events.DEFAULT_SECRET), place=WEBHOOK_PLACE
                ),
            )
        )
        self.gateway = StripeGateway(
            InMemorySettingsStore(self.db), vault, api_base=f"{world.base_url}/stripe"
        )

    def now(self) -> datetime:
        return self.world.clock.now()

    def pay(self, checkout_id: str, *, email: str, is_delayed: bool = False) -> str:
        session = stripe_sessions.pay(self.world, checkout_id, email=email, delayed=is_delayed)
        return str(session["payment_intent"])

    def arrive(self, checkout_id: str) -> None:
        stripe_sessions.settle_async(self.world, checkout_id)

    def refund(self, external_id: str, amount: Money | None = None) -> None:
        params: dict[str, Any] = {"payment_intent": external_id}
        if amount is not None:
            params["amount"] = amount.minor
        stripe_ledger.refund(self.world, params)

    def webhook(self, checkout_id: str, *, sent_at: datetime) -> Webhook:
        return self.signed(self.event("checkout.session.completed", checkout_id), sent_at=sent_at)

    def foreign_webhook(self) -> Webhook:
        event = {"id": "evt_1", "type": "customer.created", "data": {"object": {"id": "cus_1"}}}
        return self.signed(event, sent_at=self.now())

    def pass_time(self, span: timedelta) -> None:
        self.world.clock.advance(span)

    def an_offer(self, plan: Plan) -> str:
        return self.gateway.make_offer(plan)

    def renew(self, ref: str) -> str:
        invoice = self.act("renew", subscription=ref)["invoice"]["id"]
        tie = stripe_invoices.payment_of(self.world, invoice)
        return str(tie["payment"]["payment_intent"]) if tie else str(invoice)

    def fail_renewal(self, ref: str) -> None:
        self.act("fail_renewals", subscription=ref, tries=1)
        self.act("renew", subscription=ref)

    def heal(self, ref: str) -> None:
        self.act("heal", subscription=ref)

    def ask_payer(self, ref: str) -> None:
        self.act("require_3ds_for_changes", subscription=ref)

    def answer_bank(self, ref: str, url: str) -> None:
        assert httpx.post(url, timeout=10, trust_env=False).status_code == 200

    def dispute(self, external_id: str) -> None:
        self.act("dispute", payment_intent=external_id)

    def close_dispute(self, external_id: str, *, won: bool) -> None:
        found = [
            row["id"]
            for row in self.world.store.list("stripe.dispute")
            if row["payment_intent"] == external_id
        ]
        self.act("close_dispute", dispute=found[-1], won=won)

    def agreement_webhook(self, ref: str) -> Webhook:
        event = self.event("customer.subscription.created", ref)
        return self.signed(event, sent_at=self.now())

    def act(self, name: str, **body: Any) -> dict[str, Any]:
        """Press a button of the stand-in's console."""
        actions = {action.name: action for action in stripe_actions.ACTIONS}
        return actions[name].run(self.world, body)

    def event(self, kind: str, object_id: str) -> Any:
        """Return the latest event of that kind about that object."""
        return next(
            event
            for event in reversed(self.world.store.list("stripe.event"))
            if event["type"] == kind and event["data"]["object"]["id"] == object_id
        )

    def signed(self, event: Any, *, sent_at: datetime) -> Webhook:
        body = json.dumps(event).encode()
        stamp = int(sent_at.timestamp())
        signature = stripe_events.sign(body, stripe_events.DEFAULT_SECRET, stamp)
        return body, {"stripe-signature": signature}


def soon(now: datetime) -> datetime:
    """Return when an order made now runs out: whole seconds, as gateways count."""
    return now.replace(microsecond=0).astimezone(UTC) + timedelta(minutes=31)
