"""A server tells that somebody plays, and what is too many ends before the next sweep."""

from typing import Any

import pytest

from infra.sandbox import media_webhooks
from tests.contract.serving import eventually
from tests.scenarios import steps
from tests.scenarios.queue_worker import a_worker
from tests.scenarios.world import LiveWorld


def answered(world: LiveWorld) -> list[int]:
    """Return what the webhooks were answered that have been sent."""
    return [attempt["status"] for each in sent(world) for attempt in each["attempts"]]


def sent(world: LiveWorld) -> list[Any]:
    """Return the webhooks that a server has sent, or is about to."""
    return list(media_webhooks.deliveries(world.standins))


@pytest.mark.behaviour("X020")
def test_a_webhook_stops_what_is_too_many_and_the_sweep_what_was_not_told(world: LiveWorld):
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", "Basic")
    server = steps.servers_of(world, "finn")[0]
    path = f"/servers/{world.ids[server]}/media-hook"
    assert world.api("GET", path)["is_made"] is False
    shown = world.api("POST", path)
    assert world.api("POST", path) == shown
    assert world.api("GET", path)["arrived_at"] is None

    with a_worker():
        world.act("enter_webhook", person="owner", url=shown["url"])
        steps.play(world, server, "finn", "Roku")
        eventually(lambda: answered(world) == [204], seconds=15)
        steps.play(world, server, "finn", "Phone")
        eventually(lambda: steps.stops_sent(world, server) == 1, seconds=15)
        eventually(lambda: world.api("GET", "/decisions")["items"][0]["carried_out"], seconds=15)

        assert world.devices_playing(server) == ["Roku"]
        known = world.api("GET", path)
        assert (known["sender"], known["event"]) == ("Plex", "media.play")
        assert known["arrived_at"] <= known["looked_at"]
        assert shown["url"] not in str(known)

        replaced = world.api("POST", f"{path}/rotate")
        assert replaced["url"] != shown["url"]
        assert replaced["hook"]["old_until"] is not None
        world.act("remove_webhook", url=shown["url"])
        eventually(lambda: all(each["attempts"] for each in sent(world)), seconds=15)
        told = len(answered(world))
        steps.play(world, server, "finn", "Laptop")
        world.run("enforcement")

    assert len(answered(world)) == told
    assert world.devices_playing(server) == ["Roku"]
    assert steps.stops_sent(world, server) == 2
