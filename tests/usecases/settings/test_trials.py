"""Changing whether there are free trials, and for how many people."""

from dataclasses import dataclass

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import trials
from chalicelib.settings.model import TrialSettings
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")


@dataclass
class World:
    db: InMemoryDatabase
    deps: SettingsDeps
    has_plan: bool = True

    def save(self, version: int = 0, **changes: object) -> TrialSettings:
        return trials.change(
            self.deps,
            version=version,
            changes=trials.TrialChanges(**changes),
            has_trial_plan=self.has_plan,
            actor=ADMIN,
        )


@pytest.fixture
def world() -> World:
    db = InMemoryDatabase()
    return World(db, SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON)))


def refused_fields(world: World, **changes: object) -> list[str]:
    with pytest.raises(InvalidError) as refused:
        world.save(**changes)
    assert all(problem.remedy for problem in refused.value.problems)
    assert not world.db.all(TrialSettings)
    return [problem.field for problem in refused.value.problems]


def test_a_new_site_has_no_trials_and_no_cap(world: World):
    assert world.deps.store.trials() == TrialSettings(enabled=False, forced=False, max_users=0)


def test_a_change_is_kept_and_audited_with_what_differs(world: World):
    saved = world.save(enabled=True, max_users=10)

    assert saved == TrialSettings(enabled=True, max_users=10, version=1)
    (entry,) = world.db.all(AuditEntry)
    assert (entry.action, entry.actor) == ("settings.trials", ADMIN.name)
    assert entry.after == {"enabled": "True", "max_users": "10"}
    assert world.save(version=1) == saved
    assert len(world.db.all(AuditEntry)) == 1


@pytest.mark.behaviour("B072")
def test_trials_cannot_be_switched_on_without_a_plan_to_try(world: World):
    world.has_plan = False

    assert refused_fields(world, enabled=True) == ["enabled"]
    with pytest.raises(InvalidError, match="There is no plan to try"):
        world.save(enabled=True)
    assert world.save(forced=True, max_users=3).version == 1


@pytest.mark.parametrize("people", [-1, trials.MOST_TRIAL_USERS + 1])
def test_the_cap_has_bounds(world: World, people: int):
    assert refused_fields(world, max_users=people) == ["max_users"]


def test_somebody_who_was_faster_is_not_overwritten(world: World):
    world.save(max_users=4)
    with pytest.raises(StaleRecordError):
        world.save(max_users=5)
