"""Devices are kept within the limit, whatever fails on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.devices import keeping
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.insights import dry_runs
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.claims import account_claim
from tests.builders import NOON, a_period, a_plan, a_subscription, a_user
from tests.usecases.enforcement.device_world import ANN, BOB, EPSILON, GAMMA, DeviceWorld


@pytest.fixture
def world() -> DeviceWorld:
    return DeviceWorld()


def test_the_door_closes_at_the_limit_and_opens_below_it(world):
    world.sign_in("tv", "phone")
    world.run()
    assert (world.is_open, world.host.writes) == (True, [])

    world.sign_in("tablet")
    counts = world.run().counts
    assert not world.is_open
    assert world.host.doors[EPSILON][ANN].admitted == {f"{ANN}-{x}" for x in world.devices}
    assert (counts["closed"], counts["signed_out"]) == (1, 0)
    assert not world.host.let_in(EPSILON, ANN, "laptop", seen_at=NOON)

    world.host.held[EPSILON].pop()
    assert world.run().counts["opened"] == 1
    assert world.is_open
    assert world.actions == ["devices.close", "devices.open"]
    assert world.mails == []


def test_above_the_limit_the_oldest_go_and_the_customer_is_told_once(world):
    world.sign_in("tv", "phone", "tablet", "laptop", "car")
    counts = world.run().counts
    assert world.devices == ["car", "laptop", "tablet"]
    assert (counts["signed_out"], counts["closed"]) == (2, 1)
    assert world.mails == [("devices_signed_out", "ann@example.com")]
    assert world.actions == ["device.sign_out", "device.sign_out", "devices.close"]
    assert len(world.nudge.sent) == 1

    before = len(world.host.writes)
    world.run()
    world.run()
    assert len(world.host.writes) == before
    assert len(world.mails) == 1


def test_the_door_is_shut_before_anybody_is_signed_out(world):
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.run()
    assert world.host.writes == [f"admit {ANN} some", f"remove ref-{ANN}-tv"]


def test_without_a_limit_nothing_is_changed_not_even_a_closed_door(world):
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.host.doors[EPSILON][ANN] = replace(
        world.host.doors[EPSILON][ANN], admits_all=False, admitted=frozenset({"x"})
    )
    world.limit(max_devices=None)
    world.run()
    assert world.host.writes == []
    assert world.actions == []


@pytest.mark.parametrize(
    "exempt",
    [
        {"is_permanent": True, "device_limit": 1},
        {"device_limit": 9},
    ],
)
def test_permanent_people_and_those_with_a_higher_limit_of_their_own_keep_all(world, exempt):
    world.user(**exempt)
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.run()
    assert len(world.devices) == 4
    assert world.is_open


def test_an_administrators_account_a_locked_one_and_a_strangers_are_left_alone(world):
    for account in ("admin", BOB):
        world.host.doors[EPSILON].setdefault(account, world.host.doors[EPSILON][ANN])
        world.sign_in("a", "b", "c", "d", account=account)
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.host.doors[EPSILON][ANN] = replace(world.host.doors[EPSILON][ANN], is_disabled=True)
    world.host.open_account(EPSILON, BOB)
    counts = world.run().counts
    assert world.host.writes == []
    assert counts["unknown_people"] == 1


def test_each_server_is_counted_by_itself(world):
    world.host.open_account(GAMMA, ANN)
    world.db.seed(account_claim(GAMMA, ANN, UserId("usr_ann")))
    world.sign_in("tv", "phone", server=GAMMA)
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.run()
    assert world.devices == ["laptop", "phone", "tablet"]
    assert world.host.doors[GAMMA][ANN].admits_all


# ------------------------------------------------------------------ missing evidence


def test_a_server_that_cannot_be_read_changes_nothing_and_stops_no_other(world):
    world.host.open_account(GAMMA, ANN)
    world.db.seed(account_claim(GAMMA, ANN, UserId("usr_ann")))
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.sign_in("a", "b", "c", "d", server=GAMMA)
    world.host.failing[EPSILON] = RetryLaterError("does not answer")
    report = world.run()
    assert len(world.devices) == 4
    assert world.host.names(GAMMA, ANN) == ["b", "c", "d"]
    assert report.errors == {EPSILON: "does not answer"}
    assert report.counts["unreachable"] == 1


def test_a_short_list_costs_nobody_a_device(world):
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.host.gaps[EPSILON] = "a list of 9 came with 4"
    world.run()
    assert world.host.writes == []


def test_an_empty_list_signs_nobody_out_and_lets_people_in_again(world):
    world.sign_in("tv", "phone", "tablet")
    world.run()
    world.host.held.clear()
    world.run()
    assert world.is_open
    assert "remove" not in " ".join(world.host.writes)


def test_what_plays_is_not_signed_out(world):
    world.sign_in("tv", "phone", "tablet", "laptop", "car")
    world.play("tv")
    world.run()
    assert world.devices == ["car", "laptop", "tv"]


def test_when_it_cannot_be_told_what_plays_the_door_closes_and_nobody_goes(world):
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.players.failing[EPSILON] = RetryLaterError("busy")
    counts = world.run().counts
    assert len(world.devices) == 4
    assert not world.is_open
    assert (counts["signed_out"], counts["spared"]) == (0, 1)
    world.players.failing.clear()
    world.run()
    assert len(world.devices) == 3


def test_a_player_that_does_not_tell_its_device_protects_them_all(world):
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.play("tv", device_id="")
    world.run()
    assert len(world.devices) == 4


def test_a_device_that_somebody_else_uses_as_well_stays(world):
    world.sign_in("tv", "phone", "tablet", "laptop")
    tv = next(each for each in world.host.held[EPSILON] if each.name == "tv")
    world.host.held[EPSILON].append(replace(tv, account_ref=BOB))
    world.run()
    assert world.devices == ["laptop", "tablet", "tv"]


# ------------------------------------------------------------------ modes


def test_observe_records_once_what_it_would_do_and_touches_nothing(world):
    world.mode(EnforcementMode.OBSERVE)
    world.sign_in("tv", "phone", "tablet", "laptop", "car")
    for _ in range(3):
        assert world.run().counts["observed"] == 1
    assert len(world.devices) == 5
    assert world.host.writes == []
    assert world.actions == [
        "device.would_sign_out",
        "device.would_sign_out",
        "devices.would_close",
    ]
    assert all(each.user_id is None for each in world.db.all(AuditEntry))
    assert world.mails == []

    world.mode(EnforcementMode.ENFORCE)
    world.run()
    assert len(world.devices) == 3
    assert len(world.mails) == 1


@pytest.mark.parametrize("where", ["site", "rule", "server"])
def test_whatever_is_off_keeps_it_off(world, where):
    off = EnforcementMode.OFF
    if where == "site":
        world.settings(enforcement_mode=off)
    elif where == "rule":
        world.mode(off)
    else:
        server = world.deps.catalog.server(EPSILON)
        world.db.seed(replace(server, enforcement_mode=off))
    world.sign_in("tv", "phone", "tablet", "laptop")
    world.run()
    assert len(world.devices) == 4
    assert world.actions == []


def test_the_dry_run_tells_every_step_and_takes_none(world):
    world.sign_in("tv", "phone", "tablet", "laptop", "car")
    part = dry_runs.devices(world.deps, mails=lambda _job: ())
    assert sorted(step.action for step in part.steps) == [
        "device.sign_out",
        "device.sign_out",
        "devices.close",
    ]
    assert world.host.writes == []
    assert world.db.all(AuditEntry) == ()
    assert len(world.devices) == 5


# ------------------------------------------------------------------ faults


def test_wherever_the_process_dies_the_next_run_ends_it_with_one_mail():
    whole = DeviceWorld()
    whole.sign_in("tv", "phone", "tablet", "laptop", "car")
    whole.run()
    calls = len(whole.host.calls)
    assert calls == 5  # two lists, one door, two devices
    for number in range(1, calls + 1):
        for moment in ("dies_at", "dies_after"):
            world = DeviceWorld()
            world.sign_in("tv", "phone", "tablet", "laptop", "car")
            setattr(world.host, moment, number)
            with pytest.raises(KeyboardInterrupt):
                world.run()
            setattr(world.host, moment, 0)
            world.run()
            assert world.devices == ["car", "laptop", "tablet"], (number, moment)
            assert not world.is_open
            assert len(world.mails) == 1, (number, moment)
            assert world.actions.count("device.sign_out") == 2
            assert world.run().counts["signed_out"] == 0


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("commit", [1, 2])
def test_wherever_the_database_fails_the_next_run_ends_it_with_one_mail(world, commit, applied):
    world.sign_in("tv", "phone", "tablet", "laptop", "car")
    failed = RetryLaterError("busy")
    if commit == 1:
        world.db.fail_next(failed, applied=applied)
    else:
        world.host.refusing[f"ref-{ANN}-tv"] = failed
        world.run()
        world.host.refusing.clear()
        world.db.fail_next(failed, applied=applied)
    with pytest.raises(RetryLaterError):
        world.run()
    world.run()
    world.run()
    assert world.devices == ["car", "laptop", "tablet"]
    assert len(world.mails) == 1


def test_a_device_that_cannot_be_signed_out_is_tried_again_without_another_word(world):
    world.sign_in("tv", "phone", "tablet", "laptop", "car")
    world.host.refusing[f"ref-{ANN}-phone"] = ActionRequiredError("refused", code="x")
    for _ in range(3):
        report = world.run()
        assert report.counts["not_done"] == 1
        assert report.errors == {EPSILON: "refused"}
    assert world.devices == ["car", "laptop", "phone", "tablet"]
    assert len(world.mails) == 1
    world.host.refusing.clear()
    world.run()
    assert world.devices == ["car", "laptop", "tablet"]
    assert (len(world.mails), world.actions.count("device.sign_out")) == (1, 2)


def test_no_time_left_leaves_everything_to_the_next_run(world):
    world.sign_in("tv", "phone", "tablet", "laptop")
    report = keeping.run(world.deps, seconds=1)
    assert report.counts["not_done"] == 1
    assert len(world.devices) == 4
    world.run()
    assert len(world.devices) == 3


# ------------------------------------------------------------------ what it costs


def test_while_nothing_changes_nothing_is_written_and_people_are_not_read(world):
    world.sign_in("tv", "phone")
    world.run()
    commits, trips = len(world.db.commits), world.db.round_trips
    world.run()
    assert len(world.db.commits) == commits
    # Settings twice, servers, plans, what is remembered, changed limits.
    assert world.db.round_trips - trips == 6
    assert world.host.calls[-2:] == ["devices", "devices"]


def test_a_limit_of_ones_own_holds_with_the_next_run_although_no_device_changed(world):
    world.limit(max_devices=None)
    world.sign_in("tv", "phone")
    world.run()
    world.user(device_limit=1)
    world.run()
    assert world.devices == ["phone"]
    commits = len(world.db.commits)
    world.run()
    world.run()
    assert len(world.db.commits) <= commits + 1


def test_another_plan_holds_with_the_next_run(world):
    world.sign_in("tv", "phone", "tablet")
    world.run()
    assert not world.is_open
    world.db.seed(
        a_plan(id="pln_big", limits=PlanLimits(max_devices=5)),
        a_subscription(periods=(a_period(plan_id="pln_big"),), version=2),
    )
    world.run()
    assert world.is_open


def test_what_is_remembered_ends_after_a_day(world):
    world.sign_in("tv")
    world.run()
    kept = world.db.find(DeviceWatch, EPSILON)
    assert kept is not None
    assert kept.expires_at == world.clock.now() + timedelta(days=1)
    assert set(kept.accounts) == {ANN}
    assert kept.remembered(now=kept.expires_at).accounts == {}
    assert a_user().id == "usr_ann"
