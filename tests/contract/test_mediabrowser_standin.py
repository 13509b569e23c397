"""The Emby and Jellyfin stand-ins answer as the servers do, traps included."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.sandbox import emby, jellyfin
from infra.sandbox import mediabrowser_world as things
from infra.sandbox.kit import BadAction, Fault
from tests.contract.mediabrowser_standin import SERVERS, Standin, new_world, served, standin

Make = Callable[[str], Standin]
INTRODUCED = ', Client="Web", Device="TV", DeviceId="tv-1", Version="1.0"'


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
def any_server(make: Make, request: pytest.FixtureRequest) -> Standin:
    return make(request.param)


@pytest.fixture
def on_emby(make: Make) -> Standin:
    return make("emby")


@pytest.fixture(params=["jellyfin 10.11", "jellyfin 12"])
def on_jellyfin(make: Make, request: pytest.FixtureRequest) -> Standin:
    return make(request.param)


def sign_in(standin: Standin, name: str, password: str) -> Any:
    told = "MediaBrowser " + INTRODUCED.removeprefix(", ")
    name_of_header = "X-Emby-Authorization" if standin.platform == "emby" else "Authorization"
    return standin.call(
        "POST",
        "Users/AuthenticateByName",
        {"Username": name, "Pw": password},
        headers={name_of_header: told, "Accept": "application/json"},
    )


# ------------------------------------------------------------------ both


def test_every_reading_call_answers_as_described(any_server):
    any_server.act("play", person="ines", transcode="video", resolution="4k")
    any_server.act("play", person="jonas", title="A Series – Pilot", type="episode")
    ines = any_server.account("ines")["id"]
    common = ["System/Info", "System/Info/Public", "Sessions", "Devices", "Items/Counts"]
    common += [f"Users/{ines}", "Users/Public", "Library/MediaFolders"]
    common += ["System/ActivityLog/Entries"]
    own = {
        "emby": ["Users/Query", "Library/VirtualFolders/Query", "Library/SelectableMediaFolders"],
        "jellyfin": ["Users", "Library/VirtualFolders"],
    }
    answers = [any_server.call("GET", path) for path in common + own[any_server.platform]]
    assert {answer.status_code for answer in answers} == {200}
    assert any_server.check_sent() == len(answers)


def test_a_wrong_key_is_answered_with_401_and_a_viewers_token_with_403(any_server):
    assert any_server.call("GET", "System/Info", token="wrong").status_code == 401
    token = any_server.act("sign_in", person="ines")["token"]
    assert any_server.call("GET", "System/Info", token=token).status_code == 403
    assert any_server.call("GET", "Sessions", token=token).status_code == 200
    any_server.act("change_key", key="another")
    assert any_server.call("GET", "System/Info", token="another").status_code == 200


def test_names_are_unique_whatever_their_case(any_server):
    assert any_server.call("POST", "Users/New", {"Name": "Kira"}).status_code == 200
    assert any_server.call("POST", "Users/New", {"Name": "kIRA"}).status_code == 400
    assert any_server.call("POST", "Users/New", {"Name": "a/b"}).status_code == 400


def test_a_policy_written_in_part_gives_everything_back_that_it_leaves_out(any_server):
    account = any_server.account("ines")
    whole = {**account["policy"], "EnableAllFolders": False, "EnableContentDownloading": False}
    path = f"Users/{account['id']}/Policy"
    any_server.call("POST", path, whole)
    assert any_server.account("ines")["policy"]["EnableAllFolders"] is False
    needed = {name: whole[name] for name in whole if name.endswith("ProviderId")}
    any_server.call("POST", path, {**needed, "EnableContentDownloading": False})
    assert any_server.account("ines")["policy"]["EnableAllFolders"] is True


def test_a_disabled_account_is_signed_out_and_stays_out(any_server):
    assert sign_in(any_server, "INES", "ines-password").status_code == 200
    account = any_server.account("ines")
    policy = {**account["policy"], "IsDisabled": True}
    any_server.call("POST", f"Users/{account['id']}/Policy", policy)
    assert any_server.call("GET", "Sessions").json() == []
    assert sign_in(any_server, "ines", "ines-password").status_code == 403
    assert sign_in(any_server, "jonas", "wrong").status_code == 401


def test_the_last_administrator_stays(any_server):
    admin = any_server.account("admin")
    path = f"Users/{admin['id']}"
    for change in ({"IsAdministrator": False}, {"IsDisabled": True}):
        answer = any_server.call("POST", f"{path}/Policy", {**admin["policy"], **change})
        assert answer.status_code == 403
    assert any_server.call("DELETE", path).status_code == 400
    any_server.act("add_person", name="second", admin=True)
    assert any_server.call("DELETE", path).status_code == 204
    assert any_server.call("GET", path).status_code == 404


def test_a_stop_is_accepted_whatever_the_player_does(any_server):
    playing = any_server.act("play", person="ines", ignores_stop=True)
    path = f"Sessions/{playing['session_id']}/Playing/Stop"
    assert any_server.call("POST", path).status_code == 204
    assert any("NowPlayingItem" in each for each in any_server.call("GET", "Sessions").json())
    any_server.act("play", person="ines")
    any_server.call("POST", path)
    assert not any("NowPlayingItem" in each for each in any_server.call("GET", "Sessions").json())
    assert any_server.call("POST", "Sessions/none/Playing/Stop").status_code == 404


def test_what_an_account_may_not_do_cannot_be_played(any_server):
    any_server.act("change_rights", person="ines", policy={"EnableAllFolders": False})
    with pytest.raises(BadAction, match="no library"):
        any_server.act("play", person="ines")
    rights = {"EnableVideoPlaybackTranscoding": False}
    any_server.act("change_rights", person="jonas", policy=rights)
    with pytest.raises(BadAction, match="transcodes no video"):
        any_server.act("play", person="jonas", transcode="video")
    with pytest.raises(BadAction, match="no library"):
        any_server.act("play", person="jonas", type="track")


def test_faults_hit_one_server_and_a_starting_server_says_when_to_come_back(any_server):
    target = f"{any_server.platform}:{any_server.name}"
    any_server.world.faults.add(target, Fault(mode="status", status=503, seconds=7, times=1))
    answer = any_server.call("GET", "System/Info")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    any_server.world.faults.add(target, Fault(mode="empty", times=1))
    assert any_server.call("GET", "Sessions").json() == []
    assert any_server.call("GET", "System/Info").status_code == 200


def test_every_example_of_the_console_works(make):
    for kind in ("emby", "jellyfin 10.11"):
        on = make(kind)
        table = emby.ACTIONS if on.platform == "emby" else jellyfin.ACTIONS
        last = [each for each in table if each.name == "remove_person"]
        for action in [*(each for each in table if each not in last), *last]:
            assert isinstance(action.run(on.world, action.example), dict), action.name
    assert len(emby.panel(on.world)["servers"]) == 3


# ------------------------------------------------------------------ Jellyfin


def test_jellyfin_12_takes_no_key_in_the_old_ways(make):
    for kind, status in (("jellyfin 10.11", 200), ("jellyfin 12", 401)):
        on = make(kind)
        key = on.server["key"]
        for headers in (
            {"X-Emby-Token": key},
            {"X-MediaBrowser-Token": key},
            {"Authorization": f'Emby Token="{key}"'},
        ):
            assert on.call("GET", "System/Info", headers=headers).status_code == status
        assert on.call("GET", f"System/Info?ApiKey={key}", token="").status_code == 200
        on.act("set_version", version="12.0.0")
        assert on.call("GET", "System/Info", headers={"X-Emby-Token": key}).status_code == 401
        on.act("set_legacy_sign_in", allowed=True)
        assert on.call("GET", "System/Info", headers={"X-Emby-Token": key}).status_code == 200


def test_a_jellyfin_policy_must_name_its_providers(on_jellyfin):
    account = on_jellyfin.account("ines")
    policy = {**account["policy"]}
    del policy["PasswordResetProviderId"]
    answer = on_jellyfin.call("POST", f"Users/{account['id']}/Policy", policy)
    assert answer.status_code == 400
    assert on_jellyfin.call("GET", "Users/Me").status_code == 400


def test_a_jellyfin_account_is_opened_with_a_password_and_gets_another(on_jellyfin):
    body = {"Name": "kira", "Password": "first"}
    made = on_jellyfin.call("POST", "Users/New", body).json()
    assert made["Policy"]["EnableAllFolders"]
    path = f"Users/Password?userId={made['Id']}"
    assert on_jellyfin.call("POST", path, {"NewPw": "second"}).status_code == 204
    assert sign_in(on_jellyfin, "kira", "first").status_code == 401
    assert sign_in(on_jellyfin, "kira", "second").status_code == 200


def test_jellyfin_counts_sign_ins_not_streams(on_jellyfin):
    on_jellyfin.act("change_rights", person="ines", policy={"MaxActiveSessions": 1})
    on_jellyfin.act("sign_in", person="ines", device="Phone")
    with pytest.raises(BadAction, match="maximum number"):
        on_jellyfin.act("sign_in", person="ines", device="Tablet")


def test_a_jellyfin_device_is_signed_out_by_the_id_that_sessions_tell(on_jellyfin):
    on_jellyfin.act("sign_in", person="ines", device="Phone")
    (session,) = on_jellyfin.call("GET", "Sessions?activeWithinSeconds=90").json()
    assert on_jellyfin.call("DELETE", "Devices").status_code == 400
    assert on_jellyfin.call("DELETE", f"Devices?id={session['DeviceId']}").status_code == 204
    assert on_jellyfin.call("GET", "Sessions").json() == []
    assert on_jellyfin.call("DELETE", f"Devices?id={session['DeviceId']}").status_code == 404


# ------------------------------------------------------------------ Emby


def test_an_emby_account_opens_without_a_password_and_changes_it_in_two_steps(on_emby):
    made = on_emby.call("POST", "Users/New", {"Name": "kira"}).json()
    assert not made["HasConfiguredPassword"]
    path = f"Users/{made['Id']}/Password"
    assert on_emby.call("POST", path, {"Id": made["Id"], "NewPw": "a"}).status_code == 204
    assert on_emby.call("POST", path, {"Id": made["Id"], "NewPw": "b"}).status_code == 400
    on_emby.call("POST", path, {"Id": made["Id"], "ResetPassword": True})
    assert on_emby.call("POST", path, {"Id": made["Id"], "NewPw": "b"}).status_code == 204
    assert sign_in(on_emby, "kira", "b").status_code == 200


def test_emby_folders_count_by_their_guid_alone(on_emby):
    library = things.find_library(on_emby.server, "Movies")
    for ref, seen in ((library["number"], []), (library["guid"], ["Movies"])):
        policy = {"EnableAllFolders": False, "EnabledFolders": [ref]}
        shown = on_emby.act("change_rights", person="ines", policy=policy)
        assert shown["libraries"] == seen


def test_an_emby_device_has_two_ids_and_a_deletion_without_one_takes_them_all(on_emby):
    for device in ("Phone", "Tablet"):
        on_emby.act("sign_in", person="ines", device=device)
    phone, _ = on_emby.call("GET", "Devices").json()["Items"]
    assert phone["Id"] != phone["ReportedDeviceId"]
    on_emby.call("POST", f"Devices/Delete?Id={phone['Id']}")
    assert [each["DeviceName"] for each in on_emby.call("GET", "Sessions").json()] == ["Tablet"]
    on_emby.call("DELETE", "Devices", {"Id": "whatever"})
    assert on_emby.call("GET", "Sessions").json() == []


def test_emby_wants_its_message_in_the_query_and_counts_streams(on_emby):
    on_emby.act("change_rights", person="ines", policy={"SimultaneousStreamLimit": 1})
    session = on_emby.act("play", person="ines")["session_id"]
    with pytest.raises(BadAction, match="plays 1 streams"):
        on_emby.act("play", person="ines", device="Second TV")
    path = f"Sessions/{session}/Message"
    assert on_emby.call("POST", path, {"Text": "a", "Header": "b"}).status_code == 400
    assert on_emby.call("POST", f"{path}?Text=a&Header=b&TimeoutMs=5").status_code == 204


def test_emby_answers_json_only_to_whoever_asks_for_it(on_emby):
    headers = {"X-Emby-Token": on_emby.server["key"]}
    answer = on_emby.http.get(f"{on_emby.url}/emby/System/Info", headers=headers, timeout=5)
    assert answer.headers["Content-Type"].startswith("application/xml")
