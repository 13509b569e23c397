"""What falls due at Stripe as the world's time passes, done in the order of its time."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from infra.sandbox.kit import Clock, World

Handler = Callable[[World, str], None]


class Moment(Clock):
    """The world's time held at one instant, while what fell due then is done."""

    def __init__(self, at: int, running: Clock) -> None:
        super().__init__(None)
        self.running = running
        self.added: list[tuple[int, str]] = []
        self._at = datetime.fromtimestamp(at, UTC)

    def now(self) -> datetime:
        """Return the instant."""
        return self._at


def at_moment(world: World, at: int) -> World:
    """Return the same world as it was at `at`, in Unix seconds: what is made there is dated so."""
    return replace(world, clock=Moment(at, running(world)))


def running(world: World) -> Clock:
    """Return the clock that goes on, also from within a moment."""
    clock = world.clock
    return clock.running if isinstance(clock, Moment) else clock


def schedule(world: World, what: str, id: str, due: int) -> None:
    """Have `what` done to the object `id` at `due`; a later call for the same moves it."""
    key = f"{what}:{id}"
    world.store.put("stripe.agenda", key, {"key": key, "due": due})
    earliest = _earliest(world)
    if earliest is None or due < earliest:
        _remember(world, due)
    if isinstance(world.clock, Moment):
        world.clock.added.append((due, key))


def unschedule(world: World, what: str, id: str) -> None:
    """Take a thing off the agenda; one that is not on it is no error."""
    world.store.delete("stripe.agenda", f"{what}:{id}")


def run_due(world: World, handlers: Mapping[str, Handler]) -> None:
    """Do all that has fallen due, oldest first, each at its own moment."""
    now = int(running(world).now().timestamp())
    earliest = _earliest(world)
    if earliest is None or earliest > now:
        return
    with world.store.transaction():
        entries = world.store.list("stripe.agenda")
        waiting = [(entry["due"], entry["key"]) for entry in entries if entry["due"] <= now]
        heapq.heapify(waiting)
        while waiting:
            due, key = heapq.heappop(waiting)
            entry = world.store.get("stripe.agenda", key)
            if entry is None or entry["due"] != due:
                continue  # done, moved or taken off meanwhile
            world.store.delete("stripe.agenda", key)
            what, _, id = key.partition(":")
            clock = Moment(due, running(world))
            handlers[what](replace(world, clock=clock), id)
            for added in clock.added:
                if added[0] <= now:
                    heapq.heappush(waiting, added)
        left = [entry["due"] for entry in world.store.list("stripe.agenda")]
        _remember(world, min(left, default=None))


def _earliest(world: World) -> int | None:
    known = world.store.get("stripe.settings", "agenda") or {}
    earliest: int | None = known.get("earliest")
    return earliest


def _remember(world: World, earliest: int | None) -> None:
    world.store.put("stripe.settings", "agenda", {"earliest": earliest})
