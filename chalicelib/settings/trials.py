"""Change whether there are free trials, for whom, and for how many people."""

from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.settings import checks, section
from chalicelib.settings.model import TrialSettings
from chalicelib.settings.ports import SettingsDeps

# Everybody who holds a place stands in one row.
MOST_TRIAL_USERS = 1000


@dataclass(frozen=True, slots=True)
class TrialChanges:
    """What to change; None keeps what is set."""

    enabled: bool | None = None
    forced: bool | None = None
    max_users: int | None = None


def change(
    deps: SettingsDeps,
    *,
    version: int,
    changes: TrialChanges,
    has_trial_plan: bool,
    actor: Actor,
) -> TrialSettings:
    """Change the settings as they were at `version`; trials that run go on.

    `has_trial_plan` tells whether there is an active plan to try. Raises InvalidError with every
    wrong field (`enabled` without such a plan, B072), StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.trials(), version)
    after = replace(before, **section.given(changes))
    checks.refuse(
        [
            _no_plan(after, has_trial_plan=has_trial_plan),
            checks.between("max_users", after.max_users, 0, MOST_TRIAL_USERS, unit="people"),
        ]
    )
    return section.saved(deps, before, after, actor=actor)


def _no_plan(settings: TrialSettings, *, has_trial_plan: bool) -> Problem | None:
    if not settings.enabled or has_trial_plan:
        return None
    return Problem(
        "enabled",
        "There is no plan to try.",
        "Add an active plan that is a trial under Plans, then switch trials on.",
    )
