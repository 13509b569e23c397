"""Change how the rules about streams, downloads and devices are kept."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.ids import GroupId
from chalicelib.settings import checks, section
from chalicelib.settings.limit_model import (
    LadderStep,
    LimitSettings,
    Measure,
    Rule,
    StopMode,
)
from chalicelib.settings.model import EnforcementMode
from chalicelib.settings.ports import SettingsDeps

LONGEST_SUSTAIN_SECONDS = 3600
LONGEST_COOL_DOWN_SECONDS = 3600
LONGEST_PAUSE_MINUTES = 24 * 60
MOST_STEPS = 10
MOST_STRIKES = 100
# A year: longer is for a person to decide.
MOST_HOURS = 8760
LONGEST_ACTIVITY_DAYS = 730
LAST_WEEKDAY = 6


@dataclass(frozen=True, slots=True)
class LimitChanges:
    """What to change; None keeps what is set."""

    modes: Mapping[Rule, EnforcementMode] | None = None
    stop_mode: StopMode | None = None
    warns_first: bool | None = None
    sustain_seconds: int | None = None
    cool_down_seconds: int | None = None
    stops_paused_after_minutes: int | None = None
    ghost_after_minutes: int | None = None
    week_begins_on: int | None = None
    ladder: tuple[LadderStep, ...] | None = None
    strike_window_hours: int | None = None
    restricted_group_ids: tuple[GroupId, ...] | None = None
    sharing_score_from: int | None = None
    activity_days: int | None = None


def change(
    deps: SettingsDeps,
    *,
    version: int,
    changes: LimitChanges,
    offered: AbstractSet[GroupId],
    private: GroupId,
    actor: Actor,
) -> LimitSettings:
    """Change the settings as they were at `version`; what was decided before stays.

    `offered` are the library groups that exist, of which `private` is never shared. Raises
    InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.limits(), version)
    after = _tidied(replace(before, **section.given(changes)))
    checks.refuse(
        [
            *_numbers(after),
            *_steps(after.ladder),
            *(_group(each, offered, private) for each in after.restricted_group_ids),
            _nothing_left(after),
        ]
    )
    return section.saved(deps, before, after, actor=actor)


def _tidied(settings: LimitSettings) -> LimitSettings:
    """Return the settings with the modes alone that say something, and each group once."""
    silent = LimitSettings()
    modes = {
        rule: settings.modes[rule]
        for rule in Rule
        if rule in settings.modes and settings.modes[rule] is not silent.mode_of(rule)
    }
    groups = tuple(dict.fromkeys(settings.restricted_group_ids))
    return replace(settings, modes=modes, restricted_group_ids=groups)


def _numbers(settings: LimitSettings) -> Iterable[Problem | None]:
    ranges = (
        ("sustain_seconds", 0, LONGEST_SUSTAIN_SECONDS, "seconds"),
        ("cool_down_seconds", 0, LONGEST_COOL_DOWN_SECONDS, "seconds"),
        ("stops_paused_after_minutes", 0, LONGEST_PAUSE_MINUTES, "minutes"),
        ("ghost_after_minutes", 0, LONGEST_PAUSE_MINUTES, "minutes"),
        ("week_begins_on", 0, LAST_WEEKDAY, ""),
        ("strike_window_hours", 1, MOST_HOURS, "hours"),
        ("sharing_score_from", 1, 100, "points"),
        ("activity_days", 1, LONGEST_ACTIVITY_DAYS, "days"),
    )
    for name, least, most, unit in ranges:
        yield checks.between(name, getattr(settings, name), least, most, unit=unit)


def _steps(ladder: tuple[LadderStep, ...]) -> Iterable[Problem | None]:
    if len(ladder) > MOST_STEPS:
        yield Problem("ladder", f"{len(ladder)} steps are too many.", f"Use at most {MOST_STEPS}.")
    for place, step in enumerate(ladder):
        name = f"ladder.{place}"
        yield checks.between(f"{name}.strikes", step.strikes, 1, MOST_STRIKES, unit="strikes")
        yield _hours(f"{name}.hours", step)
    for place, (lower, upper) in enumerate(pairwise(ladder), 1):
        if upper.strikes <= lower.strikes:
            yield Problem(
                f"ladder.{place}.strikes",
                f"The step before is for {lower.strikes} strikes already.",
                "Let each step need more strikes than the one before.",
            )


def _hours(name: str, step: LadderStep) -> Problem | None:
    if step.measure is not Measure.WARN:
        return checks.between(name, step.hours, 1, MOST_HOURS, unit="hours")
    if step.hours:
        return Problem(name, "A warning lasts no time.", "Use 0 hours.")
    return None


def _group(group_id: GroupId, offered: AbstractSet[GroupId], private: GroupId) -> Problem | None:
    if group_id == private:
        return Problem(
            "restricted_group_ids", "Private libraries are never shared.", "Choose other groups."
        )
    if group_id not in offered:
        return Problem(
            "restricted_group_ids",
            f"There is no library group {group_id[:80]!r}.",
            "Choose from the list.",
        )
    return None


def _nothing_left(settings: LimitSettings) -> Problem | None:
    restricts = any(step.measure is Measure.RESTRICT for step in settings.ladder)
    if settings.restricted_group_ids or not restricts:
        return None
    return Problem(
        "restricted_group_ids",
        "Whoever is restricted would keep no library.",
        "Choose the groups that stay, or suspend instead.",
    )
