"""Which parts of the local run answer."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from infra.local.dashboard import Dashboard

_TIMEOUT_SECONDS = 2.0
_OK = "ok"
_NOT_BUILT = "not built"


class Health:
    """Asks every part at once; the dashboard may be missing, everything else must answer."""

    def __init__(
        self, client: httpx.AsyncClient, environment: Mapping[str, str], dashboard: Dashboard
    ) -> None:
        self._client = client
        self._dashboard = dashboard
        self._starting = Path(environment["DATA_DIR"]) / "starting"
        self._urls = {
            "aws": f"{environment['AWS_ENDPOINT_URL']}/_ministack/health",
            "worker": f"{environment['CONTROL_URL']}/ready",
        }
        self._smtp_port = environment.get("SANDBOX_SMTP_PORT")
        if "SANDBOX_URL" in environment:
            self._urls["sandbox"] = f"{environment['SANDBOX_URL']}/sandbox/api/ready"

    async def answer(self, _: Request) -> Response:
        """Answer 200 when everything does, else 503; `parts` says which part is what."""
        checks = {name: self._ask(url) for name, url in self._urls.items()}
        if self._smtp_port:
            checks["mail"] = _greet(int(self._smtp_port))
        states = await asyncio.gather(*checks.values())
        parts = dict(zip(checks, states, strict=True))
        parts["dashboard"] = _OK if self._dashboard.is_built() else _NOT_BUILT
        if self._starting.exists():
            parts["start"] = self._starting.read_text().strip()
        well = all(state in {_OK, _NOT_BUILT} for state in parts.values())
        return JSONResponse(
            {"status": _OK if well else "unavailable", "parts": parts},
            status_code=200 if well else 503,
            headers={"Cache-Control": "no-store"},
        )

    async def _ask(self, url: str) -> str:
        try:
            answer = await self._client.get(url, timeout=_TIMEOUT_SECONDS)
        except httpx.TransportError as error:
            return f"no answer ({type(error).__name__})"
        return _OK if answer.status_code == HTTPStatus.OK else f"status {answer.status_code}"


async def _greet(port: int) -> str:
    """Wait for the mail server's greeting."""
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            greeting = await reader.readline()
            writer.close()
    except OSError as error:  # TimeoutError is one, too
        return f"no answer ({type(error).__name__})"
    return _OK if greeting.startswith(b"220") else "no greeting"
