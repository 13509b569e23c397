"""Change who may become a customer, and what referral codes do (B104 to B111)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.money import Money
from chalicelib.settings import checks, section
from chalicelib.settings.model import ReferralSettings, RegistrationSettings
from chalicelib.settings.ports import SettingsDeps

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """What can be set of referrals; a bound of None is none."""

    codes_enabled: bool
    bonus_enabled: bool
    percent: Decimal
    minimum: Money | None
    maximum: Money | None


@dataclass(frozen=True, slots=True)
class RegistrationChanges:
    """What to change of registration and of what customers do themselves; None keeps it."""

    enabled: bool | None = None
    is_public: bool | None = None
    offers_reinvite: bool | None = None
    allows_media_change: bool | None = None


def change_registration(
    deps: SettingsDeps, *, version: int, changes: RegistrationChanges, actor: Actor
) -> RegistrationSettings:
    """Change who may become a customer, as it was set at `version`.

    Raises StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.registration(), version)
    after = replace(before, **section.given(changes))
    return section.saved(deps, before, after, actor=actor)


def change_referrals(
    deps: SettingsDeps, *, version: int, draft: ReferralDraft, actor: Actor
) -> ReferralSettings:
    """Change what referral codes do, as it was set at `version`; bonuses of the past stay.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.referrals(), version)
    after = replace(
        before,
        codes_enabled=draft.codes_enabled,
        bonus_enabled=draft.bonus_enabled,
        percent=draft.percent,
        minimum=draft.minimum,
        maximum=draft.maximum,
    )
    currency = deps.store.site().currency
    checks.refuse(
        [
            _percent(after.percent),
            _bound("minimum", after.minimum, currency),
            _bound("maximum", after.maximum, currency),
            _crossed(after),
        ]
    )
    return section.saved(deps, before, after, actor=actor)


def _percent(percent: Decimal) -> Problem | None:
    if 0 < percent <= _HUNDRED:
        return None
    return Problem("percent", f"{percent} % is no share.", "Use more than 0 and at most 100.")


def _bound(field: str, bound: Money | None, currency: str) -> Problem | None:
    if bound is None or bound.currency == currency:
        return None
    return Problem(
        f"{field}.currency", f"The site's currency is {currency}.", f"Use {currency}, or leave it."
    )


def _crossed(settings: ReferralSettings) -> Problem | None:
    low, high = settings.minimum, settings.maximum
    if low is None or high is None or low.currency != high.currency or low <= high:
        return None
    return Problem(
        "maximum", f"The maximum {high} is below the minimum {low}.", "Raise it, or leave it out."
    )
