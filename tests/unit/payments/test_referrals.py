"""What bringing somebody earns, and who counts as one person."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.kernel.money import Money
from chalicelib.payments.rules.referrals import Evidence, bonus_of, plain_address, same_person
from chalicelib.settings.model import ReferralSettings
from tests.builders import a_user, an_identity, usd

BOB = a_user(id="usr_bob", email="bob@example.com", media=an_identity("bob"))


def terms(percent: str = "20", **bounds: Any) -> ReferralSettings:
    return ReferralSettings(bonus_enabled=True, percent=Decimal(percent), **bounds)


@pytest.mark.parametrize(
    ("paid", "settings", "bonus"),
    [
        (usd(10), terms(), usd(2)),
        (usd(10), terms(minimum=usd(3)), usd(3)),
        (usd(10), terms(maximum=usd("1.50")), usd("1.50")),
        (usd(10), terms(minimum=usd(1), maximum=usd(5)), usd(2)),
        # Half a cent rounds up, less than that down.
        (usd("0.03"), terms("50"), usd("0.02")),
        (usd("0.33"), terms("12.5"), usd("0.04")),
        (Money(999, "JPY"), terms("10"), Money(100, "JPY")),
        (usd("0.01"), terms("1"), usd(0)),
    ],
)
def test_the_bonus_is_the_share_rounded_once_and_then_held_in_its_bounds(
    paid: Money, settings: ReferralSettings, bonus: Money
):
    assert bonus_of(paid, settings) == bonus


@given(
    minor=some.integers(1, 10**9),
    hundredths=some.integers(1, 10_000),
    low=some.integers(0, 10**6),
    room=some.integers(0, 10**6),
)
def test_the_bonus_is_exact_to_half_a_unit_and_within_its_bounds(
    minor: int, hundredths: int, low: int, room: int
):
    percent = Decimal(hundredths) / 100
    free = bonus_of(Money(minor, "USD"), ReferralSettings(percent=percent))
    bounds = {"minimum": Money(low, "USD"), "maximum": Money(low + room, "USD")}
    bound = bonus_of(Money(minor, "USD"), ReferralSettings(percent=percent, **bounds))

    assert abs(Decimal(free.minor) - Decimal(minor) * percent / 100) <= Decimal("0.5")
    assert bound.minor == min(max(free.minor, low), low + room)


@pytest.mark.parametrize(
    ("ann", "payer_email", "payers", "why"),
    [
        ({"email": "BOB@example.com"}, "", (), "address"),
        ({"email": "bob+films@Example.com"}, "", (), "address"),
        ({"paypal_email": "bob@example.com"}, "", (), "address"),
        ({"media": an_identity("ann", email="bob+plex@example.com")}, "", (), "address"),
        ({"media": an_identity("bob", email="")}, "", (), "Plex name"),
        ({"media": an_identity("ann", plex_id="77")}, "", (), "Plex account"),
        ({}, "Payer+2@paypal.example", ("payer@paypal.example",), "pay as"),
        ({"id": "usr_bob"}, "", (), "own"),
    ],
)
def test_whoever_shares_an_identity_with_the_referrer_is_found_out(
    ann: dict[str, Any], payer_email: str, payers: tuple[str, ...], why: str
):
    bob = a_user(id="usr_bob", email="bob@example.com", media=an_identity("bob", plex_id="77"))
    evidence = Evidence(a_user(**ann), bob, payers)

    assert why in same_person(evidence, payer_email=payer_email)


def test_two_people_with_nothing_in_common_are_two():
    evidence = Evidence(a_user(), BOB, ("bob@paypal.example", ""))

    assert same_person(evidence, payer_email="ann@paypal.example") == ""
    assert same_person(Evidence(a_user(), None), payer_email="") == ""


def test_an_address_is_compared_without_case_and_what_follows_a_plus():
    assert plain_address(" Ann+x+y@Example.COM ") == "ann@example.com"
    assert plain_address("no address") == plain_address("@example.com") == ""
