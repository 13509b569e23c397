"""Read a list to its end."""

from collections.abc import Callable
from typing import Any, TypeVar

from chalicelib.kernel.page import Page

T = TypeVar("T")


def all_of(read: Callable[..., Page[T]], *, limit: int = 2, **arguments: Any) -> list[T]:
    """Return everything that the pages hold; no page is too long, only the last may be short."""
    found: list[T] = []
    cursor = None
    while True:
        page = read(**arguments, cursor=cursor, limit=limit)
        assert len(page.items) <= limit
        assert page.next_cursor is None or len(page.items) == limit
        found.extend(page.items)
        if page.next_cursor is None:
            return found
        assert page.next_cursor != cursor
        cursor = page.next_cursor
