"""Who waits is read as the waitlist's port promises."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.checkout.waiting import OPEN_STATES, WaitState
from chalicelib.kernel.records import Insert, Update
from tests.builders import NOON, a_turn
from tests.contract.stores.worlds import World


def test_those_whose_turn_is_not_over_stand_in_the_order_of_joining(world: World):
    assert world.waitlist.line() == ()
    assert not world.catalog.is_anybody_waiting()

    late = a_turn(email="late@example.com", joined_at=NOON + timedelta(hours=1))
    first = a_turn(email="first@example.com", joined_at=NOON - timedelta(hours=1))
    ended = a_turn(email="gone@example.com", state=WaitState.LEFT)
    world.database.commit(*map(Insert, (late, a_turn(), first, ended)))

    standing = world.waitlist.line()
    assert [each.email for each in standing] == [first.email, "ann@example.com", late.email]
    assert world.catalog.is_anybody_waiting()
    assert world.waitlist.entry(ended.id) == replace(ended, version=1)
    assert world.waitlist.entry("wai_unknown") is None


def test_a_turn_leaves_the_line_when_it_is_over_and_only_then(world: World):
    for version, state in enumerate(WaitState):
        world.database.commit(Update(a_turn(state=state, version=version)))
        assert bool(world.waitlist.line()) == (state in OPEN_STATES)
