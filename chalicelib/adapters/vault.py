"""Secrets at rest: AES-256-GCM under a master key, each bound to the place where it lies.

A sealed secret is the text ``v1.<base64url of nonce and ciphertext>``. The master key comes from a
file on one's own machine, from an SSM parameter on AWS.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.adapters import aws
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Sealed, Secret

_VERSION = "v1"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_AWS = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 4})


class MasterKey(Protocol):
    """Where the master key comes from."""

    def read(self) -> bytes:
        """Return the 32 bytes; raises ActionRequiredError when they cannot be used."""
        ...


class AesGcmVault:
    """See kernel.secret.Vault."""

    def __init__(self, master_key: MasterKey) -> None:
        self._master_key = master_key

    def seal(self, secret: Secret, *, place: str) -> Sealed:
        """Encrypt under a fresh nonce; `place` must be given again to open."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = secret.reveal().encode()
        box = nonce + self._cipher().encrypt(nonce, plain, _bound(place))
        return Sealed(f"{_VERSION}.{base64.urlsafe_b64encode(box).decode()}")

    def open(self, sealed: Sealed, *, place: str) -> Secret:
        """Decrypt; raises ActionRequiredError when the key or the place is another."""
        try:
            nonce, ciphertext = _unpacked(sealed)
            plain = self._cipher().decrypt(nonce, ciphertext, _bound(place))
        except (ValueError, binascii.Error, InvalidTag):
            raise ActionRequiredError(
                "A stored secret cannot be opened with this master key.",
                remedy="Bring the former master key back, or enter the secret again.",
                code="secret_unreadable",
            ) from None
        return Secret(plain.decode())

    def _cipher(self) -> AESGCM:
        return AESGCM(self._master_key.read())


class FileMasterKey:
    """A key file, made on first use and readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._key = b""

    def read(self) -> bytes:
        """Return the key; several processes that start at once agree on one."""
        with self._lock:
            if not self._key:
                self._key = _checked(self._fetch(), str(self._path))
            return self._key

    def _fetch(self) -> bytes:
        try:
            if not self._path.exists():
                _make_key_file(self._path)
            return self._path.read_bytes()
        except OSError as error:
            raise ActionRequiredError(
                f"The master key {self._path} cannot be read or made.",
                remedy="Let this program read and write the file.",
            ) from error


class ParameterMasterKey:
    """An SSM SecureString that holds the key in base64; read once a process."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._key = b""

    def read(self) -> bytes:
        """Return the key; raises RetryLaterError when SSM does not answer."""
        with self._lock:
            if not self._key:
                self._key = _checked(_decoded(self._fetch()), self._name)
            return self._key

    def _fetch(self) -> str:
        try:
            client: Any = aws.client("ssm", config=_AWS)
            answer = client.get_parameter(Name=self._name, WithDecryption=True)
        except ClientError as error:
            raise ActionRequiredError(
                f"The master key {self._name} cannot be read.",
                remedy="Create the SSM parameter and allow this function to read it.",
            ) from error
        except BotoCoreError as error:
            raise RetryLaterError("The parameter store does not answer.") from error
        return str(answer["Parameter"]["Value"])


def _unpacked(sealed: Sealed) -> tuple[bytes, bytes]:
    version, _, packed = sealed.partition(".")
    if version != _VERSION:
        raise ValueError(f"not sealed by {_VERSION}")
    box = base64.b64decode(packed, altchars=b"-_", validate=True)
    return box[:_NONCE_BYTES], box[_NONCE_BYTES:]


def _make_key_file(path: Path) -> None:
    """Write a new key beside the path and link it there, so that nobody reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return  # another process was faster; its key counts
    finally:
        draft.unlink()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (ValueError, binascii.Error):
        return b""


def _checked(key: bytes, where: str) -> bytes:
    if len(key) != _KEY_BYTES:
        raise ActionRequiredError(
            f"The master key {where} is not {_KEY_BYTES} bytes long.",
            remedy="Restore it from a backup; a new key cannot open what the old one sealed.",
        )
    return key


def _bound(place: str) -> bytes:
    return f"{_VERSION}:{place}".encode()


def master_key(path: Path | None, parameter: str | None) -> MasterKey:
    """Return the key's place: the file if one is named, else the SSM parameter."""
    if path:
        return FileMasterKey(path)
    if parameter:
        return ParameterMasterKey(parameter)
    raise ActionRequiredError(
        "There is no master key.", remedy="Set MASTER_KEY_PARAMETER or MASTER_KEY_FILE."
    )
