"""PayPal: orders whose money is collected here, and subscriptions that PayPal charges itself.

A payment is its transaction, which for an order is its capture.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.adapters.gateways import (
    paypal_keys,
    paypal_nvp,
    paypal_pages,
    paypal_recurring,
    paypal_search,
)
from chalicelib.adapters.gateways.kept import SAME_REQUEST_SECONDS, SAME_RUN_SECONDS, Kept
from chalicelib.adapters.gateways.paypal_api import PayPalApi, Tokens
from chalicelib.adapters.gateways.paypal_errors import (
    NO_ANSWER,
    MissingObjectError,
    RefusedError,
    readable,
)
from chalicelib.adapters.gateways.paypal_hints import read_event
from chalicelib.adapters.gateways.paypal_money import to_paypal
from chalicelib.adapters.gateways.paypal_nvp_api import NvpApi
from chalicelib.adapters.gateways.paypal_reading import PaymentReader
from chalicelib.catalog.model import Plan
from chalicelib.kernel.clock import Clock, from_iso
from chalicelib.kernel.errors import (
    ActionRequiredError,
    ConflictError,
    InvalidError,
    RetryLaterError,
)
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.kernel.secret import Vault
from chalicelib.payments.model import GatewayAccount, GatewayName, GatewayPayment, Order, OrderMode
from chalicelib.payments.ports import (
    CheckoutResult,
    Hint,
    HostedCheckout,
    KeyReport,
    RefusedWebhookError,
)
from chalicelib.payments.rules.agreements import GatewayAgreement
from chalicelib.settings.model import PayPalMode, PayPalReading, PayPalSettings
from chalicelib.settings.ports import SettingsStore

# PayPal repeats an event for three days, each time under its first time.
RETRIED_FOR = timedelta(days=3)
WEBHOOK_TOLERANCE = timedelta(seconds=300)
_SIGNED_BY = ("auth-algo", "cert-url", "transmission-id", "transmission-sig", "transmission-time")
_LONGEST_HEADER = 500
_ACCOUNTS = {
    GatewayAccount.PAYPAL: "the first PayPal account",
    GatewayAccount.PAYPAL_SECONDARY: "the second PayPal account",
}
_TOO_MUCH = frozenset({"REFUND_AMOUNT_EXCEEDED", "CAPTURE_FULLY_REFUNDED"})


class PayPalGateway:
    """The port `RecurringGateway` over PayPal's API, for one account; keys opened at each use."""

    name = GatewayName.PAYPAL

    def __init__(
        self,
        settings: SettingsStore,
        vault: Vault,
        *,
        account: GatewayAccount,
        bases: Mapping[PayPalMode, str],
        nvp_bases: Mapping[PayPalMode, str],
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._vault = vault
        self._account = account
        self._bases = bases
        self._nvp_bases = nvp_bases
        self._clock = clock
        self._tokens = Tokens()
        self._told = paypal_nvp.Told()
        self._seen: Kept[PayPalSettings] = Kept(lasts_seconds=SAME_REQUEST_SECONDS)
        self._run: Kept[PayPalSettings] = Kept(lasts_seconds=SAME_RUN_SECONDS)

    @property
    def shows_within(self) -> timedelta:
        """Return after which time at the latest a transaction shows: NVP knows it at once."""
        is_nvp = self._held().reads_by is PayPalReading.NVP
        return timedelta(0) if is_nvp else paypal_search.SHOWS_WITHIN

    def open_checkout(self, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
        """Make the payment page of an order; the same order always gets the same page."""
        is_recurring = order.mode is OrderMode.RECURRING
        open_page = paypal_recurring.open_page if is_recurring else paypal_pages.open_page
        return open_page(self._api(), order, return_url=return_url, cancel_url=cancel_url)

    def close_checkout(self, checkout_id: str) -> None:
        """Make sure that the page can no longer be paid; done already is success.

        A subscription that nobody approved cannot be closed; PayPal forgets it by itself.
        """
        if not paypal_recurring.is_subscription(checkout_id):
            paypal_pages.close_page(self._api(), checkout_id)

    def read_checkout(self, checkout_id: str) -> CheckoutResult:
        """Return what the page came to; what the customer approved is collected now.

        A page that PayPal does not have is closed. Collecting twice is success.
        """
        is_subscription = paypal_recurring.is_subscription(checkout_id)
        read_page = paypal_recurring.read_page if is_subscription else paypal_pages.read_page
        return read_page(self._api(), checkout_id)

    def read_payment(self, external_id: str) -> GatewayPayment | None:
        """Return the payment as it stands, None if PayPal has no such payment, or not yet.

        `external_id` is the payment's own or what an event names; see `paypal_hints`.
        """
        held = self._held()
        if held.reads_by is PayPalReading.NVP and not held.client_id:
            return paypal_nvp.by_id(self._nvp(held), external_id)
        try:
            found = PaymentReader(self._open(held)).by_id(external_id)
        except MissingObjectError:
            found = None
        if found is None and held.reads_by is PayPalReading.NVP and "/" not in external_id:
            return paypal_nvp.by_id(self._nvp(held), external_id)
        return found

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        """Return payments that were made, given back or disputed at or after `since`."""
        held = self._run.take() if cursor else None
        held = held or self._held()
        page = self._page(held, since, cursor=cursor)
        # Whoever corrects a key after an error finds it used with the next page.
        self._run.keep(held)
        return page

    def refund(self, external_id: str, *, amount: Money, reference: str) -> GatewayPayment:
        """Give money back and return the payment as it then stands.

        Raises ActionRequiredError for an account that is read by NVP alone.
        """
        held = self._held()
        if held.reads_by is PayPalReading.NVP and not held.client_id:
            raise ActionRequiredError(
                f"The money came to {_ACCOUNTS[self._account]}, which is only read here: it has "
                "no client id and secret.",
                remedy="Give it back on PayPal's own site; it is seen here with the next sync. "
                "Or enter client id and secret in Settings, PayPal.",
                code="paypal.only_read",
            )
        api = self._open(held)
        path = f"/v2/payments/captures/{external_id}/refund"
        try:
            made = api.post(path, {"amount": to_paypal(amount)}, request_id=f"refund-{reference}")
        except MissingObjectError as error:
            raise InvalidError.of(
                "payment_id",
                "PayPal cannot give this payment back by itself.",
                "Give it back on PayPal's own site.",
            ) from error
        except RefusedError as error:
            raise _not_given_back(error) from error
        with readable():
            refund_id = str(made["id"])
        try:
            return PaymentReader(api).refunded(external_id, refund_id)
        except MissingObjectError as error:
            raise RetryLaterError("PayPal does not show the refund yet.") from error

    def read_agreement(self, ref: str) -> GatewayAgreement | None:
        """Return the agreement as it stands, None if PayPal has none of that id."""
        return paypal_recurring.read(self._api(), ref)

    def cancel_agreement(self, ref: str, *, at_period_end: bool) -> GatewayAgreement:
        """Let it never charge again, from now on in any case; done is success.

        PayPal knows no end of period: what was paid stays paid.
        """
        del at_period_end
        return paypal_recurring.cancel(self._api(), ref)

    def resume_agreement(self, ref: str) -> GatewayAgreement:
        """Return an agreement that goes on; raises ConflictError if it ended."""
        return paypal_recurring.resume(self._api(), ref)

    def manage_url(self, ref: str, *, return_url: str) -> str:
        """Return PayPal's page of automatic payments, empty if there is no such agreement."""
        del return_url
        held = self._held()
        return paypal_recurring.manage_url(self._open(held), ref, mode=held.mode)

    def make_offer(self, plan: Plan) -> str:
        """Make product and plan at PayPal and return the plan's id; the same plan, the same."""
        return paypal_recurring.make_offer(self._api(), plan)

    def check_offer(self, offer_ref: str, plan: Plan) -> str:
        """Return in one sentence how PayPal's plan differs from ours, else nothing."""
        return paypal_recurring.check_offer(self._api(), offer_ref, plan)

    def verify_webhook(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> Hint:
        """Return what a webhook points at, once PayPal itself said that it is genuine.

        An event that could not be delivered comes again for three days under its first time, so
        that one may be that old, but none may be from the future. A replay within that time
        changes nothing, since the object it names is read again.
        """
        held = self._held()
        if not held.webhook_id:
            raise RefusedWebhookError("No id of PayPal's webhook is set.")
        signed = {name: headers.get(f"paypal-{name}", "").strip() for name in _SIGNED_BY}
        _check_headers(signed, now=now)
        hint = _hint(body)
        fields = {name.replace("-", "_"): value for name, value in signed.items()}
        fields["webhook_id"] = held.webhook_id
        # Written anew, the event could have other bytes than those that were signed.
        asked = json.dumps(fields)[:-1].encode() + b',"webhook_event":' + body + b"}"
        try:
            answer = self._open(held).post_text(
                "/v1/notifications/verify-webhook-signature", asked
            )
        except (RefusedError, MissingObjectError) as error:
            raise RefusedWebhookError("PayPal does not take this for an event.") from error
        if answer.get("verification_status") != "SUCCESS":
            raise RefusedWebhookError("PayPal says that this event is not its own.")
        self._seen.keep(held)
        return hint

    def test(self) -> KeyReport:
        """Try the credentials without moving money."""
        held = self._held()
        other = PayPalMode.LIVE if held.mode is PayPalMode.SANDBOX else PayPalMode.SANDBOX
        is_elsewhere = self._bases[held.mode] != self._bases[other]
        return paypal_keys.report(
            held,
            open_api=lambda: self._open(held),
            open_other=(lambda: self._open(held, mode=other)) if is_elsewhere else None,
            open_nvp=lambda: self._nvp(held),
        )

    def _held(self) -> PayPalSettings:
        return self._seen.take() or self._settings.paypal(str(self._account))

    def _page(
        self, held: PayPalSettings, since: datetime, *, cursor: str | None
    ) -> Page[GatewayPayment]:
        if held.reads_by is PayPalReading.NVP:
            return paypal_nvp.list_since(
                self._nvp(held), since, cursor=cursor, now=self._clock.now(), told=self._told
            )
        api = self._open(held)
        reader = PaymentReader(api)
        try:
            return paypal_search.list_since(api, since, cursor=cursor, read_alone=reader.by_id)
        except MissingObjectError as error:
            raise RetryLaterError(NO_ANSWER) from error

    def _api(self) -> PayPalApi:
        return self._open(self._held())

    def _open(self, held: PayPalSettings, *, mode: PayPalMode | None = None) -> PayPalApi:
        if held.client_secret is None or not held.client_id:
            raise ActionRequiredError(
                "No client id and secret for PayPal are set.",
                remedy="Enter them in Settings, PayPal.",
            )
        secret = self._vault.open(held.client_secret, place=f"{held.name}.client_secret")
        base = self._bases[mode or held.mode].rstrip("/")
        return PayPalApi(base, held.client_id, secret, tokens=self._tokens, clock=self._clock)

    def _nvp(self, held: PayPalSettings) -> NvpApi:
        if held.nvp_password is None or held.nvp_signature is None or not held.nvp_username:
            raise ActionRequiredError(
                "No NVP credentials for PayPal are set.",
                remedy="Enter them in Settings, PayPal, or read transactions by REST.",
            )
        return NvpApi(
            self._nvp_bases[held.mode].rstrip("/"),
            held.nvp_username,
            self._vault.open(held.nvp_password, place=f"{held.name}.nvp_password"),
            self._vault.open(held.nvp_signature, place=f"{held.name}.nvp_signature"),
        )


def _not_given_back(error: RefusedError) -> Exception:
    if error.issue in _TOO_MUCH:
        return InvalidError.of("amount", "That is more than is left.", "Give back less.")
    if error.issue == "TRANSACTION_DISPUTED":
        return ConflictError(
            "The payment is disputed: PayPal refunds no part of it.",
            remedy="Answer the case in PayPal's resolution centre, or give all of it back.",
            code="paypal.disputed",
        )
    return error


def _check_headers(signed: Mapping[str, str], *, now: datetime) -> None:
    """Refuse what is not signed, or said to be signed in the future or too long ago."""
    if any(not value or len(value) > _LONGEST_HEADER for value in signed.values()):
        raise RefusedWebhookError("The event is not signed.")
    try:
        sent_at = from_iso(signed["transmission-time"])
    except ValueError as error:
        raise RefusedWebhookError("The signature has no readable time.") from error
    if sent_at.tzinfo is None or not (
        -WEBHOOK_TOLERANCE <= now - sent_at <= RETRIED_FOR + WEBHOOK_TOLERANCE
    ):
        raise RefusedWebhookError("The signature is too old or from the future.")


def _hint(body: bytes) -> Hint:
    try:
        return read_event(json.loads(body))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise RefusedWebhookError("The body is no event.") from error
