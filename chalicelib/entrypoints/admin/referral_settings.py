"""Settings of registration and referrals."""

from decimal import Decimal
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints.admin.shapes import MoneyInput, MoneyShape, Version, money_shape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.settings import referrals
from chalicelib.settings.model import ReferralSettings

registry = Registry()

Percent = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$")]


class RegistrationSettingsShape(Model):
    """Who may become a customer, and what customers can do about their access themselves."""

    enabled: bool
    is_public: bool
    offers_reinvite: bool
    allows_media_change: bool
    version: Version


class ReferralSettingsShape(Model):
    """What referral codes do."""

    codes_enabled: bool
    bonus_enabled: bool
    percent: str
    minimum: MoneyShape | None
    maximum: MoneyShape | None
    version: Version


class ReferralSettingsChange(Model):
    """The same, to set; a bound of null is none."""

    codes_enabled: bool
    bonus_enabled: bool
    percent: Percent
    minimum: MoneyInput | None = None
    maximum: MoneyInput | None = None
    version: Version


@registry.add(
    "GET",
    "/settings/registration",
    summary="Registration settings",
    returns=RegistrationSettingsShape,
)
def read_registration_settings(_call: Call[NoInput, NoInput]) -> RegistrationSettingsShape:
    """Return who may become a customer."""
    return RegistrationSettingsShape.model_validate(wiring.settings_deps().store.registration())


@registry.add(
    "PUT",
    "/settings/registration",
    summary="Change the registration settings",
    body=RegistrationSettingsShape,
    returns=RegistrationSettingsShape,
)
def change_registration_settings(
    call: Call[RegistrationSettingsShape, NoInput],
) -> RegistrationSettingsShape:
    """Save who may become a customer."""
    saved = referrals.change_registration(
        wiring.settings_deps(),
        version=call.body.version,
        changes=referrals.RegistrationChanges(**call.body.model_dump(exclude={"version"})),
        actor=call.actor,
    )
    return RegistrationSettingsShape.model_validate(saved)


@registry.add(
    "GET", "/settings/referrals", summary="Referral settings", returns=ReferralSettingsShape
)
def read_referral_settings(_call: Call[NoInput, NoInput]) -> ReferralSettingsShape:
    """Return what referral codes do."""
    return _shape(wiring.settings_deps().store.referrals())


@registry.add(
    "PUT",
    "/settings/referrals",
    summary="Change the referral settings",
    body=ReferralSettingsChange,
    returns=ReferralSettingsShape,
)
def change_referral_settings(
    call: Call[ReferralSettingsChange, NoInput],
) -> ReferralSettingsShape:
    """Save what referral codes do."""
    body = call.body
    draft = referrals.ReferralDraft(
        codes_enabled=body.codes_enabled,
        bonus_enabled=body.bonus_enabled,
        percent=Decimal(body.percent),
        minimum=body.minimum.to_money() if body.minimum else None,
        maximum=body.maximum.to_money() if body.maximum else None,
    )
    saved = referrals.change_referrals(
        wiring.settings_deps(), version=body.version, draft=draft, actor=call.actor
    )
    return _shape(saved)


def _shape(settings: ReferralSettings) -> ReferralSettingsShape:
    return ReferralSettingsShape(
        codes_enabled=settings.codes_enabled,
        bonus_enabled=settings.bonus_enabled,
        percent=f"{settings.percent.normalize():f}",
        minimum=money_shape(settings.minimum),
        maximum=money_shape(settings.maximum),
        version=settings.version,
    )
