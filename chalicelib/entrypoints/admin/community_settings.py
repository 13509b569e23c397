"""Settings of Discord and of request systems. Tokens and keys go in and never come out."""

from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints

from chalicelib import wiring
from chalicelib.community import try_out
from chalicelib.community.ports import Checked
from chalicelib.entrypoints.admin.settings import SecretInput, SecretShape, TestReport
from chalicelib.entrypoints.admin.shapes import DiscordId, Key, Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import PlanId
from chalicelib.settings import checks, discord, request_systems
from chalicelib.settings.community_model import AtEnd, RequestSystemName

registry = Registry()

RoleName = Annotated[str, StringConstraints(max_length=discord.LONGEST_ROLE)]


class PlanRole(Model):
    """The role of those who have a plan, beside the one of all subscribers."""

    plan_id: Key
    role: Annotated[str, StringConstraints(min_length=1, max_length=discord.LONGEST_ROLE)]


class DiscordShape(Model):
    """The Discord server and its roles, without the bot's token."""

    enabled: bool
    bot_token: SecretShape
    guild_id: str
    subscriber_role: str
    trial_role: str
    plan_roles: list[PlanRole]
    version: int


class DiscordInput(Model):
    """The Discord server and its roles; a token that is null stays as it is."""

    enabled: StrictBool
    bot_token: SecretInput = None
    guild_id: DiscordId
    subscriber_role: RoleName
    trial_role: RoleName
    plan_roles: Annotated[list[PlanRole], Field(max_length=discord.MOST_ROLES)]
    version: Version


class RequestSystemShape(Model):
    """A request system, without its key or password; `ends` is what it can do with accounts."""

    name: RequestSystemName
    enabled: bool
    url: str
    login: str
    secret: SecretShape
    profile: str
    at_end: AtEnd
    ends: list[AtEnd]
    version: int


class RequestSystemList(Model):
    """All kinds of request systems."""

    items: list[RequestSystemShape]


class RequestSystemInput(Model):
    """A request system; a key or password that is null stays as it is."""

    enabled: StrictBool
    url: Annotated[str, StringConstraints(max_length=checks.LONGEST_URL)]
    login: Annotated[str, StringConstraints(max_length=request_systems.LONGEST_LOGIN)] = ""
    secret: SecretInput = None
    profile: Annotated[str, StringConstraints(max_length=request_systems.LONGEST_PROFILE)] = ""
    at_end: AtEnd = AtEnd.REMOVE
    version: Version


@registry.add("GET", "/settings/discord", summary="Discord settings", returns=DiscordShape)
def read_discord_settings(_call: Call[NoInput, NoInput]) -> DiscordShape:
    """Return the Discord settings without the token."""
    return _discord()


@registry.add(
    "PUT",
    "/settings/discord",
    summary="Change the Discord settings",
    body=DiscordInput,
    returns=DiscordShape,
)
def change_discord_settings(call: Call[DiscordInput, NoInput]) -> DiscordShape:
    """Save the Discord settings; the token is trimmed and encrypted."""
    body = call.body
    known = {plan.id for plan in wiring.catalog_deps().store.plans()}
    if any(each.plan_id not in known for each in body.plan_roles):
        raise InvalidError.of("plan_roles", "There is no such plan.", "Choose from the list.")
    discord.change(
        wiring.settings_deps(),
        version=body.version,
        changes=discord.DiscordChanges(
            enabled=body.enabled,
            bot_token=body.bot_token,
            guild_id=body.guild_id,
            subscriber_role=body.subscriber_role,
            trial_role=body.trial_role,
            plan_roles={PlanId(each.plan_id): each.role for each in body.plan_roles},
        ),
        actor=call.actor,
    )
    return _discord()


@registry.add("POST", "/settings/discord/test", summary="Test the Discord bot", returns=TestReport)
def try_discord(_call: Call[NoInput, NoInput]) -> TestReport:
    """Look whether the bot can give the roles; nothing changes."""
    return _report(try_out.discord(wiring.community_deps()))


@registry.add(
    "GET",
    "/settings/request-systems",
    summary="Settings of request systems",
    returns=RequestSystemList,
)
def read_request_systems(_call: Call[NoInput, NoInput]) -> RequestSystemList:
    """Return the settings of every request system without keys."""
    return RequestSystemList(items=[_system(name) for name in RequestSystemName])


@registry.add(
    "PUT",
    "/settings/request-systems/{system}",
    summary="Change a request system",
    body=RequestSystemInput,
    returns=RequestSystemShape,
)
def change_request_system(call: Call[RequestSystemInput, NoInput]) -> RequestSystemShape:
    """Save a request system; the key is trimmed and encrypted."""
    body, name = call.body, _name(call.path["system"])
    request_systems.change(
        wiring.settings_deps(),
        name=name,
        version=body.version,
        changes=request_systems.RequestSystemChanges(
            enabled=body.enabled,
            url=body.url,
            login=body.login,
            secret=body.secret,
            profile=body.profile,
            at_end=body.at_end,
        ),
        actor=call.actor,
    )
    return _system(name)


@registry.add(
    "POST",
    "/settings/request-systems/{system}/test",
    summary="Test a request system",
    returns=TestReport,
)
def try_request_system(call: Call[NoInput, NoInput]) -> TestReport:
    """Look whether accounts could be dealt with; nothing changes."""
    name = _name(call.path["system"])
    return _report(try_out.request_system(wiring.community_deps(), name=name))


def _name(text: str) -> RequestSystemName:
    if text not in set(RequestSystemName):
        raise NotFoundError("There is no such request system.", remedy="Reload the page.")
    return RequestSystemName(text)


def _report(checked: Checked) -> TestReport:
    return TestReport(works=checked.works, lines=[line for line in checked.lines if line])


def _discord() -> DiscordShape:
    shown = discord.show(wiring.settings_deps())
    return DiscordShape(
        enabled=shown.enabled,
        bot_token=SecretShape.model_validate(shown.bot_token),
        guild_id=shown.guild_id,
        subscriber_role=shown.subscriber_role,
        trial_role=shown.trial_role,
        plan_roles=[
            PlanRole(plan_id=plan_id, role=role)
            for plan_id, role in sorted(shown.plan_roles.items())
        ],
        version=shown.version,
    )


def _system(name: RequestSystemName) -> RequestSystemShape:
    shown = request_systems.show(wiring.settings_deps(), name=name)
    return RequestSystemShape(
        name=name,
        enabled=shown.enabled,
        url=shown.url,
        login=shown.login,
        secret=SecretShape.model_validate(shown.secret),
        profile=shown.profile,
        at_end=shown.at_end,
        ends=list(request_systems.ENDS[name]),
        version=shown.version,
    )
