"""Change what keeps customers from harm by mistake."""

from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.settings import checks, section
from chalicelib.settings.model import SafetySettings
from chalicelib.settings.ports import SettingsDeps

MOST_PEOPLE = 100_000
# The sweep looks every five minutes, so that less cannot be told.
LEAST_OUTAGE, LONGEST_OUTAGE = 5, 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class SafetyChanges:
    """What to change; None keeps what is set."""

    most_people: int | None = None
    most_percent: int | None = None
    compensates_outages: bool | None = None
    outage_minutes: int | None = None


def change(
    deps: SettingsDeps, *, version: int, changes: SafetyChanges, actor: Actor
) -> SafetySettings:
    """Change the settings as they were at `version`; runs that are held stay so.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.safety(), version)
    after = replace(before, **section.given(changes))
    checks.refuse(
        [
            checks.between("most_people", after.most_people, 0, MOST_PEOPLE, unit="people"),
            checks.between("most_percent", after.most_percent, 0, 100, unit="percent"),
            checks.between(
                "outage_minutes",
                after.outage_minutes,
                LEAST_OUTAGE,
                LONGEST_OUTAGE,
                unit="minutes",
            ),
        ]
    )
    return section.saved(deps, before, after, actor=actor)
