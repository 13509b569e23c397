"""Settings in DynamoDB."""

from typing import TypeVar

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.rows import Rows
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
    SettingsSection,
    SiteSettings,
    StripeSettings,
    TrialSettings,
    WaitlistSettings,
)

Section = TypeVar("Section", bound=SettingsSection)


class DynamoSettingsStore:
    """See settings.ports.SettingsStore; each read is one request, nothing is cached."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def at_once(self) -> "DynamoSettingsStore":
        """Return all settings as they are now, read by one request."""
        return _SettingsAtOnce(self._rows)

    def site(self) -> SiteSettings:
        """Return the site's settings."""
        return self._section(SiteSettings())

    def stripe(self) -> StripeSettings:
        """Return the Stripe settings."""
        return self._section(StripeSettings())

    def expiry(self) -> ExpirySettings:
        """Return what becomes of people whose paid time ended."""
        return self._section(ExpirySettings())

    def paypal(self, name: str = "paypal") -> PayPalSettings:
        """Return the settings of the PayPal account ``paypal`` or ``paypal_secondary``."""
        return self._section(PayPalSettings(name))

    def plisio(self) -> PlisioSettings:
        """Return the Plisio settings."""
        return self._section(PlisioSettings())

    def payments(self) -> PaymentSettings:
        """Return how the site sells."""
        return self._section(PaymentSettings())

    def receipts(self) -> ReceiptSettings:
        """Return what stands on receipts."""
        return self._section(ReceiptSettings())

    def registration(self) -> RegistrationSettings:
        """Return who may become a customer."""
        return self._section(RegistrationSettings())

    def referrals(self) -> ReferralSettings:
        """Return what referral codes do."""
        return self._section(ReferralSettings())

    def trials(self) -> TrialSettings:
        """Return whether there are free trials, and for how many people."""
        return self._section(TrialSettings())

    def waitlist(self) -> WaitlistSettings:
        """Return whether and how people wait for a seat."""
        return self._section(WaitlistSettings())

    def media(self) -> MediaSettings:
        """Return what is taken over from media servers, and what is set there."""
        return self._section(MediaSettings())

    def safety(self) -> SafetySettings:
        """Return what keeps customers from harm by mistake."""
        return self._section(SafetySettings())

    def limits(self) -> LimitSettings:
        """Return how limits are kept."""
        return self._section(LimitSettings())

    def discord(self) -> DiscordSettings:
        """Return which Discord roles people get."""
        return self._section(DiscordSettings())

    def request_system(self, name: RequestSystemName) -> RequestSystemSettings:
        """Return the settings of a request system."""
        return self._section(RequestSystemSettings(name))

    def mail(self) -> MailSettings:
        """Return the mail settings."""
        return self._section(MailSettings())

    def _section(self, blank: Section) -> Section:
        """Return a section as it was saved, else the blank one."""
        return self._rows.get(type(blank), keys.settings(blank.identity)) or blank


class _SettingsAtOnce(DynamoSettingsStore):
    """What all sections were when it was made; they lie side by side in the table."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._found = {row["sk"]["S"]: row for row in rows.plain(keys.all_settings())}

    def at_once(self) -> DynamoSettingsStore:
        return self

    def _section(self, blank: Section) -> Section:
        row = self._found.get(keys.settings(blank.identity).sk)
        return codec.from_attributes(type(blank), row) if row else blank
