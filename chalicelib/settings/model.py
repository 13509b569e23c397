"""What administrators can set; the defaults are those of a new site."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.kernel.secret import Sealed


class EnforcementMode(StrEnum):
    """What the stream sweep may do."""

    OFF = "off"
    OBSERVE = "observe"
    ENFORCE = "enforce"


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The site itself and how it treats streams."""

    site_name: str = "Streams Manager"
    support_email: str = ""
    admin_email: str = ""
    currency: str = "USD"
    time_zone: str = "UTC"
    accent_colour: str = "#4457ff"
    subscriptions_enabled: bool = True
    pricing_on_home: bool = True
    hold_minutes: int = 30
    enforcement_mode: EnforcementMode = EnforcementMode.ENFORCE
    start_delay_seconds: int = 15
    device_switch_grace_seconds: int = 300
    paused_counts_seconds: int = 300
    stop_message: str = (
        "Your plan allows {limit} streams at a time. This one was stopped because {count} ran."
    )
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "site"


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """The Stripe account; secrets are sealed at the places ``stripe.<field>``."""

    enabled: bool = False
    checkout_enabled: bool = True
    publishable_key: str = ""
    secret_key: Sealed | None = None
    webhook_secret: Sealed | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "stripe"


class MailSecurity(StrEnum):
    """How the SMTP connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The operator's SMTP server; the password is sealed at the place ``mail.password``."""

    enabled: bool = False
    host: str = ""
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    username: str = ""
    password: Sealed | None = None
    from_address: str = ""
    from_name: str = ""
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "mail"
