"""Signing in to the dashboard."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.kernel.errors import StaleRecordError, UnauthenticatedError
from chalicelib.kernel.records import Update
from chalicelib.users import sessions, sign_in
from chalicelib.users.model import Login, Session
from tests.builders import a_login
from tests.usecases.users.world import PASSWORD, World


@pytest.fixture
def world() -> World:
    made = World()
    made.db.seed(a_login(password_hash=f"hash-of-{PASSWORD}"))
    return made


def enter(world: World, password: str = PASSWORD, email: str = "admin@example.com"):
    return sign_in.sign_in(world.deps, email=email, password=password)


def test_the_right_password_opens_a_session_of_twelve_hours(world):
    signed_in = enter(world, email="  Admin@Example.com ")
    found = sessions.authenticate(world.deps, token=signed_in.token)
    assert found == signed_in.session
    world.clock.move(timedelta(hours=12))
    assert sessions.authenticate(world.deps, token=signed_in.token) is None


def test_the_cookie_is_stored_nowhere(world):
    signed_in = enter(world)
    stored = world.db.one(Session)
    assert signed_in.token not in repr(stored)
    assert signed_in.token not in repr(signed_in)
    assert len(signed_in.token) >= 43


@pytest.mark.parametrize("email", ["admin@example.com", "nobody@example.com"])
def test_a_refusal_never_tells_whether_the_address_is_known(world, email):
    with pytest.raises(UnauthenticatedError) as refused:
        enter(world, "wrong", email)
    assert refused.value.code == "sign_in_refused"
    assert refused.value.message == "The address or the password is not right."
    # Known or not: one hash is checked and one write is made.
    assert world.passwords.checked == 1
    assert len(world.db.commits) == 1


def test_after_five_wrong_tries_even_the_right_password_waits(world):
    for _ in range(5):
        with pytest.raises(UnauthenticatedError):
            enter(world, "wrong")
    with pytest.raises(UnauthenticatedError):
        enter(world)
    world.clock.move(timedelta(seconds=30))
    assert enter(world).session.subject == "admin@example.com"
    assert world.db.one(Login).failed_attempts == 0


def test_a_locked_login_takes_as_long_to_refuse_as_any_other(world):
    world.db.seed(replace(a_login(version=1), locked_until=world.clock.now() + timedelta(hours=1)))
    with pytest.raises(UnauthenticatedError):
        enter(world)
    assert (world.passwords.checked, len(world.db.commits)) == (1, 1)


def test_tries_are_counted_before_the_password_is_checked(world):
    counted_then = []
    original = world.passwords.matches

    def matches(password_hash: str, password: str) -> bool:
        counted_then.append(world.db.one(Login).failed_attempts)
        return original(password_hash, password)

    world.passwords.matches = matches
    enter(world)
    assert counted_then == [1]


def test_tries_at_once_are_all_counted(world):
    thieves = [1, 2]

    def another_try(writes):
        if thieves and any(isinstance(write, Update) for write in writes):
            thieves.pop()
            login = world.db.one(Login)
            tries = replace(login, failed_attempts=login.failed_attempts + 1)
            world.db.seed(replace(tries, version=login.version + 1))

    world.db.before_commit.append(another_try)
    with pytest.raises(UnauthenticatedError):
        enter(world, "wrong")
    assert world.db.one(Login).failed_attempts == 3


def test_a_login_that_changes_all_the_time_is_refused(world):
    world.db.fail_next(StaleRecordError(None), times=5)
    with pytest.raises(UnauthenticatedError):
        enter(world)


def test_signing_out_ends_the_session_and_may_be_repeated(world):
    signed_in = enter(world)
    for _ in range(2):
        sign_in.sign_out(world.deps, session=signed_in.session)
    assert sessions.authenticate(world.deps, token=signed_in.token) is None


@pytest.mark.parametrize("token", ["", "x" * 5000, "wrong"])
def test_a_cookie_of_no_session_is_nobody(world, token):
    assert sessions.authenticate(world.deps, token=token) is None


def test_an_endless_password_is_refused_without_hashing_it_whole(world):
    world.db.seed(replace(a_login(version=1), password_hash=f"hash-of-{'a' * 1000}"))
    with pytest.raises(UnauthenticatedError):
        enter(world, "a" * 1_000_000)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour():
    waits = [sign_in.lock_after(tries).total_seconds() for tries in (1, 4, 5, 6, 7, 10, 99)]
    assert waits == [0, 0, 30, 60, 120, 900, 900]
