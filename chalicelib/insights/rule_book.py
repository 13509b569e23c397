"""Every rule at a glance: how far it goes, who sets it, how often it struck."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.catalog.model import Plan, Server
from chalicelib.enforcement.model import Decision
from chalicelib.insights.ports import InsightsDeps
from chalicelib.settings.limit_model import LimitSettings, Rule, least
from chalicelib.settings.model import EnforcementMode, SiteSettings

LOOKS_BACK = timedelta(days=7)
_PAGE = 200
_MOST_PAGES = 10

_SET_BY_PLAN: Mapping[Rule, Callable[[Plan], bool]] = {
    Rule.CONCURRENT_STREAMS: lambda _plan: True,
    Rule.VIDEO_TRANSCODING: lambda plan: not plan.limits.allows_transcoding,
    Rule.BITRATE: lambda plan: plan.limits.max_bitrate_kbps is not None,
    Rule.ALLOWED_HOURS: lambda plan: plan.limits.from_hour is not None,
    Rule.FAIR_USE: lambda plan: (plan.limits.weekly_hours or plan.limits.weekly_gb) is not None,
    Rule.DOWNLOADS: lambda plan: (
        not plan.allows_downloads or plan.limits.weekly_downloads is not None
    ),
    Rule.DEVICES: lambda plan: plan.limits.max_devices is not None,
}


@dataclass(frozen=True, slots=True)
class LessFar:
    """A server on which a rule goes less far than on the site."""

    server: Server
    mode: EnforcementMode


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule: how far it goes on the site, and how far its own setting lets it.

    `plans` and `servers` are those that set it; `is_set` is False while nothing does, so that
    nobody can break it. `struck` counts the decisions of the last days, `acted` those of them
    that were carried out.
    """

    rule: Rule
    mode: EnforcementMode
    own_mode: EnforcementMode
    is_set: bool
    plans: tuple[Plan, ...]
    servers: tuple[Server, ...]
    less_far: tuple[LessFar, ...]
    struck: int
    acted: int


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules; `is_cut` when there were more decisions than were counted."""

    since: datetime
    site_mode: EnforcementMode
    entries: tuple[RuleEntry, ...]
    is_cut: bool


def read(deps: InsightsDeps) -> RuleBook:
    """Return all rules as they are set and kept now."""
    now = deps.clock.now()
    since = now - LOOKS_BACK
    decisions, is_cut = _decisions(deps, since=since, now=now)
    site = deps.settings.site()
    entries = entries_of(
        site=site,
        limits=deps.settings.limits(),
        plans=tuple(plan for plan in deps.catalog.plans() if plan.is_active),
        servers=tuple(each for each in deps.catalog.servers() if each.is_enabled),
        decisions=decisions,
    )
    return RuleBook(since, site.enforcement_mode, entries, is_cut)


def entries_of(
    *,
    site: SiteSettings,
    limits: LimitSettings,
    plans: tuple[Plan, ...],
    servers: tuple[Server, ...],
    decisions: Iterable[Decision],
) -> tuple[RuleEntry, ...]:
    """Return every rule with what sets it and how often it struck (pure)."""
    struck: Counter[str] = Counter()
    acted: Counter[str] = Counter()
    for decision in decisions:
        struck[decision.rule] += 1
        acted[decision.rule] += decision.carried_out
    return tuple(
        _entry(rule, site, limits, plans, servers, struck=struck[rule], acted=acted[rule])
        for rule in Rule
    )


def _entry(
    rule: Rule,
    site: SiteSettings,
    limits: LimitSettings,
    plans: tuple[Plan, ...],
    servers: tuple[Server, ...],
    *,
    struck: int,
    acted: int,
) -> RuleEntry:
    own = limits.mode_of(rule)
    mode = least(site.enforcement_mode, own)
    is_set_by = _SET_BY_PLAN.get(rule)
    by_plans = tuple(plan for plan in plans if is_set_by and is_set_by(plan))
    by_servers = tuple(
        each for each in servers if rule is Rule.TRANSCODING_4K and not each.allows_4k_transcoding
    )
    less = ((each, least(mode, each.enforcement_mode)) for each in servers)
    by_site = {
        Rule.LONG_PAUSE: limits.stops_paused_after_minutes > 0,
        Rule.SHARING: True,
    }
    return RuleEntry(
        rule=rule,
        mode=mode,
        own_mode=own,
        is_set=bool(by_plans or by_servers or by_site.get(rule)),
        plans=by_plans,
        servers=by_servers,
        less_far=tuple(LessFar(each, there) for each, there in less if there is not mode),
        struck=struck,
        acted=acted,
    )


def _decisions(
    deps: InsightsDeps, *, since: datetime, now: datetime
) -> tuple[tuple[Decision, ...], bool]:
    found: list[Decision] = []
    cursor = None
    for _ in range(_MOST_PAGES):
        page = deps.activity.decisions(now=now, cursor=cursor, limit=_PAGE)
        recent = [each for each in page.items if each.at > since]
        found += recent
        cursor = page.next_cursor
        if cursor is None or len(recent) < len(page.items):
            return tuple(found), False
    return tuple(found), True
