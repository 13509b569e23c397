"""What the catalogue needs of servers that are added by address and key (Emby, Jellyfin)."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.catalog.ports import ServerContents
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.secret import Secret


class WrongAddressError(ActionRequiredError):
    """What answers at the address is no server of this platform."""

    default_code = "server.wrong_address"


class TooOldError(ActionRequiredError):
    """The server's version is older than what we can speak to."""

    default_code = "server.too_old"


@dataclass(frozen=True, slots=True)
class ReachedServer:
    """A server that answered, with what it holds."""

    contents: ServerContents
    version: str


class MediaServerDirectory(Protocol):
    """Reads a server by its address and API key."""

    def reach(self, *, url: str, token: Secret) -> ReachedServer:
        """Return the server's id, name, version and libraries.

        Raises RetryLaterError (no answer), WrongAddressError, TooOldError, or ActionRequiredError
        with the code `server.key_refused` or `server.key_too_weak`.
        """
        ...
