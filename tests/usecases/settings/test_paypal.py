"""Changing the PayPal accounts."""

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import paypal
from chalicelib.settings.model import PayPalMode, PayPalReading, PayPalSettings
from chalicelib.settings.paypal import PRIMARY, SECONDARY, PayPalChanges
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")
SECRET = "EAbCdEfGhIjKlMnOpQrStUvWxYz"
SOUND = {
    "enabled": True,
    "mode": PayPalMode.SANDBOX,
    "client_id": "AClient",
    "client_secret": SECRET,
    "webhook_id": "8PT597110X687430L",
}
NVP = {
    "reads_by": PayPalReading.NVP,
    "nvp_username": "api1.example.com",
    "nvp_password": "PASSWORDPASSWORD",
    "nvp_signature": "SIGNATURESIGNATURE",
}


@dataclass
class World:
    db: InMemoryDatabase
    deps: SettingsDeps

    def change(self, name: str = PRIMARY, version: int = 0, **changes: Any) -> PayPalSettings:
        wanted = PayPalChanges(**changes)
        return paypal.change(self.deps, name=name, version=version, changes=wanted, actor=ADMIN)

    def refused(self, name: str = PRIMARY, **changes: Any) -> set[str]:
        with pytest.raises(InvalidError) as refused:
            self.change(name, **changes)
        return {problem.field for problem in refused.value.problems}


@pytest.fixture
def world() -> World:
    db = InMemoryDatabase()
    deps = SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))
    return World(db, deps)


@pytest.mark.behaviour("B052")
def test_credentials_are_trimmed_sealed_and_never_shown(world: World):
    saved = world.change(**SOUND | {"client_id": "  AClient\n", "client_secret": f" {SECRET} "})

    assert saved.client_id == "AClient"
    assert saved.client_secret is not None
    opened = world.deps.vault.open(saved.client_secret, place="paypal.client_secret")
    assert opened.reveal() == SECRET
    shown = paypal.show(world.deps, name=PRIMARY)
    assert (shown.client_id, shown.client_secret.ending) == ("AClient", SECRET[-4:])
    assert SECRET not in repr(world.db.all(AuditEntry))
    assert "set anew" in repr(world.db.all(AuditEntry))


def test_what_is_not_given_is_kept_and_an_empty_secret_is_removed(world: World):
    world.change(**SOUND)

    kept = world.change(version=1, checkout_enabled=False)
    assert kept.client_secret is not None
    gone = world.change(version=2, enabled=False, client_secret="")

    assert gone.client_secret is None
    with pytest.raises(StaleRecordError):
        world.change(version=1, enabled=False)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"client_id": ""}, {"client_id"}),
        ({"client_secret": ""}, {"client_secret"}),
        ({"webhook_id": ""}, {"webhook_id"}),
        ({"client_id": "two words"}, {"client_id"}),
        ({"client_secret": "é" * 20}, {"client_secret"}),
        ({"webhook_id": "x" * 251}, {"webhook_id"}),
        (NVP | {"nvp_password": "", "nvp_username": ""}, {"nvp_password", "nvp_username"}),
    ],
)
def test_what_is_missing_or_malformed_is_refused_by_field(
    world: World, changes: dict[str, Any], fields: set[str]
):
    assert world.refused(**SOUND | changes) == fields


@pytest.mark.behaviour("B038")
def test_recurring_without_the_sync_is_refused(world: World):
    wanted = SOUND | {"recurring_enabled": True, "is_business": True, "sync_enabled": False}

    assert world.refused(**wanted) == {"sync_enabled"}


@pytest.mark.behaviour("B050")
def test_recurring_without_a_business_account_is_refused(world: World):
    assert world.refused(**SOUND, recurring_enabled=True) == {"is_business"}


@pytest.mark.behaviour("B049")
def test_the_second_account_never_sells(world: World):
    saved = world.change(
        SECONDARY, enabled=True, checkout_enabled=True, recurring_enabled=True, **NVP
    )

    assert saved.identity == "paypal_secondary"
    assert (saved.checkout_enabled, saved.recurring_enabled) == (False, False)
    assert world.deps.store.paypal(PRIMARY).version == 0
    password = saved.nvp_password
    assert password is not None
    opened = world.deps.vault.open(password, place="paypal_secondary.nvp_password")
    assert opened.reveal() == NVP["nvp_password"]
