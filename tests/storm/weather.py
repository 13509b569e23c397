"""Calls that fail at random, in every way that a stand-in knows."""

import random
from collections.abc import Iterable

from infra.sandbox.state import FAULT_MODES, Fault, Faults

# What a network and a tired server do: refuse, vanish, cut off, answer nonsense or too little.
_MODES = ("status", "status", "down", "cut", "lost", "garbage", "empty")
_STATUSES = (429, 500, 502, 503)


class Weather(Faults):
    """Lets each call fail with a chance, as long as a storm lasts over its target.

    `seed` makes it repeatable as far as the calls are.
    """

    def __init__(self, *, seed: int, chance: float) -> None:
        super().__init__()
        self._random = random.Random(seed)
        self._chance = chance
        self.over: set[str] = set()
        self.failed = 0

    def take(
        self, target: str, method: str, path: str, *, modes: Iterable[str] = FAULT_MODES
    ) -> Fault | None:
        """Return what is to go wrong with this call."""
        if not self._is_over(target) or self._random.random() > self._chance:
            return super().take(target, method, path, modes=modes)
        mode = self._random.choice(_MODES)
        if mode not in set(modes):
            return None
        self.failed += 1
        return Fault(mode, status=self._random.choice(_STATUSES))

    def _is_over(self, target: str) -> bool:
        return any(target.startswith(each) for each in self.over)
