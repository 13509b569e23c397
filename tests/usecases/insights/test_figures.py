"""What is counted once a day (B247)."""

from datetime import timedelta

import pytest

from chalicelib.catalog.figures import DayFigures
from chalicelib.catalog.model import Platform
from chalicelib.insights import figures
from chalicelib.insights.overview import overview
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.settings.model import MediaSettings
from chalicelib.subscriptions.model import Subscription
from tests.builders import NOON, a_library, a_period, a_subscription
from tests.fakes.item_counter import FakeItemCounter
from tests.usecases.access.world import World, a_world

DAY = timedelta(days=1)


@pytest.fixture
def counter() -> FakeItemCounter:
    return FakeItemCounter({"Films": 1200, "Shows": 80})


@pytest.fixture
def world() -> World:
    """Films and shows on one server, and three people of whom two paid."""
    world = a_world(subscribed=False)
    world.clock.set(NOON)
    world.db.seed(
        a_library(id="lib_alpha_shows", server_id="srv_alpha", title="Shows", kind="show"),
        paid("ann", DAY),
        paid("bob", 3 * DAY),
        paid("cid", -DAY),
    )
    return world


def paid(name: str, left: timedelta) -> Subscription:
    """Return a subscription that ends so long from now."""
    period = a_period(payment_id=f"pay_{name}", starts_at=NOON - 5 * DAY, ends_at=NOON + left)
    due_at = period.ends_at if left > timedelta() else None
    return a_subscription(user_id=f"usr_{name}", periods=(period,), due_at=due_at)


def count(world: World, counter: FakeItemCounter) -> dict[str, int]:
    return dict(figures.refresh(world.deps, {Platform.PLEX: counter}))


def days(world: World) -> tuple[DayFigures, ...]:
    return world.deps.catalog.figures(now=world.clock.now(), days=figures.SHOWN_DAYS)


@pytest.mark.behaviour("B247")
def test_a_days_count_is_stored_and_shown_first(world, counter, deps):
    assert count(world, counter) == {"people": 2, "servers": 1}
    (held,) = days(world)
    assert (held.day, held.active_users) == ("2026-01-31", 2)
    assert held.items == {"movie": 1200, "show": 80}
    deps.catalog.db.seed(held)
    assert overview(deps).days == (held,)


def test_a_second_count_of_the_day_takes_the_place_of_the_first(world, counter):
    count(world, counter)
    world.clock.move(timedelta(hours=2))
    count(world, counter)
    assert world.db.one(DayFigures).counted_at == NOON + timedelta(hours=2)


def test_days_come_latest_first_and_not_for_ever(world, counter):
    for _ in range(40):
        count(world, counter)
        world.clock.move(DAY)
    shown = [each.day for each in days(world)]
    assert len(shown) == 29
    assert shown == sorted(shown, reverse=True)


def test_a_silent_server_keeps_its_figures_of_before(world, counter):
    count(world, counter)
    world.clock.move(DAY)
    counter.failure = RetryLaterError("away")
    assert count(world, counter) == {"people": 1, "unread": 1}
    held = days(world)[0]
    assert held.items == {"movie": 1200, "show": 80}
    assert held.servers[0].counted_at == NOON


def test_switched_off_only_people_are_counted(world, counter):
    world.db.seed(MediaSettings(refresh_statistics=False))
    assert count(world, counter) == {"people": 2}
    assert days(world)[0].items == {}
