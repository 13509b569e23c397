"""The shapes of Stripe's keys (pure)."""

import re
from enum import StrEnum

from chalicelib.kernel.errors import Problem

_SHAPES = {
    "publishable_key": (
        re.compile(r"pk_(test|live)_[A-Za-z0-9_]{4,250}\Z"),
        "pk_test_ or pk_live_",
    ),
    "secret_key": (
        re.compile(r"(?:sk|rk)_(test|live)_[A-Za-z0-9_]{4,250}\Z"),
        "sk_test_, sk_live_, rk_test_ or rk_live_",
    ),
    "webhook_secret": (re.compile(r"whsec_[A-Za-z0-9+/=_-]{4,250}\Z"), "whsec_"),
}


class KeyMode(StrEnum):
    """Whether a key moves real money."""

    TEST = "test"
    LIVE = "live"


def shape(field: str, value: str) -> Problem | None:
    """Tell whether the value does not look like the key the field wants; empty is fine.

    The value itself is never repeated.
    """
    pattern, starts = _SHAPES[field]
    if not value or pattern.match(value):
        return None
    return Problem(
        field,
        f"This does not look like a key of this kind; they start with {starts}.",
        "Copy it again from the Stripe dashboard, under Developers.",
    )


def mode_of(key: str) -> KeyMode | None:
    """Return the mode of a publishable or secret key, None if it tells none."""
    parts = key.split("_", 2)
    return KeyMode(parts[1]) if len(parts) == 3 and parts[1] in set(KeyMode) else None


def mismatch(publishable_key: str, secret_key: str) -> Problem | None:
    """Tell whether one key is for tests and the other for real money."""
    modes = mode_of(publishable_key), mode_of(secret_key)
    if None in modes or modes[0] == modes[1]:
        return None
    return Problem(
        "publishable_key",
        f"The publishable key is a {modes[0]} key, the secret key a {modes[1]} key.",
        "Use two test keys or two live keys.",
    )
