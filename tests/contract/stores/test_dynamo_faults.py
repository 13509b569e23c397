"""What DynamoDB and the network do wrong, and what becomes of it."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pynamodb.connection.base import Connection

from chalicelib.adapters.dynamo import rows as rows_module
from chalicelib.adapters.dynamo.metering import METER
from chalicelib.adapters.dynamo.rows import Rows, connect
from chalicelib.adapters.dynamo.tables import TableNames
from chalicelib.adapters.dynamo.transactions import DynamoDatabase
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AlreadyRecordedError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.records import Insert, Put, Update
from tests.builders import a_job, a_plan, an_audit_entry
from tests.contract.stores.worlds import fresh_rows, stored


@pytest.fixture
def lossy(aws_environment: str) -> Connection:
    """Lose the first answer to each write, so that the SDK sends the request again."""
    connection = connect()

    def lose(attempts: int, **_: Any) -> float | None:
        return 0 if attempts == 1 else None

    for operation in ("PutItem", "TransactWriteItems"):
        connection.client.meta.events.register_first(f"needs-retry.dynamodb.{operation}", lose)
    return connection


def test_a_commit_whose_answer_was_lost_knows_its_own_row(lossy: Connection):
    rows = fresh_rows(lossy)
    database = DynamoDatabase(rows)
    before = METER.read()

    database.commit(Insert(a_job()))
    database.commit(Update(a_job(attempts=1, version=1)))

    assert stored(rows, a_job()) == a_job(attempts=1, version=2)
    assert (METER.read() - before).requests["PutItem"] == 4


def test_a_transaction_whose_answer_was_lost_is_applied_once(lossy: Connection):
    rows = fresh_rows(lossy)
    database = DynamoDatabase(rows)

    database.commit(Insert(a_job()), Insert(an_audit_entry()))
    database.commit(Update(a_job(attempts=1, version=1)), Put(an_audit_entry(why="again")))

    assert stored(rows, a_job()) == a_job(attempts=1, version=2)


def test_a_lost_answer_does_not_hide_that_somebody_was_faster(lossy: Connection):
    rows = fresh_rows(lossy)
    database = DynamoDatabase(rows)
    database.commit(Insert(a_job()))

    with pytest.raises(AlreadyRecordedError):
        database.commit(Insert(a_job()))
    with pytest.raises(StaleRecordError):
        database.commit(Update(a_job(version=5)))


Answer = tuple[int, dict[str, Any]]


class Scripted(ThreadingHTTPServer):
    """A DynamoDB that gives the answers of a script, the last one for ever."""

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.asked = 0


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answers = self.server.answers
        status, body = answers[min(self.server.asked, len(answers) - 1)]
        self.server.asked += 1
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


Start = Callable[[list[Answer]], tuple[Scripted, DynamoDatabase]]


@pytest.fixture
def scripted(aws_environment: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    servers: list[Scripted] = []
    monkeypatch.setattr(rows_module.time, "sleep", lambda _: None)

    def start(answers: list[Answer]) -> tuple[Scripted, DynamoDatabase]:
        server = Scripted(answers)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        return server, DynamoDatabase(Rows(TableNames()))

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def refusal(code: str, status: int = 400, **more: Any) -> Answer:
    return status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", **more}


def cancelled(*codes: str) -> Answer:
    return refusal(
        "TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes]
    )


DONE: Answer = (200, {})


def test_a_conflict_with_another_transaction_is_tried_again(scripted: Start):
    server, database = scripted([cancelled("TransactionConflict", "None"), DONE])

    database.commit(Insert(a_plan()), Insert(a_job()))

    assert server.asked == 2


def test_a_single_write_in_the_way_of_a_transaction_is_tried_again(scripted: Start):
    server, database = scripted([refusal("TransactionConflictException"), DONE])

    database.commit(Insert(a_plan()))

    assert server.asked == 2


@pytest.mark.parametrize(
    "writes", [(Insert(a_plan()),), (Insert(a_plan()), Insert(a_job()))], ids=["one", "two"]
)
def test_a_conflict_that_does_not_end_is_given_up(scripted: Start, writes: tuple[Insert, ...]):
    code = "TransactionConflictException"
    answer = refusal(code) if len(writes) == 1 else cancelled("None", "TransactionConflict")
    server, database = scripted([answer])

    with pytest.raises(RetryLaterError):
        database.commit(*writes)

    assert server.asked == 5


def test_a_refused_condition_counts_more_than_a_conflict(scripted: Start):
    server, database = scripted([cancelled("TransactionConflict", "ConditionalCheckFailed")])
    plan, job = a_plan(version=1), a_job()

    with pytest.raises(AlreadyRecordedError) as refused:
        database.commit(Update(plan), Insert(job))

    assert refused.value.record is job
    assert server.asked == 1


@pytest.mark.parametrize(
    ("answer", "times"),
    [
        (refusal("ThrottlingException"), 4),
        (refusal("ProvisionedThroughputExceededException"), 4),
        (refusal("InternalServerError", 500), 4),
        ((503, {}), 4),
    ],
)
def test_a_busy_database_is_asked_four_times(scripted: Start, answer: Answer, times: int):
    server, database = scripted([answer])

    with pytest.raises(RetryLaterError):
        database.commit(Insert(a_plan()))

    assert server.asked == times


@pytest.mark.parametrize("code", ["AccessDeniedException", "UnrecognizedClientException"])
def test_a_refused_access_needs_a_person(scripted: Start, code: str):
    _, database = scripted([refusal(code)])

    with pytest.raises(ActionRequiredError) as refused:
        database.commit(Insert(a_plan()))

    assert refused.value.remedy


def test_a_malformed_request_is_a_bug_and_flies(scripted: Start):
    _, database = scripted([refusal("ValidationException")])

    with pytest.raises(ClientError, match="ValidationException"):
        database.commit(Insert(a_plan()))


def test_a_database_that_is_not_there_is_for_later(
    aws_environment: str, scripted: Start, monkeypatch: pytest.MonkeyPatch
):
    server, database = scripted([DONE])
    server.shutdown()
    server.server_close()

    with pytest.raises(RetryLaterError):
        database.commit(Insert(a_plan()))


def test_keys_that_a_batch_leaves_out_are_asked_for_again(scripted: Start):
    name = TableNames().core
    item = {"pk": {"S": "plans"}, "sk": {"S": "a"}}
    unread = {name: {"Keys": [{"pk": {"S": "plans"}, "sk": {"S": "b"}}]}}
    server, _ = scripted(
        [
            (200, {"Responses": {name: [item]}, "UnprocessedKeys": unread}),
            (200, {"Responses": {name: [{"pk": {"S": "plans"}, "sk": {"S": "b"}}]}}),
        ]
    )
    from chalicelib.adapters.dynamo import keys

    found = Rows(TableNames()).get_many([keys.plan("a"), keys.plan("b")])

    assert set(found) == {keys.plan("a"), keys.plan("b")}
    assert server.asked == 2


def test_missing_tables_need_a_person(connection: Connection):
    rows = Rows(TableNames(core="not-there"), connect=lambda: connection)

    with pytest.raises(ActionRequiredError) as refused:
        stored(rows, a_plan())

    assert "Create the tables" in refused.value.remedy


def test_the_meter_counts_requests_and_capacity(connection: Connection):
    rows = fresh_rows(connection)
    before = METER.read()

    DynamoDatabase(rows).commit(Insert(a_plan()), Insert(an_audit_entry()))
    stored(rows, a_plan())

    used = METER.read() - before
    assert used.requests == {"TransactWriteItems": 1, "BatchGetItem": 1}
    assert used.round_trips == 2
    assert used.capacity_units > 0
