"""Schedules that stand still are told of, once for each time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.jobs.model import OK, RUNNING, ScheduleState
from chalicelib.jobs.schedule import run_under_lease
from chalicelib.kernel.records import Put
from chalicelib.notifications.late import Rhythm, late_since, tell
from chalicelib.settings.model import SiteSettings
from tests.builders import at
from tests.fakes.stores import InMemorySettingsStore
from tests.usecases.jobs.test_run import Workshop

HOURLY = Rhythm(timedelta(hours=1), timedelta(minutes=14))
NOW = at("2026-03-01")
WELL = ScheduleState("hourly", started_at=NOW, finished_at=NOW, outcome=OK)


@pytest.mark.parametrize(
    ("minutes", "is_late"), [(0, False), (134, False), (135, True), (6000, True)]
)
def test_what_did_not_begin_for_two_turns_is_late_since_its_last_run(minutes, is_late):
    now = NOW + timedelta(minutes=minutes)
    assert late_since(WELL, HOURLY, now=now) == (NOW if is_late else None)


@pytest.mark.parametrize(("minutes", "is_late"), [(0, False), (73, False), (74, True)])
def test_one_bad_run_is_forgiven_a_second_is_not(minutes, is_late):
    now = NOW + timedelta(minutes=minutes)
    failing = replace(WELL, outcome="crashed", started_at=now, failing_since=NOW)
    assert late_since(failing, HOURLY, now=now) == (NOW if is_late else None)


def test_what_is_at_work_may_still_heal():
    again = replace(WELL, outcome=RUNNING, failing_since=NOW - timedelta(days=1))
    held = again.began(now=NOW, longest=HOURLY.longest)
    assert late_since(held, HOURLY, now=NOW) is None
    assert late_since(held, HOURLY, now=NOW + HOURLY.longest) == NOW - timedelta(days=1)


def test_runs_that_die_again_and_again_count_as_failing():
    first = ScheduleState("hourly").began(now=NOW, longest=HOURLY.longest)
    assert (first.outcome, first.failing_since) == (RUNNING, None)
    second = first.began(now=NOW + HOURLY.every, longest=HOURLY.longest)
    third = second.began(now=NOW + 2 * HOURLY.every, longest=HOURLY.longest)
    assert (second.failing_since, third.failing_since) == (NOW, NOW)


def test_administrators_get_one_mail_for_each_time_that_a_schedule_stands_still():
    shop = Workshop()
    shop.database.commit(Put(SiteSettings(admin_email="op@example.com")))

    def look() -> object:
        settings = InMemorySettingsStore(shop.database)
        site_url = "https://shop.example"
        return tell(shop.deps, settings, rhythms={"hourly": HOURLY}, site_url=site_url)

    def run() -> None:
        run_under_lease(shop.deps, name="hourly", longest=HOURLY.longest, work=dict)

    assert look() == {}  # what never ran is not late
    run()
    assert look() == {}
    shop.clock.move(timedelta(hours=3))
    assert (look(), look()) == ({"late": 1}, {"late": 1})
    assert len(shop.nudge.sent) == 1
    run()
    assert look() == {}
    shop.clock.move(timedelta(hours=3))
    look()
    told = [shop.deps.store.get(job_id) for job_id in shop.nudge.sent]
    problems = [job.payload["facts"]["problem"] for job in told if job]
    assert problems == [
        "Since 01 March 2026 00:00 UTC the hourly schedule did not run.",
        "Since 01 March 2026 03:00 UTC the hourly schedule did not run.",
    ]
