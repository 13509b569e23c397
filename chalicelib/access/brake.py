"""How much access a run may take before a person has to say so (pure).

What a run would take is counted together with what runs took lately, so that many small runs do
not pass where one large one is held (docs/adr/0026).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from chalicelib.kernel.clock import from_iso, to_iso
from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import HeldRunId, UserId, new_id
from chalicelib.settings.model import SafetySettings

# How long what runs took counts against the next ones.
WINDOW = timedelta(hours=24)
# When a run that was left is asked about again.
ASK_AGAIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Loss:
    """What one person would lose, and why; `libraries` are named with their server.

    `is_over` tells that the person's time is, so that a payment would change it.
    """

    user_id: UserId
    why: str
    libraries: tuple[str, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Brake:
    """How many people lost access to runs that nobody confirmed, by the hour (ISO instants)."""

    taken: Mapping[str, int] = field(default_factory=dict)
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "brake"

    def lately(self, *, now: datetime) -> int:
        """Return how many lost access within the window before `now`."""
        return sum(self._recent(now).values())

    def counting(self, people: int, *, now: datetime) -> Self:
        """Return the brake with so many more, and nothing from before the window."""
        hour = to_iso(now.replace(minute=0, second=0, microsecond=0))
        recent = self._recent(now)
        return replace(self, taken={**recent, hour: recent.get(hour, 0) + people})

    def _recent(self, now: datetime) -> dict[str, int]:
        return {at: count for at, count in self.taken.items() if from_iso(at) > now - WINDOW}


def most(*, have_access: int, settings: SafetySettings) -> int:
    """Return how many people may lose access without a person saying so."""
    return max(settings.most_people, have_access * settings.most_percent // 100)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a run would take, against what it may."""

    people: int
    lately: int
    have_access: int
    most: int

    @property
    def halts(self) -> bool:
        """Tell whether the run must wait."""
        return self.people > 0 and self.people + self.lately > self.most

    @property
    def sentence(self) -> str:
        """Return it for people to read."""
        before = f", after {self.lately} in the last 24 hours" if self.lately else ""
        return (
            f"{_people(self.people)} would lose access{before}; {self.have_access} have it, and "
            f"at most {self.most} may lose it in 24 hours without your word."
        )


def reckon(*, people: int, lately: int, have_access: int, settings: SafetySettings) -> Reckoning:
    """Return whether a run may take access from so many people.

    `have_access` counts those who have it now. Whoever lost it lately had it when the window
    began, so that they count among those of whom a part may lose it.
    """
    had = have_access + lately
    return Reckoning(people, lately, have_access, most(have_access=had, settings=settings))


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


class HeldState(StrEnum):
    """What was decided about a held run."""

    OPEN = "open"  # waits for an administrator
    LEFT = "left"  # left for now; asked about again later
    GOING_ON = "going_on"  # confirmed: its list is carried out


_MOVES = {
    HeldState.OPEN: {HeldState.LEFT, HeldState.GOING_ON},
    HeldState.LEFT: {HeldState.OPEN, HeldState.GOING_ON},
    HeldState.GOING_ON: set[HeldState](),
}


@dataclass(frozen=True, slots=True)
class HeldRun:
    """A run that waits before its first removal; at most one is undecided at a time.

    `people` is how long its list is, `lately` how many had lost access in the window before it was
    opened. `asked` counts how often an administrator was asked. The
    version rises with every change of the list, so that a confirmation is of the list as shown.
    """

    id: HeldRunId
    run: str
    opened_at: datetime
    have_access: int
    most: int
    state: HeldState = HeldState.OPEN
    people: int = 0
    lately: int = 0
    asked: int = 1
    decided_at: datetime | None = None
    decided_by: str = ""
    asks_again_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> HeldRunId:
        """Return the natural key."""
        return self.id

    @property
    def is_undecided(self) -> bool:
        """Tell whether its list still waits."""
        return self.state in {HeldState.OPEN, HeldState.LEFT}

    def asks_again(self, *, now: datetime) -> bool:
        """Tell whether an administrator has to be asked about it once more."""
        return (
            self.state is HeldState.LEFT
            and self.asks_again_at is not None
            and (self.asks_again_at <= now)
        )

    def move(self, state: HeldState) -> Self:
        """Return the run in another state; raises IllegalMoveError for a move that is not."""
        if state not in _MOVES[self.state]:
            raise IllegalMoveError(f"A run that is {_WORDS[self.state]} cannot be changed so.")
        return replace(self, state=state)

    def opened_again(self) -> Self:
        """Return the run as it asks once more."""
        return replace(self.move(HeldState.OPEN), asked=self.asked + 1, asks_again_at=None)

    def decided(self, state: HeldState, *, by: str, now: datetime) -> Self:
        """Return the run as somebody decided; raises IllegalMoveError."""
        again = now + ASK_AGAIN if state is HeldState.LEFT else None
        return replace(self.move(state), decided_at=now, decided_by=by, asks_again_at=again)


_WORDS = {
    HeldState.OPEN: "open",
    HeldState.LEFT: "left for now",
    HeldState.GOING_ON: "confirmed",
}


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """Somebody on the list of a held run."""

    run_id: HeldRunId
    user_id: UserId
    why: str
    held_at: datetime
    libraries: tuple[str, ...] = ()
    is_over: bool = False

    @property
    def identity(self) -> tuple[HeldRunId, UserId]:
        """Return the natural key."""
        return self.run_id, self.user_id


def new_held_run(run: str, reckoning: Reckoning, *, now: datetime) -> HeldRun:
    """Return a held run without a list yet."""
    return HeldRun(
        id=HeldRunId(new_id("hld", now=now)),
        run=run,
        opened_at=now,
        have_access=reckoning.have_access,
        most=reckoning.most,
        lately=reckoning.lately,
    )
