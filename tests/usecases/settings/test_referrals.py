"""Who may become a customer, and what bringing somebody earns: what administrators can set."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.kernel.money import Money
from chalicelib.settings.model import ReferralSettings, RegistrationSettings
from chalicelib.settings.ports import SettingsDeps
from chalicelib.settings.referrals import (
    ReferralDraft,
    RegistrationChanges,
    change_referrals,
    change_registration,
)
from tests.builders import NOON, usd
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:lgn_admin")
DRAFT = ReferralDraft(
    codes_enabled=True,
    bonus_enabled=True,
    percent=Decimal("12.5"),
    minimum=usd(1),
    maximum=usd(5),
)


@pytest.fixture
def db() -> InMemoryDatabase:
    return InMemoryDatabase()


@pytest.fixture
def deps(db: InMemoryDatabase) -> SettingsDeps:
    return SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))


def test_referral_settings_are_saved_with_a_line_in_the_audit_log(
    deps: SettingsDeps, db: InMemoryDatabase
):
    saved = change_referrals(deps, version=0, draft=DRAFT, actor=ADMIN)

    assert saved == db.one(ReferralSettings) == replace(deps.store.referrals())
    assert (saved.percent, saved.minimum, saved.version) == (Decimal("12.5"), usd(1), 1)
    entry = db.one(AuditEntry)
    assert (entry.action, entry.after["percent"]) == ("settings.referrals", "12.5")
    assert change_referrals(deps, version=1, draft=DRAFT, actor=ADMIN) == saved
    assert len(db.all(AuditEntry)) == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"percent": Decimal(0)}, ["percent"]),
        ({"percent": Decimal("100.01")}, ["percent"]),
        ({"minimum": Money(1, "EUR")}, ["minimum.currency"]),
        ({"maximum": Money(1, "EUR"), "percent": Decimal(0)}, ["percent", "maximum.currency"]),
        ({"maximum": usd("0.99")}, ["maximum"]),
    ],
)
def test_terms_that_make_no_sense_are_refused_by_field(
    deps: SettingsDeps, changes: dict[str, Any], fields: list[str]
):
    with pytest.raises(InvalidError) as caught:
        change_referrals(deps, version=0, draft=replace(DRAFT, **changes), actor=ADMIN)

    assert [each.field for each in caught.value.problems] == fields


def test_registration_settings_are_saved_once(deps: SettingsDeps, db: InMemoryDatabase):
    saved = change_registration(
        deps, version=0, changes=RegistrationChanges(enabled=True, is_public=False), actor=ADMIN
    )

    assert saved == db.one(RegistrationSettings)
    assert (saved.enabled, saved.is_public, saved.version) == (True, False, 1)
    again = change_registration(
        deps, version=1, changes=RegistrationChanges(enabled=True, is_public=False), actor=ADMIN
    )
    assert again == saved


def test_whoever_was_slower_is_told(deps: SettingsDeps):
    with pytest.raises(StaleRecordError):
        change_referrals(deps, version=1, draft=DRAFT, actor=ADMIN)
    with pytest.raises(StaleRecordError):
        change_registration(
            deps, version=1, changes=RegistrationChanges(enabled=True, is_public=True), actor=ADMIN
        )
