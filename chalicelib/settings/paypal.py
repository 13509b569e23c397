"""A PayPal account, primary or secondary: what may be shown of it, and changing it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.secret import Secret
from chalicelib.settings import checks, section
from chalicelib.settings.model import PayPalMode, PayPalReading, PayPalSettings
from chalicelib.settings.ports import SettingsDeps
from chalicelib.settings.views import SecretView, secret_view

PRIMARY, SECONDARY = "paypal", "paypal_secondary"
LONGEST_KEY = 250
_SECRETS = ("client_secret", "nvp_password", "nvp_signature")
_KEY = re.compile(r"[\x21-\x7e]+\Z")


@dataclass(frozen=True, slots=True)
class PayPalChanges:
    """What to change of a PayPal account; None keeps, an empty secret removes."""

    enabled: bool | None = None
    checkout_enabled: bool | None = None
    recurring_enabled: bool | None = None
    sync_enabled: bool | None = None
    mode: PayPalMode | None = None
    is_business: bool | None = None
    reads_by: PayPalReading | None = None
    client_id: str | None = None
    client_secret: str | None = None
    webhook_id: str | None = None
    nvp_username: str | None = None
    nvp_password: str | None = None
    nvp_signature: str | None = None


@dataclass(frozen=True, slots=True)
class PayPalView:
    """A PayPal account without its secrets."""

    enabled: bool
    checkout_enabled: bool
    recurring_enabled: bool
    sync_enabled: bool
    mode: PayPalMode
    is_business: bool
    reads_by: PayPalReading
    client_id: str
    client_secret: SecretView
    webhook_id: str
    nvp_username: str
    nvp_password: SecretView
    nvp_signature: SecretView
    version: int


def show(deps: SettingsDeps, *, name: str) -> PayPalView:
    """Return what may be shown of the account ``paypal`` or ``paypal_secondary``."""
    held = deps.store.paypal(name)
    shown: dict[str, Any] = {
        field: secret_view(deps, getattr(held, field), place=f"{name}.{field}")
        for field in _SECRETS
    }
    for field in fields(held):
        if field.name not in {"name", *_SECRETS}:
            shown[field.name] = getattr(held, field.name)
    return PayPalView(**shown)


def change(
    deps: SettingsDeps, *, name: str, version: int, changes: PayPalChanges, actor: Actor
) -> PayPalSettings:
    """Change the account as it was at `version`; secrets are sealed and never returned.

    The secondary account is only read: it sells nothing (B049). Raises InvalidError with every
    wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.paypal(name), version)
    given = section.given(changes)
    entered = {field: given.pop(field) for field in _SECRETS if field in given}
    after = replace(before, **given)
    if name == SECONDARY:
        after = replace(after, checkout_enabled=False, recurring_enabled=False, webhook_id="")
    is_set = {field: bool(entered.get(field, getattr(before, field))) for field in _SECRETS}
    checks.refuse([*_shapes(after, entered), *_needed(after, is_set), *_recurring(after)])
    sealed: dict[str, Any] = {
        field: deps.vault.seal(Secret(value), place=f"{name}.{field}") if value else None
        for field, value in entered.items()
    }
    after = replace(after, **sealed)
    return section.saved(deps, before, after, actor=actor, entered=entered)


def _shapes(after: PayPalSettings, entered: Mapping[str, str]) -> list[Problem | None]:
    texts = {
        "client_id": after.client_id,
        "webhook_id": after.webhook_id,
        "nvp_username": after.nvp_username,
        **entered,
    }
    return [_shape(field, value) for field, value in texts.items()]


def _shape(field: str, value: str) -> Problem | None:
    if len(value) > LONGEST_KEY:
        return Problem(
            field, f"{len(value)} characters are too many.", f"Use at most {LONGEST_KEY}."
        )
    if value and not _KEY.match(value):
        return Problem(
            field,
            "This holds blanks or signs that none of PayPal's credentials has.",
            "Copy it again from PayPal.",
        )
    return None


def _needed(after: PayPalSettings, is_set: Mapping[str, bool]) -> list[Problem | None]:
    if not after.enabled:
        return []
    needs: dict[str, bool] = {}
    sells = after.name == PRIMARY and (after.checkout_enabled or after.recurring_enabled)
    if sells or after.reads_by is PayPalReading.REST:
        needs = {"client_id": bool(after.client_id), "client_secret": is_set["client_secret"]}
    if sells:
        needs["webhook_id"] = bool(after.webhook_id)
    if after.reads_by is PayPalReading.NVP and after.sync_enabled:
        needs["nvp_username"] = bool(after.nvp_username)
        needs |= {field: is_set[field] for field in ("nvp_password", "nvp_signature")}
    return [checks.needed(field) for field, is_there in needs.items() if not is_there]


def _recurring(after: PayPalSettings) -> list[Problem | None]:
    """Refuse recurring payments that would go unseen (B038), or that PayPal refuses (B050)."""
    if not after.recurring_enabled:
        return []
    problems: list[Problem | None] = []
    if not after.sync_enabled:
        problems.append(
            Problem(
                "sync_enabled",
                "Recurring payments need the sync: a renewal whose webhook is lost would never "
                "be seen.",
                "Switch the sync on, or recurring payments off.",
            )
        )
    if not after.is_business:
        problems.append(
            Problem(
                "is_business",
                "A PayPal business account is required for recurring payments.",
                "Upgrade the account at PayPal and confirm it here, or switch recurring "
                "payments off.",
            )
        )
    return problems
