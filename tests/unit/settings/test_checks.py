"""What a setting may hold."""

import pytest

from chalicelib.kernel.errors import InvalidError, Problem
from chalicelib.settings import checks, keys


@pytest.mark.parametrize(
    "value", ["ann@example.com", "a.b+c@mail.example.co.uk", "ü@bücher.example"]
)
def test_addresses_are_taken(value):
    assert checks.email("email", value) is None


@pytest.mark.parametrize(
    "value",
    [
        "ann",
        "@example.com",
        "ann@",
        "ann@localhost",
        "a@b@c.de",
        "a b@example.com",
        "a@example.c",
        "Ann <ann@example.com>",
        "a@example.com, b@example.com",
        "a@example.com\nBcc: b@c.de",
    ],
)
def test_what_is_no_address_is_refused(value):
    found = checks.email("email", value)
    assert found
    assert found.remedy


@pytest.mark.parametrize("value", ["USD", "EUR", "JPY", "KWD"])
def test_currencies_in_circulation_are_taken(value):
    assert checks.currency("currency", value) is None


@pytest.mark.parametrize("value", ["", "usd", "XXX", "DEM", "DOLLAR"])
def test_other_currencies_are_refused(value):
    assert checks.currency("currency", value)


@pytest.mark.parametrize("value", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia"])
def test_time_zones_are_taken(value):
    assert checks.time_zone("time_zone", value) is None


@pytest.mark.parametrize(
    "value", ["", "Berlin", "GMT+25", "../../etc/passwd", "/etc/localtime", "a\0b", "Europe"]
)
def test_other_time_zones_are_refused(value):
    assert checks.time_zone("time_zone", value)


@pytest.mark.parametrize("value", ["#4457ff", "#ABCDEF"])
def test_colours_are_taken(value):
    assert checks.colour("accent_colour", value) is None


@pytest.mark.parametrize("value", ["", "red", "#fff", "#4457ff;}", "4457ff", "#gggggg"])
def test_other_colours_are_refused(value):
    assert checks.colour("accent_colour", value)


@pytest.mark.parametrize("value", ["Stop.", "{limit} of {count}", "braces {{so}} are fine"])
def test_messages_to_players_are_taken(value):
    assert checks.stop_message("stop_message", value) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x" * 301,
        "{name}",
        "{limit.real}",
        "{limit!r}",
        "{limit:>9}",
        "{",
        "}",
        "{}",
        "{0}",
        "a\nb",
    ],
)
def test_messages_we_cannot_fill_are_refused(value):
    assert checks.stop_message("stop_message", value)


@pytest.mark.parametrize("value", ["", "smtp.example.com", "127.0.0.1", "[::1]", "mail"])
def test_hosts_are_taken(value):
    assert checks.host("host", value) is None


@pytest.mark.parametrize("value", ["smtp://example.com", "a b", "example.com/x", "x" * 254])
def test_what_is_no_host_is_refused(value):
    assert checks.host("host", value)


def test_every_problem_is_told_at_once():
    one, two = Problem("a", "A is wrong", "mend a"), Problem("b", "B is wrong", "mend b")
    with pytest.raises(InvalidError) as refused:
        checks.refuse([None, one, None, two])
    assert refused.value.problems == (one, two)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("publishable_key", "pk_test_51Abcdefgh"),
        ("publishable_key", "pk_live_51Abcdefgh"),
        ("secret_key", "sk_test_51Abcdefgh"),
        ("secret_key", "rk_live_51Abcdefgh"),
        ("webhook_secret", "whsec_Abcd+efgh/ijk="),
        ("secret_key", ""),
    ],
)
def test_keys_of_the_right_kind_are_taken(field, value):
    assert keys.shape(field, value) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("publishable_key", "sk_test_51Abcdefgh"),
        ("secret_key", "pk_test_51Abcdefgh"),
        ("secret_key", "sk_test_x"),
        ("secret_key", "sk_prod_51Abcdefgh"),
        ("secret_key", "sk_test_51Abc defgh"),
        ("webhook_secret", "sk_test_51Abcdefgh"),
    ],
)
def test_keys_of_another_kind_are_refused_without_repeating_them(field, value):
    found = keys.shape(field, value)
    assert found
    assert value not in found.message + found.remedy


def test_test_keys_do_not_mix_with_live_keys():
    assert keys.mismatch("pk_test_51Abcdefgh", "sk_live_51Abcdefgh")
    assert keys.mismatch("pk_live_51Abcdefgh", "rk_live_51Abcdefgh") is None
    assert keys.mismatch("", "sk_live_51Abcdefgh") is None
