"""All that a person can do in Stripe's world from the console."""

from infra.sandbox.stripe_billing_actions import BILLING_ACTIONS
from infra.sandbox.stripe_session_actions import SESSION_ACTIONS, parse_delta

__all__ = ["ACTIONS", "parse_delta"]

ACTIONS = [*SESSION_ACTIONS, *BILLING_ACTIONS]
