"""Payments are found by what people have in hand."""

from datetime import timedelta

import pytest

from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.browsing.browse import Search, paid_between, search
from chalicelib.payments.model import GatewayName, PaymentStatus
from tests.builders import NOON, a_payer_mark, a_payment, a_payment_key, a_user, an_identity, usd
from tests.usecases.payments.shop import Shop

DAY = timedelta(days=1)


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    shop.db.seed(
        a_user(),
        a_user(id="usr_bob", email="bob@example.com", name="Bob Stone", media=an_identity("bob")),
        a_payer_mark(source="stripe:pi_2:1"),
    )
    rows = [
        ("1", PaymentStatus.SETTLED, "usr_ann", usd(10), {}),
        ("2", PaymentStatus.SETTLED, "usr_ann", usd(12), {"subscription_ref": "sub_1"}),
        ("3", PaymentStatus.REFUNDED, "usr_bob", usd(10), {"attention": "Look."}),
        ("4", PaymentStatus.UNMATCHED, None, usd(10), {"payer_email": "Zoe@x.test"}),
        ("5", PaymentStatus.DISMISSED, None, usd(5), {"payer_name": "Zoe Stone"}),
        ("6", PaymentStatus.HELD, None, Money(10, "JPY"), {"subscription_ref": "sub_1"}),
    ]
    for number, status, user_id, amount, more in rows:
        shop.db.seed(
            a_payment(
                id=f"pay_{number}",
                key=a_payment_key(f"pi_{number}"),
                status=status,
                user_id=user_id,
                amount=amount,
                paid_at=NOON + int(number) * DAY,
                **more,
            )
        )
    for sequence in (1, 2):
        shop.db.seed(
            a_payment(
                id=f"pay_7{sequence}",
                key=a_payment_key("cash-7", gateway=GatewayName.MANUAL, sequence=sequence),
                parts=2,
                user_id="usr_bob",
                paid_at=NOON,
            )
        )
    return shop


def found(shop: Shop, **wanted: object) -> list[str]:
    ids, cursor = [], None
    while True:
        page = search(shop.payments, wanted=Search(**wanted), cursor=cursor, limit=2)  # type: ignore[arg-type]
        ids += [each.id.removeprefix("pay_") for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return ids


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, ["6", "5", "4", "3", "2", "1", "72", "71"]),
        ({"status": PaymentStatus.SETTLED}, ["2", "1", "72", "71"]),
        ({"status": PaymentStatus.REFUNDED}, ["3"]),
        ({"status": PaymentStatus.UNMATCHED}, ["4"]),
        ({"person": "ANN"}, ["2", "1"]),
        ({"person": "bob st"}, ["3", "72", "71"]),
        ({"person": "zoe"}, ["5", "4"]),
        ({"person": "nobody"}, []),
        ({"transaction": "pi_3"}, ["3"]),
        ({"transaction": "cash-7"}, ["72", "71"]),
        ({"transaction": "pi_"}, []),
        ({"subscription": "sub_1"}, ["6", "2"]),
        ({"subscription": "sub_9"}, []),
        ({"minor": 1000}, ["4", "3", "1", "72", "71"]),
        ({"minor": 1000, "status": PaymentStatus.UNMATCHED}, ["4"]),
        ({"person": "ann", "minor": 1200}, ["2"]),
        ({"transaction": "pi_1", "status": PaymentStatus.REFUNDED}, []),
        ({"minor": 77}, []),
    ],
)
def test_all_that_is_given_must_hold(shop: Shop, wanted, numbers):
    assert found(shop, **wanted) == numbers


def test_one_call_looks_only_so_far_and_goes_on_from_there(shop: Shop, monkeypatch):
    monkeypatch.setattr("chalicelib.payments.browsing.browse.MOST_LOOKED_AT", 2)

    page = search(shop.payments, wanted=Search(minor=1200), cursor=None, limit=2)

    assert page.items == ()
    assert page.next_cursor is not None
    assert found(shop, minor=1200) == ["2"]


def test_a_range_is_read_whole_or_refused(shop: Shop):
    since, until = NOON + 2 * DAY, NOON + 5 * DAY

    payments = paid_between(shop.payments, since=since, until=until, most=3)

    assert payments is not None
    assert [each.id for each in payments] == ["pay_4", "pay_3", "pay_2"]
    assert paid_between(shop.payments, since=since, until=until, most=2) is None


def test_a_user_of_many_payments_is_found_too(shop: Shop):
    for number in range(100, 130):
        shop.db.seed(
            a_payment(
                id=f"pay_{number}",
                key=a_payment_key(f"pi_{number}"),
                user_id=UserId("usr_ann"),
                paid_at=NOON - number * DAY,
            )
        )

    assert len(found(shop, person="ann")) == 32
