"""What is remembered of devices, and what a plan about them leaves behind (pure).

An account stands in memory as it was when nothing had to be done about it, or with what was said
about it already: a plan that cannot be carried out, or must not in observe mode, is told once.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from chalicelib.catalog.model import Server
from chalicelib.enforcement.devices.excess import DevicePlan
from chalicelib.enforcement.recording.record import ACTOR
from chalicelib.enforcement.records.devices import Device, Door
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import UserId
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.model import EnforcementMode, SiteSettings
from chalicelib.users.model import User

Record = AuditEntry | Job

SIGN_OUT = "device.sign_out"
_WOULD_SIGN_OUT = "device.would_sign_out"
_DIGEST_LENGTH = 12
_RIGHT, _SAID = "=", "!"


def standing(devices: Iterable[Device], door: Door) -> str:
    """Return how an account stands, as it is remembered once nothing has to be done about it."""
    refs = sorted(each.device_ref for each in devices)
    return _RIGHT + _digest(*refs, "", str(door.admits_all), *sorted(door.admitted))


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about an account: in which mode, how its door should be, which devices go."""

    mode: str
    door: str
    refs: frozenset[str]

    @classmethod
    def of(cls, plan: DevicePlan, mode: EnforcementMode) -> Self:
        """Return what there is to say about a plan."""
        door = _digest(str(plan.admits_all), *sorted(plan.admitted)) if plan.changes_door else ""
        return cls(str(mode), door, frozenset(_digest(each.device_ref) for each in plan.signs_out))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what was said, by its text in memory; nothing for any other text."""
        if not text.startswith(_SAID):
            return cls("", "", frozenset())
        mode, door, refs = text.removeprefix(_SAID).split("|")
        return cls(mode, door, frozenset(filter(None, refs.split(","))))

    def text(self) -> str:
        """Return it as it stands in memory."""
        return f"{_SAID}{self.mode}|{self.door}|{','.join(sorted(self.refs))}"

    def news(self, plan: DevicePlan, before: Self) -> tuple[bool, tuple[Device, ...]]:
        """Tell whether the door is worth saying, and return the devices that are."""
        if before.mode != self.mode:
            return plan.changes_door, plan.signs_out
        new = tuple(each for each in plan.signs_out if _digest(each.device_ref) not in before.refs)
        return bool(self.door) and self.door != before.door, new


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_DIGEST_LENGTH]


def door_note(
    plan: DevicePlan, user: User, server: Server, *, now: datetime, is_observed: bool = False
) -> AuditEntry:
    """Return the audit entry of a door that is opened or closed, or would be."""
    would = "would_" if is_observed else ""
    word = "open" if plan.admits_all else "close"
    allowed = "any" if plan.admits_all else f"the {plan.counted - len(plan.signs_out)} known"
    return _note(
        ACTOR,
        f"devices.{would}{word}",
        server.id,
        user_id=user.id,
        is_observed=is_observed,
        why=plan.reason,
        after={"server": server.name, "allowed": allowed},
        now=now,
    )


def sign_out_note(
    device: Device,
    user_id: UserId | None,
    server: Server,
    *,
    actor: Actor = ACTOR,
    why: str,
    now: datetime,
    is_observed: bool = False,
) -> AuditEntry:
    """Return the audit entry of a device that is signed out, or would be."""
    return _note(
        actor,
        _WOULD_SIGN_OUT if is_observed else SIGN_OUT,
        f"{server.id}/{device.device_ref}",
        user_id=user_id,
        is_observed=is_observed,
        why=why,
        after={
            "server": server.name,
            "device": device.name,
            "app": device.product,
            "last_seen": to_iso(device.last_seen_at) if device.last_seen_at else "",
        },
        now=now,
    )


def _note(
    actor: Actor,
    action: str,
    subject: str,
    *,
    user_id: UserId | None,
    is_observed: bool,
    why: str,
    after: dict[str, object],
    now: datetime,
) -> AuditEntry:
    # What did not happen is no part of the person's history, which the person sees.
    about = {"user": user_id} if is_observed else {}
    told = {name: value for name, value in (about | after).items() if value}
    whose = None if is_observed else user_id
    return note(actor, action, subject, now=now, user_id=whose, why=why, after=told)


def records_of(
    plan: DevicePlan,
    user: User,
    server: Server,
    *,
    about_door: bool,
    gone: tuple[Device, ...],
    mode: EnforcementMode,
    site: SiteSettings,
    now: datetime,
) -> list[Record]:
    """Return the entries of a plan as far as they are news, and the mail about who is `gone`."""
    is_observed = mode is EnforcementMode.OBSERVE
    entries = [
        sign_out_note(each, user.id, server, why=plan.reason, now=now, is_observed=is_observed)
        for each in gone
    ]
    found: list[Record] = [*entries]
    if about_door:
        found.append(door_note(plan, user, server, now=now, is_observed=is_observed))
    if entries and not is_observed and user.email:
        found.append(_mail(gone, user, server, plan, site=site, cause=entries[0].id, now=now))
    return found


def _mail(
    devices: Iterable[Device],
    user: User,
    server: Server,
    plan: DevicePlan,
    *,
    site: SiteSettings,
    cause: str,
    now: datetime,
) -> Job:
    facts = {
        "name": user.name,
        "site_name": site.site_name,
        "server": server.name,
        "limit": str(plan.limit),
        "count": str(plan.counted),
        "devices": ", ".join(named(each) for each in devices),
    }
    message = Message(Event.DEVICES_SIGNED_OUT, user.email, facts)
    return mail_job(message, cause=cause, now=now, user_id=user.id)


def named(device: Device) -> str:
    """Return how people call the device."""
    return " · ".join(part for part in (device.name, device.product) if part) or device.device_ref
