"""What every stand-in is built from, under one name."""

from infra.sandbox.guard import CLOSE_EXTENSION, Answer, fault_of, guarded
from infra.sandbox.state import (
    FAULT_MODES,
    Action,
    BadAction,
    CallLog,
    Clock,
    Fault,
    Faults,
    World,
    need,
)
from infra.sandbox.store import Doc, Store

__all__ = [
    "CLOSE_EXTENSION",
    "FAULT_MODES",
    "Action",
    "Answer",
    "BadAction",
    "CallLog",
    "Clock",
    "Doc",
    "Fault",
    "Faults",
    "Store",
    "World",
    "fault_of",
    "guarded",
    "need",
]
