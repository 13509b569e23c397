"""Sharing at the plex.tv stand-in, driven by the unmodified plexapi package."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from plexapi.exceptions import BadRequest, NotFound

from infra.sandbox import plex
from infra.sandbox.kit import Fault
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


# ------------------------------------------------------------------ resources


def test_the_owner_finds_the_servers_and_connects(standin: Standin) -> None:
    resources = standin.account().resources()
    assert [(each.name, each.owned) for each in resources] == [("alpha", True), ("beta", True)]
    assert resources[0].connect().machineIdentifier == standin.machine("alpha")


def test_a_guest_finds_only_what_was_shared_and_accepted(standin: Standin) -> None:
    assert standin.person("ann").resources() == []
    standin.share("ann", "beta", "Movies")
    (shared,) = standin.person("ann").resources()
    assert (shared.name, shared.owned, shared.sourceTitle) == ("beta", False, "owner")
    assert [each.title for each in shared.connect().library.sections()] == ["Movies"]


def test_json_answers_fit_the_vendors_description(standin: Standin) -> None:
    standin.share("ann")
    for path, described in {
        "/plextv/api/v2/user": "/user",
        "/plextv/api/v2/resources": "/resources",
        "/plextv/api/users": "/users",
    }.items():
        answer = standin.get(path, as_json=True)
        SPEC.check_answer("GET", described, answer.status_code, answer.json())
        refused = standin.get(path, "dead", as_json=True)
        SPEC.check_answer("GET", described, refused.status_code, refused.json())
        assert (answer.status_code, refused.status_code) == (200, 401)


# ------------------------------------------------------------------ inviting


def test_sharing_ids_differ_from_the_servers_keys(standin: Standin) -> None:
    data = standin.account().query(f"https://plex.tv/api/servers/{standin.machine()}")
    ids = {each.attrib["id"] for each in data[0]}
    assert ids.isdisjoint({each.attrib["key"] for each in data[0]})
    assert len(ids) == 5


def test_an_invite_is_pending_until_the_invitee_accepts(standin: Standin) -> None:
    owner = standin.account()
    owner.inviteFriend("ann@demo.example", standin.machine(), ["Movies", "Kids"])
    (share,) = owner.user("ann").servers
    assert (share.pending, share.numLibraries) == (True, 0)

    received = "/plextv/api/v2/shared_servers/invites/received/pending"
    (invite,) = standin.get(received, "plex-token-ann", as_json=True).json()
    assert invite["owner"]["username"] == "owner"
    number = invite["sharedServers"][0]["id"]
    accept = f"/plextv/api/v2/shared_servers/{number}/accept"
    assert standin.call("POST", accept, "plex-token-ben").status_code == 404
    assert standin.call("POST", accept, "plex-token-ann").ok

    (share,) = owner.user("ann").servers
    assert (share.pending, share.allLibraries) == (False, False)
    opened = [each.title for each in share.sections() if each.shared]
    assert opened == ["Movies", "Kids"]


def test_an_invite_without_libraries_shares_all_of_them(standin: Standin) -> None:
    standin.share("ann")
    (share,) = standin.account().user("ann").servers
    assert share.allLibraries
    assert share.numLibraries == 5


def test_a_person_who_accepts_everything_is_never_pending(standin: Standin) -> None:
    standin.act("change_person", person="ann", auto_accept=True)
    standin.account().inviteFriend("ann", standin.machine(), ["Movies"])
    assert not standin.account().user("ann").servers[0].pending


def test_a_share_lists_the_guests_token_once_accepted(standin: Standin) -> None:
    standin.share("ann", "alpha", "Movies")
    token = standin.account().user("ann").get_token(standin.machine())
    assert [each.title for each in standin.server("alpha", token).library.sections()] == ["Movies"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody", "could not be found"),
        ("owner", "yourself"),
        ("OWNER@demo.example", "yourself"),
        ("ben", "may not be invited"),
        ("home", "already in your Plex Home"),
    ],
)
def test_an_unacceptable_invitee_is_refused(standin: Standin, name: str, said: str) -> None:
    standin.act("ban_person", person="ben")
    plex.add_person(standin.world, "home", home_of="owner")
    with pytest.raises(BadRequest, match=rf"\(422\).*{said}"):
        standin.account().inviteFriend(name, standin.machine(), ["Movies"])


def _invite_body(standin: Standin, sections: list[int], email: str) -> dict[str, Any]:
    return {
        "server_id": standin.machine(),
        "shared_server": {"library_section_ids": sections, "invited_email": email},
        "sharing_settings": {"allowSync": "1"},
    }


def test_a_library_of_another_server_is_refused(standin: Standin) -> None:
    foreign = standin.section_ids("beta")["Movies"]
    path = f"/plextv/api/servers/{standin.machine()}/shared_servers"
    answer = standin.call("POST", path, json=_invite_body(standin, [foreign], "ann"))
    assert answer.status_code == 422
    assert str(foreign) in answer.text


def test_a_second_invite_says_that_the_share_is_there(standin: Standin) -> None:
    owner = standin.account()
    owner.inviteFriend("ann", standin.machine(), ["Movies"])
    with pytest.raises(BadRequest, match=r"\(400\).*already sharing this server with ann"):
        owner.inviteFriend("ann@demo.example", standin.machine(), ["Kids"])
    owner.inviteFriend("New@people.example", standin.machine(), ["Movies"])
    with pytest.raises(BadRequest, match="edit your existing share"):
        owner.inviteFriend("new@people.example", standin.machine(), ["Movies"])


def test_another_persons_server_is_not_found(standin: Standin) -> None:
    with pytest.raises(NotFound):
        standin.person("ann").inviteFriend("ben", standin.machine(), ["Movies"])


def test_an_owner_can_share_with_so_many_people_and_no_more(standin: Standin) -> None:
    plex.set_switch(standin.world, people_ceiling=2)
    owner = standin.account()
    for name in ("ann", "stranger@people.example"):
        owner.inviteFriend(name, standin.machine("alpha"), ["Movies"])
    with pytest.raises(BadRequest, match=r"\(422\).*limit of 2"):
        owner.inviteFriend("ben", standin.machine("alpha"), ["Movies"])
    owner.inviteFriend("ann", standin.machine("beta"), ["Movies"])
    assert len(owner.user("ann").servers) == 2


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"shared_server":{"invited_email":7}}'])
def test_a_broken_body_is_refused_and_changes_nothing(standin: Standin, body: bytes) -> None:
    path = f"/plextv/api/servers/{standin.machine()}/shared_servers"
    assert standin.call("POST", path, data=body).status_code in (400, 422)
    assert standin.account().users() == []


# ------------------------------------------------------------------ changing and ending


def test_libraries_and_downloads_of_a_friend_can_be_changed(standin: Standin) -> None:
    standin.share("ann", "alpha", "Movies")
    owner = standin.account()
    owner.updateFriend("ann", standin.machine(), sections=["Music"], allowSync=True)
    friend = owner.user("ann")
    assert friend.allowSync
    assert [each.title for each in friend.servers[0].sections() if each.shared] == ["Music"]


def test_a_friend_gets_another_server_without_a_new_acceptance(standin: Standin) -> None:
    standin.share("ann", "alpha", "Movies")
    standin.account().updateFriend("ann", standin.machine("beta"), ["Movies"], allowSync=False)
    assert [each.pending for each in standin.account().user("ann").servers] == [False, False]


def test_each_share_can_be_made_to_need_acceptance(standin: Standin) -> None:
    plex.set_switch(standin.world, each_share_needs_acceptance=True)
    standin.share("ann", "alpha", "Movies")
    standin.account().inviteFriend("ann", standin.machine("beta"), ["Movies"])
    assert [each.pending for each in standin.account().user("ann").servers] == [False, True]


def test_a_removed_friend_must_accept_again(standin: Standin) -> None:
    standin.share("ann", "alpha", "Movies")
    owner = standin.account()
    owner.removeFriend("ann")
    assert owner.users() == []
    assert standin.person("ann").resources() == []
    owner.inviteFriend("ann", standin.machine(), ["Movies"])
    assert owner.user("ann").servers[0].pending


def test_a_share_can_be_taken_back_once_and_the_friend_stays(standin: Standin) -> None:
    standin.share("ann", "alpha", "Movies")
    number = standin.account().user("ann").servers[0].id
    path = f"/plextv/api/servers/{standin.machine()}/shared_servers/{number}"
    assert standin.call("DELETE", path).ok
    assert standin.call("DELETE", path).status_code == 404
    assert standin.account().user("ann").servers == []
    standin.account().inviteFriend("ann", standin.machine(), ["Movies"])
    assert standin.account().user("ann").servers[0].pending


# ------------------------------------------------------------------ invites


def test_the_old_api_lists_and_cancels_sent_invites(standin: Standin) -> None:
    owner = standin.account()
    owner.inviteFriend("ann@demo.example", standin.machine(), ["Movies"])
    owner.inviteFriend("stranger@people.example", standin.machine(), ["Movies"])
    known, stranger = owner.pendingInvites(includeReceived=False)
    assert (known.username, stranger.email) == ("ann", "stranger@people.example")
    assert stranger.id is None
    owner.cancelInvite("ann")
    assert [each.email for each in owner.pendingInvites()] == ["stranger@people.example"]


def test_the_old_api_lets_the_invitee_accept(standin: Standin) -> None:
    standin.account().inviteFriend("ann", standin.machine(), ["Movies"])
    standin.person("ann").acceptInvite("owner")
    assert not standin.account().user("ann").servers[0].pending


def test_the_old_api_can_be_gone(standin: Standin) -> None:
    standin.act("v1_invites", status=410)
    with pytest.raises(BadRequest, match=r"\(410\).*deprecated and removed"):
        standin.account().pendingInvites()


def test_the_new_api_lists_and_withdraws_sent_invites(standin: Standin) -> None:
    standin.act("v1_invites", status=410)
    standin.account().inviteFriend("stranger@people.example", standin.machine(), ["Movies"])
    listed = "/plextv/api/v2/shared_servers/invites/owned"
    (invite,) = standin.get(f"{listed}/pending", as_json=True).json()
    share = invite["sharedServers"][0]
    assert (invite["invited"], share["invitedEmail"]) == (None, "stranger@people.example")
    assert [each["title"] for each in share["libraries"]] == ["Movies"]
    assert standin.call("DELETE", f"/plextv/api/v2/shared_servers/{share['id']}").ok
    assert standin.get(f"{listed}/pending", as_json=True).json() == []
    standin.share("ann", "alpha", "Movies")
    assert len(standin.get(f"{listed}/accepted", as_json=True).json()) == 1


def test_an_invited_stranger_accepts_after_opening_an_account(standin: Standin) -> None:
    standin.account().inviteFriend("iris@people.example", standin.machine(), ["Movies"])
    assert standin.account().users() == []
    standin.act("add_person", username="iris", email="Iris@people.example")
    standin.act("accept_invite", person="iris")
    assert standin.account().user("iris").servers[0].numLibraries == 1


@pytest.mark.parametrize("how", ["decline_invite", "lapse_invite"])
def test_a_declined_or_lapsed_invite_is_gone_and_may_be_sent_again(
    standin: Standin, how: str
) -> None:
    owner = standin.account()
    owner.inviteFriend("ann", standin.machine(), ["Movies"])
    standin.act(how, person="ann")
    assert owner.pendingInvites() == []
    owner.inviteFriend("ann", standin.machine(), ["Movies"])
    assert owner.user("ann").servers[0].pending


# ------------------------------------------------------------------ faults


def test_too_many_requests_say_when_to_come_back(standin: Standin) -> None:
    standin.world.faults.add("plextv", Fault("status", status=429, times=1))
    answer = standin.get("/plextv/api/users/")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    assert standin.get("/plextv/api/users/").ok


@pytest.mark.parametrize(("status", "said"), [(401, 'code="1001"'), (410, "removed")])
def test_a_status_fault_has_the_vendors_shape(standin: Standin, status: int, said: str) -> None:
    standin.world.faults.add("plextv", Fault("status", status=status))
    answer = standin.get("/plextv/api/users/")
    assert answer.status_code == status
    assert said in answer.text


def test_an_empty_answer_is_well_formed(standin: Standin) -> None:
    standin.share("ann")
    standin.world.faults.add("plextv", Fault("empty"))
    owner = standin.account()
    assert (owner.users(), owner.resources(), owner.pendingInvites()) == ([], [], [])


def test_the_list_of_friends_can_come_back_incomplete(standin: Standin) -> None:
    for name in ("ann", "ben", "carla"):
        standin.share(name)
    standin.act("set_switches", hide_friends=1)
    assert [each.title for each in standin.account().users()] == ["ann", "ben"]


def test_a_dead_plextv_closes_the_connection(standin: Standin) -> None:
    standin.world.faults.add("plextv", Fault("down", times=1))
    with pytest.raises(requests.ConnectionError):
        standin.account()
