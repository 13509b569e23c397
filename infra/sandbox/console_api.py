"""The console's calls: what can be done to the world, as one table behind page and JSON."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
from starlette.concurrency import run_in_threadpool

from infra.sandbox import (
    busy_month,
    discord,
    emby,
    jellyfin,
    mail,
    ombi,
    overseerr,
    paypal,
    petio,
    plex,
    plisio,
    stripe,
)
from infra.sandbox.kit import FAULT_MODES, Action, BadAction, Doc, Fault, World
from infra.sandbox.stripe_actions import parse_delta

_RUN_TIMEOUT_SECONDS = 300.0
PREFIX = "/sandbox/api"


class UnreachableError(Exception):
    """The product's control port does not answer; the console says 502."""


@dataclass(frozen=True)
class Entry:
    """One call under `/sandbox/api/`; `run` gets the query or the JSON body."""

    method: str
    path: str
    summary: str
    example: Doc | None
    run: Callable[[Doc], Awaitable[Any]]

    def as_json(self) -> Doc:
        """Return the entry as the index shows it."""
        return {
            "method": self.method,
            "path": self.path,
            "summary": self.summary,
            "example": self.example,
        }


class Calls:
    """All calls of one world."""

    def __init__(
        self, world: World, actions: list[Action], mail_server: mail.MailServer | None
    ) -> None:
        self._world, self._mail_server = world, mail_server
        self.table = [*self._general(), *(self._of(action) for action in actions)]

    def find(self, method: str, path: str) -> Entry | None:
        """Return the entry of a method and a path."""
        for entry in self.table:
            if (entry.method, entry.path) == (method, path.rstrip("/")):
                return entry
        return None

    def _of(self, action: Action) -> Entry:
        async def run(body: Doc) -> Any:
            done = await run_in_threadpool(action.run, self._world, body)
            # What was done may be told of: nobody has to wait for the next look.
            self._world.nudge()
            return done

        path = f"{PREFIX}/{action.vendor}/{action.name}"
        return Entry("POST", path, action.summary, action.example, run)

    def _general(self) -> list[Entry]:
        clock = {"advance": "31d"}
        fault = {"target": "stripe", "mode": "status", "status": 500, "times": 1}
        rows: list[tuple[str, str, str, Doc | None, Callable[[Doc], Awaitable[Any]]]] = [
            ("GET", "ready", "200 once everything answers", None, self._ready),
            ("GET", "state", "Everything the console shows", None, self._state),
            ("GET", "clock", "The world's time", None, self._clock),
            ("POST", "clock", "Move, set or reset the time", clock, self._move_clock),
            ("GET", "run", "The schedules there are", None, self._schedules),
            ("POST", "run", "Run one now", {"schedule": "enforcement"}, self._run_schedule),
            ("POST", "busy-month", busy_month.SUMMARY, busy_month.EXAMPLE, self._busy_month),
            ("GET", "faults", "The active faults", None, self._faults),
            ("POST", "faults", "Make a stand-in misbehave", fault, self._add_fault),
            ("DELETE", "faults", "Heal: ?id=, ?target=, or all", None, self._clear_faults),
            ("GET", "calls", "Calls to the stand-ins, ?target=", None, self._list_calls),
            ("DELETE", "calls", "Forget the calls", None, self._clear_calls),
            ("GET", "mail", "The inbox, newest first, ?to=", None, self._inbox),
            ("DELETE", "mail", "Empty the inbox", None, self._clear_mail),
        ]
        return [
            Entry(method, f"{PREFIX}/{name}", summary, example, run)
            for method, name, summary, example, run in rows
        ]

    async def index(self) -> Doc:
        """Return every call with its example."""
        return {
            "calls": [entry.as_json() for entry in self.table],
            "targets": [
                "stripe",
                "paypal",
                "paypal-nvp",
                "plisio",
                "plextv",
                "pms:<server name>",
                "pms:*",
                "emby:<server name>",
                "jellyfin:<server name>",
                "discord",
                "overseerr",
                "ombi",
                "petio",
                "smtp",
            ],
            "fault_modes": list(FAULT_MODES),
            "fault_fields": [field.name for field in fields(Fault)],
        }

    async def _ready(self, _query: Doc) -> Doc:
        return {"ready": True, "now": self._now()}

    async def _state(self, _query: Doc) -> Doc:
        return {
            "now": self._now(),
            "offset_seconds": self._world.clock.offset.total_seconds(),
            "base_url": self._world.base_url,
            "app_url": self._world.app_url,
            "smtp_port": self._mail_server.port if self._mail_server else None,
            "stripe": stripe.panel(self._world),
            "paypal": paypal.panel(self._world),
            "plisio": plisio.panel(self._world),
            "plex": plex.panel(self._world),
            "emby": emby.panel(self._world),
            "jellyfin": jellyfin.panel(self._world),
            "discord": discord.panel(self._world),
            "overseerr": overseerr.panel(self._world),
            "ombi": ombi.panel(self._world),
            "petio": petio.panel(self._world),
            "faults": self._world.faults.active(),
            "mail": mail.inbox(self._world),
            "calls": self._world.calls.list()[-100:],
        }

    def _now(self) -> str:
        return self._world.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    async def _clock(self, _query: Doc) -> Doc:
        offset = self._world.clock.offset.total_seconds()
        return {"now": self._now(), "offset_seconds": offset}

    async def _move_clock(self, body: Doc) -> Doc:
        clock = self._world.clock
        try:
            if body.get("reset"):
                clock.reset()
            elif body.get("set"):
                clock.set(_instant(str(body["set"])))
            elif body.get("advance"):
                clock.advance(parse_delta(body["advance"]))
            else:
                raise BadAction(
                    'say {"advance": "31d"}, {"set": "2027-01-01T00:00:00Z"} or {"reset": true}'
                )
        except OverflowError as error:
            raise BadAction("that is too far away") from error
        self._world.nudge()
        return await self._clock({})

    async def _schedules(self, _query: Doc) -> Any:
        return await self._ask_control("GET", "/schedules")

    async def _run_schedule(self, body: Doc) -> Any:
        name = str(body.get("schedule") or "")
        if not name:
            raise BadAction('name one: {"schedule": "enforcement"}')
        return await self._ask_control("POST", f"/run/{quote(name, safe='')}")

    async def _ask_control(self, method: str, path: str) -> Any:
        base = self._world.control_url
        if not base:
            raise UnreachableError("no control address is set (--control-url)")
        timeout = httpx.Timeout(_RUN_TIMEOUT_SECONDS, connect=3.0)
        try:
            async with httpx.AsyncClient(timeout=timeout, trust_env=False) as client:
                answer = await client.request(method, base + path)
                answer.raise_for_status()
                return answer.json()
        except httpx.HTTPStatusError as error:
            text = error.response.text[:500]
            if error.response.status_code < 500:
                raise BadAction(f"the worker refused: {text}") from error
            raise UnreachableError(f"the worker failed: {text}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise UnreachableError(
                f"the worker's control port does not answer: {type(error).__name__} {error}"
            ) from error

    async def _busy_month(self, body: Doc) -> Any:
        return await run_in_threadpool(busy_month.run, self._world, body)

    async def _faults(self, _query: Doc) -> Any:
        return {"faults": self._world.faults.active()}

    async def _add_fault(self, body: Doc) -> Doc:
        target, fault = _fault(body)
        return {"id": self._world.faults.add(target, fault)}

    async def _clear_faults(self, query: Doc) -> Doc:
        self._world.faults.clear(query.get("target"), query.get("id"))
        return {"faults": self._world.faults.active()}

    async def _list_calls(self, query: Doc) -> Doc:
        return {"calls": self._world.calls.list(query.get("target"))}

    async def _clear_calls(self, _query: Doc) -> Doc:
        self._world.calls.clear()
        return {"calls": []}

    async def _inbox(self, query: Doc) -> Doc:
        return {"mail": mail.inbox(self._world, to=str(query.get("to", "")))}

    async def _clear_mail(self, _query: Doc) -> Doc:
        mail.clear(self._world)
        return {"mail": []}


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadAction(f"not a time: {text!r}; write 2027-01-01T00:00:00Z") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _fault(body: Doc) -> tuple[str, Fault]:
    given = {name: value for name, value in body.items() if value not in (None, "")}
    target = given.pop("target", None)
    if not isinstance(target, str) or "mode" not in given:
        raise BadAction("a fault needs `target` and `mode`")
    known = {field.name for field in fields(Fault)}
    if not given.keys() <= known:
        raise BadAction(f"unknown: {sorted(given.keys() - known)}; known: {sorted(known)}")
    try:
        for name, kind in (("status", int), ("times", int), ("skip", int), ("seconds", float)):
            if name in given:
                given[name] = kind(given[name])
    except (TypeError, ValueError) as error:
        raise BadAction("status, times, skip and seconds must be numbers") from error
    if not all(
        isinstance(given.get(name, ""), str) for name in ("mode", "body", "method", "path")
    ):
        raise BadAction("mode, body, method and path must be strings")
    return target, Fault(**given)
