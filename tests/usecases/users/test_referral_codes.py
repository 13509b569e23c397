"""Every customer has one code, which nobody can guess and which is no word."""

import re

import pytest

from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.users.model import ReferralCard, ReferralCode
from chalicelib.users.referral_codes import code_of, normal
from tests.usecases.users.world import World

ANN = UserId("usr_ann")


def test_a_code_is_made_when_it_is_first_shown_and_stays_the_same():
    world = World()

    code = code_of(world.deps, user_id=ANN)

    assert re.fullmatch(r"[BCDFGHJKMNPQRTVWXYZ2346789]{8}", code)
    assert code_of(world.deps, user_id=ANN) == code
    assert world.db.one(ReferralCode) == ReferralCode(code, ANN)
    assert code_of(world.deps, user_id=UserId("usr_bob")) != code


def test_two_tabs_at_once_show_the_same_code():
    world = World()
    world.db.fail_next(AlreadyRecordedError(ReferralCard(ANN, "BCDFGHJK", world.clock.now())))

    code = code_of(world.deps, user_id=ANN)

    assert code == code_of(world.deps, user_id=ANN)
    assert len(world.db.all(ReferralCode)) == 1


def test_whoever_never_gets_a_code_of_their_own_is_asked_to_come_back():
    world = World()
    taken = AlreadyRecordedError(ReferralCode("BCDFGHJK", ANN))
    world.db.fail_next(taken, times=8)

    with pytest.raises(RetryLaterError):
        code_of(world.deps, user_id=ANN)


@pytest.mark.parametrize("typed", ["BCDFGHJK", "bcdf-ghjk", "  bcdfghjk ", "bcdf ghjk"])
def test_a_code_is_read_however_it_is_typed(typed: str):
    assert normal(typed) == "BCDFGHJK"


@pytest.mark.parametrize(
    "typed", ["", "BCDFGHJ", "BCDFGHJKM", "ABCDEFGH", "BCDF0HJK", "\u212aBCDFGHJ" * 50]
)
def test_what_is_no_code_is_nothing(typed: str):
    assert normal(typed) == ""
