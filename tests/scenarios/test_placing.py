"""Which server somebody is invited to, and with what."""

import pytest

from chalicelib.catalog.model import PRIVATE
from tests.scenarios import steps
from tests.scenarios.shop import STANDARD, change_plan, change_server, plan_body
from tests.scenarios.world import ADMIN, LiveWorld


def library_of(world: LiveWorld, server: str, title: str) -> str:
    shown = world.api("GET", f"/servers/{world.ids[server]}")
    return next(str(each["id"]) for each in shown["libraries"] if each["title"] == title)


def classify(world: LiveWorld, server: str, title: str, group: str) -> None:
    path = f"/servers/{world.ids[server]}/libraries/{library_of(world, server, title)}"
    world.api("PUT", path, {"group_id": group})


def libraries_shared(world: LiveWorld, person: str) -> set[str]:
    [share] = world.shares_of(person)
    assert not share["all_libraries"]
    return set(share["libraries"])


def invites_sent(world: LiveWorld) -> int:
    return sum(call.startswith("POST") for call in steps.plex_writes(world))


def rival(world: LiveWorld) -> str:
    """Return the server that would be chosen if nothing spoke for another one."""
    steps.subscribe(world, "hugo", "Basic")
    return steps.servers_of(world, "hugo")[0]


def other(server: str) -> str:
    return next(name for name in steps.SERVERS if name != server)


@pytest.mark.behaviour("B133", "B134", "B147", "B171")
def test_private_is_never_shared_and_shares_follow_a_library_that_moves(world: LiveWorld):
    steps.only_newcomers_on(world, "alpha")
    classify(world, "alpha", "Kids", PRIVATE)
    plan = plan_body("Offline", streams=1, minor=900, groups=[STANDARD], allows_downloads=True)
    world.ids["Offline"] = world.api("POST", "/plans", plan)["id"]
    steps.subscribe(world, "finn", "Offline")
    assert libraries_shared(world, "finn") == {"Movies", "TV Shows", "Music"}
    assert world.shares_of("finn")[0]["allow_sync"]
    assert "invite_sent" not in world.occasions("finn@demo.example")
    assert world.occasions("finn@demo.example")[-1] == "access_ready"

    classify(world, "alpha", "Music", PRIVATE)
    classify(world, "alpha", "4K Movies", STANDARD)
    world.advance(hours=1)
    world.run_hour()
    assert libraries_shared(world, "finn") == {"Movies", "TV Shows", "4K Movies"}

    writes = steps.plex_writes(world)
    for _ in range(2):
        world.advance(hours=1)
        world.run_hour()
    world.api("POST", f"/users/{steps.user_named(world, 'finn')['id']}/reconcile")
    world.work()
    assert steps.plex_writes(world) == writes


@pytest.mark.behaviour("B129", "B130")
def test_disabled_servers_and_those_closed_to_newcomers_are_never_chosen(world: LiveWorld):
    first = rival(world)
    change_server(world, world.ids[first], allows_new=False)
    steps.subscribe(world, "ann", "Basic")
    assert steps.servers_of(world, "ann") == [other(first)]
    world.run_hour()
    assert steps.servers_of(world, "hugo") == [first]

    change_server(world, world.ids[first], allows_new=True)
    change_server(world, world.ids[other(first)], is_enabled=False)
    for person in ("ben", "carla"):
        steps.subscribe(world, person, "Basic")
        assert steps.servers_of(world, person) == [first]


@pytest.mark.behaviour("B136", "B137")
def test_a_preferred_location_wins_as_long_as_a_fitting_server_is_there(world: LiveWorld):
    first = rival(world)
    crowded, empty = first, other(first)
    places = {
        server: world.api("POST", "/locations", {"name": name})["id"]
        for server, name in ((crowded, "Oslo"), (empty, "Lima"))
    }
    for server, place in places.items():
        change_server(world, world.ids[server], location_id=place)
    shown = world.visitor.get(f"/checkout/{world.ids['Basic']}").text
    assert "Oslo" in shown
    assert "Lima" in shown

    steps.subscribe(world, "ann", "Basic", location_id=places[crowded])
    assert steps.servers_of(world, "ann") == [crowded]

    change_server(world, world.ids[crowded], allows_new=False)
    steps.subscribe(world, "ben", "Basic", location_id=places[crowded])
    assert steps.servers_of(world, "ben") == [empty]


@pytest.mark.behaviour("B141", "B145")
def test_newcomers_go_where_the_fewest_are_and_nobody_is_moved_from_a_server_that_fits(
    world: LiveWorld,
):
    first = rival(world)
    steps.subscribe(world, "ann", "Basic")
    assert steps.servers_of(world, "ann") == [other(first)]

    steps.only_newcomers_on(world, first)
    steps.subscribe(world, "ben", "Basic")
    steps.only_newcomers_on(world, *steps.SERVERS)
    steps.subscribe(world, "ben", "Standard")
    world.run_hour()
    assert steps.servers_of(world, "ben") == [first]
    steps.subscribe(world, "carla", "Basic")
    assert steps.servers_of(world, "carla") == [other(first)]


@pytest.mark.behaviour("B142")
def test_an_open_invite_is_kept_where_it_fits(world: LiveWorld):
    steps.only_newcomers_on(world, "beta")
    steps.subscribe(world, "finn", "Basic", accepts=False)
    assert [each["state"] for each in world.shares_of("finn")] == ["pending"]
    steps.only_newcomers_on(world, *steps.SERVERS)

    steps.subscribe(world, "finn", "Standard", accepts=False)
    assert steps.servers_of(world, "finn") == ["beta"]
    assert invites_sent(world) == 1


def test_whoever_bought_a_plan_that_only_another_server_has_moves_there_when_it_begins(
    world: LiveWorld,
):
    steps.only_newcomers_on(world, "beta")
    steps.subscribe(world, "finn", "Basic")
    steps.only_newcomers_on(world, *steps.SERVERS)
    world.advance(days=25)
    steps.subscribe(world, "finn", "Premium")
    assert steps.servers_of(world, "finn") == ["beta"]

    world.advance(days=6)
    world.run_hour()
    world.advance(minutes=2)
    world.run("job_sweep")

    assert steps.servers_of(world, "finn") == ["alpha"]
    assert "4K Movies" in libraries_shared(world, "finn")


@pytest.mark.behaviour("B143")
def test_somebody_whose_open_invite_does_not_fit_the_new_plan_is_invited_elsewhere(
    world: LiveWorld,
):
    steps.only_newcomers_on(world, "beta")
    steps.subscribe(world, "finn", "Basic", accepts=False)
    world.advance(days=31)
    steps.only_newcomers_on(world, *steps.SERVERS)

    steps.subscribe(world, "finn", "Premium", accepts=False)

    [share] = world.shares_of("finn")
    assert (share["server"], share["state"]) == ("alpha", "pending")
    assert "4K Movies" in share["libraries"]


@pytest.mark.behaviour("B144", "B066")
def test_somebody_who_comes_back_gets_the_former_server_though_another_is_emptier(
    world: LiveWorld,
):
    first = rival(world)
    steps.only_newcomers_on(world, first)
    for person in ("finn", "ann"):
        steps.subscribe(world, person, "Basic")
    steps.only_newcomers_on(world, *steps.SERVERS)
    user_id = steps.user_named(world, "finn")["id"]
    world.advance(days=31)
    world.run_hour()
    assert world.shares_of("finn") == []
    shares = world.api("GET", f"/users/{user_id}")["shares"]
    assert [(each["server_name"], each["state"]) for each in shares] == [(first, "removed")]

    for person in ("ann", "hugo"):  # make the former server the fuller one
        steps.subscribe(world, person, "Basic")
    steps.subscribe(world, "finn", "Basic")
    assert steps.servers_of(world, "finn") == [first]
    assert steps.user_named(world, "finn")["id"] == user_id


@pytest.mark.behaviour("B146")
def test_somebody_who_paid_while_no_server_fits_is_placed_once_one_does(world: LiveWorld):
    user_id = steps.add_user(world, "finn")
    for name in steps.SERVERS:
        change_server(world, world.ids[name], is_enabled=False)
    steps.enter_payment(world, user_id, "Basic", "cash-1")

    [item] = world.api("GET", "/attention")["items"]
    assert "it is disabled" in item["title"]
    assert item["remedy"]
    assert world.occasions(ADMIN) == ["admin_no_server"]
    assert steps.user_named(world, "finn")["standing"] == "active"

    change_server(world, world.ids["alpha"], is_enabled=True)
    world.api("POST", f"/jobs/{item['id']}/retry")
    world.work()
    assert steps.servers_of(world, "finn") == ["alpha"]
    assert world.api("GET", "/attention")["items"] == []


@pytest.mark.behaviour("B152")
def test_a_sale_that_plex_does_not_take_yet_is_tried_again(world: LiveWorld):
    world.fault("plextv", mode="status", status=500, method="POST", path="shared_servers")
    order = steps.subscribe(world, "finn", "Standard")
    assert [p["status"] for p in world.api("GET", "/payments")["items"]] == ["settled"]
    assert world.visitor.get(f"{order}/status").json()["stage"] == "preparing"
    waiting = world.api("GET", "/jobs?state=ready")["items"]
    assert [(job["kind"], job["attempts"]) for job in waiting] == [("reconcile_access", 1)]
    assert waiting[0]["last_error"]

    world.standins.faults.clear()
    world.advance(minutes=2)
    world.run("job_sweep")
    world.work()
    assert world.visitor.get(f"{order}/status").json()["stage"] == "ready"
    assert world.occasions("finn@demo.example") == ["payment_received", "access_ready"]


@pytest.mark.behaviour("B152")
def test_a_sale_that_plex_refuses_is_kept_and_the_operator_is_told_what_to_do(world: LiveWorld):
    world.act("ban_person", person="finn", banned=True)
    order = steps.subscribe(world, "finn", "Standard", accepts=False)

    [payment] = world.api("GET", "/payments")["items"]
    assert payment["status"] == "settled"
    assert world.visitor.get(f"{order}/status").json()["stage"] == "attention"
    [item] = world.api("GET", "/attention")["items"]
    assert item["kind"] == "job"
    assert item["remedy"]
    assert world.occasions(ADMIN) == ["admin_needs_attention"]

    world.act("ban_person", person="finn", banned=False)
    world.api("POST", f"/jobs/{item['id']}/retry")
    world.work()
    assert len(world.shares_of("finn")) == 1
    # The paid time began when access was given.
    assert world.api("GET", "/payments")["items"][0]["ends_at"] > payment["ends_at"]


@pytest.mark.behaviour("B012", "B013")
def test_target_servers_come_first_and_others_are_the_fallback(world: LiveWorld):
    first = rival(world)
    change_plan(world, world.ids["Basic"], target_server_ids=[world.ids[first]])
    for person in ("ann", "ben"):
        steps.subscribe(world, person, "Basic")
        assert steps.servers_of(world, person) == [first]
    change_server(world, world.ids[first], allows_new=False)
    steps.subscribe(world, "carla", "Basic")
    assert steps.servers_of(world, "carla") == [other(first)]
