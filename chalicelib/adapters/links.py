"""Signed texts for links in mails."""

from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, URLSafeSerializer

from chalicelib.kernel.errors import InvalidError

# A link may seem to come from the future when two machines' clocks differ a little.
_CLOCK_SKEW_SECONDS = 60


def sub_key(master_key: bytes) -> bytes:
    """Return the key that signs links, derived from the master key (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"links").derive(master_key)


class SignedLinks:
    """Signs with a key of its own (see `sub_key`); each purpose has its own salt."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("a signing key has at least 16 bytes")
        self._key = key

    def sign(self, purpose: str, text: str, *, now: datetime) -> str:
        """Return an URL-safe token that holds text and time."""
        return self._serializer(purpose).dumps([int(now.timestamp()), text])

    def read(self, purpose: str, token: str, *, longest_seconds: int, now: datetime) -> str:
        """Return the text; raises InvalidError if forged, of another purpose, or too old."""
        try:
            signed_at, text = self._serializer(purpose).loads(token)
        except (BadData, ValueError, TypeError):
            raise InvalidError.of(
                "token", "This link is damaged.", "Open the whole link from the mail."
            ) from None
        age_seconds = now.timestamp() - float(signed_at)
        if not -_CLOCK_SKEW_SECONDS <= age_seconds <= longest_seconds:
            raise InvalidError.of("token", "This link has run out.", "Ask for a new one.")
        return str(text)

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt=f"link.{purpose}")
