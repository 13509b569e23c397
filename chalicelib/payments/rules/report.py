"""What a day's comparison of gateway and books comes to (pure)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.payments.ledger import LedgerEntry, LedgerKind, money_of
from chalicelib.payments.model import Dispute, GatewayAccount, GatewayPayment, Payment

_AWAY = {Dispute.OPEN, Dispute.LOST}
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Books:
    """What the books have of one transaction: its parts and its ledger lines."""

    parts: tuple[Payment, ...]
    lines: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One transaction of the day, in minor units of its currency.

    `at_gateway` and `in_ledger` are what is left of the money there; None where it is unknown.
    `difference` says in one sentence what does not fit, empty when all does.
    """

    external_id: str
    currency: str
    at_gateway: int | None
    in_ledger: int | None
    parts: tuple[Payment, ...] = ()
    difference: str = ""

    @property
    def status(self) -> str:
        """Return how the transaction stands in the books; `missing` when it does not."""
        return str(self.parts[0].status) if self.parts else MISSING

    @property
    def is_only_here(self) -> bool:
        """Tell whether the gateway does not list what the books have."""
        return self.at_gateway is None


@dataclass(frozen=True, slots=True)
class DayReport:
    """A day of an account in ``[since, until)``; not final while the gateway may show more.

    `earlier` counts what the books lack because it was paid before this site first read the
    account; it stands in no row.
    """

    account: GatewayAccount
    day: date
    since: datetime
    until: datetime
    is_final: bool
    rows: tuple[Row, ...]
    earlier: int = 0

    @property
    def statuses(self) -> Mapping[str, int]:
        """Return how many transactions stand in which status."""
        return dict(sorted(Counter(row.status for row in self.rows).items()))

    @property
    def differing(self) -> tuple[Row, ...]:
        """Return the rows at which a person must look."""
        return tuple(row for row in self.rows if row.difference)

    def totals(self) -> Mapping[str, tuple[int, int]]:
        """Return the money at the gateway and in the ledger, by currency in minor units."""
        sums: dict[str, tuple[int, int]] = {}
        for row in self.rows:
            gateway, ledger = sums.get(row.currency, (0, 0))
            sums[row.currency] = gateway + (row.at_gateway or 0), ledger + (row.in_ledger or 0)
        return dict(sorted(sums.items()))


def compared(found: Mapping[str, GatewayPayment], books: Mapping[str, Books]) -> tuple[Row, ...]:
    """Return a row for every transaction that either side has, by its id."""
    names = sorted({*found, *books})
    return tuple(_row(name, found.get(name), books.get(name)) for name in names)


def _row(name: str, found: GatewayPayment | None, held: Books | None) -> Row:
    if held is None:
        if found is None:
            raise ValueError(f"{name} is on neither side")
        why = "The books do not have this transaction."
        return Row(name, found.amount.currency, _kept(found), None, difference=why)
    currency = held.parts[0].amount.currency
    in_ledger = money_of(held.lines).get(currency, 0)
    if found is None:
        why = "The gateway does not list this transaction for the day."
        return Row(name, currency, None, in_ledger, held.parts, why)
    why = _difference(found, held, in_ledger)
    return Row(name, currency, _kept(found), in_ledger, held.parts, why)


def _difference(found: GatewayPayment, held: Books, in_ledger: int) -> str:
    amount = sum(part.amount.minor for part in held.parts)
    refunded = sum((part.amount - part.left).minor for part in held.parts)
    times = sum(line.kind is LedgerKind.PAYMENT for line in held.lines)
    disputes = {part.dispute for part in held.parts}
    if {part.amount.currency for part in held.parts} != {found.amount.currency}:
        return f"It was paid in {found.amount.currency}, but is booked in another currency."
    if len(held.parts) != held.parts[0].parts:
        return f"{len(held.parts)} of its {held.parts[0].parts} parts are in the books."
    if amount != found.amount.minor:
        return f"The gateway has {found.amount}, the books have another amount."
    if refunded != found.refunded.minor:
        return f"The gateway gave back {found.refunded}, the books have another amount."
    if disputes != {found.dispute}:
        return f"The dispute is {found.dispute} at the gateway, but not in the books."
    if times != 1:
        return f"It stands in the ledger {times} times."
    if in_ledger != _kept(found):
        return "The lines of the ledger do not sum to what is left at the gateway."
    return ""


def _kept(found: GatewayPayment) -> int:
    """Return what is left at the gateway, in minor units: nothing while a dispute holds it."""
    return 0 if found.dispute in _AWAY else (found.amount - found.refunded).minor
