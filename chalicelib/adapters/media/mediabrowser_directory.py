"""Reaching an Emby or Jellyfin server for the first time, with a clear word for each obstacle."""

import re

from chalicelib.adapters.media.mediabrowser_accounts import read_libraries
from chalicelib.adapters.media.mediabrowser_session import (
    MediaBrowserSession,
    Question,
    Row,
    improper_answer,
    plain_id,
    reading,
)
from chalicelib.catalog.ports import ReachedServer, ServerContents, TooOldError, WrongAddressError
from chalicelib.kernel.errors import AppError, RetryLaterError
from chalicelib.kernel.secret import Secret

_PUBLIC = Question("GET", "System/Info/Public")
_PRIVATE = Question("GET", "System/Info")
_VERSION = re.compile(r"\d+(\.\d+)*")


class MediaBrowserDirectory:
    """Reads the servers of one platform by address and API key."""

    def __init__(self, session: MediaBrowserSession) -> None:
        self._session = session
        self._dialect = session.dialect

    def reach(self, *, url: str, token: Secret) -> ReachedServer:
        """Return the server's id, name, version and libraries."""
        public = self._public(url)
        self._check_version(str(public.get("Version") or ""))
        private = self._session.read(url, token, _PRIVATE)
        with reading(url):
            machine_id, name = plain_id(private["Id"]), str(private.get("ServerName") or "")
            if not machine_id or machine_id != plain_id(public["Id"]):
                raise improper_answer(url)
        libraries = read_libraries(self._session, url, token)
        contents = ServerContents(machine_id, name or machine_id, libraries)
        return ReachedServer(contents, version=str(private["Version"]))

    def _public(self, url: str) -> Row:
        """Return what the server tells without a key, so that its key goes to no other program."""
        try:
            public = self._session.read(url, None, _PUBLIC)
        except RetryLaterError as error:
            if error.code != "server.garbage":
                raise
            raise self._wrong_address() from error
        except AppError as error:
            raise self._wrong_address() from error
        if not isinstance(public, dict) or not {"Id", "Version"} <= public.keys():
            raise self._wrong_address()
        if not self._dialect.is_named(public):
            raise WrongAddressError(
                f"The server at this address is not {self._dialect.name}.",
                remedy="Choose the right platform, or correct the address.",
            )
        return public

    def _wrong_address(self) -> WrongAddressError:
        return WrongAddressError(
            f"No {self._dialect.name} server answers at this address.",
            remedy="Give the address that a browser opens, with its port and path.",
        )

    def _check_version(self, text: str) -> None:
        numbers = _VERSION.match(text)
        version = tuple(int(each) for each in numbers.group().split(".")) if numbers else ()
        if version < self._dialect.oldest:
            oldest = ".".join(str(each) for each in self._dialect.oldest)
            raise TooOldError(
                f"The server has version {text or 'unknown'}.",
                remedy=f"Update {self._dialect.name} to {oldest} or later.",
            )
