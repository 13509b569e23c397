"""Ids sort by time, instants are written one way, secrets stay silent."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import ShiftedClock, SystemClock, from_iso, to_iso
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.secret import Secret
from tests.builders import NOON

instants = st.integers(0, 10**14).map(
    lambda microseconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
)


@pytest.mark.property
@given(instants, instants)
def test_ids_sort_by_when_they_were_made(one: datetime, other: datetime):
    earlier, later = sorted((one, other))
    if later - earlier >= timedelta(milliseconds=1):
        assert new_id("usr", now=earlier) < new_id("usr", now=later)


def test_ids_made_at_one_instant_differ():
    made = {new_id("usr", now=NOON) for _ in range(1000)}

    assert len(made) == 1000
    assert {len(each) for each in made} == {30}


@pytest.mark.property
@given(instants, instants)
def test_written_instants_come_back_and_sort_as_time_does(one: datetime, other: datetime):
    assert from_iso(to_iso(one)) == one
    assert (to_iso(one) < to_iso(other)) == (one < other)


def test_any_offset_is_read_as_utc():
    berlin = datetime(2026, 1, 31, 13, tzinfo=timezone(timedelta(hours=1)))

    assert to_iso(berlin) == "2026-01-31T12:00:00.000000Z"
    assert from_iso("2026-01-31T13:00:00+01:00") == NOON


def test_a_shifted_clock_follows_its_file(tmp_path: Path):
    file = tmp_path / "clock.json"
    clock, plain = ShiftedClock(file), SystemClock()
    assert abs(clock.now() - plain.now()) < timedelta(minutes=1)

    file.write_text(json.dumps({"offset_seconds": 86400}))

    ahead = clock.now() - plain.now()
    assert abs(ahead - timedelta(days=1)) < timedelta(minutes=1)


def test_a_secret_shows_itself_only_when_asked():
    secret = Secret("hunter2")

    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "hunter2"


def test_an_audit_note_keeps_what_differs():
    entry = note(
        Actor("login:1"),
        "plan.changed",
        "pln_1",
        now=NOON,
        before={"name": "Old", "price": 1},
        after={"name": "New", "price": 1},
    )

    assert (entry.before, entry.after) == ({"name": "Old"}, {"name": "New"})
