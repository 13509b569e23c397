"""People who buy while the ground shakes: each step is tried until it is acknowledged."""

import itertools
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.scenarios.world import hidden_fields

_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_TIMEOUT_SECONDS = 20.0


def client(url: str) -> httpx.Client:
    """Return a browser of its own."""
    return httpx.Client(base_url=url, timeout=_TIMEOUT_SECONDS, trust_env=False, verify=_TLS)


@dataclass
class Facts:
    """What somebody was told, and may therefore rely on; safe to use from several threads."""

    sessions: list[str] = field(default_factory=list)
    paid: dict[str, str] = field(default_factory=dict)
    """The path of each paid order by the name of its buyer."""
    groups: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)


class Crowd:
    """Buyers and an administrator, all busy until told to stop."""

    def __init__(self, url: str, admin_file: Path) -> None:
        self.url = url
        self.facts = Facts()
        self._admin_file = admin_file
        self._stopping = threading.Event()
        self._numbers = itertools.count(1)
        self._threads: list[threading.Thread] = []

    def begin(self, *, buyers: int) -> None:
        """Start the people; each buyer who is done is followed by another."""
        for work in (*[self._buy_on] * buyers, self._administer):
            self._threads.append(threading.Thread(target=self._guarded, args=(work,), daemon=True))
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let everybody finish what they are at."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a thread's edge: the test reads it
            self.facts.surprises.append(f"{type(error).__name__}: {error}")

    def _buy_on(self) -> None:
        while not self._stopping.is_set():
            with client(self.url) as browser:
                self._buy(browser, f"buyer{next(self._numbers):03}")

    def _buy(self, browser: httpx.Client, name: str) -> None:
        add = {"username": name, "email": f"{name}@crowd.example", "auto_accept": True}
        self._until(lambda: self._add_person(browser, add))
        plan_id = self._until(lambda: _first_plan(browser))
        form = f"/checkout/{plan_id}"
        fields = {"email": add["email"], "media_name": name}
        summary = self._until(lambda: _page(browser.post(form, data=fields)))
        # From here on the same form is sent again and again: it stands for one order.
        sealed = hidden_fields(summary)
        pay_url = self._until(lambda: _target(browser.post(f"{form}/pay", data=sealed)))
        self.facts.sessions.append(pay_url)
        order = self._until(lambda: _pay(browser, pay_url))
        self.facts.paid[name] = order
        self._until(lambda: _page(browser.get(order)))

    def _add_person(self, browser: httpx.Client, add: dict[str, Any]) -> bool:
        answer = browser.post("/sandbox/api/plex/add_person", json=add)
        # Refused: an answer was lost, and the person is there already.
        return answer.status_code in {200, 400}

    def _administer(self) -> None:
        with client(self.url) as browser:
            sign_in(browser, self._admin_file)
            for number in itertools.count(1):
                if self._stopping.is_set():
                    return
                name = f"Group {number}"
                status = self._until(lambda name=name: _add_group(browser, name))  # type: ignore[misc]
                assert status in {201, 409, 422}, status
                self.facts.groups.append(name)
                self._stopping.wait(0.2)

    def _until(self, step: Callable[[], Any]) -> Any:
        """Try a step until it is acknowledged, however long the system is away."""
        for _ in range(600):
            try:
                done = step()
            except httpx.TransportError:
                done = None
            if done:
                return done
            threading.Event().wait(0.1)
        raise AssertionError("a step is never acknowledged")


def sign_in(browser: httpx.Client, admin_file: Path) -> None:
    """Sign the administrator in with the login that the run wrote down."""
    email, password = admin_file.read_text().split()
    answer = browser.post("/api/v1/session", json={"email": email, "password": password})
    browser.headers["x-csrf-token"] = answer.raise_for_status().json()["csrf_token"]


def _add_group(browser: httpx.Client, name: str) -> int:
    """Return the status once there is an answer that is final."""
    answer = browser.post("/api/v1/library-groups", json={"name": name})
    return answer.status_code if answer.status_code < 500 else 0


def _first_plan(browser: httpx.Client) -> str:
    _, found, rest = browser.get("/").text.partition('href="/checkout/')
    return rest.partition('"')[0] if found else ""


def _page(answer: httpx.Response) -> str:
    return answer.text if answer.status_code == 200 else ""


def _target(answer: httpx.Response) -> str:
    return answer.headers["location"] if answer.status_code == 303 else ""


def _pay(browser: httpx.Client, url: str) -> str:
    """Press Pay, or find that an earlier try went through; return the order's path."""
    answer = browser.post(url, data={"button": "pay"})
    back = _target(answer) or _already_paid(browser, url, answer)
    return httpx.URL(back).path if back else ""


def _already_paid(browser: httpx.Client, url: str, answer: httpx.Response) -> str:
    if answer.status_code != 409:
        return ""
    _, found, rest = browser.get(url).text.partition('href="')
    while found and "/orders/" not in rest.partition('"')[0]:
        _, found, rest = rest.partition('href="')
    return rest.partition('"')[0] if found else ""
