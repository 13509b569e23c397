"""The sharing score tells of streams from networks apart, never by a doubtful address."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.enforcement.model import ActivityEntry, AddressKind
from chalicelib.enforcement.sharing.score import network_of, score
from tests.builders import NOON
from tests.stream_builders import an_activity_entry

HOME, AWAY = "203.0.113.7", "198.51.100.9"


def entry(
    day: float = 0, *, minutes: int = 60, address: str = HOME, **changes: object
) -> ActivityEntry:
    began = NOON + timedelta(days=day)
    defaults = {
        "first_seen": began,
        "last_seen": began + timedelta(minutes=minutes),
        "address": address,
        "address_kind": AddressKind.PUBLIC,
        "device_id": f"device-{address}",
        "device_name": f"Player at {address}",
        "product": f"App at {address}",
        "title": f"Film at {address}",
        "title_key": f"film-{address}",
    }
    return an_activity_entry(**{**defaults, **changes})


def two_homes(days: int) -> list[ActivityEntry]:
    """Return streams in two networks at the same time on so many days."""
    return [
        each
        for day in range(days)
        for each in (entry(day), entry(day + 0.01, address=AWAY, session_key="2"))
    ]


@pytest.mark.behaviour("X030")
def test_streams_at_the_same_time_from_networks_apart_raise_the_score_with_reasons():
    none, once, often = score([]), score(two_homes(1)), score(two_homes(5))

    assert 0 == none.score < once.score < often.score <= 100
    assert once.reasons == ("Streams ran at the same time from different networks on 1 day.",)
    assert often.reasons[0].endswith("on 5 days.")
    assert (often.networks, often.devices) == (2, 2)


def test_one_network_is_one_household_however_many_devices_it_has():
    entries = [
        entry(session_key=str(number), device_id=f"d{number}", address=f"203.0.113.{number}")
        for number in range(20)
    ]
    assert score(entries).score == 0


@pytest.mark.parametrize("kind", [AddressKind.LAN, AddressKind.RELAY, AddressKind.UNKNOWN])
def test_addresses_that_tell_nothing_never_count(kind: AddressKind):
    entries = two_homes(6)
    doubtful = [entry(each / 7, address=f"192.0.2.{each}", address_kind=kind) for each in range(9)]
    assert score(doubtful + entries[:1]).score == 0
    assert score(doubtful + entries) == score(entries)


@pytest.mark.parametrize(
    ("same", "expected"),
    [
        ({"device_id": "phone"}, 0),
        ({"title": "Film", "title_key": "f", "first_seen": NOON, "device_name": "TV"}, 0),
        ({"product": "App"}, 20),
        ({"title": "Film", "title_key": "f"}, 20),
    ],
)
def test_signs_of_one_household_take_streams_out(same: dict[str, object], expected: int):
    pair = [entry(**same), entry(0.01, **{"address": AWAY, "session_key": "2", **same})]
    found = score(pair)
    assert found.score == expected
    if not expected:
        assert any("one household" in each for each in found.reasons)


def test_who_travels_alone_stays_low():
    entries = [
        entry(day, address=f"192.0.{day}.5", device_id="phone", session_key=str(day))
        for day in range(12)
    ]
    found = score(entries)
    assert found.score <= 30
    assert any("device was seen on several networks" in each for each in found.reasons)


def test_the_two_families_of_addresses_are_never_held_against_each_other():
    pair = [entry(), entry(0.01, address="2001:db8:1:2::7", session_key="2")]
    assert score(pair).score == 0


def test_networks_are_told_apart_by_their_first_bits():
    assert network_of("203.0.113.7") == network_of("203.0.113.250")
    assert network_of("203.0.114.7") != network_of("203.0.113.7")
    assert network_of("2001:db8:1:2::7") == network_of("[2001:db8:1:2:ffff::1]")
    assert network_of("2001:db8:1:3::7") != network_of("2001:db8:1:2::7")
    assert network_of("::ffff:203.0.113.9") == network_of("203.0.113.7")
    for own in ("192.168.1.4", "10.1.1.1", "100.64.0.3", "fe80::1", "127.0.0.1", "", "home"):
        assert network_of(own) is None


ENTRIES = st.lists(
    st.builds(
        entry,
        st.floats(0, 13),
        minutes=st.integers(0, 300),
        address=st.sampled_from([HOME, AWAY, "192.0.2.4", "2001:db8::1", "10.0.0.1", "x"]),
        address_kind=st.sampled_from(AddressKind),
        device_id=st.sampled_from(["", "a", "b", "c", "d", "e", "f"]),
    ),
    max_size=12,
)


@given(ENTRIES, st.randoms())
def test_the_order_does_not_matter_and_every_score_has_its_reasons(
    entries: list[ActivityEntry], chance: random.Random
):
    found = score(entries)
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert score(shuffled) == found
    assert 0 <= found.score <= 100
    assert found.reasons or found.score == 0
