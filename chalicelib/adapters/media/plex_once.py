"""Lists that are the same for many servers, read once while all of them are looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from chalicelib.kernel import context
from chalicelib.kernel.errors import AppError

T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    """What one look at many servers has read of one list."""

    reading: str
    lock: Lock = field(default_factory=Lock)
    answer: Any = None
    error: AppError | None = None
    is_read: bool = False


class Once:
    """Remembers lists, and what they raised, for as long as one reading of many servers takes.

    A reading is what the work at hand calls itself (`reading` of kernel/context.py); without one
    nothing is remembered. Thread-safe: of those who ask at the same time one reads.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._kept: dict[str, _Kept] = {}

    def read(self, key: str, read: Callable[[], T]) -> T:
        """Return what `read` returned first in this reading; raises what it raised then."""
        reading = context.current().get("reading")
        if not reading:
            return read()
        with self._guard:
            kept = self._kept.get(key)
            if kept is None or kept.reading != reading:
                kept = self._kept[key] = _Kept(reading)
        with kept.lock:
            if not kept.is_read:
                try:
                    kept.answer = read()
                except AppError as error:
                    kept.error = error
                kept.is_read = True
        if kept.error is not None:
            raise kept.error
        answer: T = kept.answer
        return answer
