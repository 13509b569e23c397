"""Petio's stand-in, as far as accounts go; an administrator signs in, there is no key."""

import hashlib
import secrets
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import kit
from infra.sandbox.kit import Action, BadAction, Doc, Fault, World

ADMIN = "owner@demo.example"
PASSWORD = "petio-sandbox-password"  # noqa: S105 - the stand-in's, public on purpose
PROFILES = {"6400000000000000000000a1": "Default", "6400000000000000000000a2": "Generous"}


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """An answer other than what was asked for."""

    def __init__(self, status: int, body: Doc | str) -> None:
        super().__init__(status)
        self.status, self.body = status, body

    def answer(self) -> Response:
        """Return it as Petio writes it."""
        if isinstance(self.body, str):
            return PlainTextResponse(self.body, self.status)
        return JSONResponse(self.body, self.status)


def build(world: World) -> ASGIApp:
    """Return the app to mount at `/petio`; seeds the administrator."""
    if not world.store.list("petio.user"):
        add(world, "owner", ADMIN, PASSWORD, role="admin", is_custom=False)
    api = _Api(world)
    calls = [
        ("/api/config", "GET", api.config, False),
        ("/api/login", "POST", api.login, False),
        ("/api/user/all", "GET", api.users, True),
        ("/api/user/create_custom", "POST", api.create, True),
        ("/api/user/edit", "POST", api.edit, True),
        ("/api/user/delete_user", "POST", api.delete, True),
        ("/api/user/{id}", "GET", api.user, True),
        ("/api/profiles/all", "GET", api.profiles, True),
    ]
    routes = [
        Route(path, api.answering(call, is_guarded=guarded), methods=[verb])
        for path, verb, call, guarded in calls
    ]
    return kit.guarded(world, "petio", Starlette(routes=routes), error=_fault_error)


def panel(world: World) -> Doc:
    """Return what the console shows."""
    rows = world.store.list("petio.user")
    return {
        "admin": ADMIN,
        "password": PASSWORD,
        "profiles": list(PROFILES.values()),
        "users": [{**_shown(row), "profile": PROFILES.get(row["profile"] or "")} for row in rows],
    }


def add(
    world: World,
    name: str,
    email: str,
    password: str,
    *,
    id: str = "",
    role: str = "user",
    is_custom: bool = True,
) -> Doc:
    """Add an account."""
    key = hashlib.sha256(f"{name}{world.store.count('petio.user')}".encode()).hexdigest()[:24]
    row = {
        "_id": key,
        "id": id or key,
        "title": name,
        "username": name,
        "nameLower": name.casefold(),
        "email": email,
        "password_hash": _hashed(password),
        "role": role,
        "profile": None,
        "custom": is_custom,
        "disabled": False,
    }
    world.store.put("petio.user", key, row)
    return row


def account(world: World, email: str) -> Doc | None:
    """Return the account with an address, None when there is none."""
    rows = world.store.list("petio.user")
    return next((row for row in rows if row["email"].casefold() == email.casefold()), None)


def profile_of(world: World, email: str) -> str:
    """Return the profile of an account, empty for Petio's default."""
    found = account(world, email)
    return PROFILES.get(found["profile"] or "", "") if found else ""


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world
        self._store = world.store

    def answering(
        self, call: Callable[[Request, Doc], object], *, is_guarded: bool
    ) -> Callable[[Request], object]:
        """Return the call behind its token check."""

        async def handle(request: Request) -> Response:
            try:
                if is_guarded:
                    self._authenticate(request)
                body = await request.json() if request.method == "POST" else {}
                told = await run_in_threadpool(call, request, dict(body))
            except Refused as refused:
                return refused.answer()
            return JSONResponse(told)

        return handle

    def _authenticate(self, request: Request) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._store.get("petio.token", token) is None:
            raise Refused(401, "Unauthorized")

    def config(self, _request: Request, _body: Doc) -> object:
        """Tell that it is set up."""
        return {"config": True, "login_type": 1, "ready": True}

    def login(self, _request: Request, body: Doc) -> object:
        """Sign in with address or name."""
        told = body.get("user") or {}
        name, password = (
            str(told.get("username") or "").casefold(),
            str(told.get("password") or ""),
        )
        for row in self._store.list("petio.user"):
            is_theirs = name in {row["email"].casefold(), row["nameLower"]}
            if is_theirs and row["password_hash"] == _hashed(password) and not row["disabled"]:
                token = secrets.token_urlsafe(24)
                is_admin = row["role"] == "admin"
                if is_admin:
                    self._store.put("petio.token", token, {"token": token})
                return {"loggedIn": True, "user": _shown(row), "token": token, "admin": is_admin}
        raise Refused(401, {"loggedIn": False, "user": None, "admin": False})

    def users(self, _request: Request, _body: Doc) -> object:
        """List all accounts."""
        return [_shown(row) for row in self._store.list("petio.user")]

    def user(self, request: Request, _body: Doc) -> object:
        """Tell of one account, by `id` and not `_id`."""
        rows = self._store.list("petio.user")
        found = next((row for row in rows if row["id"] == request.path_params["id"]), None)
        if found is None:
            raise Refused(404, "User not found")
        return _shown(found)

    def create(self, _request: Request, body: Doc) -> object:
        """Open a custom account; one that exists is answered with 200 all the same."""
        told = body["user"]
        if not told.get("password"):
            raise Refused(500, {"error": "data and salt arguments required"})
        for row in self._store.list("petio.user"):
            if told["username"].casefold() == row["nameLower"] or (
                told["email"].casefold() == row["email"].casefold()
            ):
                return {"error": "User already exists, please change the username / email"}
        row = add(
            self._world, told["username"], told["email"], told["password"], id=str(told["id"])
        )
        return _shown(row)

    def edit(self, _request: Request, body: Doc) -> object:
        """Write address, role, profile and lock; what is missing is dropped."""
        told = body["user"]
        row = self._store.get("petio.user", str(told["id"]))
        if row is None:
            raise Refused(500, {"error": "User not found"})
        named = ("email", "role", "profile", "disabled")
        self._store.put("petio.user", row["_id"], {**row, **{n: told.get(n) for n in named}})
        return {"message": "User edited"}

    def delete(self, _request: Request, body: Doc) -> object:
        """Remove a custom account, as the body calls it."""
        told = body["user"]
        if not told.get("custom"):
            raise Refused(401, {"error": "Cannot delete non custom users"})
        self._store.delete("petio.user", str(told["_id"]))
        return {"message": "User deleted"}

    def profiles(self, _request: Request, _body: Doc) -> object:
        """List the profiles."""
        return [{"_id": id, "name": name} for id, name in PROFILES.items()]


def _shown(row: Doc) -> Doc:
    return {
        **{name: value for name, value in row.items() if name != "password_hash"},
        "thumb": "",
        "altId": "",
        "lastIp": "",
        "quotaCount": 0,
    }


def _hashed(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()


def _fault_error(_request: Request, fault: Fault) -> Response:
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    return JSONResponse({"error": f"Sandbox fault {fault.status}"}, fault.status)


def _sign_all_out(world: World, _body: Doc) -> Doc:
    tokens = world.store.list("petio.token")
    if not tokens:
        raise BadAction("nobody is signed in")
    for row in tokens:
        world.store.delete("petio.token", row["token"])
    return {"signed_out": len(tokens)}


def _remove(world: World, body: Doc) -> Doc:
    row = account(world, str(body.get("email") or ""))
    if row is None or row["role"] == "admin":
        raise BadAction("name an address that has an account, and not the administrator's")
    world.store.delete("petio.user", row["_id"])
    return {"removed": row["_id"]}


ACTIONS = [
    Action("petio", "remove_user", "Remove an account", {"email": "a@demo.example"}, _remove),
    Action("petio", "sign_all_out", "Make every token invalid", {}, _sign_all_out),
]
