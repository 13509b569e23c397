"""PayPal's Transaction Search, window by window and page by page.

A window is 31 days at most and its rows come by when they began, both ends included, so that
windows overlap by an instant and nothing falls between them. New rows take up to three hours to
appear (https://developer.paypal.com/docs/api/transaction-search/v1/), and a row that appears late
moves those after it to later places: some are then seen twice, none is skipped. What a row says of
refunds and disputes may be older than what a webhook told.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from chalicelib.adapters.gateways import paypal_rows as rows
from chalicelib.adapters.gateways.paypal_api import PayPalApi
from chalicelib.adapters.gateways.paypal_errors import RefusedError, readable
from chalicelib.adapters.gateways.paypal_rows import Row, RowKind, RowStatus
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.page import Page
from chalicelib.payments.model import GatewayPayment, GatewayStatus

SHOWS_WITHIN = timedelta(hours=3)
LONGEST_WINDOW = timedelta(days=31)
MOST_PER_PAGE = 500
# How far back a payment is looked for that money went back of, or that an event names.
LONGEST_LOOK_BACK = timedelta(days=186)
_PATH = "/v1/reporting/transactions"
_TOO_LARGE = "RESULTSET_TOO_LARGE"
_SHORTEST_WINDOW = timedelta(seconds=2)
_ID_LENGTHS = range(17, 20)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)")
_BOOKED = frozenset({GatewayStatus.PAID, GatewayStatus.REFUNDED})

ReadAlone = Callable[[str], GatewayPayment | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a read stands: the window, its page, and the end of all windows."""

    start: datetime
    end: datetime
    until: datetime
    page: int = 1

    @classmethod
    def first(cls, since: datetime, until: datetime) -> Self:
        """Return the first page of the first window from `since` on."""
        start = min(since, until).replace(microsecond=0)
        return cls(start, min(start + LONGEST_WINDOW, until), until)

    @classmethod
    def read(cls, cursor: str) -> Self:
        """Read what `written` wrote."""
        start, end, until, page = cursor.split(";")
        return cls(from_iso(start), from_iso(end), from_iso(until), int(page))

    def written(self) -> str:
        """Return the place as a cursor."""
        return f"{stamp(self.start)};{stamp(self.end)};{stamp(self.until)};{self.page}"

    def after(self, total_pages: int) -> Self | None:
        """Return the next page, else the next window, else None."""
        if self.page < total_pages:
            return replace(self, page=self.page + 1)
        if self.end >= self.until:
            return None
        return replace(
            self, start=self.end, end=min(self.end + LONGEST_WINDOW, self.until), page=1
        )

    def halved(self) -> Self:
        """Return the first half of a window that has too many rows."""
        half = (self.end - self.start) / 2
        return replace(self, end=(self.start + half).replace(microsecond=0), page=1)


def list_since(
    api: PayPalApi, since: datetime, *, cursor: str | None, read_alone: ReadAlone
) -> Page[GatewayPayment]:
    """Return a page of the payments that moved at or after `since`.

    Of a payment that money went back of, `read_alone` tells how it stands now.
    """
    place = Place.read(cursor) if cursor else Place.first(since, api.now)
    found, following = _page(api, place)
    backs = {row.about for row in found if row.kind is RowKind.BACK and row.about}
    listed: dict[str, GatewayPayment] = {}
    for row in found:
        if row.kind is not RowKind.PAYMENT:
            continue
        if row.status is RowStatus.REVERSED:
            backs.add(row.id)
        elif row.status is RowStatus.DONE and row.id not in backs:
            listed[row.id] = rows.read_alone(row)
    for external_id in sorted(backs):
        known = read_alone(external_id)
        if known is not None and known.status in _BOOKED:
            listed[external_id] = known
    return Page(tuple(listed.values()), following.written() if following else None)


def find(api: PayPalApi, external_id: str) -> Row | None:
    """Return the payment of that id as a row, looking back half a year; None if there is none."""
    if len(external_id) not in _ID_LENGTHS:
        return None
    return next(_of_windows(api, LONGEST_LOOK_BACK, {"transaction_id": external_id}), None)


def with_backs(api: PayPalApi, row: Row) -> GatewayPayment:
    """Return a payment with all that went back of it since."""
    backs = [
        back
        for code in rows.BACK_CODES
        for back in _of_windows(api, api.now - row.at, {"transaction_type": code})
        if back.about == row.id
    ]
    return rows.read_with(row, backs)


def _of_windows(api: PayPalApi, span: timedelta, only: Mapping[str, str]) -> Iterator[Row]:
    """Return rows of that span up to now, the latest window first."""
    until = api.now
    end = until
    while end > until - span:
        start = max(end - LONGEST_WINDOW, until - span).replace(microsecond=0)
        place: Place | None = Place(start, end, end)
        while place is not None:
            found, place = _page(api, place, only)
            for row in found:
                if row.kind is RowKind.BACK or "transaction_id" in only:
                    yield row
        end = start


def _page(
    api: PayPalApi, place: Place, only: Mapping[str, str] | None = None
) -> tuple[list[Row], Place | None]:
    try:
        answer = api.get(_PATH, {**_window(place), **(only or {})})
    except RefusedError as error:
        return _beside(api, place, only, error)
    with readable():
        found = [rows.read_row(each) for each in answer["transaction_details"] or ()]
        return found, place.after(int(answer.get("total_pages") or 0))


def _beside(
    api: PayPalApi, place: Place, only: Mapping[str, str] | None, error: RefusedError
) -> tuple[list[Row], Place | None]:
    """Read what PayPal does offer: half of a window, or what its search knows by now."""
    if error.issue == _TOO_LARGE:
        if place.end - place.start <= _SHORTEST_WINDOW:
            raise RetryLaterError("PayPal shows too many transactions at once.") from error
        return _page(api, place.halved(), only)
    if error.about == "start_date" and place.start > api.now - SHOWS_WITHIN - timedelta(hours=3):
        # The search does not reach so far yet.
        return [], None
    known_until = _INSTANT.search(error.said)
    if error.about != "end_date" or known_until is None:
        raise error
    end = from_iso(known_until.group())
    if end <= place.start:
        return [], None
    if end >= place.end:
        raise error
    return _page(api, replace(place, end=end, until=end), only)


def _window(place: Place) -> dict[str, str]:
    return {
        "start_date": stamp(place.start),
        "end_date": stamp(place.end),
        "fields": "all",
        "page_size": str(MOST_PER_PAGE),
        "page": str(place.page),
    }


def stamp(at: datetime) -> str:
    """Write an instant as PayPal takes it, in whole seconds of UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
