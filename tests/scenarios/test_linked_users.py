"""One master pays for linked users, from the first link to the day when one comes back."""

from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.scenarios import steps
from tests.scenarios.shop import change_plan
from tests.scenarios.world import ADMIN, LiveWorld, hidden_fields

FAMILY = "Standard"
PEOPLE = ("finn", "grace", "hugo")
LATEST = timedelta(days=21)


@pytest.fixture
def ids(world: LiveWorld) -> dict[str, str]:
    """Three people with paid time, of whom Hugo's ends a day later, and a plan for a group."""
    change_plan(world, world.ids[FAMILY], max_sub_accounts=2, shares_limit=True)
    found: dict[str, str] = {}
    for name in PEOPLE:
        world.act("change_person", person=name, auto_accept=True)
        found[name] = steps.add_user(world, name)
    start = world.now()
    for name, user_id in found.items():
        ends = start + LATEST - timedelta(days=name != "hugo")
        steps.enter_payment(world, user_id, FAMILY, f"cash-{name}", starts_at=start, ends_at=ends)
    return found


def link(world: LiveWorld, ids: dict[str, str], *subs: str, master: str = "finn") -> None:
    for sub in subs:
        world.api("POST", f"/users/{ids[master]}/links", {"sub_id": ids[sub]})


def group_of(world: LiveWorld, user_id: str) -> dict[str, Any]:
    group: dict[str, Any] = world.api("GET", f"/users/{user_id}/links")["group"]
    return group


def left_out(world: LiveWorld, user_id: str) -> list[bool]:
    return [each["is_left_out"] for each in group_of(world, user_id)["subs"]]


def buys(world: LiveWorld, browser: httpx.Client, plan_id: str) -> None:
    """Let a signed-in customer buy a plan with the account that we know."""
    fields = hidden_fields(browser.get(f"/checkout/{plan_id}").text)
    fields |= {"email": steps.address("finn"), "media_name": "finn"}
    summary = browser.post(f"/checkout/{plan_id}", data=fields)
    assert "2 linked users" in summary.text
    answer = browser.post(
        f"/checkout/{plan_id}/pay", data=hidden_fields(summary.text), follow_redirects=False
    )
    world.pay_page(answer.headers["location"])
    world.deliver()
    world.work()


@pytest.mark.behaviour("B032", "B115", "B120", "B121")
def test_links_tell_what_does_not_fit_and_the_plan_shows_to_its_master_alone(
    world: LiveWorld, ids: dict[str, str]
):
    links, plan_id = f"/users/{ids['finn']}/links", world.ids[FAMILY]
    shown = world.api("POST", f"{links}/preview", {"sub_id": ids["grace"]})["warnings"]
    assert shown == [
        "Standard is for exactly 2 linked users, but 1 is linked: Finn cannot buy it like this."
    ]
    warning = world.api("POST", f"{links}/preview", {"sub_id": ids["hugo"]})["warnings"][0]
    assert "Hugo loses what lies after" in warning

    link(world, ids, "grace")
    with closing(steps.sign_in_customer(world, "finn")) as finn:
        assert f"/checkout/{plan_id}" not in finn.get("/").text
        assert finn.get(f"/checkout/{plan_id}").status_code == 409
        link(world, ids, "hugo")
        assert f"/checkout/{plan_id}" in finn.get("/").text
        assert finn.get(f"/checkout/{plan_id}").status_code == 200
    assert warning in group_of(world, ids["hugo"])["warnings"]
    assert world.api("GET", "/linked-users")["items"] == [group_of(world, ids["finn"])]

    for master, sub in (("grace", "hugo"), ("hugo", "finn")):
        world.api("POST", f"/users/{ids[master]}/links", {"sub_id": ids[sub]}, status=409)
    world.api("POST", links, {"sub_id": ids["finn"]}, status=422)

    refused = world.post_form(f"/checkout/{plan_id}", {"email": "x@y.example"})
    assert refused.status_code == 409
    assert "somebody with exactly 2 linked users" in refused.text
    assert f"/checkout/{plan_id}" not in world.visitor.get("/").text


@pytest.mark.behaviour("B116", "B118", "B122")
def test_a_master_pays_for_all_and_after_a_pause_only_the_master_is_invited(
    world: LiveWorld, ids: dict[str, str]
):
    link(world, ids, "grace", "hugo")
    until = datetime.fromisoformat(steps.user_named(world, "finn")["paid_until"])
    with closing(steps.sign_in_customer(world, "finn")) as finn:
        buys(world, finn, world.ids[FAMILY])
    found = [world.api("GET", f"/users/{each}/payments")["items"][0] for each in ids.values()]
    assert [(each["sequence"], each["parts"], each["amount"]["minor"]) for each in found] == [
        (1, 3, 1000),
        (2, 3, 0),
        (3, 3, 0),
    ]
    assert len({(each["external_id"], each["plan_id"]) for each in found}) == 1
    assert len({(each["starts_at"], each["ends_at"]) for each in found}) == 1
    assert datetime.fromisoformat(found[0]["starts_at"]) == until

    ends_at = datetime.fromisoformat(found[0]["ends_at"])
    world.advance(seconds=(ends_at - world.now()).total_seconds() + 60)
    world.run_hour()
    assert [world.shares_of(name) for name in PEOPLE] == [[], [], []]
    world.advance(days=1)
    told = len(world.mails(ADMIN))
    with closing(steps.sign_in_customer(world, "finn")) as finn:
        buys(world, finn, world.ids[FAMILY])
        assert "no access: ask us to invite" in finn.get("/account").text
    world.run_hour()
    assert [bool(world.shares_of(name)) for name in PEOPLE] == [True, False, False]
    assert len(world.mails(ADMIN)) == told + 1
    assert "Finn paid for linked users" in str(world.mails(ADMIN)[-1])
    assert left_out(world, ids["grace"]) == [True, True]

    world.api("POST", f"/users/{ids['grace']}/invite")
    world.work()
    assert [bool(world.shares_of(name)) for name in PEOPLE] == [True, True, False]
    assert left_out(world, ids["finn"]) == [False, True]
    world.api("DELETE", f"/users/{ids['finn']}/links/{ids['hugo']}")
    assert left_out(world, ids["finn"]) == [False]
    assert world.api("GET", f"/users/{ids['hugo']}/links")["group"] is None
