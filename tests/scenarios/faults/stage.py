"""One whole system whose product can die anywhere, and whose state can be put back.

The product runs in processes of its own (`product`), the embedded AWS in another (`aws`), the
stand-ins in a thread of the test. A *state* is everything outside of the product: rows, queues,
the stand-ins' documents, the clock, and what the people of the story hold in their hands.
"""

import copy
import json
import os
import select
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from chalicelib.adapters.dynamo import tables
from infra.local.settings import HOUSE
from infra.sandbox import plex, stripe_events
from infra.sandbox.kit import Clock, Store, World
from tests.contract.serving import serving
from tests.infra.processes import Emulator
from tests.scenarios import world as worlds
from tests.scenarios.faults.wire import Disturbance
from tests.scenarios.shop import open_shop
from tests.scenarios.world import LiveWorld

_ANSWER_SECONDS = 90
_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_TABLES = "core", "jobs", "activity", "audit"


class EndedError(Exception):
    """The product's process has ended."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything but the product, at one moment."""

    name: str
    standins: sqlite3.Connection
    offset: Any
    memo: dict[str, Any]


class Stage(LiveWorld):
    """A system and the hands that work it; `memo` is what the people of the story hold."""

    def __init__(self, standins: World, emulator: Emulator, environment: dict[str, str]) -> None:
        self.standins = standins
        self.ids: dict[str, str] = {}
        self.memo: dict[str, Any] = {}
        self.labels: list[str] = []
        self._aws = httpx.Client(base_url=emulator.url, trust_env=False, verify=_TLS)
        self._queue_name = environment["JOBS_QUEUE"]
        self._sqs = emulator.client("sqs")
        self._queue_url = ""
        self._states = 0
        self._is_alive = False
        self._last_words: dict[str, Any] | None = None
        self._product = subprocess.Popen(
            [sys.executable, "-m", "tests.scenarios.faults.product"],
            cwd=HOUSE,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self.base_url = str(self._heard()["url"])
        self.standins.app_url = self.base_url
        self._connect()

    def close(self) -> None:
        """End everything that this stage started."""
        self._product.kill()
        self._product.communicate()
        self.visitor.close()
        self.admin.close()
        self._aws.close()

    # --- the product's lives -------------------------------------------------------------

    def start(
        self, disturbance: Disturbance | None = None, *, patience_seconds: float | None = None
    ) -> None:
        """Start a life; with a disturbance it dies, or has trouble, at that step."""
        self._last_words = None
        order = {"disturbance": asdict(disturbance) if disturbance else None}
        assert self._said(order | {"patience_seconds": patience_seconds})["started"]
        self._is_alive = True
        self._connect()

    def end(self) -> list[str]:
        """End the life in good order; return the steps that it took."""
        with self.until_it_ends():
            self._told({"do": "end"})
        return self.labels

    @contextmanager
    def until_it_ends(self) -> Iterator[None]:
        """Swallow that the process ends inside."""
        try:
            yield
        except (EndedError, httpx.TransportError):
            words = self._last_words or self._heard()
            assert "ended" in words, f"no end, but {words}"
            self._last_words = words
            self.labels = words["steps"]
            self._is_alive = False

    @property
    def is_alive(self) -> bool:
        """Tell whether a life goes on."""
        return self._is_alive

    @property
    def died_at(self) -> str:
        """Return the step at which the last life ended."""
        return str((self._last_words or {}).get("label", "nothing: it lives"))

    def run(self, schedule: str) -> dict[str, Any]:
        """Run a schedule; an error is an answer, as for Lambda."""
        return self._told({"do": "run", "schedule": schedule})

    def next_message(self) -> dict[str, Any] | None:
        """Receive one message of the queue, which then stays with the people's things."""
        url = self._queue_url or self._sqs.get_queue_url(QueueName=self._queue_name)["QueueUrl"]
        self._queue_url = url
        answer = self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)
        for message in answer.get("Messages", []):
            self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            record = {"messageId": message["MessageId"], "body": message["Body"]}
            self.memo.setdefault("messages", []).append(record)
            return record
        return None

    def hand_over(self, record: dict[str, Any]) -> dict[str, Any]:
        """Hand one message to the jobs function."""
        return self._told({"do": "jobs", "record": record | {"receiptHandle": "none"}})

    def work(self) -> int:
        """Hand over every message that waits."""
        count = 0
        while record := self.next_message():
            self.hand_over(record)
            count += 1
        return count

    def pay_page(self, url: str) -> str:
        """Press Pay on Stripe's page; return the path that the browser is sent back to."""
        answer = self.visitor.post(url, data={"button": "pay"})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"]).removeprefix(self.base_url)

    # --- webhooks ------------------------------------------------------------------------

    def events(self) -> list[dict[str, Any]]:
        """Return Stripe's events that we have not acknowledged."""
        known = self.memo.get("acknowledged", [])
        return [
            each for each in self.standins.store.list("stripe.event") if each["id"] not in known
        ]

    def deliver_event(self, event: dict[str, Any]) -> None:
        """Deliver one event as Stripe does, and remember if it was taken."""
        body = json.dumps(event, indent=2).encode()
        at = int(self.now().timestamp())
        signature = stripe_events.sign(body, stripe_events.DEFAULT_SECRET, at)
        answer = self.visitor.post(
            "/webhooks/stripe",
            content=body,
            headers={"Content-Type": "application/json", "Stripe-Signature": signature},
        )
        if answer.is_success:
            self.memo.setdefault("acknowledged", []).append(event["id"])

    # --- states --------------------------------------------------------------------------

    def keep(self) -> State:
        """Keep the present state."""
        self._states += 1
        name = str(self._states)
        self._aws.post(f"/_states/{name}").raise_for_status()
        store = self.standins.store
        copied = sqlite3.connect(":memory:", check_same_thread=False)
        with store._lock:
            store._db.backup(copied)
        return State(name, copied, self.standins.clock.offset, copy.deepcopy(self.memo))

    def bring_back(self, state: State) -> None:
        """Make everything as it was; the product must not be alive."""
        if self._is_alive:
            self.end()
        self._aws.put(f"/_states/{state.name}").raise_for_status()
        store = self.standins.store
        with store._lock:
            state.standins.backup(store._db)
        self.standins.clock._write(state.offset)
        self.standins.faults.clear()
        self.memo = copy.deepcopy(state.memo)

    def rows(self) -> list[dict[str, Any]]:
        """Return every row of every table."""
        found: list[dict[str, Any]] = self._aws.get("/_rows").json()
        return found

    # --- the conversation ----------------------------------------------------------------

    def _connect(self) -> None:
        for old in (getattr(self, "visitor", None), getattr(self, "admin", None)):
            if old is not None:
                old.close()
        # Without TLS: making a context for each would take longer than the whole conversation.
        given: Any = {"base_url": self.base_url, "timeout": 30, "trust_env": False, "verify": _TLS}
        self.visitor = httpx.Client(**given)
        self.admin = httpx.Client(**given)

    def _told(self, order: dict[str, Any]) -> dict[str, Any]:
        words = self._said(order)
        if "ended" in words:
            self._last_words = words
            raise EndedError(words["label"])
        return words

    def _said(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._product.stdin is not None
        self._product.stdin.write(json.dumps(order).encode() + b"\n")
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self._product.stdout is not None
        readable, _, _ = select.select([self._product.stdout], [], [], _ANSWER_SECONDS)
        line = self._product.stdout.readline() if readable else b""
        assert line, "the product says nothing"
        heard: dict[str, Any] = json.loads(line)
        return heard


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """Bring up a system that sells: Stripe, mail, two Plex servers, three plans."""
    folder.mkdir()
    clock_file = folder / "clock.json"
    clock = Clock(str(clock_file))
    clock.set(worlds.BEGIN)
    standins = World(Store(":memory:"), clock=clock)
    plex.seed(standins)
    with (
        Emulator(None, module="tests.scenarios.faults.aws") as emulator,
        serving(standins, mail=True) as served,
    ):
        environment = _environment(folder, emulator.url, served.base_url)
        _create_tables(emulator, environment)
        stage = Stage(standins, emulator, environment)
        try:
            stripe_events.set_paused(standins, paused=True)
            stage.start()
            stage._told({"do": "admin", "email": worlds.ADMIN, "password": worlds.PASSWORD})
            stage.sign_in()
            open_shop(stage)
            # It reads servers side by side, in another order each time.
            media = stage.api("GET", "/settings/media")
            stage.api("PUT", "/settings/media", {**media, "sync_from_remote": False})
            stage.end()
            yield stage
        finally:
            stage.close()


def _environment(folder: Path, aws_url: str, standins_url: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        **{f"{name.upper()}_TABLE": f"sm-{name}" for name in _TABLES},
        "JOBS_QUEUE": "sm-jobs",
        "MASTER_KEY_FILE": str(folder / "master.key"),
        "CLOCK_FILE": str(folder / "clock.json"),
        "STRIPE_API_BASE": f"{standins_url}/stripe",
        "PLEX_TV_BASE": f"{standins_url}/plextv",
        "PLEX_AUTH_URL": f"{standins_url}/plextv/auth",
        "PYTHONWARNINGS": "ignore",
    }


def _create_tables(emulator: Emulator, environment: dict[str, str]) -> None:
    names = tables.TableNames(**{name: environment[f"{name.upper()}_TABLE"] for name in _TABLES})
    client = emulator.client()
    for definition in tables.tables(names):
        client.create_table(**definition)
    emulator.client("sqs").create_queue(QueueName=environment["JOBS_QUEUE"])
