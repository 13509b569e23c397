"""Held runs and who is on their lists, with sensible fields."""

from typing import Any

from chalicelib.access.brake import HeldPerson, HeldRun
from tests.builders import NOON, make


def a_held_run(**overrides: Any) -> HeldRun:
    """Return a run of the hour that waits with one person on its list."""
    defaults = {
        "id": "hld_1",
        "run": "hourly",
        "opened_at": NOON,
        "have_access": 100,
        "most": 10,
        "people": 1,
    }
    return make(HeldRun, defaults, overrides)


def a_held_person(**overrides: Any) -> HeldPerson:
    """Return somebody on the list of that run."""
    defaults = {
        "run_id": "hld_1",
        "user_id": "usr_ann",
        "why": "The paid time ended on 2026-02-28",
        "held_at": NOON,
    }
    return make(HeldPerson, defaults, overrides)
