"""A gateway's list that is late takes nothing back that was told before."""

import pytest

from chalicelib.payments.model import Dispute
from chalicelib.payments.settling.review import changes
from tests.builders import a_gateway_payment, a_payment, usd


def test_a_refund_that_a_late_list_does_not_show_yet_stands():
    booked = a_payment(amount=usd(10), refunded=usd(4))
    late = a_gateway_payment(amount=usd(10), refunded=usd(0), may_lag=True)
    sure = a_gateway_payment(amount=usd(10), refunded=usd(0))

    assert changes((booked,), late) == ()
    (failed,) = changes((booked,), sure)
    assert failed.refunded == usd(0)


def test_a_late_list_may_tell_of_more():
    booked = a_payment(amount=usd(10), refunded=usd(4))

    (more,) = changes((booked,), a_gateway_payment(amount=usd(10), refunded=usd(7), may_lag=True))

    assert more.refunded == usd(7)


@pytest.mark.parametrize(
    ("known", "told", "stands"),
    [
        (Dispute.NONE, Dispute.OPEN, Dispute.OPEN),
        (Dispute.OPEN, Dispute.NONE, Dispute.OPEN),
        (Dispute.OPEN, Dispute.WON, Dispute.WON),
        (Dispute.OPEN, Dispute.LOST, Dispute.LOST),
        (Dispute.WON, Dispute.OPEN, Dispute.WON),
        (Dispute.WON, Dispute.LOST, Dispute.LOST),
        (Dispute.LOST, Dispute.OPEN, Dispute.LOST),
    ],
)
def test_a_dispute_goes_forward_only(known: Dispute, told: Dispute, stands: Dispute):
    booked = a_payment(amount=usd(10), dispute=known)
    late = a_gateway_payment(amount=usd(10), refunded=usd(0), dispute=told, may_lag=True)

    found = changes((booked,), late)

    assert (found[0].dispute if found else known) is stands
