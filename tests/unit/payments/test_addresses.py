"""Addresses as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.payments.rules.addresses import Address, is_typo

words = st.text("abcdefg", min_size=5, max_size=12)


@pytest.mark.parametrize(
    "text",
    ["ann@example.com", " ANN@Example.com\n", "ann+plex@example.com", "Ann+a+b@example.com"],
)
def test_case_blanks_and_plus_tags_do_not_count(text: str):
    address = Address.of(text)

    assert address == Address.of("ann@example.com")
    assert address is not None
    assert address.bare == "ann@example.com"


@pytest.mark.parametrize("text", ["", "ann", "@example.com", "ann@", "+tag@example.com", "  "])
def test_what_is_no_address_is_none(text: str):
    assert Address.of(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("gmail.com", "gmial.com"), ("gmail.com", "gmai.com"), ("example.com", "exammple.com")],
)
def test_slips_of_the_finger_are_seen(one: str, other: str):
    assert is_typo(one, other)
    assert is_typo(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ann", "anne"), ("gmail.com", "gmail.com"), ("gmail.com", "yahoo.com"), ("a.de", "b.de")],
)
def test_other_words_and_short_ones_are_other_words(one: str, other: str):
    assert not is_typo(one, other)


@pytest.mark.property
@given(words, words)
def test_slips_are_symmetric_and_a_word_is_no_slip_of_itself(one: str, other: str):
    assert is_typo(one, other) == is_typo(other, one)
    assert not is_typo(one, one)


@pytest.mark.property
@given(words, st.data())
def test_one_letter_more_less_or_another_is_a_slip(word: str, data):
    place = data.draw(st.integers(0, len(word) - 1))
    more = f"{word[:place]}z{word[place:]}"
    another = f"{word[:place]}z{word[place + 1 :]}"

    assert is_typo(word, more)
    assert is_typo(word, another)
