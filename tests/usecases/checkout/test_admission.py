"""Who may become a customer: everybody, holders of a code that counts, or nobody (B104, B105)."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.checkout.admission import Admission, admission
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.records import Delete
from chalicelib.payments.model import Order, Payment
from chalicelib.settings.model import ReferralSettings, RegistrationSettings
from chalicelib.users.model import ReferralCode
from tests.builders import a_share, a_user, an_identity, claims_of
from tests.usecases.payments.shop import Shop

BOB = a_user(id="usr_bob", email="bob@example.com", name="Bob", media=an_identity("bob"))
CODE = "BCDFGHJK"


@pytest.fixture
def shop() -> Shop:
    """Return a shop where Bob has access and a code."""
    shop = Shop()
    shop.db.seed(BOB, *claims_of(BOB), a_share(user_id=BOB.id), ReferralCode(CODE, BOB.id))
    return shop


@pytest.mark.parametrize(
    ("settings", "registration", "code", "field"),
    [
        (ReferralSettings(), RegistrationSettings(is_public=False), "", "referral_code"),
        (ReferralSettings(), RegistrationSettings(), "NOTACODE", "referral_code"),
        (ReferralSettings(), RegistrationSettings(enabled=False), CODE, "media"),
        (
            ReferralSettings(codes_enabled=False),
            RegistrationSettings(is_public=False),
            CODE,
            "media",
        ),
    ],
)
def test_a_newcomer_without_a_code_that_counts_is_kept_out(
    shop: Shop,
    settings: ReferralSettings,
    registration: RegistrationSettings,
    code: str,
    field: str,
):
    shop.db.seed(settings, registration)

    with pytest.raises(InvalidError) as caught:
        shop.buys("ann", referral_code=code)

    assert [each.field for each in caught.value.problems] == [field]


def test_a_code_opens_the_door_and_customers_never_need_one(shop: Shop):
    shop.db.seed(RegistrationSettings(is_public=False))

    shop.sells("ann", referral_code=CODE)
    shop.sells("ann")
    shop.db.seed(RegistrationSettings(enabled=False))
    shop.sells("ann")

    assert len(shop.db.all(Payment)) == 3


def test_a_code_whose_owner_shares_no_server_is_refused_with_a_sentence(shop: Shop):
    shop.db.commit(Delete(a_share(user_id=BOB.id)))

    with pytest.raises(InvalidError, match="owner has no access"):
        shop.buys("ann", referral_code=CODE)


def test_of_a_customers_code_it_is_only_noted_whose_it_is(shop: Shop):
    shop.buys("bob", referral_code=" bcdf ghjk ")
    shop.buys("bob", referral_code="no code at all")

    orders = shop.db.all(Order)
    assert {each.referrer_id for each in orders} == {BOB.id, None}


@pytest.mark.parametrize(
    ("registration", "codes", "asked"),
    [
        ({}, True, Admission(asks_code=True)),
        ({}, False, Admission()),
        ({"is_public": False}, True, Admission(asks_code=True, needs_code=True)),
        ({"is_public": False}, False, Admission(is_closed=True)),
        ({"enabled": False}, True, Admission(is_closed=True)),
    ],
)
def test_the_form_asks_for_what_the_settings_want(
    shop: Shop, registration: dict[str, Any], codes: bool, asked: Admission
):
    shop.db.seed(
        replace(RegistrationSettings(), **registration), ReferralSettings(codes_enabled=codes)
    )

    assert admission(shop.checkout) == asked
