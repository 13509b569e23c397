"""The first administrator."""

from datetime import timedelta

import pytest

from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.users import setup, sign_in
from chalicelib.users.model import Login, SetupLink
from tests.usecases.users.world import PASSWORD, World


@pytest.fixture
def world() -> World:
    return World()


def redeem(world: World, token: str | None, email: str = "boss@example.com", password=PASSWORD):
    return setup.redeem(world.deps, token=token or "", email=email, password=password)


def test_the_link_makes_one_administrator_who_can_sign_in(world):
    token = setup.issue_link(world.deps)
    login = redeem(world, token, email=" Boss@Example.com")
    assert login.email == "boss@example.com"
    assert sign_in.sign_in(world.deps, email=login.email, password=PASSWORD)
    assert setup.issue_link(world.deps) is None


def test_only_the_hash_of_the_token_is_stored(world):
    token = setup.issue_link(world.deps)
    assert token
    assert token not in repr(world.db.one(SetupLink))


def test_the_link_works_once(world):
    token = setup.issue_link(world.deps)
    redeem(world, token)
    with pytest.raises(InvalidError, match="used up"):
        redeem(world, token, email="thief@example.com")


def test_a_new_link_ends_the_one_before(world):
    first = setup.issue_link(world.deps)
    second = setup.issue_link(world.deps)
    with pytest.raises(InvalidError):
        redeem(world, first)
    assert redeem(world, second)


def test_the_link_ends_after_a_day(world):
    token = setup.issue_link(world.deps)
    world.clock.move(timedelta(hours=24))
    with pytest.raises(InvalidError):
        redeem(world, token)


def test_two_at_once_make_one_administrator(world):
    token = setup.issue_link(world.deps)

    def faster(_writes):
        world.db.before_commit.clear()
        redeem(world, token, email="faster@example.com")

    world.db.before_commit.append(faster)
    with pytest.raises(ConflictError, match="administrator already"):
        redeem(world, token)
    assert world.db.one(Login).email == "faster@example.com"


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("nobody", PASSWORD, "email"),
        ("", PASSWORD, "email"),
        ("boss@example.com", "short", "password"),
    ],
)
def test_a_bad_address_or_password_leaves_the_link_usable(world, email, password, field):
    token = setup.issue_link(world.deps)
    with pytest.raises(InvalidError) as refused:
        redeem(world, token, email=email, password=password)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert redeem(world, token)


def test_a_login_made_by_hand_is_made_once(world):
    setup.create_admin(world.deps, email="boss@example.com", password=PASSWORD)
    with pytest.raises(ConflictError):
        setup.create_admin(world.deps, email="boss@example.com", password=PASSWORD)
