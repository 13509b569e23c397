"""Mail without a server: a renderer that shows its facts, a mailer that keeps what it gets."""

from dataclasses import dataclass, field

from chalicelib.kernel.errors import AppError
from chalicelib.kernel.secret import Vault
from chalicelib.notifications.model import Message, Rendered
from chalicelib.settings.model import MailSettings, SiteSettings


class FakeMailRenderer:
    """Prints the event as the subject and the facts, a line each."""

    def render(self, message: Message, *, site: SiteSettings, site_url: str) -> Rendered:
        lines = "\n".join(f"{name}: {value}" for name, value in sorted(message.facts.items()))
        return Rendered(subject=str(message.event), html=f"<pre>{lines}</pre>", text=lines)


@dataclass(frozen=True)
class SentMail:
    """One mail as it was handed over."""

    to: str
    message_id: str
    rendered: Rendered


@dataclass
class FakeMailer:
    """Keeps every mail in `sent`; `inbox` shows one of each message id, as mailboxes do."""

    sent: list[SentMail] = field(default_factory=list)
    _faults: list[AppError] = field(default_factory=list)

    def send(
        self, rendered: Rendered, *, to: str, message_id: str, settings: MailSettings, vault: Vault
    ) -> None:
        if self._faults:
            raise self._faults.pop(0)
        self.sent.append(SentMail(to, message_id, rendered))

    def fail_next(self, error: AppError, *, times: int = 1) -> None:
        self._faults.extend([error] * times)

    @property
    def inbox(self) -> list[SentMail]:
        return list({mail.message_id: mail for mail in self.sent}.values())
