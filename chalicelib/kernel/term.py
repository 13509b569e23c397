"""How long a plan runs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from chalicelib.kernel.errors import InvalidError

LONGEST = {"day": 3660, "month": 120}


class TermUnit(StrEnum):
    """What a term counts."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days or calendar months; months clamp to the end of a shorter month.

    Raises InvalidError when `count` is not between 1 and ten years.
    """

    count: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if not 1 <= self.count <= LONGEST[self.unit]:
            raise InvalidError.of(
                "term",
                f"{self.count} {self.unit}s is not a term",
                f"Use 1 to {LONGEST[self.unit]} {self.unit}s.",
            )

    def end_from(self, start: datetime) -> datetime:
        """Return the exclusive end of the term that begins at `start`."""
        if self.unit is TermUnit.DAY:
            return start + relativedelta(days=self.count)
        return start + relativedelta(months=self.count)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def days(count: int) -> Term:
    """Return a term of days."""
    return Term(count, TermUnit.DAY)


def months(count: int) -> Term:
    """Return a term of calendar months."""
    return Term(count, TermUnit.MONTH)
