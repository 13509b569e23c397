"""What a whole run writes down: enough to find anything, and no secret anywhere."""

import io
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from chalicelib import config, wiring
from chalicelib.entrypoints import telemetry
from infra.local.functions import invoke
from infra.sandbox import plex, stripe
from infra.sandbox.stripe_events import DEFAULT_SECRET
from tests.scenarios import steps
from tests.scenarios import world as worlds
from tests.scenarios.shop import open_shop
from tests.scenarios.world import ADMIN, PASSWORD, LiveWorld

ROOT = Path(__file__).resolve().parents[2]
SMTP_PASSWORD = "of-the-mail-server-71"
STRANGER = "sk_live_of_a_stranger_77"


class Record(logging.Handler):
    """Keeps everything that is logged three times: for machines, for people, and raw."""

    def __init__(self) -> None:
        super().__init__()
        self.json = telemetry.JsonLines(stage="test", function="test", shown="all")
        self.readable = telemetry.ReadableLines()
        self.text = io.StringIO()
        self.events: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.json.format(record)
        self.events.append(json.loads(line))
        self.text.write(f"{line}\n{self.readable.format(record)}\n")

    def named(self, event: str) -> list[dict[str, Any]]:
        return [each for each in self.events if each["message"] == event]


@contextmanager
def recording() -> Iterator[Record]:
    """Record what is logged from INFO on by us, and from WARNING on by packages."""
    record = Record()
    root = logging.getLogger()
    ours = [logging.getLogger(name) for name in telemetry.OUR_LOGGERS]
    before = [(each, each.level) for each in ours]
    root.addHandler(record)
    for each in ours:
        each.setLevel(logging.INFO)
    try:
        yield record
    finally:
        root.removeHandler(record)
        for each, level in before:
            each.setLevel(level)


@contextmanager
def babbling() -> Iterator[str]:
    """A vendor that fails and repeats everything that it was told, headers and address."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            said = f"Invalid key {STRANGER} in {self.path}: {dict(self.headers)}"
            body = json.dumps({"error": {"message": said, "type": "api_error"}}).encode()
            self.send_response(401 if "plex" in self.path else 500)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the base class's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def vendors_at(base_url: str) -> Iterator[None]:
    """Lead all calls to vendors to another server."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STRIPE_API_BASE", "PLEX_TV_BASE"):
            patch.setenv(name, f"{base_url}/{name.partition('_')[0].lower()}")
        config.config.cache_clear()
        wiring.reset()
        yield
    config.config.cache_clear()
    wiring.reset()


@pytest.fixture
def blank(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, aws_url: str, request: pytest.FixtureRequest
) -> Iterator[LiveWorld]:
    """A site that nobody has set up yet."""
    name = f"b{abs(hash(request.node.name)) % 10**8}"
    with worlds.running(monkeypatch, tmp_path, aws_url=aws_url, name=name) as world:
        yield world


def set_up(world: LiveWorld) -> str:
    """Make the first administrator by the link; return the link's token."""
    link = wiring.setup_link() or ""
    token = link.partition("#token=")[2]
    body = {"token": token, "email": ADMIN, "password": PASSWORD}
    assert world.admin.post("/api/v1/setup", json=body).status_code == 200
    world.sign_in()
    return token


def use_everything(world: LiveWorld) -> None:
    """Go through every entry point, well and badly."""
    open_shop(world)
    mail = world.api("GET", "/settings/mail")
    fields = ("enabled", "host", "port", "security", "from_address", "from_name", "version")
    change = {name: mail[name] for name in fields} | {"username": "", "password": SMTP_PASSWORD}
    world.api("PUT", "/settings/mail", change)
    world.api("POST", "/settings/mail/test", {"to": ADMIN})
    steps.subscribe(world, "finn", "Basic")
    steps.count_from_the_first_second(world)
    for device in ("tv", "phone"):
        steps.play(world, steps.servers_of(world, "finn")[0], "finn", device)
    for schedule in ("enforcement", "hourly", "daily", "job_sweep"):
        world.run(schedule)
    world.work()
    for how in ("missing", "wrong", "old"):
        world.redeliver(signature=how)
    bad = {"email": ADMIN, "password": "wrong-password-1"}
    assert world.visitor.post("/api/v1/session", json=bad).status_code == 401
    world.api("POST", "/plex-accounts", {"token": "plex-token-of-nobody"}, status=422)


def fail_everywhere(world: LiveWorld) -> None:
    """Let every vendor fail and repeat our secrets; end with a parked job."""
    user = steps.user_named(world, "finn")["id"]
    world.fault("pms:alpha", mode="status", status=503)
    world.run("enforcement")
    with babbling() as url, vendors_at(url):
        world.api("POST", "/settings/stripe/test")
        world.api("POST", f"/plex-accounts/{world.ids['account']}/test")
        world.run_hour()
        world.run("daily")
        world.api("POST", f"/users/{user}/reconcile")
        world.work()
        shown = world.visitor.get(f"/checkout/{world.ids['Basic']}")
        assert shown.status_code < 600


def test_no_secret_is_in_any_log_line_answer_or_mail_of_a_whole_run(blank: LiveWorld):
    world = blank
    answers: list[str] = []
    cookies: list[str] = []

    def keep(answer: httpx.Response) -> None:
        answer.read()
        cookies.extend(answer.headers.get_list("set-cookie"))
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        answers.append(f"{answer.status_code} {headers} {answer.text}")

    for client in (world.admin, world.visitor):
        client.event_hooks["response"].append(keep)
    with recording() as record:
        setup_token = set_up(world)
        use_everything(world)
        browser = steps.sign_in_customer(world, "finn")
        link = re.search(r"token=([\w.~-]+)", str(world.mails("finn@demo.example")[-1]))
        customer_cookies = [f"{name}={value}" for name, value in browser.cookies.items()]
        browser.close()
        fail_everywhere(world)

    keys = {
        "Stripe's key": stripe.DEFAULT_KEY,
        "the webhook's secret": DEFAULT_SECRET,
        "the Plex token": plex.OWNER_TOKEN,
        "the mail password": SMTP_PASSWORD,
        "the administrator's password": PASSWORD,
        "a key that a vendor told": STRANGER,
        "a token that was refused": "plex-token-of-nobody",
        "a password that was refused": "wrong-password-1",
        "the set-up token": setup_token,
        "the master key": wiring._master_key().read().hex(),
    }
    assert link is not None
    sessions = [value.partition("=")[2].partition(";")[0] for value in cookies + customer_cookies]
    passing = {
        "the sign-in link's token": link.group(1),
        "the CSRF token": str(world.admin.headers["x-csrf-token"]),
        **{f"cookie {number}": value for number, value in enumerate(sessions) if value},
    }
    assert len(record.events) > 80
    assert len(answers) > 30
    assert len(passing) >= 4
    logged = record.text.getvalue()
    assert [name for name, value in (keys | passing).items() if value in logged] == []
    pages = "\n".join(answers)
    assert [name for name, value in keys.items() if value in pages] == []
    mails = str([world.mails(address) for address in (ADMIN, "finn@demo.example")])
    assert [name for name, value in keys.items() if value in mails] == []
    everything_was_tried(record)


def everything_was_tried(record: Record) -> None:
    """Check that the run was as eventful as it claims."""
    for event in (
        "webhook.accepted",
        "webhook.refused",
        "payment.booked",
        "job.ended",
        "sweep.ended",
        "payments.not_synced",
        "vendor.failed",
        "mail.sent",
    ):
        assert record.named(event), event
    assert {each["vendor"] for each in record.named("vendor.failed")} == {"stripe", "plex"}
    assert {each["state"] for each in record.named("job.ended")} >= {"done", "parked"}
    assert {each["status"] // 100 for each in record.named("http.answered")} >= {2, 3, 4}


def test_every_line_of_a_request_bears_its_id_which_the_caller_got(world: LiveWorld):
    with recording() as record:
        answer = world.visitor.post("/webhooks/stripe", json={})
    shown = answer.json()["error"]["request_id"]
    assert answer.headers["x-request-id"] == shown
    assert {each["message"] for each in record.events if each.get("request_id") == shown} == {
        "webhook.refused",
        "http.answered",
    }


def test_every_line_of_a_job_names_the_job_the_function_and_whom_it_is_about(world: LiveWorld):
    with recording() as record:
        steps.subscribe(world, "finn", "Basic")
    user = steps.user_named(world, "finn")["id"]
    ended = record.named("job.ended")
    assert {each["function"] for each in ended} == {"jobs"}
    assert {each["subject"] for each in ended} == {user}
    assert all(each["lambda_request_id"] for each in ended)
    sent = record.named("mail.sent")
    assert {each["job_id"] for each in sent} <= {each["job_id"] for each in ended}
    assert "finn@demo.example" not in record.text.getvalue()


def test_what_servers_are_told_and_tell_is_logged_under_the_sweep(world: LiveWorld):
    world.fault("pms:alpha", mode="status", status=503)
    with recording() as record:
        world.run("enforcement")
    [failed] = record.named("vendor.failed")[:1]
    assert (failed["vendor"], failed["schedule"], failed["function"]) == (
        "plex",
        "enforcement",
        "enforcement",
    )
    [ran] = record.named("schedule.ran")
    assert ran["SweepSeconds"] == ran["seconds"] > 0
    [ended] = record.named("sweep.ended")
    assert ended["ServersUnreachable"] == 1


ALONE = """
import json, sys
from chalice.local import LambdaContext
from chalicelib.entrypoints import jobs, schedules
events = json.load(sys.stdin)
for name, event in events:
    module = jobs if name == "jobs" else schedules
    try:
        getattr(module, name)(event, LambdaContext(name, 512, 300_000))
    except Exception as error:
        print(json.dumps({"message": "raised", "type": type(error).__name__, "why": str(error)}))
assert "app" not in sys.modules
"""


Call = tuple[str, dict[str, Any]]


def run_alone(events: list[Call], **environment: str) -> list[dict[str, Any]]:
    """Run functions as Lambda does, by their modules and without `app.py`; return its log."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"AWS_LAMBDA_FUNCTION_NAME": "sm-alone", **environment}.items():
            patch.setenv(name, value)
        done = subprocess.run(
            [sys.executable, "-c", ALONE],
            input=json.dumps(events),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def scheduled(name: str) -> Call:
    texts = ("account", "time", "region", "source", "id", "version", "detail-type")
    return name, {**dict.fromkeys(texts, "x"), "resources": [], "detail": {}}


def queued(*bodies: str) -> Call:
    records = [
        {"messageId": f"m{number}", "receiptHandle": "r", "body": body}
        for number, body in enumerate(bodies)
    ]
    return "jobs", {"Records": records}


SCHEDULED = ("enforcement", "hourly", "daily", "job_sweep")


def test_jobs_and_schedules_log_count_and_tell_time_without_the_application(world: LiveWorld):
    world.advance(days=40)
    world.sign_in()
    steps.add_user(world, "ann")
    world.api("POST", f"/users/{steps.user_named(world, 'ann')['id']}/reconcile")
    [waiting] = world.api("GET", "/jobs?state=ready")["items"]
    nudge = queued(json.dumps({"job_ids": [waiting["id"]]}))
    log = run_alone([nudge, *map(scheduled, SCHEDULED)], METRICS="all")

    assert {each["function"] for each in log} == {"jobs", *SCHEDULED}
    assert all(each["lambda_request_id"] for each in log)
    assert {each["schedule"] for each in log if each["message"] == "schedule.ran"} == {*SCHEDULED}
    [ended] = [each for each in log if each["message"] == "job.ended"]
    assert (ended["job_id"], ended["state"], ended["JobsDone"]) == (waiting["id"], "done", 1)
    [sweep] = [each for each in log if "SweepSeconds" in each]
    assert sweep["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Unit"] == "Seconds"
    # The clock they went by is the system's, which is forty days on.
    for schedule in world.api("GET", "/schedules")["items"]:
        assert schedule["outcome"] == "ok"
        assert (world.now() - worlds.datetime.fromisoformat(schedule["started_at"])).days == 0


def test_what_ends_a_function_is_logged_and_counted_without_the_application(world: LiveWorld):
    log = run_alone([queued("no json")], METRICS="faults")
    failed, raised = log
    assert (failed["message"], failed["level"]) == ("function.failed", "ERROR")
    assert failed["exception"][0]["type"] == "JSONDecodeError"
    assert failed["exception"][0]["stack"]
    assert failed["FunctionFailures"] == 1
    assert raised["type"] == "FunctionError"


def test_a_function_that_ends_badly_still_raises_so_that_lambda_knows(world: LiveWorld):
    with pytest.raises(telemetry.FunctionError):
        invoke(world.app, *queued("no json"))
