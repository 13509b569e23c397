"""Fill a site for the bench of the books: money at Stripe's stand-in, payments, people.

Everything is written as it would come to be, only without asking what is there: a site of a
hundred thousand users is otherwise half an hour's work.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from chalicelib import wiring
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.adapters.dynamo.rows import Row
from chalicelib.adapters.dynamo.transactions import row_of
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.records import Insert, Record
from chalicelib.payments.model import GatewayAccount, GatewayPayment, PaymentKey
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.writing import booking
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users import setup
from chalicelib.users.model import MediaIdentity, User
from infra.sandbox import stripe_opening, stripe_sessions
from tests.embedded_aws import running as embedded_aws
from tests.scenarios import world as worlds
from tests.scenarios.shop import open_shop
from tests.scenarios.world import LiveWorld

_AT_ONCE = 40  # of three records each; a commit takes a hundred
_BATCH = 25  # DynamoDB's most in a batch of writes
_BATCH_WRITE = {
    "x-amz-target": "DynamoDB_20120810.BatchWriteItem",
    "content-type": "application/x-amz-json-1.0",
}
_CENTS = 1000
LOOK_BACK = timedelta(days=1)


@contextmanager
def site() -> Iterator[LiveWorld]:
    """Run a site with an open shop that no webhook reaches: the sync has to find the money."""
    patch = pytest.MonkeyPatch()
    with TemporaryDirectory() as folder, embedded_aws() as aws_url:
        with worlds.running(patch, Path(folder), aws_url=aws_url, name="books") as world:
            setup.create_admin(wiring.users_deps(), email=worlds.ADMIN, password=worlds.PASSWORD)
            world.sign_in()
            open_shop(world)
            world.stripe("pause_webhooks")
            yield world
        patch.undo()


def let_pay(world: LiveWorld, payers: Iterable[str]) -> None:
    """Let each address pay the price of a plan once, on another page of the same account."""
    price = {"currency": "usd", "unit_amount": _CENTS, "product_data": {"name": "Elsewhere"}}
    params = {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": "https://elsewhere.test/",
    }
    with world.standins.store.transaction():
        for email in payers:
            session = stripe_opening.open_session(world.standins, params)
            stripe_sessions.pay(world.standins, session["id"], email=email, name="Payer")


def listed(deps: PaymentsDeps) -> list[GatewayPayment]:
    """Return what the gateway lists of the last day, page by page and each payment once."""
    source, since = deps.accounts[GatewayAccount.STRIPE], deps.clock.now() - LOOK_BACK
    found: dict[PaymentKey, GatewayPayment] = {}
    cursor = None
    while True:
        page = source.payments_since(since, cursor=cursor)
        found |= {each.key: each for each in page.items}
        cursor = page.next_cursor
        if cursor is None:
            return list(found.values())


def book(deps: PaymentsDeps, found: list[GatewayPayment]) -> None:
    """Write payments into the books as they stand after somebody looked at them."""
    now = deps.clock.now()
    for start in range(0, len(found), _AT_ONCE):
        payments = (booking.recorded(each, now=now) for each in found[start : start + _AT_ONCE])
        deps.database.commit(*(Insert(payment) for payment in payments))


def address(group: str, number: int) -> str:
    """Return the address of one of the people of a group."""
    return f"{group}{number}@people.test"


def settle_in(deps: PaymentsDeps, group: str, count: int, *, payers: Collection[int]) -> None:
    """Add so many users; those who are going to pay have a subscription with ten days left."""
    plan = next(each for each in deps.catalog.plans() if each.price.minor == _CENTS)
    ends_at = deps.clock.now() + timedelta(days=10)
    begun = ends_at - timedelta(days=20)

    def person(number: int) -> Iterator[Record]:
        user_id = UserId(f"usr_{group}_{number}")
        media = MediaIdentity(username=f"{group}{number}")
        yield User(user_id, address(group, number), f"Person {number}", media, joined_at=begun)
        if number in payers:
            period = Period(PaymentId(f"pay_{group}_{number}"), plan.id, begun, ends_at)
            yield Subscription(user_id, (period,), due_at=ends_at)

    rows = chain.from_iterable(person(number) for number in range(count))
    with httpx.Client(base_url=os.environ["AWS_ENDPOINT_URL"], trust_env=False) as aws:
        while batch := list(islice(rows, _BATCH)):
            _write(aws, batch)


def _write(aws: httpx.Client, records: list[Record]) -> None:
    """Write rows as our commits would; by hand, since the SDK takes longer than the database."""
    names = wiring._rows().names
    requests: dict[str, list[Row]] = {}
    for record in records:
        place = place_of(record)
        put = {"PutRequest": {"Item": row_of(record, place, "bench")}}
        requests.setdefault(names.of(place.key.table), []).append(put)
    answer = aws.post("/", json={"RequestItems": requests}, headers=_BATCH_WRITE)
    if not answer.is_success or answer.json()["UnprocessedItems"]:
        raise RuntimeError(f"the embedded database left writes undone: {answer.text}")
