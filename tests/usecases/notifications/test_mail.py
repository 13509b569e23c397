"""Mail goes out once for each cause, when there is a server to send it."""

from dataclasses import replace

import pytest

from chalicelib.jobs.model import Job
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError
from chalicelib.kernel.records import Insert
from chalicelib.kernel.secret import Secret
from chalicelib.notifications.mail import mail_job, preview, secret_mail_job, send
from chalicelib.notifications.model import Event, Message
from chalicelib.notifications.ports import NotificationsDeps
from chalicelib.settings.model import MailSettings
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.mailer import FakeMailer, FakeMailRenderer
from tests.fakes.stores import InMemorySettingsStore
from tests.fakes.vault import FakeVault

MESSAGE = Message(Event.PAYMENT_RECEIVED, "ann@example.com", {"plan": "Basic"})


class Post:
    """A mail server, and what sending needs."""

    def __init__(self) -> None:
        self.db = InMemoryDatabase()
        self.db.seed(MailSettings(enabled=True, host="127.0.0.1"))
        self.mailer = FakeMailer()
        self.deps = NotificationsDeps(
            settings=InMemorySettingsStore(self.db),
            renderer=FakeMailRenderer(),
            mailer=self.mailer,
            vault=FakeVault(),
            clock=FakeClock(NOON),
            site_url="https://streams.test:8443",
        )


@pytest.fixture
def post() -> Post:
    return Post()


def a_mail(**changes: str) -> Job:
    return mail_job(replace(MESSAGE, **changes), cause="stripe:pi_1:1", now=NOON)


def test_a_mail_is_rendered_and_handed_over(post: Post):
    send(post.deps, job=a_mail())

    (mail,) = post.mailer.sent
    assert mail.to == "ann@example.com"
    assert mail.rendered.subject == "payment_received"
    assert mail.rendered.text == "plan: Basic"


@pytest.mark.behaviour("X043")
def test_sending_again_after_a_crash_is_one_mail_in_the_mailbox(post: Post):
    job = a_mail()

    for _ in range(3):
        send(post.deps, job=job)

    assert len(post.mailer.sent) == 3
    (mail,) = post.mailer.inbox
    assert mail.message_id == f"{job.id.replace(':', '.')}@streams.test"


def test_one_cause_is_one_job(post: Post):
    post.db.commit(Insert(a_mail()))

    with pytest.raises(AlreadyRecordedError):
        post.db.commit(Insert(a_mail()))
    assert a_mail().id != mail_job(replace(MESSAGE, event=Event.TEST), cause="x", now=NOON).id


@pytest.mark.parametrize("is_enabled", [True, False])
def test_without_server_or_address_nothing_is_sent(post: Post, is_enabled: bool):
    post.db.seed(MailSettings(enabled=is_enabled))

    send(post.deps, job=a_mail(to="" if is_enabled else "ann@example.com"))

    assert post.mailer.sent == []


def test_a_mail_server_in_trouble_fails_the_job(post: Post):
    post.mailer.fail_next(RetryLaterError("away"))

    with pytest.raises(RetryLaterError):
        send(post.deps, job=a_mail())


def test_a_secret_lies_sealed_until_the_mail_is_sent_and_a_dry_run_hides_it(post: Post):
    message = Message(Event.REQUEST_ACCOUNT, "ann@example.com", {"login": "ann"})
    job = secret_mail_job(
        post.deps.vault, message, secrets={"password": Secret("opensesame")}, cause="a", now=NOON
    )
    assert "opensesame" not in repr(job)

    shown = preview(post.deps, job=job).steps[0].mail
    assert shown is not None
    assert "hidden here" in shown.text
    send(post.deps, job=job)
    (mail,) = post.mailer.sent
    assert "password: opensesame" in mail.rendered.text
