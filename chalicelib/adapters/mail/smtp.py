"""Mail through the operator's SMTP server."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from chalicelib.kernel.clock import Clock, SystemClock
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError
from chalicelib.kernel.secret import Vault
from chalicelib.notifications.model import Rendered
from chalicelib.settings.model import MailSecurity, MailSettings

log = logging.getLogger(__name__)

PASSWORD_PLACE = "mail.password"  # noqa: S105 - where it lies, not what it is
TIMEOUT_SECONDS = 15
_SETTINGS_REMEDY = "Correct Settings, Mail, and send a test mail."


class SmtpMailer:
    """The port `Mailer` over smtplib; one connection a mail."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()

    def send(
        self, rendered: Rendered, *, to: str, message_id: str, settings: MailSettings, vault: Vault
    ) -> None:
        """Hand the mail to the operator's server; raises RetryLaterError, ActionRequiredError."""
        message = self._message(rendered, to=to, message_id=message_id, settings=settings)
        with _told(), _in_our_words(), _connected(settings) as server:
            if settings.username and settings.password is not None:
                secret = vault.open(settings.password, place=PASSWORD_PLACE)
                server.login(settings.username, secret.reveal())
            server.send_message(message)

    def _message(
        self, rendered: Rendered, *, to: str, message_id: str, settings: MailSettings
    ) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = rendered.subject
        message["From"] = _address(
            settings.from_address, name=settings.from_name, remedy=_SETTINGS_REMEDY
        )
        message["To"] = _address(to, remedy="Correct the person's e-mail address.")
        message["Message-ID"] = f"<{message_id}>"
        message["Date"] = format_datetime(self._clock.now())
        # Tells out-of-office robots to be silent (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(rendered.text)
        message.add_alternative(rendered.html, subtype="html")
        return message


def _address(text: str, *, name: str = "", remedy: str) -> Address:
    try:
        return Address(display_name=name, addr_spec=text)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise ActionRequiredError(f"{text!r} is no e-mail address.", remedy=remedy) from error


@contextmanager
def _connected(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """Connect as the settings say; certificates are checked."""
    # Reading the machine's certificates takes longer than a mail without encryption.
    context = None if settings.security is MailSecurity.NONE else ssl.create_default_context()
    if settings.security is MailSecurity.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_SECONDS)
    with server:
        if settings.security is MailSecurity.STARTTLS:
            server.starttls(context=context)
        yield server


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except AppError as error:
        log.warning("vendor.failed", extra={"vendor": "smtp", "why": error.message})
        raise


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise ActionRequiredError(
            "The mail server does not accept user name and password.", remedy=_SETTINGS_REMEDY
        ) from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _refusal(max(codes, default=0), "the recipient") from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(int(error.smtp_code), "the mail") from error
    except smtplib.SMTPNotSupportedError as error:
        raise ActionRequiredError(
            "The mail server lacks what the settings ask for (STARTTLS, login, or UTF-8).",
            remedy=_SETTINGS_REMEDY,
        ) from error
    except ssl.SSLError as error:
        raise ActionRequiredError(
            "The mail server's certificate or encryption does not fit.", remedy=_SETTINGS_REMEDY
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise RetryLaterError("The mail server does not answer.", after_seconds=60) from error


def _refusal(code: int, what: str) -> ActionRequiredError | RetryLaterError:
    """Return what a refusal means: codes from 500 stay, those below pass."""
    if code >= 500:
        return ActionRequiredError(
            f"The mail server refuses {what} (code {code}).",
            remedy="Check the address and the sender in Settings, Mail.",
        )
    return RetryLaterError(f"The mail server defers {what} (code {code}).", after_seconds=300)
