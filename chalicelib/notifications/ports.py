"""What notifications need from outside."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.secret import Vault
from chalicelib.notifications.model import Message, Rendered
from chalicelib.settings.model import MailSettings, SiteSettings
from chalicelib.settings.ports import SettingsStore


class MailRenderer(Protocol):
    """Turns a message into subject, HTML and text."""

    def render(self, message: Message, *, site: SiteSettings, site_url: str) -> Rendered:
        """Render; raises InvalidError when a fact that the template needs is missing."""
        ...


class Mailer(Protocol):
    """Sends mail."""

    def send(
        self, rendered: Rendered, *, to: str, message_id: str, settings: MailSettings, vault: Vault
    ) -> None:
        """Hand the mail to the operator's server.

        `message_id` (without brackets) is the same for every try of one mail, so that mailboxes
        can drop a repetition. Raises RetryLaterError or ActionRequiredError.
        """
        ...


@dataclass(frozen=True, slots=True)
class NotificationsDeps:
    """What the use cases of this topic need."""

    settings: SettingsStore
    renderer: MailRenderer
    mailer: Mailer
    vault: Vault
    clock: Clock
    site_url: str
