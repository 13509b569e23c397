"""What enforcement needs of platforms whose servers list devices (Emby, Jellyfin)."""

from typing import Protocol

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.records.devices import DeviceList


class DeviceHost(Protocol):
    """A platform whose servers list the devices that are signed in.

    Every call raises RetryLaterError (no proper answer, 429 or 503 with its Retry-After, 5xx) or
    ActionRequiredError (key refused, an administrator's account, one that is gone).
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        ...

    def devices(self, access: ServerAccess, *, timeout_seconds: float) -> DeviceList:
        """Return all devices and doors of the server; a list that is short says so."""
        ...

    def admit(
        self,
        access: ServerAccess,
        *,
        account_ref: str,
        admits_all: bool,
        admitted: frozenset[str] = frozenset(),
    ) -> None:
        """Let an account come in with any device, or only with those whose ids are given.

        All its other rights stay as they are. Idempotent.
        """
        ...

    def remove(self, access: ServerAccess, *, device_ref: str) -> None:
        """Sign one device out for everybody, which ends what it plays; gone already is success.

        Raises InvalidError for a ref that names none.
        """
        ...

    def sign_out(
        self, access: ServerAccess, *, device_id: str, account_ref: str, timeout_seconds: float
    ) -> None:
        """Sign out the device that a stream tells, if this account used it last.

        Raises NotFoundError, and does nothing, when the server lists no such device.
        """
        ...
