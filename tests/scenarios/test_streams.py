"""Streams at a time: what counts, what is stopped, and what never is."""

import threading

import pytest

from tests.contract.serving import eventually
from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.shop import change_server, change_site
from tests.scenarios.world import ADMIN, LiveWorld


def watcher(world: LiveWorld, plan: str = "Basic") -> str:
    """Let finn buy a plan; return the server where finn is."""
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", plan)
    return steps.servers_of(world, "finn")[0]


def decisions(world: LiveWorld) -> list[tuple[str, bool]]:
    found = world.api("GET", "/decisions")["items"]
    return [(each["kind"], each["carried_out"]) for each in found]


def grant_elsewhere(world: LiveWorld, server: str) -> str:
    """Return the other server, on which finn is let in by hand."""
    return next(name for name in steps.SERVERS if name != server)


@pytest.mark.behaviour("B172", "B173", "B174", "B175", "X041")
def test_streams_are_counted_over_all_servers_and_the_customer_is_told(world: LiveWorld):
    server = watcher(world, "Standard")
    elsewhere = grant_elsewhere(world, server)
    steps.play(world, server, "finn", "Roku", address="203.0.113.7")
    steps.play(world, elsewhere, "finn", "Phone", address="198.51.100.9", share=True)
    world.run("enforcement")
    assert decisions(world) == []
    assert steps.stops_sent(world, server) + steps.stops_sent(world, elsewhere) == 0

    steps.play(world, elsewhere, "finn", "Laptop", address="192.0.2.1")
    world.run("enforcement")
    assert world.devices_playing(server) == ["Roku"]
    assert world.devices_playing(elsewhere) == ["Phone"]
    assert decisions(world) == [("stop", True)]
    world.work()
    assert world.occasions("finn@demo.example")[-1] == "stream_stopped"
    assert "Laptop" in str(world.mails("finn@demo.example")[-1])


@pytest.mark.behaviour("B176", "B178")
def test_a_permanent_user_may_stream_without_limit_and_logging_is_a_choice(world: LiveWorld):
    server = watcher(world)
    steps.change_user(world, "finn", is_permanent=True)
    for device in ("Roku", "Phone", "Laptop"):
        steps.play(world, server, "finn", device, address="203.0.113.7")
    world.run("enforcement")
    assert decisions(world) == []
    assert len(world.devices_playing(server)) == 3

    path = f"/servers/{world.ids[server]}/activity"
    logged = world.api("GET", path)["items"]
    assert {each["device_name"] for each in logged} == {"Roku", "Phone", "Laptop"}
    assert {(each["user_label"], each["address"]) for each in logged} == {("finn", "203.0.113.7")}
    assert all(each["first_seen"] <= each["last_seen"] for each in logged)

    change_server(world, world.ids[server], logs_activity=False)
    steps.play(world, server, "finn", "Tablet")
    world.run("enforcement")
    assert world.api("GET", path)["items"] == logged


@pytest.mark.behaviour("X021")
def test_one_device_counts_once_and_trailers_and_long_pauses_do_not_count(world: LiveWorld):
    server = watcher(world)
    first = steps.play(world, server, "finn", "Roku")
    steps.play(world, server, "finn", "Roku", title="Second screen")
    steps.play(world, server, "finn", "Phone", type="trailer")
    world.run("enforcement")
    assert decisions(world) == []
    assert len(world.devices_playing(server)) == 3

    for stream in (1, 2):
        world.act("pause_stream", server=server, session_key=stream)
    assert first["session_key"] == 1
    world.run("enforcement")
    world.advance(minutes=6)
    steps.play(world, server, "finn", "Laptop")
    world.run("enforcement")
    assert decisions(world) == []

    for stream in (1, 2):
        world.act("resume_stream", server=server, session_key=stream)
    steps.play(world, server, "finn", "Phone", type="trailer")
    world.run("enforcement")
    assert decisions(world) == [("stop", True)]
    assert "Laptop" not in world.devices_playing(server)
    evidence = world.api("GET", "/decisions")["items"][0]["evidence"]
    counted = {each["device_name"]: each["counted"] for each in evidence}
    assert counted == {"Roku": True, "Laptop": True, "Phone": False}


@pytest.mark.behaviour("X021", "X023")
def test_a_stream_is_looked_at_again_before_it_is_stopped_and_may_end_by_itself(
    world: LiveWorld,
):
    server = watcher(world)
    change_site(world, start_delay_seconds=15)
    steps.play(world, server, "finn", "Roku")
    world.advance(seconds=20)
    young = steps.play(world, server, "finn", "Phone")

    def end_and_let_time_pass() -> None:
        eventually(
            lambda: [each for each in world.calls(f"pms:{server}") if each["status"]], seconds=20
        )
        world.act("stop_stream", server=server, session_key=young["session_key"])
        world.advance(seconds=20)

    later = threading.Thread(target=end_and_let_time_pass)
    world.standins.calls.clear()
    later.start()
    world.run("enforcement")
    later.join()

    assert steps.stops_sent(world, server) == 0
    assert decisions(world) == []
    assert len(world.calls(f"pms:{server}", "GET", "/status/sessions$")) == 2


@pytest.mark.behaviour("X023", "X021")
def test_a_player_that_ignores_a_stop_is_marked_and_not_stopped_in_a_loop(world: LiveWorld):
    server = watcher(world)
    steps.play(world, server, "finn", "Roku")
    steps.play(world, server, "finn", "Phone", ignores_stop=True)
    looks = len(world.calls(f"pms:{server}", "GET", "/status/sessions$"))
    world.run("enforcement")
    assert len(world.calls(f"pms:{server}", "GET", "/status/sessions$")) == looks + 2
    assert steps.stops_sent(world, server) == 1

    for _ in range(3):
        world.advance(minutes=5)
        world.run("enforcement")
    world.work()

    assert steps.stops_sent(world, server) == 1
    assert sorted(world.devices_playing(server)) == ["Phone", "Roku"]
    assert decisions(world) == [("ignored_stop", False), ("stop", True)]
    [item] = world.api("GET", "/attention")["items"]
    assert item["kind"] == "stream"
    assert world.occasions(ADMIN) == ["admin_needs_attention"]


@pytest.mark.behaviour("X023")
def test_a_stop_is_verified_at_the_next_look(world: LiveWorld):
    server = watcher(world)
    for device in ("Roku", "Phone"):
        steps.play(world, server, "finn", device)
    world.run("enforcement")
    world.advance(minutes=5)
    world.run("enforcement")
    [decision] = world.api("GET", "/decisions")["items"]
    assert decision["outcome"] == "stopped, and gone at the next look"
    assert steps.stops_sent(world, server) == 1


@pytest.mark.behaviour("X024", "X041")
def test_what_cannot_be_known_is_never_a_violation_and_is_counted(world: LiveWorld):
    server = watcher(world)
    elsewhere = grant_elsewhere(world, server)
    steps.play(world, server, "finn", "Roku")
    steps.play(world, elsewhere, "finn", "Phone", share=True)
    for device in ("TV", "Tablet"):
        steps.play(world, server, "grace", device, share=True)
    world.fault(f"pms:{elsewhere}", mode="status", status=500)

    counts = world.run("enforcement")
    assert (counts["unreachable"], counts["unknown_people"]) == (1, 2)
    preview = world.api("POST", "/enforcement/preview")
    assert preview["unreachable"] == [world.ids[elsewhere]]
    assert (preview["unknown_streams"], preview["decisions"]) == (2, [])

    world.standins.faults.clear()
    world.act("stop_stream", server=elsewhere, session_key=1)
    steps.play(world, server, "finn", "Roku", relayed=True, title="By relay")
    counts = world.run("enforcement")
    assert counts["unknown_addresses"] >= 1
    assert decisions(world) == []

    steps.play(world, server, "finn", "Console", session_id=None)
    counts = world.run("enforcement")
    assert counts["without_session_id"] == 1
    assert ("stop", True) not in decisions(world)
    assert steps.stops_sent(world, server) + steps.stops_sent(world, elsewhere) == 0


@pytest.mark.behaviour("X042")
def test_a_preview_shows_what_would_be_stopped_and_changes_nothing(world: LiveWorld):
    server = watcher(world)
    for device in ("Roku", "Phone"):
        steps.play(world, server, "finn", device)
    before = stored()

    preview = world.api("POST", "/enforcement/preview")

    assert changed(before, stored()) == []
    assert steps.stops_sent(world, server) == 0
    [shown] = preview["decisions"]
    assert (shown["kind"], shown["outcome"], shown["carried_out"]) == ("stop", "dry run", False)
    assert {each["device_name"] for each in shown["evidence"]} == {"Roku", "Phone"}

    world.run("enforcement")
    [done] = world.api("GET", "/decisions")["items"]
    assert (done["session_key"], done["reason"]) == (shown["session_key"], shown["reason"])
    assert world.devices_playing(server) == ["Roku"]
