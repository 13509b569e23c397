"""Secrets are taken out of texts by their look, by their name and by their value."""

import pytest

from chalicelib.kernel import redact
from chalicelib.kernel.secret import Secret


@pytest.mark.parametrize(
    "text",
    [
        "key sk_live_4242SECRET and more",
        "rk_test_SECRET",
        "whsec_SECRET",
        "GET /account/enter?token=SECRET&x=1",
        "http://127.0.0.1:8080/admin/setup#token=SECRET",
        "Authorization: Bearer SECRET",
        "Authorization: SECRET",
        "Authorization: Basic dXNlcjpTRUNSRVQSECRET=",
        "{'Authorization': 'SECRET', 'Accept': '*/*'}",
        '{"X-Plex-Token": "SECRET"}',
        "Cookie: sm_login=SECRET; theme=dark",
        "sm_customer=SECRET",
        "https://user:SECRET@media.example/",
        "password=SECRET",
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str):
    clean = redact.redact(text)
    assert "SECRET" not in clean
    assert redact.HIDDEN in clean


@pytest.mark.parametrize(
    "text",
    [
        "payment.booked",
        "A user asked for 3 tokens.",
        "basic plan, 30 days",
        "http://127.0.0.1/x?y=1",
    ],
)
def test_ordinary_texts_stay_as_they_are(text: str):
    assert redact.redact(text) == text


def test_what_this_process_opened_is_hidden_wherever_it_turns_up():
    opened = Secret("plain-looking words 17")
    assert opened.reveal() in "it said: plain-looking words 17!"
    assert redact.redact_known("it said: plain-looking words 17!") == "it said: ***!"


def test_values_too_short_to_tell_from_words_are_not_hidden():
    assert Secret("abc").reveal() == "abc"
    assert redact.redact_known("abc") == "abc"


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        ("secret_key", True),
        ("X-Plex-Token", True),
        ("Authorization", True),
        ("Set-Cookie", True),
        ("password", True),
        ("gateway", False),
        ("job_kind", False),
        ("payment", False),
    ],
)
def test_names_that_sound_like_secrets_are_known(name: str, is_secret: bool):
    assert redact.sounds_secret(name) is is_secret
