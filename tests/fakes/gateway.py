"""A payment service in memory, with pages that can be paid, and webhooks signed in its own way."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from chalicelib.catalog.model import Plan
from chalicelib.kernel.clock import Clock, from_iso, to_iso
from chalicelib.kernel.errors import AppError, ConflictError, InvalidError, NotFoundError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.kernel.term import Term
from chalicelib.payments.model import (
    Dispute,
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    Order,
    OrderMode,
    PaymentKey,
)
from chalicelib.payments.ports import (
    CheckoutResult,
    CheckoutState,
    Hint,
    HostedCheckout,
    KeyReport,
    ProratingGateway,
    RecurringGateway,
    RefusedWebhookError,
)
from chalicelib.payments.rules.agreements import (
    AgreementStatus,
    ConfirmNeededError,
    GatewayAgreement,
    Proration,
)
from tests.fakes.crediting import FakeCrediting

TOLERANCE = timedelta(seconds=300)
PAGE_SIZE = 2


@dataclass
class _Checkout:
    order: Order
    state: str = CheckoutState.OPEN
    external_id: str = ""


@dataclass
class FakeGateway(FakeCrediting, ProratingGateway, RecurringGateway):
    """Stands for the gateway and for the customers on its pages.

    `fail_next` lets the next calls of the product fail; `calls` counts them by name.
    """

    clock: Clock
    name: GatewayName = GatewayName.STRIPE
    secret: bytes = b"whsec_fake"
    shows_payments: bool = True
    shows_within: timedelta = timedelta(0)
    checkouts: dict[str, _Checkout] = field(default_factory=dict)
    payments: dict[str, GatewayPayment] = field(default_factory=dict)
    refunded_at: dict[str, datetime] = field(default_factory=dict)
    refunds: set[str] = field(default_factory=set)
    terms: dict[str, Term] = field(default_factory=dict)
    offers: dict[str, tuple[Money, Term]] = field(default_factory=dict)
    changes: set[str] = field(default_factory=set)
    asking: set[str] = field(default_factory=set)
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
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
        payment = self.payments.get(checkout.external_id)
        ref = payment.subscription_ref if payment else ""
        return CheckoutResult(checkout.state, payment, ref)

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
            and max(payment.paid_at, self.refunded_at.get(external_id, payment.paid_at)) >= since
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

    def refund(self, external_id: str, *, amount: Money, reference: str) -> GatewayPayment:
        self._called("refund")
        payment = self.payments[external_id]
        if reference in self.refunds:
            return payment
        if payment.refunded + amount <= payment.amount:
            self.refunds.add(reference)
            return self.give_back(external_id, amount)
        raise InvalidError.of("amount", "That is more than is left.", "Give back less.")

    def read_agreement(self, ref: str) -> GatewayAgreement | None:
        self._called("read_agreement")
        return self.agreements.get(ref)

    def cancel_agreement(self, ref: str, *, at_period_end: bool) -> GatewayAgreement:
        self._called("cancel_agreement")
        held = self.agreements[ref]
        if at_period_end and held.status is not AgreementStatus.ENDED:
            return self.agree(
                replace(held, cancels_at=held.cancels_at or held.renews_at, renews_at=None)
            )
        return self.agree(replace(held, status=AgreementStatus.ENDED, renews_at=None))

    def resume_agreement(self, ref: str) -> GatewayAgreement:
        self._called("resume_agreement")
        held = self.agreements[ref]
        if held.status is AgreementStatus.ENDED:
            raise ConflictError("The agreement has ended.")
        return self.agree(
            replace(held, renews_at=held.cancels_at or held.renews_at, cancels_at=None)
        )

    def manage_url(self, ref: str, *, return_url: str) -> str:
        self._called("manage_url")
        return f"https://gateway.test/manage/{ref}" if ref in self.agreements else ""

    def make_offer(self, plan: Plan) -> str:
        self._called("make_offer")
        offer_ref = f"offer_{plan.id}_{plan.price.minor}"
        self.offers[offer_ref] = plan.price, plan.term
        return offer_ref

    def check_offer(self, offer_ref: str, plan: Plan) -> str:
        self._called("check_offer")
        return "" if offer_ref == f"offer_{plan.id}_{plan.price.minor}" else "It is another price."

    def preview_change(self, ref: str, *, offer_ref: str, at: datetime) -> Proration:
        self._called("preview_change")
        held, (price, term) = self._held(ref), self._offered(offer_ref)
        assert held.price is not None
        assert held.renews_at is not None
        begun = max(
            each.paid_at for each in self.payments.values() if each.subscription_ref == ref
        )
        whole = int((held.renews_at - begun).total_seconds())
        left = int((held.renews_at - at).total_seconds())
        unused = _part(held.price.minor, left, whole)
        is_same_rhythm = term == self.terms[ref]
        due = _part(price.minor, left, whole) if is_same_rhythm else price.minor
        total = due - unused
        until = held.renews_at if is_same_rhythm else term.end_from(self.clock.now())
        currency = price.currency
        return Proration(Money(max(0, total), currency), Money(max(0, -total), currency), until)

    def change_offer(
        self, ref: str, *, offer_ref: str, at: datetime, reference: str, may_ask: bool = False
    ) -> GatewayAgreement:
        proration = self.preview_change(ref, offer_ref=offer_ref, at=at)
        self._called("change_offer")
        if reference in self.changes:
            return self.agreements[ref]
        if ref in self.asking and proration.charge.minor:
            self.waiting[ref] = {"offer_ref": offer_ref, "at": at, "reference": reference}
            raise ConfirmNeededError(url=f"https://gateway.test/confirm/{ref}" if may_ask else "")
        self.changes.add(reference)
        price, term = self._offered(offer_ref)
        held = self.agreements[ref]
        changed = replace(held, offer_ref=offer_ref, price=price, renews_at=proration.until)
        covers_until = proration.until if term != self.terms[ref] else None
        self.terms[ref] = term
        self.charge(
            proration.charge,
            email=held.payer_email,
            subscription_ref=ref,
            covers_until=covers_until,
            settles_change=True,
        )
        return self.agree(changed)

    def confirm(self, ref: str) -> GatewayAgreement:
        """Let the customer answer the bank about a change that waits."""
        self.asking.discard(ref)
        return self.change_offer(ref, **self.waiting.pop(ref))

    def _held(self, ref: str) -> GatewayAgreement:
        held = self.agreements.get(ref)
        if held is None:
            raise NotFoundError("There is no such agreement.")
        if held.status is not AgreementStatus.ACTIVE:
            raise ConflictError("It cannot be changed just now.")
        return held

    def _offered(self, offer_ref: str) -> tuple[Money, Term]:
        if offer_ref not in self.offers:
            raise InvalidError.of("offer_ref", "There is no such price.", "Make it.")
        return self.offers[offer_ref]

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
            **self._agreed(order, email=email),
        )
        checkout.state, checkout.external_id = CheckoutState.COMPLETE, payment.key.external_id
        return payment

    def _agreed(self, order: Order, *, email: str) -> dict[str, Any]:
        """Make the agreement of a recurring order; return what its payments say of it."""
        if order.mode is OrderMode.ONCE:
            return {}
        ends_at = order.term.end_from(self.clock.now())
        none = Money.zero(order.price.currency)
        agreement = GatewayAgreement(
            gateway=self.name,
            ref=f"sub_{len(self.agreements) + 1}",
            status=AgreementStatus.ACTIVE,
            offer_ref=order.offer_ref,
            order_id=order.id,
            payer_email=email or order.email,
            price=order.price + (order.discount or none) + (order.credit_used or none),
            renews_at=ends_at,
        )
        self.terms[self.agree(agreement).ref] = order.term
        return {"subscription_ref": agreement.ref, "covers_until": ends_at}

    def renew(self, ref: str) -> GatewayPayment:
        """Charge the next period of an agreement."""
        held = self.agreements[ref]
        assert held.price is not None
        ends_at = self.terms[ref].end_from(held.renews_at or self.clock.now())
        healed = replace(held, status=AgreementStatus.ACTIVE, renews_at=ends_at, failed_at=None)
        self.agree(healed)
        _, credit = self.credits.pop(ref, ("", Money.zero(held.price.currency)))
        return self.charge(
            held.price - credit,
            email=held.payer_email,
            subscription_ref=ref,
            covers_until=ends_at,
        )

    def fail_renewal(self, ref: str) -> GatewayAgreement:
        """Let the next charge of an agreement fail."""
        failing = {"status": AgreementStatus.FAILING, "failed_at": self.clock.now()}
        return self.agree(replace(self.agreements[ref], **failing))  # type: ignore[arg-type]

    def charge(
        self,
        amount: Money,
        *,
        email: str,
        order_id: OrderId | None = None,
        status: GatewayStatus = GatewayStatus.PAID,
        subscription_ref: str = "",
        covers_until: datetime | None = None,
        settles_change: bool = False,
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
            subscription_ref=subscription_ref,
            covers_until=covers_until,
            settles_change=settles_change,
        )
        self.payments[payment.key.external_id] = payment
        return payment

    def arrive(self, external_id: str) -> GatewayPayment:
        """Let delayed money arrive."""
        return self._change(external_id, status=GatewayStatus.PAID)

    def agree(self, agreement: GatewayAgreement) -> GatewayAgreement:
        """Let a recurring agreement stand like this."""
        self.agreements[agreement.ref] = agreement
        return agreement

    def dispute(self, external_id: str, state: Dispute) -> GatewayPayment:
        """Let the payer's bank open a dispute, or end one."""
        self.refunded_at[external_id] = self.clock.now()
        return self._change(external_id, dispute=state)

    def give_back(self, external_id: str, amount: Money | None = None) -> GatewayPayment:
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
        agreement_ref: str = "",
        sent_at: datetime | None = None,
    ) -> tuple[bytes, dict[str, str]]:
        """Return body and headers of a signed webhook."""
        hint = {"event_id": event_id, "kind": kind}
        hint |= {"external_id": external_id, "checkout_id": checkout_id}
        hint |= {"agreement_ref": agreement_ref}
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


def _part(minor: int, left: int, whole: int) -> int:
    """Return the part of an amount that falls on the rest of a period, rounded half up."""
    return (2 * minor * left + whole) // (2 * whole)
