"""Sharing as the product does it: adapter over stand-in, and fake, keep one contract."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access.ports import (
    AccountFullError,
    AlreadySharingError,
    PersonRefusedError,
    RemoteShare,
    StaleCatalogError,
)
from chalicelib.catalog.ports import TokenRefusedError
from chalicelib.kernel.errors import ActionRequiredError, InvalidError, RetryLaterError
from chalicelib.users.model import MediaIdentity
from infra.sandbox import plex
from tests.contract.plex_ports import (
    ANN,
    STRANGER,
    Platform,
    RealPlatform,
    fake_platform,
    real_platform,
    served,
)
from tests.contract.plex_standin import new_world


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture
def real(server: Any) -> Iterator[RealPlatform]:
    world = new_world(*server)
    yield real_platform(world)
    world.store.close()


@pytest.fixture(params=["adapter", "fake"])
def platform(request: pytest.FixtureRequest) -> Platform:
    if request.param == "fake":
        return fake_platform()
    return request.getfixturevalue("real")


# ------------------------------------------------------------------ both


@pytest.mark.behaviour("B147")
def test_an_invite_shows_as_open_and_holds_exactly_its_libraries_once_accepted(platform):
    platform.invite(platform.films, downloads=True)
    open_invite = platform.only_share()
    assert (open_invite.is_accepted, open_invite.username) == (False, "ann")
    platform.accept("ann")
    share = platform.only_share()
    assert share.is_accepted
    assert share.library_share_ids == {platform.films.share_id}
    assert share.allows_downloads
    assert share.plex_id
    assert platform.host.snapshot(platform.access).is_complete


def test_an_invite_to_a_bare_address_is_found_again_by_the_address(platform):
    platform.invite(platform.films, person=STRANGER)
    assert platform.only_share().email == "new@people.example"


def test_a_proven_identity_is_invited_by_its_id(platform):
    platform.invite(platform.films)
    plex_id = platform.only_share().plex_id
    platform.lapse("ann")
    proven = MediaIdentity(username="renamed", plex_id=plex_id, is_proven=True)
    platform.invite(platform.films, person=proven)
    assert platform.only_share().plex_id == plex_id


def test_a_second_invite_is_refused_as_already_sharing(platform):
    platform.invite(platform.films)
    with pytest.raises(AlreadySharingError):
        platform.invite(platform.shows)


def test_an_empty_list_of_libraries_never_leaves_because_it_would_share_all(platform):
    with pytest.raises(InvalidError):
        platform.invite()
    platform.invite(platform.films)
    with pytest.raises(InvalidError):
        platform.host.change(
            platform.access, remote=platform.only_share(), libraries=(), allows_downloads=False
        )


def test_a_share_takes_other_libraries_and_another_download_right(platform):
    platform.invite(platform.films)
    platform.accept("ann")
    platform.host.change(
        platform.access,
        remote=platform.only_share(),
        libraries=(platform.films, platform.shows),
        allows_downloads=True,
    )
    share = platform.only_share()
    assert share.library_share_ids == {platform.films.share_id, platform.shows.share_id}
    assert share.allows_downloads


def test_an_open_invite_takes_other_libraries(platform):
    platform.invite(platform.films)
    platform.host.change(
        platform.access,
        remote=platform.only_share(),
        libraries=(platform.shows,),
        allows_downloads=False,
    )
    platform.accept("ann")
    assert platform.only_share().library_share_ids == {platform.shows.share_id}


@pytest.mark.parametrize("accepted", [True, False])
def test_withdrawing_removes_shares_and_open_invites_and_twice_is_fine(platform, accepted):
    platform.invite(platform.films)
    if accepted:
        platform.accept("ann")
    share = platform.only_share()
    assert not platform.host.is_gone(platform.access, share_ref=share.share_ref)
    platform.host.withdraw(platform.access, remote=share)
    platform.host.withdraw(platform.access, remote=share)
    assert platform.shares() == ()
    assert platform.host.is_gone(platform.access, share_ref=share.share_ref)


def test_whoever_accepted_stays_known_to_the_account_without_a_share(platform):
    platform.invite(platform.films)
    invited = platform.known("ann")
    assert invited is not None
    assert invited.machine_ids == {platform.access.server.machine_id}
    platform.accept("ann")
    share = platform.only_share()
    platform.host.withdraw(platform.access, remote=share)
    friend = platform.known("ann")
    assert friend is not None
    assert (friend.plex_id, friend.machine_ids) == (share.plex_id, frozenset())
    assert not friend.is_at_home
    assert platform.host.people(platform.access).is_complete


def test_deleting_a_person_ends_the_friendship_and_every_share_and_twice_is_fine(platform):
    platform.invite(platform.films)
    platform.accept("ann")
    plex_id = platform.only_share().plex_id
    platform.host.delete_person(platform.access, plex_id=plex_id)
    platform.host.delete_person(platform.access, plex_id=plex_id)
    assert platform.known("ann") is None
    assert platform.shares() == ()
    platform.invite(platform.films)
    assert not platform.only_share().is_accepted


@pytest.mark.parametrize("nobody", ["", "ann", "1/../2"])
def test_only_an_id_names_who_is_deleted(platform, nobody):
    with pytest.raises(InvalidError):
        platform.host.delete_person(platform.access, plex_id=nobody)


def test_an_unknown_library_means_that_the_catalogue_is_stale(platform):
    with pytest.raises(StaleCatalogError):
        platform.invite(replace(platform.films, share_id="999999"))


def test_the_owner_cannot_be_invited(platform):
    with pytest.raises(PersonRefusedError) as caught:
        platform.invite(platform.films, person=MediaIdentity(username="owner"))
    assert caught.value.remedy


@pytest.mark.behaviour("B131")
def test_beyond_the_platforms_ceiling_nobody_new_is_invited_but_who_is_known(platform):
    platform.invite(platform.films)
    platform.limit_people(1)
    with pytest.raises(AccountFullError) as caught:
        platform.invite(platform.films, person=STRANGER)
    assert caught.value.remedy
    platform.accept("ann")
    platform.host.withdraw(platform.access, remote=platform.only_share())
    platform.invite(platform.shows)
    assert platform.only_share().username == "ann"


def test_for_an_account_that_is_known_to_be_refused_nothing_is_asked(platform):
    platform.invite(platform.films)
    share, account = platform.only_share(), platform.access.account
    dead = replace(platform.access, account=replace(account, token_error="Link it again."))
    for call in (
        lambda: platform.host.snapshot(dead),
        lambda: platform.host.people(dead),
        lambda: platform.host.is_gone(dead, share_ref=share.share_ref),
        lambda: platform.host.withdraw(dead, remote=share),
        lambda: platform.host.delete_person(dead, plex_id="77"),
    ):
        with pytest.raises(TokenRefusedError):
            call()
    assert platform.only_share() == share


# ------------------------------------------------------------------ the adapter alone


def remote(**given: Any) -> RemoteShare:
    fields: dict[str, Any] = {
        "share_ref": "1",
        "invite_ref": "",
        "is_accepted": False,
        "plex_id": "",
        "username": "ann",
        "email": "",
        "library_share_ids": frozenset(),
        "allows_downloads": False,
    }
    return RemoteShare(**{**fields, **given})


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"mode": "status", "status": 401}, TokenRefusedError),
        ({"mode": "status", "status": 404}, StaleCatalogError),
        ({"mode": "status", "status": 410}, ActionRequiredError),
        ({"mode": "status", "status": 422, "body": "Invalid token"}, TokenRefusedError),
        ({"mode": "status", "status": 422, "body": "no such section"}, StaleCatalogError),
        ({"mode": "status", "status": 422, "body": "unacceptable"}, PersonRefusedError),
        ({"mode": "status", "status": 429}, RetryLaterError),
        ({"mode": "status", "status": 500}, RetryLaterError),
        ({"mode": "down"}, RetryLaterError),
        ({"mode": "cut"}, RetryLaterError),
    ],
)
def test_each_refusal_has_its_typed_cause(real, fault, error):
    real.fault(method="POST", **fault)
    with pytest.raises(error) as caught:
        real.invite(real.films)
    assert type(caught.value) is error
    assert "plex-owner-token" not in caught.value.message


def test_a_withdrawn_call_says_that_the_adapter_is_outdated(real):
    real.fault(mode="status", status=410, path="shared_servers$")
    with pytest.raises(ActionRequiredError) as caught:
        real.shares()
    assert caught.value.code == "plex.adapter_outdated"


def test_too_many_requests_wait_as_long_as_plex_asks(real):
    real.fault(mode="status", status=429)
    with pytest.raises(RetryLaterError) as caught:
        real.shares()
    assert caught.value.after_seconds == 30


@pytest.mark.parametrize("mode", ["garbage", "cut", "down", "timeout"])
def test_no_proper_answer_is_a_reason_to_try_later_not_an_empty_server(real, mode):
    real.host._session.timeout_seconds = 0.3
    real.fault(mode=mode)
    with pytest.raises(RetryLaterError):
        real.shares()


@pytest.mark.behaviour("X041")
def test_a_list_of_friends_that_leaves_somebody_out_makes_the_snapshot_incomplete(real):
    real.invite(real.films)
    real.accept("ann")
    real.act("set_switches", hide_friends=1)
    snapshot = real.host.snapshot(real.access)
    assert not snapshot.is_complete
    assert "friends" in snapshot.gap


def test_a_refused_deletion_is_no_success(real):
    real.fault(mode="status", status=500, method="DELETE")
    with pytest.raises(RetryLaterError):
        real.host.delete_person(real.access, plex_id="7")


@pytest.mark.behaviour("X041")
def test_an_empty_list_of_shares_is_incomplete_while_friends_say_otherwise(real):
    real.invite(real.films)
    real.accept("ann")
    real.fault(mode="empty", path="shared_servers$")
    assert not real.host.snapshot(real.access).is_complete


def test_open_invites_come_from_the_new_api_even_when_the_old_one_is_gone(real):
    real.act("v1_invites", status=410)
    real.invite(real.films)
    snapshot = real.host.snapshot(real.access)
    assert snapshot.is_complete
    assert snapshot.shares[0].library_share_ids == {real.films.share_id}


def test_the_old_api_steps_in_for_the_new_one_and_both_gone_is_unknown(real):
    real.invite(real.films)
    real.fault(mode="status", status=410, path="/api/v2/shared_servers/invites")
    assert real.host.snapshot(real.access).is_complete
    real.act("v1_invites", status=410)
    snapshot = real.host.snapshot(real.access)
    assert not snapshot.is_complete
    assert not snapshot.shares[0].is_accepted


def test_a_server_that_plex_does_not_know_is_no_proof_that_a_share_is_gone(real):
    server = replace(real.access.server, machine_id="another")
    with pytest.raises(StaleCatalogError):
        real.host.is_gone(replace(real.access, server=server), share_ref="1")


def test_withdrawing_goes_by_the_new_api_when_only_the_invite_is_known(real):
    real.invite(real.films)
    known = real.only_share()
    real.host.withdraw(real.access, remote=remote(share_ref="", invite_ref=known.invite_ref))
    assert real.shares() == ()


def test_a_person_in_the_owners_home_is_explained(real):
    plex.add_person(real.world, "kid", home_of="owner")
    with pytest.raises(PersonRefusedError) as caught:
        real.invite(real.films, person=MediaIdentity(username="kid"))
    assert "Plex Home" in caught.value.remedy


def test_nobody_without_a_name_is_invited(real):
    with pytest.raises(InvalidError):
        real.invite(real.films, person=MediaIdentity())
    assert real.sent("POST") == []


def test_a_change_that_differs_in_nothing_sends_nothing(real):
    real.invite(real.films)
    real.accept("ann")
    share = real.only_share()
    real.host.change(real.access, remote=share, libraries=(real.films,), allows_downloads=False)
    assert real.sent("PUT") == []
    assert ANN.username == share.username
