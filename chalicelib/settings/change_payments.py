"""Change how the site sells, and what it does when money goes another way than asked."""

from dataclasses import dataclass, fields, replace

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import Problem, StaleRecordError
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings import checks
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
    before = deps.store.payments()
    if before.version != version:
        raise StaleRecordError(before)
    given = {field.name: getattr(changes, field.name) for field in fields(changes)}
    after = replace(before, **{key: value for key, value in given.items() if value is not None})
    checks.refuse(
        [
            _nothing_sold(after),
            _hold_for_refunds(after),
            checks.between("grace_days", after.grace_days, 0, LONGEST_GRACE_DAYS, unit="days"),
        ]
    )
    if after == before:
        return before
    entry = note(
        actor,
        "settings.payments",
        after.identity,
        now=deps.clock.now(),
        before=_shown(before),
        after=_shown(after),
    )
    deps.database.commit(Update(after), Insert(entry))
    return replace(after, version=after.version + 1)


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


def _shown(settings: PaymentSettings) -> dict[str, object]:
    return {
        field.name: getattr(settings, field.name)
        for field in fields(settings)
        if field.name != "version"
    }
