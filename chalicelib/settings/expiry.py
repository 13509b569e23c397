"""Change what becomes of people whose paid time ended."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.ids import GroupId
from chalicelib.kernel.records import Insert, Write
from chalicelib.settings import checks, section
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from chalicelib.settings.ports import SettingsDeps

LONGEST_WAIT_DAYS = 3650
_NOTHING_STAYS = {
    ExpiryPolicy.RESTRICT: "nothing stays shared",
    ExpiryPolicy.DISABLE: "no account stays locked",
}


@dataclass(frozen=True, slots=True)
class ExpiryChanges:
    """What to change; None keeps what is set."""

    policy: ExpiryPolicy | None = None
    restrict_groups: tuple[GroupId, ...] | None = None
    delete_after_days: int | None = None


def change(
    deps: SettingsDeps,
    *,
    version: int,
    changes: ExpiryChanges,
    offered: AbstractSet[GroupId],
    private: GroupId,
    actor: Actor,
) -> ExpirySettings:
    """Change the settings as they were at `version`; a shorter wait counts for whoever waits.

    `offered` are the library groups that exist, of which `private` never stays shared. Raises
    InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.expiry(), version)
    after = _changed(before, changes)
    checks.refuse(
        [
            *(_group(each, offered, private) for each in after.restrict_groups),
            _no_group(after),
            checks.between(
                "delete_after_days", after.delete_after_days, 0, LONGEST_WAIT_DAYS, unit="days"
            ),
            _no_time(after),
        ]
    )
    also: tuple[Write, ...] = ()
    if after.delete_after_days < before.delete_after_days:
        also = (Insert(new_job(JobKind.REPLAN_EXPIRY, after.identity, now=deps.clock.now())),)
    return section.saved(deps, before, after, actor=actor, also=also)


def _changed(before: ExpirySettings, changes: ExpiryChanges) -> ExpirySettings:
    days, groups = changes.delete_after_days, changes.restrict_groups
    return replace(
        before,
        policy=before.policy if changes.policy is None else changes.policy,
        restrict_groups=before.restrict_groups if groups is None else tuple(dict.fromkeys(groups)),
        delete_after_days=before.delete_after_days if days is None else days,
    )


def _group(group_id: GroupId, offered: AbstractSet[GroupId], private: GroupId) -> Problem | None:
    if group_id == private:
        return Problem(
            "restrict_groups", "Private libraries are never shared.", "Choose other groups."
        )
    if group_id not in offered:
        return Problem(
            "restrict_groups",
            f"There is no library group {group_id[:80]!r}.",
            "Choose from the list.",
        )
    return None


def _no_group(settings: ExpirySettings) -> Problem | None:
    if settings.policy is not ExpiryPolicy.RESTRICT or settings.restrict_groups:
        return None
    return Problem(
        "restrict_groups",
        "Nothing would stay shared.",
        "Choose at least one group, or withdraw all libraries.",
    )


def _no_time(settings: ExpirySettings) -> Problem | None:
    if settings.policy is ExpiryPolicy.REMOVE or settings.delete_after_days:
        return None
    return Problem(
        "delete_after_days",
        f"With 0 days the person is deleted at once, and {_NOTHING_STAYS[settings.policy]}.",
        "Use at least 1 day, or withdraw all libraries.",
    )
