"""One real `make run` with its stand-ins, and the hands that work it from outside the browser."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from infra.local import settings
from tests.infra.processes import eventually, fetch, free_port

_START_SECONDS = 90.0
_WORK_SECONDS = 30.0


class World:
    """The running system: its addresses, its stand-ins' buttons, its administrator."""

    def __init__(self, data_dir: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self._log = data_dir.with_name(f"{data_dir.name}.log")
        self._clients: list[httpx.Client] = []
        self._http = self.client()
        choices = {"PORT": str(self.port), "DATA_DIR": str(data_dir), "SANDBOX": "1"}
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "infra.local.run"],
                cwd=settings.HOUSE,
                env={**os.environ, **choices},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def until_ready(self) -> "World":
        """Wait until every part answers and the demo world is filled."""
        eventually(
            lambda: fetch(f"{self.url}/healthz")[0] == 200 or self._process.poll() is not None,
            within=_START_SECONDS,
        )
        assert self._process.poll() is None, self.said()
        eventually(lambda: "is ready after" in self.said(), within=_WORK_SECONDS)
        return self

    @property
    def ready_after(self) -> str:
        """The start's own words about how long it took."""
        return next(line for line in self.said().splitlines() if "is ready after" in line)

    @property
    def clock_file(self) -> Path:
        """Where the system keeps how far its clock was moved; absent while it never was."""
        return self.data_dir / "clock.json"

    def said(self) -> str:
        """Return what the processes wrote so far."""
        return self._log.read_text()

    def client(self, base: str = "") -> httpx.Client:
        """Return a visitor with cookies of its own, who leaves at the end."""
        made = httpx.Client(base_url=self.url + base, timeout=60, trust_env=False)
        self._clients.append(made)
        return made

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        for client in self._clients:
            client.close()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    # --- the stand-ins -----------------------------------------------------------------------

    def act(self, path: str, **body: Any) -> Any:
        """Do one call of the console's API, such as `plex/add_person`."""
        return _content(self._http.post(f"/sandbox/api/{path}", json=body))

    def sweep(self) -> None:
        """Look at all streams now; while the schedule itself is at it, wait and look again."""
        eventually(
            lambda: (
                "left_because_running" not in self.act("run", schedule="enforcement")["result"]
            ),
            within=_WORK_SECONDS,
        )

    def state(self) -> Any:
        """Return everything that the console shows."""
        return _content(self._http.get("/sandbox/api/state"))

    def person(self, name: str) -> str:
        """Open an account at plex.tv; return its name."""
        self.act("plex/add_person", username=name, email=f"{name}@demo.example")
        return name

    def shares(self, person: str) -> list[dict[str, Any]]:
        """Return what a person has on the media servers."""
        return [each for each in self.state()["plex"]["shares"] if each["person"] == person]

    def account_link(self, email: str) -> str:
        """Ask for a link to a customer's account and return the one that the mail brings."""
        asked = self._http.post("/account/link", data={"email": email})
        assert asked.is_success, asked.text

        def link() -> str:
            for each in self.state()["mail"]:
                words = each["text"].split() if email in each["to"] else []
                found = [word for word in words if "/account/enter?token=" in word]
                if found:
                    return str(found[0])
            return ""

        return str(eventually(link, within=_WORK_SECONDS))

    # --- the administrator -------------------------------------------------------------------

    def login(self) -> tuple[str, str]:
        """Return the administrator's address and password as `admin.txt` has them."""
        email, password = (self.data_dir / "admin.txt").read_text().split()
        return email, password

    def admin(self) -> "Admin":
        """Return a signed-in administrator."""
        return Admin(self.client("/api/v1"), *self.login())


@contextmanager
def running(data_dir: Path) -> Iterator[World]:
    """Start a system over a data folder of its own, and end it afterwards."""
    world = World(data_dir)
    try:
        yield world.until_ready()
    finally:
        world.stop()


class Admin:
    """The admin API, to put the world into a state that a story starts from."""

    def __init__(self, client: httpx.Client, email: str, password: str) -> None:
        self._http = client
        given = {"email": email, "password": password}
        session = _content(self._http.post("/session", json=given))
        self._http.headers["x-csrf-token"] = session["csrf_token"]

    def get(self, path: str) -> Any:
        """Return what the API answers."""
        return _content(self._http.get(path))

    def send(self, method: str, path: str, body: Any) -> Any:
        """Change something."""
        return _content(self._http.request(method, path, json=body))


def _content(answer: httpx.Response) -> Any:
    assert answer.is_success, f"{answer.request.url}: {answer.status_code} {answer.text}"
    return answer.json()
