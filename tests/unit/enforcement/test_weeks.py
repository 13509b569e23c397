from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.enforcement import weeks

# Changed at night, at midnight, by half an hour, on the other half of the globe, and never.
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Cairo",
    "America/Scoresbysund",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
]
zones = st.sampled_from(ZONES)
weekdays = st.integers(0, 6)
instants = st.datetimes(
    min_value=datetime(2015, 1, 1),  # noqa: DTZ001
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(at=instants, zone=zones, begins_on=weekdays)
def test_every_instant_lies_in_its_week_which_begins_on_the_chosen_day(
    at: datetime, zone: str, begins_on: int
) -> None:
    first_day = weeks.week_of(at, zone=zone, begins_on=begins_on)
    starts_at, ends_at = weeks.bounds(first_day, zone=zone)

    assert starts_at <= at < ends_at
    assert first_day.weekday() == begins_on
    assert starts_at.tzinfo is UTC
    assert ends_at.tzinfo is UTC


@given(at=instants, zone=zones, begins_on=weekdays)
def test_a_week_ends_at_the_instant_at_which_the_next_begins(
    at: datetime, zone: str, begins_on: int
) -> None:
    first_day = weeks.week_of(at, zone=zone, begins_on=begins_on)
    ends_at = weeks.bounds(first_day, zone=zone)[1]

    assert weeks.week_of(ends_at, zone=zone, begins_on=begins_on) == first_day + timedelta(days=7)
    just_before = ends_at - timedelta(microseconds=1)
    assert weeks.week_of(just_before, zone=zone, begins_on=begins_on) == first_day
    assert weeks.bounds(first_day + timedelta(days=7), zone=zone)[0] == ends_at


@given(at=instants, zone=zones, begins_on=weekdays)
def test_a_week_is_seven_days_long_but_for_a_change_of_clocks(
    at: datetime, zone: str, begins_on: int
) -> None:
    first_day = weeks.week_of(at, zone=zone, begins_on=begins_on)
    starts_at, ends_at = weeks.bounds(first_day, zone=zone)

    assert abs(ends_at - starts_at - timedelta(days=7)) <= timedelta(hours=1)


@given(at=instants, zone=zones, begins_on=weekdays)
def test_a_week_begins_at_the_first_instant_of_its_day(
    at: datetime, zone: str, begins_on: int
) -> None:
    first_day = weeks.week_of(at, zone=zone, begins_on=begins_on)
    starts_at = weeks.bounds(first_day, zone=zone)[0].astimezone(ZoneInfo(zone))
    before = (starts_at.astimezone(UTC) - timedelta(microseconds=1)).astimezone(ZoneInfo(zone))

    assert starts_at.date() == first_day
    assert before.date() < first_day


@pytest.mark.parametrize(
    ("zone", "first_day", "hours"),
    [
        pytest.param("Europe/Berlin", date(2026, 3, 23), 167, id="an hour is left out"),
        pytest.param("Europe/Berlin", date(2026, 10, 19), 169, id="an hour comes twice"),
        pytest.param("America/Santiago", date(2026, 9, 6), 167, id="midnight itself is left out"),
        pytest.param(
            "America/Santiago", date(2026, 8, 30), 168, id="it ends where it is left out"
        ),
        pytest.param("UTC", date(2026, 3, 29), 168, id="no change"),
    ],
)
def test_weeks_in_which_clocks_change(zone: str, first_day: date, hours: int) -> None:
    starts_at, ends_at = weeks.bounds(first_day, zone=zone)

    assert ends_at - starts_at == timedelta(hours=hours)


def test_saturday_night_is_still_last_week_where_weeks_begin_on_sunday() -> None:
    late = datetime(2026, 3, 7, 23, 30, tzinfo=ZoneInfo("America/New_York"))

    assert weeks.week_of(late, zone="America/New_York", begins_on=6) == date(2026, 3, 1)
    assert weeks.week_of(late, zone="UTC", begins_on=6) == date(2026, 3, 8)
