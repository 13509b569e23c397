"""Child processes of the supervisor: started in their own group, ended as a group."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.local import lifeline

_GRACE_SECONDS = 3.0


class Lifeline:
    """A pipe that closes when this process ends, however it ends; its children watch it."""

    def __init__(self) -> None:
        self.descriptor, self._held = os.pipe()


@dataclass(slots=True)
class Child:
    """One child: how to start it, and the process while it runs."""

    name: str
    module: str
    environment: Mapping[str, str]
    lifeline: Lifeline
    arguments: Sequence[str] = ()
    python: Path = Path(sys.executable)
    pass_descriptors: Sequence[int] = ()
    process: asyncio.subprocess.Process | None = field(default=None, init=False)

    async def start(self) -> None:
        """Start the process; it ends with this one."""
        descriptor = self.lifeline.descriptor
        self.process = await asyncio.create_subprocess_exec(
            str(self.python),
            *("-m", "infra.local.lifeline", self.module, *self.arguments),
            cwd=self.environment["PROJECT_ROOT"],
            env={**self.environment, lifeline.VARIABLE: str(descriptor)},
            pass_fds=(descriptor, *self.pass_descriptors),
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )

    async def wait(self) -> int:
        """Wait for the process to end and return its exit status."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was not started")
        return await self.process.wait()

    async def stop(self) -> None:
        """Ask the process to end, insist after a while, and leave nothing of its group."""
        process = self.process
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _GRACE_SECONDS)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
