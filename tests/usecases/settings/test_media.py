"""Changing what is taken over from media servers, and what is set there."""

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import media
from chalicelib.settings.media import SyncOffError
from chalicelib.settings.model import MediaSettings
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")


@pytest.fixture
def deps() -> SettingsDeps:
    db = InMemoryDatabase()
    return SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))


def save(deps: SettingsDeps, version: int = 0, **changes: object) -> MediaSettings:
    wanted = media.MediaChanges(**changes)
    return media.change(deps, version=version, changes=wanted, actor=ADMIN)


def test_a_new_site_takes_over_people_for_the_term_of_the_default_plan(deps: SettingsDeps):
    settings = deps.store.media()

    assert settings.sync_from_remote
    assert settings.sync_shared_libraries
    assert not settings.import_as_permanent


def test_a_change_is_kept_and_audited_and_names_of_servers_are_kept_once(deps: SettingsDeps):
    saved = save(deps, import_as_permanent=True, ignored_servers=("m-2", " m-1 ", "m-2", ""))

    assert saved.ignored_servers == ("m-1", "m-2")
    assert deps.store.media() == saved
    (entry,) = deps.store.db.all(AuditEntry)
    assert entry.after == {"import_as_permanent": "True", "ignored_servers": "m-1, m-2"}


def test_the_slower_of_two_administrators_is_told(deps: SettingsDeps):
    save(deps, sync_from_remote=False)

    with pytest.raises(StaleRecordError):
        save(deps, import_as_permanent=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ignored_servers", ("m" * 121,)),
        ("ignored_servers", tuple(f"m-{number}" for number in range(201))),
        ("template_account", "two\nlines"),
    ],
)
def test_what_cannot_be_meant_is_refused(deps: SettingsDeps, field: str, value: object):
    with pytest.raises(InvalidError) as refused:
        save(deps, **{field: value})

    assert [problem.field for problem in refused.value.problems] == [field]


def test_without_the_sync_nothing_is_taken_over(deps: SettingsDeps):
    media.require_sync(deps.store, machine_id="m-1")
    save(deps, sync_from_remote=False)

    with pytest.raises(SyncOffError):
        media.require_sync(deps.store)


def test_a_server_on_the_list_is_left_alone(deps: SettingsDeps):
    save(deps, ignored_servers=("m-1",))

    media.require_sync(deps.store, machine_id="m-2")
    with pytest.raises(SyncOffError):
        media.require_sync(deps.store, machine_id="m-1")
