"""The embedded AWS keeps what it has acknowledged, whatever happens to it."""

import json
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from infra.local import journal
from tests.infra.processes import Emulator, fetch

pytestmark = pytest.mark.infra

TABLE = "things"
_WRITERS = 4
_ROUNDS = 3
_WRITES_BEFORE_KILL = 60


def create_table(client: Any) -> None:
    client.create_table(
        TableName=TABLE,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind}
            for name, kind in (("pk", "S"), ("sk", "S"), ("owner", "S"), ("rank", "N"))
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_owner",
                "KeySchema": [
                    {"AttributeName": "owner", "KeyType": "HASH"},
                    {"AttributeName": "rank", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )


def an_item(pk: str, sk: str, **more: Any) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **more}


def add_to(counter: str) -> dict[str, Any]:
    return {
        "Update": {
            "TableName": TABLE,
            "Key": an_item("counter", counter),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }


def everything(client: Any) -> dict[tuple[str, str], Any]:
    found = client.get_paginator("scan").paginate(TableName=TABLE).build_full_result()["Items"]
    return {(item["pk"]["S"], item["sk"]["S"]): item for item in found}


@dataclass
class Writer:
    """Writes rows, counts some in the same transaction, deletes some; remembers the answers."""

    client: Any
    name: str
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)
    transactions: int = 0
    unanswered: tuple[str, tuple[str, str]] | None = None
    answered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def write(self) -> None:
        number = 0
        try:
            while True:
                number += 1
                self._write_one(f"{number:05}", number)
                self.answered.release()
        except (BotoCoreError, ClientError):
            return  # the emulator was killed under us

    def _write_one(self, sk: str, number: int) -> None:
        item = an_item(self.name, sk, blob={"B": bytes(range(256))}, text={"S": "ä€\U0001f600"})
        key = (self.name, sk)
        if number % 2:
            self.unanswered = ("put", key)
            self.client.put_item(TableName=TABLE, Item=item)
        else:
            self.unanswered = ("transaction", key)
            put = {"Put": {"TableName": TABLE, "Item": item}}
            self.client.transact_write_items(TransactItems=[put, add_to(self.name)])
            self.transactions += 1
        self.kept[key] = item
        if number % 5 == 0:
            self.unanswered = ("delete", key)
            self.client.delete_item(TableName=TABLE, Key=an_item(*key))
            del self.kept[key]
        self.unanswered = None


def test_nothing_acknowledged_is_lost_when_it_is_killed_again_and_again(tmp_path):
    writers: list[Writer] = []
    for round_number in range(_ROUNDS):
        with Emulator(tmp_path / "aws") as emulator:
            if round_number == 0:
                create_table(emulator.client())
            these = [
                Writer(emulator.client(), f"w{round_number}{index}") for index in range(_WRITERS)
            ]
            threads = [threading.Thread(target=writer.write) for writer in these]
            for thread in threads:
                thread.start()
            for _ in range(_WRITES_BEFORE_KILL):
                assert these[0].answered.acquire(timeout=20)
            emulator.kill()
            for thread in threads:
                thread.join()
            writers += these

    with Emulator(tmp_path / "aws") as emulator:
        found = everything(emulator.client())
    assert sum(writer.transactions for writer in writers) > _ROUNDS * _WRITES_BEFORE_KILL / 2
    for writer in writers:
        kind, open_key = writer.unanswered or ("", ("", ""))
        rows = {key: item for key, item in found.items() if key[0] == writer.name}
        # Without an answer a write may be there or not, but whole: row and count agree.
        counted = int(found.get(("counter", writer.name), {"n": {"N": "0"}})["n"]["N"])
        assert counted == writer.transactions + (kind == "transaction" and open_key in rows)
        rows.pop(open_key, None)
        writer.kept.pop(open_key, None)
        assert rows == writer.kept


def test_compaction_keeps_tables_indexes_expiry_and_items(tmp_path):
    with Emulator(tmp_path) as emulator:
        client = emulator.client()
        create_table(client)
        client.update_time_to_live(
            TableName=TABLE,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at_epoch"},
        )
        for number in range(30):
            item = an_item("p", str(number % 10), owner={"S": "ann"}, rank={"N": str(number)})
            client.put_item(TableName=TABLE, Item=item)
        client.delete_item(TableName=TABLE, Key=an_item("p", "3"))
        before = look_at(client)
    lines_before = len((tmp_path / "journal.jsonl").read_bytes().splitlines())

    with Emulator(tmp_path) as emulator:
        after_replay = look_at(emulator.client())
        lines_after = len((tmp_path / "journal.jsonl").read_bytes().splitlines())
    with Emulator(tmp_path) as emulator:
        after_compaction = look_at(emulator.client())

    assert before == after_replay == after_compaction
    assert len(before["items"]) == 9
    assert lines_after < lines_before
    assert (tmp_path / "journal.jsonl").stat().st_mode & 0o777 == 0o600


def look_at(client: Any) -> dict[str, Any]:
    query = client.query(
        TableName=TABLE,
        IndexName="by_owner",
        KeyConditionExpression="#o = :o AND #r > :r",
        ExpressionAttributeNames={"#o": "owner", "#r": "rank"},
        ExpressionAttributeValues={":o": {"S": "ann"}, ":r": {"N": "25"}},
    )
    return {
        "table": client.describe_table(TableName=TABLE)["Table"],
        "expiry": client.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"],
        "items": everything(client),
        "of ann": query["Items"],
    }


def test_a_torn_last_line_is_dropped_at_the_start(tmp_path):
    with Emulator(tmp_path) as emulator:
        create_table(emulator.client())
        emulator.client().put_item(TableName=TABLE, Item=an_item("a", "1"))
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'[["put","arn:aws:dyn')

    with Emulator(tmp_path) as emulator:
        client = emulator.client()
        client.put_item(TableName=TABLE, Item=an_item("a", "2"))
    with Emulator(tmp_path) as emulator:
        assert set(everything(emulator.client())) == {("a", "1"), ("a", "2")}


def test_a_second_one_on_the_same_data_is_refused(tmp_path):
    with Emulator(tmp_path) as emulator:
        said = Emulator(tmp_path).fail()

        assert "cannot start" in said
        assert "aws.lock" in said
        assert str(emulator.process.pid) in said


def test_a_damaged_journal_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "journal.jsonl"
    journal.rewrite(path, [])
    damaged = path.read_bytes() + b"rubbish\n[]\n"
    path.write_bytes(damaged)

    assert "damaged at line 2" in Emulator(tmp_path).fail()
    assert path.read_bytes() == damaged


def test_refused_writes_and_repeated_tokens_leave_no_trace(tmp_path):
    with Emulator(tmp_path) as emulator:
        client = emulator.client()
        create_table(client)
        client.put_item(TableName=TABLE, Item=an_item("a", "1"))
        for _ in range(2):
            client.transact_write_items(
                ClientRequestToken="once", TransactItems=[add_to("tokens")]
            )
        size = (tmp_path / "journal.jsonl").stat().st_size
        new = {"TableName": TABLE, "ConditionExpression": "attribute_not_exists(pk)"}
        with pytest.raises(client.exceptions.ConditionalCheckFailedException):
            client.put_item(Item=an_item("a", "1", more={"S": "x"}), **new)
        put = {"Put": {"Item": an_item("a", "1"), **new}}
        with pytest.raises(client.exceptions.TransactionCanceledException):
            client.transact_write_items(TransactItems=[add_to("tokens"), put])
        assert (tmp_path / "journal.jsonl").stat().st_size - size < 100

    with Emulator(tmp_path) as emulator:
        client = emulator.client()
        # The answer to the first request got lost; the client repeats it after the restart.
        client.transact_write_items(ClientRequestToken="once", TransactItems=[add_to("tokens")])
        mismatch = client.exceptions.IdempotentParameterMismatchException
        with pytest.raises(mismatch):
            client.transact_write_items(ClientRequestToken="once", TransactItems=[add_to("other")])
        found = everything(client)
    assert found[("counter", "tokens")]["n"] == {"N": "1"}
    assert found[("a", "1")] == an_item("a", "1")


def test_a_dropped_table_stays_dropped(tmp_path):
    with Emulator(tmp_path) as emulator:
        client = emulator.client()
        create_table(client)
        client.put_item(TableName=TABLE, Item=an_item("a", "1"))
        client.delete_table(TableName=TABLE)
        create_table(client)

    with Emulator(tmp_path) as emulator:
        assert everything(emulator.client()) == {}


@pytest.fixture(scope="module")
def in_memory():
    with Emulator(None) as emulator:
        yield emulator


def test_a_body_that_is_not_text_is_refused_and_does_no_harm(in_memory):
    headers = {"X-Amz-Target": "DynamoDB_20120810.PutItem"}

    status, answer = fetch(in_memory.url, body=b"\xff\xfe{", headers=headers)

    assert status == 400
    assert b"SerializationException" in answer
    assert in_memory.client().list_tables()["TableNames"] is not None


def test_pages_in_a_browser_cannot_reach_it(in_memory):
    headers = {"Origin": "https://example.com", "X-Amz-Target": "DynamoDB_20120810.ListTables"}

    assert fetch(in_memory.url, body=b"{}", headers=headers)[0] == 403


def test_controls_that_would_bypass_the_journal_are_closed(tmp_path):
    with Emulator(tmp_path) as emulator:
        assert fetch(f"{emulator.url}/_ministack/reset", body=b"")[0] == 403
        assert fetch(f"{emulator.url}/_ministack/health")[0] == 200


def test_a_receiver_that_went_away_takes_no_message(in_memory):
    queues = in_memory.client("sqs")
    url = queues.create_queue(QueueName="nudges")["QueueUrl"]
    body = json.dumps({"QueueUrl": url, "WaitTimeSeconds": 20}).encode()
    host, port = in_memory.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as gone:
        gone.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AmazonSQS.ReceiveMessage\r\n"
            b"Content-Type: application/x-amz-json-1.0\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        in_memory.client("sqs").list_queues()  # by now the receiver waits

    queues.send_message(QueueUrl=url, MessageBody="hello")
    received = queues.receive_message(QueueUrl=url, WaitTimeSeconds=5)

    assert [message["Body"] for message in received["Messages"]] == ["hello"]


def test_it_answers_on_the_loopback_only(in_memory):
    port = int(in_memory.url.rpartition(":")[2])
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("needs /proc")
    owners = [line.split()[1] for line in listening.read_text().splitlines()[1:]]
    (owner,) = {owner for owner in owners if owner.endswith(f":{port:04X}")}
    assert owner == f"0100007F:{port:04X}"
