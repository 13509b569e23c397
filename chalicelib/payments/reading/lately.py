"""What the books have of the time that a sync reads, in few reads.

Most of what a gateway lists is known. Asking for each transaction by its key costs one batch read
a hundred; the books in the order of their time cost one query several hundred. That order may lag
a moment behind: what it does not show yet is taken for new, loses the race against its own record
when it is booked, and is decided anew by what is read then.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from chalicelib.payments.model import GatewayPayment, Payment, PaymentKey
from chalicelib.payments.ports import PaymentStore

# About half of what one answer of the database may hold.
_AT_ONCE = 500
# Enough for ten pages of a gateway on either side; more would only fill the memory.
_MOST_KEPT = 5_000
_TICK = timedelta(microseconds=1)


class Lately:
    """The payments of the books from `since` on, read as far as pages of a gateway need them.

    A gateway may list the newest or the oldest first. What it lists from before `since` is read
    by key.
    """

    def __init__(self, store: PaymentStore, *, since: datetime) -> None:
        self._store = store
        self._since = since
        self._kept: dict[PaymentKey, Payment] = {}
        # Read so far is ]down_to, until[; the cursor is where to read on below, None at the end.
        self._lowest = self._down_to = self._until = since
        self._cursor: str | None = None

    def known(self, items: Iterable[GatewayPayment]) -> Mapping[PaymentKey, Payment]:
        """Return those of a page that are in the books, but for what they show a moment later.

        Raises RetryLaterError when the database is busy.
        """
        within = [each for each in items if each.paid_at >= self._since]
        before = {each.key for each in items if each.paid_at < self._since}
        if within:
            times = [each.paid_at for each in within]
            self._read(min(times), max(times))
        found = {each.key: self._kept[each.key] for each in within if each.key in self._kept}
        return {**found, **(self._store.many(tuple(before)) if before else {})}

    def _read(self, oldest: datetime, newest: datetime) -> None:
        if newest >= self._until:
            self._lowest = self._until if oldest >= self._until else self._since
            self._until = newest + _TICK
            self._read_on(None)
        while self._cursor is not None and oldest <= self._down_to:
            self._read_on(self._cursor)

    def _read_on(self, cursor: str | None) -> None:
        page = self._store.paid_between(self._lowest, self._until, cursor=cursor, limit=_AT_ONCE)
        self._kept.update((each.key, each) for each in page.items)
        for key in list(self._kept)[: max(0, len(self._kept) - _MOST_KEPT)]:
            del self._kept[key]
        self._cursor = page.next_cursor
        if page.items:
            self._down_to = page.items[-1].paid_at
