"""A Plex account's ceiling holds for all its servers together, also when two buy at once."""

from dataclasses import replace

import pytest

from chalicelib.catalog.model import Seats, Turnstile
from chalicelib.checkout.start import SoldOutError
from chalicelib.kernel.ids import LocationId
from chalicelib.kernel.records import Write
from chalicelib.payments.model import Order
from tests.builders import a_location, a_plex_account, a_server, some_seats
from tests.usecases.payments.shop import Shop

PARIS, BERLIN = LocationId("loc_paris"), LocationId("loc_berlin")


@pytest.fixture
def two_servers(shop: Shop) -> Shop:
    """An account with room for one more, on either of its servers."""
    films = shop.payments.catalog.all_libraries()[0]
    shop.db.seed(
        a_location(id=PARIS, name="Paris"),
        a_location(id=BERLIN, name="Berlin"),
        a_server(location_id=PARIS),
        a_server(id="srv_beta", name="Beta", machine_id="machine-beta", location_id=BERLIN),
        replace(films, id="lib_beta", server_id="srv_beta"),
        some_seats(people=3),
        a_plex_account(max_people=4),
    )
    return shop


def bob_is_faster(shop: Shop) -> list[Order]:
    """Let Bob buy on the other server in the very moment in which an order is stored."""
    raced: list[Order] = []

    def race(writes: tuple[Write, ...]) -> None:
        if not raced and any(isinstance(write.record, Order) for write in writes):
            shop.db.before_commit.remove(race)
            raced.append(shop.buys("bob", location_id=BERLIN))

    shop.db.before_commit.append(race)
    return raced


@pytest.mark.behaviour("B131")
def test_two_at_once_on_two_servers_cannot_both_have_the_last_place(two_servers: Shop):
    raced = bob_is_faster(two_servers)

    with pytest.raises(SoldOutError):
        two_servers.buys("ann", location_id=PARIS)

    assert [order.held_server_id for order in raced] == ["srv_beta"]
    held = [seats.holds for seats in two_servers.db.all(Seats)]
    assert sum(map(len, held)) == 1


def test_two_at_once_on_two_servers_both_get_a_place_where_there_are_two(two_servers: Shop):
    two_servers.db.seed(a_plex_account(max_people=5))
    raced = bob_is_faster(two_servers)

    order = two_servers.buys("ann", location_id=PARIS)

    assert (order.held_server_id, raced[0].held_server_id) == ("srv_alpha", "srv_beta")
    assert two_servers.db.one(Turnstile).version == 2


@pytest.mark.behaviour("B131")
def test_people_whom_somebody_else_placed_take_places_too(two_servers: Shop):
    two_servers.db.seed(a_plex_account(max_people=4, others=1))

    with pytest.raises(SoldOutError):
        two_servers.buys("ann", location_id=PARIS)


def test_a_server_without_an_account_has_no_ceiling_but_its_own(two_servers: Shop):
    emby = a_server(account_id=None, location_id=PARIS)
    two_servers.db.seed(replace(emby, key=a_plex_account().token), a_plex_account(max_people=1))

    two_servers.buys("ann", location_id=PARIS)
    two_servers.buys("eve", location_id=PARIS)

    assert two_servers.db.all(Turnstile) == ()
