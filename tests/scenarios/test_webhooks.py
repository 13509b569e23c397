"""What Stripe's webhooks may do, however they arrive."""

import json
from typing import Any

import httpx
import pytest

from infra.sandbox.stripe_events import DEFAULT_SECRET, sign
from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.world import LiveWorld

FINN = {"email": "finn@demo.example", "media_name": "finn"}
MEGABYTE = 1024 * 1024


def paid_without_webhook(world: LiveWorld) -> None:
    """Let finn pay while Stripe's webhooks are held back."""
    world.stripe("pause_webhooks")
    world.act("change_person", person="finn", auto_accept=True)
    world.pay_page(world.open_checkout(world.ids["Standard"], **FINN))


def one_sale_came_of_it(world: LiveWorld) -> None:
    """Check that there is one payment, one period, one share and one mail of each kind."""
    world.work()
    [payment] = world.api("GET", "/payments")["items"]
    assert payment["status"] == "settled"
    assert len(steps.user_named(world, "finn")["periods"]) == 1
    assert len(world.shares_of("finn")) == 1
    assert world.occasions("finn@demo.example") == ["payment_received", "access_ready"]
    assert all(mail["deliveries"] == 1 for mail in world.mails("finn@demo.example"))


def events(world: LiveWorld) -> list[dict[str, Any]]:
    return world.standins.store.list("stripe.event")


def answers(deliveries: list[dict[str, Any]]) -> list[int]:
    return [each["attempts"][-1]["status"] for each in deliveries]


@pytest.mark.behaviour("X046", "B027")
def test_webhooks_many_at_once_make_one_payment(world: LiveWorld):
    paid_without_webhook(world)
    done = world.redeliver(times=12)
    assert {status // 100 for status in answers(done)} <= {2, 5}
    assert 204 in answers(done)
    assert set(answers(world.redeliver(times=4))) == {204}
    one_sale_came_of_it(world)


@pytest.mark.behaviour("X046", "B027")
def test_webhooks_out_of_order_twice_and_days_late_change_nothing(world: LiveWorld):
    paid_without_webhook(world)
    world.run_hour()
    one_sale_came_of_it(world)
    before = stored()

    world.advance(days=3)
    for event in events(world)[::-1]:
        assert set(answers(world.redeliver(event=event["id"], times=2))) == {204}
    world.stripe("resume_webhooks")
    world.deliver()

    assert kinds(changed(before, stored())) <= {"event"}
    one_sale_came_of_it(world)


@pytest.mark.behaviour("X046")
def test_the_first_webhook_may_come_days_after_the_payment(world: LiveWorld):
    paid_without_webhook(world)
    world.advance(days=2)
    completed = [each for each in events(world) if each["type"] == "checkout.session.completed"]
    assert answers(world.redeliver(event=completed[0]["id"])) == [204]
    one_sale_came_of_it(world)


@pytest.mark.behaviour("X047")
def test_webhooks_that_prove_nothing_are_refused_counted_and_change_nothing(world: LiveWorld):
    paid_without_webhook(world)
    before = stored()
    body = json.dumps(events(world)[-1]).encode()
    now = int(world.now().timestamp())
    good = sign(body, DEFAULT_SECRET, now)
    half = body[: len(body) // 2]
    long = b'{"id":"evt_1","padding":"' + b"x" * MEGABYTE + b'"}'
    refused = [
        *answers(world.redeliver(signature="missing")),
        *answers(world.redeliver(signature="wrong")),
        *answers(world.redeliver(signature="old")),
        *(
            post(world, content, signature)
            for content, signature in (
                (body, ""),
                (body, "nonsense"),
                (body, "t=now,v1="),
                (body, good.replace("v1=", "v0=")),
                (body, sign(body, "whsec_another", now)),
                (body, sign(body, DEFAULT_SECRET, now - 3600)),
                (body, sign(body, DEFAULT_SECRET, now + 3600)),
                (half, good),
                (half, sign(half, DEFAULT_SECRET, now)),
                (b"", sign(b"", DEFAULT_SECRET, now)),
                (b"[]", sign(b"[]", DEFAULT_SECRET, now)),
                (long, sign(long, DEFAULT_SECRET, now)),
            )
        ),
    ]

    assert {status // 100 for status in refused} == {4}
    assert world.api("GET", "/overview")["webhooks_refused_7_days"] == len(refused)
    assert kinds(changed(before, stored())) <= {"counter"}
    assert world.api("GET", "/payments")["items"] == []


@pytest.mark.behaviour("X047", "X046")
def test_a_replayed_webhook_is_refused_once_it_is_old_and_harmless_before(world: LiveWorld):
    paid_without_webhook(world)
    body = json.dumps(events(world)[-1]).encode()
    signature = sign(body, DEFAULT_SECRET, int(world.now().timestamp()))
    assert post(world, body, signature) == 204
    one_sale_came_of_it(world)

    before = stored()
    assert post(world, body, signature) == 204
    assert changed(before, stored()) == []
    world.advance(minutes=6)
    assert post(world, body, signature) == 403
    assert kinds(changed(before, stored())) <= {"counter"}
    one_sale_came_of_it(world)


@pytest.mark.behaviour("X046")
def test_an_event_that_comes_before_stripe_shows_the_payment_is_asked_for_again(world: LiveWorld):
    paid_without_webhook(world)
    world.fault("stripe", mode="status", status=500)
    assert answers(world.redeliver()) == [503]
    world.standins.faults.clear()
    assert world.api("GET", "/payments")["items"] == []

    world.advance(hours=1)
    world.stripe("resume_webhooks")
    world.deliver()
    one_sale_came_of_it(world)


def post(world: LiveWorld, body: bytes, signature: str) -> int:
    """Send a webhook by hand; return the status of the answer."""
    headers = {"content-type": "application/json"}
    if signature:
        headers["stripe-signature"] = signature
    url = f"{world.base_url}/webhooks/stripe"
    return httpx.post(url, content=body, headers=headers, timeout=30).status_code


def kinds(keys: list[str]) -> set[str]:
    """Return what kinds of rows these are: the first word of their keys."""
    return {key.split()[1].partition("#")[0] for key in keys}
