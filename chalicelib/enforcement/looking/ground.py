"""What a look stands on: the site, its servers and plans, and the limits that hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.catalog.model import Plan
from chalicelib.enforcement.judging.counting import Limits, limits_of
from chalicelib.enforcement.looking.look import Target, targets
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.ids import PlanId
from chalicelib.kernel.side_by_side import side_by_side
from chalicelib.settings.model import SiteSettings


@dataclass(frozen=True, slots=True)
class Ground:
    """The site, its enabled servers ready to be acted on, the limits, and the plans on offer."""

    site: SiteSettings
    targets: tuple[Target, ...]
    limits: Limits
    plans: Mapping[PlanId, Plan]


def stand(deps: EnforcementDeps) -> Ground:
    """Read what every look needs, side by side, as nobody looks before it is there."""
    settings, servers, accounts, plans = side_by_side(
        deps.settings.at_once,
        deps.catalog.servers,
        deps.catalog.plex_accounts,
        deps.catalog.plans,
    )
    site = settings.site()
    enabled = tuple(server for server in servers if server.is_enabled)
    return Ground(
        site=site,
        targets=targets(enabled, accounts, deps.vault),
        limits=limits_of(site, settings.limits(), enabled),
        plans={plan.id: plan for plan in plans},
    )
