"""What somebody keeps who has to bear a restraint (pure; X026, docs/adr/0032)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.catalog.model import PRIVATE, Library
from chalicelib.kernel.ids import GroupId, UserId
from chalicelib.settings.limit_model import Measure
from chalicelib.users.model import Restraint, User

# How long the seat of somebody waits who has to accept a new invite.
_COMES_BACK_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Restrained:
    """A restraint that holds, and the library groups that are left to those who are restricted."""

    restraint: Restraint
    group_ids: frozenset[GroupId]

    def keeps(self, libraries: Iterable[Library]) -> tuple[Library, ...]:
        """Return those of a share's libraries that stay; none means that nothing is shared."""
        if self.restraint.measure is Measure.SUSPEND:
            return ()
        return tuple(
            each for each in libraries if each.group_id in self.group_ids and not each.is_missing
        )

    @property
    def why(self) -> str:
        """Return it for people to read, with its end."""
        is_all = self.restraint.measure is Measure.SUSPEND
        word = "suspended" if is_all else "restricted"
        return (
            f"Access is {word} until {self.restraint.until:%Y-%m-%d %H:%M} UTC, after violations"
        )

    @property
    def seat_until(self) -> datetime:
        """Return until when the person's seat waits for them (exclusive)."""
        return self.restraint.until + _COMES_BACK_WITHIN


def restrained(user: User, group_ids: Iterable[GroupId], *, now: datetime) -> Restrained | None:
    """Return what holds somebody just now; `group_ids` are left to those who are restricted."""
    held = user.restrained(now=now)
    return Restrained(held, frozenset(group_ids) - {PRIVATE}) if held else None


def comes_back(user: User, *, now: datetime) -> bool:
    """Tell whether a restraint is over and was not undone yet."""
    held = user.restraint
    is_over = held is not None and user.restrained(now=now) is None
    return is_over and held is not None and not held.is_undone


def seat_holder(user_id: UserId) -> str:
    """Return under what name the seat of somebody waits."""
    return f"restraint_{user_id}"
