"""Discord's stand-in: one server with roles and members, as REST version 10 tells of it."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import discord_shapes as shapes
from infra.sandbox import kit
from infra.sandbox.kit import Action, BadAction, Doc, Fault, World

TOKEN = "sandbox.discord.bot-token"  # noqa: S105 - the stand-in's, public on purpose
GUILD_ID = "110000000000000001"
BOT_ID = "110000000000000002"
_NAME = "Northlight"
_MANAGE_ROLES = 0x10000000
_ROLES = ("Subscriber", "Trial", "Premium")
MEMBERS = ("ann", "ben", "carla", "emma", "jonas")
_ID = re.compile(r"[0-9]{1,20}")
_MOST_MEMBERS = 1000


@dataclass
class DiscordError(Exception):
    """A refusal: the status, and Discord's own number for it."""

    status: int
    code: int
    message: str

    def answer(self) -> Response:
        """Return it as Discord writes it."""
        return JSONResponse({"message": self.message, "code": self.code}, self.status)


def id_of(name: str) -> str:
    """Return the Discord id of somebody in this world, the same each time."""
    return str(120000000000000000 + zlib.crc32(name.casefold().encode()))


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/discord`; seeds the server."""
    if world.store.get("discord.role", GUILD_ID) is None:
        _seed(world)
    api = _Api(world)
    guild = "/api/v10/guilds/{guild}"
    member = guild + "/members/{member}"
    role = member + "/roles/{role}"
    calls = [
        ("/api/v10/users/@me", "GET", api.me),
        (guild, "GET", api.guild),
        (guild + "/roles", "GET", api.roles),
        (guild + "/members", "GET", api.members),
        (member, "GET", api.member),
        (role, "PUT", api.give),
        (role, "DELETE", api.take),
    ]
    routes = [Route(path, api.answering(call), methods=[verb]) for path, verb, call in calls]
    app = Starlette(routes=[*routes, Route("/{rest:path}", api.answering(api.unknown))])
    return kit.guarded(world, "discord", app, error=_fault_error)


def panel(world: World) -> Doc:
    """Return what the console shows."""
    names = {role["id"]: role["name"] for role in world.store.list("discord.role")}
    members = world.store.list("discord.member")
    return {
        "guild_id": GUILD_ID,
        "token": TOKEN,
        "hides_members": _hides(world),
        "roles": [name for id, name in names.items() if id != GUILD_ID],
        "members": [
            {**each, "roles": [names.get(role, role) for role in each["roles"]]}
            for each in members
            if each["id"] != BOT_ID
        ],
    }


def _seed(world: World) -> None:
    put = world.store.put
    everybody = {"id": GUILD_ID, "name": "@everyone", "position": 0, "permissions": "0"}
    put("discord.role", GUILD_ID, everybody)
    for position, name in enumerate(_ROLES, start=1):
        add_role(world, name, position=position)
    rights = str(_MANAGE_ROLES)
    bot = add_role(world, "Bot", position=50, permissions=rights, is_managed=True)
    put("discord.member", BOT_ID, {"id": BOT_ID, "name": "doorkeeper", "roles": [bot["id"]]})
    for name in MEMBERS:
        join(world, name)


def add_role(
    world: World,
    name: str,
    *,
    position: int = 1,
    permissions: str = "0",
    is_managed: bool = False,
) -> Doc:
    """Make a role on the server."""
    id = str(130000000000000000 + zlib.crc32(name.encode()))
    role = {"id": id, "name": name, "position": position, "permissions": permissions}
    world.store.put("discord.role", id, {**role, "managed": is_managed})
    return role


def join(world: World, name: str) -> Doc:
    """Let somebody join the server, without any role."""
    id = id_of(name)
    member: Doc = {"id": id, "name": name, "roles": []}
    world.store.put("discord.member", id, member)
    return member


def roles_of(world: World, name: str) -> list[str]:
    """Return the names of the roles that somebody holds."""
    found = world.store.get("discord.member", id_of(name)) or {"roles": []}
    names = {role["id"]: role["name"] for role in world.store.list("discord.role")}
    return sorted(names[id] for id in found["roles"] if id in names)


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world
        self._store = world.store

    def answering(self, call: Callable[[Request], object]) -> Callable[[Request], Response]:
        """Return the call behind its token check; None answers without a body."""

        def handle(request: Request) -> Response:
            try:
                self._authenticate(request)
                told = call(request)
            except DiscordError as error:
                return error.answer()
            answer = Response(status_code=204) if told is None else JSONResponse(told)
            answer.headers.update(shapes.RATE_LIMIT)
            return answer

        return handle

    def _authenticate(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bot {TOKEN}":
            raise DiscordError(401, 0, "401: Unauthorized")

    def me(self, _request: Request) -> Doc:
        """Tell who the bot is."""
        return shapes.bot(self._store.get("discord.member", BOT_ID) or {})

    def guild(self, request: Request) -> Doc:
        """Tell of the server."""
        self._guild(request)
        return shapes.guild(GUILD_ID, _NAME, self._roles())

    def roles(self, request: Request) -> list[Doc]:
        """List all roles, the one of everybody among them."""
        self._guild(request)
        return self._roles()

    def members(self, request: Request) -> list[Doc]:
        """List members by id, if the bot may see them."""
        self._guild(request)
        if _hides(self._world):
            raise DiscordError(403, 50001, "Missing Access")
        limit = _number(request, "limit", 1)
        after = _number(request, "after", 0)
        if not 1 <= limit <= _MOST_MEMBERS:
            raise DiscordError(400, 50035, "Invalid Form Body")
        everybody = sorted(self._store.list("discord.member"), key=lambda each: int(each["id"]))
        rows = [each for each in everybody if int(each["id"]) > after]
        return [shapes.member(each) for each in rows[:limit]]

    def member(self, request: Request) -> Doc:
        """Tell of one member."""
        self._guild(request)
        return shapes.member(self._member(request))

    def give(self, request: Request) -> None:
        """Give a role to a member."""
        member, role = self._both(request)
        if role["id"] not in member["roles"]:
            self._store.put(
                "discord.member", member["id"], {**member, "roles": [*member["roles"], role["id"]]}
            )

    def take(self, request: Request) -> None:
        """Take a role from a member."""
        member, role = self._both(request)
        left = [each for each in member["roles"] if each != role["id"]]
        self._store.put("discord.member", member["id"], {**member, "roles": left})

    def unknown(self, _request: Request) -> Doc:
        """Refuse a path that is none."""
        raise DiscordError(404, 0, "404: Not Found")

    def _roles(self) -> list[Doc]:
        return [shapes.role(each) for each in self._store.list("discord.role")]

    def _guild(self, request: Request) -> None:
        id = request.path_params["guild"]
        if not _ID.fullmatch(id):
            raise DiscordError(400, 50035, "Invalid Form Body")
        if id != GUILD_ID:
            raise DiscordError(404, 10004, "Unknown Guild")

    def _member(self, request: Request) -> Doc:
        id = request.path_params["member"]
        if not _ID.fullmatch(id):
            raise DiscordError(400, 50035, "Invalid Form Body")
        found = self._store.get("discord.member", id)
        if found is None:
            raise DiscordError(404, 10007, "Unknown Member")
        return found

    def _both(self, request: Request) -> tuple[Doc, Doc]:
        """Return member and role, if the bot may change the one's holding of the other."""
        self._guild(request)
        member = self._member(request)
        role = self._store.get("discord.role", request.path_params["role"])
        if role is None or role["id"] == GUILD_ID:
            raise DiscordError(404, 10011, "Unknown Role")
        bot = self._store.get("discord.member", BOT_ID) or {"roles": []}
        own = [each for each in self._store.list("discord.role") if each["id"] in bot["roles"]]
        may = any(int(each["permissions"]) & _MANAGE_ROLES for each in own)
        highest = max((each["position"] for each in own), default=0)
        if not may or role.get("managed") or role["position"] >= highest:
            raise DiscordError(403, 50013, "Missing Permissions")
        return member, role


def _hides(world: World) -> bool:
    return bool((world.store.get("discord.settings", "members") or {}).get("hidden"))


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, str(otherwise))
    if not text.isdecimal():
        raise DiscordError(400, 50035, "Invalid Form Body")
    return int(text)


def _fault_error(_request: Request, fault: Fault) -> Response:
    if fault.status == 429:
        return JSONResponse(
            {"message": "You are being rate limited.", "retry_after": 1.5, "global": False},
            429,
            headers={"Retry-After": "2", "X-RateLimit-Scope": "user"},
        )
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    return DiscordError(fault.status, 0, f"{fault.status}: Sandbox fault").answer()


def _named(body: Doc) -> str:
    name = str(body.get("name") or "").strip()
    if not name:
        raise BadAction('say who: {"name": "ann"}')
    return name


def _join(world: World, body: Doc) -> Doc:
    return {"member": join(world, _named(body))}


def _leave(world: World, body: Doc) -> Doc:
    world.store.delete("discord.member", id_of(_named(body)))
    return {"left": True}


def _strip(world: World, body: Doc) -> Doc:
    found = world.store.get("discord.member", id_of(_named(body)))
    if found is None:
        raise BadAction("there is no such member")
    world.store.put("discord.member", found["id"], {**found, "roles": []})
    return {"member": found["id"], "roles": []}


def _hide(world: World, body: Doc) -> Doc:
    hidden = bool(body.get("hidden", True))
    world.store.put("discord.settings", "members", {"hidden": hidden})
    return {"hidden": hidden}


def _rename(world: World, body: Doc) -> Doc:
    wanted, name = str(body.get("role") or ""), str(body.get("to") or "")
    for role in world.store.list("discord.role"):
        if role["name"] == wanted and name:
            world.store.put("discord.role", role["id"], {**role, "name": name})
            return {"role": name}
    raise BadAction("name a role there is, and what it shall be called in `to`")


ACTIONS = [
    Action("discord", "join", "Somebody joins the Discord server", {"name": "jonas"}, _join),
    Action("discord", "leave", "Somebody leaves it", {"name": "jonas"}, _leave),
    Action("discord", "strip", "Take all roles from somebody by hand", {"name": "ann"}, _strip),
    Action("discord", "hide_members", "Switch the intent off or on", {"hidden": True}, _hide),
    Action("discord", "rename_role", "Rename a role", {"role": "Trial", "to": "Taster"}, _rename),
]
