"""Webhook endpoints of the Stripe stand-in, and webhooks that go astray on purpose."""

from datetime import timedelta
from typing import Any

import pytest
import stripe

from infra.sandbox import stripe_events, stripe_rules
from infra.sandbox.kit import World
from tests.contract.serving import Receiver, eventually
from tests.contract.stripe_standin.client import act


def customers(api: Any, count: int) -> list[str]:
    return [api.customers.create({"email": f"p{n}@example.test"}).id for n in range(count)]


def test_an_endpoint_gets_its_own_secret_and_only_its_events(
    world: World, api: Any, receiver: Receiver
) -> None:
    hook = Receiver()
    try:
        made = api.webhook_endpoints.create(
            {"url": hook.url, "enabled_events": ["product.created"], "metadata": {"app": "shop"}}
        )
        api.products.create({"name": "Gold"})
        customers(api, 1)
        eventually(lambda: hook.got and len(receiver.got) == 2)
        body, headers = hook.got[0]
        event = stripe.Webhook.construct_event(
            body.decode(), headers["stripe-signature"], made.secret
        )
        assert event.type == "product.created"
        assert [row["type"] for row in hook.events()] == ["product.created"]
        listed = api.webhook_endpoints.list().data
        assert made.id in [row.id for row in listed]
        assert all("secret" not in row for row in listed)
        assert api.webhook_endpoints.update(made.id, {"disabled": True}).status == "disabled"
        api.products.create({"name": "Silver"})
        eventually(lambda: len(receiver.got) == 3)
        assert len(hook.got) == 1
        assert api.webhook_endpoints.delete(made.id).deleted
        with pytest.raises(stripe.InvalidRequestError):
            api.webhook_endpoints.retrieve(made.id)
    finally:
        hook.close()


@pytest.mark.parametrize("order", ["oldest", "newest", "shuffled"])
def test_held_webhooks_are_released_in_the_order_asked_for(
    world: World, api: Any, receiver: Receiver, order: str
) -> None:
    act(world, "webhook_rule", types=["customer.*"], hold=True)
    made = customers(api, 6)
    assert len(stripe_rules.held(world)) == 6
    assert receiver.got == []

    act(world, "release_webhooks", order=order, seed=7)

    eventually(lambda: len(receiver.got) == 6)
    got = [event["data"]["object"]["id"] for event in receiver.events()]
    assert sorted(got) == sorted(made)
    assert (got == made) == (order == "oldest")
    assert (got == made[::-1]) == (order == "newest")
    act(world, "clear_webhook_rules")


def test_webhooks_come_late_and_twice_when_told_so(
    world: World, api: Any, receiver: Receiver
) -> None:
    act(world, "webhook_rule", types=["customer.created"], delay="2h", copies=2)
    customers(api, 1)
    act(world, "clear_webhook_rules")
    api.products.create({"name": "Gold"})
    eventually(lambda: len(receiver.got) == 1)

    world.clock.advance(timedelta(hours=2, seconds=1))
    world.nudge()

    eventually(lambda: len(receiver.got) == 3)
    late = receiver.events()[1:]
    assert {event["type"] for event in late} == {"customer.created"}
    assert len({event["id"] for event in late}) == 1
    assert stripe_events.delivery_log(world, last=1)[0]["state"] == "delivered"
