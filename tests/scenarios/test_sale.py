"""From the first click to the last day: the story that the product exists for."""

import pytest

from tests.scenarios.world import LiveWorld


def titles(share: dict[str, object]) -> set[object]:
    libraries = share["libraries"]
    assert isinstance(libraries, list)
    return set(libraries)


@pytest.mark.behaviour("B024", "B025", "B034", "B058", "B147", "B154")
def test_a_sale_ends_in_access_with_exactly_the_plans_libraries(world: LiveWorld):
    order = world.buy(world.ids["Standard"], email="finn@demo.example", media_name="finn")
    share = next(s for n in ("alpha", "beta") if (s := world.shares(n).get("finn")))
    assert share["state"] == "pending"
    assert not share["all_libraries"]
    assert "4K Movies" not in titles(share)
    assert "Movies" in titles(share)
    assert "invited" in world.visitor.get(f"{order}/status").json()["stage"]

    world.act("accept_invite", person="finn")
    world.advance(minutes=2)
    world.run("job_sweep")
    world.work()

    assert world.visitor.get(f"{order}/status").json()["stage"] == "ready"
    payments = world.api("GET", "/payments")["items"]
    assert [(p["status"], p["amount"], p["plan_name"]) for p in payments] == [
        ("settled", {"minor": 1000, "currency": "USD"}, "Standard")
    ]
    assert payments[0]["external_id"].startswith("pi_")
    assert payments[0]["sequence"] == 1
    assert world.occasions("finn@demo.example") == [
        "payment_received",
        "invite_sent",
        "access_ready",
    ]


@pytest.mark.behaviour("B060", "B065", "B047", "B066")
def test_access_goes_when_the_time_is_up_and_comes_back_with_the_next_payment(world: LiveWorld):
    world.act("change_person", person="finn", auto_accept=True)
    world.buy(world.ids["Basic"], email="finn@demo.example", media_name="finn")
    assert world.shares_of("finn")

    world.advance(days=29)
    world.run_hour()
    assert world.shares_of("finn")

    world.advance(days=2)
    world.run_hour()
    assert world.shares_of("finn") == []
    user = world.api("GET", "/users?search=finn")["items"][0]
    assert user["standing"] == "expired"
    assert world.api("GET", f"/users/{user['id']}/payments")["items"]

    world.act("change_person", person="finn", auto_accept=True)
    world.buy(world.ids["Basic"], email="finn@demo.example", media_name="finn")
    assert len(world.shares_of("finn")) == 1
    assert len(world.api("GET", "/users?search=finn")["items"]) == 1


@pytest.mark.behaviour("B172", "B178", "X023", "X024")
def test_the_newest_stream_over_the_limit_is_stopped_and_no_other(world: LiveWorld):
    world.act("change_person", person="finn", auto_accept=True)
    world.buy(world.ids["Standard"], email="finn@demo.example", media_name="finn")
    server = world.shares_of("finn")[0]["server"]
    for device in ("Roku", "Phone", "Laptop"):
        world.act(
            "start_stream", server=server, person="finn", device=device, title=f"On {device}"
        )
        world.advance(seconds=20)
        world.run("enforcement")
    assert sorted(world.devices_playing(server)) == ["Phone", "Roku"]
    decision = world.api("GET", "/decisions")["items"][0]
    assert decision["carried_out"]
    assert (decision["limit"], decision["counted"]) == (2, 3)
    assert {each["device_name"] for each in decision["evidence"]} == {"Roku", "Phone", "Laptop"}
