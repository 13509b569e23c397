"""What Emby says in its own way (4.8 and later)."""

from typing import Final
from urllib.parse import urlsplit

from chalicelib.access.account_ports import AccountRights
from chalicelib.adapters.media.answers import fold
from chalicelib.adapters.media.mediabrowser_session import Question, Row, instant, plain_id
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import FoundLibrary
from chalicelib.enforcement.records.devices import Device

_MESSAGE_MS = 10_000
_PREFIX = "/emby"
_HEADER = "Notice"


class Emby:
    """The dialect of Emby."""

    name: Final = "Emby"
    oldest: Final = (4, 8)
    capabilities: Final = frozenset(
        {
            Capability.ACCOUNTS,
            Capability.DISABLING,
            Capability.DOWNLOAD_RIGHT,
            Capability.TRANSCODING_RIGHT,
            Capability.STREAM_LIMIT,
            Capability.BITRATE_LIMIT,
            Capability.DEVICES,
            Capability.STOPPING,
            Capability.WARNING,
        }
    )
    users: Final = Question("GET", "Users/Query")
    folders: Final = Question("GET", "Library/VirtualFolders/Query")
    sessions: Final = "Sessions"

    def base(self, url: str) -> str:
        """Return the address with the prefix that older servers insist on."""
        address = url.rstrip("/")
        return address if urlsplit(address).path.endswith(_PREFIX) else address + _PREFIX

    def headers(self, key: str) -> dict[str, str]:
        """Return the header that carries the API key."""
        return {"X-Emby-Token": key}

    def is_named(self, public: Row) -> bool:
        """Tell whether these are the public facts of an Emby server, which tells no product."""
        return not public.get("ProductName")

    def open_account(self, username: str, password: str) -> Question:  # noqa: ARG002 - Jellyfin needs it
        """Return how an account is opened: the call takes no password."""
        return Question("POST", "Users/New", body={"Name": username})

    def set_password(
        self, account_ref: str, password: str, *, is_new: bool
    ) -> tuple[Question, ...]:
        """Return how an account gets a password: one that is set is reset first."""
        path = f"Users/{account_ref}/Password"
        reset = Question("POST", path, body={"Id": account_ref, "ResetPassword": True})
        setting = Question("POST", path, body={"Id": account_ref, "NewPw": password})
        return (setting,) if is_new else (reset, setting)

    def show(self, session_id: str, text: str) -> Question:
        """Return how a message is shown: its texts are in the query, and both must be there."""
        params = {"Header": _HEADER, "Text": text, "TimeoutMs": str(_MESSAGE_MS)}
        return Question("POST", f"Sessions/{session_id}/Message", params)

    def sign_out(self, device_ref: str) -> Question:
        """Return how a device is signed out, by the call that cannot be taken for all devices."""
        return Question("POST", "Devices/Delete", {"Id": device_ref})

    def entries(self, *, since: str, start: int, limit: int) -> Question:
        """Return how the activity log is asked for: all of it, also what concerns nobody."""
        params = {"StartIndex": str(start), "Limit": str(limit), "MinDate": since}
        return Question("GET", "System/ActivityLog/Entries", params)

    def library(self, row: Row) -> FoundLibrary:
        """Return a library: items know it by its number, accounts are given its guid."""
        return FoundLibrary(
            key=str(row["ItemId"]),
            share_id=plain_id(row["Guid"]),
            title=str(row["Name"]),
            kind=str(row.get("CollectionType") or "mixed"),
        )

    def device(self, row: Row) -> Device:
        """Return a device: its own number signs it out, streams tell the other id.

        A policy is given both, because they were one until 2024 and either may be asked for.
        """
        number, reported = str(row["Id"]), str(row.get("ReportedDeviceId") or "")
        return Device(
            device_ref=number,
            device_id=reported,
            names=frozenset({number, reported} - {""}),
            account_ref=plain_id(row.get("LastUserId")),
            username=fold(row.get("LastUserName")),
            name=str(row.get("Name") or ""),
            product=str(row.get("AppName") or ""),
            last_seen_at=instant(row.get("DateLastActivity")),
        )

    def limits(self, rights: AccountRights) -> dict[str, object]:
        """Return the limit of streams, and what would take precedence over given folders."""
        fields: dict[str, object] = {"BlockedMediaFolders": []}
        if rights.max_streams is not None:
            fields["SimultaneousStreamLimit"] = rights.max_streams
        return fields

    def max_streams(self, policy: Row) -> int:
        """Return the limit of streams."""
        return int(policy.get("SimultaneousStreamLimit") or 0)
