"""The Test button of PayPal: what works, and what to change (no money moves)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.adapters.gateways.paypal_api import BILLING_SCOPE, REPORTING_SCOPE, PayPalApi
from chalicelib.adapters.gateways.paypal_errors import (
    KEY_REFUSED,
    RIGHT_MISSING,
    MissingObjectError,
    RefusedError,
    readable,
)
from chalicelib.adapters.gateways.paypal_nvp_api import NvpApi
from chalicelib.adapters.gateways.paypal_search import stamp
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError
from chalicelib.payments.ports import KeyReport
from chalicelib.settings.model import PayPalMode, PayPalReading, PayPalSettings
from chalicelib.settings.webhooks import PAYPAL_EVENTS

_NOTHING = "NOSUCHOBJECT"
_OTHER = {PayPalMode.LIVE: PayPalMode.SANDBOX, PayPalMode.SANDBOX: PayPalMode.LIVE}


@dataclass(slots=True)
class _Found:
    works: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    is_cut_short: bool = False

    def attempt(self, what: str, call: Callable[[], object], *, without: str) -> None:
        """Try a right; a missing object is as good as one that is there."""
        if self.is_cut_short:
            return
        try:
            call()
        except (MissingObjectError, RefusedError):
            pass
        except RetryLaterError as error:
            self.stop(f"{error.message} Try again in a minute.")
            return
        except ActionRequiredError as error:
            if error.code != RIGHT_MISSING:
                self.stop(f"{error.message} {error.remedy}")
                return
            self.wrong.append(f"{what}: {without}")
            return
        self.works.append(f"{what}: works.")

    def stop(self, line: str) -> None:
        self.wrong.append(line)
        self.is_cut_short = True


def report(
    held: PayPalSettings,
    *,
    open_api: Callable[[], PayPalApi],
    open_other: Callable[[], PayPalApi] | None,
    open_nvp: Callable[[], NvpApi],
) -> KeyReport:
    """Try each right that we need; every line says what works or what to change.

    `open_other` leads to the world that is not chosen, None where both are one.
    """
    found = _Found()
    is_primary = held.name == "paypal"
    reads_by_nvp = held.reads_by is PayPalReading.NVP
    if is_primary or not reads_by_nvp:
        _try_rest(held, found, open_api, open_other, is_primary=is_primary)
    if reads_by_nvp:
        found.is_cut_short = False
        _try_nvp(found, open_nvp)
    return KeyReport(works=not found.wrong, lines=(*found.works, *found.wrong))


def _try_rest(
    held: PayPalSettings,
    found: _Found,
    open_api: Callable[[], PayPalApi],
    open_other: Callable[[], PayPalApi] | None,
    *,
    is_primary: bool,
) -> None:
    missing = _missing(held)
    if missing:
        found.wrong += missing
        return
    try:
        api = open_api()
        # A right that was given since shows in a new token alone.
        scope = api.token(is_fresh=True).scope
    except (ActionRequiredError, RetryLaterError) as error:
        found.stop(_refused(held, error, open_other))
        return
    found.works.append(f"Client id and secret: PayPal's {held.mode} world accepts them.")
    if held.reads_by is PayPalReading.REST:
        _try_search(api, found, has_scope=REPORTING_SCOPE in scope)
    if is_primary:
        _try_to_sell(api, held, found, has_billing=BILLING_SCOPE in scope)


def _missing(held: PayPalSettings) -> list[str]:
    lines = []
    if not held.client_id:
        lines.append("The client id is missing: copy it from the app at developer.paypal.com.")
    if held.client_secret is None:
        lines.append("The secret is missing: copy it from the app at developer.paypal.com.")
    return lines


def _refused(
    held: PayPalSettings, error: AppError, open_other: Callable[[], PayPalApi] | None
) -> str:
    """Return why there is no token: perhaps they are those of the other world (B051)."""
    if error.code != KEY_REFUSED:
        return f"{error.message} {error.remedy or 'Try again in a minute.'}"
    other = _OTHER[held.mode]
    if open_other is not None and _works_there(open_other):
        return (
            f"These are credentials of PayPal's {other} world, but {held.mode} is chosen: "
            f"choose {other}, or enter the {held.mode} credentials."
        )
    return (
        f"PayPal's {held.mode} world does not accept the client id and secret. Copy both again; "
        f"those of {other} do not work here."
    )


def _works_there(open_other: Callable[[], PayPalApi]) -> bool:
    try:
        open_other().token(is_fresh=True)
    except (ActionRequiredError, RetryLaterError, MissingObjectError, RefusedError):
        return False
    return True


def _try_search(api: PayPalApi, found: _Found, *, has_scope: bool) -> None:
    without = (
        "switch on the feature “Transaction Search” of the app at developer.paypal.com. It can "
        "take up to 9 hours until PayPal lets it be used; until then, read by NVP."
    )
    if not has_scope:
        found.wrong.append(f"Transaction search: {without}")
        return
    span = {
        "start_date": stamp(api.now - timedelta(hours=12)),
        "end_date": stamp(api.now - timedelta(hours=6)),
        "page_size": "1",
    }
    found.attempt(
        "Transaction search",
        lambda: api.get("/v1/reporting/transactions", span),
        without=without,
    )


def _try_to_sell(
    api: PayPalApi, held: PayPalSettings, found: _Found, *, has_billing: bool
) -> None:
    found.attempt(
        "Checkout orders",
        lambda: api.get(f"/v2/checkout/orders/{_NOTHING}"),
        without="switch on the feature “Accept payments” of the app.",
    )
    found.attempt(
        "Payments and refunds",
        lambda: api.get(f"/v2/payments/captures/{_NOTHING}"),
        without="switch on the feature “Accept payments” of the app.",
    )
    found.attempt(
        "Disputes",
        lambda: api.get("/v1/customer/disputes", {"page_size": "1"}),
        without="switch on the feature “Customer disputes” of the app, or disputes go unseen.",
    )
    if held.recurring_enabled:
        without = (
            "a PayPal business account is required for recurring payments, and the app's feature "
            "“Subscriptions” must be on."
        )
        if has_billing:
            found.attempt(
                "Plans and subscriptions",
                lambda: api.get("/v1/billing/plans", {"page_size": "1"}),
                without=without,
            )
        else:
            found.wrong.append(f"Plans and subscriptions: {without}")
    if not found.is_cut_short:
        _try_webhook(api, held, found)


def _try_webhook(api: PayPalApi, held: PayPalSettings, found: _Found) -> None:
    if not held.webhook_id:
        found.wrong.append("The webhook's id is missing: payments are only found hourly.")
        return
    try:
        webhook = api.get(f"/v1/notifications/webhooks/{held.webhook_id}")
        with readable():
            selected = {str(each["name"]) for each in webhook["event_types"]}
    except (MissingObjectError, RefusedError):
        found.wrong.append(
            f"Webhook: this app has none of the id {held.webhook_id}. Copy the id from the app's "
            "webhooks at developer.paypal.com, in the chosen mode."
        )
        return
    except (ActionRequiredError, RetryLaterError) as error:
        found.wrong.append(f"Webhook: {error.message}")
        return
    left_out = [] if "*" in selected else [each for each in PAYPAL_EVENTS if each not in selected]
    if left_out:
        found.wrong.append(f"Webhook: also select these events: {', '.join(left_out)}.")
    else:
        found.works.append("Webhook: works.")


def _try_nvp(found: _Found, open_nvp: Callable[[], NvpApi]) -> None:
    try:
        open_nvp().ask("TransactionSearch", STARTDATE="2037-01-01T00:00:00Z")
    except (ActionRequiredError, RetryLaterError) as error:
        found.wrong.append(f"NVP: {error.message} {error.remedy or 'Try again in a minute.'}")
        return
    found.works.append("NVP transaction search: works.")
