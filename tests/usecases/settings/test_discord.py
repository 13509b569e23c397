"""Changing the Discord settings, and those of request systems."""

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.settings import discord, request_systems
from chalicelib.settings.community_model import (
    AtEnd,
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.discord import DiscordChanges
from chalicelib.settings.ports import SettingsDeps
from chalicelib.settings.request_systems import RequestSystemChanges
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin@example.com")
TOKEN = "a-token.of-a-bot.that-exists"
GUILD = "110000000000000001"
OVERSEERR, OMBI, PETIO = RequestSystemName


@dataclass
class World:
    db: InMemoryDatabase
    deps: SettingsDeps

    def discord(self, version: int = 0, **changes: Any) -> DiscordSettings:
        wanted = DiscordChanges(**changes)
        return discord.change(self.deps, version=version, changes=wanted, actor=ADMIN)

    def system(
        self, name: RequestSystemName, version: int = 0, **changes: Any
    ) -> RequestSystemSettings:
        wanted = RequestSystemChanges(**changes)
        return request_systems.change(
            self.deps, name=name, version=version, changes=wanted, actor=ADMIN
        )


@pytest.fixture
def world() -> World:
    db = InMemoryDatabase()
    return World(db, SettingsDeps(db, InMemorySettingsStore(db), FakeVault(), FakeClock(NOON)))


def fields(refused: pytest.ExceptionInfo[InvalidError]) -> set[str]:
    return {problem.field for problem in refused.value.problems}


def test_the_token_is_trimmed_and_sealed_and_not_even_its_ending_is_shown(world: World):
    saved = world.discord(enabled=True, bot_token=f" {TOKEN}\n", guild_id=GUILD)

    assert saved.bot_token is not None
    assert world.deps.vault.open(saved.bot_token, place=discord.TOKEN_PLACE).reveal() == TOKEN
    shown = discord.show(world.deps)
    assert (shown.bot_token.is_set, shown.bot_token.ending) == (True, "")
    assert TOKEN not in repr(world.db.all(AuditEntry))
    kept = world.discord(1, subscriber_role=" Gold ", plan_roles={"p": " Gold ", "q": " "})
    assert (kept.bot_token, kept.subscriber_role) == (saved.bot_token, "Gold")
    assert kept.plan_roles == {"p": "Gold"}
    with pytest.raises(StaleRecordError):
        world.discord(1, trial_role="Trial")


def test_wrong_discord_settings_are_all_named(world: World):
    with pytest.raises(InvalidError) as refused:
        world.discord(
            enabled=True,
            bot_token="two words",
            guild_id="my server",
            trial_role="x" * 101,
            plan_roles={"p": "a\nb"},
        )
    assert fields(refused) == {"bot_token", "guild_id", "trial_role", "plan_roles"}
    with pytest.raises(InvalidError) as lacks:
        world.discord(enabled=True)
    assert fields(lacks) == {"bot_token", "guild_id"}
    assert world.db.all(DiscordSettings) == ()


def test_a_request_system_is_kept_with_its_secret_sealed(world: World):
    url = "https://petio.example.com/films/"
    saved = world.system(
        PETIO, enabled=True, url=url, login="owner", secret="word", at_end=AtEnd.DISABLE
    )

    assert saved.url == url.rstrip("/")
    assert saved.secret is not None
    assert world.deps.vault.open(saved.secret, place="petio.secret").reveal() == "word"
    shown = request_systems.show(world.deps, name=PETIO)
    assert (shown.secret.is_set, shown.at_end) == (True, AtEnd.DISABLE)
    assert request_systems.show(world.deps, name=OMBI).version == 0
    assert "word" not in repr(world.db.all(AuditEntry))


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        (OVERSEERR, {"url", "secret"}),
        (OMBI, {"url", "secret", "login"}),
        (PETIO, {"url", "secret", "login"}),
    ],
)
def test_what_each_system_needs_is_named(world: World, name: Any, missing: set[str]):
    with pytest.raises(InvalidError) as refused:
        world.system(name, enabled=True)
    assert fields(refused) == missing


@pytest.mark.parametrize(
    "url",
    ["petio", "ftp://a.example.com", "https://a:b@example.com", "https://a.example.com?x=1"],
)
def test_only_plain_addresses_are_taken(world: World, url: str):
    with pytest.raises(InvalidError) as refused:
        world.system(PETIO, url=url)
    assert fields(refused) == {"url"}


def test_a_secret_is_never_sent_to_an_address_that_it_was_not_entered_for(world: World):
    world.system(PETIO, url="https://a.example.com", secret="word")

    with pytest.raises(InvalidError) as refused:
        world.system(PETIO, 1, url="https://b.example.com")
    assert fields(refused) == {"secret"}
    world.system(PETIO, 1, url="https://b.example.com", secret="another")


def test_what_a_system_cannot_do_with_accounts_cannot_be_chosen(world: World):
    with pytest.raises(InvalidError) as refused:
        world.system(OVERSEERR, at_end=AtEnd.DISABLE)
    assert fields(refused) == {"at_end"}
    assert "remove or keep" in refused.value.remedy
