"""Matching names one person or nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ids import OrderId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.matching import Payer, buyers, difference, match_payer
from tests.builders import a_gateway_payment, a_payment_key, a_plan, a_user, an_order, usd

payers = st.lists(
    st.builds(
        Payer,
        st.sampled_from([a_user(id=UserId(f"usr_{n}"), name=f"N{n}") for n in range(4)]),
        st.sampled_from([None, a_plan(), a_plan(price=usd(12))]),
    ),
    max_size=4,
    unique_by=lambda payer: payer.user.id,
)


@pytest.mark.property
@given(payers, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(candidates, random):
    shuffled = list(candidates)
    random.shuffle(shuffled)
    found = a_gateway_payment(order_id=None)

    assert match_payer(found, candidates) == match_payer(found, shuffled)


@pytest.mark.property
@given(payers)
def test_a_match_is_the_only_candidate_and_costs_exactly_that(candidates):
    found = a_gateway_payment(order_id=None)
    match = match_payer(found, candidates)

    fits = len(candidates) == 1 and candidates[0].last_plan == a_plan()
    assert (match.payer is not None) == fits
    assert match.reason


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": usd(10)}, ""),
        ({"amount": usd("9.99")}, "10.00 USD was quoted"),
        ({"amount": Money(1000, "EUR")}, "another currency"),
    ],
)
@pytest.mark.behaviour("X002")
def test_what_was_paid_is_compared_with_what_was_quoted(changes, words: str):
    found = a_gateway_payment(**changes)
    assert words in difference(found, an_order())
    assert bool(difference(found, an_order())) == bool(words)


def test_an_order_that_another_payment_paid_is_not_paid_again():
    order = an_order(payment_key=a_payment_key("pi_other"))

    assert "paid before" in difference(a_gateway_payment(), order)
    assert difference(a_gateway_payment(key=a_payment_key("pi_other")), order) == ""


def test_whoever_was_signed_in_wins_over_who_holds_the_identity():
    ann, bob = a_user(), a_user(id=UserId("usr_bob"))

    assert buyers(an_order(user_id=bob.id), (ann, bob)) == (bob,)
    assert buyers(an_order(user_id=UserId("usr_gone")), (ann,)) == (ann,)
    assert buyers(an_order(id=OrderId("ord_2")), (ann, bob)) == (ann, bob)
