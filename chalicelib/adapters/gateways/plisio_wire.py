"""The hash that proves a callback of Plisio's, and what the callback says (pure).

With `json=true` in its address a callback is JSON, signed over its own text without the hash;
otherwise it is a form, signed over PHP's serialization of it. Both are HMAC-SHA1 under the secret
key. See the vendor's page *White label and callbacks* and its packages for PHP, Node and Python.
"""

import hashlib
import hmac
import html
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.kernel.secret import Secret

_HASH = "verify_hash"
_MOST_FIELDS = 100


class UnprovenError(Exception):
    """The callback is no object, or its hash does not fit."""


class _Number(str):
    """A number as it was written: 0.10 must stay 0.10 for the hash to fit."""

    __slots__ = ()


def proven(body: bytes, key: Secret) -> Mapping[str, Any]:
    """Return the fields of a callback whose hash fits; numbers come as texts.

    Raises UnprovenError.
    """
    try:
        is_json = body.lstrip()[:1] == b"{"
        fields = _read_json(body) if is_json else _read_form(body)
        given = fields.pop(_HASH, None)
        texts = _json_texts(fields) if is_json else (_php(fields),)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnprovenError from error
    if not isinstance(given, str) or not given.isascii():
        raise UnprovenError
    hashes = [_hash(text, key) for text in texts]
    # All are compared, so that the time tells nothing.
    if True not in [hmac.compare_digest(each, given.lower()) for each in hashes]:
        raise UnprovenError
    return fields


def _read_json(body: bytes) -> dict[str, Any]:
    fields = json.loads(body, parse_float=_Number, parse_int=_Number, parse_constant=_refuse)
    return dict(fields)


def _read_form(body: bytes) -> dict[str, Any]:
    pairs = parse_qsl(
        body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS
    )
    return dict(pairs)


def _refuse(word: str) -> None:
    raise ValueError(word)


def _json_texts(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the text in each of the ways in which the vendor's servers may have written it.

    Letters beyond ASCII are written plain or escaped, and so are slashes.
    """
    plain = [_json(fields, is_ascii=is_ascii) for is_ascii in (False, True)]
    # A slash stands in JSON only within texts, so all of them may be replaced.
    return (*plain, *(text.replace("/", "\\/") for text in plain))


def _json(value: Any, *, is_ascii: bool) -> str:
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, Mapping):
        pairs = (
            f"{_json(str(name), is_ascii=is_ascii)}:{_json(each, is_ascii=is_ascii)}"
            for name, each in value.items()
        )
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(_json(each, is_ascii=is_ascii) for each in value)}]"
    return json.dumps(value, ensure_ascii=is_ascii)


def _php(fields: Mapping[str, str]) -> str:
    """Return what PHP's `serialize` makes of a form sorted by name."""
    plain = dict(fields)
    if "tx_urls" in plain:
        plain["tx_urls"] = html.unescape(plain["tx_urls"])
    parts = [_php_text(name) + _php_text(plain[name]) for name in sorted(plain)]
    return f"a:{len(parts)}:{{{''.join(parts)}}}"


def _php_text(text: str) -> str:
    return f's:{len(text.encode())}:"{text}";'


def _hash(text: str, key: Secret) -> str:
    return hmac.new(key.reveal().encode(), text.encode(), hashlib.sha1).hexdigest()
