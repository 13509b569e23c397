"""What Jellyfin says in its own way (10.11 and 12).

The key goes into the scheme MediaBrowser: version 12 switches every older way off. Nothing but the
token is told with it, because a device that is named becomes a row on the server.
"""

from typing import Final

from chalicelib.access.account_ports import AccountRights
from chalicelib.adapters.media.answers import fold
from chalicelib.adapters.media.mediabrowser_session import Question, Row, instant, plain_id
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import FoundLibrary
from chalicelib.enforcement.records.devices import Device

_MESSAGE_MS = 10_000
# Whoever has not been heard of for so long has gone without saying so.
_ACTIVE_SECONDS = 90
# Sign-ins stay after a player is gone, so a limit of streams or devices needs room above itself
# (jellyfin/jellyfin#10559).
_SPARE_SIGN_INS = 2


class Jellyfin:
    """The dialect of Jellyfin."""

    name: Final = "Jellyfin"
    oldest: Final = (10, 11)
    capabilities: Final = frozenset(
        {
            Capability.ACCOUNTS,
            Capability.DISABLING,
            Capability.DOWNLOAD_RIGHT,
            Capability.TRANSCODING_RIGHT,
            Capability.SIGN_IN_LIMIT,
            Capability.BITRATE_LIMIT,
            Capability.DEVICES,
            Capability.STOPPING,
            Capability.WARNING,
        }
    )
    users: Final = Question("GET", "Users")
    folders: Final = Question("GET", "Library/VirtualFolders")
    sessions: Final = f"Sessions?activeWithinSeconds={_ACTIVE_SECONDS}"

    def base(self, url: str) -> str:
        """Return the address as it was entered."""
        return url.rstrip("/")

    def headers(self, key: str) -> dict[str, str]:
        """Return the header that carries the API key."""
        return {"Authorization": f'MediaBrowser Token="{key}"'}

    def is_named(self, public: Row) -> bool:
        """Tell whether these are the public facts of a Jellyfin server."""
        return str(public.get("ProductName", "")).casefold().startswith("jellyfin")

    def open_account(self, username: str, password: str) -> Question:
        """Return how an account is opened: with its password at once."""
        return Question("POST", "Users/New", body={"Name": username, "Password": password})

    def set_password(
        self, account_ref: str, password: str, *, is_new: bool
    ) -> tuple[Question, ...]:
        """Return how an account gets another password; a new one has its own already."""
        if is_new:
            return ()
        params = {"userId": account_ref}
        return (Question("POST", "Users/Password", params, {"NewPw": password}),)

    def show(self, session_id: str, text: str) -> Question:
        """Return how a message is shown: its texts are the body."""
        body = {"Text": text, "TimeoutMs": _MESSAGE_MS}
        return Question("POST", f"Sessions/{session_id}/Message", body=body)

    def sign_out(self, device_ref: str) -> Question:
        """Return how a device is signed out."""
        return Question("DELETE", "Devices", {"id": device_ref})

    def entries(self, *, since: str, start: int, limit: int) -> Question:
        """Return how the activity log is asked for: what somebody did."""
        params = {"startIndex": str(start), "limit": str(limit), "minDate": since}
        return Question("GET", "System/ActivityLog/Entries", {**params, "hasUserId": "true"})

    def library(self, row: Row) -> FoundLibrary:
        """Return a library; one id serves everything."""
        library_id = plain_id(row["ItemId"])
        return FoundLibrary(
            key=library_id,
            share_id=library_id,
            title=str(row["Name"]),
            kind=str(row.get("CollectionType") or "mixed"),
        )

    def device(self, row: Row) -> Device:
        """Return a device; one id serves everything."""
        device_id = str(row["Id"])
        return Device(
            device_ref=device_id,
            device_id=device_id,
            names=frozenset({device_id}),
            account_ref=plain_id(row.get("LastUserId")),
            username=fold(row.get("LastUserName")),
            name=str(row.get("CustomName") or row.get("Name") or ""),
            product=str(row.get("AppName") or ""),
            last_seen_at=instant(row.get("DateLastActivity")),
        )

    def limits(self, rights: AccountRights) -> dict[str, object]:
        """Return the ceiling of sign-ins, and what would take precedence over given folders."""
        fields: dict[str, object] = {"BlockedMediaFolders": []}
        if rights.max_streams is not None:
            most = rights.max_streams
            fields["MaxActiveSessions"] = most + _SPARE_SIGN_INS if most else 0
        return fields

    def max_streams(self, policy: Row) -> int:
        """Return the limit of streams, or of devices, that led to the ceiling of sign-ins."""
        return max(int(policy.get("MaxActiveSessions") or 0) - _SPARE_SIGN_INS, 0)
