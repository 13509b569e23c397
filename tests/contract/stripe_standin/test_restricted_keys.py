"""Restricted keys of the Stripe stand-in: what one lacks is named, what it has is enough."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from infra.sandbox.kit import World
from infra.sandbox.stripe_operations import OPERATIONS
from tests.contract.stripe_standin.client import act, client_of

Try = Callable[[Any], Any]
CALLS: list[tuple[str, Try]] = [
    ("balance_read", lambda api: api.balance.retrieve()),
    ("checkout_session_read", lambda api: api.checkout.sessions.list()),
    ("customer_write", lambda api: api.customers.create({"email": "ann@example.test"})),
    ("customer_portal_write", lambda api: api.billing_portal.sessions.create({"customer": "c"})),
    ("product_write", lambda api: api.products.create({"name": "Gold"})),
    ("plan_read", lambda api: api.prices.list()),
    ("plan_write", lambda api: api.prices.create({"currency": "usd"})),
    ("coupon_write", lambda api: api.coupons.create({"percent_off": 5})),
    ("subscription_read", lambda api: api.subscriptions.list()),
    ("subscription_write", lambda api: api.subscriptions.cancel("sub_none")),
    ("invoice_read", lambda api: api.invoices.list()),
    ("charge_read", lambda api: api.charges.list()),
    ("payment_intent_read", lambda api: api.payment_intents.list()),
    ("refund_write", lambda api: api.refunds.create({"charge": "ch_none"})),
    ("dispute_read", lambda api: api.disputes.list()),
    ("balance_transaction_read", lambda api: api.balance_transactions.list()),
    ("event_read", lambda api: api.events.list()),
    ("webhook_write", lambda api: api.webhook_endpoints.delete("we_none")),
]


@pytest.mark.parametrize(("permission", "attempt"), CALLS, ids=[name for name, _ in CALLS])
def test_a_call_without_its_permission_is_refused_by_name(
    world: World, permission: str, attempt: Try
) -> None:
    others = sorted({operation.permission for operation in OPERATIONS})
    kin = {permission, permission.replace("_read", "_write")}
    key = act(world, "make_key", permissions=[name for name in others if name not in kin])["key"]

    with pytest.raises(stripe.PermissionError, match=f"'rak_{permission}'") as refused:
        attempt(client_of(world, key).v1)

    assert refused.value.http_status == 403
    assert (
        json.loads(refused.value.http_body or "")["error"]["code"] == "more_permissions_required"
    )


@pytest.mark.parametrize(("permission", "attempt"), CALLS, ids=[name for name, _ in CALLS])
def test_the_one_permission_is_enough(world: World, permission: str, attempt: Try) -> None:
    key = act(world, "make_key", permissions=[permission])["key"]

    with contextlib.suppress(stripe.InvalidRequestError):  # let in, and told what else is wrong
        attempt(client_of(world, key).v1)

    assert world.calls.list("stripe")[-1]["status"] in (200, 400, 404)
