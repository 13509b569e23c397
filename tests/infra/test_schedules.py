"""When schedules run, by a clock that people move about."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.entrypoints.schedules import RHYTHMS, SCHEDULES
from infra.local.schedules import ExpressionError, Slots, latest_slot, read_clock

pytestmark = pytest.mark.infra

SUNDAY = datetime(2026, 11, 22, 10, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rate(1 minute)", "2026-11-22T10:07"),
        ("rate(5 minutes)", "2026-11-22T10:05"),
        ("rate(1 hour)", "2026-11-22T10:00"),
        ("rate(1 day)", "2026-11-22T00:00"),
        ("cron(0 3 * * ? *)", "2026-11-22T03:00"),
        ("cron(7 10 * * ? *)", "2026-11-22T10:07"),
        ("cron(0/15 * ? * MON-FRI *)", "2026-11-20T23:45"),
        ("cron(0 9 ? * 1 *)", "2026-11-22T09:00"),
        ("cron(0 9 ? * 2-3,SAT *)", "2026-11-21T09:00"),
        ("cron(0 9 ? * 6L *)", "2026-10-30T09:00"),
        ("cron(0 9 ? * 2#1 *)", "2026-11-02T09:00"),
        ("cron(0 9 L * ? *)", "2026-10-31T09:00"),
        ("cron(0 9 1 1 ? 2025)", "2025-01-01T09:00"),
    ],
)
def test_the_latest_slot_follows_the_rules_of_aws(expression, expected):
    slot = latest_slot(expression, now=SUNDAY)

    assert slot == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_what_is_said_about_the_rhythm_of_a_schedule_is_how_it_runs():
    for name, schedule in SCHEDULES.items():
        expression = schedule.cadence.to_string()
        slot = latest_slot(expression, now=SUNDAY)
        before = latest_slot(expression, now=slot - timedelta(seconds=1))
        assert slot - before == RHYTHMS[name].every, name


def test_a_slot_begins_on_its_second():
    at = datetime(2026, 11, 22, 3, tzinfo=UTC)

    assert latest_slot("cron(0 3 * * ? *)", now=at) == at
    before = latest_slot("cron(0 3 * * ? *)", now=at - timedelta(microseconds=1))
    assert before == at - timedelta(days=1)


def test_a_schedule_of_a_later_year_has_no_slot_yet():
    assert latest_slot("cron(0 9 1 1 ? 2027)", now=SUNDAY) is None


@pytest.mark.parametrize(
    "expression", ["", "rate(5)", "rate(0 minutes)", "rate(5 weeks)", "cron(1 2)", "at(noon)"]
)
def test_an_expression_that_cannot_be_read_is_refused(expression):
    with pytest.raises(ExpressionError):
        latest_slot(expression, now=SUNDAY)


def test_each_slot_is_taken_once_and_only_the_latest_of_several(tmp_path):
    slots = Slots(tmp_path / "slots.json")
    hour = timedelta(hours=1)

    taken = [slots.take("hourly", SUNDAY + hour * number) for number in (0, 0, 1, 1, 9, 9)]

    # The first slot ever seen is not run: it lies in the past.
    assert taken == [False, False, True, False, True, False]


def test_slots_are_remembered_over_a_restart(tmp_path):
    path = tmp_path / "slots.json"
    Slots(path).take("hourly", SUNDAY)

    assert not Slots(path).take("hourly", SUNDAY)
    assert Slots(path).take("hourly", SUNDAY + timedelta(hours=1))


def test_a_clock_moved_back_waits_for_its_next_slot(tmp_path):
    slots = Slots(tmp_path / "slots.json")
    slots.take("hourly", SUNDAY)
    back = SUNDAY - timedelta(days=30)

    assert not slots.take("hourly", back)
    assert slots.take("hourly", back + timedelta(hours=1))


def test_the_clock_is_shifted_by_its_file(tmp_path):
    path = tmp_path / "clock.json"

    assert read_clock(path, now=SUNDAY) == SUNDAY
    path.write_text(json.dumps({"offset_seconds": 86400}))
    assert read_clock(path, now=SUNDAY) == SUNDAY + timedelta(days=1)
