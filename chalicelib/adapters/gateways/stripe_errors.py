"""Stripe's errors in our kinds."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from chalicelib.adapters.gateways.stripe_objects import NO_ANSWER, MissingObjectError
from chalicelib.adapters.http import redact, wait_asked
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    ConflictError,
    InvalidError,
    RetryLaterError,
)
from chalicelib.payments.rules.agreements import ConfirmNeededError

# The bank wants the payer's word: of a payment, and of a subscription's.
_ASKS_PAYER = frozenset({"authentication_required", "subscription_payment_intent_requires_action"})
# Stripe has no code for it; this is how its message begins.
_NO_PORTAL = "No configuration provided"


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn the SDK's errors into ours: MissingObjectError for no such object, else an AppError."""
    try:
        yield
    except stripe.StripeError as error:
        # 404 for the object of the path, 400 for one that a parameter names.
        if error.http_status == 404 or error.code == "resource_missing":
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
        return RetryLaterError(NO_ANSWER, after_seconds=wait_asked(error.headers or {}))
    return _refused(error, said)


def _refused(error: stripe.StripeError, said: str) -> AppError:
    param = getattr(error, "param", None)
    if param == "customer_email":
        return InvalidError.of("email", "Stripe does not accept this address.", "Correct it.")
    if error.code == "amount_too_small":
        return InvalidError.of(
            "price",
            "Stripe does not collect so small an amount.",
            "Leave your code or your credit for another order, or choose another way to pay.",
        )
    if error.code == "charge_already_refunded" or param == "amount":
        return InvalidError.of("amount", "That is more than is left.", "Give back less.")
    if error.code in _ASKS_PAYER:
        return ConfirmNeededError()
    if isinstance(error, stripe.CardError):
        return ConflictError(
            "The payment was declined, so that nothing was changed.",
            remedy="Change the payment method, then try again.",
            code="stripe.declined",
        )
    if error.code == "charge_disputed":
        return ConflictError(
            "The payment is disputed: Stripe refunds nothing of it.",
            remedy="Answer the dispute at Stripe, or accept it there.",
            code="stripe.disputed",
        )
    if _NO_PORTAL in said:
        return ActionRequiredError(
            "The customer portal is not set up at Stripe.",
            remedy="Save its settings at Stripe: Settings, Billing, Customer portal, "
            "in the mode of the key (test or live).",
            code="stripe.portal_missing",
        )
    return ActionRequiredError(
        f"Stripe refused the request. {said}".strip(),
        remedy="Press Test in Settings, Stripe; if all is well there, report a bug.",
        code="stripe.refused",
    )
