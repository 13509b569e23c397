"""Start the processes in order, keep them up, reload the app's on an edit, and end them all."""

import asyncio
import socket
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from infra.local import probe, welcome
from infra.local.children import Child, Lifeline
from infra.local.edits import watch_edits
from infra.local.settings import Settings
from infra.local.worker import CANNOT_LOAD

_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 60.0
_PAUSE_SECONDS = 0.5
_READY_SECONDS = 60.0


class GaveUpError(RuntimeError):
    """A child does not stay up, or a step of the start failed; the text says which."""


class Allowance:
    """How often a child may be started again: five times in a minute."""

    def __init__(self) -> None:
        self._at: deque[float] = deque()

    def spend(self) -> bool:
        """Count one restart; False when there were too many of late."""
        now = time.monotonic()
        while self._at and now - self._at[0] > _RESTART_WINDOW_SECONDS:
            self._at.popleft()
        self._at.append(now)
        return len(self._at) <= _RESTARTS


class Supervisor:
    """The parent of one run. Create it inside a running loop."""

    def __init__(
        self, chosen: Settings, environment: Mapping[str, str], listener: socket.socket
    ) -> None:
        self._chosen = chosen
        self._environment = environment
        self._listener = listener
        self._lifeline = Lifeline()
        self._children: list[Child] = []
        self._began = time.monotonic()
        self._stopping = asyncio.Event()
        self._edited = asyncio.Event()
        self._aws_ready = asyncio.Event()
        # As long as this file exists the front answers 503 on its health address.
        self._starting = chosen.data_dir / "starting"

    def request_stop(self) -> None:
        """Begin to end the run; also right for a signal handler."""
        self._stopping.set()

    async def run(self) -> int:
        """Run until asked to stop (0), or until a child will not stay up (1)."""
        self._starting.write_text("starting\n")
        stop = asyncio.create_task(self._stopping.wait())
        tasks: set[asyncio.Task[Any]] = {stop, *map(asyncio.create_task, self._duties())}
        pending = tasks
        try:
            while not stop.done():
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        except GaveUpError as error:
            _say(str(error))
            return 1
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._stop_children()
            self._starting.unlink(missing_ok=True)
        return 0

    def _duties(self) -> list[Any]:
        listener = self._listener.fileno()
        aws_port = self._environment["AWS_ENDPOINT_URL"].rpartition(":")[2]
        aws = self._child("embedded AWS", "infra.local.aws")
        aws.python = self._chosen.aws_python
        aws.arguments = ["--port", aws_port, "--data", str(self._chosen.data_dir / "aws")]
        front = self._child("front", "infra.local.front")
        front.arguments = [str(listener)]
        front.pass_descriptors = [listener]
        duties = [
            self._keep(aws, prepare=self._prepare_aws),
            self._keep(front),
            self._keep_worker(self._child("app", "infra.local.worker")),
            self._watch(),
            self._announce(),
        ]
        if self._chosen.sandbox:
            duties.append(self._keep(self._sandbox()))
        return duties

    def _sandbox(self) -> Child:
        given = self._environment
        sandbox = self._child("sandbox", "infra.sandbox")
        sandbox.arguments = [
            *("--port", given["SANDBOX_PORT"], "--smtp-port", given["SANDBOX_SMTP_PORT"]),
            *("--data", str(self._chosen.data_dir / "sandbox"), "--clock", given["CLOCK_FILE"]),
            *("--app-url", given["SITE_URL"], "--control-url", given["CONTROL_URL"]),
        ]
        return sandbox

    def _child(self, name: str, module: str) -> Child:
        child = Child(name, module, self._environment, self._lifeline)
        self._children.append(child)
        return child

    async def _keep(
        self, child: Child, prepare: Callable[[Child], Awaitable[None]] | None = None
    ) -> None:
        """Start the child, and start it again whenever it ends."""
        allowance = Allowance()
        while True:
            await child.start()
            if prepare:
                await prepare(child)
            status = await child.wait()
            if not allowance.spend():
                raise GaveUpError(f"The {child.name} process does not stay up; see above.")
            _say(f"The {child.name} process ended with status {status}; starting it again.")
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _prepare_aws(self, aws: Child) -> None:
        """Wait for the emulator, then create what the app expects of it."""
        health = f"{self._environment['AWS_ENDPOINT_URL']}/_ministack/health"
        if not await probe.wait_ok(health, child=aws, timeout_seconds=_READY_SECONDS):
            raise GaveUpError("The embedded AWS did not start; see above.")
        if await self._run_once("table set-up", "infra.local.tables") != 0:
            raise GaveUpError("The tables could not be created; see above.")
        self._aws_ready.set()

    async def _run_once(self, name: str, module: str) -> int:
        child = self._child(name, module)
        await child.start()
        return await child.wait()

    async def _keep_worker(self, worker: Child) -> None:
        """Run the app, anew after each edit; code that does not load waits for the next edit."""
        await self._aws_ready.wait()
        allowance = Allowance()
        while True:
            self._edited.clear()
            await worker.start()
            ended = asyncio.create_task(worker.wait())
            edited = asyncio.create_task(self._edited.wait())
            await asyncio.wait({ended, edited}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                await worker.stop()
                _say("Reloading the app after an edit.")
            elif ended.result() == CANNOT_LOAD or not allowance.spend():
                _say("The app does not run; it is started again after the next edit.")
                await edited
                allowance = Allowance()
            else:
                _say(f"The app ended with status {ended.result()}; starting it again.")
            edited.cancel()

    async def _watch(self) -> None:
        async for _ in watch_edits(self._chosen.root):
            self._edited.set()

    async def _announce(self) -> None:
        """Fill the demo world once the app answers, then tell the person where everything is."""
        control = self._environment["CONTROL_URL"]
        await probe.wait_ok(f"{control}/ready")
        seed = self._chosen.root / "infra" / "local" / "seed.py"
        if self._chosen.sandbox and seed.exists():
            self._starting.write_text("filling the demo world\n")
            if await self._run_once("seed", "infra.local.seed") != 0:
                _say("The demo world could not be filled; see above.")
        self._starting.unlink(missing_ok=True)
        health = f"{self._chosen.site_url}/healthz"
        if not await probe.wait_ok(health, timeout_seconds=_READY_SECONDS):
            _say(f"Not everything answers yet; see {health}")
            await probe.wait_ok(health)
        link = None
        if not self._chosen.sandbox:
            link = (await probe.get(f"{control}/setup-link")).content.get("link")
        seconds = time.monotonic() - self._began
        _say(welcome.write(self._chosen, seconds=seconds, setup_link=link))

    async def _stop_children(self) -> None:
        """End the outer processes first, so that nobody is answered by half a system."""
        inner = [child for child in self._children if child.name in {"embedded AWS", "sandbox"}]
        outer = [child for child in self._children if child not in inner]
        for group in (outer, inner):
            await asyncio.gather(*(child.stop() for child in group))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
