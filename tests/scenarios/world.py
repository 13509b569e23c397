"""The whole system for one test: our app behind HTTP, the embedded AWS, every stand-in, one clock.

Nothing of ours is replaced. What a person does goes through the app's own pages and API, what a
vendor does through its stand-in's console actions, and time moves by the console's clock.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from chalicelib import config, wiring
from chalicelib.jobs.run import run_due
from chalicelib.kernel import redact
from chalicelib.notifications.model import Event
from infra.local.functions import Busy, invoke
from infra.local.worker import build_server, load_app
from infra.sandbox import (
    emby,
    jellyfin,
    mail,
    paypal_actions,
    paypal_books,
    paypal_renewals,
    plex,
    plisio_actions,
    stripe_actions,
    stripe_events,
)
from infra.sandbox.kit import Clock, Fault, Store, World
from tests.contract.serving import eventually, serving
from tests.scenarios.shared import aws_client, share

ROOT = Path(__file__).resolve().parents[2]
STRIPE_KEY = "sk_test_sandbox"
PASSWORD = "correct horse battery"
ADMIN = "admin@demo.example"
# Every story begins here, whatever day it runs on: a Monday, far from midnight and month's end.
BEGIN = datetime.fromisoformat("2030-03-04T09:00:00+00:00")


class LiveWorld:
    """One running system and the hands that work it."""

    def __init__(self, standins: World, base_url: str) -> None:
        self.standins = standins
        self.base_url = base_url
        self.visitor = httpx.Client(base_url=base_url, timeout=30, trust_env=False)
        self.admin = httpx.Client(base_url=base_url, timeout=30, trust_env=False)
        self.app = load_app()
        self.ids: dict[str, str] = {}
        self._sqs = aws_client("sqs")

    # --- time and work -------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the system's instant."""
        return self.standins.clock.now()

    def advance(self, **by: float) -> datetime:
        """Move the clock of everything, for example `days=31`."""
        at = self.standins.clock.advance(timedelta(**by))
        self.standins.nudge()
        return at

    def run(self, schedule: str) -> dict[str, Any]:
        """Run a schedule through its Lambda handler."""
        event = {
            "source": "aws.events",
            "account": "0",
            "time": "2026-01-01T00:00:00Z",
            "region": "us-east-1",
            "resources": [],
            "detail": {},
            "detail-type": "Scheduled Event",
            "version": "0",
            "id": "1",
        }
        result: dict[str, Any] = invoke(self.app, schedule, event)
        return result

    def run_hour(self) -> None:
        """Run the hour's schedule and, as within the next minute, the sweep of what it ordered."""
        self.run("hourly")
        self.run("job_sweep")

    def work(self) -> int:
        """Do what waits: the worker every queue message, the next sweep what is about money.

        Returns how many messages there were.
        """
        handlers = import_module("chalicelib.entrypoints.money_jobs").MONEY_HANDLERS
        count, goes_on = 0, True
        while goes_on:
            count += self._empty_queue()
            ended = run_due(wiring.jobs_deps(), handlers=handlers)
            goes_on = any(number for state, number in ended.items() if state != "left")
        return count

    def _empty_queue(self) -> int:
        url = self._sqs.get_queue_url(QueueName=config.config().jobs_queue)["QueueUrl"]
        count = 0
        while messages := self._sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0
        ).get("Messages"):
            for message in messages:
                record = {
                    "messageId": message["MessageId"],
                    "receiptHandle": message["ReceiptHandle"],
                    "body": message["Body"],
                }
                invoke(self.app, "jobs", {"Records": [record]})
                self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                count += 1
        return count

    # --- the administrator ---------------------------------------------------------------

    def sign_in(self) -> None:
        """Sign the administrator in; changing calls carry the token from then on."""
        answer = self.admin.post("/api/v1/session", json={"email": ADMIN, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.admin.headers["x-csrf-token"] = answer.json()["csrf_token"]

    def api(self, method: str, path: str, body: Any = None, *, status: int | None = None) -> Any:
        """Call the admin API; without a `status` any success is right."""
        answer = self.admin.request(method, f"/api/v1{path}", json=body)
        if answer.status_code == httpx.codes.UNAUTHORIZED and status is None:
            self.sign_in()  # the clock was moved past the session's end
            answer = self.admin.request(method, f"/api/v1{path}", json=body)
        if status is None:
            assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        else:
            assert answer.status_code == status, f"{answer.status_code} {answer.text}"
        return answer.json()

    # --- the customer --------------------------------------------------------------------

    def post_form(self, path: str, fields: Mapping[str, str]) -> httpx.Response:
        """Send a form of the site."""
        return self.visitor.post(path, data=dict(fields))

    def open_checkout(
        self, plan_id: str, *, email: str, media_name: str, location_id: str = "", way: str = ""
    ) -> str:
        """Go through the checkout's pages; return the address of the gateway's page.

        `way` is how to pay where that is asked, for example ``recurring-stripe``.
        """
        shown = self.visitor.get(f"/checkout/{plan_id}")
        assert shown.status_code == 200, shown.text
        fields = {**hidden_fields(shown.text), "email": email, "media_name": media_name}
        if location_id:
            fields["location_id"] = location_id
        if way:
            fields["way"] = way
        summary = self.post_form(f"/checkout/{plan_id}", fields)
        assert summary.status_code == 200, summary.text
        paying = self.post_form(f"/checkout/{plan_id}/pay", hidden_fields(summary.text))
        assert paying.status_code == 303, paying.text
        return paying.headers["location"]

    def pay_page(self, url: str) -> str:
        """Press Pay on Stripe's page; return the address that the browser is sent back to."""
        answer = httpx.post(url, data={"button": "pay"}, timeout=30, trust_env=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].removeprefix(self.base_url)

    def buy(self, plan_id: str, *, email: str, media_name: str, location_id: str = "") -> str:
        """Buy a plan and let the webhook arrive; return the path of the order's page."""
        page = self.open_checkout(
            plan_id, email=email, media_name=media_name, location_id=location_id
        )
        back = self.pay_page(page)
        self.deliver()
        self.work()
        return back.split("?")[0]

    # --- the vendors ---------------------------------------------------------------------

    def deliver(self) -> None:
        """Wait until Stripe has had an answer to every webhook that is due."""
        self.standins.nudge()
        eventually(lambda: not self._undelivered(), seconds=15)

    def redeliver(self, **how: Any) -> list[dict[str, Any]]:
        """Have Stripe send its latest completed session again; return what it was answered."""
        return list(self.stripe("redeliver", wait=True, **how)["deliveries"])

    def stripe(self, name: str, **body: Any) -> dict[str, Any]:
        """Press a button of the Stripe stand-in's console."""
        actions = {action.name: action for action in stripe_actions.ACTIONS}
        return actions[name].run(self.standins, body)

    def paypal(self, name: str, **body: Any) -> dict[str, Any]:
        """Press a button of the PayPal stand-in's console; wait until webhooks were answered."""
        actions = {action.name: action for action in paypal_actions.ACTIONS}
        done = actions[name].run(self.standins, body)
        self.paypal_delivered()
        return done

    def paypal_delivered(self) -> None:
        """Wait until PayPal has had an answer to every webhook that is due and not held back."""
        paypal_renewals.tick(self.standins)
        self.standins.nudge()
        eventually(lambda: not self._untold(), seconds=15)

    def _untold(self) -> list[Any]:
        if paypal_books.settings(self.standins)["paused"]:
            return []
        now = self.standins.clock.now().timestamp()
        rows = self.standins.store.list("paypal.outbox")
        return [row for row in rows if row["due"] <= now and not row.get("tried")]

    def plisio(self, name: str, **body: Any) -> dict[str, Any]:
        """Press a button of the Plisio stand-in's console; wait until callbacks were answered."""
        actions = {action.name: action for action in plisio_actions.ACTIONS}
        done = actions[name].run(self.standins, body)
        self.standins.nudge()
        eventually(lambda: not self.standins.store.list("plisio.due"), seconds=15)
        return done

    def _undelivered(self) -> list[dict[str, Any]]:
        log = stripe_events.delivery_log(self.standins)
        return [row for row in log if row["state"] == "pending" and not row["attempts"]]

    def act(self, name: str, **body: Any) -> dict[str, Any]:
        """Press a button of the Plex stand-in's console."""
        actions = {action.name: action for action in plex.ACTIONS}
        return actions[name].run(self.standins, body)

    def fault(self, target: str, **fault: Any) -> None:
        """Make a stand-in misbehave."""
        self.standins.faults.add(target, Fault(**fault))

    def shares(self, server: str) -> dict[str, dict[str, Any]]:
        """Return the shares on a Plex stand-in server by user name."""
        shares = plex.panel(self.standins)["shares"]
        return {str(each["person"]): each for each in shares if each["server"] == server}

    def shares_of(self, person: str) -> list[dict[str, Any]]:
        """Return everything that a person has on any Plex stand-in server."""
        shares = plex.panel(self.standins)["shares"]
        return [each for each in shares if each["person"] == person]

    def devices_playing(self, server: str) -> list[str]:
        """Return the devices that stream from a server."""
        servers = plex.panel(self.standins)["servers"]
        found = next(each for each in servers if each["name"] == server)
        return [stream["device"] for stream in found["streams"]]

    def mails(self, to: str) -> list[dict[str, Any]]:
        """Return the mails that an address got, oldest first."""
        return mail.inbox(self.standins, to=to)[::-1]

    def occasions(self, to: str) -> list[str]:
        """Return about what an address was written to, oldest first (from the message ids)."""
        return [
            event
            for each in self.mails(to)
            for event in Event
            if each["id"].strip("<>").startswith(f"job_send_mail_{event}_")
        ]

    def calls(self, target: str, method: str | None = None, path: str = "") -> list[Any]:
        """Return the calls that a stand-in got."""
        return [
            call
            for call in self.standins.calls.list(target)
            if (method is None or call["method"] == method) and re.search(path, call["path"])
        ]


def hidden_fields(html: str) -> dict[str, str]:
    """Return the hidden fields of a page's forms."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


@contextmanager
def running(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, aws_url: str, name: str
) -> Iterator[LiveWorld]:
    """Bring up a system of its own beside others on the same embedded AWS."""
    clock_file = tmp_path / "clock.json"
    clock = Clock(str(clock_file))
    clock.set(BEGIN)
    standins = World(Store(":memory:"), clock=clock)
    for vendor in (plex, emby, jellyfin):
        vendor.seed(standins)
    environment = {
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "CORE_TABLE": f"{name}-core",
        "JOBS_TABLE": f"{name}-jobs",
        "ACTIVITY_TABLE": f"{name}-activity",
        "AUDIT_TABLE": f"{name}-audit",
        "JOBS_QUEUE": f"{name}-jobs",
        "MASTER_KEY_FILE": str(tmp_path / "master.key"),
        "CLOCK_FILE": str(clock_file),
    }
    with serving(standins, mail=True) as served:
        environment |= {
            "STRIPE_API_BASE": f"{served.base_url}/stripe",
            "PAYPAL_API_BASE": f"{served.base_url}/paypal",
            "PAYPAL_NVP_BASE": f"{served.base_url}/paypal-nvp",
            "PLISIO_API_BASE": f"{served.base_url}/plisio",
            "DISCORD_API_BASE": f"{served.base_url}/discord/api/v10",
            "PLEX_TV_BASE": f"{served.base_url}/plextv",
            "PLEX_AUTH_URL": f"{served.base_url}/plextv/auth",
        }
        for key, value in environment.items():
            monkeypatch.setenv(key, value)
        share(monkeypatch)
        config.config.cache_clear()
        wiring.reset()
        server = build_server(load_app(), root=ROOT, port=0, busy=Busy())
        inner = server.server
        base_url = f"http://127.0.0.1:{inner.server_address[1]}"
        monkeypatch.setenv("SITE_URL", base_url)
        config.config.cache_clear()
        standins.app_url = base_url
        _create_tables()
        thread = threading.Thread(
            target=inner.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        thread.start()
        world = LiveWorld(standins, base_url)
        try:
            yield world
        finally:
            inner.shutdown()
            inner.server_close()
            world.visitor.close()
            world.admin.close()
            wiring.reset()
            redact._opened.clear()  # the next system's secrets are others
            config.config.cache_clear()


def _create_tables() -> None:
    tables = import_module("chalicelib.adapters.dynamo.tables")
    settings = config.config()
    names = tables.TableNames(
        core=settings.core_table,
        jobs=settings.jobs_table,
        activity=settings.activity_table,
        audit=settings.audit_table,
    )
    for definition in tables.tables(names):
        aws_client("dynamodb").create_table(**definition)
    aws_client("sqs").create_queue(QueueName=settings.jobs_queue)
