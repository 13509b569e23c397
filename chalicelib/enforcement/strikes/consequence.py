"""What somebody's strikes lead to (pure).

All of it follows from the strikes that stand: whoever asks, in whatever order they came to be
known or were taken back, gets the same answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.judging.suspension import SUSPENDED
from chalicelib.enforcement.model import Decision, DecisionKind
from chalicelib.enforcement.recording.record import OBSERVED
from chalicelib.kernel.ids import DecisionId
from chalicelib.settings.limit_model import LadderStep, LimitSettings, Measure
from chalicelib.users.model import Restraint

# Nothing could be carried out, but the stream went on all the same.
_DEFIED = frozenset({DecisionKind.IGNORED_STOP, DecisionKind.UNSTOPPABLE})
_WEIGHT = {Measure.WARN: 0, Measure.RESTRICT: 1, Measure.SUSPEND: 2}


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps, and how long a strike counts."""

    steps: tuple[LadderStep, ...]
    window: timedelta

    @property
    def reach(self) -> timedelta:
        """Return how far back strikes can still matter for what holds now."""
        longest = max((step.lasts for step in self.steps), default=timedelta(0))
        return self.window + longest

    def step_for(self, strikes: int) -> LadderStep | None:
        """Return the highest step that so many strikes reach, None for none."""
        reached = [step for step in self.steps if step.strikes <= strikes]
        return max(reached, key=_height, default=None)


def ladder_of(settings: LimitSettings) -> Ladder:
    """Return the ladder that these settings make."""
    return Ladder(settings.ladder, timedelta(hours=settings.strike_window_hours))


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the strikes that stand, the oldest first.

    What one look found about somebody is one strike, however many streams were too many.
    """
    strikes = (each for each in decisions if is_strike(each))
    found: dict[datetime, Decision] = {}
    for each in sorted(strikes, key=_order):
        found.setdefault(each.at, each)
    return tuple(found.values())


def is_strike(decision: Decision) -> bool:
    """Tell whether a decision counts for the ladder: carried out or defied, and not taken back.

    What a restraint itself leads to never does: it would make itself longer.
    """
    if decision.rule == SUSPENDED:
        return False
    return decision.strikes and was_acted_on(decision) and decision.forgiven_at is None


def was_acted_on(decision: Decision) -> bool:
    """Tell whether more than observing was done: it was carried out, or defied."""
    was_defied = decision.kind in _DEFIED and decision.outcome != OBSERVED
    return decision.carried_out or was_defied


def same_strike(decision: Decision, others: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that are one strike together with this one, itself among them."""
    found = {each.id: each for each in others if each.at == decision.at and each.strikes}
    return tuple({**found, decision.id: decision}.values())


def within(strikes: Sequence[Decision], ladder: Ladder, *, at: datetime) -> tuple[Decision, ...]:
    """Return the strikes that count at an instant; one that is as old as the window does not."""
    return tuple(each for each in strikes if at - ladder.window < each.at <= at)


def step_at(
    strikes: Sequence[Decision], strike: Decision, ladder: Ladder
) -> tuple[LadderStep | None, int]:
    """Return the step that a strike reached, and how many counted then."""
    count = len(within(strikes, ladder, at=strike.at))
    return ladder.step_for(count), count


def is_first_on_step(strikes: Sequence[Decision], strike: Decision, ladder: Ladder) -> bool:
    """Tell whether no earlier strike of the window reached the same step."""
    step, _count = step_at(strikes, strike, ladder)
    earlier = within(strikes, ladder, at=strike.at)[:-1]
    return all(step_at(strikes, each, ladder)[0] != step for each in earlier)


def restraint_after(
    strikes: Sequence[Decision], ladder: Ladder, *, settled_at: datetime | None = None
) -> Restraint | None:
    """Return the last restraint that the strikes lead to, which may be over; None for none.

    What holds is never shortened by something lighter. Strikes up to `settled_at` still count, but
    lead to nothing themselves any more.
    """
    found: Restraint | None = None
    for strike in strikes:
        step, _count = step_at(strikes, strike, ladder)
        if step is None or step.measure is Measure.WARN:
            continue
        if settled_at is not None and strike.at <= settled_at:
            continue
        new = _restraint(step, strike.at, strike.id, settled_at)
        found = heavier(found, new, at=strike.at)
    return found


def heavier(held: Restraint | None, new: Restraint, *, at: datetime) -> Restraint:
    """Return which of two holds from `at` on: the heavier, of two alike the one that lasts."""
    if held is None or not held.holds(now=at):
        return new
    return max(new, held, key=lambda each: (_WEIGHT[each.measure], each.until))


def is_lighter(restraint: Restraint | None, than: Restraint) -> bool:
    """Tell whether a restraint asks less of somebody than another one."""
    if restraint is None:
        return True
    measures = _WEIGHT[restraint.measure], _WEIGHT[than.measure]
    return measures[0] < measures[1] or (
        measures[0] == measures[1] and restraint.until < than.until
    )


def lifted(held: Restraint, left: Restraint | None, *, now: datetime) -> Restraint:
    """Return what is left of a running restraint once a strike was taken back.

    `left` is what the remaining strikes lead to. Taking one back makes nothing heavier.
    """
    if left is None or not left.holds(now=now):
        return held.ended(now=now)
    return replace(left, settled_at=held.settled_at) if is_lighter(left, held) else held


def _restraint(
    step: LadderStep, since: datetime, cause: DecisionId, settled_at: datetime | None
) -> Restraint:
    return Restraint(step.measure, since, since + step.lasts, cause, settled_at=settled_at)


def _height(step: LadderStep) -> tuple[int, int, int]:
    return step.strikes, _WEIGHT[step.measure], step.hours


def _order(decision: Decision) -> tuple[datetime, DecisionId]:
    return decision.at, decision.id
