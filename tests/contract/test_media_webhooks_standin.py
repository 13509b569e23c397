"""The stand-ins tell of playback as the real servers do, and so that we understand it."""

import json
from contextlib import closing
from typing import Any

import pytest

from chalicelib.enforcement.webhooks import parsing
from chalicelib.enforcement.webhooks.parsing import HookEvent
from chalicelib.entrypoints.media_webhooks import text_of
from infra.sandbox import emby, jellyfin, media_webhooks, plex
from infra.sandbox import mediabrowser_play as playing
from infra.sandbox.kit import Action, BadAction, Doc, Store, World
from infra.sandbox.media_webhook_letters import written
from infra.sandbox.mediabrowser_world import find_server
from tests.contract import media_webhook_bodies as bodies
from tests.contract.media_webhook_bodies import Sent
from tests.contract.serving import Receiver, eventually, serving

URL = "http://127.0.0.1:1/webhooks/media/srv_1/secret"


@pytest.fixture
def world() -> World:
    made = World(Store(":memory:"))
    for vendor in (plex, emby, jellyfin):
        vendor.seed(made)
    return made


def act(world: World, actions: list[Action], name: str, **body: Any) -> Doc:
    return next(each for each in actions if each.name == name).run(world, body)


def told(world: World) -> list[Sent]:
    """Return what the stand-ins would send by now, oldest first."""
    media_webhooks.watch(world)
    hooks = {
        hook["id"]: hook
        for platform in ("plex", "emby", "jellyfin")
        for hook in media_webhooks.entered(world, platform)
    }
    letters = [
        written(hooks[each["hook"]], each["what"], each["stream"], at=each["at"])
        for each in media_webhooks.deliveries(world)
    ]
    return [Sent(each.body, each.headers["Content-Type"]) for each in letters]


def read(sent: Sent) -> HookEvent:
    return parsing.read(text_of(sent.body, sent.content_type))


def shape(sent: Sent) -> dict[str, Any]:
    """Return the keys of what was sent, two levels deep."""
    told = json.loads(text_of(sent.body, sent.content_type))
    return {key: set(value) if isinstance(value, dict) else None for key, value in told.items()}


def test_plex_tells_every_address_of_the_account_about_each_of_its_servers(world: World):
    for number in (1, 2):
        act(world, plex.ACTIONS, "enter_webhook", person="owner", url=f"{URL}{number}")
    alpha = plex.find_server(world, "alpha")
    beta = plex.find_server(world, "beta")
    plex.start_stream(world, "beta", "ann", share=True)

    found = [read(each) for each in told(world)]

    assert found == [HookEvent("Plex", "media.play", beta["machine_id"])] * 2
    assert beta["machine_id"] != alpha["machine_id"]


def test_plex_tells_what_was_recorded_of_it(world: World):
    act(world, plex.ACTIONS, "enter_webhook", person="owner", url=URL)
    plex.start_stream(world, "alpha", "ann", share=True)
    (sent,) = told(world)

    recorded = shape(bodies.plex())
    assert shape(sent).keys() == recorded.keys()
    assert all(shape(sent)[name] <= recorded[name] for name in ("Server", "Player"))
    assert b"image/jpeg" in sent.body


def test_a_stream_is_told_of_when_it_pauses_goes_on_and_ends(world: World):
    act(world, plex.ACTIONS, "enter_webhook", person="owner", url=URL)
    act(world, plex.ACTIONS, "enter_tautulli", server="alpha", url=URL)
    stream = plex.start_stream(world, "alpha", "ann", share=True)
    names = []
    for name in ("", "pause_stream", "resume_stream", "stop_stream"):
        if name:
            act(world, plex.ACTIONS, name, server="alpha", session_key=stream["key"])
        names.append({(each.sender, each.name) for each in map(read, told(world)[-2:])})

    assert names == [
        {("Plex", "media.play"), ("Tautulli", "play")},
        {("Plex", "media.pause"), ("Tautulli", "pause")},
        {("Plex", "media.resume"), ("Tautulli", "resume")},
        {("Plex", "media.stop"), ("Tautulli", "stop")},
    ]


def test_without_plex_pass_there_are_no_webhooks(world: World):
    act(world, plex.ACTIONS, "enter_webhook", person="owner", url=URL)
    act(world, plex.ACTIONS, "set_plex_pass", person="owner", active=False)
    plex.start_stream(world, "alpha", "ann", share=True)

    assert told(world) == []


@pytest.mark.parametrize("as_form", [False, True])
def test_emby_tells_what_was_recorded_of_it(world: World, as_form: bool):
    act(world, emby.ACTIONS, "enter_webhook", server="epsilon", url=URL, as_form=as_form)
    server = find_server(world, "emby", "epsilon")
    session = playing.play(world, server, "ines")
    started = told(world)
    playing.pause(world, server, session, paused=True)
    told(world)
    playing.pause(world, server, session, paused=False)
    told(world)
    playing.end(world, server, session)
    found = told(world)

    recorded = shape(bodies.emby_form() if as_form else bodies.emby())
    assert shape(started[0]).keys() == recorded.keys()
    assert shape(started[0])["Session"] == recorded["Session"]
    assert found[0].content_type.startswith("multipart/form-data" if as_form else "application/")
    assert [read(each).name for each in found] == [
        "playback.start",
        "playback.pause",
        "playback.unpause",
        "playback.stop",
    ]


@pytest.mark.parametrize("as_json", [False, True])
def test_jellyfin_tells_what_was_recorded_of_its_plugin(world: World, as_json: bool):
    act(world, jellyfin.ACTIONS, "enter_webhook", server="gamma", url=URL, as_json=as_json)
    server = find_server(world, "jellyfin", "gamma")
    session = playing.play(world, server, "ines")
    started = told(world)
    playing.end(world, server, session)
    found = told(world)

    assert shape(started[0]).keys() <= shape(bodies.jellyfin()).keys() | {"SeriesName"}
    assert found[0].content_type.startswith("application/json" if as_json else "text/plain")
    assert [read(each).name for each in found] == ["PlaybackStart", "PlaybackStop"]


def test_what_plays_already_is_not_told_and_a_removed_address_hears_nothing(world: World):
    plex.start_stream(world, "alpha", "ann", share=True)
    act(world, plex.ACTIONS, "enter_webhook", person="owner", url=URL)
    assert told(world) == []

    assert act(world, plex.ACTIONS, "remove_webhook", url=URL) == {"removed": 1}
    plex.start_stream(world, "alpha", "ben", share=True)
    assert told(world) == []


def test_an_address_must_be_one_and_so_must_the_server(world: World):
    with pytest.raises(BadAction):
        act(world, plex.ACTIONS, "enter_webhook", person="owner", url="alpha")
    with pytest.raises(BadAction):
        act(world, emby.ACTIONS, "enter_webhook", server="nowhere", url=URL)


def test_it_is_sent_once_and_whatever_the_answer_not_again(world: World):
    receiver = Receiver()
    receiver.statuses = [503]
    with closing(receiver), serving(world):
        act(world, plex.ACTIONS, "enter_webhook", person="owner", url=receiver.url)
        plex.start_stream(world, "alpha", "ann", share=True)
        eventually(lambda: [each["attempts"] for each in media_webhooks.deliveries(world)])

    (delivery,) = media_webhooks.deliveries(world)
    assert (delivery["what"], delivery["state"]) == ("play", "given_up")
    ((body, headers),) = receiver.got
    assert read(Sent(body, headers["content-type"])).name == "media.play"
