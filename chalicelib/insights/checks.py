"""What is said of a dependency's health (pure)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How something fares; the order is that of urgency."""

    BROKEN = "broken"
    ATTENTION = "attention"
    NOT_SET_UP = "not_set_up"
    OK = "ok"


class Area(StrEnum):
    """What part of the business it belongs to, in the order in which a site is set up."""

    SYSTEM = "system"
    MEDIA = "media"
    PAYMENTS = "payments"
    SALES = "sales"
    MAIL = "mail"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing: its state in words, what to do, and the dashboard's page where that is done.

    `at` is the instant that the summary speaks of. Whatever is not ok has a remedy and a link.
    """

    area: Area
    id: str
    title: str
    state: State
    summary: str
    remedy: str = ""
    link: str = ""
    at: datetime | None = None


def worst(checks: tuple[Check, ...]) -> State:
    """Return the most urgent state."""
    found = {check.state for check in checks}
    return next(state for state in State if state in found or state is State.OK)


def span(seconds: float) -> str:
    """Return a length of time in the largest unit of which there are two."""
    for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds" if seconds >= 2 else f"{seconds:.1f} seconds"
