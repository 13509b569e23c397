"""What may be shown of settings: everything but secrets."""

from dataclasses import dataclass

from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.secret import Sealed
from chalicelib.settings.keys import KeyMode, mode_of
from chalicelib.settings.model import MailSecurity, SiteSettings
from chalicelib.settings.ports import SettingsDeps

_SHOWN_CHARACTERS = 4
# Of a short secret even four characters would tell too much.
_SHORTEST_WITH_HINT = 16


@dataclass(frozen=True, slots=True)
class SecretView:
    """Whether a secret is set; `ending` is its last four characters, empty for a short one.

    `problem` tells that it is stored but cannot be opened.
    """

    is_set: bool
    ending: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StripeView:
    """The Stripe account without its secrets; `mode` is that of its keys."""

    enabled: bool
    checkout_enabled: bool
    recurring_enabled: bool
    sync_enabled: bool
    publishable_key: str
    mode: KeyMode | None
    secret_key: SecretView
    webhook_secret: SecretView
    version: int


@dataclass(frozen=True, slots=True)
class MailView:
    """The mail server without its password; of the password not even the ending is shown."""

    enabled: bool
    host: str
    port: int
    security: MailSecurity
    username: str
    password: SecretView
    from_address: str
    from_name: str
    version: int


def site(deps: SettingsDeps) -> SiteSettings:
    """Return the site's settings; there is no secret among them."""
    return deps.store.site()


def stripe(deps: SettingsDeps) -> StripeView:
    """Return what may be shown of the Stripe account."""
    held = deps.store.stripe()
    return StripeView(
        enabled=held.enabled,
        checkout_enabled=held.checkout_enabled,
        recurring_enabled=held.recurring_enabled,
        sync_enabled=held.sync_enabled,
        publishable_key=held.publishable_key,
        mode=mode_of(held.publishable_key),
        secret_key=secret_view(deps, held.secret_key, place="stripe.secret_key"),
        webhook_secret=secret_view(deps, held.webhook_secret, place="stripe.webhook_secret"),
        version=held.version,
    )


def mail(deps: SettingsDeps) -> MailView:
    """Return what may be shown of the mail server."""
    held = deps.store.mail()
    password = secret_view(deps, held.password, place="mail.password")
    return MailView(
        enabled=held.enabled,
        host=held.host,
        port=held.port,
        security=held.security,
        username=held.username,
        password=SecretView(password.is_set, problem=password.problem),
        from_address=held.from_address,
        from_name=held.from_name,
        version=held.version,
    )


def secret_view(deps: SettingsDeps, sealed: Sealed | None, *, place: str) -> SecretView:
    """Return what may be shown of a secret that is sealed at a place."""
    if sealed is None:
        return SecretView(is_set=False)
    try:
        value = deps.vault.open(sealed, place=place).reveal()
    except ActionRequiredError as error:
        return SecretView(is_set=True, problem=error.message)
    is_long = len(value) >= _SHORTEST_WITH_HINT
    return SecretView(is_set=True, ending=value[-_SHOWN_CHARACTERS:] if is_long else "")
