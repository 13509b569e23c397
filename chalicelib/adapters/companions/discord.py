"""Discord's REST API, version 10, as far as the roles of a server's members go."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters import http
from chalicelib.adapters.companions import wire
from chalicelib.adapters.companions.wire import Answer, Vendor
from chalicelib.community.ports import (
    Checked,
    GuildAccess,
    MembersHiddenError,
    NotAMemberError,
    Role,
)
from chalicelib.kernel.errors import ActionRequiredError, AppError

_VENDOR = Vendor("Discord", "discord", "Discord")
# Every change is the same when it is made twice, but only GETs are repeated by the session.
_SESSION = http.session(timeout_seconds=10, retries=1, vendor="discord")
# Without this form of it Discord's edge may refuse the call.
_USER_AGENT = "DiscordBot (https://streams-manager.invalid, 1)"
_REASON = "Streams%20Manager"
_PAGE = 1000
_MOST_PAGES = 200

_UNKNOWN_GUILD, _UNKNOWN_MEMBER, _UNKNOWN_ROLE, _UNKNOWN_USER = 10004, 10007, 10011, 10013
_MISSING_ACCESS, _MISSING_PERMISSIONS = 50001, 50013
_MANAGE_ROLES, _ADMINISTRATOR = 0x10000000, 0x8


class DiscordGuild:
    """The port `Guild` over HTTP; `base_url` ends with the version."""

    def __init__(self, *, base_url: str) -> None:
        self._base = base_url

    def roles(self, access: GuildAccess) -> tuple[Role, ...]:
        """Return the server's roles but the one that everybody has."""
        told = self._read(access, f"/guilds/{access.guild_id}/roles")
        with wire.reading(_VENDOR):
            return tuple(
                Role(str(each["id"]), str(each["name"]), is_managed=bool(each.get("managed")))
                for each in told
                if str(each["id"]) != access.guild_id
            )

    def give(self, access: GuildAccess, *, discord_id: str, role_id: str) -> None:
        """Give a role; one that is held already is success. Raises NotAMemberError."""
        answer = self._ask(access, "PUT", _role_of(access, discord_id, role_id))
        if _code(answer) in {_UNKNOWN_MEMBER, _UNKNOWN_USER}:
            raise NotAMemberError("The person is not on the Discord server.")
        self._check(answer)

    def take(self, access: GuildAccess, *, discord_id: str, role_id: str) -> None:
        """Take a role; gone already is success, be it member or role."""
        answer = self._ask(access, "DELETE", _role_of(access, discord_id, role_id))
        if _code(answer) not in {_UNKNOWN_MEMBER, _UNKNOWN_USER, _UNKNOWN_ROLE}:
            self._check(answer)

    def member(self, access: GuildAccess, *, discord_id: str) -> frozenset[str] | None:
        """Return the ids of the roles that a member holds, None when there is no such member."""
        answer = self._ask(access, "GET", f"/guilds/{access.guild_id}/members/{discord_id}")
        if _code(answer) in {_UNKNOWN_MEMBER, _UNKNOWN_USER}:
            return None
        self._check(answer)
        with wire.reading(_VENDOR):
            return frozenset(str(each) for each in answer.body["roles"])

    def members(self, access: GuildAccess) -> Mapping[str, frozenset[str]]:
        """Return the roles of all members by Discord id; raises MembersHiddenError."""
        found: dict[str, frozenset[str]] = {}
        path, after = f"/guilds/{access.guild_id}/members", "0"
        for _ in range(_MOST_PAGES):
            params = {"limit": str(_PAGE), "after": after}
            answer = self._ask(access, "GET", path, params=params)
            if answer.status == 403 and _code(answer) == _MISSING_ACCESS:
                raise MembersHiddenError(
                    "Discord does not list the members to the bot.",
                    remedy="Switch on the Server Members Intent on the bot's page at Discord.",
                )
            self._check(answer)
            with wire.reading(_VENDOR):
                page = {
                    str(each["user"]["id"]): frozenset(str(role) for role in each["roles"])
                    for each in answer.body
                }
            found |= page
            if len(page) < _PAGE:
                return found
            after = max(page, key=int)
        raise wire.garbage(_VENDOR)

    def test(self, access: GuildAccess, *, role_names: tuple[str, ...]) -> Checked:
        """Tell whether the bot is on the server and can give these roles; nothing changes."""
        try:
            bot = self._read(access, "/users/@me")
            guild = self._read(access, f"/guilds/{access.guild_id}")
            roles = self._read(access, f"/guilds/{access.guild_id}/roles")
            held = self.member(access, discord_id=str(bot["id"])) or frozenset()
        except AppError as error:
            return Checked(works=False, lines=(error.message, error.remedy))
        with wire.reading(_VENDOR):
            greeting = f"{bot['username']} is on {guild['name']}."
            problems = _problems(roles, held | {access.guild_id}, role_names)
        hidden = self._hidden(access)
        return Checked(works=not problems, lines=(greeting, *problems, *hidden))

    def _hidden(self, access: GuildAccess) -> tuple[str, ...]:
        try:
            self.members(access)
        except MembersHiddenError as error:
            return (f"{error.message} {error.remedy}",)
        return ()

    def _read(self, access: GuildAccess, path: str) -> Any:
        answer = self._ask(access, "GET", path)
        self._check(answer)
        return answer.body

    def _ask(
        self,
        access: GuildAccess,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
    ) -> Answer:
        headers = {
            "Authorization": f"Bot {access.token.reveal()}",
            "User-Agent": _USER_AGENT,
            "X-Audit-Log-Reason": _REASON,
        }
        url = f"{self._base}{path}"
        return wire.ask(_SESSION, method, url, vendor=_VENDOR, headers=headers, params=params)

    def _check(self, answer: Answer) -> None:
        if answer.status < 400:
            return
        code = _code(answer)
        if answer.status == 401:
            raise ActionRequiredError(
                "Discord does not accept the bot token.",
                remedy="Reset it on the bot's page at Discord and enter it in Settings, Discord.",
                code="discord.token_refused",
            )
        if code in {_UNKNOWN_GUILD, _MISSING_ACCESS}:
            raise ActionRequiredError(
                "The bot is not on this Discord server.",
                remedy="Invite it there, and check the server id in Settings, Discord.",
                code="discord.not_invited",
            )
        if code == _MISSING_PERMISSIONS:
            raise ActionRequiredError(
                "The bot may not give or take this role.",
                remedy="Let it manage roles, and drag its own role above those it gives.",
                code="discord.no_rights",
            )
        raise wire.refused(answer, _VENDOR)


def _role_of(access: GuildAccess, discord_id: str, role_id: str) -> str:
    return f"/guilds/{access.guild_id}/members/{discord_id}/roles/{role_id}"


def _code(answer: Answer) -> int:
    """Return Discord's own number of an error, 0 for none."""
    if answer.status < 400 or not isinstance(answer.body, dict):
        return 0
    code = answer.body.get("code")
    return code if isinstance(code, int) else 0


def _problems(
    roles: list[Mapping[str, Any]], held: frozenset[str], names: tuple[str, ...]
) -> list[str]:
    """Return why the bot could not give these roles."""
    own = [each for each in roles if str(each["id"]) in held]
    rights = 0
    for each in own:
        rights |= int(each["permissions"])
    problems = []
    if not rights & (_MANAGE_ROLES | _ADMINISTRATOR):
        problems.append("The bot may not manage roles: give it that right.")
    highest = max((int(each["position"]) for each in own), default=0)
    for name in names:
        found = next((each for each in roles if wire.fold(each["name"]) == wire.fold(name)), None)
        if found is None:
            problems.append(f"There is no role called {name}.")
        elif found.get("managed"):
            problems.append(f"The role {name} belongs to an integration.")
        elif int(found["position"]) >= highest:
            problems.append(f"The role {name} stands above the bot's own: drag it below.")
    return problems
