"""The media server stand-in, driven by the unmodified plexapi package."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from plexapi.exceptions import BadRequest, NotFound, Unauthorized
from plexapi.server import PlexServer

from infra.sandbox import plex
from infra.sandbox.kit import Action, BadAction, Fault, Store, World
from tests.contract.plex_standin import SPEC, Standin, new_world, running, session_for


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with running() as board_and_address:
        yield board_and_address


@pytest.fixture
def standin(server: Any) -> Iterator[Standin]:
    world = new_world(*server)
    with session_for(world.base_url) as http:
        yield Standin(world, http)
    world.store.close()


def _guest(standin: Standin, *titles: str) -> PlexServer:
    standin.share("ann", "alpha", *titles)
    return standin.server("alpha", standin.account().user("ann").get_token(standin.machine()))


# ------------------------------------------------------------------ identity and libraries


def test_the_owner_sees_the_libraries_with_their_sizes(standin: Standin) -> None:
    pms = standin.server()
    assert (pms.friendlyName, pms.myPlexSubscription) == ("alpha", True)
    assert pms.machineIdentifier == standin.machine()
    libraries = pms.library.sections()
    assert [(each.title, each.type) for each in libraries] == [
        ("Movies", "movie"),
        ("TV Shows", "show"),
        ("Music", "artist"),
        ("4K Movies", "movie"),
        ("Kids", "movie"),
    ]
    assert all(each.totalSize > 0 and each.totalStorage > 0 for each in libraries)


def test_a_library_can_be_paged_through(standin: Standin) -> None:
    movies = standin.server().library.section("Movies")
    assert len(movies.all()) == movies.totalSize


def test_a_wrong_token_is_refused_and_identity_needs_none(standin: Standin) -> None:
    with pytest.raises(Unauthorized):
        standin.server("alpha", "wrong")
    assert standin.machine() in standin.get("/pms/alpha/identity", "wrong").text
    standin.act("token_dies", person="owner", new_token="fresh")
    with pytest.raises(Unauthorized):
        standin.server("alpha")
    assert standin.server("alpha", "fresh").friendlyName == "alpha"


def test_a_guest_sees_only_shared_libraries_and_nothing_of_the_owners(standin: Standin) -> None:
    pms = _guest(standin, "Movies", "Kids")
    assert [each.title for each in pms.library.sections()] == ["Movies", "Kids"]
    for path in ("/status/sessions", "/accounts", "/devices", "/activities", "/library"):
        assert standin.get(f"/pms/alpha{path}", pms._token).status_code == 403, path
    standin.account().removeFriend("ann")
    with pytest.raises(Unauthorized):
        standin.server("alpha", pms._token)


def test_a_library_made_again_keeps_its_title_and_nothing_else(standin: Standin) -> None:
    before, keys = standin.section_ids(), {x.key for x in standin.server().library.sections()}
    standin.act("recreate_library", server="alpha", library="Kids")
    standin.act("rename_library", server="alpha", library="Movies", title="Films")
    after = standin.section_ids()
    assert after["Kids"] != before["Kids"]
    assert after["Films"] == before["Movies"]
    assert standin.server().library.section("Kids").key not in keys


def test_a_server_can_change_its_identity_and_go_away(standin: Standin) -> None:
    before = standin.machine()
    standin.act("change_machine", server="alpha")
    assert standin.server().machineIdentifier != before
    with pytest.raises(NotFound):
        standin.account().inviteFriend("ann", before, ["Movies"])
    standin.act("remove_server", server="alpha")
    assert [each.name for each in standin.account().resources()] == ["beta"]
    with pytest.raises(NotFound):
        standin.server("alpha")


# ------------------------------------------------------------------ sessions


def test_a_session_tells_who_plays_what_where(standin: Standin) -> None:
    standin.share("ann")
    standin.act(
        "start_stream",
        server="alpha",
        person="ann",
        device="Roku in the den",
        title='Tom & "Jerry" <2>',
        resolution="4k",
        address="198.51.100.7",
        started_seconds_ago=90,
    )
    (session,) = standin.server().sessions()
    assert session.title == 'Tom & "Jerry" <2>'
    assert (session.usernames, session._userId) == (["ann"], standin.person("ann").id)
    assert (session.player.title, session.player.platform) == ("Roku in the den", "Roku")
    assert (session.player.state, session.player.address) == ("playing", "198.51.100.7")
    assert session.session.location == "wan"
    assert session.transcodeSession is None
    assert (session.media[0].videoResolution, session.media[0].bitrate) == ("4k", 42_000)
    assert 90_000 <= session.viewOffset < 100_000


def test_the_owner_is_user_one_and_may_be_at_home(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner", address="192.168.1.5")
    (session,) = standin.server().sessions()
    assert session._userId == 1
    assert session.player.local
    assert session.session.location == "lan"


def test_media_describes_the_target_and_the_item_its_source(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner", transcode="video", resolution="4k")
    (session,) = standin.server().sessions()
    assert session.transcodeSession.videoDecision == "transcode"
    assert session.media[0].videoResolution == "720"
    assert session.source().media[0].videoResolution == "4k"
    assert len(standin.server().transcodeSessions()) == 1


def test_converted_sound_alone_leaves_the_picture_as_it_is(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner", transcode="audio", resolution="4k")
    (session,) = standin.server().sessions()
    decisions = (session.transcodeSession.videoDecision, session.transcodeSession.audioDecision)
    assert decisions == ("copy", "transcode")
    assert session.media[0].videoResolution == "4k"


def test_a_relayed_player_hides_its_address(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner", relayed=True)
    (session,) = standin.server().sessions()
    assert (session.player.address, session.player.relayed) == ("127.0.0.1", True)
    assert not session.player.local


def test_a_player_may_report_no_session_and_cannot_be_stopped(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner", session_id=None)
    (session,) = standin.server().sessions()
    assert session.session is None


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("movie", "movie"), ("episode", "episode"), ("track", "track"), ("trailer", "clip")],
)
def test_each_kind_of_item_is_read_by_plexapi(standin: Standin, kind: str, shown: str) -> None:
    standin.act("start_stream", server="alpha", person="owner", type=kind, title="Band – Song")
    (session,) = standin.server().sessions()
    assert (session.type, session.title) == (shown, "Song")


def test_a_stream_needs_a_share_of_a_fitting_library(standin: Standin) -> None:
    with pytest.raises(BadAction, match="no share"):
        standin.act("start_stream", server="alpha", person="ann")
    standin.account().inviteFriend("ann", standin.machine(), ["Music"])
    with pytest.raises(BadAction, match="no share"):
        standin.act("start_stream", server="alpha", person="ann", type="track")
    standin.act("accept_invite", person="ann")
    with pytest.raises(BadAction, match="no access"):
        standin.act("start_stream", server="alpha", person="ann", type="movie")
    assert (
        standin.act("start_stream", server="alpha", person="ann", type="track")["person"] == "ann"
    )


def test_a_paused_stream_stands_still_and_a_played_one_ends(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner", duration_seconds=600)
    standin.act("pause_stream", server="alpha", session_key=1)
    standin.world.clock.advance(timedelta(hours=1))
    (session,) = standin.server().sessions()
    assert session.player.state == "paused"
    assert session.viewOffset < 5_000
    standin.act("resume_stream", server="alpha", person="owner")
    standin.world.clock.advance(timedelta(minutes=10))
    assert standin.server().sessions() == []
    assert len(standin.server().history()) == 1


# ------------------------------------------------------------------ stopping


def test_a_stopped_stream_is_gone_and_its_reason_is_kept(standin: Standin) -> None:
    for device in ("Roku", "iPhone"):
        standin.act("start_stream", server="alpha", person="owner", device=device)
    older, newer = standin.server().sessions()
    newer.stop("Two streams at most")
    assert [each.player.title for each in standin.server().sessions()] == ["Roku"]
    (stop,) = plex.stopped(standin.world)
    assert (stop["device"], stop["reason"]) == ("iPhone", "Two streams at most")
    with pytest.raises(NotFound):
        newer.stop("again")
    path = f"/pms/alpha/status/sessions/terminate?sessionId={older.session.id}&reason=x"
    assert standin.call("POST", path).ok
    assert standin.server().sessions() == []


def test_stopping_needs_the_owners_plex_pass(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner")
    standin.act("set_plex_pass", active=False)
    with pytest.raises(BadRequest, match="403"):
        standin.server().sessions()[0].stop("no")
    assert len(standin.server().sessions()) == 1
    assert not standin.server().myPlexSubscription


def test_some_players_ignore_a_stop(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner", ignores_stop=True)
    standin.server().sessions()[0].stop("please")
    assert len(standin.server().sessions()) == 1
    assert [each["obeyed"] for each in plex.stopped(standin.world)] == [False]


# ------------------------------------------------------------------ history, people, downloads


def test_the_history_can_be_filtered_and_paged(standin: Standin) -> None:
    standin.share("ann")
    for person in ("owner", "ann"):
        for _ in range(60):
            standin.act("start_stream", server="alpha", person=person, started_seconds_ago=300)
            standin.act("stop_stream", server="alpha", person=person)
    cut = standin.world.clock.advance(timedelta(hours=1))
    standin.act("start_stream", server="alpha", person="ann", started_seconds_ago=300)
    standin.act("stop_stream", server="alpha", person="ann")
    pms = standin.server()
    assert len(pms.history()) == 121
    assert len(pms.history(accountID=1)) == 60
    assert len(pms.history(mindate=cut)) == 1
    assert pms.history(maxresults=1)[0].accountID == standin.person("ann").id


def test_accounts_and_devices_are_listed_for_the_owner(standin: Standin) -> None:
    standin.share("ann")
    for device in ("Roku", "Roku", "Chrome"):
        standin.act("start_stream", server="alpha", person="ann", device=device)
    pms = standin.server()
    names = {each.id: each.name for each in pms.systemAccounts()}
    assert names == {0: "", 1: "owner", standin.person("ann").id: "ann"}
    assert [each.name for each in pms.systemDevices()] == ["Roku", "Chrome"]


def test_a_download_shows_as_an_activity_and_needs_the_right(standin: Standin) -> None:
    standin.share("ann")
    with pytest.raises(BadAction, match="may not download"):
        standin.act("start_download", server="alpha", person="ann", title="A Film")
    standin.account().updateFriend("ann", standin.machine(), ["Movies"], allowSync=True)
    made = standin.act("start_download", server="alpha", person="ann", title="A Film")
    (activity,) = standin.server().activities
    assert (activity.type, activity.subtitle) == ("media.download", "A Film")
    standin.act("end_download", server="alpha", uuid=made["uuid"])
    assert standin.server().activities == []


def test_json_answers_fit_the_vendors_description(standin: Standin) -> None:
    standin.act("start_download", server="alpha", person="owner", title="A Film")
    for kind in ("movie", "episode", "track", "trailer"):
        for transcode in ("none", "audio", "video"):
            standin.act(
                "start_stream",
                server="alpha",
                person="owner",
                type=kind,
                transcode=transcode,
                started_seconds_ago=70,
            )
    standin.act("stop_stream", server="alpha", session_key=1)
    for path in (
        "/",
        "/identity",
        "/status/sessions",
        "/status/sessions/history/all",
        "/library/sections/all",
        "/library/sections/1/all",
        "/media/providers",
        "/activities",
    ):
        answer = standin.get(f"/pms/alpha{path}", as_json=True)
        SPEC.check_answer("GET", path, answer.status_code, answer.json())
        assert "MediaContainer" in answer.json(), path


# ------------------------------------------------------------------ faults and load


def test_an_empty_answer_is_well_formed(standin: Standin) -> None:
    standin.act("start_stream", server="alpha", person="owner")
    pms = standin.server()
    standin.world.faults.add("pms:alpha", Fault("empty"))
    assert pms.sessions() == []
    assert pms.library.sections() == []


def test_a_fault_hits_one_server_and_leaves_the_other_alone(standin: Standin) -> None:
    pms = standin.server("alpha")
    standin.world.faults.add("pms:alpha", Fault("status", status=503, path="/status/sessions"))
    with pytest.raises(BadRequest, match="503"):
        pms.sessions()
    assert standin.server("beta").sessions() == []


def test_slow_servers_answer_side_by_side(standin: Standin) -> None:
    for number in range(10):
        plex.add_server(standin.world, f"slow{number}")
    standin.act("set_delay", delay_ms=200)

    def call(number: int) -> int:
        return standin.get(f"/pms/slow{number}/status/sessions").status_code

    begun = time.monotonic()
    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(call, range(10)))
    took = time.monotonic() - begun
    assert statuses == [200] * 10
    assert 0.2 <= took < 1.0


# ------------------------------------------------------------------ the console


def _outcome(action: Action, world: World, body: dict[str, Any]) -> str:
    """Run an action; returns what it did or why it refused, and lets a crash through."""
    try:
        return str(action.run(world, dict(body)))
    except BadAction as refusal:
        return str(refusal)


def test_every_action_takes_its_own_example_or_says_why_not(standin: Standin) -> None:
    for action in plex.ACTIONS:
        assert _outcome(action, standin.world, action.example), action.name


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"person": 5},
        {"server": [], "person": {}},
        {"x": 1},
        {"server": "alpha", "person": "owner", "duration_seconds": "x"},
        {"server": "alpha", "person": "owner", "device": 5, "address": "x", "session_key": "x"},
    ],
)
def test_a_wrong_body_is_a_refused_action_never_a_crash(
    standin: Standin, body: dict[str, Any]
) -> None:
    for action in plex.ACTIONS:
        assert _outcome(action, standin.world, body), action.name


def test_the_panel_shows_servers_people_shares_and_streams(standin: Standin) -> None:
    standin.share("ann", "alpha", "Movies")
    standin.act("start_stream", server="alpha", person="ann")
    panel = plex.panel(standin.world)
    assert [each["name"] for each in panel["servers"]] == ["alpha", "beta"]
    assert panel["servers"][0]["streams"][0]["person"] == "ann"
    assert [(each["person"], each["libraries"]) for each in panel["shares"]] == [
        ("ann", ["Movies"])
    ]
    assert len(panel["people"]) == 9


def test_the_world_survives_a_restart(tmp_path: Path) -> None:
    path = str(tmp_path / "world.sqlite")
    first = World(store=Store(path))
    plex.seed(first)
    plex.start_stream(first, "alpha", "ann", share=True)
    shown = plex.panel(first)
    first.store.close()
    second = World(store=Store(path))
    plex.seed(second)
    again = plex.panel(second)
    second.store.close()
    assert again["shares"] == shown["shares"]
    assert len(again["servers"][0]["streams"]) == 1
