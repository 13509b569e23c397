"""Ombi's stand-in, as far as accounts and whom it writes to go."""

import uuid
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import kit
from infra.sandbox.kit import Action, BadAction, Doc, Fault, World

KEY = "ombi-sandbox-api-key"
ADMIN = "owner"
_DISCORD = 1
_PEOPLE = ("ann", "ben", "carla", "jonas")


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """A refusal in plain text, as ASP.NET writes it."""

    def __init__(self, status: int, text: str = "") -> None:
        super().__init__(status)
        self.status, self.text = status, text


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/ombi`; seeds an administrator and people from Plex."""
    if not world.store.list("ombi.user"):
        add(world, ADMIN, f"{ADMIN}@demo.example", rights=("Admin",))
        for name in _PEOPLE:
            add(world, name, f"{name}@demo.example")
    api = _Api(world)
    base = "/api/v1/Identity"
    calls = [
        ("/api/v1/Status", "GET", api.status, False),
        (base, "GET", api.me, True),
        (f"{base}/Users", "GET", api.users, True),
        (f"{base}/User/{{id}}", "GET", api.user, True),
        (f"{base}/claims", "GET", api.claims, True),
        (f"{base}/notificationpreferences/{{id}}", "GET", api.preferences, True),
        (f"{base}/NotificationPreferences", "POST", api.prefer, True),
    ]
    routes = [
        Route(path, api.answering(call, is_guarded=guarded), methods=[verb])
        for path, verb, call, guarded in calls
    ]
    return kit.guarded(world, "ombi", Starlette(routes=routes), error=_fault_error)


def panel(world: World) -> Doc:
    """Return what the console shows."""
    rows = world.store.list("ombi.user")
    told = {each["id"]: each["value"] for each in world.store.list("ombi.discord")}
    return {
        "key": KEY,
        "admin": ADMIN,
        "users": [{**row, "discord_id": told.get(row["id"], "")} for row in rows],
    }


def add(
    world: World, name: str, email: str, *, rights: tuple[str, ...] = ("RequestMovie",)
) -> Doc:
    """Add an account, as Ombi's own import does."""
    id = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    row = {"id": id, "userName": name, "emailAddress": email, "rights": list(rights)}
    world.store.put("ombi.user", id, row)
    return row


def discord_id_of(world: World, name: str) -> str:
    """Return whom Ombi writes to on Discord for somebody, empty for nobody."""
    row = _named(world, name)
    held = world.store.get("ombi.discord", row["id"]) if row else None
    return str(held["value"]) if held else ""


def _named(world: World, name: str) -> Doc | None:
    return next((row for row in world.store.list("ombi.user") if row["userName"] == name), None)


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world
        self._store = world.store

    def answering(
        self, call: Callable[[Request, object], object], *, is_guarded: bool
    ) -> Callable[[Request], object]:
        """Return the call behind its key check."""

        async def handle(request: Request) -> Response:
            try:
                if is_guarded:
                    self._authenticate(request)
                body = await request.json() if request.method == "POST" else None
                return JSONResponse(await run_in_threadpool(call, request, body))
            except Refused as refused:
                return PlainTextResponse(refused.text, refused.status)

        return handle

    def _authenticate(self, request: Request) -> None:
        given = request.headers.get("apikey") or request.query_params.get("apikey")
        if given != KEY:
            raise Refused(401, "Invalid API Key")
        name = request.headers.get("username")
        if name and _named(self._world, name) is None:
            raise Refused(401, "Invalid User")

    def status(self, _request: Request, _body: object) -> object:
        """Tell that it is there."""
        return 200

    def me(self, request: Request, _body: object) -> object:
        """Tell who acts."""
        row = _named(self._world, request.headers.get("username") or "")
        return _shown(row) if row else _shown({"id": "api", "userName": "Api", "rights": []})

    def users(self, _request: Request, _body: object) -> object:
        """List all accounts."""
        return [_shown(row) for row in self._store.list("ombi.user")]

    def user(self, request: Request, _body: object) -> object:
        """Tell of one account."""
        return _shown(self._user(request.path_params["id"]))

    def claims(self, _request: Request, _body: object) -> object:
        """List the rights there are."""
        return [_claim("Admin"), _claim("RequestMovie"), _claim("RequestTv"), _claim("Disabled")]

    def preferences(self, request: Request, _body: object) -> object:
        """Tell whom Ombi writes to."""
        row = self._user(request.path_params["id"])
        held = self._store.get("ombi.discord", row["id"]) or {"value": "", "enabled": False}
        told = {"agent": _DISCORD, "userId": row["id"], "id": 1}
        return [{**told, "value": held["value"], "enabled": held["enabled"]}]

    def prefer(self, request: Request, body: object) -> object:
        """Set whom Ombi writes to; for others only an administrator may, and the key is none."""
        if not isinstance(body, list):
            raise Refused(400, "The body must be a list")
        acting = _named(self._world, request.headers.get("username") or "")
        for each in body:
            is_own = acting is not None and acting["id"] == each["userId"]
            is_admin = acting is not None and "Admin" in acting["rights"]
            if not (is_own or is_admin):
                raise Refused(401)
            row = self._user(each["userId"])
            if each["agent"] == _DISCORD:
                value = {"value": each["value"] or "", "enabled": bool(each.get("enabled"))}
                self._store.put("ombi.discord", row["id"], {"id": row["id"], **value})
        return True

    def _user(self, id: str) -> Doc:
        row = self._store.get("ombi.user", id)
        if row is None:
            raise Refused(404)
        return row


def _shown(row: Doc) -> Doc:
    return {
        "id": row["id"],
        "userName": row["userName"],
        "alias": None,
        "claims": [_claim(each) for each in row["rights"]],
        "emailAddress": row.get("emailAddress"),
        "password": None,
        "lastLoggedIn": None,
        "language": None,
        "hasLoggedIn": False,
        "userType": 2,
        "movieRequestLimit": 0,
        "episodeRequestLimit": 0,
        "musicRequestLimit": 0,
        "streamingCountry": "US",
        "userQualityProfiles": None,
    }


def _claim(value: str) -> Doc:
    return {"value": value, "enabled": True}


def _fault_error(_request: Request, fault: Fault) -> Response:
    return PlainTextResponse(fault.body or f"Sandbox fault {fault.status}", fault.status)


def _import(world: World, body: Doc) -> Doc:
    name = str(body.get("name") or "")
    if not name or _named(world, name) is not None:
        raise BadAction("name somebody new in `name`")
    return {"user": add(world, name, f"{name}@demo.example")["id"]}


ACTIONS = [
    Action("ombi", "import_user", "Ombi imports somebody", {"name": "mia"}, _import),
]
