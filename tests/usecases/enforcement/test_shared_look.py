"""All who watch what plays share one look at the servers, and know how old it is."""

import functools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from chalicelib.enforcement.activity.now_playing import now_playing
from chalicelib.enforcement.activity.shared_look import KEEP, SharedLook
from chalicelib.kernel.errors import RetryLaterError
from tests.usecases.enforcement.world import ALPHA, BETA, World

SECOND = timedelta(seconds=1)


def shared(world: World) -> SharedLook:
    return SharedLook(functools.partial(now_playing, world.deps), clock=world.clock)


def test_whoever_asks_within_ten_seconds_is_shown_the_same_look_with_its_time():
    world = World()
    world.play(1)
    look = shared(world)
    first = look.latest()
    world.play(2)
    world.clock.move(KEEP - SECOND)
    assert look.latest() is first
    assert sorted(world.players.looks) == [ALPHA, BETA]
    world.clock.move(SECOND)
    anew = look.latest()
    assert anew.at == first.at + KEEP
    assert [len(each.streams) for each in anew.servers] == [2, 0]


def test_many_tabs_at_the_same_moment_make_one_look():
    world = World()
    look = shared(world)
    ready = Barrier(8)

    def ask(_tab: int) -> object:
        ready.wait()
        return look.latest()

    with ThreadPoolExecutor(8) as tabs:
        found = list(tabs.map(ask, range(8)))
    assert all(each is found[0] for each in found)
    assert len(world.players.looks) == 2


def test_a_look_that_breaks_off_is_not_kept():
    world = World()
    broken = [RetryLaterError("The database is busy.")]

    def look():
        if broken:
            raise broken.pop()
        return now_playing(world.deps)

    asked = SharedLook(look, clock=world.clock)
    with pytest.raises(RetryLaterError):
        asked.latest()
    assert len(asked.latest().servers) == 2


def test_a_clock_that_was_set_back_makes_no_look_young():
    world = World()
    look = shared(world)
    first = look.latest()
    world.clock.move(timedelta(hours=-1))
    assert look.latest() is not first
