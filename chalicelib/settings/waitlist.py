"""Change whether people can wait for a seat, and how long an offer stands (X004)."""

from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.settings import checks, section
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
    before = section.at_version(deps.store.waitlist(), version)
    after = replace(before, **section.given(changes))
    checks.refuse(
        [checks.between("offer_hours", after.offer_hours, 1, LONGEST_OFFER_HOURS, unit="hours")]
    )
    return section.saved(deps, before, after, actor=actor)
