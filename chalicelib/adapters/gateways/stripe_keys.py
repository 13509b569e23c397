"""The Test button of Stripe: what works, and what to change (no money moves)."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from chalicelib.adapters.gateways.stripe_objects import MissingObjectError, readable
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.payments.ports import KeyReport
from chalicelib.settings.model import StripeSettings

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

# Whether a key may write shows when it changes an object that is not there: a key without the
# right is refused before Stripe looks for the object.
_NO_PAGE = "cs_test_no_such_page"
_NOTHING = "no_such_object"
_KINDS = (
    "payment_intent.succeeded",
    "refund.failed",
    "charge.dispute.closed",
)

Try = tuple[str, Callable[[], object]]


def report(
    settings: StripeSettings, open_api: Callable[[StripeSettings], "StripeApi"]
) -> KeyReport:
    """Try each right that we need; every line says what works or what to change."""
    problems = _missing(settings)
    if settings.secret_key is None:
        return KeyReport(works=False, lines=tuple(problems))
    api = open_api(settings)
    if not api.has_secret_key:
        text = "This is no secret key: it must begin with sk_ or rk_."
        return KeyReport(works=False, lines=(text, *problems))
    tries = [*_to_sell(api), *(_to_renew(api) if settings.recurring_enabled else ())]
    found, denied, is_whole = _try_rights(tries)
    if is_whole and settings.recurring_enabled:
        denied += _portal(api)
    problems = [*denied, *problems, *_mixed_modes(settings, api)]
    return KeyReport(works=not problems, lines=(*found, *problems))


def _missing(settings: StripeSettings) -> list[str]:
    lines = []
    if settings.secret_key is None:
        lines.append("The secret key is missing: copy it from Stripe, Developers, API keys.")
    if settings.webhook_secret is None:
        lines.append("The webhook's signing secret is missing: payments are only found hourly.")
    return lines


def _to_sell(api: "StripeApi") -> Iterable[Try]:
    return (
        ("Balance: read", api.balance),
        ("Checkout Sessions: read", api.latest_sessions),
        ("Checkout Sessions: write", lambda: api.expire_session(_NO_PAGE)),
        ("PaymentIntents and Charges: read", api.intents),
        ("Refunds: read", api.refunds),
        ("Refunds: write", lambda: _refund_nothing(api)),
        ("Disputes: read", api.disputes),
        ("Invoices: read", api.ties),
        ("Events: read", lambda: api.events(_KINDS)),
    )


def _to_renew(api: "StripeApi") -> Iterable[Try]:
    portal = {"customer": _NOTHING}
    return (
        ("Subscriptions and Customers: read", api.latest_subscriptions),
        ("Subscriptions: write", lambda: api.end_subscription(_NOTHING)),
        ("Products: write", lambda: api.change_product(_NOTHING, {"active": True})),
        ("Prices: write", lambda: api.change_price(_NOTHING, {"active": True})),
        ("Coupons: write", lambda: api.change_coupon(_NOTHING, {"name": "Test"})),
        ("Customer portal: write", lambda: api.open_portal(portal)),
    )


def _refund_nothing(api: "StripeApi") -> object:
    params = {"payment_intent": f"pi_{_NOTHING}", "amount": 1}
    return api.refund(params, idempotency_key="test-of-the-key")


def _try_rights(tries: Iterable[Try]) -> tuple[list[str], list[str], bool]:
    """Return what works, what is wrong, and whether all could be tried."""
    found: list[str] = []
    denied: list[str] = []
    for right, attempt in tries:
        try:
            attempt()
        except MissingObjectError:
            pass
        except RetryLaterError as error:
            return found, [f"{error.message} Try again in a minute."], False
        except ActionRequiredError as error:
            if error.code != "stripe.right_missing":
                return found, [f"{error.message} {error.remedy}"], False
            denied.append(f"{right}: the key lacks this right. Add it in Stripe's dashboard.")
            continue
        found.append(f"{right}: works.")
    return found, denied, True


def _portal(api: "StripeApi") -> list[str]:
    """Return what is missing for customers to change how they pay."""
    try:
        with readable():
            if api.portal_setups()["data"]:
                return []
    except RetryLaterError as error:
        return [f"{error.message} Try again in a minute."]
    except ActionRequiredError:
        # The right to write, which was tried before, holds the right to read.
        return []
    return [
        "The customer portal is not set up: save its settings at Stripe, Settings, Billing, "
        "Customer portal, in the mode of the key."
    ]


def _mixed_modes(settings: StripeSettings, api: "StripeApi") -> list[str]:
    shown = settings.publishable_key
    if not shown:
        return []
    if not shown.startswith("pk_"):
        return ["The publishable key must begin with pk_."]
    if shown.startswith("pk_live_") != api.is_live:
        return ["One key is for live mode and the other for test mode: take both from one mode."]
    return []
