"""What the sync costs: transactions that are known already, and new ones that find their owner.

The gateway is Stripe's stand-in behind our own adapter, the database the embedded AWS. Most of an
import is known: webhooks told of it. What the gateway's own pages take is the floor.

`python -m bench` measures a month of a small site. `python -m bench.books` measures a year of a
large one, 10,000 transactions and 100,000 users, which takes a quarter of an hour; its figures
join the others in the results.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bench import readme
from bench.figures import Figure, save
from chalicelib import wiring
from chalicelib.adapters.dynamo.metering import METER
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.adapters.dynamo.rows import Row, Rows
from chalicelib.adapters.dynamo.transactions import row_of
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.records import Insert, Record
from chalicelib.payments import booking, sync
from chalicelib.payments.model import GatewayAccount, GatewayPayment, PaymentKey, PaymentStatus
from chalicelib.payments.ports import Gateway, PaymentsDeps
from chalicelib.payments.settle import settle
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users import setup
from chalicelib.users.model import MediaIdentity, User
from infra.sandbox import stripe_opening, stripe_sessions
from tests.builders import a_gateway_payment, a_payment_key
from tests.embedded_aws import running as embedded_aws
from tests.scenarios import world as worlds
from tests.scenarios.shop import open_shop
from tests.scenarios.world import LiveWorld

MATCHED = 100
_AT_ONCE = 40  # of three records each; a commit takes a hundred
_BATCH = 25  # DynamoDB's most in a batch of writes
_WALL_AIM, _READS_AIM, _FLAT_AIM = 1.3, 0.02, 1.05
_READS = ("GetItem", "BatchGetItem", "Query")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: `new` of the transactions are new, as when webhooks told the rest.

    Money finds its owner among `few` users first, then among `many`. The best of `rounds` counts.
    """

    transactions: int
    new: int
    few: int
    many: int
    rounds: int


SMALL = Size(transactions=1_000, new=10, few=1_000, many=10_000, rounds=3)
LARGE = Size(transactions=10_000, new=100, few=1_000, many=100_000, rounds=1)


@dataclass(frozen=True, slots=True)
class _Import:
    seconds: float
    reads: int


def run(size: Size = SMALL) -> dict[str, Figure]:
    """Import what is nearly all known, then match new money among few and many."""
    with _site() as world:
        deps = wiring.payments_deps()
        found = _transactions(world, deps, size.transactions)
        _book(deps, found[: -size.new])
        paging = min(_page(deps) for _ in range(size.rounds))
        first = _import(deps, size)
        rounds = (_import(deps, size) for _ in range(size.rounds))
        again = min(rounds, key=lambda each: each.seconds)
        few = _matched_among(deps, size.few, "few")
        many = _matched_among(deps, size.many, "many")
    count, prefix = size.transactions, "" if size is SMALL else "large_"
    figures = {
        "import_wall": Figure(
            name=f"Sync of {count} known transactions, wall time",
            value=again.seconds,
            unit="s",
            versus=f"paging the gateway alone ({paging:.2f} s)",
            ratio=again.seconds / paging,
            aim=_WALL_AIM,
        ),
        "import_reads": Figure(
            name=f"Sync of {count} known transactions, DynamoDB reads",
            value=again.reads / count,
            unit="reads per transaction",
            aim=_READS_AIM,
        ),
        "import_new_reads": Figure(
            name=f"Sync of {count} transactions of which {size.new} are new, DynamoDB reads",
            value=first.reads / count,
            unit="reads per transaction",
        ),
        "import_new_wall": Figure(
            name=f"Sync of {count} transactions of which {size.new} are new, wall time",
            value=first.seconds,
            unit="s",
            versus=f"paging the gateway alone ({paging:.2f} s)",
            ratio=first.seconds / paging,
        ),
        "match_round_trips": Figure(
            name=f"Round trips of a new payment that finds its owner among {size.many} users",
            value=many,
            unit=f"requests (mean of {MATCHED})",
            versus=f"among {size.few} users ({few:.2f})",
            ratio=many / few,
            aim=_FLAT_AIM,
        ),
    }
    return {prefix + name: figure for name, figure in figures.items()}


@contextmanager
def _site() -> Iterator[LiveWorld]:
    patch = pytest.MonkeyPatch()
    with tempfile.TemporaryDirectory() as folder, embedded_aws() as aws_url:
        with worlds.running(patch, Path(folder), aws_url=aws_url, name="books") as world:
            setup.create_admin(wiring.users_deps(), email=worlds.ADMIN, password=worlds.PASSWORD)
            world.sign_in()
            open_shop(world)
            world.stripe("pause_webhooks")
            yield world
        patch.undo()


def _transactions(world: LiveWorld, deps: PaymentsDeps, count: int) -> list[GatewayPayment]:
    """Let strangers pay on other pages of the account; return what the gateway lists of it."""
    price = {"currency": "usd", "unit_amount": 1000, "product_data": {"name": "Elsewhere"}}
    params = {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": "https://elsewhere.test/",
    }
    with world.standins.store.transaction():
        for number in range(count):
            session = stripe_opening.open_session(world.standins, params)
            stripe_sessions.pay(
                world.standins, session["id"], email=f"payer{number}@x.test", name="Payer"
            )
    found: dict[PaymentKey, GatewayPayment] = {}
    cursor = None
    while True:
        page = _source(deps).payments_since(_since(deps), cursor=cursor)
        found |= {each.key: each for each in page.items}
        cursor = page.next_cursor
        if cursor is None:
            return list(found.values())


def _book(deps: PaymentsDeps, found: list[GatewayPayment]) -> None:
    """Write payments into the books as they stand after somebody looked at them."""
    now = deps.clock.now()
    for start in range(0, len(found), _AT_ONCE):
        payments = (booking.recorded(each, now=now) for each in found[start : start + _AT_ONCE])
        deps.database.commit(*(Insert(payment) for payment in payments))


def _page(deps: PaymentsDeps) -> float:
    begun, cursor = time.perf_counter(), None
    while True:
        cursor = _source(deps).payments_since(_since(deps), cursor=cursor).next_cursor
        if cursor is None:
            return time.perf_counter() - begun


def _import(deps: PaymentsDeps, size: Size) -> _Import:
    before, begun = METER.read(), time.perf_counter()
    read, is_done = 0, False
    while not is_done:
        counts = sync.sync(deps, account=GatewayAccount.STRIPE)
        read, is_done = read + counts["read"], not counts.get("unfinished")
        if counts.get("failed"):
            raise RuntimeError(f"the sync came to {dict(counts)}")
    spent = time.perf_counter() - begun
    if read < size.transactions:
        raise RuntimeError(f"the sync saw {read} of {size.transactions} transactions")
    requests = (METER.read() - before).requests
    return _Import(spent, sum(requests.get(name, 0) for name in _READS))


def _matched_among(deps: PaymentsDeps, count: int, name: str) -> float:
    """Make users up to `count`, settle money of some, and return the round trips of one."""
    _people(deps, count, name)
    before = METER.read()
    for number in range(MATCHED):
        payer = f"{name}{number * (count // 2) // MATCHED}@people.test"
        key = a_payment_key(f"pi_{name}_{number}")
        found = a_gateway_payment(
            key=key, order_id=None, payer_email=payer, paid_at=deps.clock.now()
        )
        payment = settle(deps, found=found, actor=Actor("bench"))
        if payment is None or payment.status is not PaymentStatus.SETTLED:
            raise RuntimeError(f"{payer} was not found: {payment}")
    return (METER.read() - before).round_trips / MATCHED


def _people(deps: PaymentsDeps, count: int, name: str) -> None:
    plan = next(each for each in deps.catalog.plans() if each.price.minor == 1000)
    ends_at = deps.clock.now() + timedelta(days=10)
    records: list[Record] = []
    for number in range(count):
        user_id = UserId(f"usr_{name}_{number}")
        media = MediaIdentity(username=f"{name}{number}")
        email = f"{name}{number}@people.test"
        period = Period(
            PaymentId(f"pay_{name}_{number}"),
            plan.id,
            ends_at - timedelta(days=20),
            ends_at,
        )
        records.append(User(user_id, email, f"Person {number}", media, joined_at=ends_at))
        records.append(Subscription(user_id, (period,), due_at=ends_at))
    rows = wiring._rows()
    for start in range(0, len(records), _BATCH):
        _write(rows, records[start : start + _BATCH])


def _write(rows: Rows, records: list[Record]) -> None:
    """Write rows as our commits would, without asking what is there."""
    requests: dict[str, list[Row]] = {}
    for record in records:
        place = place_of(record)
        put = {"PutRequest": {"Item": row_of(record, place, "bench")}}
        requests.setdefault(rows.names.of(place.key.table), []).append(put)
    left = rows.call("BatchWriteItem", RequestItems=requests)["UnprocessedItems"]
    if left:
        raise RuntimeError("the embedded database left writes undone")


def _source(deps: PaymentsDeps) -> Gateway:
    return deps.accounts[GatewayAccount.STRIPE]


def _since(deps: PaymentsDeps) -> datetime:
    return deps.clock.now() - timedelta(days=1)


if __name__ == "__main__":
    measured = run(LARGE)
    save({f"books.{key}": figure for key, figure in measured.items()})
    for each in measured.values():
        print(each.to_line())
    readme.write()
