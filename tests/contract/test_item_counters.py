"""What media servers have to see, counted over the stand-ins and as a fake."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.media.mediabrowser_counts import MediaBrowserItemCounter
from chalicelib.adapters.media.plex_counts import PlexItemCounter
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ItemCounter, ServerAccess
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret
from infra.sandbox import plex
from infra.sandbox.kit import Fault
from tests.builders import a_library, a_plex_account, a_server
from tests.contract import mediabrowser_ports, mediabrowser_standin, plex_ports, plex_standin
from tests.fakes.item_counter import FakeItemCounter


@pytest.fixture(scope="module")
def plex_server() -> Iterator[Any]:
    with plex_ports.served() as board_and_address:
        yield board_and_address


@pytest.fixture(scope="module")
def other_server() -> Iterator[Any]:
    with mediabrowser_standin.served() as board_and_address:
        yield board_and_address


@pytest.fixture
def at_plex(plex_server: Any) -> Iterator[Any]:
    world = plex_standin.new_world(*plex_server)
    yield plex_ports.real_platform(world)
    world.store.close()


def test_a_plex_server_is_asked_for_the_length_of_each_list(at_plex: Any):
    counter: ItemCounter = PlexItemCounter(plex_ports.session_of(at_plex.world))
    told = {each["title"]: each for each in plex.find_server(at_plex.world, "alpha")["libraries"]}
    libraries = replace(at_plex.films, kind="movie"), replace(at_plex.shows, kind="show")
    assert counter.items(at_plex.access, libraries) == {
        "movie": told["Movies"]["count"],
        "show": told["TV Shows"]["count"],
    }
    twice = (libraries[0], libraries[0])
    assert counter.items(at_plex.access, twice) == {"movie": 2 * told["Movies"]["count"]}


@pytest.mark.parametrize("mode", ["status", "garbage", "down"])
def test_a_plex_server_without_a_proper_answer_is_asked_later(at_plex: Any, mode: str):
    counter = PlexItemCounter(plex_ports.session_of(at_plex.world))
    at_plex.world.faults.add("pms:alpha", Fault(mode))
    with pytest.raises(RetryLaterError):
        counter.items(at_plex.access, (at_plex.films,))


def test_a_refused_token_needs_a_person(at_plex: Any):
    counter = PlexItemCounter(plex_ports.session_of(at_plex.world))
    access = replace(at_plex.access, token=Secret("nobody's"))
    with pytest.raises(ActionRequiredError):
        counter.items(access, (at_plex.films,))


@pytest.mark.parametrize("kind", ["emby", "jellyfin 12"])
def test_servers_with_accounts_count_themselves(other_server: Any, kind: str):
    world = mediabrowser_standin.new_world(*other_server)
    on = mediabrowser_standin.standin(world, kind)
    counter: ItemCounter = MediaBrowserItemCounter(mediabrowser_ports.session_of(on))
    access = mediabrowser_ports.access_to(on)
    sizes = {each["kind"]: each["count"] for each in on.server["libraries"]}
    assert counter.items(access, (a_library(),)) == {
        "movie": sizes["movie"],
        "show": sizes["show"],
    }
    assert counter.items(access, ()) == {}
    refused = mediabrowser_ports.access_to(on, key="wrong")
    with pytest.raises(ActionRequiredError):
        counter.items(refused, (a_library(),))
    world.store.close()


def test_the_fake_counts_by_kind():
    counter: ItemCounter = FakeItemCounter({"Films": 3, "Shows": 2})
    access = ServerAccess(a_server(), a_plex_account(), Secret("token"))
    shows = Library("lib_shows", a_server().id, "2", "12", "Shows", "show")
    assert counter.items(access, (a_library(), shows)) == {"movie": 3, "show": 2}
