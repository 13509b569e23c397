"""What the sync costs: transactions that are known already, and new ones that find their owner.

The gateway is Stripe's stand-in behind our own adapter, the database the embedded AWS. Most of an
import is known: webhooks told of it. The floor is what the same run spends on getting the
gateway's pages, so that whatever else the machine does meanwhile weighs on both.

Money of known people is then found among few users and among many. What must not grow are the
requests that one payment takes and the rows that they bring. How long they take says nothing here:
DynamoDB finds a key, or a place in an index, as fast in a large table as in a small one, but the
embedded database goes through all users' addresses each time. So it is a hundred payments.

`python -m bench` measures a month of a small site. `python -m bench.books` measures a year of a
large one, 10,000 transactions and 100,000 users, which takes half an hour on an idle machine (on a
busy one the embedded database may be too late for our time limits); its figures join the others.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

from bench import readme
from bench.books_filling import address, book, let_pay, listed, settle_in, site
from bench.figures import Figure, save
from chalicelib import wiring
from chalicelib.adapters.dynamo.metering import METER
from chalicelib.kernel.page import Page
from chalicelib.payments import sync
from chalicelib.payments.model import GatewayAccount, GatewayPayment
from chalicelib.payments.ports import Gateway, PaymentsDeps
from chalicelib.payments.writing.outcome import Outcome
from tests.scenarios.world import LiveWorld

_WALL_AIM, _READS_AIM, _FLAT_AIM = 1.3, 0.02, 1.05
_SAMPLE = 100
_ANSWERED = "after-call.dynamodb"
_READS = ("GetItem", "BatchGetItem", "Query")
# Longer than the sync reads back, so that each one finds what is new since the last.
_HOURS_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: `new` of the transactions are new, as when webhooks told the rest.

    Then `payments` come from people among `few` users, and a hundred from people among `many`.
    """

    transactions: int
    new: int
    payments: int
    few: int
    many: int


SMALL = Size(transactions=1_000, new=10, payments=100, few=1_000, many=10_000)
LARGE = Size(transactions=10_000, new=100, payments=10_000, few=1_000, many=100_000)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one sync took, and its gateway of that; `booked` of what it read was new."""

    seconds: float
    paging: float
    round_trips: int
    reads: int
    rows: int
    read: int
    booked: int


class _Watched:
    """A gateway that notes how long its pages take; the sync asks for nothing else."""

    def __init__(self, inner: Gateway) -> None:
        self._inner = inner
        self.shows_within = inner.shows_within
        self.seconds = 0.0

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        """Return the next page."""
        begun = time.perf_counter()
        try:
            return self._inner.payments_since(since, cursor=cursor)
        finally:
            self.seconds += time.perf_counter() - begun


class _RowsRead:
    """Counts the rows that DynamoDB answers with, from any thread, until it is stopped."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._events = wiring._rows()._connection.client.meta.events
        self._events.register(_ANSWERED, self._note)

    def stop(self) -> int:
        """Return how many rows there were."""
        self._events.unregister(_ANSWERED, self._note)
        return self._count

    def _note(self, parsed: Mapping[str, Any], **_: object) -> None:
        batches = parsed.get("Responses", {}).values()
        with self._lock:
            self._count += sum(map(len, batches)) + len(parsed.get("Items", ()))
            self._count += "Item" in parsed


def run(size: Size = SMALL) -> dict[str, Figure]:
    """Import what is nearly all known, then find the owners of money among few and many."""
    with site() as world:
        deps = wiring.payments_deps()
        let_pay(world, (f"payer{number}@x.test" for number in range(size.transactions)))
        book(deps, listed(deps)[: -size.new])
        taken = _import(world, deps, Outcome.UNMATCHED, new=size.new)
        few = _matched(world, deps, "few", users=size.few, payments=size.payments)
        many = _matched(world, deps, "many", users=size.many, payments=_SAMPLE)
    count, prefix = size.transactions, "" if size is SMALL else "large_"
    figures = {
        **_of_import(f"{count} transactions of which {size.new} are new", taken),
        **_of_matching(size, few, many),
    }
    return {prefix + name: figure for name, figure in figures.items()}


def _of_import(what: str, taken: _Run) -> dict[str, Figure]:
    return {
        "import_wall": Figure(
            name=f"Sync of {what}, wall time",
            value=taken.seconds,
            unit="s",
            versus=f"its gateway's pages alone ({taken.paging:.2f} s)",
            ratio=taken.seconds / taken.paging,
            aim=_WALL_AIM,
        ),
        "import_reads": Figure(
            name=f"Sync of {what}, DynamoDB reads",
            value=taken.reads / taken.read,
            unit="reads per transaction",
            aim=_READS_AIM,
        ),
    }


def _of_matching(size: Size, few: _Run, many: _Run) -> dict[str, Figure]:
    each, each_of_few = many.round_trips / many.booked, few.round_trips / few.booked
    return {
        "match_round_trips": Figure(
            name=f"Round trips of a new payment that finds its owner among {size.many} users",
            value=each,
            unit=f"requests (mean of {many.booked})",
            versus=f"among {size.few} users ({each_of_few:.2f})",
            ratio=each / each_of_few,
            aim=_FLAT_AIM,
        ),
        "match_rows": Figure(
            name=f"Rows read for a new payment that finds its owner among {size.many} users",
            value=many.rows / many.booked,
            unit=f"rows (mean of {many.booked})",
            versus=f"among {size.few} users ({few.rows / few.booked:.2f})",
            ratio=many.rows * few.booked / many.booked / few.rows,
            aim=_FLAT_AIM,
        ),
        "match_reads": Figure(
            name=f"DynamoDB reads of a new payment that finds its owner among {size.many} users",
            value=many.reads / many.booked,
            unit=f"requests (mean of {many.booked})",
        ),
    }


def _import(world: LiveWorld, deps: PaymentsDeps, outcome: Outcome, *, new: int) -> _Run:
    """Sync to the end some hours later; raises RuntimeError unless the new came to the outcome."""
    world.advance(hours=_HOURS_BETWEEN)
    account = GatewayAccount.STRIPE
    watched: Any = _Watched(deps.accounts[account])
    deps = replace(deps, accounts={account: watched})
    rows, before, begun = _RowsRead(), METER.read(), time.perf_counter()
    read, booked, is_done = 0, 0, False
    while not is_done:
        counts = sync.sync(deps, account=account)
        read, is_done = read + counts["read"], not counts.get("unfinished")
        booked += counts.get(outcome, 0)
        if counts.get("failed"):
            raise RuntimeError(f"the sync came to {dict(counts)}")
    seconds = time.perf_counter() - begun
    if booked != new:
        raise RuntimeError(f"{booked} of {new} new payments were {outcome}")
    spent = METER.read() - before
    reads = sum(spent.requests.get(name, 0) for name in _READS)
    return _Run(seconds, watched.seconds, spent.round_trips, reads, rows.stop(), read, booked)


def _matched(
    world: LiveWorld, deps: PaymentsDeps, group: str, *, users: int, payments: int
) -> _Run:
    """Add users, let some of them pay elsewhere, and sync until their money has found them."""
    payers = [number * max(1, users // payments) % users for number in range(payments)]
    settle_in(deps, group, users, payers=set(payers))
    let_pay(world, (address(group, number) for number in payers))
    return _import(world, deps, Outcome.SETTLED, new=payments)


if __name__ == "__main__":
    measured = run(LARGE)
    save({f"books.{key}": figure for key, figure in measured.items()})
    for each in measured.values():
        print(each.to_line())
    readme.write()
