"""A signer whose tokens can be read in a failing test."""

from datetime import UTC, datetime

from chalicelib.kernel.errors import InvalidError


class FakeLinkSigner:
    """Signs by naming purpose and time; refuses what the real one refuses."""

    def sign(self, purpose: str, text: str, *, now: datetime) -> str:
        return f"signed.{purpose}.{int(now.timestamp())}.{text}"

    def read(self, purpose: str, token: str, *, longest_seconds: int, now: datetime) -> str:
        word, _, rest = token.partition(".")
        named, _, rest = rest.partition(".")
        stamp, _, text = rest.partition(".")
        if (word, named) != ("signed", purpose) or not stamp.isdecimal():
            raise InvalidError.of(
                "token", "This link is damaged.", "Open the whole link from the mail."
            )
        age = (now - datetime.fromtimestamp(int(stamp), UTC)).total_seconds()
        if not -60 <= age <= longest_seconds:
            raise InvalidError.of("token", "This link has run out.", "Ask for a new one.")
        return text
