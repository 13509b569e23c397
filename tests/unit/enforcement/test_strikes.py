"""What strikes lead to follows from those that stand, and from nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.enforcement.judging.suspension import SUSPENDED
from chalicelib.enforcement.model import Decision, DecisionKind
from chalicelib.enforcement.strikes import consequence
from chalicelib.enforcement.strikes.consequence import Ladder
from chalicelib.settings.limit_model import LadderStep, LimitSettings, Measure
from chalicelib.users.model import Restraint
from tests.builders import NOON
from tests.stream_builders import a_decision

HOUR = timedelta(hours=1)
STEPS = (
    LadderStep(1, Measure.WARN),
    LadderStep(3, Measure.RESTRICT, 12),
    LadderStep(4, Measure.SUSPEND, 24),
)
LADDER = Ladder(STEPS, 48 * HOUR)


def a_strike(hour: float, **changes: object) -> Decision:
    at = NOON + hour * HOUR
    known = {"id": f"dec_{hour:05}", "at": at, "strikes": True, **changes}
    return a_decision(**known)


def after(*hours: float) -> Restraint | None:
    return consequence.restraint_after(consequence.standing(map(a_strike, hours)), LADDER)


def test_settings_make_the_ladder():
    ladder = consequence.ladder_of(LimitSettings(ladder=STEPS, strike_window_hours=48))
    assert ladder == LADDER
    assert ladder.reach == 72 * HOUR


@pytest.mark.parametrize(
    ("count", "measure"),
    [
        (0, None),
        (1, Measure.WARN),
        (2, Measure.WARN),
        (3, Measure.RESTRICT),
        (4, Measure.SUSPEND),
        (99, Measure.SUSPEND),
    ],
)
def test_the_highest_step_that_is_reached_applies(count, measure):
    step = LADDER.step_for(count)
    assert (step.measure if step else None) == measure


@pytest.mark.parametrize(
    "changes",
    [
        {"strikes": False},
        {"carried_out": False},
        {"forgiven_at": NOON},
        {"rule": SUSPENDED},
    ],
)
def test_only_what_was_carried_out_and_stands_is_a_strike(changes):
    assert consequence.standing([a_strike(0, **changes)]) == ()


@pytest.mark.parametrize("kind", [DecisionKind.UNSTOPPABLE, DecisionKind.IGNORED_STOP])
def test_what_could_not_be_stopped_is_a_strike_all_the_same(kind):
    held = a_strike(0, carried_out=False, kind=kind)
    assert consequence.standing([held]) == (held,)


def test_what_one_look_found_is_one_strike():
    pair = a_strike(0), a_strike(0, id="dec_twin")
    assert consequence.standing(pair) == consequence.standing(reversed(pair)) == (pair[0],)
    assert set(consequence.same_strike(pair[0], [*pair, a_strike(1)])) == set(pair)
    assert consequence.same_strike(pair[0], []) == (pair[0],)


def test_a_strike_counts_until_it_is_as_old_as_the_window():
    held = consequence.standing(map(a_strike, (0, 1)))
    assert len(consequence.within(held, LADDER, at=NOON + 48 * HOUR)) == 1
    just_before = NOON + 48 * HOUR - timedelta(microseconds=1)
    assert len(consequence.within(held, LADDER, at=just_before)) == 2


def test_a_restraint_begins_with_the_strike_that_reached_its_step():
    assert after(0, 1) is None
    restricted = after(0, 1, 2)
    assert restricted == Restraint(
        Measure.RESTRICT, NOON + 2 * HOUR, NOON + 14 * HOUR, "dec_00002"
    )
    suspended = after(0, 1, 2, 3)
    assert (suspended.measure, suspended.until) == (Measure.SUSPEND, NOON + 27 * HOUR)


def test_something_lighter_never_shortens_what_holds():
    # Only two of the five count at hour 50; three again at hour 51, while the suspension is over.
    assert after(0, 1, 2, 3, 50, 51).measure is Measure.SUSPEND
    ladder = Ladder((LadderStep(1, Measure.RESTRICT, 1), LadderStep(2, Measure.SUSPEND, 24)), HOUR)
    held = consequence.standing(map(a_strike, (0, 0.5, 3)))
    found = consequence.restraint_after(held, ladder)
    assert (found.measure, found.until) == (Measure.SUSPEND, NOON + 24.5 * HOUR)
    again = consequence.standing(map(a_strike, (0, 0.5, 30)))
    assert consequence.restraint_after(again, ladder).measure is Measure.RESTRICT


def test_what_an_administrator_ended_does_not_come_back_but_its_strikes_count():
    held = consequence.standing(map(a_strike, (0, 1, 2)))
    settled = NOON + 3 * HOUR
    assert consequence.restraint_after(held, LADDER, settled_at=settled) is None
    more = consequence.standing(map(a_strike, (0, 1, 2, 4)))
    found = consequence.restraint_after(more, LADDER, settled_at=settled)
    assert (found.measure, found.settled_at) == (Measure.SUSPEND, settled)


def test_the_first_on_a_step_within_the_window_is_the_one_to_warn():
    held = consequence.standing(map(a_strike, (0, 1, 60)))
    assert [consequence.is_first_on_step(held, each, LADDER) for each in held] == [
        True,
        False,
        True,
    ]


def test_taking_a_strike_back_makes_nothing_heavier():
    held = Restraint(Measure.RESTRICT, NOON, NOON + 5 * HOUR, "dec_1")
    heavier = Restraint(Measure.SUSPEND, NOON, NOON + 5 * HOUR, "dec_2")
    shorter = replace(held, until=NOON + 2 * HOUR)
    now = NOON + HOUR
    assert consequence.lifted(held, heavier, now=now) == held
    assert consequence.lifted(held, shorter, now=now) == shorter
    assert consequence.lifted(held, None, now=now) == replace(held, until=now)
    assert consequence.lifted(held, shorter, now=NOON + 3 * HOUR).until == NOON + 3 * HOUR


some_hours = st.lists(
    st.integers(0, 200).map(lambda each: each / 2), min_size=0, max_size=12, unique=True
)
some_steps = st.lists(
    st.builds(
        LadderStep,
        st.integers(1, 6),
        st.sampled_from(Measure),
        st.integers(1, 72),
    ),
    max_size=4,
).map(tuple)
some_ladders = st.builds(Ladder, some_steps, st.integers(1, 100).map(lambda hours: hours * HOUR))


@pytest.mark.property
@given(some_ladders, some_hours, st.randoms())
def test_the_restraint_follows_from_the_strikes_that_stand_in_any_order(ladder, hours, chance):
    """Whoever adds and takes back strikes in any order ends with what those that stand lead to."""
    every = {each: a_strike(each) for each in hours}
    forgiven = {each for each in hours if chance.random() < 0.3}
    known: dict[float, Decision] = {}
    acts = [("strike", each) for each in hours] + [("forgive", each) for each in forgiven]
    chance.shuffle(acts)
    for act, hour in acts:
        before = known.get(hour, every[hour])
        known[hour] = replace(before, forgiven_at=NOON) if act == "forgive" else before
    shuffled = list(known.values())
    chance.shuffle(shuffled)

    left = [a_strike(each) for each in sorted(set(hours) - forgiven)]
    found = consequence.restraint_after(consequence.standing(shuffled), ladder)
    assert found == consequence.restraint_after(consequence.standing(left), ladder)


@pytest.mark.property
@given(some_ladders, some_hours)
def test_one_more_strike_never_shortens_what_holds(ladder, hours):
    every = consequence.standing(map(a_strike, hours))
    for count, strike in enumerate(every):
        held = consequence.restraint_after(every[:count], ladder)
        then = consequence.restraint_after(every[: count + 1], ladder)
        if held is not None and held.holds(now=strike.at):
            assert not consequence.is_lighter(then, held)


@pytest.mark.property
@given(some_ladders, some_hours, st.integers(0, 11), st.integers(0, 300))
def test_taking_one_back_never_leaves_more_to_bear(ladder, hours, place, hour):
    every = consequence.standing(map(a_strike, hours))
    now = NOON + hour * HOUR
    held = consequence.restraint_after([each for each in every if each.at <= now], ladder)
    if held is None or not held.holds(now=now) or place >= len(every):
        return
    rest = [each for each in every if each.at <= now and each != every[place]]
    after_it = consequence.lifted(held, consequence.restraint_after(rest, ladder), now=now)
    assert after_it == held or consequence.is_lighter(after_it, held)
