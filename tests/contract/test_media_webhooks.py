"""What media servers send is read, whatever it calls itself and whatever comes along."""

import pytest

from chalicelib.enforcement.webhooks import parsing
from chalicelib.enforcement.webhooks.parsing import HookEvent
from chalicelib.entrypoints import form_parts
from chalicelib.entrypoints.media_webhooks import text_of
from tests.contract import media_webhook_bodies as bodies
from tests.contract.media_webhook_bodies import Sent

MACHINE = "54664a3d8acc39983675640ec9ce00b70af9cc36"


def read(sent: Sent) -> HookEvent:
    return parsing.read(text_of(sent.body, sent.content_type))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (bodies.plex(), HookEvent("Plex", "media.play", MACHINE)),
        (bodies.plex("media.resume"), HookEvent("Plex", "media.resume", MACHINE)),
        (bodies.plex("playback.started"), HookEvent("Plex", "playback.started", MACHINE)),
        (bodies.plex("media.play", thumb=b""), HookEvent("Plex", "media.play", MACHINE)),
        (bodies.emby(), HookEvent("Emby", "playback.start")),
        (bodies.emby("playback.unpause"), HookEvent("Emby", "playback.unpause")),
        (bodies.emby_form(), HookEvent("Emby", "playback.start")),
        (bodies.jellyfin(), HookEvent("Jellyfin", "PlaybackStart")),
        (
            bodies.jellyfin(content_type="application/json"),
            HookEvent("Jellyfin", "PlaybackStart"),
        ),
        (bodies.tautulli(), HookEvent("Tautulli", "play")),
        (bodies.tautulli("change"), HookEvent("Tautulli", "change")),
    ],
)
def test_a_start_leads_to_a_look(sent: Sent, expected: HookEvent):
    assert read(sent) == expected
    assert expected.may_play


@pytest.mark.parametrize(
    ("make", "events"),
    [
        (bodies.plex, ["media.pause", "media.stop", "media.scrobble", "media.rate"]),
        (bodies.plex, ["library.new", "device.new", "admin.database.backup"]),
        (bodies.emby, ["playback.pause", "playback.stop", "library.new", "user.authenticated"]),
        (bodies.jellyfin, ["PlaybackProgress", "PlaybackStop", "ItemAdded", "UserDataSaved"]),
        (bodies.tautulli, ["stop", "pause", "created", "watched"]),
    ],
)
def test_what_starts_nothing_is_only_counted(make, events: list[str]):
    for event in events:
        found = read(make(event))
        assert (found.name, found.may_play) == (event, False)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"play"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"event": 7, "Event": "", "action": null}',
        b"ann plays A Film",
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "image/jpeg"])
def test_a_body_that_says_nothing_may_mean_anything(body: bytes, content_type: str):
    assert read(Sent(body, content_type)) == HookEvent()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (bodies.plex().body, "multipart/form-data"),
        (bodies.plex().body, "multipart/form-data; boundary="),
        (bodies.plex().body, "multipart/form-data; boundary=another"),
        (bodies.plex().body[:400], bodies.plex().content_type),
        (b"", bodies.plex().content_type),
        (b"--" * 10_000, "multipart/form-data; boundary=-"),
        (bodies.plex().body.replace(b'"payload"', b'"other"'), bodies.plex().content_type),
        (b"\r\n".join([b"--b", b"X: " + b"x" * 100_000]), "multipart/form-data; boundary=b"),
    ],
)
def test_a_form_that_is_broken_says_nothing(body: bytes, content_type: str):
    assert read(Sent(body, content_type)) == HookEvent()


def test_the_picture_is_not_read():
    sent = bodies.plex(thumb=b"\xff" * 3_000_000)
    text = form_parts.text_of(
        sent.body, content_type=sent.content_type, names=frozenset({"payload"})
    )
    assert text.startswith('{"event": "media.play"')
    assert text.endswith("}")


def test_a_name_is_cut_and_rid_of_what_does_not_belong_there():
    found = parsing.read('{"event": "  <b>media.play</b>\\u0000' + "x" * 500 + '"}')
    assert found.name.startswith("bmedia.playbx")
    assert len(found.name) == 60
