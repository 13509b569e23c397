"""Ports on the loopback: is one free, take one, keep the same ones over restarts."""

import json
import random
import socket
from collections.abc import Collection, Sequence
from pathlib import Path

_HOST = "127.0.0.1"
# Below the range that systems hand to outgoing connections, so that a kept port stays free.
_RANGE = range(20000, 30000)


def is_free(port: int) -> bool:
    """True when nothing listens on the port, on the loopback or on all addresses."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((_HOST, port)) == 0:
            return False
    try:
        listen(port).close()
    except OSError:
        return False
    return True


def listen(port: int) -> socket.socket:
    """Open a listening socket on the loopback; 0 lets the system choose. Raises `OSError`."""
    # With the protocol named, asyncio sends each piece at once (TCP_NODELAY).
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen(256)
    except OSError:
        listener.close()
        raise
    return listener


def keep(path: Path, names: Sequence[str], *, avoid: Collection[int] = ()) -> dict[str, int]:
    """Return a free port for each name, the same as last time where that one is still free.

    Addresses of the stand-ins end up in stored data, so they must survive a restart.
    """
    kept = _read(path)
    chosen: dict[str, int] = {}
    for name in names:
        port = kept.get(name, 0)
        taken = {*avoid, *chosen.values()}
        if port in taken or not port or not is_free(port):
            port = _pick(avoid={*taken, *kept.values()})
        chosen[name] = port
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps({**kept, **chosen}, indent=1) + "\n")
    fresh.replace(path)
    return chosen


def _read(path: Path) -> dict[str, int]:
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: port for name, port in found.items() if isinstance(port, int)}


def _pick(*, avoid: Collection[int]) -> int:
    for port in random.SystemRandom().sample(_RANGE, len(_RANGE)):
        if port not in avoid and is_free(port):
            return port
    raise OSError("no free port")
