"""Paid, and no access can be given: what becomes of the money, what people read, and the end."""

from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.clock import from_iso
from tests.scenarios import steps
from tests.scenarios.money import payment_of, sell_with, settle_down, story_of
from tests.scenarios.shop import change_server
from tests.scenarios.world import LiveWorld


def account_page(world: LiveWorld, person: str) -> str:
    with closing(steps.sign_in_customer(world, person)) as browser:
        return str(browser.get("/account").text)


def plex_refuses(world: LiveWorld) -> None:
    """Let nobody be invited until `standins.faults` is emptied."""
    world.fault("plextv", mode="status", status=500, method="POST", path="shared_servers")


def no_server_is_left(world: LiveWorld) -> None:
    """Let every server close while somebody is on the payment page."""
    for name in steps.SERVERS:
        change_server(world, world.ids[name], is_enabled=False)


def retries_are_used_up(world: LiveWorld) -> None:
    """Let hours pass in which every retry fails."""
    for _ in range(40):
        if world.api("GET", "/jobs?state=parked")["items"]:
            break
        world.advance(minutes=70)
        world.run("job_sweep")
    world.work()


def paid_in_vain(world: LiveWorld, person: str) -> tuple[str, dict[str, Any]]:
    """Let a person pay while the last server closes; return the order's page and the payment."""
    page = world.open_checkout(
        world.ids["Standard"], email=steps.address(person), media_name=person
    )
    no_server_is_left(world)
    order = world.pay_page(page).split("?")[0]
    settle_down(world)
    for name in steps.SERVERS:
        change_server(world, world.ids[name], is_enabled=True)
    latest = world.api("GET", "/payments")["items"][0]
    return order, payment_of(world, latest["external_id"])


@pytest.mark.behaviour("X001")
def test_a_payment_waits_becomes_credit_or_goes_back_as_the_operator_chose(world: LiveWorld):
    # Hold: the paid time begins when access is given, two days later.
    plex_refuses(world)
    order = steps.subscribe(world, "finn", "Standard")
    [paid] = world.api("GET", "/payments")["items"]
    retries_are_used_up(world)
    length = from_iso(paid["ends_at"]) - from_iso(paid["starts_at"])
    assert "you lose no day" in world.visitor.get(order).text
    assert "Your paid time begins when your access is there." in account_page(world, "finn")
    [item] = world.api("GET", "/attention")["items"]
    assert item["kind"] == "job"

    world.advance(days=2)
    world.run_hour()
    assert len(world.api("GET", "/attention")["items"]) == 1
    world.standins.faults.clear()
    world.api("POST", f"/jobs/{item['id']}/retry")
    world.work()
    world.run_hour()
    given = payment_of(world, paid["external_id"])
    assert from_iso(given["ends_at"]) - from_iso(given["starts_at"]) == length
    assert abs(from_iso(given["starts_at"]) - world.now()) < timedelta(minutes=1)
    assert steps.servers_of(world, "finn")
    assert world.api("GET", "/attention")["items"] == []
    assert "Access came late" in str(story_of(world, given)["ledger"][-1]["why"])
    assert world.visitor.get(f"{order}/status").json()["stage"] == "ready"

    # Credit: the amount waits for the next order.
    world.sign_in()
    sell_with(world, provisioning_policy="credit")
    order, credited = paid_in_vain(world, "ann")
    assert credited["kept_as_credit"] == credited["amount"]
    assert "kept as credit" in world.visitor.get(order).text
    assert "Credit: <strong>$10.00</strong>" in account_page(world, "ann")

    # Refund: the gateway gives the money back, once.
    sell_with(world, provisioning_policy="refund")
    order, refunded = paid_in_vain(world, "hugo")
    assert (refunded["status"], refunded["left"]["minor"]) == ("refunded", 0)
    assert "money back" in world.visitor.get(order).text
    assert len(world.calls("stripe", "POST", "refunds")) == 1
    assert {each["kind"] for each in world.api("GET", "/attention")["items"]} == {
        "payment",
        "job",
    }
