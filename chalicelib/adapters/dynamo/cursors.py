"""Where a list goes on: the keys of the last row, as an opaque text that fits into a URL."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.dynamo.keys import Span
from chalicelib.kernel.errors import InvalidError


def write_cursor(span: Span, row: Mapping[str, Any]) -> str:
    """Return the cursor of the page after `row`."""
    texts = [_name(span), *(row[attribute]["S"] for attribute in _attributes(span))]
    packed = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def belongs_to(span: Span, cursor: str) -> bool:
    """Tell whether the cursor was made for that span; raises InvalidError if it is forged."""
    return _unpack(cursor)[:1] == [_name(span)]


def read_cursor(span: Span, cursor: str) -> dict[str, Any]:
    """Return the start key that a cursor holds; one of another list raises InvalidError."""
    texts = _unpack(cursor)
    attributes = _attributes(span)
    if len(texts) != len(attributes) + 1 or texts[0] != _name(span) or "" in texts:
        raise refused()
    key = dict(zip(attributes, texts[1:], strict=True))
    sort_key = key[attributes[-1]]
    if not sort_key.startswith(span.prefix) or (
        span.up_to and not span.down_to <= sort_key <= span.up_to
    ):
        raise refused()
    partition = key["pk"] if span.index == 0 else span.pk
    if partition != span.pk:
        raise refused()
    if span.index:
        key[f"gsi{span.index}pk"] = span.pk
    return {attribute: {"S": text} for attribute, text in key.items()}


def refused() -> InvalidError:
    """Return the error for a cursor that is none of ours."""
    return InvalidError.of("cursor", "This is no page of this list.", "Load the list again.")


def _name(span: Span) -> str:
    return f"{span.table}.{span.index}.{span.pk}"


def _attributes(span: Span) -> list[str]:
    return ["pk", "sk", f"gsi{span.index}sk"] if span.index else ["pk", "sk"]


def _unpack(cursor: str) -> list[str]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        texts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        raise refused() from None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise refused()
    return texts
