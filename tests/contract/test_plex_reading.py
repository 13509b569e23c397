"""Reading plex.tv and media servers as the product does, over the stand-in and over the fakes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from chalicelib.adapters.media.plex_directory import PlexDirectory
from chalicelib.adapters.media.plex_session import parse_xml
from chalicelib.adapters.media.plex_streams import PlexStreamHost
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import FoundAccount
from chalicelib.enforcement.model import AddressKind, MediaKind, PlayState
from chalicelib.enforcement.ports import CannotStopError, CannotWarnError, SessionEndedError
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.kernel.secret import Secret
from infra.sandbox import plex
from infra.sandbox.kit import World
from tests.contract.plex_ports import (
    RealPlatform,
    fake_platform,
    real_platform,
    served,
    session_of,
)
from tests.contract.plex_standin import new_world
from tests.fakes.plex_directory import FakePlexDirectory
from tests.fakes.stream_host import FakeStreamHost
from tests.stream_builders import a_stream

OWNER = Secret(plex.OWNER_TOKEN)
SECONDS = 5.0


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture
def world(server: Any) -> Iterator[World]:
    world = new_world(*server)
    yield world
    world.store.close()


@pytest.fixture
def real(world: World) -> RealPlatform:
    return real_platform(world)


@pytest.fixture
def directory(world: World) -> PlexDirectory:
    return PlexDirectory(session_of(world), sign_in_page=f"{world.base_url}/plextv/auth?")


@pytest.fixture
def host(world: World) -> PlexStreamHost:
    return PlexStreamHost(session_of(world, retries=0))


@pytest.fixture(params=["adapter", "fake"])
def any_directory(request: pytest.FixtureRequest) -> tuple[Any, str]:
    """A directory with the owner's two servers, and the address of the first one."""
    if request.param == "adapter":
        world = request.getfixturevalue("world")
        return request.getfixturevalue("directory"), f"{world.base_url}/pms/alpha"
    fake = FakePlexDirectory()
    account = FoundAccount("1", "owner", "owner@demo.example", has_plex_pass=True)
    fake.accounts[OWNER.reveal()] = account
    for name in ("alpha", "beta"):
        fake.add_server(f"http://{name}", name, "Movies", "TV Shows", token=OWNER.reveal())
    return fake, "http://alpha"


# ------------------------------------------------------------------ accounts and servers


def test_a_token_tells_whose_it_is(any_directory):
    directory, _ = any_directory
    found = directory.account(OWNER)
    assert (found.username, found.email) == ("owner", "owner@demo.example")
    assert found.has_plex_pass
    assert found.plex_id


def test_a_dead_token_asks_for_a_new_link(any_directory):
    directory, _ = any_directory
    with pytest.raises(ActionRequiredError) as caught:
        directory.account(Secret("dead-token"))
    assert caught.value.remedy
    assert "dead-token" not in caught.value.message


@pytest.mark.behaviour("B123")
def test_the_owners_servers_come_with_their_addresses(any_directory):
    directory, url = any_directory
    found = directory.servers(OWNER)
    assert len(found) == 2
    assert url in found[0].urls


def test_a_server_tells_its_libraries_with_both_ids(any_directory):
    directory, url = any_directory
    contents = directory.contents(url=url, token=OWNER)
    titles = [library.title for library in contents.libraries]
    assert titles[:2] == ["Movies", "TV Shows"]
    assert len({library.share_id for library in contents.libraries}) == len(titles)
    assert all(library.key for library in contents.libraries)
    assert contents.machine_id == directory.servers(OWNER)[0].machine_id


def test_a_server_that_does_not_answer_is_tried_later(any_directory):
    directory, _ = any_directory
    with pytest.raises(RetryLaterError):
        directory.contents(url="http://127.0.0.1:9", token=OWNER)


def test_a_pin_is_unknown_after_it_was_never_made(any_directory):
    directory, _ = any_directory
    with pytest.raises(NotFoundError):
        directory.finish_sign_in("99999")


def test_a_person_signs_in_on_plexs_own_page_and_comes_back(directory, world):
    begun = directory.begin_sign_in(forward_url="http://127.0.0.1:1/back?order=1")
    assert directory.finish_sign_in(begun.pin_id) is None
    with requests.Session() as browser:
        browser.trust_env = False
        page = browser.get(begun.url, timeout=5)
        assert "Streams Manager" in page.text
        query = requests.utils.urlparse(begun.url).query
        fields = dict(pair.split("=", 1) for pair in query.split("&"))
        form = {name: requests.utils.unquote(fields[name]) for name in ("clientID", "code")}
        chosen = {
            **form,
            "person": "ann",
            "decision": "approve",
            "forwardUrl": "http://127.0.0.1:1/",
        }
        browser.post(
            f"{world.base_url}/plextv/auth", data=chosen, timeout=5, allow_redirects=False
        )
    token = directory.finish_sign_in(begun.pin_id)
    assert token is not None
    assert directory.account(token).username == "ann"


@pytest.mark.parametrize("pin_id", ["", "abc", "../user", "1?x=y", "²"])
def test_a_pin_that_is_no_number_goes_nowhere(directory, world, pin_id):
    with pytest.raises(NotFoundError):
        directory.finish_sign_in(pin_id)
    assert world.calls.list("plextv") == []


@pytest.mark.parametrize("mode", ["garbage", "cut", "down"])
@pytest.mark.parametrize("target", ["plextv", "pms:alpha"])
def test_junk_is_no_answer(directory, real, mode, target):
    real.fault(target, mode=mode)
    with pytest.raises(RetryLaterError):
        directory.contents(url=real.access.server.url, token=OWNER)


@pytest.mark.parametrize("mode", ["garbage", "cut", "down"])
def test_junk_is_no_account_no_server_and_no_pin(directory, real, mode):
    real.fault(mode=mode)
    for call in (
        lambda: directory.account(OWNER),
        lambda: directory.servers(OWNER),
        lambda: directory.begin_sign_in(forward_url="http://127.0.0.1:1/"),
        lambda: directory.finish_sign_in("1"),
    ):
        with pytest.raises(RetryLaterError):
            call()


@pytest.mark.behaviour("X041")
def test_libraries_that_plex_tv_leaves_out_are_not_believed_to_be_gone(directory, real):
    real.fault(mode="empty", path="/api/servers/")
    with pytest.raises(RetryLaterError) as caught:
        directory.contents(url=real.access.server.url, token=OWNER)
    assert caught.value.code == "plex.libraries_disagree"


def test_the_installation_keeps_its_own_name_also_when_plexapi_calls(directory, world):
    directory.account(OWNER)
    directory.contents(url=f"{world.base_url}/pms/alpha", token=OWNER)
    names = {call["headers"]["x-plex-client-identifier"] for call in world.calls.list()}
    assert names == {"contract-tests"}


# ------------------------------------------------------------------ streams


@pytest.fixture(params=["adapter", "fake"])
def playing(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """A host with one stream of Ann's on its server."""
    if request.param == "adapter":
        real, host = request.getfixturevalue("real"), request.getfixturevalue("host")
        plex.start_stream(real.world, "alpha", "ann", title="A Film", share=True)
        return host, real.access
    fake, access = FakeStreamHost(), fake_platform().access
    fake.play(a_stream(server_id=access.server.id))
    return fake, access


def test_a_stream_shows_and_is_gone_once_stopped(playing):
    host, access = playing
    (stream,) = host.streams(access, timeout_seconds=SECONDS)
    assert (stream.username, stream.title, stream.state) == ("ann", "A Film", PlayState.PLAYING)
    assert stream.server_id == access.server.id
    host.stop(access, session_id=stream.session_id, message="Enough", timeout_seconds=SECONDS)
    assert host.streams(access, timeout_seconds=SECONDS) == ()


def test_a_session_that_has_ended_by_itself_is_told_from_one_that_was_stopped(playing):
    host, access = playing
    (stream,) = host.streams(access, timeout_seconds=SECONDS)
    host.stop(access, session_id=stream.session_id, message="Enough", timeout_seconds=SECONDS)
    for session_id in (stream.session_id, "unknown"):
        with pytest.raises(SessionEndedError):
            host.stop(access, session_id=session_id, message="Enough", timeout_seconds=SECONDS)


def test_a_stream_without_a_session_id_cannot_be_stopped(playing):
    host, access = playing
    with pytest.raises(CannotStopError):
        host.stop(access, session_id="", message="Enough", timeout_seconds=SECONDS)


def only(host: PlexStreamHost, real: RealPlatform, person: str = "ann", **given: Any):
    plex.start_stream(real.world, "alpha", person, share=True, **given)
    (stream,) = host.streams(real.access, timeout_seconds=SECONDS)
    return stream


def test_the_stop_message_reaches_the_player(host, real):
    stream = only(host, real)
    host.stop(
        real.access, session_id=stream.session_id, message="2 of 2 & more", timeout_seconds=SECONDS
    )
    assert plex.stopped(real.world)[0]["reason"] == "2 of 2 & more"


def test_without_plex_pass_nothing_can_be_stopped(host, real):
    stream = only(host, real)
    real.act("set_plex_pass", active=False)
    with pytest.raises(CannotStopError) as caught:
        host.stop(real.access, session_id=stream.session_id, message="x", timeout_seconds=SECONDS)
    assert "Plex Pass" in caught.value.remedy


def test_the_owner_is_known_though_the_server_calls_him_one(host, real):
    stream = only(host, real, person="owner")
    assert stream.is_owner
    assert stream.account_ref == real.access.account.plex_id


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, MediaKind.VIDEO),
        ({"type": "episode", "title": "Series – Pilot"}, MediaKind.VIDEO),
        ({"type": "track"}, MediaKind.TRACK),
        ({"type": "trailer"}, MediaKind.TRAILER),
        ({"live": True}, MediaKind.LIVE),
    ],
)
def test_music_trailers_and_live_television_are_told_from_films(host, real, given, kind):
    assert only(host, real, **given).media_kind is kind


def test_an_episode_is_named_with_its_series(host, real):
    assert only(host, real, type="episode", title="Series – Pilot").title == "Series – Pilot"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"address": "203.0.113.9"}, AddressKind.PUBLIC),
        ({"address": "192.168.1.20"}, AddressKind.LAN),
        ({"relayed": True}, AddressKind.RELAY),
    ],
)
def test_an_address_tells_where_somebody_is_unless_a_relay_hides_it(host, real, given, kind):
    assert only(host, real, **given).address_kind is kind


def test_transcoding_video_is_told_from_transcoding_sound(host, real):
    sound = only(host, real, transcode="audio", resolution="4k")
    assert (sound.transcodes_video, sound.source_height) == (False, 2160)
    real.world.store.delete("plex_stream:alpha", sound.session_key)
    video = only(host, real, transcode="video", resolution="4k")
    assert (video.transcodes_video, video.source_height) == (True, 0)


def test_the_source_of_a_converted_stream_is_asked_for(host, real):
    stream = only(host, real, transcode="video", resolution="4k", target_resolution="1080")
    seconds = {"timeout_seconds": SECONDS}
    assert host.source_height(real.access, stream, **seconds) == 2160
    assert host.source_height(real.access, replace(stream, item_key="99999999"), **seconds) == 0
    assert host.source_height(real.access, replace(stream, item_key=""), **seconds) == 0
    real.fault("pms:alpha", mode="status", status=500)
    with pytest.raises(RetryLaterError):
        host.source_height(real.access, stream, **seconds)


def test_a_plex_player_is_shown_nothing_while_it_plays(playing):
    host, access = playing
    assert Capability.WARNING not in host.capabilities
    with pytest.raises(CannotWarnError):
        host.warn(access, session_id="1", message="Soon.", timeout_seconds=SECONDS)
    assert len(host.streams(access, timeout_seconds=SECONDS)) == 1


def test_a_player_without_a_session_has_no_session_id(host, real):
    assert only(host, real, session_id=None).session_id == ""


def test_a_look_is_one_call(host, real):
    only(host, real)
    assert len(real.world.calls.list("pms:alpha")) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"mode": "garbage"}, RetryLaterError),
        ({"mode": "cut"}, RetryLaterError),
        ({"mode": "down"}, RetryLaterError),
        ({"mode": "timeout"}, RetryLaterError),
        ({"mode": "status", "status": 500}, RetryLaterError),
        ({"mode": "status", "status": 401}, ActionRequiredError),
    ],
)
def test_a_bad_answer_is_never_a_server_without_streams(host, real, fault, error):
    real.fault("pms:alpha", **fault)
    with pytest.raises(error):
        host.streams(real.access, timeout_seconds=0.3)
    if fault["mode"] != "garbage":  # whoever stops reads no more than the status
        with pytest.raises(error):
            host.stop(real.access, session_id="x", message="", timeout_seconds=0.3)


def test_an_unknown_server_is_tried_later(host, real):
    server = replace(real.access.server, url="http://127.0.0.1:9")
    with pytest.raises(RetryLaterError):
        host.streams(replace(real.access, server=server), timeout_seconds=SECONDS)


@pytest.mark.parametrize(
    "text", ["", "<a", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<a>&b;</a>"]
)
def test_xml_that_is_broken_or_defines_entities_is_refused(text):
    with pytest.raises(RetryLaterError):
        parse_xml(text, where="http://media.example")
