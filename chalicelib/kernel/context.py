"""What is being worked on, so that whatever is logged meanwhile can name it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})
_BOUND: ContextVar[Mapping[str, str]] = ContextVar("working_on", default=_NOTHING)


@contextmanager
def working_on(**names: str) -> Iterator[None]:
    """Name what the block works on, such as `job_id`; empty names are left out.

    Blocks may be nested: inner names are added to outer ones, and hide those of the same word. A
    thread begins with nothing unless it runs in a copy of its maker's context.
    """
    told = {name: value for name, value in names.items() if value}
    token = _BOUND.set({**_BOUND.get(), **told})
    try:
        yield
    finally:
        _BOUND.reset(token)


def current() -> Mapping[str, str]:
    """Return what is being worked on."""
    return _BOUND.get()
