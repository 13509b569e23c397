"""Request systems: what may be shown of their settings, and changing them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.secret import Secret
from chalicelib.settings import checks, section
from chalicelib.settings.community_model import (
    AtEnd,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.ports import SettingsDeps
from chalicelib.settings.views import SecretView, secret_view

LONGEST_LOGIN = 120
LONGEST_PROFILE = 80
LONGEST_SECRET = 500
# Which systems have to be told in whose name we act.
_WANTS_LOGIN = frozenset({RequestSystemName.OMBI, RequestSystemName.PETIO})
# What can become of accounts, as far as each system can do it: Overseerr knows no disabled ones,
# and in Ombi we open none (B208).
ENDS: Mapping[RequestSystemName, Collection[AtEnd]] = {
    RequestSystemName.OVERSEERR: (AtEnd.REMOVE, AtEnd.KEEP),
    RequestSystemName.OMBI: (AtEnd.REMOVE, AtEnd.KEEP),
    RequestSystemName.PETIO: (AtEnd.REMOVE, AtEnd.DISABLE, AtEnd.KEEP),
}


@dataclass(frozen=True, slots=True)
class RequestSystemChanges:
    """What to change; None keeps what is set, an empty secret removes it."""

    enabled: bool | None = None
    url: str | None = None
    login: str | None = None
    secret: str | None = None
    profile: str | None = None
    at_end: AtEnd | None = None


@dataclass(frozen=True, slots=True)
class RequestSystemView:
    """A request system without its key or password."""

    name: RequestSystemName
    enabled: bool
    url: str
    login: str
    secret: SecretView
    profile: str
    at_end: AtEnd
    version: int


def show(deps: SettingsDeps, *, name: RequestSystemName) -> RequestSystemView:
    """Return what may be shown of a request system."""
    held = deps.store.request_system(name)
    secret = secret_view(deps, held.secret, place=held.place)
    return RequestSystemView(
        name=name,
        enabled=held.enabled,
        url=held.url,
        login=held.login,
        secret=SecretView(secret.is_set, problem=secret.problem),
        profile=held.profile,
        at_end=held.at_end,
        version=held.version,
    )


def change(
    deps: SettingsDeps,
    *,
    name: RequestSystemName,
    version: int,
    changes: RequestSystemChanges,
    actor: Actor,
) -> RequestSystemSettings:
    """Change a request system as it was at `version`; who differs then is found each night.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.request_system(name), version)
    named = section.given(changes)
    secret = named.pop("secret", None)
    after = replace(before, **named)
    after = replace(after, url=after.url.rstrip("/"))
    has_secret = before.secret is not None if secret is None else bool(secret)
    checks.refuse(
        [
            checks.web_address("url", after.url),
            checks.text("login", after.login, longest=LONGEST_LOGIN),
            checks.text("profile", after.profile, longest=LONGEST_PROFILE),
            checks.text("secret", secret or "", longest=LONGEST_SECRET),
            _kept_for_another(before, after, secret),
            _impossible(after),
            *(_missing(after, has_secret=has_secret) if after.enabled else ()),
        ]
    )
    if secret is not None:
        sealed = deps.vault.seal(Secret(secret), place=after.place) if secret else None
        after = replace(after, secret=sealed)
    entered = () if secret is None else ("secret",)
    return section.saved(deps, before, after, actor=actor, entered=entered)


def _missing(after: RequestSystemSettings, *, has_secret: bool) -> list[Problem]:
    given = {"url": bool(after.url), "secret": has_secret}
    if after.name in _WANTS_LOGIN:
        given["login"] = bool(after.login)
    return [checks.needed(field) for field, is_given in given.items() if not is_given]


def _impossible(after: RequestSystemSettings) -> Problem | None:
    if after.at_end in ENDS[after.name]:
        return None
    choices = " or ".join(ENDS[after.name])
    message = f"{after.name.title()} cannot {after.at_end} accounts."
    return Problem("at_end", message, f"Choose {choices}.")


def _kept_for_another(
    before: RequestSystemSettings, after: RequestSystemSettings, secret: str | None
) -> Problem | None:
    """Refuse to send a stored secret to an address that it was not entered for."""
    if secret is not None or before.secret is None or after.url == before.url:
        return None
    return Problem(
        "secret",
        "The stored one belongs to another address.",
        "Enter the one for this address, or leave it empty to remove it.",
    )
