"""The customer's own page judges as the sweep does, and lets an own stream be stopped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.ports import CannotStopError
from chalicelib.insights import my_streams
from chalicelib.insights.my_streams import MyStreams
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ConflictError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.users.model import User
from tests.builders import a_share
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


def look(world: World, *servers: ServerId) -> MyStreams:
    shares = [a_share(server_id=each) for each in servers or (ALPHA, BETA)]
    return my_streams.running(world.deps, user=ann(world), shares=shares)


def stop(world: World, number: int, server: ServerId = ALPHA) -> None:
    my_streams.stop(
        world.deps,
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
    shown = [(each.stream.title, each.server_name, each.why) for each in found.streams]
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
    assert [each.stream.title for each in look(world, ALPHA).streams] == ["Film 1"]


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
