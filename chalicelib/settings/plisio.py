"""The Plisio account: what may be shown of it, and changing it."""

import re
from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.secret import Sealed, Secret
from chalicelib.settings import checks, section
from chalicelib.settings.model import PlisioSettings
from chalicelib.settings.ports import SettingsDeps
from chalicelib.settings.views import SecretView, secret_view

PLACE = "plisio.secret_key"
MOST_COINS = 50
LONGEST_COIN = 20
_COIN = re.compile(r"[A-Z0-9_]+\Z")
_KEY = re.compile(r"[A-Za-z0-9_-]{8,250}\Z")


@dataclass(frozen=True, slots=True)
class PlisioChanges:
    """What to change of the Plisio account; None keeps, an empty key removes."""

    enabled: bool | None = None
    checkout_enabled: bool | None = None
    sync_enabled: bool | None = None
    secret_key: str | None = None
    accepts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlisioView:
    """The Plisio account without its secret key."""

    enabled: bool
    checkout_enabled: bool
    sync_enabled: bool
    secret_key: SecretView
    accepts: tuple[str, ...]
    version: int


def show(deps: SettingsDeps) -> PlisioView:
    """Return what may be shown of the Plisio account."""
    held = deps.store.plisio()
    return PlisioView(
        enabled=held.enabled,
        checkout_enabled=held.checkout_enabled,
        sync_enabled=held.sync_enabled,
        secret_key=secret_view(deps, held.secret_key, place=PLACE),
        accepts=held.accepts,
        version=held.version,
    )


def change(
    deps: SettingsDeps, *, version: int, changes: PlisioChanges, actor: Actor
) -> PlisioSettings:
    """Change the account as it was at `version`; the key is sealed and never returned.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.plisio(), version)
    entered = None if changes.secret_key is None else changes.secret_key.strip()
    after = _changed(before, changes)
    has_key = before.secret_key is not None if entered is None else bool(entered)
    checks.refuse([_wrong_key(entered), _missing_key(after, has_key), *_wrong_coins(after)])
    if entered is not None:
        after = replace(after, secret_key=_sealed(deps, entered))
    names = () if entered is None else ("secret_key",)
    return section.saved(deps, before, after, actor=actor, entered=names)


def _changed(before: PlisioSettings, changes: PlisioChanges) -> PlisioSettings:
    def chosen(name: str) -> bool:
        wanted = getattr(changes, name)
        return bool(getattr(before, name) if wanted is None else wanted)

    accepts = before.accepts if changes.accepts is None else changes.accepts
    coins = (coin.strip().upper() for coin in accepts)
    return replace(
        before,
        enabled=chosen("enabled"),
        checkout_enabled=chosen("checkout_enabled"),
        sync_enabled=chosen("sync_enabled"),
        accepts=tuple(dict.fromkeys(coin for coin in coins if coin)),
    )


def _sealed(deps: SettingsDeps, value: str) -> Sealed | None:
    return deps.vault.seal(Secret(value), place=PLACE) if value else None


def _wrong_key(entered: str | None) -> Problem | None:
    if not entered or _KEY.match(entered):
        return None
    return Problem(
        "secret_key",
        "This does not look like a secret key of Plisio's.",
        "Copy it again from the API page of your shop at Plisio.",
    )


def _missing_key(after: PlisioSettings, has_key: bool) -> Problem | None:  # noqa: FBT001 - a fact
    if has_key or not after.enabled:
        return None
    return checks.needed("secret_key")


def _wrong_coins(after: PlisioSettings) -> list[Problem]:
    problems = [
        Problem(
            "accepts", f"{coin[:LONGEST_COIN]!r} is no coin.", "Write it like BTC or USDT_TRX."
        )
        for coin in after.accepts
        if len(coin) > LONGEST_COIN or not _COIN.match(coin)
    ]
    if len(after.accepts) > MOST_COINS:
        problems.append(Problem("accepts", "These are too many.", f"Use at most {MOST_COINS}."))
    return problems
