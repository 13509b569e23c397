"""A payment service in memory, with pages that can be paid, and webhooks signed in its own way."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from chalicelib.kernel.clock import Clock, from_iso, to_iso
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.payments.model import (
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    Order,
    PaymentKey,
)
from chalicelib.payments.ports import (
    CheckoutResult,
    CheckoutState,
    Hint,
    HostedCheckout,
    KeyReport,
    RefusedWebhookError,
)

TOLERANCE = timedelta(seconds=300)
PAGE_SIZE = 2


@dataclass
class _Checkout:
    order: Order
    state: str = CheckoutState.OPEN
    external_id: str = ""


@dataclass
class FakeGateway:
    """Stands for the gateway and for the customers on its pages.

    `fail_next` lets the next calls of the product fail; `calls` counts them by name.
    """

    clock: Clock
    name: GatewayName = GatewayName.STRIPE
    secret: bytes = b"whsec_fake"
    shows_payments: bool = True
    checkouts: dict[str, _Checkout] = field(default_factory=dict)
    payments: dict[str, GatewayPayment] = field(default_factory=dict)
    refunded_at: dict[str, datetime] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    _faults: list[tuple[str, AppError]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    # What the product calls

    def open_checkout(self, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
        self._called("open_checkout")
        checkout_id = f"cs_{order.id}"
        with self._lock:
            self.checkouts.setdefault(checkout_id, _Checkout(order))
        return HostedCheckout(checkout_id, f"https://gateway.test/pay/{checkout_id}")

    def close_checkout(self, checkout_id: str) -> None:
        self._called("close_checkout")
        checkout = self.checkouts.get(checkout_id)
        if checkout is not None and checkout.state == CheckoutState.OPEN:
            checkout.state = CheckoutState.CLOSED

    def read_checkout(self, checkout_id: str) -> CheckoutResult:
        self._called("read_checkout")
        checkout = self.checkouts.get(checkout_id)
        if checkout is None:
            return CheckoutResult(CheckoutState.CLOSED, None)
        if checkout.state == CheckoutState.OPEN and self.clock.now() >= checkout.order.expires_at:
            checkout.state = CheckoutState.CLOSED
        return CheckoutResult(checkout.state, self.payments.get(checkout.external_id))

    def read_payment(self, external_id: str) -> GatewayPayment | None:
        self._called("read_payment")
        return self.payments.get(external_id) if self.shows_payments else None

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        self._called("payments_since")
        moved = {GatewayStatus.PAID, GatewayStatus.REFUNDED}
        listed = [
            payment
            for external_id, payment in reversed(self.payments.items())
            if payment.status in moved
            and (payment.paid_at >= since or self.refunded_at.get(external_id, since) > since)
        ]
        start = int(cursor or 0)
        end = start + PAGE_SIZE
        return Page(tuple(listed[start:end]), str(end) if end < len(listed) else None)

    def verify_webhook(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> Hint:
        self._called("verify_webhook")
        sent_at, _, signature = headers.get("x-fake-signature", "").partition(" ")
        if not sent_at or not hmac.compare_digest(signature, self._sign(body, sent_at)):
            raise RefusedWebhookError("The signature does not match.")
        if abs(now - from_iso(sent_at)) > TOLERANCE:
            raise RefusedWebhookError("The webhook is too old.")
        return Hint(**json.loads(body))

    def test(self) -> KeyReport:
        self._called("test")
        return KeyReport(works=True, lines=("Everything works.",))

    # What customers and the gateway's own staff do

    def pay(
        self,
        checkout_id: str,
        *,
        email: str = "",
        amount: Money | None = None,
        is_delayed: bool = False,
    ) -> GatewayPayment:
        """Pay an open page; `is_delayed` leaves the money on its way until `arrive`."""
        checkout = self.checkouts[checkout_id]
        assert checkout.state == CheckoutState.OPEN, checkout.state
        order = checkout.order
        payment = self.charge(
            amount or order.price,
            email=email or order.email,
            order_id=order.id,
            status=GatewayStatus.PENDING if is_delayed else GatewayStatus.PAID,
        )
        checkout.state, checkout.external_id = CheckoutState.COMPLETE, payment.key.external_id
        return payment

    def charge(
        self,
        amount: Money,
        *,
        email: str,
        order_id: OrderId | None = None,
        status: GatewayStatus = GatewayStatus.PAID,
    ) -> GatewayPayment:
        """Take money, with or without an order of ours."""
        payment = GatewayPayment(
            key=PaymentKey(self.name, f"pi_{len(self.payments) + 1}"),
            status=status,
            amount=amount,
            paid_at=self.clock.now(),
            refunded=Money.zero(amount.currency),
            payer_email=email,
            order_id=order_id,
        )
        self.payments[payment.key.external_id] = payment
        return payment

    def arrive(self, external_id: str) -> GatewayPayment:
        """Let delayed money arrive."""
        return self._change(external_id, status=GatewayStatus.PAID)

    def refund(self, external_id: str, amount: Money | None = None) -> GatewayPayment:
        """Give back all, or `amount`."""
        payment = self.payments[external_id]
        refunded = payment.refunded + amount if amount else payment.amount
        is_whole = refunded == payment.amount
        status = GatewayStatus.REFUNDED if is_whole else GatewayStatus.PAID
        self.refunded_at[external_id] = self.clock.now()
        return self._change(external_id, refunded=refunded, status=status)

    def webhook(
        self,
        *,
        event_id: str = "evt_1",
        kind: str = "payment.paid",
        external_id: str = "",
        checkout_id: str = "",
        sent_at: datetime | None = None,
    ) -> tuple[bytes, dict[str, str]]:
        """Return body and headers of a signed webhook."""
        hint = {"event_id": event_id, "kind": kind}
        hint |= {"external_id": external_id, "checkout_id": checkout_id}
        body = json.dumps(hint).encode()
        stamp = to_iso(sent_at or self.clock.now())
        return body, {"x-fake-signature": f"{stamp} {self._sign(body, stamp)}"}

    def fail_next(self, error: AppError, *, call: str = "", times: int = 1) -> None:
        """Let the next calls fail, or only the next ones of that name."""
        self._faults.extend([(call, error)] * times)

    def _change(self, external_id: str, **changes: object) -> GatewayPayment:
        changed = replace(self.payments[external_id], **changes)  # type: ignore[arg-type]
        self.payments[external_id] = changed
        return changed

    def _called(self, call: str) -> None:
        with self._lock:
            self.calls.append(call)
            fault = next((each for each in self._faults if each[0] in {"", call}), None)
            if fault is not None:
                self._faults.remove(fault)
                raise fault[1]

    def _sign(self, body: bytes, sent_at: str) -> str:
        return hmac.new(self.secret, sent_at.encode() + body, hashlib.sha256).hexdigest()
