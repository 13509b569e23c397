"""Change settings."""

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ActionRequiredError, Problem
from chalicelib.kernel.secret import Sealed, Secret
from chalicelib.settings import checks, keys, section
from chalicelib.settings.model import (
    EnforcementMode,
    MailSecurity,
    MailSettings,
    SiteSettings,
    StripeSettings,
)
from chalicelib.settings.ports import SettingsDeps

LONGEST_SECRET = 500


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """What to change of the site; None keeps what is set."""

    site_name: str | None = None
    support_email: str | None = None
    admin_email: str | None = None
    currency: str | None = None
    time_zone: str | None = None
    accent_colour: str | None = None
    subscriptions_enabled: bool | None = None
    pricing_on_home: bool | None = None
    hold_minutes: int | None = None
    enforcement_mode: EnforcementMode | None = None
    start_delay_seconds: int | None = None
    device_switch_grace_seconds: int | None = None
    paused_counts_seconds: int | None = None
    stop_message: str | None = None


@dataclass(frozen=True, slots=True)
class StripeChanges:
    """What to change of the Stripe account; None keeps, an empty key removes."""

    enabled: bool | None = None
    checkout_enabled: bool | None = None
    recurring_enabled: bool | None = None
    sync_enabled: bool | None = None
    publishable_key: str | None = None
    secret_key: str | None = None
    webhook_secret: str | None = None


@dataclass(frozen=True, slots=True)
class MailChanges:
    """What to change of the mail server; None keeps, an empty password removes."""

    enabled: bool | None = None
    host: str | None = None
    port: int | None = None
    security: MailSecurity | None = None
    username: str | None = None
    password: str | None = None
    from_address: str | None = None
    from_name: str | None = None


def site(deps: SettingsDeps, *, version: int, changes: SiteChanges, actor: Actor) -> SiteSettings:
    """Change the site's settings as they were at `version`.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.site(), version)
    given = section.given(changes)
    if "currency" in given:
        given["currency"] = given["currency"].upper()
    after = replace(before, **given)
    checks.refuse(
        [
            checks.text(
                "site_name", after.site_name, longest=checks.LONGEST_SITE_NAME, required=True
            ),
            checks.email("support_email", after.support_email),
            checks.email("admin_email", after.admin_email),
            checks.currency("currency", after.currency),
            checks.time_zone("time_zone", after.time_zone),
            checks.colour("accent_colour", after.accent_colour),
            checks.between(
                "hold_minutes",
                after.hold_minutes,
                checks.SHORTEST_HOLD_MINUTES,
                checks.LONGEST_HOLD_MINUTES,
                unit="minutes",
            ),
            _seconds(
                "start_delay_seconds",
                after.start_delay_seconds,
                checks.LONGEST_START_DELAY_SECONDS,
            ),
            _seconds(
                "device_switch_grace_seconds",
                after.device_switch_grace_seconds,
                checks.LONGEST_GRACE_SECONDS,
            ),
            _seconds(
                "paused_counts_seconds", after.paused_counts_seconds, checks.LONGEST_PAUSE_SECONDS
            ),
            checks.stop_message("stop_message", after.stop_message),
        ]
    )
    return section.saved(deps, before, after, actor=actor)


def stripe(
    deps: SettingsDeps, *, version: int, changes: StripeChanges, actor: Actor
) -> StripeSettings:
    """Change the Stripe account as it was at `version`; secrets are sealed and never returned.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.stripe(), version)
    given = section.given(changes)
    new_secrets = {
        name: given.pop(name) for name in ("secret_key", "webhook_secret") if name in given
    }
    after = replace(before, **given)
    secret_key = new_secrets.get("secret_key")
    if secret_key is None:
        secret_key = _opened(deps, before.secret_key, place="stripe.secret_key")
    webhook_is_set = new_secrets.get("webhook_secret", before.webhook_secret)
    checks.refuse(
        [
            keys.shape("publishable_key", after.publishable_key),
            *(keys.shape(name, value) for name, value in new_secrets.items()),
            keys.mismatch(after.publishable_key, secret_key),
            _missing("secret_key", secret_key) if after.enabled else None,
            _missing("webhook_secret", webhook_is_set) if after.enabled else None,
            checks.sync_with_recurring(
                is_recurring=after.recurring_enabled, is_synced=after.sync_enabled
            ),
        ]
    )
    sealed: dict[str, Any] = {
        name: _sealed(deps, value, place=f"stripe.{name}") for name, value in new_secrets.items()
    }
    after = replace(after, **sealed)
    return section.saved(deps, before, after, actor=actor, entered=new_secrets)


def mail(deps: SettingsDeps, *, version: int, changes: MailChanges, actor: Actor) -> MailSettings:
    """Change the mail server as it was at `version`; the password is sealed, never returned.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.mail(), version)
    given = section.given(changes)
    password = given.pop("password", None)
    after = replace(before, **given)
    checks.refuse(
        [
            checks.host("host", after.host),
            checks.between("port", after.port, 1, 65535),
            checks.text("username", after.username, longest=254),
            checks.text("password", password or "", longest=LONGEST_SECRET),
            _kept_for_another_host(before, after.host, password),
            checks.email("from_address", after.from_address),
            checks.text("from_name", after.from_name, longest=80),
            _missing("host", after.host) if after.enabled else None,
            _missing("from_address", after.from_address) if after.enabled else None,
        ]
    )
    if password is not None:
        after = replace(after, password=_sealed(deps, password, place="mail.password"))
    entered = () if password is None else ("password",)
    return section.saved(deps, before, after, actor=actor, entered=entered)


def _seconds(name: str, value: int, highest: int) -> Problem | None:
    return checks.between(name, value, 0, highest, unit="seconds")


def _missing(field: str, value: object) -> Problem | None:
    if value:
        return None
    return checks.needed(field)


def _kept_for_another_host(
    before: MailSettings, host: str, password: str | None
) -> Problem | None:
    """Refuse to send a stored password to a server that it was not entered for."""
    if password is not None or before.password is None or host == before.host:
        return None
    return Problem(
        "password",
        "The stored password belongs to another mail server.",
        "Enter the password for this server, or leave it empty to remove it.",
    )


def _opened(deps: SettingsDeps, sealed: Sealed | None, *, place: str) -> str:
    if sealed is None:
        return ""
    try:
        return deps.vault.open(sealed, place=place).reveal()
    except ActionRequiredError:
        # It counts as set; that it cannot be read is told where it is used.
        return "unreadable"


def _sealed(deps: SettingsDeps, value: str, *, place: str) -> Sealed | None:
    return deps.vault.seal(Secret(value), place=place) if value else None
