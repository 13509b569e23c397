"""What PayPal refuses, in our kinds; the documented errors of recurring payments have names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chalicelib.adapters.http import redact
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    InvalidError,
    RetryLaterError,
)
from chalicelib.payments.ports import NotChargedYetError

NO_ANSWER = "PayPal did not answer properly."
LONGEST_SAID = 200

SUBSCRIPTION_ID_MISSING = "paypal.subscription_id_missing"
NO_TRANSACTIONS = "paypal.no_transactions"
PLAN_NOT_FOUND = "paypal.plan_not_found"
NOT_BUSINESS = "paypal.not_business"
RIGHT_MISSING = "paypal.right_missing"
KEY_REFUSED = "paypal.key_refused"


class MissingObjectError(Exception):
    """PayPal has no object of that id; whoever asked decides what that means."""


class RefusedError(ActionRequiredError):
    """PayPal understood the request and refused it; `issue` is its own word for why."""

    default_code = "paypal.refused"

    def __init__(self, issue: str, said: str, *, about: str = "") -> None:
        super().__init__(
            f"PayPal refused the request ({issue}). {said}".strip(),
            remedy="Press Test in Settings, PayPal; if all is well there, report a bug.",
        )
        self.issue = issue
        self.said = said
        self.about = about


@contextmanager
def readable() -> Iterator[None]:
    """Turn a well-formed answer that lacks the fields of its object into RetryLaterError."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise RetryLaterError(NO_ANSWER) from error
    except InvalidError as error:
        raise RetryLaterError(NO_ANSWER) from error


def refusal(status: int, body: Mapping[str, Any], *, pause: float) -> Exception:
    """Return the error of an answer that is no success.

    MissingObjectError for no such object, RefusedError for what PayPal names an issue of.
    """
    if status == 404:
        return MissingObjectError(str(body.get("name")))
    if status == 401:
        return key_refused()
    if status == 403:
        return right_missing()
    if status in {400, 415, 422}:
        details = body.get("details") or [{}]
        first = details[0] if isinstance(details[0], Mapping) else {}
        issue = str(first.get("issue") or body.get("name") or "UNKNOWN")
        said = redact(str(first.get("description") or body.get("message") or ""))
        return RefusedError(
            issue[:60], said[:LONGEST_SAID].strip(), about=str(first.get("field") or "")
        )
    return RetryLaterError(NO_ANSWER, after_seconds=pause)


def key_refused() -> ActionRequiredError:
    """Return that PayPal does not know the credentials."""
    return ActionRequiredError(
        "PayPal does not accept the client id and secret.",
        remedy="Copy both from the app in PayPal's developer dashboard, in the chosen mode.",
        code=KEY_REFUSED,
    )


def right_missing() -> ActionRequiredError:
    """Return that the app or the account may not do what was asked."""
    return ActionRequiredError(
        "PayPal does not allow this app to do that.",
        remedy="Press Test in Settings, PayPal: it names the feature to switch on.",
        code=RIGHT_MISSING,
    )


def not_business() -> ActionRequiredError:
    """Return that the account cannot sell subscriptions (B050)."""
    return ActionRequiredError(
        "PayPal does not let this account sell subscriptions: a business account is required.",
        remedy="Upgrade the account at PayPal, or switch recurring payments off for PayPal.",
        code=NOT_BUSINESS,
    )


def plan_not_found(offer_ref: str) -> ActionRequiredError:
    """Return that a subscription cannot be made because PayPal has no such plan."""
    return ActionRequiredError(
        f"PayPal has no plan {offer_ref} in this account and mode (RESOURCE_NOT_FOUND).",
        remedy="It was made in the other mode, by another app or account, or deleted. Enter the "
        "id of a plan of this account on the plan's page, or let it be created there anew.",
        code=PLAN_NOT_FOUND,
    )


def subscription_id_missing() -> AppError:
    """Return that PayPal's answer does not say which subscription was made."""
    return RetryLaterError(
        "PayPal is missing subscription ID details: its answer names no subscription. If it was "
        "paid after all, the next sync finds the payment; nothing needs to be entered by hand.",
        code=SUBSCRIPTION_ID_MISSING,
    )


def no_transactions(ref: str) -> AppError:
    """Return that a subscription is agreed, and its first charge is not to be seen yet."""
    return NotChargedYetError(
        f"PayPal subscription {ref} does not have any transactions yet: its first charge is on "
        "its way or failed. The webhook or the next sync books it as soon as PayPal shows it.",
        after_seconds=60,
        code=NO_TRANSACTIONS,
    )
