"""Referrals and their codes are found as their ports promise."""

from datetime import timedelta

import pytest

from chalicelib.kernel.errors import AlreadyRecordedError
from chalicelib.kernel.records import Insert
from chalicelib.users.model import ReferralCard, ReferralCode
from tests.builders import NOON, a_referral
from tests.contract.stores.paging import all_of
from tests.contract.stores.worlds import World


def test_referrals_are_listed_the_latest_first_and_by_who_brought_them(world: World):
    rows = [
        a_referral(
            user_id=f"usr_{number}",
            referrer_id="usr_bob" if number % 2 else "usr_cleo",
            came_at=NOON + timedelta(days=number),
        )
        for number in range(5)
    ]
    world.database.commit(*map(Insert, rows))

    listed = [each.user_id for each in all_of(world.payments.referrals)]
    by_bob = [each.user_id for each in all_of(world.payments.referrals_by, user_id="usr_bob")]

    assert listed == ["usr_4", "usr_3", "usr_2", "usr_1", "usr_0"]
    assert by_bob == ["usr_3", "usr_1"]
    found = world.payments.referral("usr_3")
    assert found is not None
    assert (found.referrer_id, found.version) == ("usr_bob", 1)
    assert world.payments.referral("usr_bob") is None


def test_a_code_belongs_to_one_user_and_a_user_has_one_code(world: World):
    card, code = ReferralCard("usr_ann", "BCDFGHJK", NOON), ReferralCode("BCDFGHJK", "usr_ann")
    world.database.commit(Insert(card), Insert(code))

    assert world.users.referral_card("usr_ann") == card
    assert world.users.referral_code("BCDFGHJK") == code
    assert world.users.referral_card("usr_bob") is None
    assert world.users.referral_code("") is world.users.referral_code("XXXXXXXX") is None
    for taken in (ReferralCode("BCDFGHJK", "usr_bob"), ReferralCard("usr_ann", "MNPQRTVW", NOON)):
        with pytest.raises(AlreadyRecordedError):
            world.database.commit(Insert(taken))
