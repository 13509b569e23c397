"""What does not need each other's answers is asked at the same time."""

import threading

import pytest

from chalicelib.kernel import context
from chalicelib.kernel.side_by_side import side_by_side


def test_all_run_at_the_same_time_and_answer_in_order():
    met = threading.Barrier(3, timeout=10)

    def read(name: str) -> str:
        met.wait()
        return name

    assert side_by_side(lambda: read("site"), lambda: read("servers"), lambda: read("plans")) == (
        "site",
        "servers",
        "plans",
    )


def test_an_error_is_raised_once_all_have_ended():
    ended = []

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        side_by_side(fail, lambda: ended.append("other"))
    with pytest.raises(LookupError):
        side_by_side(lambda: ended.append("first"), fail)

    assert ended == ["other", "first"]


def test_the_log_lines_of_all_name_what_is_worked_on():
    with context.working_on(subject="srv_alpha"):
        subjects = side_by_side(_subject, _subject)

    assert subjects == ("srv_alpha", "srv_alpha")


def _subject() -> str | None:
    return context.current().get("subject")
