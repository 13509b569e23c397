"""Log lines, metrics, and what ends a function: for machines to read, without secrets."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.entrypoints import metrics, telemetry
from chalicelib.entrypoints.telemetry import FunctionError, JsonLines, ReadableLines
from chalicelib.jobs.model import JobState
from chalicelib.kernel import context
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.secret import Secret

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
UNITS = {"Count", "Seconds"}


class Journal:
    """A logger of its own, and what it wrote."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self.stream = io.StringIO()
        self.log = logging.getLogger("chalicelib.of_a_test")
        self.log.setLevel(logging.INFO)
        self.log.propagate = False
        self.handler = telemetry.handler(self.stream, formatter)
        self.log.addHandler(self.handler)

    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    def told(self) -> dict[str, Any]:
        [line] = self.lines()
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        self.log.removeHandler(self.handler)


@pytest.fixture
def journal() -> Iterator[Journal]:
    made = Journal(JsonLines(stage="prod", function="streams-manager-prod", shown="all"))
    yield made
    made.close()


@pytest.fixture
def lean() -> Iterator[Journal]:
    made = Journal(JsonLines(stage="prod", shown="faults"))
    yield made
    made.close()


@pytest.fixture
def terminal() -> Iterator[Journal]:
    made = Journal(ReadableLines())
    yield made
    made.close()


def crash_with(secret: str) -> None:
    try:
        refuse_with(secret)
    except ValueError as error:
        raise RuntimeError("the vendor failed") from error


def refuse_with(secret: str) -> None:
    raise ValueError(f"refused: token={secret}")


def test_a_line_has_what_it_needs_to_be_found(journal):
    with context.working_on(request_id="req_1", job_id="job_1", schedule="hourly"):
        journal.log.info("thing.happened", extra={"count": 3, "state": JobState.DONE})
    told = journal.told()
    at = datetime.fromisoformat(told.pop("timestamp"))
    assert at.tzinfo == UTC
    assert told == {
        "level": "INFO",
        "message": "thing.happened",
        "logger": "chalicelib.of_a_test",
        "function": "streams-manager-prod",
        "request_id": "req_1",
        "job_id": "job_1",
        "schedule": "hourly",
        "count": 3,
        "state": "done",
    }


def test_fields_cannot_pass_themselves_off_as_level_or_time(journal):
    journal.log.info("thing.happened", extra={"level": "ERROR", "timestamp": "never"})
    told = journal.told()
    assert told["level"] == "INFO"
    assert told["timestamp"] != "never"


def test_whatever_is_logged_makes_one_line_of_json(journal):
    odd = {"a": {1: {2, 3}}, "b": object(), "c": b"\xff", "d": "ü\n"}
    journal.log.info("two\nlines", extra=odd)
    told = journal.told()
    assert told["message"] == "two\nlines"
    assert told["a"] == {"1": [2, 3]}
    assert told["d"] == "ü\n"


def test_an_error_is_told_with_its_causes_and_where_without_secrets(journal):
    try:
        crash_with("s3cret-value")
    except RuntimeError:
        journal.log.exception("thing.crashed")
    outer, inner = journal.told()["exception"]
    assert (outer["type"], outer["message"]) == ("RuntimeError", "the vendor failed")
    assert (inner["type"], inner["message"]) == ("ValueError", "refused: token=***")
    assert outer["stack"][-1].endswith("crash_with")
    assert "s3cret-value" not in journal.stream.getvalue()


def test_secrets_are_hidden_by_name_by_look_and_by_value(journal):
    opened = Secret("opened-by-the-vault")
    opened.reveal()
    journal.log.warning(
        "vendor said opened-by-the-vault",
        extra={
            "password": "hunter2-by-name",
            "headers": {"Cookie": "sm_login=by-name-too", "Accept": "json"},
            "why": ["Invalid API Key provided: sk_live_bylook"],
            "accounts": "opened-by-the-vault",
        },
    )
    text = journal.stream.getvalue()
    for secret in ("hunter2", "by-name", "bylook", "opened-by"):
        assert secret not in text
    assert journal.told()["headers"] == {"Cookie": "***", "Accept": "json"}


def test_counts_are_shown_whatever_they_are_called(journal):
    journal.log.info("checked", extra={"tokens": 3, "has_password": True})
    assert (journal.told()["tokens"], journal.told()["has_password"]) == (3, True)


def test_a_counted_event_is_a_metric_in_the_same_line(journal):
    journal.log.warning("webhook.refused", extra={"gateway": "stripe", "why": "no signature"})
    told = journal.told()
    assert told["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": "StreamsManager",
            "Dimensions": [["stage", "gateway"]],
            "Metrics": [{"Name": "WebhooksRefused", "Unit": "Count"}],
        }
    ]
    assert (told["stage"], told["gateway"], told["WebhooksRefused"]) == ("prod", "stripe", 1)
    written = datetime.fromisoformat(told["timestamp"]).timestamp() * 1000
    assert told["_aws"]["Timestamp"] == pytest.approx(written, abs=1)


@pytest.mark.parametrize(
    ("event", "fields", "expected"),
    [
        ("http.answered", {"status": 204}, {"RequestsServed": 1}),
        ("http.answered", {"status": 303}, {"RequestsServed": 1}),
        ("http.answered", {"status": 404}, {"RequestsRefused": 1}),
        ("http.answered", {"status": 503}, {"RequestsFailed": 1}),
        ("webhook.accepted", {"gateway": "stripe"}, {"WebhooksAccepted": 1}),
        ("payment.booked", {"outcome": "settled"}, {"PaymentsSettled": 1}),
        ("payment.booked", {"outcome": "unmatched"}, {"PaymentsUnmatched": 1}),
        ("payment.booked", {"outcome": "held"}, {"PaymentsUnmatched": 1}),
        ("payment.booked", {"outcome": "refunded"}, {}),
        ("payments.not_synced", {"account": "stripe"}, {"SyncFailures": 1}),
        ("job.ended", {"state": JobState.DONE}, {"JobsDone": 1}),
        ("job.ended", {"state": JobState.READY}, {"JobsRetried": 1}),
        ("job.ended", {"state": JobState.PARKED}, {"JobsParked": 1}),
        ("sweep.ended", {"stopped": 2, "unreachable": 0}, {"StreamsStopped": 2}),
        ("sweep.ended", {"stopped": 2, "dry_run": True}, {}),
        ("schedule.ran", {"schedule": "enforcement", "seconds": 1.5}, {"SweepSeconds": 1.5}),
        ("schedule.ran", {"schedule": "hourly", "seconds": 1.5}, {}),
        ("vendor.failed", {"vendor": "plex"}, {"VendorFailures": 1}),
        ("function.failed", {}, {"FunctionFailures": 1}),
        ("something.else", {"status": 500}, {}),
    ],
)
def test_events_are_counted_by_their_outcome(journal, event, fields, expected):
    journal.log.info(event, extra=fields)
    names = {metric.name for found in metrics.EVENTS.values() for metric in found}
    told = journal.told()
    assert {name: told[name] for name in names if name in told} == expected


def test_only_faults_are_sent_unless_more_is_asked_for(lean):
    lean.log.info("payment.booked", extra={"outcome": "settled"})
    lean.log.info("payment.booked", extra={"outcome": "unmatched"})
    settled, unmatched = map(json.loads, lean.lines())
    assert "_aws" not in settled
    assert unmatched["PaymentsUnmatched"] == 1


def test_metrics_are_few_and_have_units_that_cloudwatch_knows():
    found = [metric for each in metrics.EVENTS.values() for metric in each]
    assert len({metric.name for metric in found}) == len(found) <= 18
    assert {metric.unit for metric in found} <= UNITS
    assert all(metric.name.endswith("Seconds") == (metric.unit == "Seconds") for metric in found)
    assert {metric.by for metric in found} <= {"", "gateway", "vendor"}


def test_a_person_at_a_terminal_gets_a_line_to_read(terminal):
    with context.working_on(request_id="req_1"):
        terminal.log.warning("vendor.failed", extra={"vendor": "plex", "why": "status 503"})
    [line] = terminal.lines()
    assert line.endswith('WARNING vendor.failed request_id=req_1 vendor=plex why="status 503"')


def test_a_person_sees_where_it_crashed_without_secrets(terminal):
    try:
        crash_with("s3cret-value")
    except RuntimeError:
        terminal.log.exception("thing.crashed")
    text = terminal.stream.getvalue()
    assert "RuntimeError: the vendor failed" in text
    assert "ValueError: refused: token=***" in text
    assert "crash_with" in text


def test_outside_of_lambda_logging_stays_as_it_is():
    root = logging.getLogger()
    before = list(root.handlers), root.level
    telemetry.configure()
    assert (root.handlers, root.level) == before


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ActionRequiredError("Link it again: token=s3cret-value"), "Link it again: token=***"),
        (KeyError("sk_live_s3cret"), "KeyError (see the log)"),
    ],
)
def test_what_ends_a_function_is_raised_on_without_secrets_and_causes(error, shown):
    @telemetry.traced("hourly")
    def work(_event: object) -> None:
        raise error

    with pytest.raises(FunctionError) as caught:
        work(object())
    assert str(caught.value) == shown
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
