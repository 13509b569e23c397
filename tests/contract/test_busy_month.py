"""A busy month at all gateways: the same for the same seed, and its sums are the books'."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from infra.sandbox import busy_month, stripe_events, stripe_rules
from infra.sandbox.kit import BadAction, Store, World
from infra.sandbox.server import build_app
from tests.contract.serving import Receiver, eventually, serving
from tests.contract.stripe_standin.client import client_of


@pytest.fixture
def world() -> Iterator[World]:
    world = World(Store(":memory:"))
    build_app(world)
    yield world
    world.store.close()


def past(seed: int, **more: Any) -> dict[str, Any]:
    """Return what asks for the month that ends now: nobody listens who could be waited for."""
    return {"seed": seed, "clock": "past", **more}


def the_same(report: Any) -> Any:
    """Return what of a report does not depend on the run: no ids, no times."""
    names = ("gateway", "kind", "email", "known", "amount", "currency")
    return [{name: row.get(name) for name in names} for row in report["deeds"]]


def test_a_seed_makes_the_same_month_and_another_seed_another(world: World) -> None:
    other = World(Store(":memory:"))
    build_app(other)

    first, again = (busy_month.run(each, past(7)) for each in (world, other))

    assert the_same(first) == the_same(again)
    assert first["totals"] == again["totals"]
    assert first["counts"] == again["counts"]
    different = busy_month.run(other, past(8))
    assert the_same(different) != the_same(first)


def test_the_month_holds_every_way_in_which_money_moves(world: World) -> None:
    people = [{"email": "ann@example.test", "name": "Ann Bell"}]

    counts = busy_month.run(world, past(3, people=people))["counts"]

    wanted = {
        "stripe": "sale:sale then:refund then:part_refund then:won then:lost then:bounced"
        " then:late subscription:goes_on subscription:failing subscription:cancelled"
        " renewal:paid",
        "paypal": "sent:sent then:refund then:part_refund then:won then:lost",
        "plisio": "coins:paid coins:too_much coins:too_little coins:expired",
    }
    assert {
        f"{gateway}.{kind}" for gateway, kinds in wanted.items() for kind in kinds.split()
    } <= set(counts)


def test_the_totals_are_the_sums_of_the_movements_also_when_a_month_comes_again(
    world: World,
) -> None:
    busy_month.run(world, past(1, payments=20))
    report = busy_month.run(world, past(1, payments=20))

    for gateway, moves in report["movements"].items():
        sums = report["totals"][gateway]
        assert {move["currency"] for move in moves} == set(sums)
        for currency, row in sums.items():
            mine = [move for move in moves if move["currency"] == currency]
            assert row["amount"] == sum(move["amount"] for move in mine)
            assert row["net"] == sum(move["amount"] - move["fee"] for move in mine)
            assert sum(kind["count"] for kind in row["kinds"].values()) == len(mine)


def test_a_past_month_holds_no_money_that_only_a_reader_finds(world: World) -> None:
    today = f"{world.clock.now():%Y-%m-%d}"

    deeds = busy_month.run(world, past(7))["deeds"]

    days = {deed["at"][:10] for deed in deeds if deed["gateway"] == "paypal"}
    assert min(days) >= today
    assert min(deed["at"] for deed in deeds if deed["gateway"] == "stripe") < today


@pytest.mark.parametrize(
    "body",
    [
        {"payments": 0},
        {"payments": "many"},
        {"days": 1},
        {"gateways": ["square"]},
        {"clock": "sideways"},
    ],
)
def test_a_month_that_cannot_be_is_refused(world: World, body: dict[str, Any]) -> None:
    with pytest.raises(BadAction):
        busy_month.run(world, body)


@pytest.mark.parametrize("clock", ["past", "forward"])
def test_the_button_sends_the_webhooks_twice_and_out_of_order(clock: str) -> None:
    hook = Receiver()
    try:
        with serving() as world:
            stripe_events.set_endpoint(
                world, url=hook.url, secret=stripe_events.DEFAULT_SECRET, events=["*"]
            )
            body = {"seed": 5, "payments": 10, "days": 5, "clock": clock, "gateways": ["stripe"]}
            begun = world.clock.now()
            answer = httpx.post(f"{world.base_url}/sandbox/api/busy-month", json=body, timeout=60)
            assert answer.status_code == 200, answer.text
            eventually(lambda: not world.store.list("stripe.due"), seconds=30)
            events = hook.events()
            listed = client_of(world).v1.balance_transactions.list({"limit": 100}).data
            assert stripe_rules.rules(world) == []
            assert ((world.clock.now() - begun).days >= 5) == (clock == "forward")
    finally:
        hook.close()
    done = [event["id"] for event in events if event["type"] == "checkout.session.completed"]
    assert len(done) == 2 * len(set(done))
    order = [event["created"] for event in events]
    assert order != sorted(order)
    moves = answer.json()["movements"]["stripe"]
    assert {row.id: row.amount for row in listed} == {row["id"]: row["amount"] for row in moves}
