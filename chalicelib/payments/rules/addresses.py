"""Mail addresses as people write them (pure): case, blanks, plus tags and slips of the finger."""

from dataclasses import dataclass, field

_MOST_SLIPS = 2
_SHORTEST_WITH_SLIPS = 5


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts; two are equal when they differ by a plus tag at most.

    `whole` is casefolded and has no blanks around it.
    """

    local: str
    domain: str
    whole: str = field(compare=False)

    @classmethod
    def of(cls, text: str) -> "Address | None":
        """Read an address; None when it is none."""
        whole = text.strip().casefold()
        local, _, domain = whole.rpartition("@")
        name = local.partition("+")[0]
        return cls(name, domain, whole) if name and domain else None

    @property
    def bare(self) -> str:
        """Return the address without its plus tag."""
        return f"{self.local}@{self.domain}"


def is_typo(one: str, other: str) -> bool:
    """Tell whether two words differ by one or two slips: a letter more, less, or another.

    Two letters that changed places are one slip. Short words must be alike.
    """
    if one == other or min(len(one), len(other)) < _SHORTEST_WITH_SLIPS:
        return False
    return _slips(one, other) <= _MOST_SLIPS


def _slips(one: str, other: str) -> int:
    """Return the optimal string alignment distance, cut off above `_MOST_SLIPS`.

    https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
    """
    if abs(len(one) - len(other)) > _MOST_SLIPS:
        return _MOST_SLIPS + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, another in enumerate(other, start=1):
            least = min(
                last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != another)
            )
            changed_places = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another
            )
            line.append(min(least, before[column - 2] + 1) if changed_places else least)
        before, last = last, line
    return last[-1]
