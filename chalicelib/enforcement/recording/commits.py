"""Write what a sweep found in as few commits as possible, several at the same time."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from chalicelib.enforcement.usage.booking import merged
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Database, Write

log = logging.getLogger(__name__)

MOST_WRITES = 100
# A row of a busy server has some ten thousand bytes; a commit may carry four million.
MOST_SERVERS = 25
# No commit waits for another one; more at once would only throttle each other.
_AT_ONCE = 8

Group = tuple[ServerId, Sequence[Write]]
B = TypeVar("B")
R = TypeVar("R")


def commit_all(database: Database, writes: Sequence[Write]) -> None:
    """Commit writes that do not depend on each other, a hundred at a time."""
    starts = range(0, len(writes), MOST_WRITES)
    _each(
        lambda batch: database.commit(*batch),
        [writes[start : start + MOST_WRITES] for start in starts],
    )


def commit_by_server(
    database: Database, groups: Mapping[ServerId, Sequence[Write]]
) -> frozenset[ServerId]:
    """Commit each server's writes together and return the servers whose writes were refused.

    A group has at most 100 writes. Groups share commits; when one is refused, because somebody
    else looked at that server meanwhile, each is tried alone.
    """
    refused = _each(lambda batch: _together(database, batch), _batches(groups))
    return frozenset(server_id for each in refused for server_id in each)


def _each(work: Callable[[B], R], batches: Sequence[B]) -> list[R]:
    """Do the work on every batch and wait for all of it; raises what the first that failed did."""
    if len(batches) < 2:
        return [work(batch) for batch in batches]
    with ThreadPoolExecutor(min(_AT_ONCE, len(batches)), thread_name_prefix="commit") as pool:
        futures = [pool.submit(copy_context().run, work, batch) for batch in batches]
    return [future.result() for future in futures]


def _together(database: Database, batch: Sequence[Group]) -> set[ServerId]:
    try:
        database.commit(*merged(write for _server, writes in batch for write in writes))
    except ConflictError:
        return _one_by_one(database, batch)
    return set()


def _one_by_one(database: Database, batch: Sequence[Group]) -> set[ServerId]:
    refused: set[ServerId] = set()
    for server_id, writes in batch:
        try:
            database.commit(*writes)
        except ConflictError as error:
            log.warning("sweep.row_refused", extra={"server_id": server_id, "code": error.code})
            refused.add(server_id)
    return refused


def _batches(groups: Mapping[ServerId, Sequence[Write]]) -> list[list[Group]]:
    batches: list[list[Group]] = []
    size = MOST_WRITES
    for server_id, writes in groups.items():
        if not writes:
            continue
        if size + len(writes) > MOST_WRITES or len(batches[-1]) >= MOST_SERVERS:
            batches.append([])
            size = 0
        batches[-1].append((server_id, writes))
        size += len(writes)
    return batches
