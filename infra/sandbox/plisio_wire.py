"""Plisio's wire: amounts, errors, and the two hashes that sign its callbacks."""

import hashlib
import hmac
import html
import json
import secrets
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from infra.sandbox.kit import Doc

_PLACES = Decimal("0.00000001")
_LARGEST = Decimal("1000000000")


@dataclass
class PlisioError(Exception):
    """An answer in the vendor's error envelope; `fields` maps a parameter to what is wrong."""

    status: int
    name: str
    message: str = ""
    fields: dict[str, str] | None = None

    def envelope(self) -> Doc:
        """Return the JSON body of the answer."""
        message = json.dumps(self.fields) if self.fields else self.message
        data = {"name": self.name, "message": message, "code": 0, "status": self.status}
        return {"status": "error", "data": data}


def unprocessable(**fields: str) -> PlisioError:
    """Return a 422 that names each wrong parameter."""
    return PlisioError(422, "Unprocessable entity", fields=fields)


def new_id() -> str:
    """Return a fresh transaction id in the vendor's shape."""
    return secrets.token_hex(12)


def read_amount(text: str, name: str) -> Decimal:
    """Return an amount that somebody wrote. Raises PlisioError naming the parameter."""
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise unprocessable(**{name: "The value must be a number."}) from error
    if not amount.is_finite() or not 0 < amount <= _LARGEST:
        raise unprocessable(**{name: "The value must be greater than 0."})
    return amount


def coins(amount: Decimal) -> str:
    """Return an amount of coins as the vendor writes it: eight places."""
    return f"{amount.quantize(_PLACES, rounding=ROUND_DOWN):.8f}"


def sign_json(fields: Doc, key: str) -> str:
    """Return the hash of a callback in JSON: over the fields in their order, without spaces."""
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    return _hmac(text, key)


def sign_php(fields: dict[str, str], key: str) -> str:
    """Return the hash of a callback sent as a form: over PHP's serialization, keys sorted."""
    plain = dict(fields)
    if "tx_urls" in plain:
        plain["tx_urls"] = html.unescape(plain["tx_urls"])
    parts = [_php(name) + _php(plain[name]) for name in sorted(plain)]
    return _hmac(f"a:{len(parts)}:{{{''.join(parts)}}}", key)


def _php(text: str) -> str:
    return f's:{len(text.encode())}:"{text}";'


def _hmac(text: str, key: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha1).hexdigest()
