"""Payments as a whole: what accounts were read, a day's reconciliation, an export."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalice.app import Response

from chalicelib import wiring
from chalicelib.entrypoints.admin import present, spreadsheet
from chalicelib.entrypoints.admin.shapes import Day, PaymentShape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.payments import sync
from chalicelib.payments.browsing import browse
from chalicelib.payments.model import GatewayAccount, PaymentStatus
from chalicelib.payments.reading import switches
from chalicelib.payments.reporting import reconcile
from chalicelib.payments.rules import report

registry = Registry()

# About 300 bytes each: an answer of Lambda is at most 6 MB.
MOST_EXPORTED = 15_000
MOST_SHOWN = 500


class AccountShape(Model):
    """How far an account's transactions were read, and what the last read saw."""

    account: str
    is_on: bool
    read_until: datetime | None
    is_reading: bool
    read: int
    booked: int
    failed: int
    error: str


class AccountList(Model):
    """The accounts that can be read."""

    items: list[AccountShape]


class SyncShape(Model):
    """What a read came to, by outcome."""

    counts: dict[str, int]


class DayQuery(Model):
    """Which day of the site's time zone, of which account."""

    day: Day
    account: GatewayAccount


class DayRow(Model):
    """A transaction of the day, in minor units; null where one side does not have it."""

    external_id: str
    status: str
    currency: str
    at_gateway: int | None
    in_ledger: int | None
    difference: str
    payments: list[PaymentShape]


class DayTotal(Model):
    """The money of the day in a currency, in minor units; the difference is what matters."""

    currency: str
    at_gateway: int
    in_ledger: int
    difference: int


class DayReportShape(Model):
    """How a day's transactions stand in the books; `since` to `until` (exclusive) is the day.

    `earlier` counts what was paid before this site first read the account; it is in no row.
    """

    account: str
    day: date
    time_zone: str
    since: datetime
    until: datetime
    is_final: bool
    transactions: int
    statuses: dict[str, int]
    totals: list[DayTotal]
    differing: int
    earlier: int
    rows: list[DayRow]


class ExportQuery(Model):
    """Which days of the site's time zone; both are included."""

    since: Day
    until: Day
    status: PaymentStatus | None = None


@registry.add(
    "GET", "/payments/accounts", summary="How far accounts were read", returns=AccountList
)
def list_payment_accounts(_call: Call[NoInput, NoInput]) -> AccountList:
    """Return every account with the state of its sync."""
    deps = wiring.payments_deps()
    items = []
    for account in deps.accounts:
        cursor = deps.store.sync_cursor(account)
        items.append(
            AccountShape(
                account=account,
                is_on=switches.is_synced(deps.settings, account),
                read_until=cursor.read_until if cursor else None,
                is_reading=bool(cursor and cursor.page),
                read=cursor.read if cursor else 0,
                booked=cursor.booked if cursor else 0,
                failed=cursor.failed if cursor else 0,
                error=cursor.error if cursor else "",
            )
        )
    return AccountList(items=items)


@registry.add(
    "POST",
    "/payments/accounts/{account}/sync",
    summary="Read an account's transactions now",
    returns=SyncShape,
)
def sync_payment_account(call: Call[NoInput, NoInput]) -> SyncShape:
    """Read on for as long as a call may last; `unfinished` says that there is more."""
    account = _account(call.path["account"])
    counts = sync.sync(wiring.payments_deps(), account=account, longest=sync.LONGEST_CALL)
    return SyncShape(counts=dict(counts))


@registry.add(
    "GET",
    "/payments/reconciliation",
    summary="Hold a day of an account against the books",
    query=DayQuery,
    returns=DayReportShape,
)
def reconcile_payments(call: Call[NoInput, DayQuery]) -> DayReportShape:
    """Compare the gateway's own list of a day with the ledger, transaction by transaction."""
    zone = _zone()
    found = reconcile.reconcile(
        wiring.payments_deps(), account=call.query.account, day=call.query.day, zone=zone
    )
    return _day(found, zone)


@registry.add(
    "GET",
    "/payments/export",
    summary="Export payments as CSV",
    query=ExportQuery,
    returns=NoInput,
    media_type="text/csv",
)
def export_payments(call: Call[NoInput, ExportQuery]) -> Response:
    """Return all payments of a range of days as a table; refuses a range that is too long."""
    query, zone = call.query, _zone()
    if query.until < query.since:
        raise InvalidError.of("until", "The range ends before it begins.", "Choose a later day.")
    since, _ = reconcile.bounds(query.since, zone)
    _, until = reconcile.bounds(query.until, zone)
    found = browse.paid_between(
        wiring.payments_deps(), since=since, until=until, most=MOST_EXPORTED
    )
    if found is None:
        raise InvalidError.of(
            "since",
            f"There are more than {MOST_EXPORTED} payments from {query.since} to {query.until}.",
            "Export fewer days at a time.",
        )
    wanted = [each for each in found if query.status in {None, each.status}]
    return spreadsheet.answer(
        spreadsheet.payments(present.payments(wanted)),
        name=f"payments-{query.since}-{query.until}.csv",
    )


def _account(name: str) -> GatewayAccount:
    if name not in set(GatewayAccount):
        raise NotFoundError("There is no such payment account here.", remedy="Reload the page.")
    return GatewayAccount(name)


def _zone() -> ZoneInfo:
    return ZoneInfo(wiring.payments_deps().settings.site().time_zone)


def _day(found: report.DayReport, zone: ZoneInfo) -> DayReportShape:
    # Rows at which a person must look come first, and are never left out.
    rows = [*found.differing, *(row for row in found.rows if not row.difference)][:MOST_SHOWN]
    return DayReportShape(
        account=found.account,
        day=found.day,
        time_zone=str(zone),
        since=found.since,
        until=found.until,
        is_final=found.is_final,
        transactions=len(found.rows),
        statuses=dict(found.statuses),
        totals=[
            DayTotal(
                currency=currency,
                at_gateway=gateway,
                in_ledger=ledger,
                difference=gateway - ledger,
            )
            for currency, (gateway, ledger) in found.totals().items()
        ],
        differing=len(found.differing),
        earlier=found.earlier,
        rows=_rows(rows),
    )


def _rows(rows: list[report.Row]) -> list[DayRow]:
    shown = iter(present.payments(part for row in rows for part in row.parts))
    return [
        DayRow(
            external_id=row.external_id,
            status=row.status,
            currency=row.currency,
            at_gateway=row.at_gateway,
            in_ledger=row.in_ledger,
            difference=row.difference,
            payments=[next(shown) for _ in row.parts],
        )
        for row in rows
    ]
