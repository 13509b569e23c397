"""Whether people can wait for a seat, and how long an offer stands, as administrators set it."""

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import waitlist
from chalicelib.settings.model import WaitlistSettings
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


def change(deps: SettingsDeps, *, version: int = 0, **given: int) -> WaitlistSettings:
    changes = waitlist.WaitlistChanges(**given)
    return waitlist.change(deps, version=version, changes=changes, actor=ADMIN)


def test_what_is_given_changes_and_the_rest_stays(deps: SettingsDeps, db: InMemoryDatabase):
    saved = change(deps, offer_hours=48)

    assert saved == deps.store.waitlist() == WaitlistSettings(offer_hours=48, version=1)
    assert db.one(AuditEntry).after == {"offer_hours": "48"}
    assert change(deps, version=1, offer_hours=48) == saved
    assert change(deps, version=1, enabled=False).offer_hours == 48


@pytest.mark.parametrize("hours", [0, waitlist.LONGEST_OFFER_HOURS + 1])
def test_an_offer_stands_for_an_hour_at_least_and_two_weeks_at_most(
    deps: SettingsDeps, hours: int
):
    with pytest.raises(InvalidError) as refused:
        change(deps, offer_hours=hours)

    assert [each.field for each in refused.value.problems] == ["offer_hours"]


def test_who_was_slower_changes_nothing(deps: SettingsDeps):
    change(deps, offer_hours=48)
    with pytest.raises(StaleRecordError):
        change(deps, offer_hours=1)

    assert deps.store.waitlist().offer_hours == 48
