"""Pages of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """Some items and the opaque cursor of the next page; None when this is the last."""

    items: tuple[T_co, ...]
    next_cursor: str | None = None
