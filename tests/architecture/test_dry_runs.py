"""Every run has a dry run: no part of a schedule and no kind of job is without."""

import ast
import inspect

import pytest

from chalicelib.entrypoints import dry_runs, money_jobs, schedules


def parts_of(name: str) -> set[str]:
    """Return the names of the parts of a schedule's run, as its function calls them."""
    tree = ast.parse(inspect.getsource(schedules.SCHEDULES[name].work))
    return {
        str(call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_part"
        and isinstance(call.args[0], ast.Constant)
    }


# A run's own work, without which none of its parts is done.
MAIN = {"enforcement": {"streams"}}


def test_every_schedule_has_a_dry_run():
    assert dry_runs.SCHEDULES.keys() == schedules.SCHEDULES.keys()


@pytest.mark.parametrize("name", sorted(schedules.SCHEDULES))
def test_every_part_of_a_schedule_has_a_dry_run(name: str):
    assert set(dry_runs.SCHEDULES[name]) == parts_of(name) | MAIN.get(name, set())


def test_every_kind_of_job_has_a_dry_run():
    assert dry_runs.JOBS.keys() == money_jobs.ALL_HANDLERS.keys()
