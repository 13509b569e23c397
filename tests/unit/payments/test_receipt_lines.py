"""The lines of a receipt add up to what was paid, whatever was taken off."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.money import Money
from chalicelib.payments.reporting.receipts import lines_of
from tests.builders import a_payment, an_order, usd


def test_a_plain_payment_has_one_line() -> None:
    (line,) = lines_of(a_payment(amount=usd(10)), None, name="Gold")

    assert (line.text, line.amount) == ("Gold", usd(10))


def test_discount_and_credit_are_lines_of_their_own() -> None:
    payment = a_payment(amount=usd(6))
    order = an_order(
        price=usd(6),
        discount_code="SPRING",
        discount=usd(3),
        credit_used=usd(1),
        payment_key=payment.key,
    )

    lines = lines_of(payment, order, name="Gold")

    assert [(each.text, each.amount) for each in lines] == [
        ("Gold", usd(10)),
        ("Discount code SPRING", usd(-3)),
        ("Your credit", usd(-1)),
    ]


def test_a_part_of_a_split_says_so_and_claims_no_discount() -> None:
    payment = a_payment(amount=usd(5), parts=2)
    order = an_order(discount=usd(3), discount_code="SPRING", payment_key=payment.key)

    (line,) = lines_of(payment, order, name="Gold")

    assert (line.text, line.amount) == ("Gold, part 1 of 2", usd(5))


def test_a_renewal_has_no_part_in_the_discount_of_the_first_payment() -> None:
    first = a_payment(amount=usd(6))
    order = an_order(discount=usd(4), discount_code="SPRING", payment_key=first.key)
    renewal = a_payment(amount=usd(10))
    renewal = replace(renewal, key=replace(renewal.key, external_id="pi_renewal"))

    (line,) = lines_of(renewal, order, name="Gold")

    assert line.amount == usd(10)


@given(
    paid=st.integers(0, 10**12),
    discount=st.integers(0, 10**12),
    credit=st.integers(0, 10**12),
    parts=st.integers(1, 5),
)
def test_lines_always_add_up(paid: int, discount: int, credit: int, parts: int) -> None:
    payment = a_payment(amount=Money(paid, "USD"), parts=parts)
    order = an_order(
        discount=Money(discount, "USD"),
        credit_used=Money(credit, "USD"),
        payment_key=payment.key,
    )

    lines = lines_of(payment, order, name="Gold")

    assert sum(each.amount.minor for each in lines) == paid
