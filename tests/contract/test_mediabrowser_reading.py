"""Reaching Emby and Jellyfin servers, seeing what runs on them, and stopping it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.media.emby import Emby
from chalicelib.adapters.media.jellyfin import Jellyfin
from chalicelib.adapters.media.mediabrowser_directory import MediaBrowserDirectory
from chalicelib.adapters.media.mediabrowser_session import MediaBrowserSession
from chalicelib.adapters.media.mediabrowser_streams import MediaBrowserStreamHost
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ReachedServer, TooOldError, WrongAddressError
from chalicelib.enforcement.model import AddressKind, MediaKind, PlayState, Stream
from chalicelib.enforcement.ports import CannotStopError, SessionEndedError
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.redact import redact
from chalicelib.kernel.secret import Secret
from infra.sandbox.kit import Fault
from tests.builders import a_server
from tests.contract.mediabrowser_ports import access_to, session_of
from tests.contract.mediabrowser_standin import SERVERS, Standin, new_world, served, standin
from tests.fakes.server_directory import FakeMediaServerDirectory

Make = Callable[[str], Standin]


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture
def make(server: Any) -> Iterator[Make]:
    world = new_world(*server)
    yield lambda kind: standin(world, kind)
    world.store.close()


@pytest.fixture(params=list(SERVERS))
def on(make: Make, request: pytest.FixtureRequest) -> Iterator[Standin]:
    found = make(request.param)
    yield found
    found.check_sent()


def reach(on: Standin, *, url: str = "", key: str = "") -> ReachedServer:
    directory = MediaBrowserDirectory(session_of(on))
    return directory.reach(url=url or on.url, token=Secret(key or on.server["key"]))


def fake_of(on: Standin) -> FakeMediaServerDirectory:
    """Return a fake that knows the same server."""
    fake, held = FakeMediaServerDirectory(oldest=(4, 8)), on.server
    contents = reach(on).contents
    fake.add(on.url, contents, key=held["key"], version=held["version"])
    return fake


def look(on: Standin) -> tuple[Stream, ...]:
    host = MediaBrowserStreamHost(session_of(on))
    return host.streams(access_to(on), timeout_seconds=5)


def only_stream(on: Standin) -> Stream:
    (stream,) = look(on)
    return stream


def stop(on: Standin, session_id: str, message: str = "Too many streams.") -> None:
    host = MediaBrowserStreamHost(session_of(on))
    host.stop(access_to(on), session_id=session_id, message=message, timeout_seconds=5)


# ------------------------------------------------------------------ reaching


def test_a_server_tells_who_it_is_and_what_it_holds(on):
    found = reach(on)
    assert found.version == on.server["version"]
    assert (found.contents.machine_id, found.contents.name) == (
        on.server["server_id"],
        on.server["title"],
    )
    assert [each.title for each in found.contents.libraries] == ["Movies", "TV Shows"]
    on.act("rename_library", library="Movies", title="Films")
    on.act("rename_server", title="Attic")
    again = reach(on, url=f"{on.url}/")
    assert again.contents.name == "Attic"
    assert again.contents.libraries[0] == replace(found.contents.libraries[0], title="Films")


def test_each_obstacle_on_the_way_to_a_server_is_told_apart(on):
    with pytest.raises(ActionRequiredError) as refused:
        reach(on, key="wrong")
    assert refused.value.code == "server.key_refused"
    weak = on.act("sign_in", person="ines")["token"]
    with pytest.raises(ActionRequiredError) as refused:
        reach(on, key=weak)
    assert refused.value.code == "server.key_too_weak"
    with pytest.raises(WrongAddressError, match="No "):
        reach(on, url=f"{on.world.base_url}/elsewhere")
    on.world.faults.add(f"{on.platform}:*", Fault(mode="garbage", times=1))
    with pytest.raises(WrongAddressError, match="No "):
        reach(on)
    on.world.faults.add(f"{on.platform}:*", Fault(mode="down"))
    with pytest.raises(RetryLaterError):
        reach(on)
    on.world.faults.clear()
    on.act("set_version", version="4.7.14.0")
    with pytest.raises(TooOldError, match=r"4\.7\.14\.0"):
        reach(on)


@pytest.mark.parametrize("kind", ["emby", "jellyfin 12"])
@pytest.mark.parametrize("is_fake", [True, False])
def test_adapter_and_fake_reach_the_same_server_and_refuse_alike(make, kind, is_fake):
    on = make(kind)
    directory = fake_of(on) if is_fake else MediaBrowserDirectory(session_of(on))
    key = Secret(on.server["key"])
    found = directory.reach(url=f"{on.url}/", token=key)
    assert (found.version, found.contents) == (on.server["version"], reach(on).contents)
    with pytest.raises(ActionRequiredError) as refused:
        directory.reach(url=on.url, token=Secret("wrong"))
    assert refused.value.code == "server.key_refused"
    with pytest.raises(WrongAddressError):
        directory.reach(url=f"{on.url}x", token=key)


@pytest.mark.parametrize("kind", ["emby", "jellyfin 12"])
def test_a_server_of_the_other_platform_is_told_apart_before_it_gets_the_key(make, kind):
    on = make(kind)
    other = Jellyfin() if on.platform == "emby" else Emby()
    # Emby's calls live below a path of their own, which Jellyfin does not know.
    url = on.url if on.platform == "emby" else f"{on.url}/emby"
    directory = MediaBrowserDirectory(MediaBrowserSession(other))
    with pytest.raises(WrongAddressError):
        directory.reach(url=url, token=Secret("key"))
    assert all("key" not in str(call["headers"]) for call in on.world.calls.list())


# ------------------------------------------------------------------ seeing


def test_a_stream_is_told_in_our_words(on):
    on.act("play", person="ines", device="Roku", title="A Series – Pilot", type="episode")
    stream = only_stream(on)
    assert (stream.username, stream.device_name, stream.title) == (
        "ines",
        "Roku",
        "A Series – Pilot",
    )
    assert stream.account_ref == f"{a_server().id}/{on.account('ines')['id']}"
    assert stream.session_id
    assert (stream.media_kind, stream.state) == (MediaKind.VIDEO, PlayState.PLAYING)
    assert (stream.address, stream.address_kind) == ("203.0.113.7", AddressKind.PUBLIC)
    assert (stream.transcodes_video, stream.source_height) == (False, 1080)
    assert stream.bitrate_kbps == 9500
    assert not stream.is_owner
    on.act("pause", person="ines")
    assert only_stream(on).state is PlayState.PAUSED
    on.act("end", person="ines")
    assert look(on) == ()


@pytest.mark.parametrize(
    ("transcode", "transcodes_video"), [("remux", False), ("audio", False), ("video", True)]
)
def test_only_transcoded_video_counts_as_such_and_the_source_stays_known(
    make, transcode, transcodes_video
):
    for kind in ("emby", "jellyfin 12"):
        on = make(kind)
        on.act("play", person="ines", transcode=transcode, resolution="4k")
        stream = only_stream(on)
        assert (stream.transcodes_video, stream.source_height) == (transcodes_video, 2160)


@pytest.mark.parametrize(
    ("address", "bare", "kind"),
    [
        ("192.168.1.5:50122", "192.168.1.5", AddressKind.LAN),
        ("[2001:db8::7]:443", "2001:db8::7", AddressKind.PUBLIC),
        ("::ffff:203.0.113.9", "203.0.113.9", AddressKind.PUBLIC),
        ("127.0.0.1", "127.0.0.1", AddressKind.UNKNOWN),
        ("nonsense", "nonsense", AddressKind.UNKNOWN),
    ],
)
def test_an_address_may_hold_a_port(make, address, bare, kind):
    on = make("jellyfin 12")
    on.act("play", person="ines", address=address)
    stream = only_stream(on)
    assert (stream.address, stream.address_kind) == (bare, kind)


def test_one_film_has_one_key_on_every_server_and_kinds_are_told(make):
    keys = set()
    for kind in SERVERS:
        on = make(kind)
        on.act("play", person="jonas", title="Solaris")
        keys.add(only_stream(on).title_key)
        on.act("play", person="jonas", type="trailer", title="Soon")
        on.act("play", person="admin", live=True, device="TV")
        kinds = {stream.username: stream.media_kind for stream in look(on)}
        assert kinds == {"jonas": MediaKind.TRAILER, "admin": MediaKind.LIVE}
    assert len(keys) == 1


# ------------------------------------------------------------------ stopping


def test_a_stop_shows_its_message_and_ends_the_stream(on):
    on.act("play", person="ines")
    session_id = only_stream(on).session_id
    stop(on, session_id)
    with pytest.raises(SessionEndedError):
        stop(on, "unknown")
    assert look(on) == ()
    shown = [each["text"] for each in on.world.store.list(f"{on.platform}_command:{on.name}")]
    assert "Too many streams." in shown[0]


def test_a_player_that_does_not_obey_goes_on_and_one_that_takes_no_commands_says_so(on):
    on.act("play", person="ines", ignores_stop=True)
    stop(on, only_stream(on).session_id)
    assert only_stream(on)
    on.act("play", person="ines", remote_control=False)
    with pytest.raises(CannotStopError):
        stop(on, only_stream(on).session_id)
    assert Capability.STOPPING in MediaBrowserStreamHost(session_of(on)).capabilities


@pytest.mark.parametrize("kind", ["emby", "jellyfin 12"])
def test_a_warning_is_shown_and_the_stream_goes_on(make, kind):
    on = make(kind)
    on.act("play", person="ines")
    host, stream = MediaBrowserStreamHost(session_of(on)), only_stream(on)
    assert Capability.WARNING in host.capabilities

    def warn(session_id: str) -> None:
        host.warn(access_to(on), session_id=session_id, message="Soon over.", timeout_seconds=5.0)

    warn(stream.session_id)
    warn("unknown")
    assert only_stream(on).key == stream.key
    shown = [each["text"] for each in on.world.store.list(f"{on.platform}_command:{on.name}")]
    assert "Soon over." in shown[0]
    on.world.faults.add(f"{on.platform}:*", Fault(mode="status", status=500, path="Message"))
    with pytest.raises(RetryLaterError):
        warn(stream.session_id)


@pytest.mark.parametrize("kind", ["emby", "jellyfin 12"])
def test_a_message_that_fails_does_not_save_the_stream(make, kind):
    on = make(kind)
    on.act("play", person="ines")
    on.world.faults.add(f"{on.platform}:*", Fault(mode="status", status=500, path="Message"))
    stop(on, only_stream(on).session_id)
    assert look(on) == ()
    on.world.faults.add(f"{on.platform}:*", Fault(mode="status", status=403, path="Stop"))
    with pytest.raises(CannotStopError):
        stop(on, "any")


@pytest.mark.parametrize("kind", ["emby", "jellyfin 12"])
def test_a_look_at_a_broken_server_fails_in_time(make, kind):
    on = make(kind)
    for fault, error in (
        ({"mode": "status", "status": 401}, ActionRequiredError),
        ({"mode": "garbage"}, RetryLaterError),
        ({"mode": "garbage", "body": '[{"NowPlayingItem": 1}]'}, RetryLaterError),
        ({"mode": "down"}, RetryLaterError),
    ):
        on.world.faults.add(f"{on.platform}:*", Fault(**fault))
        with pytest.raises(error):
            look(on)
        on.world.faults.clear()
    on.world.faults.add(f"{on.platform}:*", Fault(mode="slow", seconds=0.4))
    host = MediaBrowserStreamHost(session_of(on))
    with pytest.raises(RetryLaterError):
        host.streams(access_to(on), timeout_seconds=0.1)


def test_a_key_that_is_written_out_in_a_header_is_hidden():
    for text in (
        'Authorization: MediaBrowser Token="0123456789abcdef"',
        "{'Authorization': 'MediaBrowser Token=\"0123456789abcdef\"'}",
        "X-Emby-Token: 0123456789abcdef",
        "/Sessions?ApiKey=0123456789abcdef",
    ):
        assert "0123456789abcdef" not in redact(text)
