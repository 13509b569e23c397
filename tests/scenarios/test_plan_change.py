"""A customer changes the plan in the middle of a term, on their own page."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.scenarios import steps
from tests.scenarios.shop import change_plan
from tests.scenarios.world import LiveWorld, hidden_fields

DAYS = {"count": 30, "unit": "day"}


@pytest.fixture
def ann(world: LiveWorld) -> Iterator[httpx.Client]:
    """Finn pays 30.00 for 30 days, has 5 days left, and is signed in; Premium costs 15.00."""
    change_plan(world, world.ids["Basic"], price={"minor": 3000, "currency": "USD"}, term=DAYS)
    change_plan(world, world.ids["Premium"], price={"minor": 1500, "currency": "USD"}, term=DAYS)
    steps.subscribe(world, "finn", "Basic")
    world.advance(days=25)
    world.sign_in()
    with closing(steps.sign_in_customer(world, "finn")) as browser:
        yield browser


def payments(world: LiveWorld) -> dict[str, dict[str, Any]]:
    """Return Finn's payments by the name of their plan."""
    user = steps.user_named(world, "finn")
    found = world.api("GET", f"/users/{user['id']}/payments")["items"]
    return {each["plan_name"]: each for each in found}


def changes(world: LiveWorld, browser: httpx.Client, *, start: str = "now") -> str:
    """Go from the account page to the payment page and pay; return the summary page."""
    plan_id = world.ids["Premium"]
    assert f"/account/plan/{plan_id}" in browser.get("/account/plan").text
    query = "?start=now" if start == "now" else ""
    assert f"/checkout/{plan_id}{query}" in browser.get(f"/account/plan/{plan_id}").text
    shown = browser.get(f"/checkout/{plan_id}{query}").text
    fields = hidden_fields(shown) | {"email": "finn@demo.example", "media_name": "finn"}
    summary = browser.post(f"/checkout/{plan_id}", data=fields)
    assert summary.status_code == 200, summary.text
    answer = browser.post(
        f"/checkout/{plan_id}/pay", data=hidden_fields(summary.text), follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    world.pay_page(answer.headers["location"])
    world.deliver()
    world.work()
    return summary.text


def sees_4k(world: LiveWorld) -> bool:
    """Tell whether Finn has a library that only Premium opens."""
    return "4K" in str(world.shares_of("finn"))


@pytest.mark.behaviour("B080", "B081", "B082", "B083", "B084", "B085", "B087")
def test_starting_now_credits_what_is_left_and_moves_the_access_at_once(
    world: LiveWorld, ann: httpx.Client
):
    assert not sees_4k(world)
    refunds = len(world.calls("stripe", "POST", "refunds"))

    shown = ann.get(f"/account/plan/{world.ids['Premium']}").text
    summary = changes(world, ann)

    assert "$5.00 credit" in shown
    assert "$5.00 credit" in summary
    found = payments(world)
    old, new = found["Basic"], found["Premium"]
    assert old["amount"] == {"minor": 3000, "currency": "USD"}
    assert "5.00 USD" in str(old["notes"])
    assert new["amount"] == {"minor": 1500, "currency": "USD"}
    assert "5.00 USD" in str(new["notes"])
    starts, ends = (datetime.fromisoformat(new[edge]) for edge in ("starts_at", "ends_at"))
    assert timedelta(days=39, hours=23) < ends - starts < timedelta(days=40, hours=1)
    assert datetime.fromisoformat(old["ends_at"]) == starts
    assert abs(starts - world.now()) < timedelta(minutes=1)
    assert len(world.calls("stripe", "POST", "refunds")) == refunds
    user = world.api("GET", f"/users/{steps.user_named(world, 'finn')['id']}")
    assert user["plan_name"] == "Premium"
    assert sees_4k(world)


@pytest.mark.behaviour("B088")
def test_starting_afterwards_keeps_the_old_plan_to_its_end(world: LiveWorld, ann: httpx.Client):
    summary = changes(world, ann, start="afterwards")

    assert "credit" not in summary
    found = payments(world)
    old, new = found["Basic"], found["Premium"]
    assert new["starts_at"] == old["ends_at"]
    assert (old["notes"], new["notes"]) == ("", "")


def test_a_visitor_and_somebody_without_a_running_plan_are_sent_on(world: LiveWorld):
    plan_id = world.ids["Premium"]
    for path in ("/account/plan", f"/account/plan/{plan_id}"):
        answer = world.visitor.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    refused = world.post_form(
        f"/checkout/{plan_id}",
        {"email": "finn@demo.example", "media_name": "finn", "start": "now"},
    )
    assert refused.status_code == 422
    assert "Sign in to your account first." in refused.text


def test_an_unknown_plan_cannot_be_changed_to(world: LiveWorld, ann: httpx.Client):
    for unknown in ("unknown_1", "x" * 300, "%00", "pk%23sk"):
        assert ann.get(f"/account/plan/{unknown}").status_code == 404


@pytest.mark.behaviour("B086")
def test_the_next_look_at_the_streams_goes_by_the_new_limit(world: LiveWorld):
    steps.count_from_the_first_second(world)
    change_plan(world, world.ids["Premium"], max_streams=1)
    steps.subscribe(world, "finn", "Standard")
    (server,) = steps.servers_of(world, "finn")
    for device in ("Roku", "Phone"):
        steps.play(world, server, "finn", device)
    world.run("enforcement")
    assert steps.stops_sent(world, server) == 0

    with closing(steps.sign_in_customer(world, "finn")) as browser:
        changes(world, browser)
    world.run("enforcement")

    assert steps.stops_sent(world, server) == 1
