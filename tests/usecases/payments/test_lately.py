"""What of a page is in the books is told by few reads, in whatever order a gateway lists."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.payments.model import GatewayPayment, Payment
from chalicelib.payments.reading import lately
from chalicelib.payments.reading.lately import Lately
from tests.builders import NOON, a_gateway_payment, a_payment, a_payment_key
from tests.fakes.database import InMemoryDatabase
from tests.fakes.money_stores import InMemoryPaymentStore

SINCE = NOON
PAGE = 5


def booked(number: int, at: datetime) -> Payment:
    return a_payment(id=f"pay_{number}", key=a_payment_key(f"pi_{number}"), paid_at=at)


def listed(number: int, at: datetime) -> GatewayPayment:
    return a_gateway_payment(key=a_payment_key(f"pi_{number}"), paid_at=at)


def pages(items: list[GatewayPayment], size: int = PAGE) -> list[list[GatewayPayment]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


@pytest.fixture
def db() -> InMemoryDatabase:
    return InMemoryDatabase()


def test_many_pages_of_what_is_known_cost_few_reads(
    db: InMemoryDatabase, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lately, "_AT_ONCE", 20)
    times = [SINCE + timedelta(minutes=number) for number in range(100)]
    db.seed(*[booked(number, at) for number, at in enumerate(times)])
    books = Lately(InMemoryPaymentStore(db), since=SINCE)
    newest_first = [listed(number, at) for number, at in enumerate(times)][::-1]

    for page in pages(newest_first):
        assert set(books.known(page)) == {each.key for each in page}
    assert db.round_trips == 5


def test_what_is_from_before_is_read_by_its_key(db: InMemoryDatabase):
    old = SINCE - timedelta(days=40)
    db.seed(booked(1, old), booked(2, SINCE))
    books = Lately(InMemoryPaymentStore(db), since=SINCE)
    page = [listed(1, old), listed(2, SINCE), listed(3, SINCE), listed(4, old)]

    assert set(books.known(page)) == {page[0].key, page[1].key}
    assert db.round_trips == 2


def test_an_empty_page_costs_nothing(db: InMemoryDatabase):
    books = Lately(InMemoryPaymentStore(db), since=SINCE)

    assert books.known([]) == {}
    assert db.round_trips == 0


def test_the_memory_is_bounded(db: InMemoryDatabase, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lately, "_AT_ONCE", 10)
    monkeypatch.setattr(lately, "_MOST_KEPT", 30)
    times = [SINCE + timedelta(minutes=number) for number in range(100)]
    db.seed(*[booked(number, at) for number, at in enumerate(times)])
    books = Lately(InMemoryPaymentStore(db), since=SINCE)

    for page in pages([listed(number, at) for number, at in enumerate(times)][::-1]):
        assert set(books.known(page)) == {each.key for each in page}
    assert len(books._kept) == 30


@settings(max_examples=150, deadline=None)
@given(
    minutes=st.lists(st.integers(-3, 12), min_size=1, max_size=25),
    in_books=st.sets(st.integers(0, 24)),
    order=st.sampled_from(["newest", "oldest", "as it comes"]),
    at_once=st.integers(1, 6),
    size=st.integers(1, 7),
)
def test_it_tells_what_the_books_have_as_reading_each_by_its_key_does(
    minutes: list[int], in_books: set[int], order: str, at_once: int, size: int
):
    db = InMemoryDatabase()
    times = {number: SINCE + timedelta(minutes=each) for number, each in enumerate(minutes)}
    db.seed(*[booked(number, at) for number, at in times.items() if number in in_books])
    items = [listed(number, at) for number, at in times.items()]
    if order != "as it comes":
        items.sort(key=lambda each: each.paid_at, reverse=order == "newest")
    store = InMemoryPaymentStore(db)
    books = Lately(store, since=SINCE)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lately, "_AT_ONCE", at_once)
        for page in pages(items, size):
            told = books.known(page)
            truth = store.many(tuple(each.key for each in page))
            # A gateway that lists without order may cost a second look, never a wrong answer.
            assert told.items() <= truth.items()
            if order != "as it comes":
                assert told == truth
