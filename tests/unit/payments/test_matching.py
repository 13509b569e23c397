"""Matching names one person or nobody, and takes its steps in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ids import OrderId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.matching import Known, buyers, difference, match_payer
from chalicelib.payments.model import GatewayName, GatewayPayment
from chalicelib.users.model import User
from tests.builders import a_gateway_payment, a_payment_key, a_user, an_order, usd

USERS = tuple(a_user(id=UserId(f"usr_{n}"), name=f"N{n}") for n in range(4))
ANN, BOB, CLEO, DAN = USERS

some = st.lists(st.sampled_from(USERS), max_size=4, unique=True).map(tuple)
knowns = st.builds(Known, some, some, some)
payments = st.builds(
    lambda gateway, ref, email: paid(gateway=gateway, ref=ref, email=email),
    st.sampled_from([GatewayName.STRIPE, GatewayName.PAYPAL, GatewayName.PLISIO]),
    st.sampled_from(["", "sub_1"]),
    st.sampled_from(["", "ann@example.com"]),
)


def paid(
    *, gateway: GatewayName = GatewayName.STRIPE, ref: str = "", email: str = "ann@example.com"
) -> GatewayPayment:
    return a_gateway_payment(
        key=a_payment_key(gateway=gateway),
        order_id=None,
        subscription_ref=ref,
        payer_email=email,
    )


@pytest.mark.property
@given(payments, knowns, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(found, known, random):
    shuffled = Known(*(tuple(random.sample(each, len(each))) for each in fields(known)))

    before, after = match_payer(found, known), match_payer(found, shuffled)

    assert (before.user, before.reason) == (after.user, after.reason)
    assert set(before.candidates) == set(after.candidates)


@pytest.mark.property
@given(payments, knowns)
def test_whoever_is_matched_was_the_only_one_of_a_step(found: GatewayPayment, known: Known):
    match = match_payer(found, known)

    assert match.reason
    if match.user is not None:
        assert match.candidates == ()
        paypal = (*known.by_paypal, *known.by_email)
        is_paypal = found.key.gateway is GatewayName.PAYPAL
        steps = (known.by_agreement, paypal if is_paypal else known.by_email)
        assert {match.user} in [set(step) for step in steps]


@pytest.mark.property
@given(payments, knowns)
def test_whoever_may_have_paid_is_listed_once_and_nobody_else(found, known):
    match = match_payer(found, known)

    ids = [user.id for user in (*known.by_agreement, *known.by_email, *known.by_paypal)]
    assert len(set(match.candidates)) == len(match.candidates)
    assert set(match.candidates) <= set(ids)


def fields(known: Known) -> tuple[tuple[User, ...], ...]:
    return known.by_agreement, known.by_email, known.by_paypal


def test_the_one_user_with_the_agreement_comes_before_any_address():
    match = match_payer(paid(ref="sub_1"), Known(by_agreement=(ANN,), by_email=(BOB,)))

    assert (match.user, match.reason) == (ANN, "N0 has payments of sub_1.")


def test_an_agreement_of_two_users_names_nobody_and_the_address_is_tried():
    known = Known(by_agreement=(ANN, BOB), by_email=(CLEO,))

    assert match_payer(paid(ref="sub_1"), known).user == CLEO


def test_without_an_agreement_nobody_is_known_by_one():
    assert match_payer(paid(ref=""), Known(by_agreement=(ANN,))).user is None


@pytest.mark.parametrize("gateway", [GatewayName.STRIPE, GatewayName.PLISIO])
def test_the_paypal_address_counts_for_paypal_alone(gateway: GatewayName):
    known = Known(by_paypal=(ANN,))

    assert match_payer(paid(gateway=gateway), known).user is None
    assert match_payer(paid(gateway=GatewayName.PAYPAL), known).user == ANN


def test_paypal_address_and_profile_address_of_two_people_are_no_match():
    known = Known(by_email=(ANN,), by_paypal=(BOB,))

    match = match_payer(paid(gateway=GatewayName.PAYPAL), known)

    assert match.user is None
    assert set(match.candidates) == {ANN.id, BOB.id}
    assert match.reason == "2 users have the payer's e-mail address: N0 and N1."


def test_one_person_known_by_both_addresses_is_one_person():
    known = Known(by_email=(ANN,), by_paypal=(ANN,))

    assert match_payer(paid(gateway=GatewayName.PAYPAL), known).user == ANN


def test_two_with_the_address_are_both_candidates():
    match = match_payer(paid(), Known(by_email=(BOB, ANN)))

    assert match.user is None
    assert set(match.candidates) == {ANN.id, BOB.id}


def test_those_of_a_shared_agreement_are_candidates_when_no_address_helps():
    match = match_payer(paid(ref="sub_1", email=""), Known(by_agreement=(ANN, BOB)))

    assert set(match.candidates) == {ANN.id, BOB.id}
    assert match.reason == "2 users have payments of sub_1: N0 and N1."


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("", "The payment does not tell who paid."),
        ("x@y.test", "Nobody with the payer's e-mail address is known."),
    ],
)
def test_a_stranger_is_nobody(email: str, reason: str):
    match = match_payer(paid(email=email), Known())

    assert (match.user, match.reason, match.candidates) == (None, reason, ())


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
