"""The Test button of Stripe: what works, and what to change (no money moves)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.adapters.gateways.stripe_objects import MissingObjectError
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.payments.ports import KeyReport
from chalicelib.settings.model import StripeSettings

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

_PROBE_PAGE = "cs_test_no_such_page"


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
    found, denied = _try_rights(api)
    problems = [*denied, *problems, *_mixed_modes(settings, api)]
    return KeyReport(works=not problems, lines=(*found, *problems))


def _missing(settings: StripeSettings) -> list[str]:
    lines = []
    if settings.secret_key is None:
        lines.append("The secret key is missing: copy it from Stripe, Developers, API keys.")
    if settings.webhook_secret is None:
        lines.append("The webhook's signing secret is missing: payments are only found hourly.")
    return lines


def _try_rights(api: "StripeApi") -> tuple[list[str], list[str]]:
    tries: tuple[tuple[str, Callable[[], object]], ...] = (
        ("Balance: read", api.balance),
        ("Checkout Sessions: read", api.latest_sessions),
        ("Checkout Sessions: write", lambda: api.expire_session(_PROBE_PAGE)),
        ("PaymentIntents and Charges: read", lambda: api.intents(since=None, after=None, limit=1)),
        ("Refunds: read", lambda: api.refunds(since=None, after=None, limit=1)),
    )
    found: list[str] = []
    denied: list[str] = []
    for right, attempt in tries:
        try:
            attempt()
        except MissingObjectError:
            pass
        except RetryLaterError as error:
            return found, [f"{error.message} Try again in a minute."]
        except ActionRequiredError as error:
            if error.code != "stripe.right_missing":
                return found, [f"{error.message} {error.remedy}"]
            denied.append(f"{right}: the key lacks this right. Add it in Stripe's dashboard.")
            continue
        found.append(f"{right}: works.")
    return found, denied


def _mixed_modes(settings: StripeSettings, api: "StripeApi") -> list[str]:
    shown = settings.publishable_key
    if not shown:
        return []
    if not shown.startswith("pk_"):
        return ["The publishable key must begin with pk_."]
    if shown.startswith("pk_live_") != api.is_live:
        return ["One key is for live mode and the other for test mode: take both from one mode."]
    return []
