"""The sandbox's mail server, and its process: killed, restarted, ended."""

import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.sandbox.kit import Fault, World
from tests.contract.serving import Receiver, eventually, serving

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def _served() -> Iterator[World]:
    with serving(mail=True) as world:
        yield world


@pytest.fixture
def world(_served: World) -> Iterator[World]:
    yield _served
    _served.faults.clear()
    _served.calls.clear()
    _served.clock.reset()
    _served.control_url = ""


def call(world: World, method: str, path: str, body: Any = None) -> httpx.Response:
    return httpx.request(method, f"{world.base_url}/sandbox/api{path}", json=body)


def a_mail(id: str = "<1@shop.test>") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Shop <shop@shop.test>", "ann@example.test"
    message["Subject"], message["Message-ID"] = "Zugang bereit: Grüße", id
    message.set_content("Your access: https://shop.test/a?b=1")
    message.add_alternative("<p>Your <b>access</b></p>", subtype="html")
    return message


def send(world: World, message: EmailMessage, **login: str) -> None:
    port: int = world.smtp_port  # type: ignore[attr-defined]
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        if login:
            smtp.login(login["user"], login["password"])
        smtp.send_message(message)


def test_mail_lands_once_however_often_it_comes(world: World) -> None:
    call(world, "DELETE", "/mail")
    send(world, a_mail())
    send(world, a_mail(), user="anybody", password="anything")
    send(world, a_mail("<2@shop.test>"))

    newest, first = call(world, "GET", "/mail?to=ann@example.test").json()["mail"]

    assert (first["deliveries"], newest["deliveries"]) == (2, 1)
    assert first["subject"] == "Zugang bereit: Grüße"
    assert "https://shop.test/a?b=1" in first["text"]
    assert "<b>access</b>" in first["html"]
    assert call(world, "GET", "/mail?to=ben@example.test").json()["mail"] == []
    shown = httpx.get(f"{world.base_url}/sandbox/mail/%3C1%40shop.test%3E")
    assert "<b>access</b>" in shown.text
    assert "sandbox" in shown.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("status", status=451), smtplib.SMTPSenderRefused),
        (Fault("status", status=550), smtplib.SMTPSenderRefused),
        (Fault("down"), smtplib.SMTPServerDisconnected),
        (Fault("lost"), smtplib.SMTPServerDisconnected),
    ],
)
def test_a_mail_fault_reaches_the_sender(
    world: World, fault: Fault, error: type[Exception]
) -> None:
    world.faults.add("smtp", Fault(**{**vars(fault), "times": 1}))

    with pytest.raises((error, ConnectionResetError)) as refused:
        send(world, a_mail("<fault@shop.test>"))

    if isinstance(refused.value, smtplib.SMTPSenderRefused):
        assert refused.value.smtp_code == fault.status
    assert world.faults.active() == []
    send(world, a_mail("<fault@shop.test>"))


def _start(folder: Path, app_url: str) -> tuple[subprocess.Popen[str], str]:
    arguments = ["--data", str(folder), "--app-url", app_url, "--clock", str(folder / "clock")]
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.sandbox", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "sandbox.serving url=" in line:
            url = line.strip().partition("url=")[2]
            eventually(partial(_is_ready, url), 10)
            return process, url
    raise AssertionError("the sandbox did not start")


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/sandbox/api/ready").status_code == 200
    except httpx.TransportError:
        return False


def test_a_killed_process_keeps_state_and_sends_what_was_undelivered(tmp_path: Path) -> None:
    hook = Receiver()
    hook.statuses = [500]
    first, url = _start(tmp_path, hook.url.removesuffix("/hook"))
    try:
        headers = {"Authorization": "Bearer sk_test_sandbox"}
        made = httpx.post(
            f"{url}/stripe/v1/customers", data={"email": "ann@example.test"}, headers=headers
        ).json()
        eventually(lambda: hook.got)
    finally:
        first.send_signal(signal.SIGKILL)
        first.communicate()
    second, url = _start(tmp_path, hook.url.removesuffix("/hook"))
    try:
        kept = httpx.get(f"{url}/stripe/v1/customers/{made['id']}", headers=headers)
        assert kept.json()["email"] == "ann@example.test"
        httpx.post(f"{url}/sandbox/api/clock", json={"advance": "10s"})
        eventually(lambda: len(hook.got) == 2)
        assert len({event["id"] for event in hook.events()}) == 1
    finally:
        second.send_signal(signal.SIGTERM)
        second.communicate(timeout=10)
        hook.close()
    assert second.returncode in (0, -signal.SIGTERM)
