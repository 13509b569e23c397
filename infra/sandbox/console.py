"""The console: one page to see and drive the stand-ins, and the same as JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from infra.sandbox import mail
from infra.sandbox.console_api import PREFIX, Calls, Entry, UnreachableError
from infra.sandbox.kit import FAULT_MODES, Action, BadAction, Doc, World
from infra.sandbox.stripe_page import money

_PAGES = Path(__file__).parent / "pages"
_ASSETS = {"console.css": "text/css", "console.js": "text/javascript"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self';"
    " connect-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
}
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:;"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


def routes(
    world: World, actions: list[Action], mail_server: mail.MailServer | None
) -> list[Route]:
    """Return the console's routes, all under `/sandbox`."""
    console = _Console(world, Calls(world, actions, mail_server))
    methods = ["GET", "POST", "DELETE"]
    return [
        Route("/sandbox", _to_slash),
        Route("/sandbox/", console.page),
        Route("/sandbox/form", console.form, methods=["POST"]),
        Route("/sandbox/mail/{id:path}", console.message),
        Route("/sandbox/assets/{name}", _asset),
        Route("/sandbox/api", console.index),
        Route("/sandbox/api/", console.index),
        Route("/sandbox/api/{rest:path}", console.call, methods=methods),
    ]


async def _to_slash(_request: Request) -> Response:
    return RedirectResponse("/sandbox/")


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        return Response(status_code=404)
    text = (_PAGES / name).read_text(encoding="utf-8")
    return Response(text, media_type=_ASSETS[name], headers={"Cache-Control": "no-cache"})


class _Console:
    def __init__(self, world: World, calls: Calls) -> None:
        self._world, self._calls = world, calls
        self._templates = Environment(
            loader=FileSystemLoader(_PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self._templates.filters |= {"money": money, "when": _when, "pretty": _pretty}
        self._templates.filters["in_path"] = lambda text: quote(text, safe="")

    async def index(self, _request: Request) -> Response:
        """List every call."""
        return JSONResponse(await self._calls.index())

    async def call(self, request: Request) -> Response:
        """Do one call of the API."""
        entry = self._calls.find(request.method, f"{PREFIX}/{request.path_params['rest']}")
        if entry is None:
            return _problem(404, f"no such call; {PREFIX}/ lists them all")
        if request.method != "GET" and _is_cross_site(request):
            return _problem(403, "calls from other sites are refused")
        if request.method != "POST":
            return await _answer(entry, dict(request.query_params))
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            return _problem(400, "the body is no JSON")
        if not isinstance(body, dict):
            return _problem(400, "the body must be a JSON object")
        return await _answer(entry, body)

    async def form(self, request: Request) -> Response:
        """Do one call from a plain form, then go back to the page.

        Field names may end in `:int`, `:bool`, `:list` or `:json`; empty fields are left out.
        """
        if _is_cross_site(request):
            return _problem(403, "forms of other sites are refused")
        fields = {name: str(value) for name, value in (await request.form()).items()}
        method, _, path = fields.pop("call", "").partition(" ")
        anchor = fields.pop("anchor", "")
        entry = self._calls.find(method, path)
        if entry is None:
            return _problem(404, f"no such call: {method} {path}")
        try:
            answer = await _answer(entry, _body_of(fields))
        except BadAction as error:
            answer = _problem(400, str(error))
        if "application/json" in request.headers.get("accept", ""):
            return answer
        said = json.loads(bytes(answer.body))
        note = said.get("error", "Done.") if isinstance(said, dict) else "Done."
        return RedirectResponse(f"/sandbox/?note={quote(note)}#{anchor}", status_code=303)

    async def page(self, request: Request) -> Response:
        """Show the console."""
        state = await self._state()
        values = {
            "note": request.query_params.get("note", "")[:300],
            "modes": FAULT_MODES,
            "actions": [entry for entry in self._calls.table if entry.path.count("/") > 3],
            **state,
        }
        text = self._templates.get_template("console.html").render(**values)
        return HTMLResponse(text, headers=_HEADERS)

    async def _state(self) -> Doc:
        state = self._calls.find("GET", f"{PREFIX}/state")
        schedules: Any = []
        problem = ""
        run = self._calls.find("GET", f"{PREFIX}/run")
        if state is None or run is None:
            raise LookupError("the table of calls is not complete")
        try:
            schedules = await run.run({})
        except (UnreachableError, BadAction) as error:
            problem = str(error)
        shown: Doc = await state.run({})
        return {**shown, "schedules": _named(schedules), "schedules_problem": problem}

    async def message(self, request: Request) -> Response:
        """Show one mail's HTML part, alone and without rights."""
        entry = self._world.store.get("mail.message", request.path_params["id"])
        if entry is None:
            return Response("no such mail", status_code=404)
        headers = {**_HEADERS, "Content-Security-Policy": _MAIL_POLICY}
        return HTMLResponse('<base target="_blank">' + entry["html"], headers=headers)


def _named(schedules: Any) -> list[Doc]:
    rows = schedules.get("schedules", []) if isinstance(schedules, dict) else schedules
    if isinstance(rows, dict):
        rows = [{"name": name, "cadence": cadence} for name, cadence in rows.items()]
    return [row if isinstance(row, dict) else {"name": str(row)} for row in rows]


async def _answer(entry: Entry, given: Doc) -> Response:
    try:
        return JSONResponse(await entry.run(given))
    except BadAction as error:
        return _problem(400, str(error))
    except UnreachableError as error:
        return _problem(502, str(error))


def _problem(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status_code=status)


def _is_cross_site(request: Request) -> bool:
    return request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def _body_of(fields: dict[str, str]) -> Doc:
    body: Doc = {}
    for written, value in fields.items():
        name, _, kind = written.partition(":")
        if name == "*":
            body |= _json_object(value)
        elif value != "":
            body[name] = _typed(kind, value)
    return body


def _typed(kind: str, value: str) -> Any:
    try:
        match kind:
            case "int":
                return int(value)
            case "bool":
                return value in ("true", "on", "1")
            case "list":
                return [part.strip() for part in value.split(",") if part.strip()]
            case "json":
                return json.loads(value)
            case _:
                return value
    except ValueError as error:
        raise BadAction(f"not a valid value: {value!r}") from error


def _json_object(text: str) -> Doc:
    try:
        body = json.loads(text or "{}")
    except ValueError as error:
        raise BadAction(f"no JSON: {error}") from error
    if not isinstance(body, dict):
        raise BadAction("the body must be a JSON object")
    return body


def _when(at: object) -> str:
    """Return a time as people read it: from Unix seconds or ISO text."""
    if not at:
        return ""
    if isinstance(at, int | float):
        moment = datetime.fromtimestamp(at, UTC)
    else:
        moment = datetime.fromisoformat(str(at)).astimezone(UTC)
    return moment.strftime("%d %b %Y %H:%M:%S")


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2)
