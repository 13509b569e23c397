"""What is worked on is known to everything below, and to nothing after."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from chalicelib.kernel import context


def fail_inside() -> None:
    with context.working_on(job_id="job_1"):
        raise KeyError("x")


def test_inner_names_are_added_and_end_with_their_block():
    with context.working_on(schedule="hourly", subject=""):
        with context.working_on(job_id="job_1", schedule="daily"):
            assert context.current() == {"schedule": "daily", "job_id": "job_1"}
        assert context.current() == {"schedule": "hourly"}
    assert context.current() == {}


def test_an_error_ends_the_block_too():
    with pytest.raises(KeyError):
        fail_inside()
    assert context.current() == {}


def test_a_thread_knows_what_it_was_given():
    with ThreadPoolExecutor(1) as pool, context.working_on(schedule="enforcement"):
        given = pool.submit(copy_context().run, context.current).result()
        assert pool.submit(context.current).result() == {}
    assert given == {"schedule": "enforcement"}
