"""A served world, its webhook receiver, and the package as its client."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.sandbox import stripe_events
from infra.sandbox.kit import World
from tests.contract.serving import Receiver, serving
from tests.contract.stripe_standin.client import client_of


@pytest.fixture(scope="module")
def _served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def world(_served: World) -> Iterator[World]:
    stripe_events.set_paused(_served, paused=True)
    _served.faults.clear()
    _served.calls.clear()
    yield _served
    _served.clock.reset()


@pytest.fixture
def receiver(world: World) -> Iterator[Receiver]:
    hook = Receiver()
    stripe_events.set_endpoint(
        world, url=hook.url, secret=stripe_events.DEFAULT_SECRET, events=["*"]
    )
    for entry in world.store.list("stripe.due"):
        world.store.delete("stripe.due", entry["id"])
    stripe_events.set_paused(world, paused=False)
    yield hook
    hook.close()


@pytest.fixture
def api(world: World) -> Any:
    return client_of(world).v1
