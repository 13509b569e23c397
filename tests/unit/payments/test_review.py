"""What differs from the gateway is shared out among the parts, to the last minor unit."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.money import Money
from chalicelib.payments.model import Dispute, Payment
from chalicelib.payments.settling.review import changes
from tests.builders import a_gateway_payment, a_payment, a_payment_key, usd


def parts_of(amounts: list[int]) -> tuple[Payment, ...]:
    return tuple(
        a_payment(
            id=f"pay_{number}",
            key=a_payment_key(sequence=number),
            amount=Money(minor, "USD"),
            parts=len(amounts),
        )
        for number, minor in enumerate(amounts, start=1)
    )


@pytest.mark.property
@given(
    st.lists(st.integers(1, 10**12), min_size=1, max_size=6),
    st.lists(st.floats(0, 1), min_size=1, max_size=5),
)
def test_shares_of_refunds_sum_exactly_never_shrink_and_are_never_more_than_the_part(
    amounts, fractions
):
    whole = sum(amounts)
    parts = parts_of(amounts)
    for fraction in [*sorted(fractions), 1.0]:
        total = int(whole * fraction) if fraction < 1 else whole
        if total < sum(part.amount.minor - part.left.minor for part in parts):
            continue
        found = a_gateway_payment(amount=Money(whole, "USD"), refunded=Money(total, "USD"))
        changed = {each.payment.id: each.refunded for each in changes(parts, found)}
        before = parts
        parts = tuple(
            replace(part, refunded=changed.get(part.id, part.refunded)) for part in parts
        )

        assert sum((part.amount - part.left).minor for part in parts) == total
        assert all(
            0 <= part.left.minor <= was.left.minor for part, was in zip(parts, before, strict=True)
        )
    assert all(part.left.minor == 0 for part in parts)


def test_nothing_differs_when_nothing_went_back():
    assert changes(parts_of([1000]), a_gateway_payment(refunded=usd(0))) == ()


def test_every_part_is_disputed_when_the_transaction_is():
    found = a_gateway_payment(amount=usd(20), refunded=usd(0), dispute=Dispute.OPEN)

    seen = changes(parts_of([1000, 1000]), found)

    assert [(each.dispute, each.has_refund) for each in seen] == [(Dispute.OPEN, False)] * 2


def test_a_refund_that_failed_comes_back_to_those_it_was_taken_from():
    parts = tuple(replace(part, refunded=usd(4)) for part in parts_of([1000, 1000]))
    found = a_gateway_payment(amount=usd(20), refunded=usd(0))

    assert [each.newly_refunded for each in changes(parts, found)] == [usd(-4), usd(-4)]
