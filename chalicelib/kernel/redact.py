"""Takes secrets out of what is written down: the last line of defence, never the first.

Three nets: words that look like a secret, names that sound like one, and the very values that this
process has opened.
"""

import re
from threading import Lock

HIDDEN = "***"

_NAMES = r"token|secret|passw|api_?key|signature|credential|authori[sz]ation|cookie|csrf"
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
_PATTERNS = (
    # In an URL or a form: a parameter whose name sounds like a secret.
    (
        re.compile(
            r"(?i)([\w.-]*(?:token|secret|passw|api_?key|signature|credential)[\w.-]*(?:=|%3D))"
            r"[^&\s'\")<>]+"
        ),
        rf"\1{HIDDEN}",
    ),
    # The same in quotes, as in a header that Media Browser's descendants read.
    (
        re.compile(
            r"(?i)((?:token|secret|passw|api_?key|signature|credential)[\w.-]*=\\*[\"'])"
            r"[^\"'\\]+"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer)\s+[\w.~+/=-]+"), rf"\1 {HIDDEN}"),
    # Encoded, so that a "basic plan" stays one.
    (re.compile(r"\b([Bb]asic)\s+(?=[a-z]*[A-Z0-9+/=])[\w+/=-]{6,}"), rf"\1 {HIDDEN}"),
    # A header, written out or as the item of a mapping.
    (
        re.compile(
            r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:token|key))"
            r"(['\"]?\s*:)(?!\s*['\"]?(?:bearer|basic)\b)(\s*['\"]?)[^'\"\r\n]+"
        ),
        rf"\1\2\3{HIDDEN}",
    ),
    (re.compile(r"\b((?:sk|rk)_(?:live|test)_|whsec_)\w+"), rf"\1{HIDDEN}"),
    # The address at which a media server tells that something plays.
    (re.compile(r"(/webhooks/media/[^/\s]+/)(?!\{)[^/?#\s'\"<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"\bsm_(login|customer|draft)=[^;\s'\"]+"), rf"sm_\1={HIDDEN}"),
    (re.compile(r"//[^/\s:@]+:[^/\s@]+@"), f"//{HIDDEN}@"),
)

# Shorter values would blot out ordinary words.
_SHORTEST = 8
_MOST_REMEMBERED = 256
_lock = Lock()
_opened: dict[str, None] = {}


def remember(value: str) -> None:
    """Have this very value taken out of everything from now on; the oldest are forgotten."""
    if len(value) < _SHORTEST:
        return
    with _lock:
        _opened.pop(value, None)
        _opened[value] = None
        if len(_opened) > _MOST_REMEMBERED:
            del _opened[next(iter(_opened))]


def redact(text: str) -> str:
    """Return the text with everything that looks like a secret replaced by asterisks."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def redact_known(text: str) -> str:
    """Do as `redact`, and take out the values that this process has opened as well."""
    with _lock:
        known = tuple(_opened)
    for value in known:
        if value in text:
            text = text.replace(value, HIDDEN)
    return redact(text)


def sounds_secret(name: str) -> bool:
    """Tell whether what bears this name should not be shown."""
    return bool(_SECRET_NAME.search(name))
