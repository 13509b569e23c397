"""A decision that a sweep and its customer write at the same moment loses neither of the two."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.enforcement.model import Decision, DecisionKind
from chalicelib.enforcement.records.appeal import AppealState, OpenAppeal
from chalicelib.enforcement.strikes import appeals
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Write
from tests.fakes.device_host import FakeDeviceHost
from tests.stream_builders import a_decision
from tests.usecases.enforcement.limits_world import GAMMA, LimitsWorld
from tests.usecases.enforcement.world import MINUTES, World

ANN = UserId("usr_ann")
BOSS = Actor("login:admin@example.com")


def just_before(world: World, is_it: Callable[[Decision], bool], then: Callable[[], object]):
    """Let something happen right before the first commit that stores such a decision."""

    def hook(writes: tuple[Write, ...]) -> None:
        found = [each.record for each in writes if isinstance(each.record, Decision)]
        if any(map(is_it, found)):
            world.db.before_commit.remove(hook)
            then()

    world.db.before_commit.append(hook)


def appeal(world: World, decision_id: str) -> Decision:
    return appeals.appeal(world.deps, user_id=ANN, decision_id=decision_id, text="It was my son")


def stop_one(world: World) -> Decision:
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    return world.db.one(Decision)


def test_an_appeal_outlives_the_next_look_that_confirms_the_stop():
    world = World()
    stopped = stop_one(world)
    just_before(world, lambda each: "gone at" in each.outcome, lambda: appeal(world, stopped.id))
    world.sweep(after=5 * MINUTES)
    after = world.db.one(Decision)
    assert after.outcome == "stopped, and gone at the next look"
    assert after.appeal is not None
    assert after.appeal.text == "It was my son"
    assert world.db.one(OpenAppeal).decision_id == stopped.id


def test_what_a_look_confirmed_outlives_an_appeal_that_was_begun_before():
    world = World()
    stopped = stop_one(world)
    just_before(
        world, lambda each: each.appeal is not None, lambda: world.sweep(after=5 * MINUTES)
    )
    told = appeal(world, stopped.id)
    after = world.db.one(Decision)
    assert told == after
    assert after.outcome == "stopped, and gone at the next look"
    assert after.appeal is not None


def test_an_appeal_outlives_the_outcome_of_signing_the_player_out():
    world = LimitsWorld()
    devices = FakeDeviceHost()
    platform = world.deps.catalog.server(GAMMA).platform
    world.deps = replace(world.deps, device_hosts={platform: devices})
    world.finns.stubborn.add(f"{GAMMA}-3")
    for number in (1, 2):
        world.play(number)
    world.play_there(3)
    world.sweep()
    just_before(
        world,
        lambda each: each.kind is DecisionKind.IGNORED_STOP and each.version > 0,
        lambda: appeal(world, ignored(world).id),
    )
    world.sweep(after=5 * MINUTES)
    after = ignored(world)
    assert after.appeal is not None
    assert after.outcome.startswith("the device could not be signed out")


def ignored(world: World) -> Decision:
    (found,) = [each for each in world.decisions if each.kind is DecisionKind.IGNORED_STOP]
    return found


def test_an_answer_and_a_look_at_the_same_moment_both_stand():
    world = World()
    stopped = stop_one(world)
    appeal(world, stopped.id)
    just_before(
        world,
        lambda each: each.appeal is not None and each.appeal.state is AppealState.ACCEPTED,
        lambda: world.sweep(after=5 * MINUTES),
    )
    appeals.accept(world.deps, decision_id=stopped.id, answer="You are right.", actor=BOSS)
    after = world.db.one(Decision)
    assert after.outcome == "stopped, and gone at the next look"
    assert after.appeal is not None
    assert after.appeal.state is AppealState.ACCEPTED


def test_a_decision_of_an_older_release_can_be_appealed_and_gets_a_version():
    world = World()
    world.db.seed(a_decision(at=world.clock.now()))
    old = replace(world.db.one(Decision), version=0)
    world.db._records[Decision, old.id] = old
    told = appeal(world, old.id)
    assert (told.version, world.db.one(Decision)) == (1, told)
    with pytest.raises(NotFoundError):
        appeal(world, "dec_unknown")
