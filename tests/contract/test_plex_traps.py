"""Everything by which Plex is known to mislead, one test a trap, over the stand-in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access.ports import AccountFullError, PersonRefusedError, StaleCatalogError
from chalicelib.adapters.media.plex_directory import PlexDirectory
from chalicelib.adapters.media.plex_sharing import PlexLibraryHost
from chalicelib.catalog.model import PlexAccount
from chalicelib.catalog.ports import TokenRefusedError
from chalicelib.kernel import context
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret
from chalicelib.users.model import MediaIdentity
from infra.sandbox import plex
from tests.contract.plex_ports import RealPlatform, real_platform, served, session_of
from tests.contract.plex_standin import new_world

OWNER = Secret(plex.OWNER_TOKEN)


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture
def real(server: Any) -> Iterator[RealPlatform]:
    world = new_world(*server)
    yield real_platform(world)
    world.store.close()


@pytest.fixture
def directory(real: RealPlatform) -> PlexDirectory:
    return PlexDirectory(session_of(real.world))


class Line:
    """A budget that lets everybody go and remembers what it was told."""

    def __init__(self) -> None:
        self.turns: list[str] = []
        self.holds: list[float] = []

    def wait_turn(self, account: PlexAccount) -> None:
        self.turns.append(account.id)

    def hold(self, account: PlexAccount, *, seconds: float) -> None:
        self.holds.append(seconds)


# ------------------------------------------------------------------ lists that come short


@pytest.mark.behaviour("X041")
@pytest.mark.parametrize("is_admitted", [True, False])
@pytest.mark.parametrize("name", ["friends", "shares"])
def test_a_list_without_somebody_who_is_there_is_never_a_whole_one(real, name, is_admitted):
    real.invite(real.films)
    real.accept("ann")
    assert real.host.snapshot(real.access).is_complete
    real.act("shorten_lists", **{name: 1}, admitted=is_admitted)
    snapshot = real.host.snapshot(real.access)
    assert not snapshot.is_complete
    assert name in snapshot.gap


@pytest.mark.behaviour("X041")
def test_an_invite_that_both_lists_leave_out_is_missed_by_the_list_of_friends(real):
    real.invite(real.films)
    real.act("shorten_lists", invites=1)
    assert real.host.snapshot(real.access).is_complete
    real.act("shorten_lists", invites=1, shares=1)
    snapshot = real.host.snapshot(real.access)
    assert (snapshot.shares, snapshot.is_complete) == ((), False)
    assert "invites" in snapshot.gap


@pytest.mark.behaviour("X041")
def test_a_short_list_of_friends_that_says_so_is_no_whole_list_of_people(real):
    real.invite(real.films)
    real.act("shorten_lists", friends=1, admitted=True)
    assert not real.host.people(real.access).is_complete


@pytest.mark.behaviour("X041")
def test_libraries_that_plex_tv_leaves_out_are_read_again_later(real, directory):
    real.act("shorten_lists", libraries=1)
    with pytest.raises(RetryLaterError) as caught:
        directory.contents(url=real.access.server.url, token=OWNER)
    assert caught.value.code == "plex.libraries_disagree"


# ------------------------------------------------------------------ calls that are gone


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("shared_servers$", lambda on: on.host.snapshot(on.access)),
        ("/api/users", lambda on: on.host.people(on.access)),
        ("shared_servers", lambda on: on.invite(on.films)),
        ("shared_servers/", lambda on: on.host.is_gone(on.access, share_ref="1")),
        ("shared_servers/", lambda on: on.host.withdraw(on.access, remote=on.known_share)),
        ("/api/v2/sharings", lambda on: on.host.delete_person(on.access, plex_id="9000002")),
    ],
    ids=["snapshot", "people", "invite", "is gone", "withdraw", "delete"],
)
def test_a_call_that_plex_withdrew_means_an_update_and_never_that_somebody_is_gone(
    real, path, call, caplog
):
    real.invite(real.films)
    real.known_share = real.only_share()
    real.act("withdraw_endpoint", path=path)
    with pytest.raises(ActionRequiredError) as caught:
        call(real)
    assert caught.value.code == "plex.adapter_outdated"
    assert "Update" in caught.value.remedy
    told = [record for record in caplog.records if record.message == "vendor.failed"]
    assert "was withdrawn" in told[-1].why
    assert real.access.server.machine_id not in told[-1].why


def test_both_lists_of_invites_gone_leave_the_open_ones_unknown_not_absent(real):
    real.invite(real.films)
    real.act("withdraw_endpoint", path="/invites")
    snapshot = real.host.snapshot(real.access)
    assert not snapshot.is_complete
    assert snapshot.gap == "open invites cannot be read"
    assert [share.is_accepted for share in snapshot.shares] == [False]


# ------------------------------------------------------------------ whom Plex refuses


@pytest.mark.behaviour("B155")
@pytest.mark.parametrize("is_managed", [True, False])
def test_whoever_is_in_the_owners_home_is_refused_with_what_to_do_instead(real, is_managed):
    real.act("add_home_person", username="kid", managed=is_managed)
    with pytest.raises(PersonRefusedError) as caught:
        real.invite(real.films, person=MediaIdentity(username="kid"))
    assert caught.value.code == "person_at_home"
    assert "Plex Home" in caught.value.remedy
    (kid,) = real.host.people(real.access).people
    assert kid.is_at_home
    assert (kid.username, kid.email, kid.machine_ids) == ("", "", frozenset())


def test_people_are_friends_members_of_the_home_and_whoever_has_an_open_invite(real):
    real.act("add_home_person", username="kid", managed=True)
    real.invite(real.films)
    real.accept("ann")
    real.invite(real.films, person=MediaIdentity(email="new@people.example"))
    known = real.host.people(real.access)
    assert known.is_complete
    told = {(each.username, each.email, each.is_at_home) for each in known.people}
    assert told == {
        ("ann", "ann@demo.example", False),
        ("", "", True),
        ("", "new@people.example", False),
    }
    assert all(each.machine_ids or each.is_at_home for each in known.people)


@pytest.mark.behaviour("B131")
def test_members_of_the_home_and_open_invites_count_towards_the_ceiling(real):
    real.act("add_home_person", username="kid", managed=True)
    real.invite(real.films, person=MediaIdentity(email="new@people.example"))
    real.act("limit_people", people=2)
    with pytest.raises(AccountFullError) as caught:
        real.invite(real.films)
    assert caught.value.code == "account_full"
    assert "as many people as it may" in caught.value.remedy


def test_a_banned_account_is_not_invited_and_the_person_is_asked_for_another(real):
    real.act("ban_person", person="ann", banned=True)
    with pytest.raises(PersonRefusedError) as caught:
        real.invite(real.films)
    assert "another one" in caught.value.remedy


def test_the_owner_is_told_that_this_is_his_own_account(real):
    with pytest.raises(PersonRefusedError) as caught:
        real.invite(real.films, person=MediaIdentity(email="owner@demo.example"))
    assert "own account" in caught.value.remedy


# ------------------------------------------------------------------ ids that change


def test_a_library_made_anew_has_its_old_title_and_another_id(real, directory):
    before = directory.contents(url=real.access.server.url, token=OWNER)
    real.act("recreate_library", server="alpha", library="Movies")
    after = directory.contents(url=real.access.server.url, token=OWNER)
    assert sorted(each.title for each in after.libraries) == sorted(
        each.title for each in before.libraries
    )
    with pytest.raises(StaleCatalogError):
        real.invite(real.films)


def test_a_library_is_shared_by_its_id_whatever_its_title_is_by_now(real):
    real.act("rename_library", server="alpha", library="Movies", title="70000002")
    real.invite(real.films)
    real.accept("ann")
    assert real.only_share().library_share_ids == {real.films.share_id}


@pytest.mark.behaviour("B139")
def test_a_machine_with_another_id_is_a_stale_entry_and_nobody_is_gone_there(real, directory):
    real.invite(real.films)
    share = real.only_share()
    real.act("change_machine", server="alpha")
    contents = directory.contents(url=real.access.server.url, token=OWNER)
    assert contents.machine_id != real.access.server.machine_id
    for call in (
        lambda: real.host.snapshot(real.access),
        lambda: real.host.is_gone(real.access, share_ref=share.share_ref),
        lambda: real.invite(real.films),
    ):
        with pytest.raises(StaleCatalogError):
            call()


# ------------------------------------------------------------------ tokens and limits


def test_a_dead_token_is_told_at_once_whatever_call_found_it(real):
    told: list[str] = []
    host = PlexLibraryHost(
        session_of(real.world), on_refused=lambda account: told.append(account.id)
    )
    real.act("token_dies")
    for call in (
        lambda: host.snapshot(real.access),
        lambda: host.people(real.access),
        lambda: host.is_gone(real.access, share_ref="1"),
        lambda: host.delete_person(real.access, plex_id="7"),
    ):
        with pytest.raises(TokenRefusedError) as caught:
            call()
        assert caught.value.remedy
    assert told == [real.access.account.id] * 4


def test_every_call_waits_for_its_turn_and_429_stops_the_whole_account(real):
    line = Line()
    host = PlexLibraryHost(session_of(real.world), budget=line)
    host.snapshot(real.access)
    assert len(line.turns) == len(real.world.calls.list("plextv"))
    real.act("too_many_requests", seconds=17)
    with pytest.raises(RetryLaterError) as caught:
        host.snapshot(real.access)
    assert caught.value.after_seconds == 17
    assert line.holds == [17]


def test_an_account_that_calls_too_fast_is_told_when_to_come_back(real):
    real.act("limit_calls", per_minute=60, at_once=3)
    real.shares()
    with pytest.raises(RetryLaterError) as caught:
        real.shares()
    assert 0 < caught.value.after_seconds <= 2


# ------------------------------------------------------------------ addresses and looks


@pytest.mark.behaviour("B123")
def test_an_address_behind_a_relay_comes_last_and_is_told_as_one(real, directory):
    real.act("set_addresses", server="alpha", relayed=True, at_home=True)
    alpha = directory.servers(OWNER)[0]
    assert alpha.urls[0] == real.access.server.url
    assert alpha.urls[-1] == f"{real.access.server.url}/relay"
    assert alpha.relay_urls == (alpha.urls[-1],)
    assert directory.servers(OWNER)[1].relay_urls == ()


def test_a_look_at_many_servers_reads_each_list_of_the_account_once(real):
    beta = plex.find_server(real.world, "beta")
    second = replace(
        real.access,
        server=replace(real.access.server, id="srv_beta", machine_id=beta["machine_id"]),
    )
    real.invite(real.films)
    real.world.calls.clear()
    with context.working_on(reading="one"):
        first, other = real.host.snapshot(real.access), real.host.snapshot(second)
        real.host.people(real.access)
    assert (len(first.shares), other.shares) == (1, ())
    assert first.is_complete
    assert other.is_complete
    # A list of shares for each server, and for the account its friends and its invites.
    assert len(real.world.calls.list("plextv")) == 2 + 2
    real.accept("ann")
    with context.working_on(reading="two"):
        assert real.host.snapshot(real.access).is_complete


def test_a_list_of_the_account_that_failed_is_not_asked_for_again_by_each_server(real):
    real.fault(mode="status", status=500, path="/api/users")
    for _ in range(2):
        with context.working_on(reading="one"), pytest.raises(RetryLaterError):
            real.host.snapshot(real.access)
    asked = [call for call in real.world.calls.list("plextv") if call["path"] == "/api/users/"]
    assert len(asked) == 1
