"""Devices that are signed in on media servers, and which of them an account may come in with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import ServerId


@dataclass(frozen=True, slots=True)
class Device:
    """A device as its server lists it, under the account that used it last.

    `device_ref` signs it out, streams tell `device_id`, and `names` are all ids by which a door
    knows it. `account_ref` is empty when the server tells no account.
    """

    device_ref: str
    device_id: str
    names: frozenset[str]
    account_ref: str
    username: str
    name: str
    product: str
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """What an account may come in with: any device, or only those whose ids are `admitted`."""

    account_ref: str
    username: str
    is_administrator: bool
    is_disabled: bool
    admits_all: bool
    admitted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DeviceList:
    """All devices of a server and all its doors; `gap` says why it is no evidence, if it is none.

    A device that two accounts use may stand there once for each.
    """

    devices: tuple[Device, ...] = ()
    doors: tuple[Door, ...] = ()
    gap: str = ""

    def by_account(self) -> dict[str, tuple[Device, ...]]:
        """Return the devices of each account, each once, as it was seen last."""
        newest: dict[str, dict[str, Device]] = {}
        for each in sorted(self.devices, key=_seen):
            newest.setdefault(each.account_ref, {})[each.device_ref] = each
        return {ref: tuple(found.values()) for ref, found in newest.items()}

    def shared_ids(self) -> frozenset[str]:
        """Return the ids of devices that stand there under several accounts."""
        users: dict[str, set[str]] = {}
        for each in self.devices:
            users.setdefault(each.device_id, set()).add(each.account_ref)
        return frozenset(device_id for device_id, refs in users.items() if len(refs) > 1)


def _seen(device: Device) -> str:
    return to_iso(device.last_seen_at) if device.last_seen_at else ""


@dataclass(frozen=True, slots=True)
class DeviceWatch:
    """What was found out about the accounts of a server, so that only changes cost reads.

    `accounts` maps an account to how it stood when nothing had to be done, or to what was said
    about it and may not be done yet (see devices/books.py). `closed` are the accounts whose doors
    are closed for the sake of a limit, and not by whoever keeps the server. It ends by itself at
    `expires_at`.
    """

    server_id: ServerId
    at: datetime
    expires_at: datetime
    # One text, like ServerWatch: thousands of accounts are read at once.
    accounts: Mapping[str, str] = field(default_factory=dict, metadata={"packed": True})
    closed: frozenset[str] = field(default_factory=frozenset, metadata={"packed": True})
    version: int = 0

    @property
    def identity(self) -> ServerId:
        """Return the natural key."""
        return self.server_id

    def remembered(self, *, now: datetime) -> Self:
        """Return what still counts of a row that has ended: which doors a limit has closed."""
        return self if now < self.expires_at else replace(self, accounts={})
