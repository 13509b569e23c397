"""Read what people used and how their accounts look, where a rule asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.enforcement.judging.counting import Limits
from chalicelib.enforcement.model import Allowance
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.usage import Used
from chalicelib.enforcement.usage import tally
from chalicelib.enforcement.usage.tally import Calendar
from chalicelib.enforcement.usage.watch import Memory
from chalicelib.settings.limit_model import Rule, least
from chalicelib.settings.model import EnforcementMode


def is_metered(allowance: Allowance) -> bool:
    """Tell whether the person's plan allows only so much a week."""
    limits = allowance.limits
    is_limited = limits.weekly_hours is not None or limits.weekly_gb is not None
    return is_limited and allowance.has_plan and not allowance.is_permanent


def calendar(limits: Limits) -> Calendar:
    """Return the site's weeks."""
    return Calendar(limits.zone, limits.settings.week_begins_on)


def measured(
    deps: EnforcementDeps,
    allowances: Mapping[str, Allowance],
    memories: Iterable[Memory],
    *,
    limits: Limits,
    now: datetime,
) -> dict[str, Allowance]:
    """Return the allowances with this week's use, booked and not booked yet, and the scores.

    Reads only for people with a weekly allowance, and scores only where they may lead to a stop.
    """
    used = _used(deps, allowances, memories, limits=limits, now=now)
    scores = _scores(deps, allowances, limits=limits, now=now)
    return {
        ref: replace(each, used=used.get(each.user_id), sharing_score=scores.get(each.user_id))
        if each.user_id in used or each.user_id in scores
        else each
        for ref, each in allowances.items()
    }


def _used(
    deps: EnforcementDeps,
    allowances: Mapping[str, Allowance],
    memories: Iterable[Memory],
    *,
    limits: Limits,
    now: datetime,
) -> dict[str, Used]:
    whose = sorted({each.user_id for each in allowances.values() if is_metered(each)})
    if not whose:
        return {}
    weeks = calendar(limits)
    booked = deps.usage.week_uses(whose, first_day=weeks.first_day(now))
    fresh = [
        use
        for memory in memories
        for use in (*memory.uses, *tally.running(memory.watch.sightings, now=now))
        if use.user_id in set(whose)
    ]
    found = tally.used(booked, fresh, calendar=weeks, now=now)
    return {user_id: found.get(user_id, Used()) for user_id in whose}


def _scores(
    deps: EnforcementDeps, allowances: Mapping[str, Allowance], *, limits: Limits, now: datetime
) -> dict[str, int]:
    mode = least(limits.mode, limits.settings.mode_of(Rule.SHARING))
    whose = {each.user_id for each in allowances.values() if not each.is_permanent}
    if mode is not EnforcementMode.ENFORCE or not whose:
        return {}
    found = deps.usage.scores_of(sorted(whose), now=now)
    return {user_id: each.score for user_id, each in found.items()}
