"""Outages and what is given back for them, with sensible fields."""

from datetime import timedelta
from typing import Any

from chalicelib.membership.outage import Gift, Outage, OutageState
from tests.builders import NOON, make


def an_outage(**overrides: Any) -> Outage:
    """Return an outage of Alpha of two hours that ended at noon, and waits for a word."""
    defaults = {
        "server_id": "srv_alpha",
        "server_name": "Alpha",
        "began_at": NOON - timedelta(hours=2),
        "ended_at": NOON,
        "state": OutageState.OPEN,
        "people": 1,
    }
    return make(Outage, defaults, overrides)


def a_gift(**overrides: Any) -> Gift:
    """Return what Ann gets back for that outage."""
    defaults = {"outage_id": an_outage().id, "user_id": "usr_ann", "noted_at": NOON}
    return make(Gift, defaults, overrides)
