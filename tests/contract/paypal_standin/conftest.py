"""A served world, its webhook receiver, and both accounts' clients."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from infra.sandbox import paypal_books, paypal_webhooks
from infra.sandbox.kit import World
from tests.contract.paypal_standin.client import Api, act
from tests.contract.serving import Receiver, serving


@pytest.fixture(scope="module")
def _served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def world(_served: World) -> Iterator[World]:
    paypal_webhooks.hold(_served)
    paypal_books.change_settings(
        _served, search_delay=3 * 3600, first_payment_delay=0, strict_end=False
    )
    _served.faults.clear()
    _served.calls.clear()
    yield _served
    for entry in _served.store.list("paypal.due"):
        _served.store.delete("paypal.due", entry["id"])
    _served.clock.reset()


@pytest.fixture
def fresh(world: World) -> World:
    """A world in which nothing happened of late: each test in its own season."""
    season = (world.store.get("test", "season") or {"number": 0})["number"] + 1
    world.store.put("test", "season", {"number": season})
    world.clock.advance(timedelta(days=100 * season))
    return world


@pytest.fixture
def receiver(world: World) -> Iterator[Receiver]:
    hook = Receiver()
    act(world, "set_webhook", url=hook.url)
    for entry in world.store.list("paypal.outbox"):
        world.store.delete("paypal.outbox", entry["id"])
    act(world, "resume_webhooks")
    yield hook
    hook.close()


@pytest.fixture
def api(world: World) -> Api:
    return Api(world)


@pytest.fixture
def secondary(world: World) -> Api:
    return Api(world, "secondary")
