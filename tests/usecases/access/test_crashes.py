"""Dying anywhere changes nothing about the end (X043): every write and call is tried."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.catalog.model import Seats, Server
from tests.builders import MONTH_LATER
from tests.usecases.access.world import World, a_world


class DiedError(BaseException):
    """The process ends here; nothing catches it."""


def die_at(world: World, point: int) -> None:
    """Let the process die at its n-th write or platform call: before it, or after it worked."""
    place, applied = divmod(point, 2)
    passed = iter(range(10_000))

    def commit(*writes):
        number = next(passed)
        if number == place and not applied:
            raise DiedError
        real_commit(*writes)
        if number == place:
            raise DiedError

    def begin(name, access):
        answer = real_begin(name, access)
        if next(passed) == place:
            answer.error = DiedError()
            if not applied:
                raise answer.error
        return answer

    real_commit, real_begin = world.db.commit, world.host._begin
    world.db.commit, world.host._begin = commit, begin  # type: ignore[method-assign]


def heal(world: World) -> None:
    del world.db.__dict__["commit"], world.host.__dict__["_begin"]


def dying_at_every_point(prepare: Callable[[World], None], act: Callable[[World], None]):
    """Yield worlds in which `act` died at each of its writes and calls, then was run again."""
    point = 0
    while True:
        world = a_world()
        prepare(world)
        die_at(world, point)
        try:
            act(world)
        except DiedError:
            heal(world)
            act(world)
            yield point, world
        else:
            assert point > 6, "nothing was tried"
            return
        point += 1


def sell(world: World) -> None:
    world.run(world.sale())


def no_preparation(_world: World) -> None:
    """Start from a world in which nothing happened yet."""


@pytest.mark.behaviour("X043", "B154")
def test_a_sale_that_dies_anywhere_ends_in_one_invite_and_one_mail():
    for point, world in dying_at_every_point(no_preparation, sell):
        assert world.titles() == ["Films", "Shows"], point
        assert world.state() is ShareState.INVITED, point
        assert world.mails() == ["invite_sent"], point
        assert world.db.one(Seats).people == 1, point
        assert len(world.host.shares["machine-alpha"]) == 1, point
        assert [job.payload["look"] for job in world.jobs()] == [1], point


@pytest.mark.behaviour("X043", "B154")
def test_a_sale_to_somebody_who_accepts_at_once_ends_in_one_share_and_one_mail():
    def prepare(world: World) -> None:
        world.host.auto_accept = {"77"}

    for point, world in dying_at_every_point(prepare, sell):
        assert world.state() is ShareState.ACCEPTED, point
        assert world.mails() == ["access_ready"], point
        assert world.db.one(Seats).people == 1, point
        assert world.user().media.plex_id == "77", point


@pytest.mark.behaviour("X043")
def test_an_expiry_that_dies_anywhere_ends_without_a_share():
    def prepare(world: World) -> None:
        world.host.auto_accept = {"77"}
        sell(world)
        world.clock.set(MONTH_LATER)

    def expire(world: World) -> None:
        world.hourly()

    for point, world in dying_at_every_point(prepare, expire):
        world.run()
        assert world.titles() is None, point
        assert world.state() is ShareState.REMOVED, point
        assert world.db.one(Seats).people == 0, point


@pytest.mark.behaviour("X043")
def test_a_move_that_dies_anywhere_ends_on_the_new_server_alone():
    def prepare(world: World) -> None:
        world.host.auto_accept = {"77"}
        sell(world)
        world.change(world.db.find(Server, "srv_alpha"), is_enabled=False)
        world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
        world.clock.move(timedelta(days=1))

    def move(world: World) -> None:
        world.run(world.sale("pay_2"))

    for point, world in dying_at_every_point(prepare, move):
        assert world.titles("alpha") is None, point
        assert world.titles("beta") == ["Films"], point
        assert world.mails() == ["access_ready", "access_ready"], point
        people = {seats.server_id: seats.people for seats in world.db.all(Seats)}
        assert people == {"srv_alpha": 0, "srv_beta": 1}, point
