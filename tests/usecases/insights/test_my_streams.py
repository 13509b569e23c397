"""The customer's own page judges as the sweep does, and lets an own stream be stopped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.model import DecisionKind
from chalicelib.enforcement.ports import CannotStopError
from chalicelib.insights import my_streams
from chalicelib.insights.own_look import LOOK_EVERY, STOP_EVERY, MyStreams, OwnLook
from chalicelib.insights.ports import OwnLookDeps
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ConflictError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.model import User
from tests.builders import a_plan, a_share
from tests.fakes.own_look_store import InMemoryOwnLookStore
from tests.stream_builders import a_decision
from tests.usecases.enforcement.world import ALPHA, BETA, World

ANN = UserId("usr_ann")


def a_world() -> World:
    world = World()
    world.settings(start_delay_seconds=0)
    return world


def ann(world: World) -> User:
    user = world.db.find(User, ANN)
    assert user is not None
    return user


def deps(world: World) -> OwnLookDeps:
    return OwnLookDeps(world.deps, InMemoryOwnLookStore(world.db))


def reload(world: World, *servers: ServerId) -> MyStreams | None:
    shares = [a_share(server_id=each) for each in servers or (ALPHA, BETA)]
    return my_streams.running(deps(world), user=ann(world), shares=shares)


def look(world: World, *servers: ServerId) -> MyStreams:
    """Open the page after having left it alone for a while."""
    world.clock.move(LOOK_EVERY)
    found = reload(world, *servers)
    assert found is not None
    return found


def stop(world: World, number: int, server: ServerId = ALPHA) -> None:
    world.clock.move(STOP_EVERY)
    stop_at_once(world, number, server)


def stop_at_once(world: World, number: int, server: ServerId = ALPHA) -> None:
    my_streams.stop(
        deps(world),
        user=ann(world),
        shares=[a_share(server_id=ALPHA)],
        server_id=server,
        session_key=str(number),
    )


def test_it_shows_what_runs_which_of_it_counts_and_why_not():
    world = a_world()
    world.play(1)
    world.play(2, server=BETA)
    world.play(3, who="9999")
    world.settings(start_delay_seconds=60)
    world.sweep()
    world.clock.move(timedelta(seconds=61))
    world.play(4, server=BETA)

    found = look(world)
    shown = [(each.title, each.server_name, each.why) for each in found.streams]
    assert shown == [
        ("Film 1", "Alpha", ""),
        ("Film 2", "Beta", ""),
        ("Film 4", "Beta", "just started"),
    ]
    assert (found.counted, found.limit, found.is_over) == (2, 2, False)


def test_only_the_servers_of_the_person_are_asked():
    world = a_world()
    world.play(1, server=BETA)
    assert look(world, ALPHA).streams == ()
    world.sweep()
    # The sweep saw them there, so that it is looked at although nothing is shared there.
    assert [each.title for each in look(world, ALPHA).streams] == ["Film 1"]


def test_a_server_that_does_not_answer_is_named():
    world = a_world()
    world.players.failing[BETA] = RetryLaterError("It is down.")
    world.play(1)
    found = look(world)
    assert (found.unread, len(found.streams)) == (("Beta",), 1)


def test_while_over_the_limit_an_own_stream_can_be_stopped():
    world = a_world()
    for number in (1, 2, 3):
        world.play(number)
    assert look(world).is_over
    stop(world, 1)
    assert world.running == ["2", "3"]
    assert [each.action for each in world.db.all(AuditEntry)] == ["stream.stopped_by_customer"]
    with pytest.raises(NotFoundError):
        stop(world, 1)
    with pytest.raises(ConflictError):
        stop(world, 2)
    assert world.running == ["2", "3"]


def test_who_is_over_the_limit_stays_so_when_the_newest_cannot_be_stopped():
    world = a_world()
    for number in (1, 2):
        world.play(number)
    world.play(3, session_id="")
    world.sweep()
    assert [each.kind for each in world.decisions] == [DecisionKind.UNSTOPPABLE]
    assert look(world).is_over
    stop(world, 2)
    assert (world.running, look(world).is_over) == (["1", "3"], False)


def test_nobody_is_told_to_stop_anything_while_limits_are_only_observed():
    world = a_world()
    world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    for number in (1, 2, 3):
        world.play(number)
    assert not look(world).is_over
    with pytest.raises(ConflictError, match="within your limits"):
        stop(world, 1)


@pytest.mark.behaviour("X025")
def test_what_could_not_be_stopped_is_not_shown_while_limits_are_only_observed():
    world = a_world()
    world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    for number in (1, 2):
        world.play(number)
    world.play(3, session_id="")
    world.sweep()
    (decision,) = world.decisions
    assert (decision.kind, decision.outcome) == (DecisionKind.UNSTOPPABLE, "observed only")
    assert my_streams.decisions_of(world.deps, user_id=ANN) == ()


def test_nobody_stops_the_streams_of_others():
    world = a_world()
    for number in (1, 2, 3):
        world.play(number)
    world.customer("bob", plex_id="3000")
    world.play(9, who="3000")
    with pytest.raises(NotFoundError):
        stop(world, 9)
    with pytest.raises(NotFoundError):
        stop(world, 1, ServerId("srv_other"))
    assert len(world.running) == 4


def test_what_the_platform_will_not_stop_is_said():
    world = a_world()
    for number in (1, 2):
        world.play(number)
    world.play(3, session_id="")
    with pytest.raises(ConflictError, match="cannot be stopped from here"):
        stop(world, 3)
    world.players.stop_error = CannotStopError("No Plex Pass")
    with pytest.raises(ConflictError, match="cannot be stopped from here"):
        stop(world, 1)
    assert len(world.running) == 3
    assert world.db.all(AuditEntry) == ()


def test_permanent_people_have_nothing_to_keep_to():
    world = a_world()
    world.db.seed(replace(ann(world), is_permanent=True, version=5))
    for number in (1, 2, 3):
        world.play(number)
    found = look(world)
    assert (found.limit, found.is_over) == (None, False)


def test_decisions_of_thirty_days_are_shown_but_not_what_was_only_observed():
    world = a_world()
    now = world.clock.now()
    for number, days, done in ((1, 1, True), (2, 2, False), (3, 30, True), (4, 29, True)):
        decision = a_decision(id=f"dec_{number}", at=now - timedelta(days=days), carried_out=done)
        world.db.seed(decision)
    found = my_streams.decisions_of(world.deps, user_id=ANN)
    assert [each.id for each in found] == ["dec_1", "dec_4"]


def test_who_reloads_quickly_is_shown_the_last_look_with_its_time():
    world = a_world()
    world.play(1)
    first = look(world)
    asked = len(world.players.looks)
    world.play(2)
    world.clock.move(LOOK_EVERY - timedelta(seconds=1))
    for _ in range(20):
        assert reload(world) == first
    assert len(world.players.looks) == asked
    world.clock.move(timedelta(seconds=1))
    anew = reload(world)
    assert anew is not None
    assert (anew.at, len(anew.streams)) == (world.clock.now(), 2)


def test_of_many_tabs_at_once_one_asks_the_servers():
    world = a_world()
    world.play(1)
    others: list[MyStreams | None] = []
    world.players.before_look = lambda _server: others.append(reload(world))
    found = look(world, ALPHA)
    assert (len(found.streams), others, len(world.players.looks)) == (1, [None], 1)


def test_a_look_that_another_tab_outran_is_not_made():
    world = a_world()
    first = look(world)
    world.clock.move(LOOK_EVERY)
    asked = len(world.players.looks)

    def outrun(writes: object) -> None:
        world.db.before_commit.clear()
        kept = world.db.one(OwnLook)
        world.db.seed(replace(kept, version=kept.version + 1))

    world.db.before_commit.append(outrun)
    assert reload(world) == first
    assert len(world.players.looks) == asked


def test_a_look_of_long_ago_is_not_shown_as_the_last_one():
    world = a_world()
    world.play(1)
    look(world)
    world.clock.move(timedelta(minutes=10))
    world.players.before_look = lambda _server: others.append(reload(world))
    others: list[MyStreams | None] = []
    assert reload(world, ALPHA) is not None
    assert others == [None]


def test_after_a_stop_the_servers_are_asked_anew_at_once():
    world = a_world()
    for number in (1, 2, 3):
        world.play(number)
    assert look(world).is_over
    stop(world, 1)
    after = reload(world)
    assert after is not None
    assert (after.is_over, len(after.streams)) == (False, 2)


def test_a_second_stop_within_moments_is_refused_and_asks_no_server():
    world = a_world()
    for number in (1, 2, 3, 4):
        world.play(number)
    stop(world, 1)
    asked = len(world.players.looks)
    with pytest.raises(ConflictError, match="at this moment"):
        stop_at_once(world, 2)
    assert (len(world.players.looks), world.running) == (asked, ["2", "3", "4"])
    stop(world, 2)
    assert world.running == ["3", "4"]


def test_what_is_kept_of_a_look_says_nothing_about_others_and_no_address():
    world = a_world()
    world.play(1, address="203.0.113.77")
    look(world)
    kept = world.db.one(OwnLook)
    assert "203.0.113.77" not in repr(kept)
    assert kept.expires_at - kept.begun_at <= timedelta(minutes=2)


def test_the_meter_of_the_week_says_when_it_begins_anew():
    world = a_world()
    world.db.seed(a_plan(max_streams=2, limits=PlanLimits(weekly_hours=10)))
    found = look(world)
    (meter,) = found.meters
    assert (meter.name, meter.used, meter.limit) == ("hours", 0.0, 10)
    assert found.renews_at is not None
    assert found.at < found.renews_at <= found.at + timedelta(days=7)
