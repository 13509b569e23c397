"""The PayPal address of a profile is a mark by which payments are known (B041)."""

from dataclasses import replace

import pytest

from chalicelib.kernel.errors import InvalidError
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.marks import PROFILE, PayerMark
from chalicelib.users import edit
from chalicelib.users.edit import UserDraft
from chalicelib.users.model import MediaIdentity
from tests.usecases.users.world import ADMIN, World

DRAFT = UserDraft(email="ann@example.com", media=MediaIdentity(username="ann"))


@pytest.fixture
def world() -> World:
    return World()


def test_the_mark_is_kept_changed_and_removed_with_the_profile(world: World) -> None:
    added = edit.add(
        world.deps,
        draft=replace(DRAFT, paypal_email=" Ann@PayPal.example "),
        actor=ADMIN,
        also=marks.profile_writes,
    )
    assert added.paypal_email == "ann@paypal.example"
    (mark,) = world.db.all(PayerMark)
    assert mark == PayerMark("paypal:ann@paypal.example", added.id, PROFILE)

    for email, expected in (
        ("new@paypal.example", ["paypal:new@paypal.example"]),
        ("new@paypal.example", ["paypal:new@paypal.example"]),
        ("", []),
    ):
        added = edit.change(
            world.deps,
            user_id=added.id,
            version=added.version,
            draft=replace(DRAFT, paypal_email=email),
            actor=ADMIN,
            also=marks.profile_writes,
        )
        assert [each.mark for each in world.db.all(PayerMark)] == expected


def test_what_is_no_address_is_refused(world: World) -> None:
    with pytest.raises(InvalidError) as refused:
        edit.add(world.deps, draft=replace(DRAFT, paypal_email="ann"), actor=ADMIN)
    assert refused.value.problems[0].field == "paypal_email"
