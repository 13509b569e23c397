"""Calls to plex.tv keep their distance, account by account."""

from datetime import timedelta

import pytest

from chalicelib.catalog.call_budget import BURST, SpacedCalls, Unspaced, line_of
from chalicelib.kernel import context
from chalicelib.kernel.errors import RetryLaterError
from tests.builders import NOON, a_plex_account
from tests.fakes.call_slots import InMemoryCallSlots
from tests.fakes.clock import FakeClock

OWNER = a_plex_account()


class Street:
    """Calls of one process; waiting moves the clock."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOON)
        self.waits: list[float] = []
        self.slots = InMemoryCallSlots()
        self.calls = SpacedCalls(self.slots, self.clock, self._pause)

    def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.move(timedelta(seconds=seconds))

    def pass_time(self, seconds: float) -> None:
        self.clock.move(timedelta(seconds=seconds))


def test_a_single_sale_does_not_wait():
    street = Street()
    for _ in range(BURST):
        street.calls.wait_turn(OWNER)
    assert street.waits == []


def test_whoever_works_off_many_goes_at_the_accounts_pace():
    street = Street()
    for _ in range(BURST + 20):
        street.calls.wait_turn(OWNER)
    assert street.waits == [pytest.approx(1)] * 20
    assert street.clock.now() == NOON + timedelta(seconds=20)


def test_the_pace_is_a_setting_of_the_account():
    street, fast = Street(), a_plex_account(calls_per_second=4)
    for _ in range(BURST + 8):
        street.calls.wait_turn(fast)
    assert street.waits == [pytest.approx(0.25)] * 8


def test_retry_after_holds_everybody_and_who_has_not_begun_comes_back_later():
    street = Street()
    street.calls.hold(OWNER, seconds=30)
    with pytest.raises(RetryLaterError) as caught:
        street.calls.wait_turn(OWNER)
    assert caught.value.code == "plex.budget"
    assert caught.value.after_seconds >= 30
    street.pass_time(31)
    street.calls.wait_turn(OWNER)
    assert street.waits == []


def test_work_under_way_is_finished_before_other_work_begins():
    street = Street()
    with context.working_on(job_id="job_1"):
        street.calls.wait_turn(OWNER)
    street.calls.hold(OWNER, seconds=12)
    with context.working_on(job_id="job_2"), pytest.raises(RetryLaterError):
        street.calls.wait_turn(OWNER)
    with context.working_on(job_id="job_1"):
        street.calls.wait_turn(OWNER)
    assert street.waits == [pytest.approx(12)]


def test_a_server_that_says_no_time_is_believed_for_a_second():
    street = Street()
    street.calls.hold(OWNER, seconds=0)
    street.calls.wait_turn(OWNER)
    assert street.waits == [pytest.approx(1)]


def test_where_calls_are_few_nobody_counts_them():
    Unspaced().hold(OWNER, seconds=99)
    for _ in range(100):
        Unspaced().wait_turn(OWNER)
    assert line_of(OWNER).spacing == timedelta(seconds=1)
