"""Start the local run's real processes from a test, and look at what became of them."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import psutil
from botocore.config import Config

from infra.local import settings

AWS_PYTHON = settings.HOUSE / ".venv-aws" / "bin" / "python"
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def eventually(check: Callable[[], Any], *, within: float) -> Any:
    """Return the first true answer of `check`; fail when none comes within so many seconds."""
    deadline = time.monotonic() + within
    while not (answer := check()):
        assert time.monotonic() < deadline, f"still {answer!r} after {within} s"
        threading.Event().wait(0.05)
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(
    url: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """Return status and body; status 0 when nobody answers."""
    given = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, data=body, headers=given)  # noqa: S310 - ours
    try:
        with _OPENER.open(request, timeout=15) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


class Emulator:
    """One embedded AWS over a data folder, or in memory without one."""

    def __init__(self, data: Path | None, *, module: str = "infra.local.aws") -> None:
        place = ["--data", str(data)] if data else ["--memory"]
        self.process = subprocess.Popen(
            [AWS_PYTHON, "-m", module, "--port", "0", *place],
            cwd=settings.HOUSE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Emulator":
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], 20)
        self.greeting = self.process.stdout.readline() if readable else ""
        assert "ready on" in self.greeting, self.fail()
        self.url = self.greeting.split()[3]
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.communicate()

    def fail(self) -> str:
        """Wait for the end of a start that fails; return what it said."""
        _, said = self.process.communicate(timeout=20)
        return said

    def client(self, service: str = "dynamodb") -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10),
        )


class Run:
    """One `make run` of a project, with its own port and data."""

    def __init__(
        self, root: Path, data_dir: Path, *, port: int | None = None, has_sandbox: bool = False
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self._log = data_dir.with_name(f"{data_dir.name}-{self.port}.log")
        environment = {
            **os.environ,
            "PORT": str(self.port),
            "DATA_DIR": str(data_dir),
            "SANDBOX": "1" if has_sandbox else "0",
        }
        with self._log.open("a") as log:
            self._said_before = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra.local.run", "--root", str(root)],
                cwd=settings.HOUSE,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self._log.read_bytes()[self._said_before :].decode()

    def until_ready(self, *, within: float = 30) -> "Run":
        """Wait until the summary is printed, which follows the first healthy answer."""
        eventually(lambda: "is ready" in self.said() or self.process.poll(), within=within)
        assert self.process.poll() is None, self.said()
        return self

    def ends(self) -> int:
        """Wait for the end and return the exit status."""
        return self.process.wait(timeout=20)

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.ends()

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def kill_everything(self) -> None:
        """End the run and all its processes at the same moment, as a power cut would."""
        if self.process.poll() is not None:
            return
        doomed = self.children()
        for process in (psutil.Process(self.process.pid), *doomed):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()
        eventually(lambda: not alive(doomed), within=5)


def alive(processes: list[psutil.Process]) -> list[int]:
    """Return the ids of those that still run."""
    found = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found
