"""How the site sells is changed as a whole, checked, and written down."""

from typing import Any

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings.change_payments import PaymentChanges, payments
from chalicelib.settings.model import OtherAmounts, PaymentSettings, ReversalPolicy
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:lgn_admin")


@pytest.fixture
def db() -> InMemoryDatabase:
    return InMemoryDatabase()


@pytest.fixture
def deps(db: InMemoryDatabase) -> SettingsDeps:
    return SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))


def changes(deps: SettingsDeps, *, version: int = 0, **given: Any) -> PaymentSettings:
    return payments(deps, version=version, changes=PaymentChanges(**given), actor=ADMIN)


def test_what_is_given_changes_and_the_rest_stays(deps: SettingsDeps, db: InMemoryDatabase):
    saved = changes(deps, recurring_enabled=True, other_amounts=OtherAmounts.DAYS, grace_days=0)

    assert saved == deps.store.payments()
    assert (saved.recurring_enabled, saved.once_enabled, saved.grace_days) == (True, True, 0)
    assert saved.dispute_policy is ReversalPolicy.HOLD
    entry = db.one(AuditEntry)
    assert entry.action == "settings.payments"
    assert entry.after == {"recurring_enabled": "True", "other_amounts": "days", "grace_days": "0"}


def test_nothing_new_is_not_written(deps: SettingsDeps, db: InMemoryDatabase):
    assert changes(deps, once_enabled=True) == PaymentSettings()
    assert db.commits == []


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("once_enabled", {"once_enabled": False}),
        ("refund_policy", {"refund_policy": ReversalPolicy.HOLD}),
        ("grace_days", {"grace_days": -1}),
        ("grace_days", {"grace_days": 31}),
    ],
)
def test_what_makes_no_sense_is_refused(deps: SettingsDeps, field: str, given: dict[str, Any]):
    with pytest.raises(InvalidError) as refused:
        changes(deps, **given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_nobodys_change_is_overwritten_unseen(deps: SettingsDeps):
    changes(deps, grace_days=5)

    with pytest.raises(StaleRecordError):
        changes(deps, grace_days=6)
