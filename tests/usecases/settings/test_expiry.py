"""Changing what follows the end of paid time."""

from dataclasses import dataclass

import pytest

from chalicelib.catalog.model import PRIVATE, STANDARD
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import expiry
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
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

    def save(self, version: int = 0, **changes: object) -> ExpirySettings:
        return expiry.change(
            self.deps,
            version=version,
            changes=expiry.ExpiryChanges(**changes),
            offered={PRIVATE, STANDARD, "grp_few"},
            private=PRIVATE,
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
    assert not world.db.all(ExpirySettings)
    return [problem.field for problem in refused.value.problems]


def test_a_new_site_removes_and_deletes_after_thirty_days(world):
    assert world.deps.store.expiry() == ExpirySettings(ExpiryPolicy.REMOVE, (), 30)


def test_a_change_is_kept_and_audited_with_what_differs(world):
    saved = world.save(
        policy=ExpiryPolicy.RESTRICT, restrict_groups=("grp_few", STANDARD, "grp_few")
    )
    assert saved.restrict_groups == ("grp_few", STANDARD)
    assert (saved.delete_after_days, saved.version) == (30, 1)
    (entry,) = world.db.all(AuditEntry)
    assert (entry.action, entry.actor) == ("settings.expiry", ADMIN.name)
    assert entry.after == {"policy": "restrict", "restrict_groups": f"grp_few, {STANDARD}"}
    assert world.save(version=1) == saved
    assert len(world.db.all(AuditEntry)) == 1


@pytest.mark.parametrize(
    ("groups", "word"), [((), "Nothing"), ((PRIVATE,), "Private"), (("grp_no",), "'grp_no'")]
)
def test_restricting_needs_groups_that_exist_and_are_not_private(world, groups, word):
    changes = {"policy": ExpiryPolicy.RESTRICT, "restrict_groups": groups}
    assert refused_fields(world, **changes) == ["restrict_groups"]
    with pytest.raises(InvalidError, match=word):
        world.save(**changes)


@pytest.mark.parametrize("days", [-1, 3651])
def test_days_have_bounds(world, days):
    assert refused_fields(world, delete_after_days=days) == ["delete_after_days"]


def test_restricting_for_no_time_at_all_is_refused(world):
    changes = {"policy": ExpiryPolicy.RESTRICT, "restrict_groups": (STANDARD,)}
    assert refused_fields(world, **changes, delete_after_days=0) == ["delete_after_days"]


def test_locking_needs_no_group_but_time_until_the_deletion(world):
    refused = {"policy": ExpiryPolicy.DISABLE, "delete_after_days": 0}
    assert refused_fields(world, **refused) == ["delete_after_days"]
    with pytest.raises(InvalidError, match="no account stays locked"):
        world.save(**refused)
    saved = world.save(policy=ExpiryPolicy.DISABLE)
    assert saved == ExpirySettings(ExpiryPolicy.DISABLE, (), 30, version=1)


def test_somebody_who_was_faster_is_not_overwritten(world):
    world.save(delete_after_days=40)
    with pytest.raises(StaleRecordError):
        world.save(delete_after_days=50)


def test_only_a_shorter_wait_has_those_who_wait_looked_at_again(world):
    world.save(delete_after_days=60)
    assert not world.db.all(Job)
    world.save(version=1, delete_after_days=3)
    assert [job.kind for job in world.db.all(Job)] == [JobKind.REPLAN_EXPIRY]
