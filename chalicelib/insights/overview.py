"""The site at a glance."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from chalicelib.catalog.figures import DayFigures
from chalicelib.insights import attention
from chalicelib.insights.figures import SHOWN_DAYS
from chalicelib.insights.ports import InsightsDeps
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.payments.model import GatewayName, Payment, PaymentStatus
from chalicelib.subscriptions import lifecycle, trials

SOON = timedelta(days=7)
INCOME = timedelta(days=30)
_DECISIONS = timedelta(hours=24)
_REFUSED_DAYS = 7
# Every period that has not ended ends within this.
_FAR = timedelta(days=40 * 366)

# Lists are read in pages and not beyond this; figures that were cut say so.
PAGE = 200
MOST_ROWS = 5000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ServerLoad:
    """How full a server is; `max_users` is None when there is no limit."""

    id: ServerId
    name: str
    is_enabled: bool
    seats_taken: int
    max_users: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What an administrator sees first.

    Active are people whose paid time runs; neither permanent people nor those on a trial are among
    them. `income_30_days`
    is what was settled, by currency. Names in `at_least` are of figures that were cut at
    MOST_ROWS rows, so that the truth may be higher. `days` are what was counted day by day, the
    latest first.
    """

    now: datetime
    active_users: int
    trial_users: int
    users_ending_soon: int
    open_orders: int
    income_30_days: tuple[Money, ...]
    payments_30_days: int
    decisions_24_hours: int
    attention: int
    webhooks_refused_7_days: int
    servers: tuple[ServerLoad, ...]
    at_least: tuple[str, ...] = ()
    days: tuple[DayFigures, ...] = ()


def overview(deps: InsightsDeps) -> Overview:
    """Count what tells how the business runs, from indexes only, in bounded reads."""
    now = deps.clock.now()
    people = _Rows(
        lambda cursor: deps.subscriptions.due(now=now + _FAR, cursor=cursor, limit=PAGE)
    )
    active = trying = soon = 0
    for subscription in people:
        if trials.running_trial(subscription, now=now) is not None:
            trying += 1
            continue
        until = lifecycle.paid_until(subscription, now=now)
        active += until is not None
        soon += until is not None and until <= now + SOON
    orders = _Rows(lambda cursor: deps.payments.open_orders(cursor=cursor, limit=PAGE))
    open_orders = sum(1 for _ in orders)
    decided = _Rows(lambda cursor: deps.activity.decisions(now=now, cursor=cursor, limit=PAGE))
    decisions = sum(1 for _ in decided.until(lambda each: each.at <= now - _DECISIONS))
    paid = _Rows(lambda cursor: deps.payments.recent(cursor=cursor, limit=PAGE))
    income, payments = _income(paid.until(lambda each: each.paid_at <= now - INCOME))
    waiting = attention.list_items(deps)
    counted: dict[str, _Rows[Any]] = {
        "active_users": people,
        "trial_users": people,
        "users_ending_soon": people,
        "open_orders": orders,
        "decisions_24_hours": decided,
        "income_30_days": paid,
        "payments_30_days": paid,
    }
    cut = [name for name, rows in counted.items() if rows.is_cut]
    return Overview(
        now=now,
        active_users=active,
        trial_users=trying,
        users_ending_soon=soon,
        open_orders=open_orders,
        income_30_days=income,
        payments_30_days=payments,
        decisions_24_hours=decisions,
        attention=len(waiting.items),
        webhooks_refused_7_days=_refused(deps, now=now),
        servers=_servers(deps, now=now),
        at_least=tuple(cut + (["attention"] if waiting.is_cut else [])),
        days=deps.catalog.figures(now=now, days=SHOWN_DAYS),
    )


class _Rows(Iterator[T]):
    """Reads a list page by page, as far as it is asked and no further than MOST_ROWS."""

    def __init__(self, read: Callable[[str | None], Page[T]]) -> None:
        self.is_cut = False
        self._rows = self._all(read)

    def __next__(self) -> T:
        return next(self._rows)

    def until(self, is_over: Callable[[T], bool]) -> Iterator[T]:
        """Yield rows until the first of which this is true."""
        for row in self:
            if is_over(row):
                return
            yield row

    def _all(self, read: Callable[[str | None], Page[T]]) -> Iterator[T]:
        page, rows = read(None), 0
        while True:
            yield from page.items
            rows += len(page.items)
            if page.next_cursor is None:
                return
            if rows >= MOST_ROWS:
                self.is_cut = True
                return
            page = read(page.next_cursor)


def _income(payments: Iterator[Payment]) -> tuple[tuple[Money, ...], int]:
    """Return the sum of settled payments by currency, and how many moved money."""
    sums: dict[str, Money] = {}
    count = 0
    for payment in payments:
        if payment.status is not PaymentStatus.SETTLED:
            continue
        currency = payment.amount.currency
        sums[currency] = sums.get(currency, Money.zero(currency)) + payment.amount
        count += payment.amount.minor > 0
    return tuple(sums[currency] for currency in sorted(sums)), count


def _refused(deps: InsightsDeps, *, now: datetime) -> int:
    return sum(
        deps.counter.read(f"webhook.refused.{gateway}", now=now, days=_REFUSED_DAYS)
        for gateway in GatewayName
        if gateway is not GatewayName.MANUAL
    )


def _servers(deps: InsightsDeps, *, now: datetime) -> tuple[ServerLoad, ...]:
    seats = {each.server_id: each for each in deps.catalog.all_seats()}
    return tuple(
        ServerLoad(
            id=server.id,
            name=server.name,
            is_enabled=server.is_enabled,
            seats_taken=seats[server.id].taken(now=now) if server.id in seats else 0,
            max_users=server.max_users,
        )
        for server in deps.catalog.servers()
    )
