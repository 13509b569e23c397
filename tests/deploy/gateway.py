"""What API Gateway and Lambda do to requests and answers, asked of a deployed system.

The copy of the project that the tests deploy gets a few addresses more, which tell what arrived.
"""

import hashlib
import json
import os
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from infra.aws.place import Place
from infra.sandbox.stripe_events import DEFAULT_SECRET, sign
from tests.contract import media_webhook_bodies as bodies
from tests.contract.media_webhook_bodies import Sent
from tests.contract.serving import eventually
from tests.scenarios.world import LiveWorld

# What is added to `app.py` of the copy.
ECHO = """
import hashlib
import threading

from chalice import Response


def _seen():
    body = app.current_request.raw_body
    seen = {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
    return {**seen, "is_main": threading.current_thread() is threading.main_thread()}


@app.route("/echo/text", methods=["POST"], content_types=["application/json", "text/plain"])
def echo_text():
    return _seen()


@app.route("/echo/binary", methods=["POST"],
           content_types=["application/octet-stream", "multipart/form-data"])
def echo_binary():
    return _seen()


@app.route("/echo/large/{size}", methods=["GET"])
def echo_large(size):
    return Response(body="x" * int(size), headers={"Content-Type": "text/plain"})


@app.route("/echo/slow", methods=["GET"])
def echo_slow():
    threading.Event().wait(60)
    return {}
"""

_EVERY_BYTE = bytes(range(256))
_TEXT = '{ "name" :\t"Zoë \\u00e9 \U0001f37f",\r\n  "spaces":  "  kept  " }\n'.encode()
_BOUNDARY = "----a-picture-and-a-field"
_LONGEST_BODY_BYTES = 256 * 1024


def assert_bodies_arrive_as_they_are(browser: httpx.Client) -> None:
    """Send texts, bytes and a form with a file; compare what arrived by its hash."""
    form = _multipart(picture=b"\xff\xd8\xff\xe0" + _EVERY_BYTE * 400, field=_TEXT)
    bodies = {
        "application/json": ("text", _TEXT),
        "text/plain": ("text", "naïve ☃".encode()),
        "application/octet-stream": ("binary", _EVERY_BYTE * 16 + os.urandom(4096)),
        f"multipart/form-data; boundary={_BOUNDARY}": ("binary", form),
    }
    for kind, (address, body) in bodies.items():
        answer = browser.post(f"/echo/{address}", content=body, headers={"content-type": kind})
        seen = answer.json()
        assert seen["sha256"] == hashlib.sha256(body).hexdigest(), kind
        assert seen["bytes"] == len(body)


def assert_webhooks_are_verified_over_the_very_bytes(browser: httpx.Client) -> None:
    """Send an event in an unusual spelling, whose signature holds, and one with a space more."""
    event = {"id": "evt_odd", "object": "event", "type": "balance.available", "note": "Zoë 🍿"}
    body = json.dumps(event, indent=3, ensure_ascii=False).encode() + b"\r\n "
    at = int(time.time())
    headers = {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": sign(body, DEFAULT_SECRET, at),
    }
    taken = browser.post("/webhooks/stripe", content=body, headers=headers)
    assert taken.status_code == 204, taken.text
    changed = browser.post("/webhooks/stripe", content=body + b" ", headers=headers)
    assert 400 <= changed.status_code < 500, changed.text


def assert_media_servers_are_heard(world: LiveWorld, server_id: str) -> str:
    """Tell of playback in every dialect; return the secret of the address."""
    hook = f"/servers/{server_id}/media-hook"
    path = urlsplit(world.api("POST", hook)["url"]).path
    picture = bodies.plex(thumb=_EVERY_BYTE * 400, Server={"title": "Alpha"})
    text, form = bodies.jellyfin(), bodies.emby_form()
    for sent in (picture, text, form, bodies.emby(), bodies.tautulli(), Sent(b"{", "image/gif")):
        headers = {"content-type": sent.content_type}
        answer = world.visitor.post(path, content=sent.body, headers=headers)
        assert (answer.status_code, answer.text) == (204, ""), sent.content_type
        stranger = world.visitor.post(f"{path}x", content=sent.body, headers=headers)
        assert _error(stranger, 404)["code"] == "not_found"
    known = world.api("GET", hook)
    assert (known["sender"], known["event"]) == ("Plex", "media.play")
    eventually(lambda: world.api("GET", hook)["looked_at"], seconds=60)
    return path.rpartition("/")[2]


def assert_limits_have_a_defined_result(browser: httpx.Client, place: Place) -> None:
    """Ask for too much, send too much, take too long: each has an answer of ours."""
    arrives = browser.get("/echo/large/5000000")
    assert (arrives.status_code, len(arrives.content)) == (200, 5_000_000)
    assert _error(browser.get("/echo/large/6300000"), 413)["code"] == "answer_too_large"

    fits = json.dumps({"email": "x" * (_LONGEST_BODY_BYTES - 100), "password": "x"})
    assert browser.post("/api/v1/session", content=fits, headers=_JSON).status_code in {401, 422}
    too_long = _error(
        browser.post("/api/v1/session", content=fits + " " * 200, headers=_JSON), 422
    )
    assert "256 KiB" in too_long["problems"][0]["remedy"]

    _give_functions_time(place, seconds=6)
    assert _error(browser.get("/echo/slow"), 503)["code"] == "out_of_time"
    _give_functions_time(place, seconds=29)


_JSON = {"content-type": "application/json"}


def _error(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text[:500]
    error: dict[str, Any] = answer.json()["error"]
    assert error["request_id"]
    assert error["remedy"] or error["problems"]
    return error


def _give_functions_time(place: Place, *, seconds: int) -> None:
    client = place.clients("lambda")
    name = place.function("api_handler")
    client.update_function_configuration(FunctionName=name, Timeout=seconds)
    eventually(
        lambda: (
            client.get_function_configuration(FunctionName=name)["LastUpdateStatus"]
            == "Successful"
        ),
        seconds=30,
    )


def _multipart(*, picture: bytes, field: bytes) -> bytes:
    return b"".join(
        [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="payload"\r\n\r\n'.encode(),
            field,
            f'\r\n--{_BOUNDARY}\r\nContent-Disposition: form-data; name="thumb"; '.encode(),
            b'filename="thumb.jpg"\r\nContent-Type: image/jpeg\r\n\r\n',
            picture,
            f"\r\n--{_BOUNDARY}--\r\n".encode(),
        ]
    )
