"""What settings need from outside."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Vault
from chalicelib.settings.community_model import (
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.limit_model import LimitSettings
from chalicelib.settings.model import (
    ExpirySettings,
    MailSettings,
    MediaSettings,
    PaymentSettings,
    PayPalSettings,
    PlisioSettings,
    ReceiptSettings,
    ReferralSettings,
    RegistrationSettings,
    SafetySettings,
    SiteSettings,
    StripeSettings,
    TrialSettings,
    WaitlistSettings,
)


class SettingsStore(Protocol):
    """Reads settings; what was never saved has its default and version 0."""

    def at_once(self) -> "SettingsStore":
        """Return all settings as they are now, read in one round trip for who needs several.

        What is read of it costs no further one, and does not change any more.
        """
        ...

    def site(self) -> SiteSettings:
        """Return the site's settings."""
        ...

    def stripe(self) -> StripeSettings:
        """Return the Stripe settings."""
        ...

    def paypal(self, name: str = "paypal") -> PayPalSettings:
        """Return the settings of the PayPal account ``paypal`` or ``paypal_secondary``."""
        ...

    def plisio(self) -> PlisioSettings:
        """Return the Plisio settings."""
        ...

    def payments(self) -> PaymentSettings:
        """Return how the site sells."""
        ...

    def receipts(self) -> ReceiptSettings:
        """Return what stands on receipts."""
        ...

    def registration(self) -> RegistrationSettings:
        """Return who may become a customer."""
        ...

    def referrals(self) -> ReferralSettings:
        """Return what referral codes do."""
        ...

    def waitlist(self) -> WaitlistSettings:
        """Return whether and how people wait for a seat."""
        ...

    def trials(self) -> TrialSettings:
        """Return whether there are free trials, and for how many people."""
        ...

    def expiry(self) -> ExpirySettings:
        """Return what becomes of people whose paid time ended."""
        ...

    def media(self) -> MediaSettings:
        """Return what is taken over from media servers, and what is set there."""
        ...

    def safety(self) -> SafetySettings:
        """Return what keeps customers from harm by mistake."""
        ...

    def limits(self) -> LimitSettings:
        """Return how limits are kept."""
        ...

    def discord(self) -> DiscordSettings:
        """Return which Discord roles people get."""
        ...

    def request_system(self, name: RequestSystemName) -> RequestSystemSettings:
        """Return the settings of a request system."""
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
