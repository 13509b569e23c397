"""Bring the whole system up on this machine and keep it up: `make run`.

    python -m infra.local.run [--root PROJECT]

Reads PORT (8080), DATA_DIR (.local) and SANDBOX (1 or 0) from the environment. Ends with Ctrl-C,
SIGTERM or SIGHUP, and takes every child along, even when it is killed itself.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from infra.local import locks, ports, settings
from infra.local.supervisor import Supervisor


class StartError(RuntimeError):
    """The run cannot start; the text tells the person what to change."""


def prepare(chosen: settings.Settings) -> tuple[dict[str, str], socket.socket]:
    """Claim the data folder and the port; return the children's environment and the listener.

    Raises `StartError` when either is taken by someone else.
    """
    taken = StartError(
        f"Port {chosen.port} is taken by another program.\n"
        f"Stop that program, or choose another port: PORT={chosen.port + 1} make run"
    )
    if not ports.is_free(chosen.port):
        raise taken
    chosen.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        locks.hold(chosen.data_dir / "run.lock")
    except locks.HeldElsewhereError as error:
        raise StartError(
            f"DATA_DIR {chosen.data_dir} is in use by another run (process {error.owner}).\n"
            "Stop that one, or choose another folder: DATA_DIR=.local-2 make run"
        ) from error
    try:
        listener = ports.listen(chosen.port)
    except OSError as error:
        raise taken from error
    internal = ports.keep(
        chosen.data_dir / "ports.json", settings.INTERNAL_PORTS, avoid=[chosen.port]
    )
    return settings.child_environment(chosen, internal), listener


async def supervise(chosen: settings.Settings) -> int:
    """Run everything until a signal or a child that will not stay up; return the exit status."""
    environment, listener = prepare(chosen)
    supervisor = Supervisor(chosen, environment, listener)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.request_stop)
    return await supervisor.run()


def main(arguments: list[str]) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="infra.local.run", description=__doc__)
    parser.add_argument("--root", type=Path, default=settings.HOUSE, help="the project to run")
    options = parser.parse_args(arguments)
    try:
        chosen = settings.read(os.environ, root=options.root)
        return asyncio.run(supervise(chosen))
    except (StartError, settings.SettingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
