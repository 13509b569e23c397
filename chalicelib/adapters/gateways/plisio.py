"""Plisio: an invoice in the customer's coin over a price in money; a payment is its invoice."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urljoin

from chalicelib.adapters.gateways import plisio_objects as objects
from chalicelib.adapters.gateways.kept import SAME_RUN_SECONDS, Kept
from chalicelib.adapters.gateways.plisio_api import PlisioApi
from chalicelib.adapters.gateways.plisio_wire import UnprovenError, proven
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.kernel.secret import Vault
from chalicelib.payments.model import (
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    Order,
    OrderMode,
)
from chalicelib.payments.ports import (
    CheckoutResult,
    CheckoutState,
    Hint,
    HostedCheckout,
    KeyReport,
    RefusedWebhookError,
)
from chalicelib.settings.model import PlisioSettings
from chalicelib.settings.plisio import PLACE as KEY_PLACE
from chalicelib.settings.ports import SettingsStore

CALLBACK_PATH = "/webhooks/plisio?json=true"
_PER_PAGE = 100
# Lists are by when an invoice was made; it may be paid this much later, or later still by hand.
_INVOICES_LAST = timedelta(days=3)
# The invoice ends before the order does, so that a lapsed order can close.
_ENDS_BEFORE = timedelta(minutes=1)
_MOST_SWITCHES = 20
_LONGEST_NAME = 100


class PlisioGateway:
    """The port `Gateway` over Plisio's API; the key is opened at each use.

    Plisio charges nothing by itself, so it is never offered for recurring orders (B023), and
    gives nothing back by itself.
    """

    name = GatewayName.PLISIO
    # Lists show an invoice at once.
    shows_within = timedelta(0)

    def __init__(self, settings: SettingsStore, vault: Vault, *, api_base: str) -> None:
        self._settings = settings
        self._vault = vault
        self._api_base = api_base.rstrip("/")
        self._run: Kept[PlisioSettings] = Kept(lasts_seconds=SAME_RUN_SECONDS)

    def open_checkout(self, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
        """Make the invoice of an order; the same order always gets the same one."""
        if order.mode is OrderMode.RECURRING:
            raise ActionRequiredError(
                "Plisio cannot charge again and again.", remedy="Use another payment service."
            )
        settings = self._settings.plisio()
        params = _params(order, return_url=return_url, cancel_url=cancel_url)
        if settings.accepts:
            params["allowed_psys_cids"] = ",".join(settings.accepts)
        made = self._open(settings).open_invoice(params)
        with objects.readable():
            return HostedCheckout(str(made["txn_id"]), str(made["invoice_url"]))

    def close_checkout(self, checkout_id: str) -> None:
        """Make sure that the page can no longer be paid; done already is success.

        Plisio lets nobody withdraw an invoice: it ends by itself, shortly before its order does.
        Until then this raises RetryLaterError.
        """
        if self.read_checkout(checkout_id).state == CheckoutState.OPEN:
            raise RetryLaterError("Plisio's invoice is open until its time is up.")

    def read_checkout(self, checkout_id: str) -> CheckoutResult:
        """Return what the invoice came to, or the one in another coin that took its place.

        Coins that were sent and not confirmed yet are a pending payment on a complete page.
        """
        operation = self._latest(checkout_id)
        if operation is None or not objects.has_price(operation):
            return CheckoutResult(CheckoutState.CLOSED, None)
        with objects.readable():
            payment = objects.read_operation(operation)
            is_new = operation["status"] == objects.NEW
        if is_new:
            return CheckoutResult(CheckoutState.OPEN, None)
        if payment.status is GatewayStatus.FAILED:
            return CheckoutResult(CheckoutState.CLOSED, None)
        return CheckoutResult(CheckoutState.COMPLETE, payment)

    def read_payment(self, external_id: str) -> GatewayPayment | None:
        """Return the payment as it stands, None if Plisio has no such invoice over money."""
        operation = self._operation(external_id)
        if operation is None or not objects.has_price(operation):
            return None
        with objects.readable():
            return objects.read_operation(operation)

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        """Return what was paid on invoices that were made at or after `since`, or shortly before.

        Plisio does not tell when an invoice was paid: those of three more days are looked at.
        """
        held = self._run.take() if cursor else None
        held, number = held or self._settings.plisio(), int(cursor or 1)
        listed = self._open(held).operations(page=number, limit=_PER_PAGE)
        with objects.readable():
            rows, pages = listed["operations"], int(listed["_meta"]["pageCount"])
            young = [row for row in rows if objects.made_at(row) >= since - _INVOICES_LAST]
            found = [objects.read_operation(row) for row in young if objects.has_price(row)]
        is_last = number >= pages or len(young) < len(rows)
        paid = tuple(each for each in found if each.status is GatewayStatus.PAID)
        # Whoever corrects the key after an error finds it used with the next page.
        self._run.keep(held)
        return Page(paid, None if is_last else str(number + 1))

    def refund(self, external_id: str, *, amount: Money, reference: str) -> GatewayPayment:
        """Raise ActionRequiredError: coins go back by hand, to an address that the payer names."""
        raise ActionRequiredError(
            f"Plisio offers no refunds to programs; {amount} of {external_id} were not sent back.",
            remedy="Ask the customer for an address, send the coins from your Plisio balance, "
            f"and note the refund here (reference {reference}).",
            code="plisio.no_refunds",
        )

    def verify_webhook(
        self,
        *,
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 - the port's; the hash is in the body
        now: datetime,  # noqa: ARG002 - the port's; callbacks bear no time
    ) -> Hint:
        """Return what a callback points at; raises RefusedWebhookError unless it is Plisio's.

        Callbacks bear no time, so an old one proves as much as a new one. It is a hint: the
        invoice is read again, and a repeated callback changes nothing.
        """
        key = self._settings.plisio().secret_key
        if key is None:
            raise RefusedWebhookError("No secret key for Plisio is set.")
        try:
            fields = proven(body, self._vault.open(key, place=KEY_PLACE))
        except UnprovenError as error:
            raise RefusedWebhookError("The hash does not match the callback.") from error
        event_id = hashlib.sha256(body).hexdigest()[:32]
        kind = str(fields.get("ipn_type") or "unknown")
        if kind != "invoice" or not fields.get("source_currency"):
            return Hint(event_id, kind)
        txn_id = str(fields.get("txn_id") or "")
        status = str(fields.get("status") or "").replace(" ", "_")
        return Hint(event_id, f"{kind}.{status}", external_id=txn_id, checkout_id=txn_id)

    def test(self) -> KeyReport:
        """Try the key without moving money."""
        settings = self._settings.plisio()
        if settings.secret_key is None:
            text = "The secret key is missing: copy it from the API page of your shop at Plisio."
            return KeyReport(works=False, lines=(text,))
        api = self._open(settings)
        try:
            coins = api.coins()
            api.balance(settings.accepts[0] if settings.accepts else coins[0] if coins else "BTC")
            listed = api.operations(page=1, limit=1)
        except ActionRequiredError as error:
            return KeyReport(works=False, lines=(f"{error.message} {error.remedy}",))
        except (RetryLaterError, objects.MissingInvoiceError):
            return KeyReport(works=False, lines=(f"{objects.NO_ANSWER} Try again in a minute.",))
        wrong = [
            f"{coin}: Plisio takes no such coin just now. Take it off the list."
            for coin in settings.accepts
            if coin not in coins
        ]
        if not all(objects.tells_enough(each) for each in listed.get("operations") or ()):
            wrong.append(f"Plisio tells too little about invoices. {objects.TOO_LITTLE}")
        return KeyReport(works=not wrong, lines=("Invoices and balances: works.", *wrong))

    def _latest(self, txn_id: str) -> objects.Json | None:
        """Return the invoice, or what took its place when the payer chose another coin."""
        for _ in range(_MOST_SWITCHES):
            operation = self._operation(txn_id)
            following = str((operation or {}).get("switch_id") or "")
            if operation is None or not following:
                return operation
            txn_id = following
        raise RetryLaterError(objects.NO_ANSWER)

    def _operation(self, txn_id: str) -> objects.Json | None:
        try:
            return self._api().operation(txn_id)
        except objects.MissingInvoiceError:
            return None

    def _api(self) -> PlisioApi:
        return self._open(self._settings.plisio())

    def _open(self, settings: PlisioSettings) -> PlisioApi:
        if settings.secret_key is None:
            raise ActionRequiredError(
                "No secret key for Plisio is set.", remedy="Enter it in Settings, Plisio."
            )
        key = self._vault.open(settings.secret_key, place=KEY_PLACE)
        return PlisioApi(key, base_url=self._api_base)


def _params(order: Order, *, return_url: str, cancel_url: str) -> dict[str, str]:
    lasts = order.expires_at - order.created_at - _ENDS_BEFORE
    return {
        "order_number": order.id,
        "order_name": _plain(order.plan_name),
        "source_currency": order.price.currency,
        "source_amount": str(order.price.to_decimal()),
        "email": order.email,
        "expire_min": str(max(1, int(lasts.total_seconds()) // 60)),
        "success_invoice_url": return_url,
        "fail_invoice_url": cancel_url,
        # The return page stands on the site's own origin, and so does the callback.
        "callback_url": urljoin(return_url, CALLBACK_PATH),
    }


def _plain(name: str) -> str:
    """Return a name whose callbacks every language hashes alike: ASCII, without slashes."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(text.replace("/", "-").split())[:_LONGEST_NAME] or "Access"
