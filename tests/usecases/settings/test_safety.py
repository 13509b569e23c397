"""How many may lose access without a word is a setting."""

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import safety
from chalicelib.settings.model import SafetySettings
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")


@pytest.fixture
def db() -> InMemoryDatabase:
    return InMemoryDatabase()


@pytest.fixture
def deps(db: InMemoryDatabase) -> SettingsDeps:
    return SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))


def save(deps: SettingsDeps, version: int = 0, **changes: int) -> SafetySettings:
    wanted = safety.SafetyChanges(**changes)
    return safety.change(deps, version=version, changes=wanted, actor=ADMIN)


def test_five_people_or_a_tenth_is_where_it_begins(deps: SettingsDeps):
    assert deps.store.safety() == SafetySettings(most_people=5, most_percent=10)


def test_a_change_is_kept_and_audited(deps: SettingsDeps, db: InMemoryDatabase):
    assert save(deps, most_people=20).most_people == 20
    assert deps.store.safety().most_percent == 10
    entry = db.one(AuditEntry)
    assert (entry.action, entry.after) == ("settings.safety", {"most_people": "20"})


@pytest.mark.parametrize(
    ("field", "value"),
    [("most_people", -1), ("most_people", 100_001), ("most_percent", -1), ("most_percent", 101)],
)
def test_what_makes_no_sense_is_refused_by_name(deps: SettingsDeps, field: str, value: int):
    with pytest.raises(InvalidError) as refused:
        save(deps, **{field: value})
    assert [problem.field for problem in refused.value.problems] == [field]


def test_somebody_elses_change_is_not_overwritten(deps: SettingsDeps):
    save(deps, most_people=6)
    with pytest.raises(StaleRecordError):
        save(deps, most_people=7)
