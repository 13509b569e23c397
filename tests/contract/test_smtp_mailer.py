"""Mail over real SMTP: what arrives, and what each trouble means."""

import email
import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from chalicelib.adapters.mail.smtp import PASSWORD_PLACE, SmtpMailer
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret
from chalicelib.notifications.model import Rendered
from chalicelib.settings.model import MailSecurity, MailSettings
from infra.sandbox.kit import World
from tests.builders import NOON
from tests.contract.serving import serving
from tests.fakes.clock import FakeClock
from tests.fakes.vault import FakeVault

VAULT = FakeVault()
MAIL = Rendered(subject="Grüße, Ann", html="<p>Hällo</p>", text="Hällo\n")
MAILER = SmtpMailer(FakeClock(NOON))


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving(mail=True) as world:
        yield world


def settings_of(world: World, **changes: Any) -> MailSettings:
    values = {
        "enabled": True,
        "host": "127.0.0.1",
        "port": world.smtp_port,  # type: ignore[attr-defined]
        "security": MailSecurity.NONE,
        "from_address": "hello@streams.test",
        "from_name": "Ann's Streams",
    }
    return MailSettings(**{**values, **changes})


def send(settings: MailSettings, *, to: str = "ann@example.com", id: str = "job_1@test") -> None:
    MAILER.send(MAIL, to=to, message_id=id, settings=settings, vault=VAULT)


def inbox(world: World) -> list[dict[str, Any]]:
    return world.store.list("mail.message")


def test_a_mail_arrives_with_both_versions_and_all_headers(
    served: World, monkeypatch: pytest.MonkeyPatch
):
    seen: list[EmailMessage] = []
    hands_over = smtplib.SMTP.send_message

    def watching(self: smtplib.SMTP, message: EmailMessage) -> Any:
        seen.append(message)
        return hands_over(self, message)

    monkeypatch.setattr(smtplib.SMTP, "send_message", watching)
    before = len(inbox(served))

    send(settings_of(served), id="job_whole@streams.test")

    assert len(inbox(served)) == before + 1
    message = email.message_from_bytes(seen[0].as_bytes(), policy=default)
    assert message["Subject"] == "Grüße, Ann"
    assert message["From"] == "Ann's Streams <hello@streams.test>"
    assert message["To"] == "ann@example.com"
    assert message["Message-ID"] == "<job_whole@streams.test>"
    assert message["Date"].datetime == NOON
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert plain.get_content() == "Hällo\n"
    assert html.get_content_type() == "text/html"
    assert html.get_content() == "<p>Hällo</p>\n"


def test_the_same_mail_twice_is_one_in_the_mailbox(served: World):
    before = len(inbox(served))

    for _ in range(2):
        send(settings_of(served), id="job_twice@test")

    assert len(inbox(served)) == before + 1


@pytest.mark.parametrize("to", ["", "ann", "a b@example.com", "ann@example.com\r\nBcc: x@y.zz"])
def test_what_is_no_address_needs_a_person(served: World, to: str):
    with pytest.raises(ActionRequiredError, match="no e-mail address"):
        send(settings_of(served), to=to)


def test_a_sender_that_is_no_address_points_at_the_settings(served: World):
    with pytest.raises(ActionRequiredError) as refused:
        send(settings_of(served, from_address=""))
    assert "Settings" in refused.value.remedy


def test_a_server_that_is_not_there_is_tried_again_later(served: World):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    with pytest.raises(RetryLaterError):
        send(settings_of(served, port=port))


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_encryption_that_the_server_lacks_needs_a_person(served: World, security: MailSecurity):
    with pytest.raises(ActionRequiredError):
        send(settings_of(served, security=security))


class Sternly:
    """A mail server that answers one command its own way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        def refuse(*_args: object, **_options: object) -> None:
            raise error

        monkeypatch.setattr(smtplib.SMTP, "send_message", refuse)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")}), ActionRequiredError),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"greylisted")}), RetryLaterError),
        (smtplib.SMTPSenderRefused(553, b"no", "x"), ActionRequiredError),
        (smtplib.SMTPDataError(554, b"spam"), ActionRequiredError),
        (smtplib.SMTPDataError(451, b"later"), RetryLaterError),
        (smtplib.SMTPServerDisconnected("gone"), RetryLaterError),
        (TimeoutError("slow"), RetryLaterError),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), ActionRequiredError),
    ],
)
def test_each_refusal_passes_or_needs_a_person(
    served: World, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception]
):
    Sternly(monkeypatch, error)

    with pytest.raises(kind):
        send(settings_of(served))


@pytest.mark.parametrize(("password", "is_right"), [("s3cret", True), ("wrong", False)])
def test_the_login_comes_from_the_vault(
    served: World, monkeypatch: pytest.MonkeyPatch, password: str, is_right: bool
):
    logins: list[tuple[str, str]] = []

    def login(_self: smtplib.SMTP, user: str, given: str) -> None:
        logins.append((user, given))
        if given != "s3cret":
            raise smtplib.SMTPAuthenticationError(535, b"no")

    monkeypatch.setattr(smtplib.SMTP, "login", login)
    sealed = VAULT.seal(Secret(password), place=PASSWORD_PLACE)
    settings = settings_of(served, username="hello", password=sealed)

    if is_right:
        send(settings)
    else:
        with pytest.raises(ActionRequiredError) as refused:
            send(settings)
        assert password not in str(refused.value)
    assert logins == [("hello", password)]
