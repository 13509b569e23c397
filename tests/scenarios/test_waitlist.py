"""The last seat is sold once, and whoever comes too late gets the next one in turn."""

import re

import httpx
import pytest

from tests.scenarios import steps
from tests.scenarios.shop import change_server
from tests.scenarios.world import LiveWorld, hidden_fields


def summary(world: LiveWorld, person: str, *, address: str = "") -> httpx.Response:
    """Let somebody fill in the checkout of *Basic*; return the page on which they can pay."""
    path = f"/checkout/{world.ids['Basic']}"
    shown = world.visitor.get(address or path)
    assert shown.status_code == 200, shown.text
    typed = {"email": steps.address(person), "media_name": person}
    return world.post_form(path, {**hidden_fields(shown.text), **typed})


def press_pay(world: LiveWorld, page: httpx.Response) -> httpx.Response:
    assert page.status_code == 200, page.text
    return world.post_form(f"/checkout/{world.ids['Basic']}/pay", hidden_fields(page.text))


def own_page(world: LiveWorld, person: str) -> tuple[str, str]:
    """Follow the link of the latest mail to somebody; return its address and the page's text."""
    link = re.search(r"/wait\?ticket=[\w.~-]+", str(world.mails(steps.address(person))[-1]))
    assert link
    page = world.visitor.get(link.group())
    assert page.status_code == 200, page.text
    return link.group(), page.text


def in_line(world: LiveWorld) -> dict[str, str]:
    """Return what the administrator sees of the waitlist: who stands where."""
    items = world.api("GET", "/waitlist")["items"]
    return {each["media_name"]: each["state"] for each in items}


@pytest.mark.behaviour("X003", "X004")
def test_the_last_seat_is_sold_once_and_the_next_ones_go_to_those_who_wait(world: LiveWorld):
    change_server(world, world.ids["beta"], is_enabled=False)
    change_server(world, world.ids["alpha"], max_users=1)
    world.act("change_person", person="finn", auto_accept=True)
    world.act("change_person", person="hugo", auto_accept=True)

    # Two open checkouts: one gets the seat, the other learns it before any payment page.
    winner, loser = summary(world, "finn"), summary(world, "grace")
    paying = press_pay(world, winner).headers["location"]
    refused = press_pay(world, loser)
    assert refused.status_code == 409
    assert "The last seat is gone" in refused.text
    assert len(world.calls("stripe", "POST", "/v1/checkout/sessions$")) == 1
    world.pay_page(paying)
    world.deliver()
    world.work()
    assert steps.servers_of(world, "finn") == ["alpha"]

    # One click on that page joins; others join from the shop, or by the API.
    joined = world.post_form(f"/checkout/{world.ids['Basic']}/wait", hidden_fields(refused.text))
    assert "You are in line" in joined.text
    assert "Join the waitlist for Basic" in world.visitor.get("/").text
    asked = {"plan_id": world.ids["Basic"], "email": "hugo@demo.example", "media_username": "hugo"}
    for _ in range(2):
        world.visitor.post("/api/v1/waitlist", json=asked).raise_for_status()
    world.work()
    assert in_line(world) == {"grace": "waiting", "hugo": "waiting"}
    assert "You are next" in own_page(world, "grace")[1]
    assert "You are number 2 in line" in own_page(world, "hugo")[1]

    # Somebody leaves: the seat is kept for the first in line, and sold to nobody else.
    world.advance(days=31)
    world.run_hour()
    world.work()
    assert steps.servers_of(world, "finn") == []
    assert in_line(world) == {"grace": "offered", "hugo": "waiting"}
    assert "A seat is kept for you" in own_page(world, "grace")[1]
    assert "Join the waitlist" in summary(world, "carla").text

    # The offer lapses, and the next one gets the seat.
    world.advance(hours=24, seconds=1)
    world.run("job_sweep")
    world.work()
    assert in_line(world) == {"hugo": "offered"}
    assert world.occasions(steps.address("grace")) == [
        "waitlist_joined",
        "waitlist_offer",
        "waitlist_lapsed",
    ]
    address, page = own_page(world, "hugo")
    take = re.search(r'href="(/checkout/[^"]+)"', page)
    assert take
    form = world.visitor.get(take.group(1))
    assert 'value="hugo@demo.example"' in form.text
    world.pay_page(
        press_pay(world, summary(world, "hugo", address=take.group(1))).headers["location"]
    )
    world.deliver()
    world.work()
    assert steps.servers_of(world, "hugo") == ["alpha"]
    assert "You have your seat" in world.visitor.get(address).text
    world.run("hourly")
    assert in_line(world) == {}
