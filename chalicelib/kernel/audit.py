"""Who did what, when and why (append-only)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.kernel.ids import AuditId, UserId, new_id


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: ``login:<id>``, ``user:<id>``, ``gateway:stripe``, ``schedule:hourly``, …"""

    name: str


SYSTEM = Actor("system")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change; `before` and `after` hold only the fields that differ, never secrets."""

    id: AuditId
    at: datetime
    actor: str
    action: str
    subject: str
    user_id: UserId | None = None
    why: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> AuditId:
        """Return the natural key."""
        return self.id


def note(
    actor: Actor,
    action: str,
    subject: str,
    *,
    now: datetime,
    user_id: UserId | None = None,
    why: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Return an entry for a change; fields alike in `before` and `after` are left out."""
    old, new = dict(before or {}), dict(after or {})
    for name in [key for key in old if key in new and old[key] == new[key]]:
        del old[name], new[name]
    return AuditEntry(
        id=AuditId(new_id("aud", now=now)),
        at=now,
        actor=actor.name,
        action=action,
        subject=subject,
        user_id=user_id,
        why=why,
        before={key: str(value) for key, value in old.items()},
        after={key: str(value) for key, value in new.items()},
    )
