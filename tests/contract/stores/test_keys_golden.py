"""The keys of every record and list: changing one orphans what is stored, so it shows here."""

import inspect
import typing
from collections.abc import Callable
from datetime import date
from typing import Any

from chalicelib.adapters.dynamo import keys, limit_keys, money_keys, people_keys, stream_keys
from chalicelib.adapters.dynamo.keys import Key, Span
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.jobs.model import JobState
from chalicelib.payments.model import GatewayAccount, GatewayName, PaymentStatus
from chalicelib.settings.community_model import RequestSystemName
from tests.builders import NOON, a_payment_key, an_identity
from tests.contract.stores.full_records import FULL
from tests.contract.stores.plain_records import PLAIN

ARGUMENTS: dict[str, Any] = {
    "name": "NAME",
    "value": "name:ann",
    "text": "An",
    "email": "ann@example.com",
    "day": "2026-01-31",
    "session_key": "12",
    "token_hash": "HASH",
    "event_id": "evt_1",
    "key": a_payment_key(),
    "gateway": GatewayName.STRIPE,
    "media": an_identity("ann", plex_id="7"),
    "state": JobState.PARKED,
    "now": NOON,
    "until": NOON,
    "since": NOON,
    "first_seen": NOON,
    "account": GatewayAccount.PAYPAL_SECONDARY,
    "mark": "paypal:ann@example.com",
    "source": "stripe:pi_1:1",
    "ref": "sub_1",
    "number": 7,
}

BY_TYPE: dict[Any, Any] = {
    date: NOON.date(),
    PaymentStatus: PaymentStatus.UNMATCHED,
    RequestSystemName: RequestSystemName.OVERSEERR,
}


def test_the_keys_of_every_list_stay_as_they_are(golden: Callable[[str, str], None]):
    lines = []
    files = (keys, limit_keys, money_keys, people_keys, stream_keys)
    both = {name: each for file in files for name, each in vars(file).items()}
    modules = {file.__name__ for file in files}
    for name, function in sorted(both.items()):
        if not inspect.isfunction(function) or function.__module__ not in modules:
            continue
        hints = typing.get_type_hints(function)
        if name.startswith("_") or hints["return"] in (str, bool):
            continue
        given = {
            each: BY_TYPE.get(hint, ARGUMENTS.get(each, each.upper()))
            for each, hint in hints.items()
            if each != "return"
        }
        found = function(**given)
        lines.extend(
            f"{name:28}{described(each)}"
            for each in (found if isinstance(found, tuple) else (found,))
        )
    golden("keys_of_lists.txt", "\n".join(lines) + "\n")


def test_the_keys_of_every_record_stay_as_they_are(golden: Callable[[str, str], None]):
    blocks = []
    for record in sorted([*PLAIN, *FULL], key=lambda each: type(each).__name__):
        place = place_of(record)
        lines = [f"{type(record).__name__:18}{described(place.key)}"]
        for index, (pk, sk) in sorted(place.indexes.items()):
            lines.append(f"{'':18}gsi{index}      {pk} / {sk}")
        if place.expires_at:
            lines.append(f"{'':18}until     {place.expires_at.isoformat()}")
        if lines not in blocks:
            blocks.append(lines)
    golden("keys_of_records.txt", "\n".join("\n".join(lines) for lines in blocks) + "\n")


def described(found: Key | Span) -> str:
    if isinstance(found, Key):
        return f"{found.table:10}{found.pk} / {found.sk}"
    index = f"gsi{found.index}" if found.index else "table"
    given = {"prefix": found.prefix, "since": found.since, "up_to": found.up_to}
    bounds = "".join(f" {word}={text!r}" for word, text in given.items() if text)
    direction = " newest first" if found.newest_first else ""
    return f"{found.table:10}{index} {found.pk}{bounds}{direction}"
