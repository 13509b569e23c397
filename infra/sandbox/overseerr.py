"""Overseerr's stand-in, as far as users go; Seerr answers the same calls."""

import hashlib
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import kit
from infra.sandbox.kit import Action, BadAction, Doc, Fault, World

KEY = "overseerr-sandbox-api-key"
_OWNER_ID = "1"
_ADMIN, _REQUEST = 2, 32
_LOCAL, _PLEX = 2, 1


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """An answer other than what was asked for."""

    def __init__(self, status: int, body: Doc) -> None:
        super().__init__(status)
        self.status, self.body = status, body


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/overseerr`; seeds the owner and somebody from Plex."""
    if world.store.get("overseerr.user", _OWNER_ID) is None:
        add(world, "owner@demo.example", "owner", permissions=_ADMIN)
    api = _Api(world)
    user, notifications = "/api/v1/user/{id}", "/api/v1/user/{id}/settings/notifications"
    calls = [
        ("/api/v1/status", "GET", api.status, False),
        ("/api/v1/settings/main", "GET", api.main, True),
        ("/api/v1/auth/local", "POST", api.sign_in, False),
        ("/api/v1/user", "GET", api.users, True),
        ("/api/v1/user", "POST", api.create, True),
        (user, "GET", api.read, True),
        (user, "DELETE", api.delete, True),
        (notifications, "GET", api.notifications, True),
        (notifications, "POST", api.notify, True),
    ]
    routes = [
        Route(path, api.answering(call, is_guarded=guarded), methods=[verb])
        for path, verb, call, guarded in calls
    ]
    return kit.guarded(world, "overseerr", Starlette(routes=routes), error=_fault_error)


def panel(world: World) -> Doc:
    """Return what the console shows; of passwords nothing is kept that could be."""
    names = ("id", "email", "username", "userType", "permissions", "discordId")
    rows = world.store.list("overseerr.user")
    return {"key": KEY, "users": [{name: row.get(name) for name in names} for row in rows]}


def add(
    world: World,
    email: str,
    username: str,
    *,
    password: str = "",
    permissions: int = _REQUEST,
    plex_id: int | None = None,
) -> Doc:
    """Add an account; ids count up and are never used again."""
    held = world.store.get("overseerr.counter", "user") or {"last": 0}
    number = int(held["last"]) + 1
    world.store.put("overseerr.counter", "user", {"last": number})
    now = world.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    row = {
        "id": number,
        "email": email.casefold(),
        "username": username,
        "plexUsername": username if plex_id else None,
        "plexId": plex_id,
        "userType": _PLEX if plex_id else _LOCAL,
        "permissions": permissions,
        "password_hash": _hashed(password),
        "createdAt": now,
        "updatedAt": now,
        "discordId": None,
        "discordTypes": None,
    }
    world.store.put("overseerr.user", str(number), row)
    return row


def account(world: World, email: str) -> Doc | None:
    """Return the account with an address, None when there is none."""
    rows = world.store.list("overseerr.user")
    return next((row for row in rows if row["email"] == email.casefold()), None)


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world
        self._store = world.store

    def answering(
        self, call: Callable[[Request, Doc], tuple[int, object]], *, is_guarded: bool
    ) -> Callable[[Request], object]:
        """Return the call behind its key check."""

        async def handle(request: Request) -> Response:
            body = await _body(request)
            try:
                if is_guarded:
                    _authenticate(request)
                status, told = await run_in_threadpool(call, request, body)
            except Refused as refused:
                return JSONResponse(refused.body, refused.status)
            return JSONResponse(told, status)

        return handle

    def status(self, _request: Request, _body: Doc) -> tuple[int, object]:
        """Tell the version."""
        return 200, {"version": "1.34.0", "commitTag": "sandbox"}

    def main(self, _request: Request, _body: Doc) -> tuple[int, object]:
        """Tell the main settings."""
        return 200, {
            "apiKey": KEY,
            "applicationTitle": "Overseerr",
            "applicationUrl": "",
            "localLogin": True,
            "newPlexLogin": True,
            "defaultPermissions": _REQUEST,
        }

    def sign_in(self, _request: Request, body: Doc) -> tuple[int, object]:
        """Sign in with address and password."""
        row = account(self._world, str(body.get("email") or ""))
        given = str(body.get("password") or "")
        if row is None or not given or row["password_hash"] != _hashed(given):
            raise Refused(403, {"status": 403, "message": "Access denied."})
        return 200, _shown(row)

    def users(self, request: Request, _body: Doc) -> tuple[int, object]:
        """List accounts, a page at a time."""
        take, skip = _number(request, "take", 10), _number(request, "skip", 0)
        rows = self._store.list("overseerr.user")
        page = {
            "pages": max(1, -(-len(rows) // take)),
            "pageSize": take,
            "results": len(rows),
            "page": skip // take + 1,
        }
        shown = [_shown(row) for row in rows[skip : skip + take]]
        return 200, {"pageInfo": page, "results": shown}

    def create(self, _request: Request, body: Doc) -> tuple[int, object]:
        """Open a local account; rights in the body do not count."""
        email, password = body.get("email"), body.get("password")
        if not email:
            raise Refused(500, {"message": "Cannot read properties of undefined"})
        if account(self._world, str(email)) is not None:
            message = "User already exists with submitted email."
            raise Refused(409, {"message": message, "errors": ["USER_EXISTS"]})
        if not password:
            raise Refused(500, {"message": "Email notifications must be enabled"})
        name = str(body.get("username") or "")
        return 201, _shown(add(self._world, str(email), name, password=str(password)))

    def read(self, request: Request, _body: Doc) -> tuple[int, object]:
        """Tell of one account."""
        return 200, _shown(self._user(request))

    def delete(self, request: Request, _body: Doc) -> tuple[int, object]:
        """Remove an account; the owner's stays."""
        row = self._user(request)
        if str(row["id"]) == _OWNER_ID:
            raise Refused(405, {"status": 405, "message": "This account cannot be deleted."})
        self._store.delete("overseerr.user", str(row["id"]))
        return 200, _shown(row)

    def notifications(self, request: Request, _body: Doc) -> tuple[int, object]:
        """Tell whom it writes to."""
        return 200, _notifications(self._user(request))

    def notify(self, request: Request, body: Doc) -> tuple[int, object]:
        """Set whom it writes to; what is left out stays, null clears."""
        row = self._user(request)
        if "discordId" in body:
            if not isinstance(body["discordId"], str | None):
                problem = {"path": ".body.discordId", "message": "should be string"}
                raise Refused(400, {"message": "request/body is wrong", "errors": [problem]})
            row = {**row, "discordId": body["discordId"]}
        if "discord" in (body.get("notificationTypes") or {}):
            row = {**row, "discordTypes": body["notificationTypes"]["discord"]}
        self._store.put("overseerr.user", str(row["id"]), row)
        return 200, body

    def _user(self, request: Request) -> Doc:
        id = request.path_params["id"]
        if not id.isdecimal():
            raise Refused(400, {"message": "request.params.userId should be number"})
        row = self._store.get("overseerr.user", id)
        if row is None:
            raise Refused(404, {"status": 404, "message": "User not found."})
        return row


def _authenticate(request: Request) -> None:
    given = request.headers.get("x-api-key")
    if given is None:
        message = "cookie 'connect.sid' required"
        raise Refused(401, {"message": message, "errors": [{"message": message}]})
    if given != KEY:
        error = "You do not have permission to access this endpoint"
        raise Refused(403, {"status": 403, "error": error})


def _shown(row: Doc) -> Doc:
    hidden = {"password_hash", "discordId", "discordTypes"}
    told = {name: value for name, value in row.items() if name not in hidden}
    # A field without a value is left out where the description wants a text.
    return {
        **{name: value for name, value in told.items() if value is not None},
        "displayName": row["username"] or row["email"],
        "avatar": "https://www.gravatar.com/avatar/",
        "requestCount": 0,
    }


def _notifications(row: Doc) -> Doc:
    return {
        "emailEnabled": False,
        "discordEnabled": False,
        "discordEnabledTypes": 0,
        "discordId": row["discordId"],
        "notificationTypes": {"discord": row["discordTypes"] or 0},
    }


def _hashed(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest() if password else ""


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, str(otherwise))
    if not text.isdecimal():
        raise Refused(400, {"message": f"request.query.{name} should be number"})
    return int(text) or otherwise


async def _body(request: Request) -> Doc:
    if request.method != "POST":
        return {}
    try:
        told = await request.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _fault_error(_request: Request, fault: Fault) -> Response:
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    return JSONResponse({"message": f"Sandbox fault {fault.status}"}, fault.status)


def _add(world: World, body: Doc) -> Doc:
    email = str(body.get("email") or "")
    if not email or account(world, email) is not None:
        raise BadAction("name a new address in `email`")
    row = add(world, email, email.partition("@")[0], password="by-hand")  # noqa: S106 - a toy
    return {"user": row["id"]}


def _remove(world: World, body: Doc) -> Doc:
    row = account(world, str(body.get("email") or ""))
    if row is None or str(row["id"]) == _OWNER_ID:
        raise BadAction("name an address that has an account, and not the owner's")
    world.store.delete("overseerr.user", str(row["id"]))
    return {"removed": row["id"]}


ACTIONS = [
    Action("overseerr", "add_user", "Open an account by hand", {"email": "a@demo.example"}, _add),
    Action("overseerr", "remove_user", "Remove one", {"email": "a@demo.example"}, _remove),
]
