"""Change whether there are free trials, for whom, and for how many people."""

from dataclasses import asdict, dataclass, replace

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import Problem, StaleRecordError
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings import checks
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
    before = deps.store.trials()
    if before.version != version:
        raise StaleRecordError(before)
    given = {name: value for name, value in asdict(changes).items() if value is not None}
    after = replace(before, **given)
    checks.refuse(
        [
            _no_plan(after, has_trial_plan=has_trial_plan),
            checks.between("max_users", after.max_users, 0, MOST_TRIAL_USERS, unit="people"),
        ]
    )
    if after == before:
        return before
    shown, now_shown = asdict(before), asdict(after)
    del shown["version"], now_shown["version"]
    entry = note(
        actor,
        "settings.trials",
        after.identity,
        now=deps.clock.now(),
        before=shown,
        after=now_shown,
    )
    deps.database.commit(Update(after), Insert(entry))
    return replace(after, version=after.version + 1)


def _no_plan(settings: TrialSettings, *, has_trial_plan: bool) -> Problem | None:
    if not settings.enabled or has_trial_plan:
        return None
    return Problem(
        "enabled",
        "There is no plan to try.",
        "Add an active plan that is a trial under Plans, then switch trials on.",
    )
