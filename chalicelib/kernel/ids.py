"""Prefixed, sortable identifiers.

The text after the prefix is a ULID: 48 bits of milliseconds and 80 random bits in Crockford's
base 32 (https://github.com/ulid/spec), so that ids sort by the time they were made.
"""

import secrets
from datetime import datetime
from typing import NewType

UserId = NewType("UserId", str)
LoginId = NewType("LoginId", str)
PlanId = NewType("PlanId", str)
GroupId = NewType("GroupId", str)
LocationId = NewType("LocationId", str)
PlexAccountId = NewType("PlexAccountId", str)
ServerId = NewType("ServerId", str)
LibraryId = NewType("LibraryId", str)
OrderId = NewType("OrderId", str)
WaitId = NewType("WaitId", str)
PaymentId = NewType("PaymentId", str)
JobId = NewType("JobId", str)
AuditId = NewType("AuditId", str)
LedgerId = NewType("LedgerId", str)
DecisionId = NewType("DecisionId", str)
InviteListId = NewType("InviteListId", str)
MigrationId = NewType("MigrationId", str)
HeldRunId = NewType("HeldRunId", str)
OutageId = NewType("OutageId", str)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(prefix: str, *, now: datetime) -> str:
    """Return ``<prefix>_<ULID>`` made of `now` and 80 random bits."""
    number = (int(now.timestamp() * 1000) << 80) | secrets.randbits(80)
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -5, -5))
