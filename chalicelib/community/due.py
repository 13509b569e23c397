"""What somebody is to have in Discord and in request systems (pure).

It follows from what is paid, the settings, and who the person is, and from nothing else: what they
have is compared with it in plan.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.settings.community_model import (
    AtEnd,
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.limit_model import Measure
from chalicelib.subscriptions.lifecycle import Standing, current_period, standing
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Due:
    """What is due to one person.

    `roles` are the names of all roles that we look after and the person is to hold; None leaves
    whatever they hold. `accounts` holds the systems that are switched on: None for a person who
    is to have an account there, else what becomes of the one they have.
    """

    discord_id: str
    roles: frozenset[str] | None
    accounts: Mapping[RequestSystemName, AtEnd | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that decide."""

    discord: DiscordSettings
    systems: Mapping[RequestSystemName, RequestSystemSettings]

    @property
    def is_asleep(self) -> bool:
        """Tell whether nothing of it is switched on."""
        return not self.discord.enabled and not self.enabled_systems

    @property
    def enabled_systems(self) -> Mapping[RequestSystemName, RequestSystemSettings]:
        """Return the request systems that are switched on."""
        return {name: each for name, each in self.systems.items() if each.enabled}


def due(user: User, paid: Subscription, rules: Rules, *, now: datetime) -> Due:
    """Return what is due; with access everything, without none of it.

    Nobody has access whose paid time waits for it (X001), or to whom it is suspended. The roles of
    permanent people are not touched (B203).
    """
    stands = standing(paid, is_permanent=user.is_permanent, now=now)
    has_access = stands is Standing.PERMANENT or (
        stands is Standing.ACTIVE and paid.waits_since is None and not _suspended(user, now=now)
    )
    period = current_period(paid, now=now) if has_access else None
    touches_roles = rules.discord.enabled and not user.is_permanent
    return Due(
        discord_id=user.discord_id,
        roles=_roles(rules.discord, period) if touches_roles else None,
        accounts={
            name: None if has_access else system.at_end
            for name, system in rules.enabled_systems.items()
        },
    )


def _suspended(user: User, *, now: datetime) -> bool:
    held = user.restrained(now=now)
    return held is not None and held.measure is Measure.SUSPEND


def _roles(settings: DiscordSettings, period: Period | None) -> frozenset[str]:
    if period is None:
        return frozenset()
    by_kind = settings.trial_role if period.is_trial else settings.subscriber_role
    return frozenset({by_kind, settings.plan_roles.get(period.plan_id, "")} - {""})
