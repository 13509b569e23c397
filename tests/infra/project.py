"""A small Chalice project for the local run to run."""

from pathlib import Path

_TABLES = """
TTL_ATTRIBUTE = "expires_at_epoch"
TABLES = [
    {
        "TableName": "sm-core",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
]
"""

_APP = """
import hashlib
import os
import pathlib

import boto3
from chalice import Chalice, Rate, Response

app = Chalice(app_name="stub")
GREETING = "first"


def table():
    return boto3.resource("dynamodb").Table(os.environ["CORE_TABLE"])


def note(name, text):
    with (pathlib.Path(os.environ["DATA_DIR"]) / name).open("a") as file:
        file.write(text + "\\n")


@app.route("/")
def index():
    return Response(GREETING, headers={"Set-Cookie": ["a=1", "b=2"]})


@app.route("/hooks", methods=["POST"])
def hooks():
    request = app.current_request
    return {
        "sha256": hashlib.sha256(request.raw_body).hexdigest(),
        "host": request.headers["x-forwarded-host"],
    }


@app.route("/notes/{name}", methods=["GET", "POST"])
def notes(name):
    if app.current_request.method == "POST":
        table().put_item(Item={"pk": name})
    return {"found": "Item" in table().get_item(Key={"pk": name})}


@app.route("/send/{text}", methods=["POST"])
def send(text):
    queues = boto3.client("sqs")
    url = queues.get_queue_url(QueueName=os.environ["JOBS_QUEUE"])["QueueUrl"]
    for body in (text, "bad " + text):
        queues.send_message(QueueUrl=url, MessageBody=body)
    return {}


@app.on_sqs_message(queue="sm-jobs", batch_size=10, name="jobs")
def jobs(event):
    failed = []
    for record in event:
        note("messages", record.body)
        if record.body.startswith("bad"):
            failed.append({"itemIdentifier": record.to_dict()["messageId"]})
    return {"batchItemFailures": failed}


@app.schedule("cron(0 3 * * ? *)", name="daily")
def daily(event):
    note("daily", event.time)
    return {"at": event.time}


@app.schedule(Rate(1, unit=Rate.HOURS), name="broken")
def broken(event):
    raise RuntimeError("the reason")
"""


def write_project(root: Path) -> Path:
    """Write the project's files below `root`; return that folder."""
    dynamo = root / "chalicelib" / "adapters" / "dynamo"
    dynamo.mkdir(parents=True)
    for package in (root / "chalicelib", dynamo.parent, dynamo):
        (package / "__init__.py").touch()
    (dynamo / "tables.py").write_text(_TABLES)
    (root / "app.py").write_text(_APP)
    return root
