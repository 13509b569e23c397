"""What Emby and Jellyfin keep people from themselves, because their plan says so (X028)."""

from typing import Any

import pytest

from infra.sandbox import emby, jellyfin
from infra.sandbox.kit import BadAction
from tests.scenarios import shop
from tests.scenarios.test_keyed_servers import account_on, add_server
from tests.scenarios.world import LiveWorld

PEOPLE = (("jellyfin", "gamma", "kuno"), ("emby", "epsilon", "kuno"))
CONSOLES = {"jellyfin": jellyfin.ACTIONS, "emby": emby.ACTIONS}
NONE = {
    "allows_transcoding": True,
    "max_bitrate_kbps": None,
    "max_devices": None,
    "weekly_hours": None,
    "weekly_gb": None,
    "weekly_downloads": None,
    "from_hour": None,
    "to_hour": None,
    "stop_mode": None,
}
TIGHT = NONE | {"allows_transcoding": False, "max_bitrate_kbps": 8000}
STREAMS = {"jellyfin": ("MaxActiveSessions", 4), "emby": ("SimultaneousStreamLimit", 2)}


def press(world: LiveWorld, platform: str, name: str, **body: Any) -> Any:
    """Press a button of a stand-in's console."""
    actions = {action.name: action for action in CONSOLES[platform]}
    return actions[name].run(world.standins, body)


def policy_of(world: LiveWorld, platform: str, name: str, person: str) -> dict[str, Any]:
    """Return what the server lets the person's account do."""
    account = account_on(world, platform, name, person)
    assert account is not None
    policy: dict[str, Any] = account["policy"]
    return policy


def allowed(world: LiveWorld) -> list[tuple[bool, int, bool]]:
    """Return on both servers whether video may be transcoded, the rate, and the download right."""
    found = []
    for platform, name, person in PEOPLE:
        policy = policy_of(world, platform, name, person)
        field, most = STREAMS[platform]
        assert policy[field] == most
        assert policy["EnableAudioPlaybackTranscoding"]
        found.append(
            (
                policy["EnableVideoPlaybackTranscoding"],
                policy["RemoteClientBitrateLimit"],
                policy["EnableContentDownloading"],
            )
        )
    return found


def limit(world: LiveWorld, limits: dict[str, Any], *, downloads: bool) -> None:
    """Change the limits of both plans, and let the hour pass that follows them."""
    for platform, _name, _person in PEOPLE:
        shop.change_plan(world, world.ids[platform], limits=limits, allows_downloads=downloads)
    world.run_hour()
    world.work()


def written(world: LiveWorld) -> int:
    """Return how often a policy was written."""
    return sum(len(world.calls(each, "POST", r"/Policy$")) for each in ("jellyfin", "emby"))


@pytest.mark.behaviour("X028")
def test_a_plan_without_transcoding_is_kept_by_the_server_itself_so_that_nothing_is_stopped(
    world: LiveWorld,
):
    for platform, name, person in PEOPLE:
        add_server(world, platform, name)
        shop.change_plan(world, world.ids[platform], limits=TIGHT)
        world.buy(world.ids[platform], email=f"{person}@{platform}.example", media_name="")
    assert allowed(world) == [(False, 8_000_000, False)] * 2
    for platform, name, person in PEOPLE:
        body = {"server": name, "person": person}
        with pytest.raises(BadAction, match="transcodes no video"):
            press(world, platform, "play", transcode="video", resolution="720", **body)
        with pytest.raises(BadAction, match="at most 8000000 bits"):
            press(world, platform, "play", resolution="1080", **body)
        press(world, platform, "play", transcode="audio", resolution="720", **body)
    world.advance(minutes=1)
    world.run("enforcement")
    found = world.api("GET", "/decisions")["items"]
    assert [each["reason"] for each in found] == []

    world.run_hour()
    world.run("daily")
    world.work()
    before = written(world)
    world.run_hour()
    world.run("daily")
    world.work()
    assert written(world) == before

    for platform, name, person in PEOPLE:
        lifted = {"EnableVideoPlaybackTranscoding": True, "RemoteClientBitrateLimit": 0}
        press(world, platform, "change_rights", server=name, person=person, policy=lifted)
    world.run("daily")
    world.work()
    assert allowed(world) == [(False, 8_000_000, False)] * 2

    limit(world, NONE, downloads=True)
    assert allowed(world) == [(True, 0, True)] * 2
    limit(world, NONE | {"max_bitrate_kbps": 4000}, downloads=False)
    assert allowed(world) == [(True, 4_000_000, False)] * 2
