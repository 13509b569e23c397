"""Accounts as the product keeps them: adapters over the stand-ins, and fake, keep one contract."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.access.account_ports import RightsNotTakenError
from chalicelib.access.ports import (
    AdministratorError,
    AlreadySharingError,
    PersonRefusedError,
    RemoteShare,
    RemoteSnapshot,
    StaleCatalogError,
)
from chalicelib.access.server_limits import NO_SERVER_LIMITS, ServerLimits
from chalicelib.catalog.capabilities import Capability
from chalicelib.kernel.errors import ActionRequiredError, InvalidError, RetryLaterError
from chalicelib.users.model import MediaIdentity
from infra.sandbox.kit import BadAction
from tests.contract.mediabrowser_ports import (
    Platform,
    RealPlatform,
    a_platform,
    real_platform,
)
from tests.contract.mediabrowser_standin import new_world, served, standin

NOBODY = "f" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


# Version 10.11 differs in nothing that these adapters do; it is read in the other tests.
KINDS = ("emby", "jellyfin 12")


@pytest.fixture(params=KINDS)
def real(server: Any, request: pytest.FixtureRequest) -> Iterator[RealPlatform]:
    world = new_world(*server)
    platform = real_platform(standin(world, request.param))
    yield platform
    platform.on.check_sent()
    world.store.close()


@pytest.fixture(params=["fake", *KINDS])
def platform(server: Any, request: pytest.FixtureRequest) -> Iterator[Platform]:
    with a_platform(request.param, server) as made:
        yield made


# ------------------------------------------------------------------ accounts


def test_a_fresh_account_is_locked_and_sees_nothing_until_it_is_given_libraries(platform):
    opened = platform.host.open_account(platform.access, username="Kira")
    assert len(opened.password.reveal()) >= 20
    assert opened.password.reveal() not in repr(opened)
    fresh = platform.account(opened.account_ref)
    assert (fresh.username, fresh.is_disabled) == ("kira", True)
    assert fresh.rights.library_share_ids == frozenset()
    assert not fresh.rights.allows_downloads
    platform.change(opened.account_ref, platform.films, downloads=True)
    given = platform.account(opened.account_ref)
    assert not given.is_disabled
    assert given.rights.library_share_ids == {platform.films.share_id}
    assert given.rights.allows_downloads


def test_rights_replace_each_other_and_limits_stay_unless_they_are_told(platform):
    ref = platform.open()
    limits = {"allows_video_transcoding": False, "max_streams": 2, "max_kbps": 8000}
    platform.change(ref, platform.films, downloads=True, **limits)
    platform.change(ref, platform.shows)
    rights = platform.account(ref).rights
    assert rights == platform.rights(platform.shows, **limits)
    platform.change(ref, platform.shows, allows_video_transcoding=True, max_streams=0, max_kbps=0)
    rights = platform.account(ref).rights
    assert (rights.allows_video_transcoding, rights.max_streams, rights.max_kbps) == (True, 0, 0)


def test_no_library_means_none_and_an_unknown_one_is_refused(platform):
    platform.change(platform.ines_ref)
    assert platform.account(platform.ines_ref).rights.library_share_ids == frozenset()
    unknown = platform.rights(platform.films)
    unknown = type(unknown)(frozenset({NOBODY}), allows_downloads=False)
    with pytest.raises(StaleCatalogError):
        platform.host.change(platform.access, account_ref=platform.ines_ref, rights=unknown)
    assert platform.account(platform.ines_ref).rights.library_share_ids == frozenset()


@pytest.mark.parametrize("name", ["", "  ", "a/b"])
def test_a_name_that_the_platform_does_not_take_is_refused(platform, name):
    with pytest.raises(InvalidError):
        platform.open(name)


def test_a_model_lends_its_limits_but_never_its_libraries(platform):
    platform.change(platform.ines_ref, platform.films, max_streams=3, max_kbps=4000)
    ref = platform.open(model_ref=platform.ines_ref)
    fresh = platform.account(ref)
    assert (fresh.rights.max_streams, fresh.rights.max_kbps) == (3, 4000)
    assert (fresh.is_disabled, fresh.rights.library_share_ids) == (True, frozenset())
    with pytest.raises(AdministratorError):
        platform.open("other", model_ref=platform.admin_ref)
    with pytest.raises(StaleCatalogError):
        platform.open("other", model_ref=NOBODY)


def test_a_disabled_account_keeps_its_rights_and_loses_its_devices(platform):
    platform.let_in(platform.ines_ref, "Phone")
    assert platform.signed_in(platform.ines_ref) == ["Phone"]
    platform.host.disable(platform.access, account_ref=platform.ines_ref)
    platform.host.disable(platform.access, account_ref=platform.ines_ref)
    account = platform.account(platform.ines_ref)
    assert account.is_disabled
    assert account.rights.library_share_ids
    assert account.last_seen_at
    assert platform.signed_in(platform.ines_ref) == []


def test_a_renewed_password_differs_each_time(platform):
    first, second = (
        platform.host.renew_password(platform.access, account_ref=platform.ines_ref)
        for _ in range(2)
    )
    assert first.reveal() != second.reveal()


def test_deleting_an_account_twice_is_fine(platform):
    for _ in range(2):
        platform.host.delete_account(platform.access, account_ref=platform.ines_ref)
    assert platform.host.account(platform.access, account_ref=platform.ines_ref) is None
    with pytest.raises(StaleCatalogError):
        platform.change(platform.ines_ref, platform.films)


def test_administrators_are_never_touched(platform):
    host, access, admin = platform.host, platform.access, platform.admin_ref
    with pytest.raises(AdministratorError):
        platform.change(admin, platform.films)
    with pytest.raises(AdministratorError):
        host.disable(access, account_ref=admin)
    with pytest.raises(AdministratorError):
        host.renew_password(access, account_ref=admin)
    with pytest.raises(AdministratorError):
        host.delete_account(access, account_ref=admin)
    assert platform.account(admin).is_administrator


@pytest.mark.parametrize("text", ["", "../System/Shutdown", "1"])
def test_what_names_no_account_never_leaves(platform, text):
    with pytest.raises(InvalidError):
        platform.host.account(platform.access, account_ref=text)


# ------------------------------------------------------------------ the port of sharing


def test_an_account_with_libraries_is_a_share_and_one_without_is_none(platform):
    ref = platform.open()
    person = MediaIdentity(username="kira", plex_id=ref, is_proven=True)
    given = {"libraries": (platform.films,), "allows_downloads": True}
    assert platform.shares.is_gone(platform.access, share_ref=ref)
    platform.shares.invite(platform.access, person=person, **given)
    with pytest.raises(AlreadySharingError):
        platform.shares.invite(platform.access, person=person, **given)
    snapshot = platform.shares.snapshot(platform.access)
    assert snapshot.is_complete
    mine, ines = (_share_of(snapshot, each) for each in (ref, platform.ines_ref))
    assert (mine.share_ref, mine.is_accepted, mine.allows_downloads) == (ref, True, True)
    assert mine.library_share_ids == {platform.films.share_id}
    assert ines.library_share_ids == {platform.films.share_id, platform.shows.share_id}
    for _ in range(2):
        platform.shares.withdraw(platform.access, remote=mine)
    assert platform.shares.is_gone(platform.access, share_ref=ref)
    known = {each.plex_id: each for each in platform.shares.people(platform.access).people}
    assert not known[ref].machine_ids
    assert known[platform.ines_ref].machine_ids == {platform.access.server.machine_id}
    assert known[platform.admin_ref].is_at_home
    platform.shares.delete_person(platform.access, plex_id=ref)
    platform.shares.withdraw(platform.access, remote=mine)
    left = platform.shares.people(platform.access).people
    assert ref not in {each.plex_id for each in left}


def test_a_locked_account_is_no_share_and_one_change_gives_all_of_it_back(platform):
    ref = platform.open()
    platform.change(ref, platform.films, downloads=True, max_streams=2)
    platform.let_in(ref, "Phone")
    before = platform.account(ref).rights
    for _ in range(2):
        platform.host.disable(platform.access, account_ref=ref)
    snapshot = platform.shares.snapshot(platform.access)
    assert ref not in {each.share_ref for each in snapshot.shares}
    assert platform.shares.is_gone(platform.access, share_ref=ref)
    assert platform.signed_in(ref) == []
    known = {each.plex_id: each for each in platform.shares.people(platform.access).people}
    assert not known[ref].machine_ids
    assert platform.account(ref).rights == before
    platform.change(ref, platform.films, downloads=True, max_streams=2)
    account = platform.account(ref)
    assert (account.is_disabled, account.rights) == (False, before)
    assert not platform.shares.is_gone(platform.access, share_ref=ref)
    with pytest.raises(StaleCatalogError):
        platform.host.disable(platform.access, account_ref=NOBODY)


def test_locking_twice_writes_once(real):
    assert Capability.DISABLING in real.shares.capabilities
    real.host.disable(real.access, account_ref=real.ines_ref)
    before = len(real.sent("POST"))
    real.host.disable(real.access, account_ref=real.ines_ref)
    assert len(real.sent("POST")) == before


def test_a_share_tells_what_its_server_keeps_the_person_from(platform):
    ref = platform.open()
    limits = {"allows_video_transcoding": False, "max_streams": 2, "max_kbps": 8000}
    platform.change(ref, platform.films, **limits)
    limited = _share_of(platform.shares.snapshot(platform.access), ref)
    assert limited.limits == ServerLimits(2, 8000, forbids_transcoding=True)
    free = {"allows_video_transcoding": True, "max_streams": 0, "max_kbps": 0}
    platform.change(ref, platform.films, **free)
    freed = _share_of(platform.shares.snapshot(platform.access), ref)
    assert freed.limits == NO_SERVER_LIMITS


def test_the_platform_says_that_it_keeps_to_these_limits_itself(platform):
    kept = {Capability.TRANSCODING_RIGHT, Capability.BITRATE_LIMIT, Capability.DOWNLOAD_RIGHT}
    assert kept <= platform.host.capabilities
    assert platform.host.capabilities & {Capability.STREAM_LIMIT, Capability.SIGN_IN_LIMIT}


def _share_of(snapshot: RemoteSnapshot, ref: str) -> RemoteShare:
    return next(each for each in snapshot.shares if each.share_ref == ref)


def test_a_share_needs_an_account_that_is_proven_to_be_the_persons(platform):
    given = {"libraries": (platform.films,), "allows_downloads": False}
    for person in (
        MediaIdentity(username="ines"),
        MediaIdentity(username="ines", plex_id=platform.ines_ref),
        MediaIdentity(plex_id=NOBODY, is_proven=True),
    ):
        with pytest.raises(PersonRefusedError) as refused:
            platform.shares.invite(platform.access, person=person, **given)
        assert refused.value.code == "account_missing"


def test_an_empty_change_is_refused(platform):
    share = platform.shares.snapshot(platform.access).shares[0]
    with pytest.raises(InvalidError):
        platform.shares.change(platform.access, remote=share, libraries=(), allows_downloads=False)


# ------------------------------------------------------------------ on the wire


def test_the_password_that_was_told_opens_the_account_once_it_is_unlocked(real):
    opened = real.host.open_account(real.access, username="kira")
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", opened.password.reveal())
    assert real.on.account("kira")["password"] == opened.password.reveal()
    renewed = real.host.renew_password(real.access, account_ref=opened.account_ref)
    assert real.on.account("kira")["password"] == renewed.reveal()


def test_the_least_rights_leave_nothing_but_watching(real):
    real.change(real.open(), real.films)
    policy = real.on.account("kira")["policy"]
    allowed = {name for name, value in policy.items() if value is True}
    assert allowed <= {
        *("IsHidden", "IsHiddenRemotely", "EnableAllDevices", "EnableMediaPlayback"),
        *("EnableRemoteAccess", "EnableUserPreferenceAccess", "EnablePlaybackRemuxing"),
        *("EnableAudioPlaybackTranscoding", "EnableVideoPlaybackTranscoding"),
    }


def test_every_field_that_we_do_not_know_survives_a_change(real):
    odd = {"MaxParentalRating": 12, "BlockedTags": ["gore"]}
    real.on.act("change_rights", person="ines", policy=odd)
    real.change(real.ines_ref, real.films)
    policy = real.on.account("ines")["policy"]
    assert {name: policy[name] for name in odd} == odd
    assert policy["EnableAllFolders"] is False


def test_a_limit_of_streams_lands_in_the_platforms_own_field(real):
    real.change(real.ines_ref, real.films, max_streams=2)
    policy = real.on.account("ines")["policy"]
    if real.on.platform == "emby":
        assert policy["SimultaneousStreamLimit"] == 2
        assert Capability.STREAM_LIMIT in real.host.capabilities
    else:
        assert policy["MaxActiveSessions"] == 4
        assert Capability.STREAM_LIMIT not in real.host.capabilities
    assert Capability.INVITES not in real.shares.capabilities


def test_a_change_that_changes_nothing_writes_nothing(real):
    real.change(real.ines_ref, real.films)
    before = len(real.sent("POST"))
    real.change(real.ines_ref, real.films)
    assert len(real.sent("POST")) == before


def test_a_failure_while_opening_leaves_no_open_account_behind(real):
    real.fault(mode="status", status=500, method="POST", path="Policy", times=1)
    with pytest.raises(RetryLaterError):
        real.open()
    with pytest.raises(BadAction):
        real.on.account("kira")
    real.fault(mode="lost", method="POST", path="Users/New", times=1)
    with pytest.raises(RetryLaterError):
        real.open()
    with pytest.raises(BadAction):
        real.on.account("kira")


def test_a_server_that_says_yes_and_does_nothing_is_found_out(real):
    real.fault(mode="status", status=204, method="POST", path="Policy", times=1)
    with pytest.raises(RightsNotTakenError, match="EnableAllFolders"):
        real.change(real.ines_ref, real.films)


def test_a_404_that_the_list_contradicts_makes_nobody_gone(real):
    real.fault(mode="status", status=404, path=f"Users/{real.ines_ref}", times=1)
    with pytest.raises(RetryLaterError):
        real.host.account(real.access, account_ref=real.ines_ref)
    real.fault(mode="status", status=404)
    with pytest.raises(ActionRequiredError):
        real.shares.is_gone(real.access, share_ref=real.ines_ref)


def test_a_short_list_is_no_evidence(real):
    real.fault(mode="empty", times=1)
    snapshot = real.shares.snapshot(real.access)
    assert (snapshot.shares, snapshot.is_complete) == ((), False)
    assert snapshot.gap


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ({"mode": "status", "status": 401}, ActionRequiredError, "server.key_refused"),
        ({"mode": "status", "status": 403}, ActionRequiredError, "server.key_too_weak"),
        ({"mode": "status", "status": 429, "seconds": 9}, RetryLaterError, "server.busy"),
        ({"mode": "down"}, RetryLaterError, "server.no_answer"),
        ({"mode": "cut"}, RetryLaterError, "server.no_answer"),
        ({"mode": "garbage"}, RetryLaterError, "server.garbage"),
        ({"mode": "garbage", "body": '{"Items": 3}'}, RetryLaterError, "server.garbage"),
        ({"mode": "garbage", "body": '[{"Id": "x"}]'}, RetryLaterError, "server.garbage"),
    ],
)
def test_each_way_to_fail_has_its_own_word_and_none_tells_the_key(real, fault, error, code):
    real.fault(**fault)
    with pytest.raises(error) as raised:
        real.host.accounts(real.access)
    assert raised.value.code == code
    assert real.access.token.value not in f"{raised.value!r} {raised.value.__cause__!r}"
    if fault.get("seconds"):
        assert raised.value.after_seconds == 9
