"""Payments move only along their table."""

from itertools import product

import pytest

from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.payments.model import PaymentStatus
from tests.builders import a_payment

S = PaymentStatus
LEGAL = {
    (S.UNMATCHED, S.SETTLED),
    (S.UNMATCHED, S.REFUNDED),
    (S.HELD, S.SETTLED),
    (S.HELD, S.REFUNDED),
    (S.HELD, S.UNMATCHED),
    (S.UNMATCHED, S.DISMISSED),
    (S.DISMISSED, S.UNMATCHED),
    (S.DISMISSED, S.REFUNDED),
    (S.SETTLED, S.REFUNDED),
    (S.SETTLED, S.UNMATCHED),
    (S.REFUNDED, S.SETTLED),
    (S.REFUNDED, S.UNMATCHED),
}


@pytest.mark.parametrize(("old", "new"), list(product(S, S)))
def test_a_payment_moves_only_where_the_table_says(old: PaymentStatus, new: PaymentStatus):
    payment = a_payment(status=old)
    if (old, new) in LEGAL:
        assert payment.move(new).status is new
    else:
        with pytest.raises(IllegalMoveError, match=f"{old}.*{new}"):
            payment.move(new)
