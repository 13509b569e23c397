"""How far a rule goes, and what comes before and after a stop."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.model import DecisionKind
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import DecisionId, UserId
from chalicelib.settings.limit_model import Measure, Rule
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.model import Restraint
from tests.usecases.enforcement.limits_world import GAMMA, LimitsWorld
from tests.usecases.enforcement.world import BETA, MINUTES

SECONDS = timedelta(seconds=1)


@pytest.fixture
def world() -> LimitsWorld:
    return LimitsWorld()


# ------------------------------------------------------------------ how far


@pytest.mark.behaviour("X025")
def test_a_rule_that_observes_touches_nothing_while_another_acts(world):
    world.plan(allows_transcoding=False, max_bitrate_kbps=4000)
    world.limits(modes={Rule.VIDEO_TRANSCODING: EnforcementMode.OBSERVE})
    world.play(1, transcodes_video=True, bitrate_kbps=3000)
    world.play(2, bitrate_kbps=8000)
    for _ in range(3):
        world.sweep(after=5 * MINUTES)
    assert world.playing == ["1"]
    assert sorted(world.outcomes) == [
        ("stop", "bitrate", "stopped, and gone at the next look"),
        ("stop", "video_transcoding", "observed only"),
    ]
    assert world.mails == [("stream_stopped", "ann@example.com")]


@pytest.mark.behaviour("X025")
def test_a_server_that_observes_touches_nothing(world):
    world.server(BETA, enforcement_mode=EnforcementMode.OBSERVE)
    for number in (1, 2):
        world.play(number)
    world.sweep()
    world.play(3, server=BETA)
    world.sweep(after=5 * MINUTES)
    assert world.playing == ["1", "2", "3"]
    assert world.outcomes == [("stop", "concurrent_streams", "observed only")]
    assert not world.decisions[0].strikes


# ------------------------------------------------------------------ warning, lasting, cooling down


def test_a_breach_has_to_last_and_is_remembered_from_look_to_look(world):
    world.plan(allows_transcoding=False)
    world.limits(sustain_seconds=120)
    world.play(1, transcodes_video=True)
    report = world.sweep()
    assert (world.playing, world.decisions) == (["1"], ())
    assert report.again_at == world.clock.now() + timedelta(seconds=120)
    world.sweep(after=119 * SECONDS)
    assert world.playing == ["1"]
    world.sweep(after=1 * SECONDS)
    assert world.outcomes == [("stop", "video_transcoding", "stopped")]


def test_a_breach_that_ends_in_time_is_forgotten(world):
    world.plan(allows_transcoding=False)
    world.limits(sustain_seconds=120)
    world.play(1, transcodes_video=True)
    world.sweep()
    converted = world.end(1)
    world.players.play(replace(converted, transcodes_video=False))
    world.sweep(after=60 * SECONDS)
    assert world.remembered(1).breach_since is None
    world.end(1)
    world.players.play(converted)
    world.sweep(after=100 * SECONDS)
    assert (world.playing, world.decisions) == (["1"], ())


def test_the_player_warns_first_where_it_can_and_once(world):
    world.plan(allows_transcoding=False)
    world.limits(sustain_seconds=300, warns_first=True)
    world.play(1, transcodes_video=True)
    world.play_there(2, transcodes_video=True)
    world.sweep()
    world.sweep(after=1 * MINUTES)
    ((server, _session, shown),) = world.finns.warned
    assert server == GAMMA
    assert shown.endswith("It is stopped soon.")
    assert world.outcomes == [("warn", "video_transcoding", "warned")]
    assert world.playing == ["1", "2"]
    world.sweep(after=5 * MINUTES)
    assert world.playing == []
    assert len(world.finns.warned) == 1
    assert [each.strikes for each in world.decisions] == [False, True, True]


def test_a_warning_that_fails_is_recorded_and_the_stop_comes_all_the_same(world):
    world.plan(allows_transcoding=False)
    world.limits(sustain_seconds=60, warns_first=True)
    world.play_there(1, transcodes_video=True)
    world.finns.warn = failing(RetryLaterError("no answer"))
    world.sweep()
    assert world.outcomes == [("warn", "video_transcoding", "the warning failed: no answer")]
    world.sweep(after=1 * MINUTES)
    assert world.playing == []


def failing(error: Exception):
    def fail(*_args: object, **_given: object) -> None:
        raise error

    return fail


def test_a_session_that_comes_back_at_once_is_left_alone_for_a_while(world):
    world.plan(allows_transcoding=False)
    world.limits(cool_down_seconds=60)
    made = world.play_there(1, transcodes_video=True)
    world.sweep()
    assert world.playing == []
    world.clock.move(20 * SECONDS)
    world.look(GAMMA)
    assert world.decisions[0].outcome == "stopped, and gone at the next look"
    world.finns.play(made)
    world.clock.move(20 * SECONDS)
    report = world.look(GAMMA)
    assert world.playing == ["1"]
    world.clock.move(15 * SECONDS)
    report = world.look(GAMMA)
    assert world.playing == ["1"]
    assert report.again_at is not None
    world.clock.move(report.again_at - world.clock.now())
    world.look(GAMMA)
    assert world.playing == []
    assert len(world.finns.stopped) == 2


@pytest.mark.behaviour("X023")
def test_a_player_that_ignores_a_stop_is_marked_counts_as_a_strike_and_is_never_stopped_again(
    world,
):
    world.plan(allows_transcoding=False)
    made = world.play_there(1, transcodes_video=True)
    world.finns.stubborn = {made.session_id}
    for _ in range(5):
        world.sweep(after=5 * MINUTES)
    assert len(world.finns.stopped) == 1
    assert [(each.kind, each.strikes) for each in world.decisions] == [
        (DecisionKind.STOP, True),
        (DecisionKind.IGNORED_STOP, True),
    ]


@pytest.mark.behaviour("X023")
def test_who_plays_the_same_again_after_a_stop_has_not_ignored_it_and_is_stopped_again(world):
    world.plan(allows_transcoding=False)
    made = world.play_there(1, transcodes_video=True, position_seconds=600)
    world.sweep()
    world.clock.move(4 * MINUTES)
    # Jellyfin has the same session for it; it was begun a minute before the next sweep.
    world.finns.play(replace(made, position_seconds=660))
    world.sweep(after=1 * MINUTES)
    assert world.playing == []
    assert [each.kind for each in world.decisions] == [DecisionKind.STOP, DecisionKind.STOP]
    assert world.decisions[0].outcome == "stopped, and gone at the next look"


@pytest.mark.behaviour("X023")
def test_a_stop_is_verified_as_soon_as_the_player_had_the_time_to_obey(world):
    world.plan(allows_transcoding=False)
    world.play_there(1, transcodes_video=True)
    world.look(GAMMA)
    world.clock.move(15 * SECONDS)
    report = world.look(GAMMA)
    assert report.counts["stopped"] == 1
    assert report.again_at == world.clock.now() + 10 * SECONDS
    world.clock.move(report.again_at - world.clock.now())
    assert world.look(GAMMA).again_at is None
    assert world.decisions[0].outcome == "stopped, and gone at the next look"


@pytest.mark.behaviour("X026")
def test_who_is_suspended_for_a_stop_is_stopped_everywhere_by_the_look_that_verifies_it(world):
    world.plan(allows_transcoding=False)
    world.play(1, server=BETA)
    world.sweep()
    world.play_there(2, transcodes_video=True)
    world.look(GAMMA)
    world.clock.move(15 * SECONDS)
    report = world.look(GAMMA)
    assert world.playing == ["1"]
    ann = world.deps.users.get(UserId("usr_ann"))
    until = world.clock.now() + timedelta(hours=1)
    held = Restraint(Measure.SUSPEND, world.clock.now(), until, world.decisions[0].id)
    world.db.seed(replace(ann, restraint=held, version=ann.version + 1))
    world.clock.move(report.again_at - world.clock.now())
    world.look(GAMMA)
    assert (world.playing, world.decisions[-1].rule) == ([], "suspended")


@pytest.mark.behaviour("X026")
def test_a_player_that_ignores_a_stop_because_of_a_suspension_makes_it_no_longer(world):
    ann = world.deps.users.get(UserId("usr_ann"))
    until = world.clock.now() + timedelta(hours=1)
    held = Restraint(Measure.SUSPEND, world.clock.now(), until, DecisionId("dec_1"))
    world.db.seed(replace(ann, restraint=held, version=ann.version + 1))
    made = world.play(1)
    world.players.stubborn = {made.session_id}
    for _ in range(3):
        world.sweep(after=5 * MINUTES)
    assert [(each.kind, each.rule, each.strikes) for each in world.decisions] == [
        (DecisionKind.STOP, "suspended", False),
        (DecisionKind.IGNORED_STOP, "goes_on_after_stop", False),
    ]
