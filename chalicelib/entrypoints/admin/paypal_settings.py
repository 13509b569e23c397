"""Settings of both PayPal accounts. Secrets go in and never come out."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints.admin.settings import SecretInput, SecretShape, TestReport
from chalicelib.entrypoints.admin.shapes import Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.audit import Actor
from chalicelib.payments.model import GatewayAccount
from chalicelib.settings import paypal
from chalicelib.settings.model import PayPalMode, PayPalReading
from chalicelib.settings.webhooks import PAYPAL_EVENTS

registry = Registry()

Key = Annotated[str, StringConstraints(max_length=paypal.LONGEST_KEY)]


class PayPalShape(Model):
    """The primary PayPal account, without its secrets."""

    enabled: bool
    checkout_enabled: bool
    recurring_enabled: bool
    sync_enabled: bool
    mode: PayPalMode
    is_business: bool
    reads_by: PayPalReading
    client_id: str
    client_secret: SecretShape
    webhook_id: str
    nvp_username: str
    nvp_password: SecretShape
    nvp_signature: SecretShape
    webhook_url: str
    webhook_events: list[str]
    version: int


class PayPalInput(Model):
    """The primary PayPal account; secrets that are null stay as they are."""

    enabled: bool
    checkout_enabled: bool
    recurring_enabled: bool
    sync_enabled: bool
    mode: PayPalMode
    is_business: bool
    reads_by: PayPalReading
    client_id: Key
    client_secret: SecretInput = None
    webhook_id: Key
    nvp_username: Key
    nvp_password: SecretInput = None
    nvp_signature: SecretInput = None
    version: Version


class SecondPayPalShape(Model):
    """The secondary PayPal account, which is only read, without its secrets."""

    enabled: bool
    sync_enabled: bool
    mode: PayPalMode
    reads_by: PayPalReading
    client_id: str
    client_secret: SecretShape
    nvp_username: str
    nvp_password: SecretShape
    nvp_signature: SecretShape
    version: int


class SecondPayPalInput(Model):
    """The secondary PayPal account; secrets that are null stay as they are."""

    enabled: bool
    sync_enabled: bool
    mode: PayPalMode
    reads_by: PayPalReading
    client_id: Key
    client_secret: SecretInput = None
    nvp_username: Key
    nvp_password: SecretInput = None
    nvp_signature: SecretInput = None
    version: Version


@registry.add("GET", "/settings/paypal", summary="PayPal settings", returns=PayPalShape)
def read_paypal_settings(_call: Call[NoInput, NoInput]) -> PayPalShape:
    """Return the primary account's settings without secrets."""
    return _primary()


@registry.add(
    "PUT",
    "/settings/paypal",
    summary="Change the PayPal settings",
    body=PayPalInput,
    returns=PayPalShape,
)
def change_paypal_settings(call: Call[PayPalInput, NoInput]) -> PayPalShape:
    """Save the primary account's settings; credentials are trimmed and secrets encrypted."""
    _change(paypal.PRIMARY, call.body, actor=call.actor)
    return _primary()


@registry.add(
    "POST", "/settings/paypal/test", summary="Test the PayPal credentials", returns=TestReport
)
def try_paypal(_call: Call[NoInput, NoInput]) -> TestReport:
    """Try the credentials without moving money."""
    return _tried(GatewayAccount.PAYPAL)


@registry.add(
    "GET",
    "/settings/paypal-secondary",
    summary="Settings of the second PayPal account",
    returns=SecondPayPalShape,
)
def read_second_paypal_settings(_call: Call[NoInput, NoInput]) -> SecondPayPalShape:
    """Return the secondary account's settings without secrets."""
    return _secondary()


@registry.add(
    "PUT",
    "/settings/paypal-secondary",
    summary="Change the settings of the second PayPal account",
    body=SecondPayPalInput,
    returns=SecondPayPalShape,
)
def change_second_paypal_settings(call: Call[SecondPayPalInput, NoInput]) -> SecondPayPalShape:
    """Save the secondary account's settings; it is read and sells nothing."""
    _change(paypal.SECONDARY, call.body, actor=call.actor)
    return _secondary()


@registry.add(
    "POST",
    "/settings/paypal-secondary/test",
    summary="Test the credentials of the second PayPal account",
    returns=TestReport,
)
def try_second_paypal(_call: Call[NoInput, NoInput]) -> TestReport:
    """Try the credentials without moving money."""
    return _tried(GatewayAccount.PAYPAL_SECONDARY)


def _change(name: str, body: PayPalInput | SecondPayPalInput, *, actor: Actor) -> None:
    paypal.change(
        wiring.settings_deps(),
        name=name,
        version=body.version,
        changes=paypal.PayPalChanges(**body.model_dump(exclude={"version"})),
        actor=actor,
    )


def _tried(account: GatewayAccount) -> TestReport:
    report = wiring.payments_deps().accounts[account].test()
    return TestReport(works=report.works, lines=list(report.lines))


def _primary() -> PayPalShape:
    shown = paypal.show(wiring.settings_deps(), name=paypal.PRIMARY)
    site_url = wiring.notifications_deps().site_url
    return PayPalShape(
        enabled=shown.enabled,
        checkout_enabled=shown.checkout_enabled,
        recurring_enabled=shown.recurring_enabled,
        sync_enabled=shown.sync_enabled,
        mode=shown.mode,
        is_business=shown.is_business,
        reads_by=shown.reads_by,
        client_id=shown.client_id,
        client_secret=SecretShape.model_validate(shown.client_secret),
        webhook_id=shown.webhook_id,
        nvp_username=shown.nvp_username,
        nvp_password=SecretShape.model_validate(shown.nvp_password),
        nvp_signature=SecretShape.model_validate(shown.nvp_signature),
        webhook_url=f"{site_url}/webhooks/paypal",
        webhook_events=list(PAYPAL_EVENTS),
        version=shown.version,
    )


def _secondary() -> SecondPayPalShape:
    shown = paypal.show(wiring.settings_deps(), name=paypal.SECONDARY)
    return SecondPayPalShape.model_validate(shown)
