"""The Stripe stand-in's billing portal: what customers change by themselves."""

from typing import Any

import httpx
import pytest
import stripe

from infra.sandbox.kit import World
from tests.contract.stripe_standin.client import act
from tests.contract.stripe_standin.subscribing import subscribe


def test_the_portal_cancels_resumes_and_takes_a_new_card(world: World, api: Any) -> None:
    subscription = subscribe(world, api)
    portal = api.billing_portal.sessions.create(
        {"customer": subscription.customer, "return_url": "https://shop.test/account"}
    )
    page = httpx.get(portal.url).text
    assert "https://shop.test/account" in page
    assert "<script" not in page

    def press_there(button: str) -> httpx.Response:
        return httpx.post(portal.url, data={"button": button, "subscription": subscription.id})

    assert press_there("cancel").status_code == 200
    assert api.subscriptions.retrieve(subscription.id).cancel_at_period_end
    press_there("resume")
    assert not api.subscriptions.retrieve(subscription.id).cancel_at_period_end
    act(world, "fail_renewals", subscription=subscription.id)
    act(world, "renew", subscription=subscription.id)
    assert api.subscriptions.retrieve(subscription.id).status == "past_due"
    press_there("update_card")
    healed = api.subscriptions.retrieve(subscription.id, {"expand": ["default_payment_method"]})
    assert healed.status == "active"
    assert healed.default_payment_method.id != subscription.default_payment_method


def test_the_portal_needs_its_settings_saved_first(world: World, api: Any) -> None:
    customer = api.customers.create({"email": "ann@example.test"})
    act(world, "portal_setup", saved=False)

    with pytest.raises(stripe.InvalidRequestError, match="default configuration"):
        api.billing_portal.sessions.create({"customer": customer.id})

    setup = api.billing_portal.configurations.create(
        {"features": {"subscription_cancel": {"enabled": True, "mode": "immediately"}}}
    )
    assert setup.is_default
    assert api.billing_portal.sessions.create({"customer": customer.id}).configuration == setup.id
    act(world, "portal_setup", saved=True)
    listed = api.billing_portal.configurations.list({"is_default": True}).data
    assert [row.features.subscription_cancel.mode for row in listed] == ["at_period_end"]
