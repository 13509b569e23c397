"""Ask a local address whether it answers."""

import asyncio
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from infra.local.children import Child

_TIMEOUT_SECONDS = 5.0
_PAUSE_SECONDS = 0.05
# The person's proxy has no business between processes of one machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, 0 when nothing answered, and the JSON object that came with it."""

    status: int
    content: dict[str, Any]


async def get(url: str) -> Reply:
    """Fetch the address once; a failure of any kind is status 0 or the server's own status."""
    return await asyncio.to_thread(_get, url)


async def wait_ok(
    url: str, *, child: Child | None = None, timeout_seconds: float | None = None
) -> bool:
    """Wait until the address answers 200; False after the time, or when the child has ended."""
    try:
        async with asyncio.timeout(timeout_seconds):
            while (await get(url)).status != HTTPStatus.OK:
                if child and child.process and child.process.returncode is not None:
                    return False
                await asyncio.sleep(_PAUSE_SECONDS)
    except TimeoutError:
        return False
    return True


def _get(url: str) -> Reply:
    try:
        with _OPENER.open(url, timeout=_TIMEOUT_SECONDS) as response:
            return Reply(response.status, _parse(response.read()))
    except urllib.error.HTTPError as error:
        return Reply(error.code, _parse(error.read()))
    except OSError:
        return Reply(0, {})


def _parse(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
