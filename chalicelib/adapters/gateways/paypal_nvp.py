"""PayPal's account activity by NVP, for accounts whose app may not search by REST.

A search answers a hundred rows at most, without pages: a window with more is halved until all of
it shows. Rows are hardly more than an amount, so that the details of each payment are asked for,
once, and again when its row has changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from chalicelib.adapters.gateways.paypal_errors import readable
from chalicelib.adapters.gateways.paypal_money import of_text
from chalicelib.adapters.gateways.paypal_nvp_api import CUT_OFF, NvpApi, NvpRefusedError, Values
from chalicelib.adapters.gateways.paypal_objects import Claim, Payer, our_order, payment, word
from chalicelib.adapters.gateways.paypal_search import stamp
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.payments.model import Dispute, GatewayPayment, GatewayStatus

_ROW = re.compile(r"L_TRANSACTIONID(\d{1,3})\Z")
_NAMES = ("TIMESTAMP", "TYPE", "TRANSACTIONID", "STATUS", "AMT", "CURRENCYCODE")
# Ids of agreements stand among those of payments.
_AGREEMENTS = ("S-", "I-", "B-")
_SHORTEST_WINDOW = timedelta(seconds=1)
_MOST_TOLD = 20_000
_BOOKED = frozenset({GatewayStatus.PAID, GatewayStatus.REFUNDED})
# Types of rows that are received payments; fees, transfers, conversions and the like are none.
_PAYMENT = re.compile(r"payment|purchase|donation|sale", re.IGNORECASE)
_HOLD = "Temporary Hold"
_BACK = frozenset({"Refund", "Reversal"})
_STATUSES = {
    "completed": GatewayStatus.PAID,
    "completed funds held": GatewayStatus.PAID,
    "cleared": GatewayStatus.PAID,
    "partially refunded": GatewayStatus.PAID,
    "canceled reversal": GatewayStatus.PAID,
    "reversed": GatewayStatus.PAID,
    "refunded": GatewayStatus.REFUNDED,
    "created": GatewayStatus.PENDING,
    "held": GatewayStatus.PENDING,
    "in progress": GatewayStatus.PENDING,
    "pending": GatewayStatus.PENDING,
    "placed": GatewayStatus.PENDING,
    "processed": GatewayStatus.PAID,
    "processing": GatewayStatus.PENDING,
    "unclaimed": GatewayStatus.PENDING,
    "uncleared": GatewayStatus.PENDING,
    "under review": GatewayStatus.PENDING,
    "canceled": GatewayStatus.FAILED,
    "denied": GatewayStatus.FAILED,
    "expired": GatewayStatus.FAILED,
    "failed": GatewayStatus.FAILED,
    "none": GatewayStatus.FAILED,
    "removed": GatewayStatus.FAILED,
    "returned": GatewayStatus.FAILED,
    "voided": GatewayStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    type: str
    status: str
    amount: Money
    at: datetime


@dataclass(slots=True)
class Told:
    """Remembers payments by their row, so that one that did not change is not asked for again."""

    _held: dict[_Row, GatewayPayment] = field(default_factory=dict)

    def get(self, row: _Row) -> GatewayPayment | None:
        """Return what the row's details said."""
        return self._held.get(row)

    def keep(self, row: _Row, found: GatewayPayment) -> None:
        """Remember it; when there is too much, all else is forgotten."""
        if len(self._held) >= _MOST_TOLD:
            self._held.clear()
        self._held[row] = found


@dataclass(frozen=True, slots=True)
class _Window:
    start: datetime
    end: datetime
    until: datetime

    @classmethod
    def read(cls, cursor: str) -> Self:
        """Read what `written` wrote."""
        start, end, until = cursor.split(";")
        return cls(from_iso(start), from_iso(end), from_iso(until))

    def written(self) -> str:
        """Return the window as a cursor."""
        return f"{stamp(self.start)};{stamp(self.end)};{stamp(self.until)}"

    def halved(self) -> Self:
        """Return the first half, in whole seconds."""
        half = max((self.end - self.start) // 2, _SHORTEST_WINDOW)
        return replace(self, end=(self.start + half).replace(microsecond=0))

    def following(self) -> Self | None:
        """Return the next window, twice as long, which begins with this one's last second."""
        if self.end >= self.until:
            return None
        longer = max(2 * (self.end - self.start), _SHORTEST_WINDOW)
        return replace(self, start=self.end, end=min(self.end + longer, self.until))


def list_since(
    api: NvpApi, since: datetime, *, cursor: str | None, now: datetime, told: Told
) -> Page[GatewayPayment]:
    """Return a page of the payments that moved at or after `since`, up to `now`."""
    until = now.replace(microsecond=0)
    window = _Window.read(cursor) if cursor else _Window(min(since, until), until, until)
    rows, window = _whole(api, window)
    listed: dict[str, GatewayPayment] = {}
    for row in rows:
        found = (told.get(row) or by_id(api, row.id)) if _is_payment(row) else None
        if found is not None:
            told.keep(row, found)
            listed[row.id] = found
    listed |= _taken_back(api, rows)
    following = window.following()
    return Page(
        tuple(each for each in listed.values() if each.status in _BOOKED),
        following.written() if following else None,
    )


def _taken_back(api: NvpApi, rows: list[_Row]) -> dict[str, GatewayPayment]:
    """Return the payments that rows of refunds and disputes are about, as they stand now."""
    about: dict[str, Dispute] = {}
    for row in sorted(rows, key=lambda each: each.at):
        is_hold, is_sent = row.type == _HOLD, row.amount.minor < 0
        named = _about(api, row.id) if is_hold or (row.type in _BACK and is_sent) else ""
        if named and is_hold:
            about[named] = Dispute.OPEN if is_sent else Dispute.WON
        elif named:
            about.setdefault(named, Dispute.NONE)
    found = {external_id: by_id(api, external_id) for external_id in sorted(about)}
    return {
        external_id: replace(each, dispute=about[external_id])
        if each.dispute is Dispute.NONE
        else each
        for external_id, each in found.items()
        if each is not None
    }


def by_id(api: NvpApi, external_id: str) -> GatewayPayment | None:
    """Return a payment by its details, None if the account has no such payment."""
    try:
        details = api.ask("GetTransactionDetails", TRANSACTIONID=external_id.rpartition("/")[2])
    except NvpRefusedError as error:
        if error.is_unknown:
            return None
        raise
    with readable():
        return _read(api, details)


def _read(api: NvpApi, told: Values) -> GatewayPayment | None:
    amount = of_text(told["AMT"], told["CURRENCYCODE"])
    if amount.minor <= 0:
        return None
    said = _normal(told["PAYMENTSTATUS"])
    status = word(_STATUSES, said)
    refunded = Money.zero(amount.currency)
    if status is GatewayStatus.REFUNDED:
        refunded = amount
    elif said == "partially refunded":
        refunded = _given_back(api, told)
    claim = Claim(Dispute.LOST if said == "reversed" else Dispute.NONE)
    name = " ".join(part for part in (told.get("FIRSTNAME"), told.get("LASTNAME")) if part)
    return payment(
        told["TRANSACTIONID"],
        status=status,
        amount=amount,
        paid_at=from_iso(told["ORDERTIME"]),
        refunded=refunded,
        payer=Payer(told.get("EMAIL", ""), name),
        claim=claim,
        note=told.get("NOTE", ""),
        order_id=our_order(told.get("CUSTOM")),
        subscription_ref=told.get("SUBSCRIPTIONID") or told.get("PROFILEID") or "",
        # A hold shows in the list alone.
        may_lag=True,
    )


def _given_back(api: NvpApi, told: Values) -> Money:
    """Return the sum of a payment's refunds, which stand as rows of the same payer after it."""
    total = Money.zero(told["CURRENCYCODE"])
    only = {"TRANSACTIONCLASS": "Refund"}
    if told.get("EMAIL"):
        only["EMAIL"] = told["EMAIL"]
    answer = api.ask("TransactionSearch", STARTDATE=told["ORDERTIME"], **only)
    for row in _rows(answer):
        if row.amount.minor < 0 and _about(api, row.id) == told["TRANSACTIONID"]:
            total -= row.amount
    return total


def _about(api: NvpApi, external_id: str) -> str:
    """Return the payment that money went back of, empty if PayPal does not say."""
    try:
        details = api.ask("GetTransactionDetails", TRANSACTIONID=external_id)
    except NvpRefusedError as error:
        if error.is_unknown:
            return ""
        raise
    return details.get("PARENTTRANSACTIONID", "")


def _whole(api: NvpApi, window: _Window) -> tuple[list[_Row], _Window]:
    """Return all rows of the window, or of as much of its beginning as shows at once."""
    while True:
        answer = api.ask(
            "TransactionSearch", STARTDATE=stamp(window.start), ENDDATE=stamp(window.end)
        )
        if answer.get("L_ERRORCODE0") != CUT_OFF:
            with readable():
                return _rows(answer), window
        if window.end - window.start <= _SHORTEST_WINDOW:
            raise RetryLaterError("PayPal shows no more than a hundred transactions of a second.")
        window = window.halved()


def _rows(answer: Values) -> list[_Row]:
    """Return the rows by their number: some types lack some fields."""
    found = []
    for key in answer:
        place = _ROW.match(key)
        if place is None:
            continue
        told = {name: answer.get(f"L_{name}{place[1]}", "") for name in _NAMES}
        if told["TRANSACTIONID"].startswith(_AGREEMENTS) or not told["AMT"]:
            continue
        found.append(_row(told))
    return found


def _row(told: Mapping[str, str]) -> _Row:
    return _Row(
        told["TRANSACTIONID"],
        told["TYPE"],
        _normal(told["STATUS"]),
        of_text(told["AMT"], told["CURRENCYCODE"]),
        from_iso(told["TIMESTAMP"]),
    )


def _is_payment(row: _Row) -> bool:
    is_received = row.amount.minor > 0 and bool(_PAYMENT.search(row.type))
    return is_received and word(_STATUSES, row.status) in _BOOKED


def _normal(status: str) -> str:
    return " ".join(status.replace("-", " ").replace("_", " ").split()).casefold()
