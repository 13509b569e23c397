"""Discord roles: fake and adapter over the stand-in keep one contract, the vendor's words hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from chalicelib.adapters.companions.discord import DiscordGuild
from chalicelib.community.ports import (
    Guild,
    GuildAccess,
    MembersHiddenError,
    NotAMemberError,
    Role,
)
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError
from chalicelib.kernel.secret import Secret
from infra.sandbox import discord
from infra.sandbox.kit import Fault, World
from tests.contract.schema import Spec
from tests.contract.serving import serving
from tests.fakes.community import FakeGuild

SPEC = "discord/openapi.json"
NOBODY = "190000000000000001"
ACCESS = GuildAccess(discord.GUILD_ID, Secret(discord.TOKEN))


@dataclass
class Place:
    """A server with the roles Subscriber and Trial, and Ann."""

    guild: Guild
    ann: str

    def role(self, name: str) -> Role:
        return next(each for each in self.guild.roles(ACCESS) if each.name == name)


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def world(served: World) -> Iterator[World]:
    discord.join(served, "ann")
    served.calls.clear()
    yield served
    served.faults.clear()
    served.store.put("discord.settings", "members", {"hidden": False})


@pytest.fixture
def guild(world: World) -> DiscordGuild:
    return DiscordGuild(base_url=f"{world.base_url}/discord/api/v10")


@pytest.fixture(params=["fake", "adapter"])
def place(request: pytest.FixtureRequest, world: World, guild: DiscordGuild) -> Place:
    ann = discord.id_of("ann")
    return Place(FakeGuild(holds={ann: set()}) if request.param == "fake" else guild, ann)


def test_a_role_is_given_and_taken_however_often(place: Place):
    role = place.role("Subscriber")
    for _ in range(2):
        place.guild.give(ACCESS, discord_id=place.ann, role_id=role.id)
        assert place.guild.member(ACCESS, discord_id=place.ann) == {role.id}
    assert place.guild.members(ACCESS)[place.ann] == {role.id}

    for _ in range(2):
        place.guild.take(ACCESS, discord_id=place.ann, role_id=role.id)
        assert place.guild.member(ACCESS, discord_id=place.ann) == frozenset()


def test_nobody_can_be_given_a_role_who_is_not_there(place: Place):
    role = place.role("Trial")
    with pytest.raises(NotAMemberError):
        place.guild.give(ACCESS, discord_id=NOBODY, role_id=role.id)

    place.guild.take(ACCESS, discord_id=NOBODY, role_id=role.id)
    assert place.guild.member(ACCESS, discord_id=NOBODY) is None


def test_a_role_that_does_not_exist_is_refused_and_gone_already(place: Place):
    with pytest.raises(ActionRequiredError):
        place.guild.give(ACCESS, discord_id=place.ann, role_id=NOBODY)

    place.guild.take(ACCESS, discord_id=place.ann, role_id=NOBODY)


def test_the_settings_are_tried_without_any_change(place: Place):
    good = place.guild.test(ACCESS, role_names=("Subscriber", "Trial"))
    bad = place.guild.test(ACCESS, role_names=("Subscriber", "Gone"))

    assert good.works
    assert not bad.works
    assert any("Gone" in line for line in bad.lines)
    assert place.guild.member(ACCESS, discord_id=place.ann) == frozenset()


def test_the_bots_own_role_and_those_of_integrations_are_told_of(guild: DiscordGuild):
    told = guild.test(ACCESS, role_names=("Bot",))

    assert not told.works
    assert "integration" in told.lines[1]


def test_members_that_the_bot_may_not_see_are_an_error_of_their_own(
    world: World, guild: DiscordGuild
):
    world.store.put("discord.settings", "members", {"hidden": True})

    with pytest.raises(MembersHiddenError, match="does not list"):
        guild.members(ACCESS)
    told = guild.test(ACCESS, role_names=("Trial",))
    assert told.works
    assert "Intent" in told.lines[-1]


def test_members_are_read_page_by_page(world: World, guild: DiscordGuild):
    with world.store.transaction():
        for number in range(1100):
            discord.join(world, f"member {number}")

    assert discord.id_of("member 1099") in guild.members(ACCESS)
    assert len(world.calls.list("discord")) == 2
    for number in range(1100):
        world.store.delete("discord.member", discord.id_of(f"member {number}"))


@pytest.mark.parametrize(
    ("access", "code"),
    [
        (GuildAccess(discord.GUILD_ID, Secret("wrong.token.of-a-bot")), "discord.token_refused"),
        (GuildAccess("110000000000000009", Secret(discord.TOKEN)), "discord.not_invited"),
    ],
)
def test_what_a_person_must_mend_says_how(guild: DiscordGuild, access: GuildAccess, code: str):
    with pytest.raises(ActionRequiredError) as refused:
        guild.roles(access)
    assert refused.value.code == code
    assert refused.value.remedy
    assert not guild.test(access, role_names=()).works


def test_a_role_above_the_bots_own_cannot_be_given(world: World, guild: DiscordGuild):
    high = discord.add_role(world, "Moderators", position=60)

    with pytest.raises(ActionRequiredError) as refused:
        guild.give(ACCESS, discord_id=discord.id_of("ann"), role_id=high["id"])
    assert refused.value.code == "discord.no_rights"
    world.store.delete("discord.role", high["id"])


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", status=500),
        Fault("status", status=429),
        Fault("down"),
        Fault("garbage"),
        Fault("cut"),
    ],
    ids=lambda fault: f"{fault.mode} {fault.status}",
)
def test_what_may_pass_is_tried_again(world: World, guild: DiscordGuild, fault: Fault):
    world.faults.add("discord", fault)

    with pytest.raises(RetryLaterError) as waits:
        guild.roles(ACCESS)
    assert waits.value.after_seconds == (2 if fault.status == 429 else 0)


@pytest.mark.parametrize("mode", ["lost", "cut"])
def test_a_change_is_never_sent_twice_by_itself(world: World, guild: DiscordGuild, mode: str):
    world.faults.add("discord", Fault(mode, method="PUT"))
    role = discord.panel(world)["roles"][0]
    role_id = next(each.id for each in guild.roles(ACCESS) if each.name == role)

    if mode == "lost":
        with pytest.raises(AppError):
            guild.give(ACCESS, discord_id=discord.id_of("ann"), role_id=role_id)
    else:
        guild_gives_or_fails(guild, role_id)
    assert len([c for c in world.calls.list("discord") if c["method"] == "PUT"]) == 1


def guild_gives_or_fails(guild: DiscordGuild, role_id: str) -> None:
    """Give a role; an answer without a body may be cut without anybody's noticing."""
    try:
        guild.give(ACCESS, discord_id=discord.id_of("ann"), role_id=role_id)
    except RetryLaterError:
        return


def test_the_token_goes_where_discord_wants_it_and_shows_nowhere(
    world: World, guild: DiscordGuild
):
    guild.roles(ACCESS)

    [call] = world.calls.list("discord")
    assert call["headers"]["user-agent"].startswith("DiscordBot (")
    assert discord.TOKEN not in json.dumps(call)
    assert discord.TOKEN not in repr(ACCESS)


def test_what_is_sent_and_answered_fits_the_vendors_description(world: World, guild: DiscordGuild):
    spec = Spec.load(SPEC)
    role = next(each for each in guild.roles(ACCESS) if each.name == "Trial")
    ann = discord.id_of("ann")
    guild.give(ACCESS, discord_id=ann, role_id=role.id)
    guild.test(ACCESS, role_names=("Trial",))
    guild.take(ACCESS, discord_id=ann, role_id=role.id)

    headers = {"Authorization": f"Bot {discord.TOKEN}"}
    seen = set()
    for call in world.calls.list("discord"):
        path = call["path"].removeprefix("/api/v10")
        spec.check_request(call["method"], path, query=call["query"])
        seen.add((call["method"], path))
        if call["method"] == "GET":
            url = f"{world.base_url}/discord/api/v10{path}?{call['query']}"
            answer = httpx.get(url, headers=headers, trust_env=False)
            spec.check_answer("GET", path, answer.status_code, answer.json())
    assert len(seen) == 7
