"""What settings need from outside."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Vault
from chalicelib.settings.model import MailSettings, SiteSettings, StripeSettings


class SettingsStore(Protocol):
    """Reads settings; what was never saved has its default and version 0."""

    def site(self) -> SiteSettings:
        """Return the site's settings."""
        ...

    def stripe(self) -> StripeSettings:
        """Return the Stripe settings."""
        ...

    def mail(self) -> MailSettings:
        """Return the mail settings."""
        ...


@dataclass(frozen=True, slots=True)
class SettingsDeps:
    """What the use cases of this topic need."""

    database: Database
    store: SettingsStore
    vault: Vault
    clock: Clock
