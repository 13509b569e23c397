"""Change whether people can wait for a seat, and how long an offer stands (X004)."""

from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import StaleRecordError
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings import checks
from chalicelib.settings.model import WaitlistSettings
from chalicelib.settings.ports import SettingsDeps

LONGEST_OFFER_HOURS = 14 * 24


@dataclass(frozen=True, slots=True)
class WaitlistChanges:
    """What to change; None keeps what is set."""

    enabled: bool | None = None
    offer_hours: int | None = None


def change(
    deps: SettingsDeps, *, version: int, changes: WaitlistChanges, actor: Actor
) -> WaitlistSettings:
    """Change the settings as they were at `version`; offers that stand keep their end.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = deps.store.waitlist()
    if before.version != version:
        raise StaleRecordError(before)
    after = replace(
        before,
        enabled=before.enabled if changes.enabled is None else changes.enabled,
        offer_hours=before.offer_hours if changes.offer_hours is None else changes.offer_hours,
    )
    checks.refuse(
        [checks.between("offer_hours", after.offer_hours, 1, LONGEST_OFFER_HOURS, unit="hours")]
    )
    if after == before:
        return before
    entry = note(
        actor,
        "settings.waitlist",
        after.identity,
        now=deps.clock.now(),
        before=_shown(before),
        after=_shown(after),
    )
    deps.database.commit(Update(after), Insert(entry))
    return replace(after, version=after.version + 1)


def _shown(settings: WaitlistSettings) -> dict[str, object]:
    return {"enabled": settings.enabled, "offer_hours": settings.offer_hours}
