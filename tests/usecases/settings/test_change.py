"""Changing settings."""

from dataclasses import dataclass, replace

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import change, views
from chalicelib.settings.change import MailChanges, SiteChanges, StripeChanges
from chalicelib.settings.keys import KeyMode
from chalicelib.settings.model import MailSettings, SiteSettings, StripeSettings
from chalicelib.settings.ports import SettingsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")
SECRET = "sk_test_51SecretSecret"
WEBHOOK = "whsec_SecretSecretSecret"


@dataclass
class World:
    db: InMemoryDatabase
    deps: SettingsDeps

    def site(self, version: int = 0, **changes: object) -> SiteSettings:
        return change.site(self.deps, version=version, changes=SiteChanges(**changes), actor=ADMIN)

    def stripe(self, version: int = 0, **changes: object) -> StripeSettings:
        return change.stripe(
            self.deps, version=version, changes=StripeChanges(**changes), actor=ADMIN
        )

    def mail(self, version: int = 0, **changes: object) -> MailSettings:
        return change.mail(self.deps, version=version, changes=MailChanges(**changes), actor=ADMIN)

    @property
    def audit(self) -> str:
        return repr(self.db.all(AuditEntry))


@pytest.fixture
def world() -> World:
    db = InMemoryDatabase()
    deps = SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON))
    return World(db, deps)


def test_what_is_not_given_is_kept(world):
    world.site(site_name="Film club")
    saved = world.site(version=1, currency="eur ")
    assert (saved.site_name, saved.currency, saved.version) == ("Film club", "EUR", 2)
    assert world.deps.store.site() == saved


def test_every_wrong_field_is_named_with_what_helps(world):
    with pytest.raises(InvalidError) as refused:
        world.site(
            site_name=" ", time_zone="Mars", currency="ZZZ", accent_colour="red", hold_minutes=5
        )
    assert {problem.field for problem in refused.value.problems} == {
        "site_name",
        "time_zone",
        "currency",
        "accent_colour",
        "hold_minutes",
    }
    assert all(problem.remedy for problem in refused.value.problems)
    assert world.db.commits == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start_delay_seconds", -1),
        ("start_delay_seconds", 301),
        ("device_switch_grace_seconds", 3601),
        ("paused_counts_seconds", 86401),
        ("hold_minutes", 1441),
        ("support_email", "nobody"),
        ("admin_email", "no@where"),
        ("stop_message", "{nonsense}"),
        ("site_name", "x" * 81),
    ],
)
def test_values_out_of_range_are_refused(world, field, value):
    with pytest.raises(InvalidError) as refused:
        world.site(**{field: value})
    assert [problem.field for problem in refused.value.problems] == [field]


def test_somebody_elses_change_is_not_overwritten(world):
    world.site(site_name="Film club")
    with pytest.raises(StaleRecordError):
        world.site(site_name="Book club")


def test_a_change_is_in_the_audit_log_with_before_and_after(world):
    world.site(site_name="Film club")
    entry = world.db.one(AuditEntry)
    assert (entry.actor, entry.action) == (ADMIN.name, "settings.site")
    assert (entry.before, entry.after) == (
        {"site_name": "Streams Manager"},
        {"site_name": "Film club"},
    )


def test_saving_the_same_writes_nothing(world):
    world.site(site_name="Streams Manager")
    assert world.db.commits == []


def test_secrets_are_trimmed_and_sealed_and_shown_nowhere(world):
    saved = world.stripe(secret_key=f"  {SECRET}\n", webhook_secret=WEBHOOK)
    assert saved.secret_key
    opened = world.deps.vault.open(saved.secret_key, place="stripe.secret_key")
    assert opened.reveal() == SECRET
    view = views.stripe(world.deps)
    assert (view.secret_key.is_set, view.secret_key.ending) == (True, "cret")
    for shown in (world.audit, repr(view)):
        assert SECRET not in shown
        assert WEBHOOK not in shown


def test_a_secret_that_is_not_given_is_kept_and_an_empty_one_removed(world):
    world.stripe(secret_key=SECRET, webhook_secret=WEBHOOK)
    kept = world.stripe(version=1, checkout_enabled=False)
    assert kept.secret_key
    removed = world.stripe(version=2, secret_key="")
    assert removed.secret_key is None
    assert removed.webhook_secret
    assert not views.stripe(world.deps).secret_key.is_set


def test_the_audit_log_tells_that_a_secret_was_entered_or_removed(world):
    world.stripe(secret_key=SECRET)
    world.stripe(version=1, secret_key="")
    first, second = world.db.all(AuditEntry)
    assert (first.before, first.after) == ({"secret_key": "not set"}, {"secret_key": "set anew"})
    assert (second.before, second.after) == ({"secret_key": "set"}, {"secret_key": "removed"})


def test_stripe_is_not_switched_on_without_its_keys(world):
    with pytest.raises(InvalidError) as refused:
        world.stripe(enabled=True)
    assert {problem.field for problem in refused.value.problems} == {
        "secret_key",
        "webhook_secret",
    }
    world.stripe(enabled=True, secret_key=SECRET, webhook_secret=WEBHOOK)
    with pytest.raises(InvalidError):
        world.stripe(version=1, secret_key="")


@pytest.mark.behaviour("B052")
def test_blanks_around_keys_are_cut_off(world):
    saved = world.stripe(
        publishable_key="  pk_test_51Abcdefgh ",
        secret_key=f" {SECRET}\n",
        webhook_secret=f"\t{WEBHOOK} ",
    )
    opened = world.deps.vault.open(saved.secret_key, place="stripe.secret_key")
    assert (saved.publishable_key, opened.reveal()) == ("pk_test_51Abcdefgh", SECRET)
    opened = world.deps.vault.open(saved.webhook_secret, place="stripe.webhook_secret")
    assert opened.reveal() == WEBHOOK


@pytest.mark.behaviour("B038")
def test_recurring_payments_without_the_sync_are_refused_at_its_switch(world):
    with pytest.raises(InvalidError) as refused:
        world.stripe(recurring_enabled=True, sync_enabled=False)
    assert [problem.field for problem in refused.value.problems] == ["sync_enabled"]
    world.stripe(recurring_enabled=True)
    with pytest.raises(InvalidError):
        world.stripe(version=1, sync_enabled=False)

    off = world.stripe(version=1, recurring_enabled=False, sync_enabled=False)
    shown = views.stripe(world.deps)
    assert (off.recurring_enabled, off.sync_enabled) == (False, False)
    assert (shown.recurring_enabled, shown.sync_enabled) == (False, False)


@pytest.mark.parametrize("when", ["together", "later"])
def test_a_live_key_beside_a_test_key_is_refused(world, when):
    version = 0
    if when == "later":
        world.stripe(secret_key=SECRET)
        version = 1
    given = {} if when == "later" else {"secret_key": SECRET}
    with pytest.raises(InvalidError, match="publishable key is a live key"):
        world.stripe(version=version, publishable_key="pk_live_51Abcdefgh", **given)


def test_a_key_in_the_wrong_field_is_refused_without_repeating_it(world):
    with pytest.raises(InvalidError) as refused:
        world.stripe(secret_key="pk_test_51WrongField")
    assert "51WrongField" not in str(refused.value)


def test_the_view_tells_the_mode_of_the_keys(world):
    world.stripe(publishable_key="pk_test_51Abcdefgh")
    assert views.stripe(world.deps).mode is KeyMode.TEST


def test_a_secret_that_cannot_be_opened_is_set_but_a_problem(world):
    world.stripe(secret_key=SECRET)
    other = replace(world.deps, vault=FakeVault("another key"))
    shown = views.stripe(other).secret_key
    assert (shown.is_set, shown.ending, bool(shown.problem)) == (True, "", True)
    assert change.stripe(
        other, version=1, changes=StripeChanges(checkout_enabled=False), actor=ADMIN
    )


def test_the_mail_password_is_sealed_and_not_even_its_end_is_shown(world):
    world.mail(host="smtp.example.com", password=" a very long password ")
    shown = views.mail(world.deps)
    assert (shown.password.is_set, shown.password.ending) == (True, "")
    assert "very long" not in world.audit


def test_a_stored_password_is_not_sent_to_another_server(world):
    world.mail(host="smtp.example.com", password="secret enough")
    with pytest.raises(InvalidError) as refused:
        world.mail(version=1, host="smtp.thief.example")
    assert [problem.field for problem in refused.value.problems] == ["password"]
    assert world.mail(version=1, host="smtp.other.example", password="").password is None


def test_mail_is_not_switched_on_without_server_and_sender(world):
    with pytest.raises(InvalidError) as refused:
        world.mail(enabled=True)
    assert {problem.field for problem in refused.value.problems} == {
        "host",
        "from_address",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", "smtp://example.com"),
        ("port", 0),
        ("port", 65536),
        ("from_address", "nobody"),
        ("from_name", "a\r\nBcc: b@example.com"),
        ("username", "x" * 255),
    ],
)
def test_bad_mail_settings_name_the_field(world, field, value):
    with pytest.raises(InvalidError) as refused:
        world.mail(**{field: value})
    assert [problem.field for problem in refused.value.problems] == [field]
