"""Devices as the product sees them: adapters over the stand-ins, and fake, keep one contract."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.access.ports import AdministratorError, StaleCatalogError
from chalicelib.adapters.media.mediabrowser_accounts import MediaBrowserAccounts
from chalicelib.adapters.media.mediabrowser_devices import MediaBrowserDevices
from chalicelib.adapters.media.mediabrowser_streams import MediaBrowserStreamHost
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.device_ports import DeviceHost
from chalicelib.enforcement.records.devices import Device, DeviceList, Door
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
)
from chalicelib.kernel.secret import Secret
from infra.sandbox import mediabrowser_play as playing
from infra.sandbox.kit import BadAction, Fault
from tests.builders import a_plex_account, a_server
from tests.contract.mediabrowser_ports import access_to, session_of
from tests.contract.mediabrowser_standin import Standin, new_world, served, standin
from tests.fakes.device_host import FakeDeviceHost

KINDS = ("emby", "jellyfin 10.11", "jellyfin 12")
NOBODY = "f" * 32


@dataclass
class Place:
    """A server with an administrator, Ines and Jonas."""

    host: DeviceHost
    access: ServerAccess
    admin_ref: str
    ines_ref: str
    jonas_ref: str

    def listed(self) -> DeviceList:
        return self.host.devices(self.access, timeout_seconds=5)

    def of(self, account_ref: str) -> dict[str, Device]:
        found = self.listed().by_account().get(account_ref, ())
        return {each.name: each for each in found}

    def door(self, account_ref: str) -> Door:
        return next(each for each in self.listed().doors if each.account_ref == account_ref)

    def admit(self, *devices: Device, account_ref: str = "") -> None:
        self.host.admit(
            self.access,
            account_ref=account_ref or self.ines_ref,
            admits_all=False,
            admitted=frozenset(name for each in devices for name in each.names),
        )

    def open(self) -> None:
        self.host.admit(self.access, account_ref=self.ines_ref, admits_all=True)

    def let_in(self, account_ref: str, device: str) -> bool:
        """Let somebody sign in on a device; False when the server refuses it."""
        raise NotImplementedError

    def fail(self) -> None:
        """Let the server be busy."""
        raise NotImplementedError


@dataclass
class RealPlace(Place):
    on: Standin

    def let_in(self, account_ref: str, device: str) -> bool:
        names = {self.ines_ref: "ines", self.jonas_ref: "jonas", self.admin_ref: "admin"}
        try:
            self.on.act("sign_in", person=names[account_ref], device=device)
        except BadAction:
            return False
        return True

    def fail(self) -> None:
        self.on.world.faults.add(f"{self.on.platform}:{self.on.name}", Fault(mode="down"))

    def sent(self, *methods: str) -> list[dict[str, Any]]:
        calls = self.on.world.calls.list(f"{self.on.platform}:*")
        return [call for call in calls if call["method"] in methods]


@dataclass
class FakePlace(Place):
    fake: FakeDeviceHost

    def let_in(self, account_ref: str, device: str) -> bool:
        seen_at = datetime(2026, 1, 1, tzinfo=UTC)
        return self.fake.let_in(self.access.server.id, account_ref, device, seen_at=seen_at)

    def fail(self) -> None:
        self.fake.failing[self.access.server.id] = RetryLaterError("busy")


def fake_place() -> FakePlace:
    access = ServerAccess(a_server(), a_plex_account(), Secret("key"))
    refs = ("0" * 32, "1" * 32, "2" * 32)
    fake = FakeDeviceHost()
    for ref in refs:
        fake.open_account(access.server.id, ref, is_administrator=ref == refs[0])
    return FakePlace(fake, access, *refs, fake)


def real_place(on: Standin) -> RealPlace:
    session = session_of(on, retries=0)
    host = MediaBrowserDevices(session, MediaBrowserAccounts(session))
    refs = (on.account(name)["id"] for name in ("admin", "ines", "jonas"))
    return RealPlace(host, access_to(on), *refs, on)


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture(params=KINDS)
def real(server: Any, request: pytest.FixtureRequest) -> Iterator[RealPlace]:
    world = new_world(*server)
    place = real_place(standin(world, request.param))
    yield place
    place.on.check_sent()
    world.store.close()


@pytest.fixture(params=["fake", *KINDS])
def place(server: Any, request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "fake":
        yield fake_place()
        return
    world = new_world(*server)
    made = real_place(standin(world, request.param))
    yield made
    made.on.check_sent()
    world.store.close()


def test_every_device_is_listed_under_the_account_that_used_it(place):
    for device in ("Phone", "Tablet"):
        assert place.let_in(place.ines_ref, device)
    assert place.let_in(place.jonas_ref, "Phone")
    told = place.listed()
    assert told.gap == ""
    assert set(place.of(place.ines_ref)) == {"Phone", "Tablet"}
    assert set(place.of(place.jonas_ref)) == {"Phone"}
    phone = place.of(place.ines_ref)["Phone"]
    assert phone.device_ref
    assert phone.last_seen_at
    assert phone.device_id in phone.names
    assert told.shared_ids() == frozenset()
    assert Capability.DEVICES in place.host.capabilities


def test_doors_are_open_at_first_and_tell_whose_they_are(place):
    doors = {each.account_ref: each for each in place.listed().doors}
    assert doors.keys() == {place.admin_ref, place.ines_ref, place.jonas_ref}
    assert doors[place.ines_ref].admits_all
    assert [ref for ref, door in doors.items() if door.is_administrator] == [place.admin_ref]
    assert not any(door.is_disabled for door in doors.values())


def test_a_closed_door_admits_what_it_knows_and_nothing_else(place):
    place.let_in(place.ines_ref, "Phone")
    phone = place.of(place.ines_ref)["Phone"]
    for _ in range(2):
        place.admit(phone)
    door = place.door(place.ines_ref)
    assert (door.admits_all, door.admitted) == (False, phone.names)
    assert not place.let_in(place.ines_ref, "Tablet")
    assert place.let_in(place.ines_ref, "Phone")
    assert place.door(place.jonas_ref).admits_all
    for _ in range(2):
        place.open()
    assert place.door(place.ines_ref).admits_all
    assert place.let_in(place.ines_ref, "Tablet")


def test_one_device_is_removed_and_the_others_stay(place):
    for device in ("Phone", "Tablet"):
        place.let_in(place.ines_ref, device)
    place.let_in(place.jonas_ref, "Phone")
    phone = place.of(place.ines_ref)["Phone"]
    for _ in range(2):
        place.host.remove(place.access, device_ref=phone.device_ref)
    assert set(place.of(place.ines_ref)) == {"Tablet"}
    assert set(place.of(place.jonas_ref)) == {"Phone"}


@pytest.mark.parametrize("text", ["", "  "])
def test_what_names_no_device_never_leaves(place, text):
    place.let_in(place.ines_ref, "Phone")
    with pytest.raises(InvalidError):
        place.host.remove(place.access, device_ref=text)
    assert set(place.of(place.ines_ref)) == {"Phone"}


def test_the_device_that_a_stream_tells_is_signed_out_of_its_own_account_alone(place):
    for device in ("Phone", "Tablet"):
        place.let_in(place.ines_ref, device)
    phone = place.of(place.ines_ref)["Phone"]

    def sign_out(device_id: str, account_ref: str) -> None:
        place.host.sign_out(
            place.access, device_id=device_id, account_ref=account_ref, timeout_seconds=5
        )

    strangers = (phone.device_id, place.jonas_ref)
    for wrong in (strangers, ("", place.ines_ref), ("unheard-of", place.ines_ref)):
        with pytest.raises(NotFoundError):
            sign_out(*wrong)
    assert set(place.of(place.ines_ref)) == {"Phone", "Tablet"}
    sign_out(phone.device_id, place.ines_ref)
    assert set(place.of(place.ines_ref)) == {"Tablet"}


def test_an_administrators_door_and_that_of_nobody_are_refused(place):
    with pytest.raises(AdministratorError):
        place.admit(account_ref=place.admin_ref)
    with pytest.raises(StaleCatalogError):
        place.admit(account_ref=NOBODY)


def test_a_busy_server_is_tried_again_later(place):
    place.fail()
    with pytest.raises(RetryLaterError):
        place.listed()
    with pytest.raises(RetryLaterError):
        place.host.remove(place.access, device_ref="1")
    with pytest.raises(RetryLaterError):
        place.open()


# ------------------------------------------------------------------ adapters alone


def test_the_whole_policy_is_written_with_everything_that_we_do_not_know(real):
    odd = {"MaxParentalRating": 12, "BlockedTags": ["gore"]}
    real.on.act("change_rights", person="ines", policy=odd)
    before = real.on.account("ines")["policy"]
    real.let_in(real.ines_ref, "Phone")
    real.admit(*real.of(real.ines_ref).values())
    after = real.on.account("ines")["policy"]
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"EnableAllDevices", "EnabledDevices"}


def test_a_door_that_is_right_is_not_written_again(real):
    real.let_in(real.ines_ref, "Phone")
    phone = real.of(real.ines_ref)["Phone"]
    real.admit(phone)
    before = len(real.sent("POST", "DELETE"))
    real.admit(phone)
    assert len(real.sent("POST", "DELETE")) == before


def test_a_deletion_names_one_device_in_its_query_and_nothing_in_its_body(real):
    for device in ("Phone", "Tablet"):
        real.let_in(real.ines_ref, device)
    ref = real.of(real.ines_ref)["Phone"].device_ref
    real.host.remove(real.access, device_ref=ref)
    (call,) = real.sent("DELETE", "POST")
    assert call["query"].casefold() == f"id={ref}".casefold()
    assert not call["body"]
    assert call["path"].endswith(("/Devices", "/Devices/Delete"))


def test_a_removed_device_has_lost_its_token_and_what_it_played(real):
    session = real.on.act("play", person="ines", device="TV")["session_id"]
    stream = streams(real)[0]
    device = next(iter(real.of(real.ines_ref).values()))
    assert stream.device_id == device.device_id
    if real.on.platform == "emby":
        assert device.device_ref != device.device_id
    real.host.sign_out(
        real.access,
        device_id=stream.device_id,
        account_ref=real.ines_ref,
        timeout_seconds=5,
    )
    assert streams(real) == ()
    with pytest.raises(Exception, match="not found"):
        playing.session(real.on.world, real.on.server, session)


def streams(real: RealPlace) -> Any:
    host = MediaBrowserStreamHost(session_of(real.on))
    return host.streams(real.access, timeout_seconds=5)


def test_a_short_list_says_so_and_an_empty_one_has_nothing(real):
    real.let_in(real.ines_ref, "Phone")
    real.on.world.faults.add(f"{real.on.platform}:{real.on.name}", Fault(mode="empty"))
    told = real.listed()
    assert told.gap
    assert told.devices == ()


def test_a_wrong_key_is_told(real):
    wrong = replace(real.access, token=Secret("wrong"))
    with pytest.raises(ActionRequiredError):
        real.host.devices(wrong, timeout_seconds=5)


def test_junk_is_no_evidence(real):
    real.on.world.faults.add(f"{real.on.platform}:{real.on.name}", Fault(mode="garbage"))
    with pytest.raises(AppError):
        real.listed()
