"""Use, activity, figures of hours and scores are found as their port promises."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.kernel.records import Add, Insert, Put, Update
from tests.builders import NOON, a_plan
from tests.contract.stores.paging import all_of
from tests.contract.stores.worlds import World
from tests.stream_builders import (
    a_score,
    a_watch,
    a_week_use,
    an_activity_entry,
    some_hour_figures,
)

TICK = timedelta(microseconds=1)
_THREADS = 8
_TIMES = 40


def hours(count: float) -> datetime:
    return NOON + timedelta(hours=count)


def test_the_first_addition_is_the_sum_and_the_next_ones_rise_it(world: World):
    world.database.commit(Add(a_week_use(seconds=60, bytes=5)))
    assert world.read(a_week_use()) == a_week_use(seconds=60, bytes=5)

    more = a_week_use(seconds=30, bytes=10**13, unmeasured_seconds=7, expires_at=hours(1))
    world.database.commit(Add(more), Insert(a_plan()))

    assert world.read(a_week_use()) == replace(more, seconds=90, bytes=10**13 + 5)


def test_an_addition_is_not_made_when_its_commit_is_refused(world: World):
    world.database.commit(Add(a_week_use(seconds=60)), Insert(a_watch()))

    with pytest.raises(StaleRecordError):
        world.database.commit(Add(a_week_use(seconds=30)), Update(a_watch(version=7)))

    assert world.read(a_week_use()).seconds == 60


def test_additions_at_the_same_time_all_count(world: World):
    def add(number: int) -> None:
        world.database.commit(Add(a_week_use(seconds=number, bytes=1)))

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(add, range(_TIMES)))

    found = world.read(a_week_use())
    assert (found.seconds, found.bytes) == (sum(range(_TIMES)), _TIMES)


def test_the_use_of_many_people_in_a_week_is_one_round_trip(world: World):
    people = [a_week_use(user_id=f"usr_{number}", seconds=number) for number in range(3)]
    world.database.commit(*map(Add, people))
    world.database.commit(Add(a_week_use(user_id="usr_0", first_day="2026-02-01")))
    before = world.round_trips()

    found = world.usage.week_uses(("usr_0", "usr_2", "usr_9"), first_day=people[0].first_day)

    assert found == {"usr_0": people[0], "usr_2": people[2]}
    assert world.round_trips() - before == 1


def test_activity_on_servers_comes_server_by_server_newest_first(world: World):
    for number in range(6):
        server = "srv_beta" if number % 2 else "srv_alpha"
        entry = an_activity_entry(
            server_id=server,
            session_key=str(9 - number),
            first_seen=hours(number),
            expires_at=NOON if number == 2 else hours(100),
        )
        world.database.commit(Put(entry))

    both = ("srv_beta", "srv_alpha")
    found = all_of(
        world.usage.activity_on, server_ids=both, since=NOON, until=hours(5), now=NOON, limit=1
    )
    assert [entry.session_key for entry in found] == ["6", "8", "5", "9"]
    later = all_of(
        world.usage.activity_on, server_ids=both, since=hours(4), until=hours(9), now=NOON
    )
    assert [entry.session_key for entry in later] == ["4", "5"]


def test_activity_of_a_person_is_found_on_all_servers(world: World):
    for number, server in enumerate(("srv_alpha", "srv_beta", "srv_alpha")):
        user = None if number == 2 else "usr_ann"
        entry = an_activity_entry(
            server_id=server, session_key=str(number), user_id=user, first_seen=hours(number)
        )
        world.database.commit(Put(entry))

    within = {"since": NOON, "until": hours(1) + TICK, "now": NOON}
    found = all_of(world.usage.activity_of, user_id="usr_ann", **within, limit=1)
    assert [entry.session_key for entry in found] == ["1", "0"]
    until = {"since": NOON, "until": hours(1), "now": NOON}
    assert len(all_of(world.usage.activity_of, user_id="usr_ann", **until)) == 1


def test_a_cursor_of_other_days_is_refused(world: World):
    for number in range(3):
        world.database.commit(Put(an_activity_entry(session_key=str(number))))
    given = {"since": hours(-1), "until": hours(1), "now": NOON, "limit": 1}
    page = world.usage.activity_on(("srv_alpha",), **given, cursor=None)

    with pytest.raises(InvalidError):
        world.usage.activity_of("usr_ann", **given, cursor=page.next_cursor)


def test_a_session_that_begins_anew_is_an_entry_of_its_own(world: World):
    world.database.commit(Put(an_activity_entry()))
    world.database.commit(Put(an_activity_entry(last_seen=hours(1))))
    world.database.commit(Put(an_activity_entry(first_seen=hours(2))))

    found = all_of(world.activity.activity, server_id="srv_alpha", now=NOON)

    assert [(each.first_seen, each.last_seen) for each in found] == [
        (hours(2), NOON),
        (NOON, hours(1)),
    ]


def test_figures_of_hours_come_in_order_without_expired_ones(world: World):
    made = [some_hour_figures(at=hours(number), streams=number + 1) for number in range(4)]
    over = some_hour_figures(at=hours(9), expires_at=NOON)
    world.database.commit(*map(Put, [*reversed(made), over]))

    assert world.usage.hours(since=hours(1), until=hours(3), now=NOON) == tuple(made[1:3])
    assert world.usage.hours(since=hours(3), until=hours(99), now=NOON) == (made[3],)


def test_scores_come_highest_first_and_by_person(world: World):
    made = [
        a_score(user_id=f"usr_{number}", score=score) for number, score in enumerate((7, 100, 64))
    ]
    over = a_score(user_id="usr_over", expires_at=NOON)
    world.database.commit(*map(Put, [*made, over]))
    world.database.commit(Put(replace(made[0], score=8)))

    found = all_of(world.usage.scores, now=NOON, limit=1)

    assert [each.score for each in found] == [100, 64, 8]
    assert world.usage.scores_of(("usr_2", "usr_over", "usr_x"), now=NOON) == {"usr_2": made[2]}
