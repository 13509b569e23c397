"""Whatever happens in whichever order, nobody who paid falls between two servers."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.access.migrating import control as migration_control
from chalicelib.access.migration import UNDER_WAY, Migration, Move
from chalicelib.access.model import Share
from chalicelib.kernel.errors import ActionRequiredError, IllegalMoveError, RetryLaterError
from tests.usecases.access.migration_world import (
    ADMIN,
    a_populated_world,
    begin,
    drawn,
    of,
    pass_time,
    seats,
    work,
)
from tests.usecases.access.world import World

PEOPLE = ("ann", "ben", "cid")
Event = Callable[[World, Migration], None]


def accepting(name: str) -> Event:
    def happens(world: World, _migration: Migration) -> None:
        invite = world.host.share_of("machine-beta", name)
        if invite is not None and not invite.is_accepted:
            world.host.accept("machine-beta", name)

    return happens


def lapsing(name: str) -> Event:
    def happens(world: World, _migration: Migration) -> None:
        invite = world.host.share_of("machine-beta", name)
        if invite is not None and not invite.is_accepted:
            world.host.lapse("machine-beta", name)

    return happens


def deciding(decide: Callable[..., Migration]) -> Event:
    def happens(world: World, migration: Migration) -> None:
        with suppress(IllegalMoveError):
            decide(world.deps, migration_id=migration.id, actor=ADMIN)

    return happens


def failing(error: Exception, *, applied: bool = False) -> Event:
    def happens(world: World, _migration: Migration) -> None:
        world.host.fail_next("*", error, applied=applied)  # type: ignore[arg-type]

    return happens


def waiting(minutes: int) -> Event:
    def happens(world: World, _migration: Migration) -> None:
        pass_time(world, minutes=minutes)

    return happens


def crowding(most: int | None) -> Event:
    def happens(world: World, _migration: Migration) -> None:
        world.change(world.deps.catalog.server("srv_beta"), max_users=most)

    return happens


def a_sale(world: World, _migration: Migration) -> None:
    """Let Ann buy more time now, which asks for a server as every sale does."""
    with suppress(RetryLaterError, ActionRequiredError):
        world.run(world.sale("pay_1"))


EVENTS: dict[str, Event] = {
    **{f"{name} accepts": accepting(name) for name in PEOPLE},
    **{f"the invite of {name} lapses": lapsing(name) for name in PEOPLE},
    "pause": deciding(migration_control.pause),
    "go on": deciding(migration_control.resume),
    "cancel": deciding(migration_control.cancel),
    "plex.tv is away": failing(RetryLaterError("away")),
    "an answer is lost": failing(RetryLaterError("lost"), applied=True),
    "the token is refused": failing(ActionRequiredError("refused", remedy="Link it.")),
    "beta is full": crowding(1),
    "beta has room": crowding(None),
    "ann buys": a_sale,
    "two minutes": waiting(2),
    "an hour": waiting(60),
    "half a day": waiting(720),
}


def check(world: World, migration: Migration) -> None:
    """Nobody is without a share in use, nobody is drawn in vain, and the seats are right."""
    for name in PEOPLE:
        held = [world.host.share_of(f"machine-{each}", name) for each in ("alpha", "beta")]
        assert any(share is not None and share.is_accepted for share in held), name
    mine = [move for move in world.db.all(Move) if move.migration_id == migration.id]
    under_way = {move.user_id for move in mine if move.state in UNDER_WAY}
    assert set(drawn(world)) <= under_way
    live = [share.server_id for share in world.db.all(Share) if share.takes_seat]
    counted = {server: live.count(f"srv_{server}") for server in ("alpha", "beta")}
    assert {"beta": 0} | seats(world) == counted


@pytest.mark.property
@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(sorted(EVENTS)), max_size=12))
def test_whoever_paid_uses_one_of_the_two_servers_all_the_time(story: list[str]):
    world = a_populated_world("ben", "cid", accept=False)
    migration = begin(world, canary=1, batch=2)
    work(world)
    for event in story:
        EVENTS[event](world, migration)
        work(world)
        check(world, migration)

    world.host.failures.clear()
    come_to_an_end(world, migration)
    check(world, migration)
    assert drawn(world) == []


def come_to_an_end(world: World, migration: Migration) -> None:
    """Let everybody accept and the administrator say yes until it is over."""
    for _ in range(40):
        EVENTS["go on"](world, migration)
        pass_time(world, minutes=60)
        for name in PEOPLE:
            EVENTS[f"{name} accepts"](world, migration)
        if of(world, migration).is_over:
            return
    raise AssertionError(f"it does not end: {of(world, migration)}")
