"""By what terms downloads are counted on this site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.catalog.model import Plan, Server
from chalicelib.enforcement import weeks
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.ids import PlanId, UserId
from chalicelib.settings.limit_model import LimitSettings, Rule, least
from chalicelib.settings.model import EnforcementMode, SiteSettings
from chalicelib.subscriptions import lifecycle
from chalicelib.subscriptions.downloads import allotment
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Terms:
    """The site's settings, as far as they concern downloads."""

    site: SiteSettings
    limits: LimitSettings

    def mode_on(self, server: Server) -> EnforcementMode:
        """Return how far the rule goes on a server."""
        rule = self.limits.mode_of(Rule.DOWNLOADS)
        return least(self.site.enforcement_mode, rule, server.enforcement_mode)

    def week_of(self, at: datetime) -> str:
        """Return the first day of the site's week (ISO date)."""
        begins_on = self.limits.week_begins_on
        return weeks.week_of(at, zone=self.site.time_zone, begins_on=begins_on).isoformat()

    def ends_at(self, first_day: str) -> datetime:
        """Return when a week ends (exclusive)."""
        return weeks.bounds(date.fromisoformat(first_day), zone=self.site.time_zone)[1]

    def kept_until(self, first_day: str) -> datetime:
        """Return until when a week and its downloads are kept."""
        return self.ends_at(first_day) + timedelta(days=self.limits.activity_days)


def read(deps: EnforcementDeps) -> Terms:
    """Read them as they are now."""
    return Terms(deps.settings.site(), deps.settings.limits())


def allotments(
    deps: EnforcementDeps, users: Iterable[User], *, now: datetime
) -> dict[UserId, int | None]:
    """Return the allotments of those who have a plan now; who has none is absent.

    A plan that cannot be read sets no limit: no evidence, no violation.
    """
    people = {user.id: user for user in users}
    plans: dict[PlanId, Plan | None] = {}
    found: dict[UserId, int | None] = {}
    paid = deps.subscriptions.many(tuple(people)) if people else {}
    for user_id, subscription in paid.items():
        period = lifecycle.current_period(subscription, now=now)
        if period is None:
            continue
        if period.plan_id not in plans:
            plans[period.plan_id] = deps.catalog.plan(period.plan_id)
        plan = plans[period.plan_id]
        found[user_id] = allotment(people[user_id], plan) if plan else None
    return found
