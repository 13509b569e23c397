"""Hold a day's transactions of a gateway against the books (X007)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.payments.browsing.browse import paid_between
from chalicelib.payments.ledger import LedgerEntry
from chalicelib.payments.model import (
    GatewayAccount,
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    Payment,
)
from chalicelib.payments.ports import Gateway, PaymentsDeps
from chalicelib.payments.rules.report import Books, DayReport, compared

# One call must answer within API Gateway's 29 seconds.
LONGEST_AGO = timedelta(days=62)
MOST_TRANSACTIONS = 5_000
_MOST_PAGES = 200
_LEDGER_PAGE = 500
_MOVED = frozenset({GatewayStatus.PAID, GatewayStatus.REFUNDED})


def reconcile(
    deps: PaymentsDeps, *, account: GatewayAccount, day: date, zone: ZoneInfo
) -> DayReport:
    """Return how an account's transactions of a day stand in the books.

    The day is the one of the time zone, from midnight to midnight, by when the money was paid;
    what was given back or disputed since counts to that day. What was paid before the account was
    first read here, and never came by a webhook, is counted apart. Raises NotFoundError for an
    account that we do not have, InvalidError naming `day` when it has not begun, is too long ago,
    or has too many transactions; RetryLaterError or ActionRequiredError when the gateway cannot
    be read.
    """
    source = deps.accounts.get(account)
    if source is None:
        raise NotFoundError("There is no such payment account here.")
    now = deps.clock.now()
    since, until = bounds(day, zone)
    _check(since, now=now)
    found = _listed(source, since, until)
    payments = paid_between(deps, since=since, until=until, most=MOST_TRANSACTIONS)
    if payments is None:
        raise _too_many()
    books = _books(deps, source.name, payments, since=since, now=now)
    earlier = _before_the_books(deps, account, found) - books.keys()
    rows = compared({name: found[name] for name in found.keys() - earlier}, books)
    foreign = [row.external_id for row in rows if row.is_only_here]
    elsewhere = _of_other_accounts(deps, account, source.name, foreign)
    kept = tuple(row for row in rows if row.external_id not in elsewhere)
    return DayReport(
        account=account,
        day=day,
        since=since,
        until=until,
        is_final=now >= until + source.shows_within,
        rows=kept,
        earlier=len(earlier),
    )


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants of a day's midnights in a time zone; 23 to 25 hours lie between."""
    begins = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def _check(since: datetime, *, now: datetime) -> None:
    if since > now:
        raise InvalidError.of("day", "This day has not begun yet.", "Choose today or before.")
    if now - since > LONGEST_AGO:
        message = f"This day is more than {LONGEST_AGO.days} days ago."
        raise InvalidError.of("day", message, "Export the payments instead.")


def _too_many() -> InvalidError:
    message = f"The day has more than {MOST_TRANSACTIONS} transactions."
    return InvalidError.of("day", message, "Export the payments and compare them there.")


def _listed(source: Gateway, since: datetime, until: datetime) -> dict[str, GatewayPayment]:
    """Return what the gateway lists of the time, each transaction once and as it stands now."""
    found: dict[str, GatewayPayment] = {}
    cursor = None
    for _ in range(_MOST_PAGES):
        page = source.payments_since(since, cursor=cursor)
        for each in page.items:
            if since <= each.paid_at < until and each.status in _MOVED:
                found[each.key.external_id] = each
        cursor = page.next_cursor
        if cursor is None:
            return found
        if len(found) > MOST_TRANSACTIONS:
            break
    raise _too_many()


def _before_the_books(
    deps: PaymentsDeps, account: GatewayAccount, found: Mapping[str, GatewayPayment]
) -> set[str]:
    """Return the transactions that were paid before the account was first read."""
    cursor = deps.store.sync_cursor(account)
    if cursor is None or cursor.begins_at is None:
        return set()
    return {name for name, each in found.items() if each.paid_at < cursor.begins_at}


def _books(
    deps: PaymentsDeps,
    gateway: GatewayName,
    payments: Iterable[Payment],
    *,
    since: datetime,
    now: datetime,
) -> Mapping[str, Books]:
    """Return what the books have of the gateway's transactions: payments and ledger lines."""
    parts: dict[str, list[Payment]] = {}
    for payment in payments:
        if payment.key.gateway is gateway:
            parts.setdefault(payment.key.external_id, []).append(payment)
    lines: dict[str, list[LedgerEntry]] = {}
    for line in _ledger(deps, since, now) if parts else ():
        if line.payment and line.payment.gateway is gateway:
            lines.setdefault(line.payment.external_id, []).append(line)
    return {name: Books(tuple(parts[name]), tuple(lines.get(name, ()))) for name in parts}


def _ledger(deps: PaymentsDeps, since: datetime, now: datetime) -> Iterable[LedgerEntry]:
    """Yield the ledger from a little before on: a gateway may book a payment before its time."""
    day = (since - timedelta(days=1)).date()
    while day <= now.date():
        cursor = None
        while True:
            page = deps.store.ledger_on(day, cursor=cursor, limit=_LEDGER_PAGE)
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                break
        day += timedelta(days=1)


def _of_other_accounts(
    deps: PaymentsDeps, account: GatewayAccount, gateway: GatewayName, names: Iterable[str]
) -> set[str]:
    """Return the transactions that another account of the same gateway has."""
    others = [
        each for key, each in deps.accounts.items() if key is not account and each.name is gateway
    ]
    return {name for name in names if any(each.read_payment(name) for each in others)}
