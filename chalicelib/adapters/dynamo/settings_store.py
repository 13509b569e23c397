"""Settings in DynamoDB."""

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.settings.model import (
    ExpirySettings,
    MailSettings,
    PaymentSettings,
    PayPalSettings,
    PlisioSettings,
    ReceiptSettings,
    ReferralSettings,
    RegistrationSettings,
    SiteSettings,
    StripeSettings,
    TrialSettings,
    WaitlistSettings,
)


class DynamoSettingsStore:
    """See settings.ports.SettingsStore; each read is one request, nothing is cached."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def site(self) -> SiteSettings:
        """Return the site's settings."""
        blank = SiteSettings()
        return self._rows.get(SiteSettings, keys.settings(blank.identity)) or blank

    def stripe(self) -> StripeSettings:
        """Return the Stripe settings."""
        blank = StripeSettings()
        return self._rows.get(StripeSettings, keys.settings(blank.identity)) or blank

    def expiry(self) -> ExpirySettings:
        """Return what becomes of people whose paid time ended."""
        blank = ExpirySettings()
        return self._rows.get(ExpirySettings, keys.settings(blank.identity)) or blank

    def paypal(self, name: str = "paypal") -> PayPalSettings:
        """Return the settings of the PayPal account ``paypal`` or ``paypal_secondary``."""
        return self._rows.get(PayPalSettings, keys.settings(name)) or PayPalSettings(name)

    def plisio(self) -> PlisioSettings:
        """Return the Plisio settings."""
        blank = PlisioSettings()
        return self._rows.get(PlisioSettings, keys.settings(blank.identity)) or blank

    def payments(self) -> PaymentSettings:
        """Return how the site sells."""
        blank = PaymentSettings()
        return self._rows.get(PaymentSettings, keys.settings(blank.identity)) or blank

    def receipts(self) -> ReceiptSettings:
        """Return what stands on receipts."""
        blank = ReceiptSettings()
        return self._rows.get(ReceiptSettings, keys.settings(blank.identity)) or blank

    def registration(self) -> RegistrationSettings:
        """Return who may become a customer."""
        blank = RegistrationSettings()
        return self._rows.get(RegistrationSettings, keys.settings(blank.identity)) or blank

    def referrals(self) -> ReferralSettings:
        """Return what referral codes do."""
        blank = ReferralSettings()
        return self._rows.get(ReferralSettings, keys.settings(blank.identity)) or blank

    def trials(self) -> TrialSettings:
        """Return whether there are free trials, and for how many people."""
        blank = TrialSettings()
        return self._rows.get(TrialSettings, keys.settings(blank.identity)) or blank

    def waitlist(self) -> WaitlistSettings:
        """Return whether and how people wait for a seat."""
        blank = WaitlistSettings()
        return self._rows.get(WaitlistSettings, keys.settings(blank.identity)) or blank

    def mail(self) -> MailSettings:
        """Return the mail settings."""
        blank = MailSettings()
        return self._rows.get(MailSettings, keys.settings(blank.identity)) or blank
