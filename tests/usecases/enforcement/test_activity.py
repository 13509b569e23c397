"""What is logged, found again, counted by the hour, and scored."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.catalog.model import Platform, Server
from chalicelib.enforcement.activity import by_hour, charts, history, now_playing
from chalicelib.enforcement.model import DecisionKind
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.sharing import nightly
from chalicelib.enforcement.sweeping.activity import Decided
from chalicelib.kernel.errors import InvalidError, NotFoundError, RetryLaterError
from chalicelib.settings.limit_model import LimitSettings, Rule
from chalicelib.settings.model import EnforcementMode
from tests.builders import NOON
from tests.stream_builders import a_score, an_activity_entry
from tests.unit.enforcement.test_sharing_score import two_homes
from tests.usecases.enforcement.world import ALPHA, BETA, MINUTES, World


@pytest.fixture
def world() -> World:
    return World()


DAY = NOON.date()


def found(world: World, **changes: object) -> list[str]:
    asked = {
        "server_id": None,
        "user_id": None,
        "since": DAY,
        "until": DAY,
        "cursor": None,
        "limit": 50,
        **changes,
    }
    return [each.session_key for each in history.history(world.deps, **asked).items]


@pytest.mark.behaviour("B178")
def test_what_is_logged_tells_quality_platform_and_decision(world: World):
    world.settings(start_delay_seconds=0)
    world.play(1, source_height=2160, bitrate_kbps=40_000, transcodes_video=True)
    world.play(2)
    world.play(3)
    world.db.seed(replace(world.db.find(Server, BETA), logs_activity=False))
    world.play(4, server=BETA, who="9")
    world.sweep()

    rows = {each.session_key: each for each in world.activity}
    assert set(rows) == {"1", "2", "3"}
    first = rows["1"]
    assert (first.user_id, first.device_name, first.address) == (
        "usr_ann",
        "Device 1",
        "203.0.113.7",
    )
    assert (first.platform, first.source_height, first.bitrate_kbps) == (
        Platform.PLEX,
        2160,
        40_000,
    )
    assert (first.first_seen, first.decision) == (NOON, None)
    assert rows["3"].decision is DecisionKind.STOP
    assert rows["3"].decision_id == world.decisions[0].id
    assert not rows["3"].is_observed


def test_what_was_only_observed_is_logged_as_such(world: World):
    world.settings(enforcement_mode=EnforcementMode.OBSERVE, start_delay_seconds=0)
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()

    rows = {each.session_key: each for each in world.activity}
    assert (rows["3"].decision, rows["3"].is_observed) == (DecisionKind.STOP, True)
    assert not rows["1"].is_observed


def test_the_log_is_kept_as_long_as_the_settings_say(world: World):
    world.db.seed(LimitSettings(activity_days=7, version=1))
    world.play(1)
    world.sweep()
    assert [each.expires_at for each in world.activity] == [NOON + timedelta(days=7)]


def test_history_is_found_by_server_by_person_and_by_day(world: World):
    world.play(1)
    world.play(2, server=BETA)
    world.play(3, server=BETA, who="9")
    world.sweep()
    world.end(1)
    world.clock.move(timedelta(hours=23))
    world.play(4)
    world.sweep()

    assert found(world) == ["1", "3", "2"]
    assert found(world, server_id=BETA) == ["3", "2"]
    assert found(world, user_id="usr_ann") == ["2", "1"]
    assert found(world, user_id="usr_ann", server_id=ALPHA) == ["1"]
    assert found(world, until=DAY + timedelta(days=1))[0] == "4"
    assert found(world, since=date(2026, 3, 1), until=date(2026, 3, 2)) == []
    assert found(world, since=date.min, until=date.max)[0] == "4"
    assert found(world, since=None, until=None) == ["4", "1", "3", "2"]
    with pytest.raises(InvalidError):
        found(world, until=DAY - timedelta(days=1))
    with pytest.raises(NotFoundError):
        found(world, server_id="srv_gone")


def test_days_are_those_of_the_site(world: World):
    world.settings(time_zone="Pacific/Auckland")  # 13 hours ahead: it is tomorrow there
    world.play(1)
    world.sweep()
    assert found(world) == []
    assert found(world, since=DAY + timedelta(days=1), until=DAY + timedelta(days=1)) == ["1"]


def test_what_plays_now_is_told_with_what_was_decided_and_touches_nothing(world: World):
    world.settings(enforcement_mode=EnforcementMode.OBSERVE, start_delay_seconds=0)
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    world.play(4)
    world.players.failing[BETA] = RetryLaterError("no answer")
    before = len(world.db.commits)

    alpha, beta = now_playing.now_playing(world.deps).servers

    assert [(each.stream.session_key, each.user_id, each.decided) for each in alpha.streams] == [
        ("1", "usr_ann", Decided()),
        ("2", "usr_ann", Decided()),
        ("3", "usr_ann", Decided(DecisionKind.STOP, is_observed=True)),
        ("4", None, Decided()),
    ]
    assert (beta.streams, beta.error) == ((), "no answer")
    assert len(world.db.commits) == before
    assert world.players.stopped == []


# --- Hours ---------------------------------------------------------------------------------------


def hours(world: World) -> dict[int, int]:
    return {each.at.hour: each.streams for each in world.db.all(HourFigures)}


def test_each_hour_is_counted_from_the_log_and_written_once(world: World):
    world.play(1)
    for _ in range(20):
        world.sweep(after=5 * MINUTES)  # from 12:05 to 13:40
    world.clock.set(NOON + timedelta(hours=2, minutes=1))

    assert by_hour.count(world.deps) == {"written": 2}
    assert hours(world) == {12: 1, 13: 1}
    before = len(world.db.commits)
    assert by_hour.count(world.deps) == {"written": 0}
    assert len(world.db.commits) == before


def test_hours_that_nobody_counted_are_counted_later(world: World):
    for hour in (1, 5, 9):
        began = NOON + timedelta(hours=hour)
        world.db.seed(
            an_activity_entry(session_key=str(hour), first_seen=began, last_seen=began + MINUTES)
        )
    world.clock.set(NOON + timedelta(hours=12))
    by_hour.count(world.deps)
    assert hours(world) == {13: 1, 17: 1, 21: 1}


def test_nothing_is_counted_where_nothing_is_logged(world: World):
    for server_id in (ALPHA, BETA):
        world.db.seed(replace(world.db.find(Server, server_id), logs_activity=False))
    before = world.db.round_trips
    assert by_hour.count(world.deps) == {"written": 0}
    assert world.db.round_trips - before == 1


def test_charts_show_every_hour_or_the_busiest_of_each_day(world: World):
    for hour, peak in ((1, 2), (5, 7), (30, 3)):
        made = HourFigures(
            NOON + timedelta(hours=hour),
            peak,
            peak,
            0,
            3600,
            NOON + timedelta(days=9),
            people={"usr_ann": 3600},
        )
        world.db.seed(made)
    world.clock.set(NOON + timedelta(hours=36))

    daily = charts.charts(world.deps, days=7)
    hourly = charts.charts(world.deps, days=2)

    assert (len(hourly.points), hourly.is_daily) == (48, False)
    assert [each.peak for each in hourly.points if each.streams] == [2, 7, 3]
    assert daily.is_daily
    assert [each.peak for each in daily.points if each.streams] == [7, 3]
    assert daily.people == (("usr_ann", 3.0),)
    assert sum(hours for _week, hours in daily.weeks) == 3.0


# --- Sharing -------------------------------------------------------------------------------------


@pytest.mark.behaviour("X030")
def test_who_streamed_lately_is_scored_and_nothing_follows_by_itself(world: World):
    world.db.seed(*two_homes(5))
    world.clock.set(NOON + timedelta(days=4, hours=2))

    counts = nightly.score_all(world.deps)

    assert counts == {"scored": 1, "suspected": 1}
    score = world.db.one(SharingScore)
    assert (score.user_id, score.networks) == ("usr_ann", 2)
    assert score.score >= 40
    assert score.reasons
    for number in (1, 2):
        world.play(number)
    world.sweep(after=5 * MINUTES)
    assert (world.decisions, world.running) == ((), ["1", "2"])


@pytest.mark.behaviour("X030")
def test_a_score_leads_to_a_stop_only_when_the_rule_is_switched_on(world: World):
    world.settings(start_delay_seconds=0)
    world.db.seed(a_score(score=90), a_score(user_id="usr_bob", score=90))
    for number in (1, 2):
        world.play(number)
    world.sweep()
    assert world.decisions == ()
    world.db.seed(LimitSettings(modes={Rule.SHARING: EnforcementMode.ENFORCE}, version=1))
    world.play(3, who="9")
    world.sweep(after=20 * MINUTES)
    assert [(each.rule, each.carried_out) for each in world.decisions] == [("sharing", True)]


def test_who_streamed_in_one_place_gets_no_row_and_an_old_score_goes_down(world: World):
    world.play(1)
    world.sweep()
    world.clock.move(MINUTES)
    assert nightly.score_all(world.deps) == {"scored": 1, "suspected": 0}
    assert world.db.all(SharingScore) == ()
    world.db.seed(a_score(score=90))
    nightly.score_all(world.deps)
    assert world.db.one(SharingScore).score == 0
