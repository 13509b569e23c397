"""Add and change discount codes; what was used stays as it was."""

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.catalog.discounts import Discount, normal
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    NotFoundError,
    Problem,
    StaleRecordError,
)
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings.checks import between, currency, email, refuse

HIGHEST_AMOUNT = 99_999_999
MOST_USES = 1_000_000
LONGEST = 40
_CODE = re.compile(rf"[a-z0-9][a-z0-9_-]{{1,{LONGEST - 1}}}")
_WHOLE = Decimal(100)
_STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class DiscountDraft:
    """A code's terms as an administrator writes them; see catalog.discounts.Discount."""

    percent: Decimal | None = None
    amount: Money | None = None
    email: str = ""
    max_uses: int | None = None
    expires_at: datetime | None = None
    allows_recurring: bool = False
    is_active: bool = True


def add(deps: CatalogDeps, *, code: str, draft: DiscountDraft, actor: Actor) -> Discount:
    """Add a code; raises InvalidError, or ConflictError for one that exists (B091)."""
    now = deps.clock.now()
    name = normal(code)
    checked = _checked(draft, code=name)
    added = Discount(name, created_at=now, **_fields(checked))
    entry = note(actor, "discount.added", name, now=now, after=_shown(added))
    try:
        deps.database.commit(Insert(added), Insert(entry))
    except AlreadyRecordedError:
        raise ConflictError(
            f"There is a code {name} already.",
            remedy="Choose another text, or change that one.",
            code="code_taken",
        ) from None
    return replace(added, version=1)


def change(
    deps: CatalogDeps, *, code: str, version: int, draft: DiscountDraft, actor: Actor
) -> Discount:
    """Change a code's terms, or switch it off; orders under way keep what they were promised.

    Raises InvalidError, NotFoundError, or StaleRecordError, also after a customer's use meanwhile.
    """
    discount = deps.store.discount(normal(code))
    if discount is None:
        raise NotFoundError("There is no such code.", remedy="Reload the list.")
    if discount.version != version:
        raise StaleRecordError(discount)
    changed = replace(discount, **_fields(_checked(draft)))
    if changed == discount:
        return discount
    entry = note(
        actor,
        "discount.changed",
        discount.code,
        now=deps.clock.now(),
        before=_shown(discount),
        after=_shown(changed),
    )
    deps.database.commit(Update(changed), Insert(entry))
    return replace(changed, version=changed.version + 1)


def _checked(draft: DiscountDraft, *, code: str | None = None) -> DiscountDraft:
    """Return the draft tidied; raises InvalidError with everything that is wrong."""
    tidied = replace(draft, email=draft.email.strip().casefold())
    found = [
        _code_problem(code) if code is not None else None,
        _value_problem(tidied),
        _end_problem(tidied.expires_at),
        email("email", tidied.email),
    ]
    if tidied.max_uses is not None:
        found.append(between("max_uses", tidied.max_uses, 1, MOST_USES, unit="uses"))
    refuse(found)
    return tidied


def _code_problem(code: str) -> Problem | None:
    if _CODE.fullmatch(code):
        return None
    return Problem(
        "code",
        "This cannot be a code.",
        f"Use 2 to {LONGEST} letters, digits, hyphens and underscores, for example SUMMER-26.",
    )


def _value_problem(draft: DiscountDraft) -> Problem | None:
    """Exactly one of percent and amount says what the code takes off (B092)."""
    percent, amount = draft.percent, draft.amount
    if (percent is None) == (amount is None):
        what = "Both are empty." if percent is None else "Both a percentage and an amount are set."
        return Problem("percent", what, "Set either a percentage or an amount.")
    if percent is not None:
        is_fine = 0 < percent <= _WHOLE and percent == percent.quantize(_STEP)
        remedy = "Use more than 0 up to 100, with at most two decimals."
        return None if is_fine else Problem("percent", f"{percent} % is no share.", remedy)
    return _money_problem(amount)


def _end_problem(expires_at: datetime | None) -> Problem | None:
    if expires_at is None or expires_at.tzinfo is not None:
        return None
    return Problem("expires_at", "The time has no zone.", "Write it like 2026-01-31T12:00:00Z.")


def _money_problem(amount: Money | None) -> Problem | None:
    if amount is None:
        return None
    wrong = between("amount", amount.minor, 1, HIGHEST_AMOUNT)
    return wrong or currency("amount.currency", amount.currency)


def _fields(draft: DiscountDraft) -> dict[str, Any]:
    return {each.name: getattr(draft, each.name) for each in fields(draft)}


def _shown(discount: Discount) -> dict[str, object]:
    names = [each.name for each in fields(DiscountDraft)]
    shown = {name: getattr(discount, name) for name in names}
    return {name: "" if value is None else value for name, value in shown.items()}
