"""What a plan allows beside how many streams."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalog import plans
from chalicelib.catalog.limit_checks import limit_problems
from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import InvalidError
from chalicelib.settings.limit_model import StopMode
from tests.usecases.catalog.world import ADMIN, draft

ALL = PlanLimits(
    allows_transcoding=False,
    max_bitrate_kbps=8000,
    max_devices=3,
    weekly_hours=40,
    weekly_gb=200,
    weekly_downloads=5,
    from_hour=22,
    to_hour=6,
    stop_mode=StopMode.OLDEST,
)


def test_a_plan_has_no_limits_unless_it_is_given_some(world):
    assert plans.add(world.deps, draft=draft(), actor=ADMIN).limits == NO_LIMITS


def test_limits_are_kept_and_the_audit_names_those_that_are_set(world):
    plan = plans.add(world.deps, draft=draft(limits=ALL, allows_downloads=True), actor=ADMIN)
    assert world.deps.store.plan(plan.id).limits == ALL
    told = world.db.one(AuditEntry).after
    assert (told["limits.max_devices"], told["limits.allows_transcoding"]) == ("3", "False")

    wanted = draft(limits=PlanLimits(max_devices=4, from_hour=0, to_hour=6))
    plans.change(world.deps, plan_id=plan.id, version=1, draft=wanted, actor=ADMIN)

    entries = {entry.action: entry for entry in world.db.all(AuditEntry)}
    changed = entries["plan.changed"]
    assert changed.after["limits.max_devices"] == "4"
    assert changed.after["limits.from_hour"] == "0"
    assert changed.before["limits.weekly_gb"] == "200"
    assert "limits.weekly_gb" not in changed.after
    assert "limits.to_hour" not in changed.after


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("max_bitrate_kbps", 64, 1_000_000),
        ("max_devices", 1, 100),
        ("weekly_hours", 1, 168),
        ("weekly_gb", 1, 100_000),
        ("weekly_downloads", 1, 10_000),
    ],
)
def test_each_limit_has_its_bounds(name, least, most):
    for value in (least, most):
        assert limit_problems(replace(NO_LIMITS, **{name: value})) == []
    for value in (least - 1, most + 1, -1):
        (problem,) = limit_problems(replace(NO_LIMITS, **{name: value}))
        assert problem.field == f"limits.{name}"
        assert str(value) in problem.message


@given(begins=st.none() | st.integers(-2, 26), ends=st.none() | st.integers(-2, 26))
def test_hours_are_both_set_to_different_hours_of_the_day_or_none_is(begins, ends):
    problems = limit_problems(PlanLimits(from_hour=begins, to_hour=ends))
    both = {begins, ends} <= set(range(24)) and begins != ends
    assert (problems == []) == (both or begins is ends is None)
    assert {problem.field for problem in problems} <= {"limits.from_hour", "limits.to_hour"}


def test_downloads_are_counted_only_where_they_are_allowed(world):
    counted = draft(limits=PlanLimits(weekly_downloads=5))
    with pytest.raises(InvalidError) as refused:
        plans.add(world.deps, draft=counted, actor=ADMIN)
    assert [each.field for each in refused.value.problems] == ["limits.weekly_downloads"]
    plan = plans.add(world.deps, draft=replace(counted, allows_downloads=True), actor=ADMIN)
    assert plan.limits.weekly_downloads == 5


def test_all_wrong_limits_are_named_beside_all_else_that_is_wrong(world):
    wrong = draft(name="", limits=PlanLimits(max_devices=0, weekly_hours=169, from_hour=3))
    with pytest.raises(InvalidError) as refused:
        plans.add(world.deps, draft=wrong, actor=ADMIN)
    assert [each.field for each in refused.value.problems] == [
        "name",
        "limits.max_devices",
        "limits.weekly_hours",
        "limits.to_hour",
    ]
    assert all(each.remedy for each in refused.value.problems)
