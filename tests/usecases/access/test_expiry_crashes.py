"""Dying anywhere on the way out changes nothing about the end (X043)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.model import ShareState
from chalicelib.catalog.model import Seats
from chalicelib.kernel.audit import AuditEntry
from chalicelib.subscriptions.lifecycle import current_period, ended_at
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER
from tests.usecases.access.aftermath import (
    DAY,
    a_world_with_ann_on_it,
    at_end,
    deletions,
    is_friend,
)
from tests.usecases.access.test_crashes import DiedError, die_at, heal
from tests.usecases.access.world import World


def dying_at_every_point(prepare: Callable[[], World], act: Callable[[World], None]):
    """Yield worlds in which `act` died at each of its writes and calls, then was run again."""
    point = 0
    while True:
        world = prepare()
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


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("restrict", [True, False])
def test_a_deletion_that_dies_anywhere_ends_deleted_with_one_entry(restrict):
    def prepare() -> World:
        world = a_world_with_ann_on_it(restrict=restrict)
        at_end(world)
        world.clock.set(MONTH_LATER + 7 * DAY)
        return world

    def act(world: World) -> None:
        world.hourly()
        world.run()

    for point, world in dying_at_every_point(prepare, act):
        assert not is_friend(world), point
        assert world.titles() is None, point
        assert world.state() is ShareState.DELETED, point
        assert len(deletions(world)) == 1, point
        assert world.db.one(Seats).people == 0, point


@pytest.mark.behaviour("X043")
def test_an_end_with_deletion_at_once_that_dies_anywhere_ends_deleted_with_one_entry():
    def prepare() -> World:
        world = a_world_with_ann_on_it(days=0)
        world.clock.set(MONTH_LATER)
        return world

    def act(world: World) -> None:
        world.hourly()
        world.run()

    for point, world in dying_at_every_point(prepare, act):
        assert (is_friend(world), world.state()) == (False, ShareState.DELETED), point
        assert len(deletions(world)) == 1, point


@pytest.mark.behaviour("X043")
def test_a_restriction_that_dies_anywhere_ends_restricted_and_waits_for_its_day():
    def prepare() -> World:
        world = a_world_with_ann_on_it(restrict=True)
        world.clock.set(MONTH_LATER)
        return world

    def act(world: World) -> None:
        world.hourly()
        world.run()

    for point, world in dying_at_every_point(prepare, act):
        assert world.titles() == ["Films"], point
        assert world.db.one(Subscription).due_at == MONTH_LATER + 7 * DAY, point
        changes = [each for each in world.db.all(AuditEntry) if each.action == "share.changed"]
        assert len(changes) == 1, point


@pytest.mark.behaviour("B065", "X043")
def test_a_payment_after_a_deletion_that_died_anywhere_brings_everything_back():
    def prepare() -> World:
        world = a_world_with_ann_on_it()
        at_end(world)
        world.clock.set(MONTH_LATER + 7 * DAY)
        return world

    point = 0
    while True:
        world = prepare()
        die_at(world, point)
        try:
            world.hourly()
        except DiedError:
            heal(world)
        else:
            assert point > 6, "nothing was tried"
            return
        world.renew("pay_2", world.clock.now())
        world.run(world.sale("pay_2"))
        world.run_due_jobs()
        assert world.titles() == ["Films", "Shows"], point
        assert (world.state(), is_friend(world)) == (ShareState.ACCEPTED, True), point
        assert world.db.one(Seats).people == 1, point
        point += 1


def pay_during_the_next(world: World, call: str) -> None:
    """Let Ann pay, and be served, while the platform is asked that."""
    real_call = getattr(world.host, call)

    def paying(*given, **named):
        del world.host.__dict__[call]
        world.renew("pay_2", world.clock.now())
        subscription = world.db.one(Subscription)
        world.change(subscription)
        world.run(world.sale("pay_2"))
        return real_call(*given, **named)

    setattr(world.host, call, paying)


@pytest.mark.parametrize("call", ["snapshot", "people", "delete_person"])
def test_a_payment_in_the_very_moment_of_the_deletion_wins(call):
    world = a_world_with_ann_on_it()
    at_end(world)
    world.clock.set(MONTH_LATER + 7 * DAY)
    pay_during_the_next(world, call)
    world.hourly()
    assert world.titles() == ["Films", "Shows"]
    assert (world.state(), is_friend(world)) == (ShareState.ACCEPTED, True)


histories = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 20)),
        st.tuples(st.just("wait"), st.integers(0, 15)),
        st.tuples(st.just("hour"), st.just(0)),
    ),
    max_size=10,
)


@pytest.mark.property
@given(history=histories, restrict=st.booleans(), days=st.integers(1, 12))
def test_after_any_history_of_payments_and_runs_what_is_shared_is_what_is_due(
    history, restrict, days
):
    world = a_world_with_ann_on_it(restrict=restrict, days=days)
    for number, (deed, value) in enumerate(history):
        if deed == "pay":
            world.renew(f"pay_{number}", world.clock.now(), days=value)
            world.run(world.sale(f"pay_{number}"))
        if deed == "wait":
            world.clock.move(value * DAY)
        if deed in {"wait", "hour"}:
            world.hourly()
    now, paid = world.clock.now(), world.db.one(Subscription)
    ended = ended_at(paid, now=now)
    is_active = current_period(paid, now=now) is not None
    is_over = not is_active and ended is not None and now >= ended + days * DAY
    partly = ["Films"] if restrict and not is_over else None
    assert world.titles() == (["Films", "Shows"] if is_active else partly)
    assert is_friend(world) is not is_over
