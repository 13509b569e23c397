"""The real hasher and signer keep the same promises as their fakes."""

from datetime import timedelta

import argon2
import pytest

from chalicelib.adapters.links import SignedLinks, sub_key
from chalicelib.adapters.passwords import ArgonPasswords
from chalicelib.kernel.errors import InvalidError
from chalicelib.users.ports import LinkSigner, PasswordHasher
from tests.builders import NOON
from tests.fakes.links import FakeLinkSigner
from tests.fakes.passwords import FakePasswordHasher

KEY = sub_key(bytes(range(32)))
FAST = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture(params=["fake", "real"])
def hasher(request) -> PasswordHasher:
    return FakePasswordHasher() if request.param == "fake" else ArgonPasswords(FAST)


@pytest.fixture(params=["fake", "real"])
def signer(request) -> LinkSigner:
    return FakeLinkSigner() if request.param == "fake" else SignedLinks(KEY)


def test_a_password_matches_its_own_hash_alone(hasher):
    kept = hasher.hash("staple horse lamp")
    assert hasher.matches(kept, "staple horse lamp")
    assert not hasher.matches(kept, "staple horse lamb")


@pytest.mark.parametrize("password", ["", "anything", "nobody has this password"])
def test_nothing_matches_an_empty_or_broken_hash(hasher, password):
    assert not hasher.matches("", password)
    assert not hasher.matches("rubbish", password)


def test_hashes_are_argon2id_and_salted():
    passwords = ArgonPasswords()
    kept = passwords.hash("staple horse lamp")
    assert kept.startswith("$argon2id$")
    assert kept != passwords.hash("staple horse lamp")


def test_a_signed_text_is_read_back(signer):
    token = signer.sign("account", "usr_ann", now=NOON)
    assert signer.read("account", token, longest_seconds=60, now=NOON) == "usr_ann"


def test_a_token_is_fit_for_an_address(signer):
    token = signer.sign("account", "usr_ann", now=NOON)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


def test_a_token_of_another_purpose_is_refused(signer):
    token = signer.sign("account", "usr_ann", now=NOON)
    with pytest.raises(InvalidError, match="damaged"):
        signer.read("checkout", token, longest_seconds=60, now=NOON)


def test_the_age_is_measured_with_the_given_clock(signer):
    token = signer.sign("account", "usr_ann", now=NOON)
    later = NOON + timedelta(seconds=60)
    assert signer.read("account", token, longest_seconds=60, now=later) == "usr_ann"
    with pytest.raises(InvalidError, match="run out"):
        signer.read("account", token, longest_seconds=60, now=later + timedelta(seconds=1))


def test_a_token_from_the_far_future_is_refused(signer):
    token = signer.sign("account", "usr_ann", now=NOON + timedelta(hours=1))
    with pytest.raises(InvalidError):
        signer.read("account", token, longest_seconds=60, now=NOON)


@pytest.mark.parametrize("token", ["", ".", "rubbish", "a.b.c", "ü", "x" * 3000])
def test_rubbish_is_refused(signer, token):
    with pytest.raises(InvalidError):
        signer.read("account", token, longest_seconds=60, now=NOON)


def test_every_changed_character_is_noticed():
    signer = SignedLinks(KEY)
    token = signer.sign("account", "usr_ann", now=NOON)
    for place in range(len(token) - 1):  # the last one holds bits that are not used
        other = "A" if token[place] != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        with pytest.raises(InvalidError):
            signer.read("account", forged, longest_seconds=60, now=NOON)


def test_another_master_key_signs_otherwise():
    token = SignedLinks(sub_key(bytes(32))).sign("account", "usr_ann", now=NOON)
    with pytest.raises(InvalidError):
        SignedLinks(KEY).read("account", token, longest_seconds=60, now=NOON)


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        SignedLinks(b"short")
