"""Stripe's errors in our kinds."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from chalicelib.adapters.gateways.stripe_objects import NO_ANSWER, MissingObjectError
from chalicelib.adapters.http import redact
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    InvalidError,
    RetryLaterError,
)

_LONGEST_RETRY_AFTER = 3600.0


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn the SDK's errors into ours: MissingObjectError for a 404, else an AppError."""
    try:
        yield
    except stripe.StripeError as error:
        if error.http_status == 404:
            raise MissingObjectError from error
        raise _translated(error) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # The SDK builds objects from the answer and trips over one that is none of Stripe's.
        raise RetryLaterError(NO_ANSWER) from error


def _translated(error: stripe.StripeError) -> AppError:
    said = redact(error.user_message or "").strip()
    status = error.http_status or 0
    if isinstance(error, stripe.AuthenticationError) or status == 401:
        return ActionRequiredError(
            "Stripe does not accept the secret key.",
            remedy="Copy the key from Stripe's dashboard into Settings, Stripe.",
            code="stripe.key_refused",
        )
    if isinstance(error, stripe.PermissionError) or status == 403:
        return ActionRequiredError(
            f"Stripe's key lacks a right. {said}".strip(),
            remedy="Give the restricted key that right, or use the secret key.",
            code="stripe.right_missing",
        )
    if status == 409 or status == 429 or status >= 500 or status < 400:
        return RetryLaterError(NO_ANSWER, after_seconds=_asked_pause(error))
    if getattr(error, "param", None) == "customer_email":
        return InvalidError.of("email", "Stripe does not accept this address.", "Correct it.")
    return ActionRequiredError(
        f"Stripe refused the request. {said}".strip(),
        remedy="Press Test in Settings, Stripe; if all is well there, report a bug.",
        code="stripe.refused",
    )


def _asked_pause(error: stripe.StripeError) -> float:
    headers = {str(name).lower(): value for name, value in (error.headers or {}).items()}
    try:
        return min(max(0.0, float(headers.get("retry-after", 0))), _LONGEST_RETRY_AFTER)
    except (TypeError, ValueError):
        return 0.0
