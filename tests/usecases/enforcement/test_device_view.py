"""Devices are shown with whose they are, and one is signed out by hand."""

from dataclasses import replace

import pytest

from chalicelib.enforcement.devices import signed_in
from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import NotFoundError, RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.users.claims import account_claim
from tests.usecases.enforcement.device_world import ANN, BOB, EPSILON, GAMMA, DeviceWorld

ADMIN = Actor("login:lgn_1")


@pytest.fixture
def world() -> DeviceWorld:
    made = DeviceWorld()
    made.host.open_account(EPSILON, BOB)
    made.sign_in("tv", "phone")
    made.sign_in("laptop", account=BOB)
    return made


def shown(world: DeviceWorld, **filters: object) -> list[tuple[str, str | None, int, int | None]]:
    found = signed_in.show(world.deps, **filters).devices
    return [
        (each.device.name, each.user.id if each.user else None, each.counted, each.limit)
        for each in found
    ]


def test_devices_are_shown_with_their_people_and_limits_those_used_last_first(world):
    assert shown(world) == [
        ("laptop", None, 1, None),
        ("phone", "usr_ann", 2, 3),
        ("tv", "usr_ann", 2, 3),
    ]


def test_only_what_is_asked_for_is_shown_and_only_its_servers_are_asked(world):
    assert [name for name, *_ in shown(world, user_id=UserId("usr_ann"))] == ["phone", "tv"]
    world.host.calls.clear()
    assert shown(world, server_ids=[GAMMA]) == []
    assert len(world.host.calls) == 1


def test_a_server_that_does_not_answer_is_named_and_hides_no_other(world):
    world.host.open_account(GAMMA, ANN)
    world.db.seed(account_claim(GAMMA, ANN, UserId("usr_ann")))
    world.sign_in("radio", server=GAMMA)
    world.host.failing[EPSILON] = RetryLaterError("busy")
    found = signed_in.show(world.deps)
    assert [each.device.name for each in found.devices] == ["radio"]
    assert found.errors == {EPSILON: "busy"}


def test_a_device_is_signed_out_by_hand_and_that_is_written_down(world):
    ref = f"ref-{ANN}-tv"
    gone = signed_in.sign_out(world.deps, server_id=EPSILON, device_ref=ref, actor=ADMIN)
    assert gone.device.name == "tv"
    assert world.devices == ["phone"]
    entry = world.db.one(AuditEntry)
    assert (entry.action, entry.actor, entry.user_id) == (
        "device.sign_out",
        "login:lgn_1",
        "usr_ann",
    )
    with pytest.raises(NotFoundError):
        signed_in.sign_out(world.deps, server_id=EPSILON, device_ref=ref, actor=ADMIN)


def test_a_customer_signs_out_own_devices_alone(world):
    ann = {"actor": Actor("user:usr_ann"), "user_id": UserId("usr_ann")}
    with pytest.raises(NotFoundError):
        signed_in.sign_out(world.deps, server_id=EPSILON, device_ref=f"ref-{BOB}-laptop", **ann)
    signed_in.sign_out(world.deps, server_id=EPSILON, device_ref=f"ref-{ANN}-tv", **ann)
    assert world.devices == ["phone"]
    assert world.host.names(EPSILON, BOB) == ["laptop"]


@pytest.mark.parametrize("server_id", ["srv_alpha", "srv_nowhere"])
def test_a_server_that_lists_no_devices_signs_none_out(world, server_id):
    with pytest.raises(NotFoundError):
        signed_in.sign_out(world.deps, server_id=server_id, device_ref="x", actor=ADMIN)


def test_nothing_is_written_when_the_server_refuses(world):
    world.host.refusing[f"ref-{ANN}-tv"] = RetryLaterError("busy")
    with pytest.raises(RetryLaterError):
        signed_in.sign_out(world.deps, server_id=EPSILON, device_ref=f"ref-{ANN}-tv", actor=ADMIN)
    assert world.db.all(AuditEntry) == ()


def test_an_administrators_device_is_named_as_such(world):
    world.sign_in("desk", account="admin")
    desk = signed_in.show(world.deps).devices[0]
    assert (desk.device.name, desk.is_administrator, desk.limit) == ("desk", True, None)
    world.host.doors[EPSILON][ANN] = replace(world.host.doors[EPSILON][ANN], admits_all=False)
    open_now = {each.device.name: each.is_open for each in signed_in.show(world.deps).devices}
    assert open_now == {"desk": True, "laptop": True, "phone": False, "tv": False}
