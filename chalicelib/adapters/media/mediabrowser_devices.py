"""Devices on Emby and Jellyfin servers: listed, admitted, signed out."""

import time

from chalicelib.adapters.media import mediabrowser_policy as policies
from chalicelib.adapters.media.answers import fold
from chalicelib.adapters.media.mediabrowser_accounts import MediaBrowserAccounts
from chalicelib.adapters.media.mediabrowser_session import (
    MediaBrowserSession,
    Question,
    Row,
    decoded,
    plain_id,
    reading,
    rows_of,
)
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.records.devices import DeviceList, Door
from chalicelib.kernel.errors import InvalidError, NotFoundError

_DEVICES = Question("GET", "Devices")
_LEAST_SECONDS = 0.1


class MediaBrowserDevices:
    """Reads and signs out the devices of the servers of one platform."""

    def __init__(self, session: MediaBrowserSession, accounts: MediaBrowserAccounts) -> None:
        self._session = session
        self._accounts = accounts

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        return self._session.dialect.capabilities

    def devices(self, access: ServerAccess, *, timeout_seconds: float) -> DeviceList:
        """Return all devices and doors of the server; a list that is short says so."""
        deadline = time.monotonic() + timeout_seconds
        devices, gap = self._rows(access, _DEVICES, deadline)
        users, shortage = self._rows(access, self._session.dialect.users, deadline)
        with reading(access.server.url):
            doors = tuple(_door(user) for user in users)
            found = tuple(self._session.dialect.device(row) for row in devices)
        if not any(door.is_administrator for door in doors):
            shortage = shortage or "a list without an administrator"
        return DeviceList(found, doors, gap=gap or shortage)

    def admit(
        self,
        access: ServerAccess,
        *,
        account_ref: str,
        admits_all: bool,
        admitted: frozenset[str] = frozenset(),
    ) -> None:
        """Let an account come in with any device, or only with those whose ids are given."""
        fields: dict[str, object] = {"EnableAllDevices": admits_all}
        if not admits_all:
            fields["EnabledDevices"] = sorted(admitted)
        self._accounts.change_policy(access, account_ref=account_ref, fields=fields)

    def remove(self, access: ServerAccess, *, device_ref: str) -> None:
        """Sign one device out, which ends what it plays; gone already is success."""
        if not device_ref.strip():
            # Emby takes a call that names no device for one that means them all.
            raise InvalidError.of("device_ref", "This names no device.")
        self._remove(access, device_ref, 0)

    def sign_out(
        self, access: ServerAccess, *, device_id: str, account_ref: str, timeout_seconds: float
    ) -> None:
        """Sign out the device that a stream tells, if this account used it last."""
        deadline = time.monotonic() + timeout_seconds
        rows, _ = self._rows(access, _DEVICES, deadline)
        with reading(access.server.url):
            listed = [self._session.dialect.device(row) for row in rows]
        found = {
            each.device_ref
            for each in listed
            if device_id
            and each.device_ref
            and each.device_id == device_id
            and each.account_ref == plain_id(account_ref)
        }
        if not found:
            raise NotFoundError("The server lists no such device.")
        for device_ref in sorted(found):
            self._remove(access, device_ref, _left(deadline))

    def _remove(self, access: ServerAccess, device_ref: str, timeout_seconds: float) -> None:
        url, question = access.server.url, self._session.dialect.sign_out(device_ref)
        answer = self._session.call(url, access.token, question, timeout_seconds=timeout_seconds)
        if answer.status != 404:
            self._session.check(answer, where=url)

    def _rows(
        self, access: ServerAccess, question: Question, deadline: float
    ) -> tuple[list[Row], str]:
        url = access.server.url
        answer = self._session.call(url, access.token, question, timeout_seconds=_left(deadline))
        self._session.check(answer, where=url)
        told = decoded(answer, where=url)
        with reading(url):
            return rows_of(told)


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), _LEAST_SECONDS)


def _door(user: Row) -> Door:
    policy = policies.policy_of(user)
    return Door(
        account_ref=plain_id(user["Id"]),
        username=fold(user["Name"]),
        is_administrator=bool(policy["IsAdministrator"]),
        is_disabled=bool(policy["IsDisabled"]),
        admits_all=bool(policy.get("EnableAllDevices", True)),
        admitted=frozenset(str(each) for each in policy.get("EnabledDevices") or ()),
    )
