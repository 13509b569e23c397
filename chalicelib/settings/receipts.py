"""Change what stands on receipts besides the payment (X011)."""

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.settings import checks, section
from chalicelib.settings.model import ReceiptSettings
from chalicelib.settings.ports import SettingsDeps

LONGEST_NAME = 120
LONGEST_ADDRESS = 500
LONGEST_TAX_LINE = 200
LONGEST_FOOTER = 500
MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class ReceiptChanges:
    """What to change; None keeps what is set."""

    business_name: str | None = None
    address: str | None = None
    tax_line: str | None = None
    footer: str | None = None


def change(
    deps: SettingsDeps, *, version: int, changes: ReceiptChanges, actor: Actor
) -> ReceiptSettings:
    """Change the settings as they were at `version`; receipts of the past show them, too.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.receipts(), version)
    given: dict[str, Any] = {name: _tidied(text) for name, text in section.given(changes).items()}
    after = replace(before, **given)
    checks.refuse(
        [
            checks.text("business_name", after.business_name, longest=LONGEST_NAME),
            _lines("address", after.address, longest=LONGEST_ADDRESS),
            checks.text("tax_line", after.tax_line, longest=LONGEST_TAX_LINE),
            _lines("footer", after.footer, longest=LONGEST_FOOTER),
        ]
    )
    return section.saved(deps, before, after, actor=actor)


def _tidied(text: str) -> str:
    """Return the text without blanks at the ends of its lines, and without empty ends."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _lines(field: str, value: str, *, longest: int) -> Problem | None:
    """Tell whether a text of several lines is too long or holds control characters."""
    lines = value.split("\n")
    if len(lines) > MOST_LINES:
        return Problem(field, f"{len(lines)} lines are too many.", f"Use at most {MOST_LINES}.")
    if len(value) > longest:
        return Problem(field, f"{len(value)} characters are too many.", f"Use at most {longest}.")
    wrong = (checks.text(field, line, longest=longest) for line in lines)
    return next((each for each in wrong if each), None)
