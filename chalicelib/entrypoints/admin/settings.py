"""Settings: the site, Stripe, mail. Secrets go in and never come out."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.catalog.model import PRIVATE
from chalicelib.entrypoints.admin.shapes import Key, Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import GroupId
from chalicelib.notifications import mail
from chalicelib.payments.model import GatewayName
from chalicelib.settings import change, checks, expiry, views, webhooks
from chalicelib.settings.model import EnforcementMode, ExpiryPolicy, MailSecurity

registry = Registry()

Text = Annotated[str, StringConstraints(max_length=checks.LONGEST_EMAIL)]
# None keeps what is stored, an empty text removes it.
SecretInput = Annotated[str, StringConstraints(max_length=change.LONGEST_SECRET)] | None


class SiteShape(Model):
    """The site and how it treats streams."""

    site_name: Annotated[str, StringConstraints(min_length=1, max_length=checks.LONGEST_SITE_NAME)]
    support_email: Text
    admin_email: Text
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    time_zone: Text
    accent_colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
    subscriptions_enabled: bool
    pricing_on_home: bool
    hold_minutes: Annotated[
        int,
        Field(ge=checks.SHORTEST_HOLD_MINUTES, le=checks.LONGEST_HOLD_MINUTES, strict=True),
    ]
    enforcement_mode: EnforcementMode
    start_delay_seconds: Annotated[
        int, Field(ge=0, le=checks.LONGEST_START_DELAY_SECONDS, strict=True)
    ]
    device_switch_grace_seconds: Annotated[
        int, Field(ge=0, le=checks.LONGEST_GRACE_SECONDS, strict=True)
    ]
    paused_counts_seconds: Annotated[
        int, Field(ge=0, le=checks.LONGEST_PAUSE_SECONDS, strict=True)
    ]
    stop_message: Annotated[
        str, StringConstraints(min_length=1, max_length=checks.LONGEST_STOP_MESSAGE)
    ]
    version: Version


class SecretShape(Model):
    """Whether a secret is set, and how it ends."""

    is_set: bool
    ending: str
    problem: str


class StripeShape(Model):
    """The Stripe account, without its secrets."""

    enabled: bool
    checkout_enabled: bool
    recurring_enabled: bool
    sync_enabled: bool
    publishable_key: str
    secret_key: SecretShape
    webhook_secret: SecretShape
    webhook_url: str
    webhook_events: list[str]
    version: int


class StripeInput(Model):
    """The Stripe account; what is null stays as it is."""

    enabled: bool
    checkout_enabled: bool
    recurring_enabled: bool | None = None
    sync_enabled: bool | None = None
    publishable_key: Text
    secret_key: SecretInput = None
    webhook_secret: SecretInput = None
    version: Version


class ExpiryShape(Model):
    """What becomes of people whose paid time ended."""

    policy: ExpiryPolicy
    restrict_groups: Annotated[list[Key], Field(max_length=100)]
    delete_after_days: Annotated[int, Field(ge=0, le=expiry.LONGEST_WAIT_DAYS, strict=True)]
    version: Version


class MailShape(Model):
    """The mail server, without its password."""

    enabled: bool
    host: str
    port: int
    security: MailSecurity
    username: str
    password: SecretShape
    from_address: str
    from_name: str
    version: int


class MailInput(Model):
    """The mail server; a password that is null stays as it is."""

    enabled: bool
    host: Text
    port: Annotated[int, Field(ge=1, le=65_535, strict=True)]
    security: MailSecurity
    username: Text
    password: SecretInput = None
    from_address: Text
    from_name: Text
    version: Version


class TestReport(Model):
    """What a test found, line by line."""

    __test__ = False

    works: bool
    lines: list[str]


class TestMail(Model):
    """Where the test mail goes."""

    __test__ = False

    to: Annotated[str, StringConstraints(min_length=3, max_length=checks.LONGEST_EMAIL)]


@registry.add("GET", "/settings/site", summary="Site settings", returns=SiteShape)
def read_site_settings(_call: Call[NoInput, NoInput]) -> SiteShape:
    """Return the site's settings."""
    return SiteShape.model_validate(wiring.settings_deps().store.site())


@registry.add(
    "PUT",
    "/settings/site",
    summary="Change the site settings",
    body=SiteShape,
    returns=SiteShape,
)
def change_site_settings(call: Call[SiteShape, NoInput]) -> SiteShape:
    """Save the site's settings."""
    wanted = call.body.model_dump(exclude={"version"})
    saved = change.site(
        wiring.settings_deps(),
        version=call.body.version,
        changes=change.SiteChanges(**wanted),
        actor=call.actor,
    )
    return SiteShape.model_validate(saved)


@registry.add("GET", "/settings/stripe", summary="Stripe settings", returns=StripeShape)
def read_stripe_settings(_call: Call[NoInput, NoInput]) -> StripeShape:
    """Return the Stripe settings without secrets."""
    return _stripe()


@registry.add(
    "PUT",
    "/settings/stripe",
    summary="Change the Stripe settings",
    body=StripeInput,
    returns=StripeShape,
)
def change_stripe_settings(call: Call[StripeInput, NoInput]) -> StripeShape:
    """Save the Stripe settings; keys are trimmed and encrypted."""
    wanted = call.body.model_dump(exclude={"version"})
    change.stripe(
        wiring.settings_deps(),
        version=call.body.version,
        changes=change.StripeChanges(**wanted),
        actor=call.actor,
    )
    return _stripe()


@registry.add("POST", "/settings/stripe/test", summary="Test the Stripe keys", returns=TestReport)
def try_stripe(_call: Call[NoInput, NoInput]) -> TestReport:
    """Try the keys without moving money."""
    report = wiring.payments_deps().gateways[GatewayName.STRIPE].test()
    return TestReport(works=report.works, lines=list(report.lines))


@registry.add(
    "GET", "/settings/expiry", summary="What follows the end of paid time", returns=ExpiryShape
)
def read_expiry_settings(_call: Call[NoInput, NoInput]) -> ExpiryShape:
    """Return what becomes of people whose paid time ended."""
    return ExpiryShape.model_validate(wiring.settings_deps().store.expiry())


@registry.add(
    "PUT",
    "/settings/expiry",
    summary="Change what follows the end of paid time",
    body=ExpiryShape,
    returns=ExpiryShape,
)
def change_expiry_settings(call: Call[ExpiryShape, NoInput]) -> ExpiryShape:
    """Save what becomes of people whose paid time ended."""
    saved = expiry.change(
        wiring.settings_deps(),
        version=call.body.version,
        changes=expiry.ExpiryChanges(
            policy=call.body.policy,
            restrict_groups=tuple(GroupId(each) for each in call.body.restrict_groups),
            delete_after_days=call.body.delete_after_days,
        ),
        offered={group.id for group in wiring.catalog_deps().store.groups()},
        private=PRIVATE,
        actor=call.actor,
    )
    return ExpiryShape.model_validate(saved)


@registry.add("GET", "/settings/mail", summary="Mail settings", returns=MailShape)
def read_mail_settings(_call: Call[NoInput, NoInput]) -> MailShape:
    """Return the mail settings without the password."""
    return _mail()


@registry.add(
    "PUT",
    "/settings/mail",
    summary="Change the mail settings",
    body=MailInput,
    returns=MailShape,
)
def change_mail_settings(call: Call[MailInput, NoInput]) -> MailShape:
    """Save the mail settings; the password is encrypted."""
    wanted = call.body.model_dump(exclude={"version"})
    change.mail(
        wiring.settings_deps(),
        version=call.body.version,
        changes=change.MailChanges(**wanted),
        actor=call.actor,
    )
    return _mail()


@registry.add(
    "POST",
    "/settings/mail/test",
    summary="Send a test mail",
    body=TestMail,
    returns=TestReport,
)
def try_mail(call: Call[TestMail, NoInput]) -> TestReport:
    """Send one mail at once and say how it went."""
    checks.refuse([checks.email("to", call.body.to, required=True)])
    mail.send_test(wiring.notifications_deps(), to=call.body.to)
    return TestReport(works=True, lines=[f"The mail server took a mail to {call.body.to}."])


def _stripe() -> StripeShape:
    shown = views.stripe(wiring.settings_deps())
    site_url = wiring.notifications_deps().site_url
    return StripeShape(
        enabled=shown.enabled,
        checkout_enabled=shown.checkout_enabled,
        recurring_enabled=shown.recurring_enabled,
        sync_enabled=shown.sync_enabled,
        publishable_key=shown.publishable_key,
        secret_key=SecretShape.model_validate(shown.secret_key),
        webhook_secret=SecretShape.model_validate(shown.webhook_secret),
        webhook_url=f"{site_url}/webhooks/stripe",
        webhook_events=list(webhooks.STRIPE_EVENTS),
        version=shown.version,
    )


def _mail() -> MailShape:
    return MailShape.model_validate(views.mail(wiring.settings_deps()))
