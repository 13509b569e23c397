"""Reads that do not need each other's answers, made at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")


@overload
def side_by_side(one: Callable[[], A], two: Callable[[], B], /) -> tuple[A, B]: ...


@overload
def side_by_side(
    one: Callable[[], A], two: Callable[[], B], three: Callable[[], C], /
) -> tuple[A, B, C]: ...


@overload
def side_by_side(
    one: Callable[[], A], two: Callable[[], B], three: Callable[[], C], four: Callable[[], D], /
) -> tuple[A, B, C, D]: ...


def side_by_side(first: Callable[[], Any], /, *others: Callable[[], Any]) -> tuple[Any, ...]:
    """Return what each returns; all have ended then, and the first error is raised.

    It takes as long as the slowest of them. The first one runs in the thread of the caller.
    """
    with ThreadPoolExecutor(len(others), thread_name_prefix="read") as pool:
        # Each in a copy of our context, so that its log lines name what we work on.
        futures = [pool.submit(copy_context().run, other) for other in others]
        answer = first()
    return (answer, *(future.result() for future in futures))
