"""Settings in DynamoDB."""

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.settings.model import MailSettings, SiteSettings, StripeSettings


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

    def mail(self) -> MailSettings:
        """Return the mail settings."""
        blank = MailSettings()
        return self._rows.get(MailSettings, keys.settings(blank.identity)) or blank
