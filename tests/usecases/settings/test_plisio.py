"""Changing the Plisio account."""

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import plisio
from chalicelib.settings.model import PlisioSettings
from chalicelib.settings.plisio import PlisioChanges
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")
KEY = "AbCdEfGhIjKlMnOpQrStUvWxYz"


@dataclass
class World:
    db: InMemoryDatabase
    deps: SettingsDeps

    def change(self, version: int = 0, **changes: Any) -> PlisioSettings:
        wanted = PlisioChanges(**changes)
        return plisio.change(self.deps, version=version, changes=wanted, actor=ADMIN)


@pytest.fixture
def world() -> World:
    db = InMemoryDatabase()
    deps = SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))
    return World(db, deps)


def test_the_key_is_trimmed_and_sealed_and_never_shown(world: World) -> None:
    saved = world.change(enabled=True, secret_key=f"  {KEY}\n")

    assert saved.secret_key is not None
    assert world.deps.vault.open(saved.secret_key, place=plisio.PLACE).reveal() == KEY
    shown = plisio.show(world.deps)
    assert (shown.enabled, shown.secret_key.is_set) == (True, True)
    assert shown.secret_key.ending == KEY[-4:]
    assert KEY not in repr(world.db.all(AuditEntry))
    assert "set anew" in repr(world.db.all(AuditEntry))


def test_what_is_not_given_is_kept_and_an_empty_key_is_removed(world: World) -> None:
    world.change(enabled=True, secret_key=KEY, accepts=("BTC",))

    kept = world.change(version=1, checkout_enabled=False)
    assert (kept.enabled, kept.checkout_enabled, kept.accepts) == (True, False, ("BTC",))
    assert kept.secret_key is not None
    gone = world.change(version=2, enabled=False, secret_key="")

    assert gone.secret_key is None
    assert world.change(version=3) == gone


def test_coins_are_tidied(world: World) -> None:
    assert world.change(accepts=(" btc", "USDT_trx", "BTC", "")).accepts == ("BTC", "USDT_TRX")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"enabled": True}, "secret_key"),
        ({"secret_key": "short"}, "secret_key"),
        ({"secret_key": "with blanks within it"}, "secret_key"),
        ({"accepts": ("B T C",)}, "accepts"),
        ({"accepts": ("X" * 21,)}, "accepts"),
        ({"accepts": tuple(f"C{number}" for number in range(51))}, "accepts"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_saved(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidError) as refusal:
        world.change(**changes)

    assert {each.field for each in refusal.value.problems} == {field}
    assert all(each.remedy for each in refusal.value.problems)
    assert world.deps.store.plisio().version == 0


def test_whoever_read_an_older_version_is_refused(world: World) -> None:
    world.change(accepts=("BTC",))

    with pytest.raises(StaleRecordError):
        world.change(accepts=("LTC",))
