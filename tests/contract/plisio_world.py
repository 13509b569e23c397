"""Plisio's adapter with its key in a vault, the stand-in as its other side, and its contract."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.adapters.gateways import plisio_api
from chalicelib.adapters.gateways.plisio import PlisioGateway
from chalicelib.kernel.ids import OrderId, new_id
from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Secret
from chalicelib.payments.model import Order
from chalicelib.settings.model import PlisioSettings
from chalicelib.settings.plisio import PLACE
from infra.sandbox import plisio_callbacks, plisio_invoices, plisio_wire
from infra.sandbox.kit import World
from infra.sandbox.plisio import DEFAULT_KEY
from tests.builders import an_order
from tests.contract.gateway_worlds import Webhook, soon
from tests.contract.schema import Spec
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

SPEC_FILE = "plisio/interface.json"
SITE = "http://127.0.0.1:8080"
CALLBACK = "http://127.0.0.1:9/webhooks/plisio"


class PlisioWorld:
    """See gateway_worlds.GatewayWorld; a payment's id is its invoice's."""

    def __init__(
        self, world: World, *, key: str = DEFAULT_KEY, accepts: tuple[str, ...] = ()
    ) -> None:
        self.world = world
        vault = FakeVault()
        self.db = InMemoryDatabase()
        sealed = vault.seal(Secret(key), place=PLACE) if key else None
        self.db.seed(PlisioSettings(enabled=True, secret_key=sealed, accepts=accepts))
        self.gateway = PlisioGateway(
            InMemorySettingsStore(self.db), vault, api_base=f"{world.base_url}/plisio"
        )

    def now(self) -> datetime:
        return self.world.clock.now()

    def pay(self, checkout_id: str, *, email: str, is_delayed: bool = False) -> str:
        # Plisio knows the address of the order alone; whoever sends coins gives none.
        self.invoice(checkout_id, email=email)
        plisio_invoices.pay(self.world, checkout_id, confirm=not is_delayed)
        return checkout_id

    def send(self, checkout_id: str, *, share: str) -> None:
        """Send a part of the coins asked for, or too many."""
        asked = Decimal(self.invoice(checkout_id)["amount"])
        plisio_invoices.pay(self.world, checkout_id, asked * Decimal(share))

    def arrive(self, checkout_id: str) -> None:
        plisio_invoices.confirm(self.world, checkout_id)

    def end(self, checkout_id: str, status: str) -> None:
        """Let an invoice end in a status."""
        plisio_invoices.end(self.world, checkout_id, status)

    def refund(self, external_id: str, amount: Money | None = None) -> None:
        pytest.fail("Plisio gives nothing back")

    def webhook(self, checkout_id: str, *, sent_at: datetime) -> Webhook:
        return self.callback(self.fields(checkout_id))

    def foreign_webhook(self) -> Webhook:
        return self.callback({"txn_id": "1", "ipn_type": "customer.created"})

    def fields(self, txn_id: str) -> dict[str, Any]:
        """Return what a callback about an invoice tells now."""
        return plisio_invoices.fields_of(self.world, self.invoice(txn_id))

    def callback(
        self, fields: dict[str, Any], *, is_json: bool = True, signature: str = "good"
    ) -> Webhook:
        """Return a callback in one of its two forms."""
        url = f"{CALLBACK}?json=true" if is_json else CALLBACK
        body, kind = plisio_callbacks.written(url, fields, key=DEFAULT_KEY, signature=signature)
        return body, {"content-type": kind}

    def signed_text(self, text: str) -> bytes:
        """Return an object, written as JSON in whatever way, with the hash of that very text."""
        signature = plisio_wire._hmac(text, DEFAULT_KEY)
        return f'{text[:-1]},"verify_hash":"{signature}"}}'.encode()

    def invoice(self, txn_id: str, **changes: Any) -> dict[str, Any]:
        """Return an invoice of the stand-in's, changed first if asked for."""
        invoice = self.world.store.get("plisio.invoice", txn_id)
        assert invoice is not None
        if changes:
            invoice |= changes
            self.world.store.put("plisio.invoice", txn_id, invoice)
        return invoice


def hold_plisio_to_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check each call of the adapter, and its answer, against the interface."""
    spec = Spec.load(SPEC_FILE)
    send = plisio_api._SESSION.get

    def checked(url: str, *, params: dict[str, str]) -> Any:
        path = url.split("/api/v1", 1)[1]
        described = not path.endswith("/operations")
        asked = {name: value for name, value in params.items() if name != "api_key"}
        if described:
            spec.check_request("GET", path, query=urlencode(asked))
        answer = send(url, params=params)
        if answer.status_code >= 400:
            spec.check_object("Error", json.loads(answer.text))
        elif described:
            spec.check_answer("GET", path, answer.status_code, answer.json())
        return answer

    monkeypatch.setattr(plisio_api._SESSION, "get", checked)


def order_of(world: PlisioWorld, **changes: object) -> Order:
    """Return a new order of 10 USD."""
    now = world.now()
    order = an_order(id=OrderId(new_id("ord", now=now)), created_at=now, expires_at=soon(now))
    return replace(order, **changes)  # type: ignore[arg-type]


def opened(world: PlisioWorld, **changes: object) -> str:
    """Make the invoice of a new order; return its id."""
    order = order_of(world, **changes)
    page = world.gateway.open_checkout(
        order,
        return_url=f"{SITE}/orders/{order.id}",
        cancel_url=f"{SITE}/orders/{order.id}/cancel",
    )
    return page.checkout_id
