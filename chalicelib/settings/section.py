"""One section of the settings: changed as it was at a version, with a line in the audit log."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar, get_args

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import StaleRecordError
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.kernel.secret import Sealed
from chalicelib.settings.model import SettingsSection
from chalicelib.settings.ports import SettingsDeps

Section = TypeVar("Section", bound=SettingsSection)


def at_version(stored: Section, version: int) -> Section:
    """Return what is stored; raises StaleRecordError when somebody was faster."""
    if stored.version != version:
        raise StaleRecordError(stored)
    return stored


def given(changes: Any) -> dict[str, Any]:
    """Return the fields of a dataclass of changes that are not None, texts without blank ends."""
    named = {field.name: getattr(changes, field.name) for field in fields(changes)}
    return {
        name: value.strip() if type(value) is str else value
        for name, value in named.items()
        if value is not None
    }


def saved(
    deps: SettingsDeps,
    before: Section,
    after: Section,
    *,
    actor: Actor,
    entered: Collection[str] = (),
    also: tuple[Write, ...] = (),
) -> Section:
    """Store a changed section and return it as stored; what is unchanged writes nothing.

    The audit log gets all fields, but of secrets only that those which were `entered` were set or
    removed. `also` are further writes of the same commit.
    """
    if after == before:
        return before
    told, now_told = _plain(before), _plain(after)
    for name in sorted(entered):
        told[name] = "set" if getattr(before, name) else "not set"
        now_told[name] = "set anew" if getattr(after, name) else "removed"
    entry = note(
        actor,
        f"settings.{after.identity}",
        after.identity,
        now=deps.clock.now(),
        before=told,
        after=now_told,
    )
    deps.database.commit(Update(after), Insert(entry), *also)
    return replace(after, version=after.version + 1)


def _plain(section: Section) -> dict[str, object]:
    return {
        field.name: _told(getattr(section, field.name))
        for field in fields(section)
        if field.name != "version" and Sealed not in get_args(field.type)
    }


def _told(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
