"""The door for webhooks of media servers: silent to strangers, cheap in a burst, tight-lipped."""

import base64
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chalice.local import LambdaContext

from chalicelib import wiring
from chalicelib.enforcement.sweeping import sweep
from chalicelib.entrypoints import jobs
from chalicelib.entrypoints.telemetry import JsonLines
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import ServerId
from infra.local.worker import load_app
from tests.contract import media_webhook_bodies as bodies
from tests.contract.media_webhook_bodies import Sent
from tests.usecases.enforcement.hook_world import ALPHA, HookWorld

MACHINE = "machine-alpha"
PLAY = bodies.plex(Server={"title": "Alpha", "uuid": MACHINE})
MEGABYTE = 1024 * 1024


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[HookWorld]:
    made = HookWorld()
    monkeypatch.setattr(wiring, "hook_deps", lambda: made.deps)
    monkeypatch.setattr(wiring, "enforcement_deps", lambda: None)
    monkeypatch.setattr(
        sweep, "look_at_one", lambda _deps, server_id: made.look(server_id), raising=False
    )
    return made


def post(sent: Sent, secret: str, *, server: str = ALPHA) -> dict[str, Any]:
    """Send as API Gateway hands it to the function: a form as base64, all else as text."""
    is_binary = sent.content_type.startswith("multipart/form-data")
    text = base64.b64encode(sent.body).decode() if is_binary else sent.body.decode("utf-8")
    event = {
        "httpMethod": "POST",
        "headers": {"content-type": sent.content_type},
        "multiValueHeaders": {"content-type": [sent.content_type]},
        "multiValueQueryStringParameters": None,
        "pathParameters": {"server": server, "secret": secret},
        "body": text,
        "isBase64Encoded": is_binary,
        "stageVariables": {},
        "requestContext": {
            "requestId": "req_1",
            "httpMethod": "POST",
            "resourcePath": "/webhooks/media/{server}/{secret}",
            "path": f"/webhooks/media/{server}/{secret}",
            "identity": {"sourceIp": "203.0.113.7"},
        },
    }
    answer: dict[str, Any] = load_app()(event, LambdaContext("api_handler", 512, 29_000))
    return answer


def work(*server_ids: str) -> Any:
    """Run the queue's function with a message for each server."""
    records = [
        {"messageId": str(number), "receiptHandle": "r", "body": json.dumps({"look_at": each})}
        for number, each in enumerate(server_ids)
    ]
    return load_app().handler_map["jobs"](
        {"Records": records}, LambdaContext("jobs", 512, 120_000)
    )


@pytest.mark.parametrize(
    "sent",
    [
        PLAY,
        bodies.emby(),
        bodies.emby_form(),
        bodies.jellyfin(),
        bodies.jellyfin(content_type="application/json"),
        bodies.tautulli(),
        Sent(b"", "application/json"),
        Sent(b"anything", "application/x-www-form-urlencoded"),
        Sent(b"{", ""),
    ],
)
def test_what_any_sender_posts_is_taken_and_leads_to_one_look(world: HookWorld, sent: Sent):
    answer = post(sent, world.address())

    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert world.queue.sent == [(ALPHA, 0.0)]
    assert work(ALPHA) == {"batchItemFailures": []}
    assert len(world.looks) == 1


def test_strangers_get_one_answer_whatever_is_wrong(world: HookWorld):
    secret = world.address()
    answers = [
        post(PLAY, "wrong"),
        post(PLAY, secret[:-1]),
        post(PLAY, "ü\udcff"),
        post(PLAY, secret, server="srv_unknown"),
        post(PLAY, secret, server="x" * 5000),
        post(Sent(b"{", "text/plain"), "wrong"),
    ]

    assert {answer["statusCode"] for answer in answers} == {404}
    assert len({answer["body"] for answer in answers}) == 1
    assert len({str(sorted(answer["multiValueHeaders"])) for answer in answers}) == 1
    assert world.queue.sent == []
    assert world.hook.arrived_at is None


@pytest.mark.parametrize("content_type", ["text/plain", bodies.plex().content_type])
@pytest.mark.parametrize("secret", ["", "wrong"])
def test_ten_megabytes_are_refused_before_anything_is_read(
    world: HookWorld, content_type: str, secret: str
):
    secret = secret or world.address()
    trips = world.db.round_trips

    answer = post(Sent(b"x" * 10 * MEGABYTE, content_type), secret)

    assert answer["statusCode"] == 413
    assert json.loads(answer["body"])["error"]["remedy"] == "Send at most 4096 KiB."
    assert world.db.round_trips == trips
    assert world.queue.sent == []


def test_a_picture_of_a_megabyte_passes(world: HookWorld):
    sent = bodies.plex(thumb=b"\xff" * MEGABYTE, Server={"title": "Alpha", "uuid": MACHINE})

    assert post(sent, world.address())["statusCode"] == 204
    assert world.hook.event == "media.play"


def test_a_thousand_at_once_become_one_write_one_message_and_one_look(world: HookWorld):
    secret = world.address()
    commits = len(world.db.commits)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: post(PLAY, secret)["statusCode"], range(1000)))

    assert set(answers) == {204}
    assert len(world.db.commits) - commits == 1
    assert world.queue.sent == [(ALPHA, 0.0)]
    assert work(ALPHA, ALPHA, ALPHA) == {"batchItemFailures": []}
    assert len(world.looks) == 1


def test_when_the_database_is_busy_the_sender_is_told_to_try_again(world: HookWorld):
    secret = world.address()
    world.db.fail_next_read(RetryLaterError("The database is busy.", after_seconds=1))

    assert post(PLAY, secret)["statusCode"] == 503


def test_neither_log_nor_answer_shows_the_secret(
    world: HookWorld, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    secret = world.address()
    answers = [post(PLAY, secret)]
    world.db.fail_next_read(RuntimeError(f"at /webhooks/media/{ALPHA}/{secret}?x"))
    answers.append(post(PLAY, secret))
    answers.append(post(PLAY, "guessed-secret"))
    work(ALPHA)

    lines = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert [answer["statusCode"] for answer in answers] == [204, 500, 404]
    assert "hook.arrived" in lines
    assert "/webhooks/media/{server}/{secret}" in lines
    for hidden in (secret, "guessed-secret"):
        assert hidden not in lines
        assert hidden not in str(answers)


def test_a_look_that_fails_comes_again_and_the_others_do_not(
    world: HookWorld, caplog: pytest.LogCaptureFixture
):
    post(PLAY, world.address())

    def fail() -> None:
        raise RetryLaterError("busy")

    world.during.append(fail)
    assert work("srv_gone", ALPHA) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert "hook.look_failed" in caplog.messages

    world.during.clear()
    assert work(ALPHA) == {"batchItemFailures": []}
    assert len(world.looks) == 2


def test_looks_and_jobs_share_the_queue_and_looks_go_first(
    world: HookWorld, monkeypatch: pytest.MonkeyPatch
):
    post(PLAY, world.address())
    order: list[object] = []
    world.during.append(lambda: order.append("look"))
    monkeypatch.setattr(jobs, "run_nudged", order.extend)
    bodies_of_messages = [{"job_ids": ["job_1"]}, {"look_at": ALPHA}, {"job_ids": ["job_2"]}]
    records = [
        {"messageId": str(number), "receiptHandle": "r", "body": json.dumps(each)}
        for number, each in enumerate(bodies_of_messages)
    ]
    load_app().handler_map["jobs"]({"Records": records}, LambdaContext("jobs", 512, 120_000))

    assert order == ["look", "job_1", "job_2"]


def test_looks_at_several_servers_do_not_wait_for_each_other(
    world: HookWorld, monkeypatch: pytest.MonkeyPatch
):
    begun: list[ServerId] = []
    monkeypatch.setattr(
        "chalicelib.enforcement.webhooks.looks.look",
        lambda _deps, *, server_id, look_at: begun.append(server_id),
    )

    assert work("srv_a", "srv_b", "srv_a") == {"batchItemFailures": []}
    assert sorted(begun) == ["srv_a", "srv_b"]
