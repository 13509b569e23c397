"""Change how the site sells, and what it does when money goes another way than asked."""

from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.settings import checks, section
from chalicelib.settings.model import (
    OtherAmounts,
    PaymentSettings,
    ProvisioningPolicy,
    ReversalPolicy,
)
from chalicelib.settings.ports import SettingsDeps

LONGEST_GRACE_DAYS = 30


@dataclass(frozen=True, slots=True)
class PaymentChanges:
    """What to change; None keeps what is set."""

    once_enabled: bool | None = None
    recurring_enabled: bool | None = None
    other_amounts: OtherAmounts | None = None
    refund_policy: ReversalPolicy | None = None
    dispute_policy: ReversalPolicy | None = None
    grace_days: int | None = None
    provisioning_policy: ProvisioningPolicy | None = None


def payments(
    deps: SettingsDeps, *, version: int, changes: PaymentChanges, actor: Actor
) -> PaymentSettings:
    """Change the settings as they were at `version`; what was booked before stays as it is.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.payments(), version)
    after = replace(before, **section.given(changes))
    checks.refuse(
        [
            _nothing_sold(after),
            _hold_for_refunds(after),
            checks.between("grace_days", after.grace_days, 0, LONGEST_GRACE_DAYS, unit="days"),
        ]
    )
    return section.saved(deps, before, after, actor=actor)


def _nothing_sold(settings: PaymentSettings) -> Problem | None:
    if settings.once_enabled or settings.recurring_enabled:
        return None
    return Problem(
        "once_enabled",
        "Nothing could be bought any more.",
        "Leave one way to pay, or close the shop in the site's settings.",
    )


def _hold_for_refunds(settings: PaymentSettings) -> Problem | None:
    if settings.refund_policy is not ReversalPolicy.HOLD:
        return None
    return Problem(
        "refund_policy",
        "A refund is final: there is nothing to wait for.",
        "Choose keep, shorten or revoke.",
    )
