"""Webhooks of the Stripe stand-in: signed, retried on the clock, delivered again."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
import stripe

from infra.sandbox import stripe_events
from infra.sandbox.kit import Clock, Store, World
from tests.contract.schema import Spec
from tests.contract.serving import Receiver, eventually, serving
from tests.contract.stripe_standin.client import SALE, SPEC_FILE, act, client_of, press


@pytest.mark.behaviour("X047")
def test_webhooks_are_signed_so_that_the_package_accepts_them(
    world: World, api: Any, receiver: Receiver
) -> None:
    session = api.checkout.sessions.create(SALE)
    press(world, session, "pay")

    eventually(lambda: len(receiver.got) == 4)

    spec = Spec.load(SPEC_FILE)
    for body, headers in receiver.got:
        event = stripe.Webhook.construct_event(
            body.decode(), headers["stripe-signature"], stripe_events.DEFAULT_SECRET
        )
        assert event.api_version == "2026-10-28.endive"
        spec.check_object("Event", json.loads(body))
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(
                body.decode() + " ", headers["stripe-signature"], stripe_events.DEFAULT_SECRET
            )
    completed = [e for e in receiver.events() if e["type"] == "checkout.session.completed"]
    spec.check_object("checkout.Session", completed[0]["data"]["object"])
    stored = eventually(lambda: _settled(api, completed[0]["id"]))
    assert stored.pending_webhooks == 0


def _settled(api: Any, event: str) -> Any:
    found = api.events.retrieve(event)
    return found if found.pending_webhooks == 0 else None


@pytest.mark.behaviour("X046")
def test_a_refused_webhook_comes_again_by_the_clock_until_it_is_taken(
    world: World, api: Any, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503]
    api.customers.create({"email": "ann@example.test"})
    eventually(lambda: len(receiver.got) == 1)
    eventually(lambda: _latest_delivery(world)["attempts"])
    assert len(receiver.got) == 1

    httpx.post(f"{world.base_url}/sandbox/api/clock", json={"advance": "6s"})
    eventually(lambda: len(receiver.got) == 2)
    eventually(lambda: len(_latest_delivery(world)["attempts"]) == 2)
    httpx.post(f"{world.base_url}/sandbox/api/clock", json={"advance": "31s"})
    eventually(lambda: len(receiver.got) == 3)

    assert len({event["id"] for event in receiver.events()}) == 1
    done = eventually(lambda: _is_over(_latest_delivery(world)))
    assert done["state"] == "delivered"
    assert [attempt["status"] for attempt in done["attempts"]] == [500, 503, 200]


def _latest_delivery(world: World) -> dict[str, Any]:
    return stripe_events.delivery_log(world, last=1)[0]


def _is_over(delivery: dict[str, Any]) -> dict[str, Any] | None:
    return delivery if delivery["state"] != "pending" else None


def test_a_webhook_that_is_never_taken_is_given_up_after_three_days(
    world: World, api: Any, receiver: Receiver
) -> None:
    receiver.statuses = [500, 500]
    api.customers.create({"email": "ann@example.test"})
    eventually(lambda: len(_latest_delivery(world)["attempts"]) == 1)

    world.clock.advance(timedelta(days=31))
    world.nudge()

    assert eventually(lambda: _is_over(_latest_delivery(world)))["state"] == "given_up"
    assert len(receiver.got) == 2


@pytest.mark.behaviour("X046")
def test_an_event_is_delivered_again_on_demand_many_times_or_late_or_badly_signed(
    world: World, api: Any, receiver: Receiver
) -> None:
    act(world, "pause_webhooks")
    api.customers.create({"email": "ann@example.test"})
    event = api.events.list({"limit": 1}).data[0].id

    answer = act(world, "redeliver", event=event, times=3, wait=True)
    assert [row["state"] for row in answer["deliveries"]] == ["delivered"] * 3
    assert {each["id"] for each in receiver.events()} == {event}
    for signature in ("missing", "wrong", "old"):
        act(world, "redeliver", event=event, signature=signature, wait=True)
        body, headers = receiver.got[-1]
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(
                body.decode(), headers.get("stripe-signature", ""), stripe_events.DEFAULT_SECRET
            )
    act(world, "redeliver", event=event, after="2d")
    assert len(receiver.got) == 6
    world.clock.advance(timedelta(days=2))
    world.nudge()
    eventually(lambda: len(receiver.got) == 7)
    act(world, "resume_webhooks")
    eventually(lambda: len(receiver.got) == 8)


def test_undelivered_webhooks_survive_a_restart(tmp_path: Any) -> None:
    path, clock, hook = str(tmp_path / "world.sqlite"), Clock(None), Receiver()
    try:
        hook.statuses = [500]
        with serving(World(Store(path), clock=clock)) as first:
            stripe_events.set_endpoint(first, url=hook.url, secret="whsec_x", events=["*"])
            client_of(first).v1.customers.create({"email": "ann@example.test"})
            eventually(lambda: _latest_delivery(first)["attempts"])
            first.store.close()
        clock.advance(timedelta(seconds=6))
        with serving(World(Store(path), clock=clock)) as second:
            eventually(lambda: len(hook.got) == 2)
            eventually(lambda: _is_over(_latest_delivery(second)))
            second.store.close()
    finally:
        hook.close()
    assert len({event["id"] for event in hook.events()}) == 1
