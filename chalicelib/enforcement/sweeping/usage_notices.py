"""Tell people that most, and that all, of a week's allowance is used (pure; X029)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from chalicelib.enforcement.model import Allowance
from chalicelib.enforcement.records.usage import Used, WeekUse
from chalicelib.enforcement.sweeping.scene import Scene
from chalicelib.enforcement.usage import tally
from chalicelib.enforcement.usage.reading import calendar
from chalicelib.enforcement.weeks import bounds
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.records import Add, Insert, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.limit_model import Rule, least
from chalicelib.settings.model import EnforcementMode, SiteSettings
from chalicelib.users.model import User

USED_UP = 100


def due(scene: Scene, *, site: SiteSettings) -> Iterator[tuple[Write, ...]]:
    """Return what tells each person of a look who is to be told; nothing while stops are off."""
    limits = scene.limits
    mode = least(limits.mode, limits.settings.mode_of(Rule.FAIR_USE))
    whose = {each.user_id: each for each in scene.people.allowances.values() if each.used}
    if mode is not EnforcementMode.ENFORCE or not whose:
        return
    first_day = calendar(limits).first_day(scene.at)
    ends_at = bounds(date.fromisoformat(first_day), zone=limits.zone)[1]
    for user_id in sorted(whose):
        writes = notice(
            whose[user_id],
            scene.people.users.get(user_id),
            site=site,
            first_day=first_day,
            ends_at=ends_at,
            now=scene.at,
        )
        if writes:
            yield writes


def notice(
    allowance: Allowance,
    user: User | None,
    *,
    site: SiteSettings,
    first_day: str,
    ends_at: datetime,
    now: datetime,
) -> tuple[Write, ...]:
    """Return the mail that is due with the mark that it was sent, nothing while none is.

    Each of the two comes once a week; who went over both at once gets only the second.
    """
    used = allowance.used
    if used is None or user is None:
        return ()
    percent = _percent(allowance, used)
    is_used_up = percent >= USED_UP
    if percent < tally.WARN_FROM or used.was_told or (used.was_warned and not is_used_up):
        return ()
    expires_at = ends_at + tally.KEEP_WEEK
    mark = WeekUse(user.id, first_day, 0, 0, expires_at, warned=int(not used.was_warned))
    if is_used_up:
        mark = replace(mark, told=1)
    if not user.email:
        return (Add(mark),)
    limits = allowance.limits
    facts = {
        "name": user.name,
        "site_name": site.site_name,
        "hours": f"{used.hours:.1f}",
        "gb": f"{used.gb:.1f}",
        "weekly_hours": _written(limits.weekly_hours),
        "weekly_gb": _written(limits.weekly_gb),
        "percent": str(min(USED_UP, percent)),
        "is_used_up": "yes" if is_used_up else "no",
        "renews_at": to_iso(ends_at),
    }
    message = Message(Event.FAIR_USE, user.email, facts)
    word = "used_up" if is_used_up else "nearly"
    cause = f"fair_use_{word}_{user.id}_{first_day}"
    return Insert(mail_job(message, cause=cause, now=now, user_id=user.id)), Add(mark)


def _percent(allowance: Allowance, used: Used) -> int:
    limits = allowance.limits
    found = tally.percent(used, weekly_hours=limits.weekly_hours, weekly_gb=limits.weekly_gb)
    return found or 0


def _written(limit: int | None) -> str:
    return "" if limit is None else str(limit)
