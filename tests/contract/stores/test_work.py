"""Jobs, schedules, activity, audit and counters are found as their ports promise."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.jobs.model import Job, JobState, ScheduleState
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.records import Delete, Insert, Put, Update
from chalicelib.users.model import DeviceLimitsChanged
from tests.builders import NOON, a_job, a_schedule, an_audit_entry
from tests.contract.stores.paging import all_of
from tests.contract.stores.worlds import World
from tests.stream_builders import (
    a_decision,
    a_sighting,
    a_watch,
    an_activity_entry,
    an_open_appeal,
)

TICK = timedelta(microseconds=1)


def hours(count: float) -> datetime:
    return NOON + timedelta(hours=count)


def names(jobs: tuple[Job, ...] | list[Job]) -> list[str]:
    return [job.id for job in jobs]


def test_due_jobs_are_the_ready_ones_and_those_whose_lease_ran_out(world: World):
    jobs = [
        a_job(id="later", due_at=NOON + TICK),
        a_job(id="now", due_at=NOON),
        a_job(id="waiting", due_at=hours(-2)),
        a_job(id="lost", state=JobState.RUNNING, due_at=hours(-1)),
        a_job(id="leased", state=JobState.RUNNING, due_at=hours(1)),
        a_job(id="done", state=JobState.DONE, due_at=hours(-3)),
        a_job(id="parked", state=JobState.PARKED, due_at=hours(-3)),
    ]
    world.database.commit(*map(Insert, jobs))

    assert names(world.jobs.due(now=NOON, limit=10)) == ["waiting", "lost", "now"]
    assert names(world.jobs.due(now=NOON, limit=2)) == ["waiting", "lost"]


def test_jobs_are_listed_by_state_and_by_user_newest_first(world: World):
    for number in range(4):
        state = JobState.PARKED if number % 2 else JobState.READY
        user = "usr_ann" if number < 3 else None
        job = a_job(id=f"job_{number}", created_at=hours(number), state=state, user_id=user)
        world.database.commit(Insert(job))

    assert names(all_of(world.jobs.in_state, state=JobState.PARKED, limit=1)) == ["job_3", "job_1"]
    assert names(all_of(world.jobs.of_user, user_id="usr_ann")) == ["job_2", "job_1", "job_0"]
    assert all_of(world.jobs.in_state, state=JobState.DONE) == []


def test_a_job_changes_lists_with_its_state(world: World):
    world.database.commit(Insert(a_job()))
    done = a_job(state=JobState.DONE, finished_at=NOON, version=1)
    world.database.commit(Update(done))

    assert world.jobs.due(now=hours(9), limit=9) == ()
    assert all_of(world.jobs.in_state, state=JobState.READY) == []
    assert all_of(world.jobs.in_state, state=JobState.DONE) == [replace(done, version=2)]
    assert world.jobs.get("job_1") == replace(done, version=2)
    assert world.jobs.get("job_2") is None


def test_schedules_are_blank_until_they_ran_and_listed_by_name(world: World):
    world.database.commit(Update(a_schedule(name="minute")), Update(a_schedule()))

    assert [each.name for each in world.jobs.schedules()] == ["hourly", "minute"]
    assert world.jobs.schedule("daily") == ScheduleState("daily")


def test_a_watch_that_has_ended_remembers_nothing_but_can_be_replaced(world: World):
    kept = a_watch(a_sighting(), server_id="srv_1", expires_at=NOON + TICK)
    over = a_watch(a_sighting(), server_id="srv_2", expires_at=NOON)
    other = a_watch(server_id="srv_3")
    world.database.commit(*map(Insert, [kept, over, other]))
    before = world.round_trips()

    found = world.activity.watches(("srv_1", "srv_2", "srv_4"), now=NOON)

    ended = replace(over, sightings=(), version=1)
    assert found == {"srv_1": replace(kept, version=1), "srv_2": ended}
    assert world.round_trips() - before == 1
    world.database.commit(Update(replace(found["srv_2"], expires_at=NOON + TICK)))
    assert world.activity.watches((), now=NOON) == {}


def test_what_is_known_of_devices_ends_and_can_be_replaced(world: World):
    kept = DeviceWatch("srv_1", NOON, NOON + TICK, {"a": "=1"})
    over = DeviceWatch("srv_2", NOON, NOON, {"b": "=2"})
    assert world.activity.device_limits_changed_at() is None
    world.database.commit(Insert(kept), Insert(over), Put(DeviceLimitsChanged(NOON)))
    before = world.round_trips()

    found = world.activity.device_watches(("srv_1", "srv_2", "srv_3"), now=NOON)

    ended = replace(over, accounts={}, version=1)
    assert found == {"srv_1": replace(kept, version=1), "srv_2": ended}
    assert world.round_trips() - before == 1
    world.database.commit(Update(replace(found["srv_2"], expires_at=NOON + TICK)))
    assert world.activity.device_limits_changed_at() == NOON
    world.database.commit(Put(DeviceLimitsChanged(NOON + TICK)))
    assert world.activity.device_limits_changed_at() == NOON + TICK


def test_a_watch_of_a_hundred_sessions_fits_into_its_row(world: World):
    sightings = [
        a_sighting(session_key=str(number), account_ref="x" * 50) for number in range(300)
    ]
    world.database.commit(Insert(a_watch(*sightings)))

    found = world.activity.watches(("srv_alpha",), now=NOON)["srv_alpha"]

    assert found.sightings == tuple(sightings)


def test_decisions_come_newest_first_without_expired_ones(world: World):
    decisions = [
        a_decision(
            id=new_id("dec", now=hours(number)),
            at=hours(number),
            user_id="usr_ann" if number < 3 else "usr_bob",
            expires_at=NOON if number == 1 else hours(100),
        )
        for number in range(4)
    ]
    world.database.commit(*map(Insert, decisions))
    stored = [replace(each, version=1) for each in decisions]

    assert all_of(world.activity.decisions, now=NOON, limit=1) == [
        stored[3],
        stored[2],
        stored[0],
    ]
    theirs = all_of(world.activity.decisions_of, user_id="usr_ann", now=NOON, limit=1)
    assert theirs == [stored[2], stored[0]]


def test_open_appeals_come_newest_decision_first_until_they_are_answered_or_end(world: World):
    appeals = [
        an_open_appeal(
            decision_id=new_id("dec", now=hours(number)),
            expires_at=NOON if number == 1 else hours(100),
        )
        for number in range(4)
    ]
    world.database.commit(*map(Insert, appeals))
    world.database.commit(Delete(appeals[2]))

    found = all_of(world.activity.open_appeals, now=NOON, limit=1)
    assert found == [appeals[3], appeals[0]]


def test_one_decision_is_found_until_it_expires(world: World):
    decision = a_decision()
    world.database.commit(Insert(decision))

    assert world.activity.decision(decision.id) == replace(decision, version=1)
    world.clock.set(decision.expires_at)
    assert world.activity.decision(decision.id) is None
    assert world.activity.decision("dec_unknown") is None


def test_activity_comes_newest_first_without_expired_entries(world: World):
    for number in range(4):
        entry = an_activity_entry(
            session_key=str(9 - number),
            first_seen=hours(number * 13),
            expires_at=NOON if number == 2 else hours(100),
        )
        world.database.commit(Put(entry))
    world.database.commit(Put(an_activity_entry(server_id="srv_beta")))

    found = all_of(world.activity.activity, server_id="srv_alpha", now=NOON, limit=1)

    assert [entry.session_key for entry in found] == ["6", "8", "9"]


def test_activity_of_a_session_and_day_is_one_entry(world: World):
    world.database.commit(Put(an_activity_entry()))
    world.database.commit(Put(an_activity_entry(last_seen=hours(1))))

    found = all_of(world.activity.activity, server_id="srv_alpha", now=NOON)

    assert found == [an_activity_entry(last_seen=hours(1))]


def test_audit_entries_come_newest_first_for_all_and_for_one_user(world: World):
    entries = [
        an_audit_entry(
            id=new_id("aud", now=hours(number)),
            at=hours(number),
            user_id="usr_ann" if number % 2 else None,
        )
        for number in range(4)
    ]
    world.database.commit(*map(Insert, entries))

    assert all_of(world.audit.recent, limit=3) == entries[::-1]
    assert all_of(world.audit.of_user, user_id="usr_ann", limit=1) == [entries[3], entries[1]]


def test_a_counter_sums_the_last_days(world: World):
    for days_ago, times in ((0, 2), (1, 1), (6, 1), (7, 1)):
        for _ in range(times):
            world.counter.add("webhook.refused.stripe", now=NOON - timedelta(days=days_ago))
    world.counter.add("webhook.refused.other", now=NOON)

    assert world.counter.read("webhook.refused.stripe", now=NOON, days=1) == 2
    assert world.counter.read("webhook.refused.stripe", now=NOON, days=7) == 4
    assert world.counter.read("webhook.refused.stripe", now=hours(24), days=1) == 0
    assert world.counter.read("nothing", now=NOON, days=30) == 0
