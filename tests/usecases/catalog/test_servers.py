"""Accounts, servers and libraries as administrators keep them."""

from dataclasses import replace

import pytest

from chalicelib.catalog import (
    accounts,
    groups,
    keyed_servers,
    libraries,
    locations,
    plans,
    servers,
    upkeep,
)
from chalicelib.catalog.model import (
    PRIVATE,
    STANDARD,
    Library,
    Platform,
    PlexAccount,
    Server,
)
from chalicelib.catalog.ports import FoundLibrary, ServerContents
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import (
    ActionRequiredError,
    ConflictError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.secret import Secret
from tests.usecases.catalog.world import ADMIN, URL

# ------------------------------------------------------------------ accounts


def test_an_account_is_linked_by_signing_in_and_its_token_is_sealed(world):
    begun = accounts.begin_link(world.deps, forward_url="https://site.example/admin")
    assert accounts.finish_link(world.deps, pin_id=begun.pin_id, actor=ADMIN) is None
    world.plex.approve(begun.pin_id, "owner-token")
    linked = accounts.finish_link(world.deps, pin_id=begun.pin_id, actor=ADMIN)
    assert linked is not None
    assert "owner-token" not in repr(world.db.all(PlexAccount))
    assert accounts.token_of(world.deps, linked).reveal() == "owner-token"


def test_linking_again_renews_the_token_of_the_same_account(world):
    first = world.account()
    assert world.account().id == first.id
    assert len(world.db.all(PlexAccount)) == 1


@pytest.mark.parametrize("token", ["", "   ", "wrong", "x" * 501, "a\x00b"])
def test_a_token_that_does_not_work_is_refused_and_not_stored(world, token):
    with pytest.raises(InvalidError) as caught:
        accounts.link_by_token(world.deps, token=Secret(token), actor=ADMIN)
    assert caught.value.problems[0].field == "token"
    assert world.db.all(PlexAccount) == ()


def test_a_dead_token_shows_on_its_account_until_it_works_again(world):
    account = world.account()
    kept = world.plex.accounts.pop("owner-token")
    assert accounts.test(world.deps, account_id=account.id).token_error
    world.plex.accounts["owner-token"] = kept
    assert accounts.test(world.deps, account_id=account.id).token_error == ""


# ------------------------------------------------------------------ servers and libraries


@pytest.mark.behaviour("B123")
def test_the_servers_of_an_account_are_listed_for_choice(world):
    world.server()
    (found,) = servers.found(world.deps, account_id="acc_plex1000")
    assert found.urls == (URL,)


@pytest.mark.behaviour("B126", "B127", "B135")
def test_a_new_server_is_disabled_and_its_libraries_are_private(world):
    server = world.server()
    assert not server.is_enabled
    assert server.url == URL
    assert {(each.title, each.group_id) for each in world.db.all(Library)} == {
        ("Films", PRIVATE),
        ("Shows", PRIVATE),
    }


@pytest.mark.behaviour("B124", "B125")
def test_a_server_that_cannot_be_reached_is_not_stored(world):
    account = world.account()
    commits = len(world.db.commits)
    with pytest.raises(RetryLaterError):
        servers.add(world.deps, account_id=account.id, machine_id="machine", url=URL, actor=ADMIN)
    assert len(world.db.commits) == commits


def test_another_server_at_the_address_is_not_stored(world):
    world.plex.add_server(URL, "other", token="owner-token")
    account = world.account()
    with pytest.raises(InvalidError):
        servers.add(world.deps, account_id=account.id, machine_id="machine", url=URL, actor=ADMIN)
    assert world.db.all(Server) == ()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://a",
        "http://",
        "http://a:port",
        "http://u:p@a",
        "http://a?x=1",
        "http://" + "a" * 300,
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_called(world, url):
    account = world.account()
    calls = len(world.plex.calls)
    with pytest.raises(InvalidError) as caught:
        servers.add(world.deps, account_id=account.id, machine_id="m", url=url, actor=ADMIN)
    assert caught.value.problems[0].field == "url"
    assert len(world.plex.calls) == calls


def test_a_server_is_added_once(world):
    world.server()
    with pytest.raises(ConflictError):
        world.server()


def test_a_server_with_very_many_libraries_is_stored_whole(world):
    world.server(*(f"Library {number}" for number in range(150)))
    assert len(world.db.all(Library)) == 150


def test_a_server_is_changed_by_who_saw_its_latest_state(world):
    server = world.server()
    location = locations.add(world.deps, name="Berlin", actor=ADMIN)
    changes = servers.ServerChanges(
        is_enabled=True,
        allows_new=False,
        max_users=5,
        location_id=location.id,
        logs_activity=False,
    )

    def change(version=1, **fields):
        return servers.change(
            world.deps,
            server_id=server.id,
            version=version,
            changes=replace(changes, **fields),
            actor=ADMIN,
        )

    for fields in ({"max_users": 0}, {"max_users": 100_001}, {"location_id": "loc_none"}):
        with pytest.raises(InvalidError):
            change(**fields)
    assert change().is_enabled
    with pytest.raises(StaleRecordError):
        change()


@pytest.mark.behaviour("B128")
def test_name_and_libraries_follow_the_platform(world):
    server = world.server()
    world.plex.set_libraries(URL, "Films", "Music")
    world.plex.reachable[URL] = replace(world.plex.reachable[URL], name="Renamed")
    libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    assert world.db.one(Server).name == "Renamed"
    found = {each.title: (each.is_missing, each.group_id) for each in world.db.all(Library)}
    assert found == {
        "Films": (False, PRIVATE),
        "Shows": (True, PRIVATE),
        "Music": (False, PRIVATE),
    }
    commits = len(world.db.commits)
    libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    assert len(world.db.commits) == commits


def test_the_version_of_a_server_is_kept_and_follows_each_refresh(world):
    url = "http://gamma.example:8096"
    contents = ServerContents("gamma", "Gamma", (FoundLibrary("1", "1", "Films", "movie"),))
    world.jellyfin.add(url, contents, key="key", version="10.11.3")
    server = keyed_servers.add(
        world.deps, platform=Platform.JELLYFIN, url=url, key=Secret("key"), actor=ADMIN
    )
    assert world.db.one(Server).platform_version == "10.11.3"
    world.jellyfin.add(url, contents, key="key", version="12.0.0")
    libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    assert world.db.one(Server).platform_version == "12.0.0"
    entry = world.db.all(AuditEntry)[-1]
    assert (entry.before["version"], entry.after["version"]) == ("10.11.3", "12.0.0")
    commits = len(world.db.commits)
    libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    assert len(world.db.commits) == commits


def test_a_server_that_does_not_tell_its_version_has_none(world):
    server = world.server()
    libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    assert world.db.one(Server).platform_version == ""


@pytest.mark.behaviour("X041")
def test_a_server_that_lists_no_library_loses_none(world):
    server = world.server()
    world.plex.set_libraries(URL)
    with pytest.raises(RetryLaterError):
        libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    assert not any(each.is_missing for each in world.db.all(Library))


@pytest.mark.behaviour("B139")
def test_a_server_that_became_another_machine_is_reported(world):
    server = world.server()
    world.plex.reachable[URL] = replace(world.plex.reachable[URL], machine_id="reinstalled")
    with pytest.raises(ActionRequiredError):
        libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    with pytest.raises(ConflictError):
        servers.test(world.deps, server_id=server.id)
    assert upkeep.check_all(world.deps) == {"accounts_fine": 1, "servers_failed": 1}


def test_a_library_moves_to_another_group(world):
    server = world.server()
    library = world.db.all(Library)[0]
    where = {"server_id": server.id, "library_id": library.id, "actor": ADMIN}
    assert libraries.classify(world.deps, group_id=STANDARD, **where).group_id == STANDARD
    with pytest.raises(InvalidError):
        libraries.classify(world.deps, group_id="grp_none", **where)
    with pytest.raises(NotFoundError):
        libraries.classify(world.deps, group_id=STANDARD, **{**where, "library_id": "lib_none"})


def test_several_libraries_move_at_once_and_the_server_remembers_it(world):
    server = world.server("Films", "Shows", "Music")
    films, shows, music = sorted(world.db.all(Library), key=lambda each: each.key)
    where = {"server_id": server.id, "group_id": STANDARD, "actor": ADMIN}
    libraries.classify(world.deps, library_id=music.id, **where)
    before = len(world.audit())
    moved = libraries.sort_into(
        world.deps, library_ids=(films.id, shows.id, music.id, films.id), **where
    )
    assert [(each.title, each.group_id) for each in moved] == [
        ("Films", STANDARD),
        ("Shows", STANDARD),
        ("Music", STANDARD),
    ]
    assert set(moved) == set(world.deps.store.libraries(server.id))
    (entry,) = world.db.all(AuditEntry)[before:]
    assert (entry.subject, entry.before, entry.after) == (
        server.id,
        {"Films": "Private", "Shows": "Private"},
        {"Films": "Standard", "Shows": "Standard"},
    )
    with pytest.raises(NotFoundError):
        libraries.sort_into(world.deps, library_ids=(films.id, "lib_none"), **where)


def test_unknown_things_are_not_found(world):
    for call in (
        lambda: plans.archive(world.deps, plan_id="pln_no", version=1, actor=ADMIN),
        lambda: groups.remove(world.deps, group_id="grp_no", actor=ADMIN),
        lambda: locations.remove(world.deps, location_id="loc_no", actor=ADMIN),
        lambda: accounts.test(world.deps, account_id="acc_no"),
        lambda: servers.test(world.deps, server_id="srv_no"),
        lambda: libraries.refresh(world.deps, server_id="srv_no", actor=ADMIN),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_the_daily_check_counts_what_is_fine_and_goes_on_after_a_failure(world):
    world.server()
    assert upkeep.check_all(world.deps) == {"accounts_fine": 1, "servers_fine": 1}
    world.plex.fail_next(RetryLaterError("plex.tv is down"))
    assert upkeep.check_all(world.deps) == {"accounts_failed": 1, "servers_fine": 1}
