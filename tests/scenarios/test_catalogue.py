"""What is offered, and the servers behind it."""

import httpx
import pytest

from chalicelib.catalog.model import PRIVATE
from infra.sandbox import plex
from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.shop import STANDARD, change_plan, change_server, change_site, plan_body
from tests.scenarios.world import LiveWorld


def problems_of(answer: dict[str, dict[str, list[dict[str, str]]]]) -> dict[str, str]:
    return {each["field"]: each["remedy"] for each in answer["error"]["problems"]}


@pytest.mark.behaviour("B003", "B005", "B008")
def test_active_plans_are_sold_and_an_inactive_one_stays_valid_for_who_has_it(world: LiveWorld):
    home = world.visitor.get("/").text
    assert all(f"Choose {name}" in home for name in ("Basic", "Standard", "Premium"))
    steps.subscribe(world, "finn", "Standard")

    change_plan(world, world.ids["Standard"], is_active=False)

    assert "Choose Standard" not in world.visitor.get("/").text
    assert world.visitor.get(f"/checkout/{world.ids['Standard']}").status_code == 404
    assert world.visitor.get(f"/checkout/{world.ids['Basic']}").status_code == 200
    world.run_hour()
    finn = steps.user_named(world, "finn")
    assert (finn["standing"], finn["plan_name"]) == ("active", "Standard")
    assert len(world.shares_of("finn")) == 1


@pytest.mark.behaviour("B006")
def test_there_is_always_exactly_one_default_plan(world: LiveWorld):
    def defaults() -> list[str]:
        return [plan["name"] for plan in world.api("GET", "/plans")["items"] if plan["is_default"]]

    assert defaults() == ["Basic"]
    world.api("POST", f"/plans/{world.ids['Premium']}/default")
    assert defaults() == ["Premium"]

    premium = world.api("GET", f"/plans/{world.ids['Premium']}")
    archived = {"version": premium["version"]}
    world.api("POST", f"/plans/{premium['id']}/archive", archived, status=409)
    inactive = plan_body("Premium", streams=4, minor=4500, groups=[STANDARD], is_active=False)
    world.api("PUT", f"/plans/{premium['id']}", inactive | archived, status=409)
    twice = plan_body("Other", streams=1, minor=100, groups=[STANDARD], is_default=True)
    assert "is_default" in problems_of(world.api("POST", "/plans", twice, status=422))
    assert defaults() == ["Premium"]


@pytest.mark.behaviour("B007", "B133")
def test_a_plan_needs_a_library_group_that_is_not_private(world: LiveWorld):
    before = stored()
    for groups in ([], [PRIVATE], [STANDARD, PRIVATE], ["grp_unknown"]):
        body = plan_body("New", streams=1, minor=100, groups=groups)
        problems = problems_of(world.api("POST", "/plans", body, status=422))
        assert problems["group_ids"], groups
    assert changed(before, stored()) == []


@pytest.mark.behaviour("B033")
def test_when_nothing_is_sold_visitors_are_told_so_and_the_operator_why(world: LiveWorld):
    change_site(world, subscriptions_enabled=False)
    assert "Choose Basic" not in world.visitor.get("/").text
    refused = world.visitor.get(f"/checkout/{world.ids['Basic']}")
    assert "Choose" not in refused.text or refused.status_code != 200
    assert "Subscriptions" in world.api("GET", "/overview")["shop_notice"]

    change_site(world, subscriptions_enabled=True)
    assert world.api("GET", "/overview")["shop_notice"] == ""
    for name in steps.SERVERS:
        change_server(world, world.ids[name], allows_new=False)
    home = world.visitor.get("/").text
    assert "All places are taken" in home
    assert "Choose Basic" not in home
    assert "takes no new people" in world.api("GET", "/overview")["shop_notice"]


@pytest.mark.behaviour("B033")
def test_an_empty_site_says_that_no_plan_is_sold_instead_of_showing_an_empty_list(
    bare: LiveWorld,
):
    home = bare.visitor.get("/")
    assert home.status_code == 200
    assert "Payments cannot be taken at the moment" in home.text
    assert "switch one on in Settings" in bare.api("GET", "/overview")["shop_notice"]


@pytest.mark.behaviour("B016", "B014")
def test_an_edited_plan_changes_limits_but_nothing_that_was_paid(world: LiveWorld):
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", "Standard")
    [before] = world.api("GET", "/payments")["items"]
    server = steps.servers_of(world, "finn")[0]
    for device in ("Roku", "Phone"):
        steps.play(world, server, "finn", device)
    world.run("enforcement")
    assert len(world.devices_playing(server)) == 2

    term = {"count": 7, "unit": "day"}
    price = {"minor": 9900, "currency": "USD"}
    change_plan(world, world.ids["Standard"], price=price, term=term, max_streams=1)

    [after] = world.api("GET", "/payments")["items"]
    assert after == before
    assert steps.user_named(world, "finn")["paid_until"] == before["ends_at"]
    world.run("enforcement")
    assert world.devices_playing(server) == ["Roku"]
    assert world.api("GET", "/decisions")["items"][0]["limit"] == 1


@pytest.mark.behaviour("B132")
def test_the_built_in_groups_can_be_neither_renamed_nor_deleted(world: LiveWorld):
    before = stored()
    for group in (PRIVATE, STANDARD):
        world.api("PUT", f"/library-groups/{group}", {"name": "Mine", "version": 0}, status=409)
        world.api("DELETE", f"/library-groups/{group}", status=409)
    assert changed(before, stored()) == []
    names = [each["name"] for each in world.api("GET", "/library-groups")["items"]]
    assert names == ["Private", "Standard", "Premium 4K"]


@pytest.mark.behaviour("B123", "B124", "B125", "B126", "B127")
def test_a_server_is_tested_before_it_is_stored_and_starts_disabled_and_private(bare: LiveWorld):
    account = bare.api("POST", "/plex-accounts", {"token": plex.OWNER_TOKEN})["id"]
    found = bare.api("GET", f"/plex-accounts/{account}/servers")["items"]
    assert sorted(each["name"] for each in found) == ["alpha", "beta"]
    assert all(each["urls"] and not each["is_added"] for each in found)
    alpha, beta = sorted(found, key=lambda each: each["name"])

    def add(url: str) -> httpx.Response:
        body = {"account_id": account, "machine_id": alpha["machine_id"], "url": url}
        return bare.admin.post("/api/v1/servers", json=body)

    before = stored()
    bare.fault("pms:alpha", mode="status", status=500)
    failed = add(alpha["urls"][0])
    bare.standins.faults.clear()
    assert failed.status_code == 503
    assert failed.json()["error"]["message"]
    unreachable = add("http://127.0.0.1:9")
    assert unreachable.status_code == 503
    assert unreachable.json()["error"]["message"]
    another = add(beta["urls"][0])
    assert another.status_code == 422
    assert "url" in problems_of(another.json())
    assert changed(before, stored()) == []

    added = add(alpha["urls"][0]).json()
    assert not added["is_enabled"]
    assert {each["title"] for each in added["libraries"]} == {
        "Movies",
        "TV Shows",
        "Music",
        "4K Movies",
        "Kids",
    }
    assert {each["group_id"] for each in added["libraries"]} == {PRIVATE}
    assert [each["name"] for each in bare.api("GET", "/servers")["items"]] == ["alpha"]


@pytest.mark.behaviour("B128", "B139")
def test_a_servers_name_follows_its_platform_and_another_machine_is_reported(world: LiveWorld):
    steps.rename_server(world, "alpha", "Alpha House")
    world.run("daily")
    server = world.api("GET", f"/servers/{world.ids['alpha']}")
    assert server["name"] == "Alpha House"

    fields = ("is_enabled", "allows_new", "max_users", "location_id", "logs_activity", "version")
    body = {name: server[name] for name in fields} | {"name": "Mine"}
    answer = world.api("PUT", f"/servers/{server['id']}", body, status=422)
    assert "name" in problems_of(answer)

    world.act("change_machine", server="beta")
    counts = world.run("daily")
    assert counts["upkeep_servers_failed"] == 1
    names = [each["name"] for each in world.api("GET", "/servers")["items"]]
    assert sorted(names) == ["Alpha House", "beta"]
