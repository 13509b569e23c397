"""Settings of how the site sells and what follows when money goes back."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib import wiring
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.settings import change_payments
from chalicelib.settings.model import OtherAmounts, ProvisioningPolicy, ReversalPolicy

registry = Registry()


class PaymentSettingsShape(Model):
    """How the site sells, and what it does when money goes another way than asked."""

    once_enabled: bool
    recurring_enabled: bool
    other_amounts: OtherAmounts
    refund_policy: Literal[ReversalPolicy.KEEP, ReversalPolicy.SHORTEN, ReversalPolicy.REVOKE]
    dispute_policy: ReversalPolicy
    grace_days: Annotated[int, Field(ge=0, le=change_payments.LONGEST_GRACE_DAYS, strict=True)]
    provisioning_policy: ProvisioningPolicy
    version: Version


@registry.add(
    "GET", "/settings/payments", summary="Payment settings", returns=PaymentSettingsShape
)
def read_payment_settings(_call: Call[NoInput, NoInput]) -> PaymentSettingsShape:
    """Return how the site sells and what follows when money goes back."""
    return PaymentSettingsShape.model_validate(wiring.settings_deps().store.payments())


@registry.add(
    "PUT",
    "/settings/payments",
    summary="Change the payment settings",
    body=PaymentSettingsShape,
    returns=PaymentSettingsShape,
)
def change_payment_settings(call: Call[PaymentSettingsShape, NoInput]) -> PaymentSettingsShape:
    """Save the payment settings; what was booked before stays as it is."""
    wanted = call.body.model_dump(exclude={"version"})
    saved = change_payments.payments(
        wiring.settings_deps(),
        version=call.body.version,
        changes=change_payments.PaymentChanges(**wanted),
        actor=call.actor,
    )
    return PaymentSettingsShape.model_validate(saved)
