"""How many devices may be signed in, and which have to go."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.devices.excess import MOST_SIGN_OUTS, DevicePlan, decide, limit_of
from chalicelib.enforcement.records.devices import Device, DeviceList, Door
from tests.builders import NOON, a_user

OPEN = Door("ann", "ann", is_administrator=False, is_disabled=False, admits_all=True)


def device(number: int, *, hours_ago: int | None = None, account: str = "ann") -> Device:
    """Return a device that was used so many hours ago; None when the server does not tell."""
    seen_at = None if hours_ago is None else NOON - timedelta(hours=hours_ago)
    return Device(
        device_ref=str(number),
        device_id=f"id-{number}",
        names=frozenset({str(number), f"id-{number}"}),
        account_ref=account,
        username=account,
        name=f"Device {number}",
        product="Web",
        last_seen_at=seen_at,
    )


def some(count: int) -> list[Device]:
    """Return devices, the first used the longest ago."""
    return [device(number, hours_ago=count - number) for number in range(count)]


def closed(*devices: Device) -> Door:
    names = frozenset(name for each in devices for name in each.names)
    return Door(
        "ann", "ann", is_administrator=False, is_disabled=False, admits_all=False, admitted=names
    )


def gone(plan: DevicePlan) -> list[str]:
    return [each.device_ref for each in plan.signs_out]


def test_below_the_limit_a_closed_door_is_opened_and_an_open_one_left():
    shut = decide(some(2), closed(*some(3)), limit=3)
    assert (shut.admits_all, shut.changes_door, gone(shut)) == (True, True, [])
    assert decide(some(2), OPEN, limit=3).is_empty


def test_at_the_limit_exactly_the_known_devices_may_come_in():
    plan = decide(some(3), OPEN, limit=3)
    assert not plan.admits_all
    assert plan.admitted == {"0", "1", "2", "id-0", "id-1", "id-2"}
    assert gone(plan) == []
    assert decide(some(3), closed(*some(3)), limit=3).is_empty


def test_a_door_that_admits_a_device_too_many_is_set_right():
    assert decide(some(3), closed(*some(4)), limit=3).changes_door


def test_above_the_limit_the_oldest_go_and_the_door_knows_the_rest():
    plan = decide(some(5), OPEN, limit=3)
    assert gone(plan) == ["0", "1"]
    assert plan.admitted == {"2", "3", "4", "id-2", "id-3", "id-4"}
    assert plan.reason == "5 devices are signed in, 3 allowed"


def test_what_plays_stays_however_old_it_is_and_the_next_older_goes():
    plan = decide(some(5), OPEN, limit=3, held_back=frozenset({"id-0"}))
    assert gone(plan) == ["1", "2"]


def test_a_device_of_which_nothing_is_told_is_not_signed_out():
    unseen = device(9)
    plan = decide([unseen, *some(2)], OPEN, limit=1)
    assert gone(plan) == ["0", "1"]
    assert decide([unseen, device(8)], OPEN, limit=1).spared == 1


def test_without_evidence_the_door_closes_and_nobody_goes():
    plan = decide(some(5), OPEN, limit=3, may_sign_out=False)
    assert gone(plan) == []
    assert (plan.admits_all, len(plan.admitted), plan.spared) == (False, 10, 2)


def test_a_run_signs_out_only_some_of_very_many():
    plan = decide(some(40), OPEN, limit=1)
    assert gone(plan) == ["0", "1", "2", "3", "4"]
    assert len(plan.signs_out) == MOST_SIGN_OUTS
    assert plan.admitted == {"39", "id-39"}


@given(
    hours=st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=14),
    limit=st.integers(0, 8),
    playing=st.sets(st.integers(0, 13)),
    order=st.randoms(use_true_random=False),
)
def test_never_more_than_the_excess_goes_and_the_plan_is_empty_once_it_is_done(
    hours, limit, playing, order
):
    held = [device(number, hours_ago=each) for number, each in enumerate(hours)]
    held_back = frozenset(f"id-{number}" for number in playing)
    plan = decide(held, OPEN, limit=limit, held_back=held_back)
    excess = max(len(held) - limit, 0)
    assert len(plan.signs_out) == min(excess - plan.spared, MOST_SIGN_OUTS)
    assert not held_back & {each.device_id for each in plan.signs_out}
    assert all(each.last_seen_at for each in plan.signs_out)
    stays = [each for each in held if each not in plan.signs_out]
    fair = [each for each in stays if each.last_seen_at and each.device_id not in held_back]
    assert all(out.last_seen_at <= each.last_seen_at for out in plan.signs_out for each in fair)
    shuffled = list(held)
    order.shuffle(shuffled)
    assert decide(shuffled, OPEN, limit=limit, held_back=held_back) == plan

    door = replace(OPEN, admits_all=plan.admits_all, admitted=plan.admitted)
    after = decide(stays, door, limit=limit, held_back=held_back)
    assert not after.changes_door
    assert len(after.signs_out) + after.spared <= excess - len(plan.signs_out)


@pytest.mark.parametrize(
    ("user", "plan", "has_plan", "limit"),
    [
        ({}, 3, True, 3),
        ({"device_limit": 5}, 3, True, 5),
        ({"device_limit": 1}, None, True, 1),
        ({}, None, True, None),
        ({"is_permanent": True, "device_limit": 1}, 3, True, None),
        ({"device_limit": 1}, 3, False, None),
    ],
)
def test_the_own_limit_takes_the_place_of_the_plans_and_permanent_people_have_none(
    user, plan, has_plan, limit
):
    limits = PlanLimits(max_devices=plan)
    assert limit_of(a_user(**user), limits, has_plan=has_plan) == limit


def test_a_list_tells_each_device_of_an_account_once_and_which_are_shared():
    old, new = device(1, hours_ago=9), device(1, hours_ago=1)
    others = device(1, hours_ago=3, account="bob")
    nobodys = device(2, hours_ago=3, account="")
    told = DeviceList((new, old, others, nobodys))
    assert told.by_account()["ann"] == (new,)
    assert told.shared_ids() == {"id-1"}
