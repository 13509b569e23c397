"""Read all servers side by side: what each has, or why it could not be read.

plex.tv is asked within each account's budget of calls, and only once for what is the same for all
servers of an account; a server that fails is one failed reading.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

from chalicelib.access.ports import AccessDeps, RemoteSnapshot
from chalicelib.catalog import reach
from chalicelib.catalog.model import Server
from chalicelib.kernel import context
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import new_id

log = logging.getLogger(__name__)

MOST_WORKERS = 64

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a server has, None where it could not be read; then `error` says why."""

    server: Server
    snapshot: RemoteSnapshot | None
    error: str = ""
    seconds: float = 0.0


def read_all(
    deps: AccessDeps, servers: Iterable[Server], *, workers: int = MOST_WORKERS
) -> Iterator[Reading]:
    """Yield a reading of every server, in order; at most `workers` of them are read at a time."""
    accounts = {each.id: each for each in deps.catalog.plex_accounts()}

    def read(server: Server) -> RemoteSnapshot:
        access = reach.access_to(server, accounts, deps.vault)
        return deps.hosts[server.platform].snapshot(access)

    return side_by_side(deps, servers, lambda each: _reading(each, read), workers=workers)


def side_by_side(
    deps: AccessDeps,
    servers: Iterable[Server],
    work: Callable[[Server], T],
    *,
    workers: int = MOST_WORKERS,
) -> Iterator[T]:
    """Do the work on every server, as one reading; yield the results in order.

    What is the same for several servers is asked for once. Raises what `work` raises.
    """
    wanted = tuple(servers)
    for platform in {each.platform for each in wanted}:
        # Made here, not by two threads at once.
        _ = deps.hosts[platform]
    reading = new_id("reading", now=deps.clock.now())
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="read")
    try:
        with context.working_on(reading=reading):
            # Each in a copy of our context: log lines name the run, and all are one reading.
            jobs = [pool.submit(copy_context().run, work, each) for each in wanted]
        for job in jobs:
            yield job.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _reading(server: Server, read: Callable[[Server], RemoteSnapshot]) -> Reading:
    begun = time.monotonic()
    try:
        snapshot = read(server)
    except AppError as error:
        log.warning("access.unread", extra={"server_id": server.id, "why": error.message})
        return Reading(server, None, error.message, time.monotonic() - begun)
    except Exception as error:
        # The edge of one item: a bug with one server must not keep the others from being read.
        log.exception("access.read_crashed", extra={"server_id": server.id})
        text = f"{type(error).__name__} (see the log)"
        return Reading(server, None, text, time.monotonic() - begun)
    return Reading(server, snapshot, seconds=time.monotonic() - begun)
