"""A month of everything at all gateways at once, and books that agree with each of them."""

from datetime import date, timedelta

import pytest

from infra.sandbox import busy_month
from tests.scenarios import steps
from tests.scenarios.gateways import connect_paypal, connect_plisio
from tests.scenarios.money import reconciled
from tests.scenarios.world import LiveWorld

_ACCOUNTS = ("stripe", "paypal", "plisio")


@pytest.mark.behaviour("X007")
@pytest.mark.parametrize("clock", ["forward", "past"])
def test_a_busy_month_leaves_no_difference_on_any_day_at_any_gateway(world: LiveWorld, clock: str):
    connect_paypal(world)
    connect_plisio(world)
    steps.subscribe(world, "finn", "Standard")
    world.run_hour()

    people = [{"email": steps.address("finn"), "name": "Finn"}]
    body = {"seed": 7, "days": 3, "payments": 12, "clock": clock, "people": people}
    done = busy_month.run(world.standins, body)
    world.deliver()
    world.paypal_delivered()
    world.advance(hours=4)
    world.run_hour()
    world.work()

    differing, seen = [], dict.fromkeys(_ACCOUNTS, 0)
    for account in _ACCOUNTS:
        for day in days_between(date.fromisoformat(done["from"][:10]), world.now().date()):
            report = reconciled(world, day.isoformat(), account)
            differing += [row for row in report["rows"] if row["difference"]]
            seen[account] += report["transactions"]
    assert [(row["external_id"], row["difference"]) for row in differing] == []
    assert all(seen.values()), done["counts"]


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
