"""Talk to many media servers at the same time, each within its budget."""

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import TypeVar

from chalicelib.catalog import reach
from chalicelib.catalog.model import PlexAccount, Server
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.model import ServerLook, Stream
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import PlexAccountId, ServerId
from chalicelib.kernel.secret import Vault

log = logging.getLogger(__name__)

# No server sends so many at a time; what we remember of them would not fit into one row.
MOST_SESSIONS = 250
# What a thread may need beyond the budget that the network has.
_SLACK_SECONDS = 1.0

R = TypeVar("R")
T = TypeVar("T")


class Crew:
    """Threads that talk to media servers; whoever hangs is left behind, not waited for."""

    def __init__(self, pool: ThreadPoolExecutor, *, workers: int, server_seconds: float) -> None:
        self._pool = pool
        self._workers = workers
        self._server_seconds = server_seconds

    @property
    def workers(self) -> int:
        """Return how many may work at the same time."""
        return self._workers

    def start(self, work: Callable[[T], R], items: Iterable[T]) -> list["Future[R]"]:
        """Begin the work on every item; `gather` waits for it."""
        # Each in a copy of our context, so that its log lines name the run.
        return [self._pool.submit(copy_context().run, work, item) for item in items]

    def gather(self, futures: list["Future[R]"]) -> list[R | None]:
        """Return each result in order, None for work that was not done within its budget."""
        rounds = math.ceil(len(futures) / self._workers)
        done, _late = wait(futures, timeout=rounds * self._server_seconds + _SLACK_SECONDS)
        return [future.result() if future in done else None for future in futures]


@contextmanager
def crew(deps: EnforcementDeps, *, size: int) -> Iterator[Crew]:
    """Provide threads for `size` servers, at most `deps.workers`."""
    workers = max(1, min(deps.workers, size))
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="sweep")
    try:
        yield Crew(pool, workers=workers, server_seconds=deps.server_seconds)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and what is needed to act on it or why that is missing."""

    server: Server
    access: ServerAccess | None
    error: str = ""


def targets(
    servers: Iterable[Server], accounts: Iterable[PlexAccount], vault: Vault
) -> tuple[Target, ...]:
    """Return the servers ready to be acted on."""
    by_id = {account.id: account for account in accounts}
    return tuple(_target(server, by_id, vault) for server in servers)


def _target(server: Server, accounts: Mapping[PlexAccountId, PlexAccount], vault: Vault) -> Target:
    try:
        return Target(server, reach.access_to(server, accounts, vault))
    except AppError as error:
        return Target(server, None, error.message)


def look_at(deps: EnforcementDeps, target: Target) -> ServerLook:
    """Return what runs on a server; whatever goes wrong is told in the look, never raised."""
    server_id = target.server.id
    if target.access is None:
        return ServerLook(server_id, error=target.error)
    begun = time.monotonic()
    host = deps.hosts[target.server.platform]
    try:
        streams = host.streams(target.access, timeout_seconds=deps.server_seconds)
    except AppError as error:
        return ServerLook(server_id, error=error.message, seconds=time.monotonic() - begun)
    except Exception as error:
        # The edge of one item: a broken server must not stop the sweep of the others.
        log.exception("sweep.look_crashed", extra={"server_id": server_id})
        text = f"{type(error).__name__} (see the log)"
        return ServerLook(server_id, error=text, seconds=time.monotonic() - begun)
    return believed(server_id, streams, seconds=time.monotonic() - begun)


def believed(server_id: ServerId, streams: Sequence[Stream], *, seconds: float) -> ServerLook:
    """Return the look that an answer makes, without what cannot be true.

    A session that is named twice is one; told to be of two accounts it is nobody's we know. A
    session id that several sessions share stops none of them, as it might stop another one.
    """
    if len(streams) > MOST_SESSIONS:
        text = f"It tells of {len(streams)} streams at a time, which is not believed."
        return ServerLook(server_id, error=text, seconds=seconds)
    found: dict[str, Stream] = {}
    for stream in streams:
        known = found.setdefault(stream.session_key, stream)
        if known.account_ref != stream.account_ref:
            found[stream.session_key] = replace(known, account_ref="")
    times = Counter(stream.session_id for stream in found.values())
    kept = tuple(
        replace(each, session_id="") if times[each.session_id] > 1 else each
        for each in found.values()
    )
    return ServerLook(server_id, streams=kept, seconds=seconds)


def in_time(
    looked_at: Iterable[Target], looks: Iterable[ServerLook | None]
) -> dict[ServerId, ServerLook]:
    """Return the looks by server; a server that took too long has one that says so."""
    late = "It did not answer in time."
    return {
        target.server.id: look or ServerLook(target.server.id, error=late)
        for target, look in zip(looked_at, looks, strict=True)
    }


def unreachable(looks: Mapping[ServerId, ServerLook]) -> tuple[ServerId, ...]:
    """Return the servers whose looks are no evidence."""
    return tuple(server_id for server_id, look in looks.items() if not look.is_trusted)
