"""A platform whose servers list devices, in memory, with the rules of Emby and Jellyfin."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.access.ports import AdministratorError, StaleCatalogError
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.device_ports import DeviceHost
from chalicelib.enforcement.records.devices import Device, DeviceList, Door
from chalicelib.kernel.errors import AppError, InvalidError, NotFoundError
from chalicelib.kernel.ids import ServerId

_EVERYTHING = frozenset({Capability.DEVICES})


@dataclass
class FakeDeviceHost(DeviceHost):
    """Tests put `held` and `doors` there by server.

    A server in `failing` raises that error, one in `gaps` lists too little. The call whose number
    is `dies_at` (from 1, reads and deeds alike) raises BaseException before it does anything, that
    of `dies_after` when it is done. `calls` keeps what was asked, `writes` what was changed.
    """

    held: dict[ServerId, list[Device]] = field(default_factory=dict)
    doors: dict[ServerId, dict[str, Door]] = field(default_factory=dict)
    failing: dict[ServerId, AppError] = field(default_factory=dict)
    refusing: dict[str, AppError] = field(default_factory=dict)
    gaps: dict[ServerId, str] = field(default_factory=dict)
    dies_at: int = 0
    dies_after: int = 0
    calls: list[str] = field(default_factory=list)
    capabilities: frozenset[Capability] = _EVERYTHING

    @property
    def writes(self) -> list[str]:
        """Return what was changed, in order."""
        return [call for call in self.calls if not call.startswith("devices")]

    def open_account(
        self, server_id: ServerId, account_ref: str, *, is_administrator: bool = False
    ) -> None:
        """Let the operator open an account that may come in with any device."""
        door = Door(account_ref, account_ref, is_administrator, is_disabled=False, admits_all=True)
        self.doors.setdefault(server_id, {})[account_ref] = door

    def let_in(
        self, server_id: ServerId, account_ref: str, name: str, *, seen_at: datetime | None
    ) -> bool:
        """Let somebody sign in on a device; False when the door does not admit it."""
        door = self.doors[server_id][account_ref]
        device_id = f"{account_ref}-{name}"
        if not door.admits_all and device_id not in door.admitted:
            return False
        device = Device(
            device_ref=f"ref-{device_id}",
            device_id=device_id,
            names=frozenset({device_id}),
            account_ref=account_ref,
            username=account_ref,
            name=name,
            product="Web",
            last_seen_at=seen_at,
        )
        here = self.held.setdefault(server_id, [])
        self.held[server_id] = [each for each in here if each.device_ref != device.device_ref] + [
            device
        ]
        return True

    def names(self, server_id: ServerId, account_ref: str) -> list[str]:
        """Return the names of an account's devices, in order."""
        here = self.held.get(server_id, [])
        return sorted(each.name for each in here if each.account_ref == account_ref)

    def devices(self, access: ServerAccess, *, timeout_seconds: float) -> DeviceList:
        server_id = self._begin("devices", access)
        doors = self.doors.get(server_id, {}).values()
        told = DeviceList(
            tuple(self.held.get(server_id, ())), tuple(doors), gap=self.gaps.get(server_id, "")
        )
        self._end()
        return told

    def admit(
        self,
        access: ServerAccess,
        *,
        account_ref: str,
        admits_all: bool,
        admitted: frozenset[str] = frozenset(),
    ) -> None:
        server_id = self._begin(f"admit {account_ref} {'all' if admits_all else 'some'}", access)
        door = self.doors.get(server_id, {}).get(account_ref)
        if door is None:
            raise StaleCatalogError("The server has no such account any more.")
        if door.is_administrator:
            raise AdministratorError("The account administers the server.")
        kept = door.admitted if admits_all else admitted
        self.doors[server_id][account_ref] = replace(door, admits_all=admits_all, admitted=kept)
        self._end()

    def remove(self, access: ServerAccess, *, device_ref: str) -> None:
        server_id = self._begin(f"remove {device_ref}", access)
        if not device_ref.strip():
            raise InvalidError.of("device_ref", "This names no device.")
        if device_ref in self.refusing:
            raise self.refusing[device_ref]
        here = self.held.get(server_id, [])
        self.held[server_id] = [each for each in here if each.device_ref != device_ref]
        self._end()

    def sign_out(
        self, access: ServerAccess, *, device_id: str, account_ref: str, timeout_seconds: float
    ) -> None:
        server_id = self._begin(f"sign_out {device_id}", access)
        here = self.held.get(server_id, [])
        wanted = (device_id, account_ref)
        gone = [each for each in here if (each.device_id, each.account_ref) == wanted]
        self.held[server_id] = [each for each in here if each not in gone]
        self._end()
        if not gone:
            raise NotFoundError("The server lists no such device.")

    def _begin(self, what: str, access: ServerAccess) -> ServerId:
        self.calls.append(what)
        if len(self.calls) == self.dies_at:
            raise KeyboardInterrupt
        if access.server.id in self.failing:
            raise self.failing[access.server.id]
        return access.server.id

    def _end(self) -> None:
        if len(self.calls) == self.dies_after:
            raise KeyboardInterrupt
