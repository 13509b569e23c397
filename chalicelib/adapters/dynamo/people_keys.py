"""Keys of what ties people together; see keys.py, which this belongs to."""

from chalicelib.adapters.dynamo.keys import Key, Span
from chalicelib.adapters.dynamo.tables import Table
from chalicelib.kernel.ids import UserId, WaitId


def links(user_id: UserId) -> Key:
    """Key of what links a user to others."""
    return Key(Table.CORE, f"user#{user_id}", "links")


def masters() -> Span:
    """Masters of linked users, the last changed first."""
    return Span(Table.CORE, "masters", index=1, newest_first=True)


def trial_use(who: str) -> Key:
    """Key of the one trial of what somebody is known by."""
    return Key(Table.CORE, f"trial#{who}", "trial")


def trial_places() -> Key:
    """Key of who has a place among the trial users."""
    return Key(Table.CORE, "trial_places", "trial_places")


def wait(wait_id: WaitId) -> Key:
    """Key of a turn in the waitlist."""
    return Key(Table.CORE, f"wait#{wait_id}", "wait")


def waiting() -> Span:
    """Everybody in line, whoever joined first standing first."""
    return Span(Table.CORE, "waiting", index=1)
