"""Secrets lie sealed, each bound to its place; the fake behaves like the real vault."""

import base64
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.vault import AesGcmVault, FileMasterKey, ParameterMasterKey
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.secret import Sealed, Secret, Vault
from tests.fakes.vault import FakeVault

PLACE = "stripe.secret_key"


class FixedKey:
    def __init__(self, byte: int = 1) -> None:
        self._key = bytes([byte]) * 32

    def read(self) -> bytes:
        return self._key


@pytest.fixture(params=["fake", "real"])
def make_vault(request: pytest.FixtureRequest) -> Callable[[int], Vault]:
    if request.param == "fake":
        return lambda key: FakeVault(str(key))
    return lambda key: AesGcmVault(FixedKey(key))


def test_a_secret_opens_at_its_place(make_vault: Callable[[int], Vault]):
    sealed = make_vault(1).seal(Secret("sk_test_ü"), place=PLACE)

    assert make_vault(1).open(sealed, place=PLACE).reveal() == "sk_test_ü"
    assert "sk_test" not in sealed


def test_another_key_or_place_does_not_open_it(make_vault: Callable[[int], Vault]):
    sealed = make_vault(1).seal(Secret("x"), place=PLACE)

    for vault, place in ((make_vault(2), PLACE), (make_vault(1), "mail.password")):
        with pytest.raises(ActionRequiredError) as refused:
            vault.open(sealed, place=place)
        assert refused.value.remedy


@pytest.mark.parametrize("text", ["", "v1", "v1.", "v1.AAAA", "v2.AAAA", "v1.!", "plain", "v1.ä"])
def test_what_was_never_sealed_does_not_open(make_vault: Callable[[int], Vault], text: str):
    with pytest.raises(ActionRequiredError):
        make_vault(1).open(Sealed(text), place=PLACE)


@pytest.mark.property
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_any_secret_opens_at_any_place(text: str, place: str):
    vault = AesGcmVault(FixedKey())

    assert vault.open(vault.seal(Secret(text), place=place), place=place).reveal() == text


def test_sealing_twice_gives_different_texts_of_version_one():
    vault = AesGcmVault(FixedKey())
    first, second = (vault.seal(Secret("x"), place=PLACE) for _ in range(2))

    assert first != second
    assert first.startswith("v1.")
    assert len(base64.urlsafe_b64decode(first[3:])) == 12 + 1 + 16


def test_a_changed_byte_does_not_open():
    vault = AesGcmVault(FixedKey())
    box = bytearray(base64.urlsafe_b64decode(vault.seal(Secret("x"), place=PLACE)[3:]))
    box[-1] ^= 1

    with pytest.raises(ActionRequiredError):
        vault.open(Sealed(f"v1.{base64.urlsafe_b64encode(box).decode()}"), place=PLACE)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "new" / "master.key"

    keys = {FileMasterKey(path).read() for _ in range(2)}

    assert keys == {path.read_bytes()}
    assert len(path.read_bytes()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_programs_that_start_at_once_agree_on_one_key(tmp_path: Path):
    path = tmp_path / "master.key"

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: FileMasterKey(path).read(), range(8)))

    assert keys == {path.read_bytes()}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_damaged_key_file_is_not_replaced(tmp_path: Path, content: bytes):
    path = tmp_path / "master.key"
    path.write_bytes(content)

    with pytest.raises(ActionRequiredError):
        FileMasterKey(path).read()

    assert path.read_bytes() == content


def test_a_key_file_that_cannot_be_made_needs_a_person(tmp_path: Path):
    (tmp_path / "file").write_text("")

    with pytest.raises(ActionRequiredError):
        FileMasterKey(tmp_path / "file" / "master.key").read()


def test_a_key_comes_from_the_parameter_store_once(aws_environment: str):
    key = bytes(range(32))
    client: Any = get_session().create_client("ssm")
    value = base64.b64encode(key).decode()
    client.put_parameter(Name="/sm/master", Value=value, Type="SecureString")
    source = ParameterMasterKey("/sm/master")

    assert source.read() == key
    client.delete_parameter(Name="/sm/master")
    assert source.read() == key


@pytest.mark.parametrize("value", [None, "not base64!", "c2hvcnQ="])
def test_a_missing_or_damaged_parameter_needs_a_person(aws_environment: str, value: str | None):
    client: Any = get_session().create_client("ssm")
    if value:
        client.put_parameter(Name="/sm/bad", Value=value, Type="SecureString", Overwrite=True)

    with pytest.raises(ActionRequiredError):
        ParameterMasterKey("/sm/bad" if value else "/sm/none").read()
