"""What administrators can set; the defaults are those of a new site."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from chalicelib.kernel.ids import GroupId
from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Sealed


class SettingsSection(Protocol):
    """A dataclass of settings that are saved together, with the name it is saved under."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def identity(self) -> str:
        """Return the natural key."""
        ...

    @property
    def version(self) -> int:
        """Return how often it was saved."""
        ...


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
    """The Stripe account; secrets are sealed at the places ``stripe.<field>``.

    With `recurring_enabled`, `sync_enabled` must be on: renewals that lose their webhook would
    otherwise never be seen (B038).
    """

    enabled: bool = False
    checkout_enabled: bool = True
    recurring_enabled: bool = False
    sync_enabled: bool = True
    publishable_key: str = ""
    secret_key: Sealed | None = None
    webhook_secret: Sealed | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "stripe"


class PayPalMode(StrEnum):
    """Which of PayPal's two worlds credentials belong to."""

    SANDBOX = "sandbox"
    LIVE = "live"


class PayPalReading(StrEnum):
    """By which of PayPal's interfaces transactions are read; NVP shows them sooner."""

    REST = "rest"
    NVP = "nvp"


@dataclass(frozen=True, slots=True)
class PayPalSettings:
    """A PayPal account; secrets are sealed at the places ``<name>.<field>``.

    `name` is ``paypal`` for the primary account (checkout and sync) and ``paypal_secondary`` for
    the one that is only read (B049). Recurring needs a business account (B050).
    """

    name: str = "paypal"
    enabled: bool = False
    checkout_enabled: bool = True
    recurring_enabled: bool = False
    sync_enabled: bool = True
    mode: PayPalMode = PayPalMode.LIVE
    is_business: bool = False
    reads_by: PayPalReading = PayPalReading.REST
    client_id: str = ""
    client_secret: Sealed | None = None
    webhook_id: str = ""
    nvp_username: str = ""
    nvp_password: Sealed | None = None
    nvp_signature: Sealed | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.name


@dataclass(frozen=True, slots=True)
class PlisioSettings:
    """The Plisio account (crypto currencies, pay as you go only, B023).

    The secret key is sealed at ``plisio.secret_key``; it also verifies callbacks. `accepts` limits
    the coins (Plisio's ids such as BTC), all that the account has when empty.
    """

    enabled: bool = False
    checkout_enabled: bool = True
    sync_enabled: bool = True
    secret_key: Sealed | None = None
    accepts: tuple[str, ...] = ()
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "plisio"


class ReversalPolicy(StrEnum):
    """What becomes of the access that money bought when the money goes back.

    *Keep* leaves it, *shorten* takes the time that is not paid any more, *revoke* ends it at once,
    *hold* ends it at once and gives the rest back when the dispute is won.
    """

    KEEP = "keep"
    SHORTEN = "shorten"
    REVOKE = "revoke"
    HOLD = "hold"


class OtherAmounts(StrEnum):
    """What an amount buys that is no multiple of the plan's price."""

    REVIEW = "review"
    DAYS = "days"
    CREDIT = "credit"


class ProvisioningPolicy(StrEnum):
    """What becomes of a payment whose access could not be given.

    With *hold* its paid time begins when access is given, with *credit* the amount becomes the
    customer's store credit, with *refund* it goes back through the gateway.
    """

    HOLD = "hold"
    CREDIT = "credit"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """How the site sells, and what it does when money goes another way than asked."""

    once_enabled: bool = True
    recurring_enabled: bool = False
    other_amounts: OtherAmounts = OtherAmounts.REVIEW
    refund_policy: ReversalPolicy = ReversalPolicy.SHORTEN
    dispute_policy: ReversalPolicy = ReversalPolicy.HOLD
    grace_days: int = 3
    provisioning_policy: ProvisioningPolicy = ProvisioningPolicy.HOLD
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "payments"


@dataclass(frozen=True, slots=True)
class ReceiptSettings:
    """What stands on receipts besides the payment (X011); lines of `address` are kept.

    Without a `business_name` the site's name stands there.
    """

    business_name: str = ""
    address: str = ""
    tax_line: str = ""
    footer: str = ""
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "receipts"


@dataclass(frozen=True, slots=True)
class RegistrationSettings:
    """Who may become a customer; whoever is one already may always buy and sign in.

    With `enabled` off nobody new is taken. With `is_public` off newcomers need the referral code
    of somebody who has access (B104). With `offers_reinvite` customers who paid and lack access
    get another invitation by themselves; with `allows_media_change` those who are asked to can
    change their media account by themselves (B250).
    """

    enabled: bool = True
    is_public: bool = True
    offers_reinvite: bool = True
    allows_media_change: bool = True
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "registration"


@dataclass(frozen=True, slots=True)
class ReferralSettings:
    """What customers' referral codes do.

    With `codes_enabled` codes are shown, taken, and open the registration (B105). With
    `bonus_enabled` whoever brought somebody is credited `percent` (0 < p ≤ 100) of the first money
    that came of it, at least `minimum` and at most `maximum`.
    """

    codes_enabled: bool = True
    bonus_enabled: bool = False
    percent: Decimal = Decimal(10)
    minimum: Money | None = None
    maximum: Money | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "referrals"


@dataclass(frozen=True, slots=True)
class WaitlistSettings:
    """Whether people can wait for a seat, and how long one is kept for whose turn it is."""

    enabled: bool = True
    offer_hours: int = 24
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "waitlist"


@dataclass(frozen=True, slots=True)
class TrialSettings:
    """Free trials: whether there are any, and for how many people at a time.

    With `forced` a newcomer tries before the first paid checkout (B031). `max_users` 0 is no cap.
    """

    enabled: bool = False
    forced: bool = False
    max_users: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "trials"


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """What is taken over from media servers, and what is set there.

    `sync_from_remote` brings people, shares and libraries here; without it no server can be added
    either (B162). New people get the default plan for its term, or, `import_as_permanent`, access
    without an end. Without `sync_shared_libraries` a share that exists stays as it is when a plan
    changes (B168). `ignored_servers` are machine ids of servers that are left alone (B138). New
    accounts on Emby and Jellyfin servers copy the settings of the one that is called
    `template_account` there (B148); without one they may do the least.
    """

    sync_from_remote: bool = True
    import_as_permanent: bool = False
    sync_shared_libraries: bool = True
    refresh_statistics: bool = True
    ignored_servers: tuple[str, ...] = ()
    template_account: str = ""
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "media"


class ExpiryPolicy(StrEnum):
    """What a person keeps between the end of the paid time and the deletion."""

    REMOVE = "remove"
    RESTRICT = "restrict"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class ExpirySettings:
    """What becomes of people whose paid time ended.

    With *remove* every library is withdrawn, with *restrict* those of `restrict_groups` stay, with
    *disable* the account is locked where its server can do that, else it is as with *remove*. So
    many days after the end the person is deleted from the media server, 0 being at once.
    """

    policy: ExpiryPolicy = ExpiryPolicy.REMOVE
    restrict_groups: tuple[GroupId, ...] = ()
    delete_after_days: int = 30
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "expiry"


@dataclass(frozen=True, slots=True)
class SafetySettings:
    """What keeps customers from harm by mistake.

    A run that would take access from more than `most_people`, and from more than `most_percent` of
    all who have it, waits for an administrator (X040). What a server's outage of `outage_minutes`
    took is given back by itself if it `compensates_outages` (X012).
    """

    most_people: int = 5
    most_percent: int = 10
    compensates_outages: bool = False
    outage_minutes: int = 60
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "safety"


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
