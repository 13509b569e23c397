"""Payments at PayPal as they stand now: captures, renewals, and money that friends sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.adapters.gateways import paypal_search as search
from chalicelib.adapters.gateways.paypal_api import PayPalApi
from chalicelib.adapters.gateways.paypal_errors import (
    RIGHT_MISSING,
    MissingObjectError,
    readable,
)
from chalicelib.adapters.gateways.paypal_hints import REFUND
from chalicelib.adapters.gateways.paypal_money import from_paypal
from chalicelib.adapters.gateways.paypal_objects import (
    Claim,
    Payer,
    capture_of,
    name_of,
    order_of,
    our_order,
    payer_of_order,
    payer_of_subscription,
    payment,
    payment_refunded_by,
    read_claims,
    refund_total,
    refunds_in,
    status_of,
)
from chalicelib.adapters.gateways.paypal_rows import Row, RowKind, RowStatus, read_with
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Dispute, GatewayPayment, GatewayStatus

Json = Mapping[str, Any]

_A_DAY = timedelta(days=1)
_PARTLY = "PARTIALLY_REFUNDED"
_FAILED = GatewayStatus.FAILED


class PaymentReader:
    """Reads payments one by one; None for what PayPal does not have or does not show yet."""

    def __init__(self, api: PayPalApi) -> None:
        self._api = api

    def by_id(self, external_id: str) -> GatewayPayment | None:
        """Return a payment by its id or by what leads to it; see `paypal_hints`."""
        lead, _, rest = external_id.rpartition("/")
        if lead == REFUND:
            return self._refunded_by(rest)
        if lead:
            return self.of_subscription(lead, rest)
        return self._by_capture(external_id)

    def refunded(self, external_id: str, refund_id: str) -> GatewayPayment:
        """Return a payment that was given back just now, by this refund.

        Of one whose payer shows in the search alone, and not yet, nothing but the money is told.
        """
        found = self.by_id(f"{REFUND}/{refund_id}")
        if found is not None:
            return found
        refund = self._api.get(f"/v2/payments/refunds/{refund_id}")
        capture = self._api.get(f"/v2/payments/captures/{external_id}")
        with readable():
            amount = from_paypal(capture["amount"])
            return payment(
                external_id,
                status=status_of(capture["status"]),
                amount=amount,
                paid_at=from_iso(str(capture["create_time"])),
                refunded=refund_total(refund),
                payer=Payer(),
                claim=self._claims(external_id, amount),
                order_id=our_order(capture.get("custom_id")),
                may_lag=True,
            )

    def _row(self, external_id: str) -> Row | None:
        """Return the payment's row; without the right to search, there is none."""
        try:
            return search.find(self._api, external_id)
        except ActionRequiredError as error:
            if error.code != RIGHT_MISSING:
                raise
            return None

    def of_order(self, order: Json) -> GatewayPayment | None:
        """Return what was taken for an order, None if nothing was."""
        with readable():
            external_id = capture_of(order)
        if not external_id:
            return None
        capture = self._capture(external_id)
        if capture is None:
            raise RetryLaterError("PayPal does not show the payment yet.", after_seconds=30)
        return self._of_capture(capture, order=order)

    def first_of(self, ref: str) -> GatewayPayment | None:
        """Return the first payment of a subscription, None if it has none."""
        subscription = self._subscription(ref)
        if subscription is None:
            return None
        with readable():
            made = self._transactions(subscription)
            paid = [each for each in made if status_of(each["status"]) is not _FAILED]
            if not paid:
                return None
            return self._of_transaction(subscription, paid[0], is_last=paid[0] is made[-1])

    def of_subscription(
        self, ref: str, external_id: str, *, at_least: Money | None = None
    ) -> GatewayPayment | None:
        """Return a payment of a subscription."""
        subscription = self._subscription(ref)
        if subscription is None:
            return None
        with readable():
            made = self._transactions(subscription)
            named = next((each for each in made if each["id"] == external_id), None)
            if named is None:
                return None
            return self._of_transaction(
                subscription, named, is_last=named is made[-1], at_least=at_least
            )

    def _subscription(self, ref: str) -> Json | None:
        try:
            return self._api.get(f"/v1/billing/subscriptions/{ref}")
        except MissingObjectError:
            return None

    def _transactions(self, subscription: Json) -> list[Json]:
        """Return a subscription's payments, the oldest first."""
        ref = subscription["id"]
        since = from_iso(str(subscription["create_time"])) - _A_DAY
        span = {
            "start_time": search.stamp(since),
            "end_time": search.stamp(self._api.now + _A_DAY),
        }
        listed = self._api.get(f"/v1/billing/subscriptions/{ref}/transactions", span)
        return sorted(listed.get("transactions") or (), key=lambda each: str(each["time"]))

    def _of_transaction(
        self, subscription: Json, one: Json, *, is_last: bool, at_least: Money | None = None
    ) -> GatewayPayment:
        amount = from_paypal(one["amount_with_breakdown"]["gross_amount"])
        external_id, said = str(one["id"]), str(one["status"])
        paid_at = from_iso(str(one["time"]))
        payer = payer_of_subscription(subscription)
        payer = Payer(
            str(one.get("payer_email") or payer.email),
            name_of(one.get("payer_name")) or payer.name,
        )
        info: Json = subscription.get("billing_info") or {}
        due = info.get("next_billing_time")
        # What failed since was not covered by the payment before.
        is_covered = is_last and due and not int(info.get("failed_payments_count") or 0)
        refunded, may_lag = self._refunded(said, amount, external_id, at_least=at_least)
        return payment(
            external_id,
            status=status_of(said),
            amount=amount,
            paid_at=paid_at,
            refunded=refunded,
            payer=payer,
            claim=self._claims(external_id, amount),
            order_id=our_order(subscription.get("custom_id")),
            subscription_ref=str(subscription["id"]),
            covers_until=from_iso(str(due)) if is_covered else None,
            may_lag=may_lag,
        )

    def _refunded_by(self, refund_id: str) -> GatewayPayment | None:
        try:
            refund = self._api.get(f"/v2/payments/refunds/{refund_id}")
        except MissingObjectError:
            return None
        with readable():
            external_id, total = payment_refunded_by(refund), refund_total(refund)
        return self._by_capture(external_id, at_least=total) if external_id else None

    def _by_capture(
        self, external_id: str, *, at_least: Money | None = None
    ) -> GatewayPayment | None:
        capture = self._capture(external_id)
        if capture is None:
            return self._sent(external_id)
        with readable():
            order_id = order_of(capture)
        if order_id:
            order = self._api.get(f"/v2/checkout/orders/{order_id}")
            return self._of_capture(capture, order=order, at_least=at_least)
        row = self._row(external_id)
        if row is None:
            # Whose it is shows in the search alone.
            return None
        if row.subscription_ref:
            return self.of_subscription(row.subscription_ref, external_id, at_least=at_least)
        return self._of_row(row)

    def _capture(self, external_id: str) -> Json | None:
        try:
            return self._api.get(f"/v2/payments/captures/{external_id}")
        except MissingObjectError:
            return None

    def _of_capture(
        self, capture: Json, *, order: Json, at_least: Money | None = None
    ) -> GatewayPayment:
        with readable():
            amount = from_paypal(capture["amount"])
            external_id, said = str(capture["id"]), str(capture["status"])
            told = refunds_in(order, amount.currency)
            most = max(told, at_least) if at_least else told
            refunded, may_lag = self._refunded(
                said, amount, external_id, at_least=most, is_listed=bool(told.minor)
            )
            return payment(
                external_id,
                status=status_of(said),
                amount=amount,
                paid_at=from_iso(str(capture["create_time"])),
                refunded=refunded,
                payer=payer_of_order(order),
                claim=self._claims(external_id, amount),
                order_id=our_order(capture.get("custom_id")),
                may_lag=may_lag,
            )

    def _sent(self, external_id: str) -> GatewayPayment | None:
        """Return money that somebody sent without an order, which the search alone knows."""
        row = self._row(external_id)
        if row is None or row.kind is not RowKind.PAYMENT:
            return None
        match row.status:
            case RowStatus.DONE | RowStatus.REVERSED:
                return self._of_row(row)
            case RowStatus.PENDING:
                return replace(read_with(row, ()), status=GatewayStatus.PENDING)
            case RowStatus.DENIED:
                return replace(read_with(row, ()), status=GatewayStatus.FAILED)

    def _of_row(self, row: Row) -> GatewayPayment:
        """Return a payment that the search alone tells of, with its disputes as they stand now.

        A reversal shows at once, and the rows that say why hours later: what a lost dispute took
        must not be taken for a refund meanwhile.
        """
        found = search.with_backs(self._api, row)
        claim = self._claims(row.id, row.amount)
        if claim.state in {Dispute.NONE, found.dispute}:
            return found
        refunded = found.refunded
        if claim.lost is not None and claim.lost <= refunded:
            refunded = refunded - claim.lost
        is_gone = bool(found.amount.minor) and refunded == found.amount
        status = GatewayStatus.REFUNDED if is_gone else GatewayStatus.PAID
        return replace(found, refunded=refunded, dispute=claim.state, status=status)

    def _refunded(
        self,
        said: str,
        amount: Money,
        external_id: str,
        *,
        at_least: Money | None,
        is_listed: bool = False,
    ) -> tuple[Money, bool]:
        """Return how much went back, and whether more of it may not be shown yet.

        A payment that was given back in part does not say how much: its order lists it
        (`is_listed`) or its latest refund does, else the search, which is late.
        """
        none = Money.zero(amount.currency)
        if status_of(said) is GatewayStatus.REFUNDED:
            return amount, False
        if said != _PARTLY:
            return none, False
        told = at_least or none
        if is_listed and told.minor:
            return told, False
        row = self._row(external_id)
        shown = search.with_backs(self._api, row) if row else None
        gone = shown.refunded if shown else none
        if not max(told, gone).minor:
            raise RetryLaterError(
                "PayPal does not tell yet how much went back.", after_seconds=300
            )
        return max(told, gone), True

    def _claims(self, external_id: str, amount: Money) -> Claim:
        """Return how the payment's disputes stand; without the right to see them, none do."""
        try:
            listed = self._api.get(
                "/v1/customer/disputes", {"disputed_transaction_id": external_id}
            )
            with readable():
                found = [self._whole(each) for each in listed.get("items") or ()]
                return read_claims(found, amount)
        except MissingObjectError:
            return Claim(Dispute.NONE)
        except ActionRequiredError as error:
            if error.code != RIGHT_MISSING:
                raise
            return Claim(Dispute.NONE)

    def _whole(self, dispute: Json) -> Json:
        """Return a dispute with its outcome, which lists leave out."""
        if dispute["status"] != "RESOLVED":
            return dispute
        return self._api.get(f"/v1/customer/disputes/{dispute['dispute_id']}")
