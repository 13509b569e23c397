"""What a setting may hold (pure); each check returns what is wrong, or nothing."""

import re
import string
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.kernel.errors import InvalidError, Problem

# ISO 4217, currencies in circulation.
_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
    "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
    "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
    "UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}\Z")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_SNOWFLAKE = re.compile(r"[1-9][0-9]{16,18}\Z", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.:\-\[\]]{1,253}\Z")
_PLACEHOLDERS = frozenset({"limit", "count"})

LONGEST_EMAIL = 254
LONGEST_URL = 300
LONGEST_DISCORD_ID = 19
LONGEST_STOP_MESSAGE = 300
LONGEST_SITE_NAME = 80
# A stream counts at the next sweep at the latest.
LONGEST_START_DELAY_SECONDS = 300
LONGEST_GRACE_SECONDS = 3600
LONGEST_PAUSE_SECONDS = 86_400
# Stripe keeps a payment page open for 30 minutes at least, a day at most.
SHORTEST_HOLD_MINUTES = 30
LONGEST_HOLD_MINUTES = 1440

Found = Problem | None


def refuse(problems: list[Found]) -> None:
    """Raise InvalidError with all problems that were found, if any."""
    found = tuple(problem for problem in problems if problem)
    if found:
        raise InvalidError(found[0].message, remedy=found[0].remedy, problems=found)


def email(field: str, value: str, *, required: bool = False) -> Found:
    """Tell whether the value is no mail address; empty is one unless required."""
    if not value and not required:
        return None
    if len(value) <= LONGEST_EMAIL and _EMAIL.match(value):
        return None
    return Problem(
        field, f"{value[:80]!r} is not a mail address.", "Write it like ann@example.com."
    )


def needed(field: str) -> Problem:
    """Return the problem of an empty field without which nothing can be switched on."""
    return Problem(field, "This is needed to switch it on.", "Fill it in, or leave it off.")


def text(field: str, value: str, *, longest: int, required: bool = False) -> Found:
    """Tell whether a one-line text is too long, missing, or holds control characters."""
    if required and not value:
        return Problem(field, "This must not be empty.", "Write something here.")
    if len(value) > longest:
        return Problem(field, f"{len(value)} characters are too many.", f"Use at most {longest}.")
    if any(ord(char) < 32 or ord(char) == 127 for char in value):
        return Problem(field, "This holds line breaks or control characters.", "Use one line.")
    return None


def between(field: str, value: int, lowest: int, highest: int, *, unit: str = "") -> Found:
    """Tell whether a number is out of its range (both ends inclusive)."""
    if lowest <= value <= highest:
        return None
    what = f" {unit}" if unit else ""
    return Problem(field, f"{value}{what} is out of range.", f"Use {lowest} to {highest}{what}.")


def currency(field: str, value: str) -> Found:
    """Tell whether the value is no currency."""
    if value in CURRENCIES:
        return None
    return Problem(
        field, f"{value[:20]!r} is not a currency.", "Use a three-letter code such as USD."
    )


def time_zone(field: str, value: str) -> Found:
    """Tell whether the value is no IANA time zone."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Problem(
            field,
            f"{value[:60]!r} is not a time zone.",
            "Use a name such as Europe/Berlin or UTC.",
        )
    return None


def colour(field: str, value: str) -> Found:
    """Tell whether the value is no colour in six hexadecimal digits."""
    if _COLOUR.match(value):
        return None
    return Problem(field, f"{value[:20]!r} is not a colour.", "Write it like #4457ff.")


def host(field: str, value: str) -> Found:
    """Tell whether the value is no host name or address; empty is one."""
    if not value or _HOST.match(value):
        return None
    return Problem(
        field,
        f"{value[:80]!r} is not a host name.",
        "Write only the name, as in smtp.example.com.",
    )


def web_address(field: str, value: str) -> Found:
    """Tell whether the value is no plain web address of a system; empty is one."""
    if not value:
        return None
    remedy = "Write it like https://requests.example.com, without name, password or query."
    try:
        parts = urlsplit(value)
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
        # Reading the port finds one that is no number.
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return Problem(field, "This is no address.", remedy)
    if parts.scheme in {"http", "https"} and is_plain and is_whole and len(value) <= LONGEST_URL:
        return None
    return Problem(field, "This is no address of a system.", remedy)


def discord_id(field: str, value: str) -> Found:
    """Tell whether the value is no id of Discord's (a snowflake); empty is one.

    See discord.com/developers/docs/reference, Snowflakes: 64 bits, written in decimal digits; the
    oldest have 17 of them.
    """
    if not value or (_SNOWFLAKE.match(value) and int(value) < 2**63):
        return None
    return Problem(
        field,
        f"{value[:40]!r} is no Discord id.",
        "It has 17 to 19 digits: switch on Discord's developer mode, then Copy ID.",
    )


def sync_with_recurring(*, is_recurring: bool, is_synced: bool) -> Found:
    """Tell whether renewals could get lost: one whose webhook is lost shows in a sync (B038)."""
    if not is_recurring or is_synced:
        return None
    return Problem(
        "sync_enabled",
        "Recurring payments need the transaction sync.",
        "Switch the sync on, or recurring payments off.",
    )


def stop_message(field: str, value: str) -> Found:
    """Tell whether the message to players is too long or has placeholders we do not fill."""
    wrong = text(field, value, longest=LONGEST_STOP_MESSAGE, required=True)
    if wrong:
        return wrong
    remedy = "Use only {limit} and {count}."
    try:
        parts = list(string.Formatter().parse(value))
    except ValueError:
        return Problem(field, "A brace has no partner.", remedy)
    for _text, name, spec, conversion in parts:
        if name is not None and (name not in _PLACEHOLDERS or spec or conversion):
            return Problem(field, f"{{{name}}} means nothing here.", remedy)
    return None
