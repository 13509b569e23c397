"""Sharing on platforms whose servers keep accounts: the libraries of an account are its share.

Nobody is invited there and nothing has to be accepted. What the port of sharing calls the person's
id is the id of the account on this very server; it is no share as long as the account is locked or
sees nothing.
"""

from chalicelib.access.account_ports import AccountHost, AccountRights, RemoteAccount
from chalicelib.access.ports import (
    AlreadySharingError,
    PersonRefusedError,
    RemotePeople,
    RemotePerson,
    RemoteShare,
    RemoteSnapshot,
    StaleCatalogError,
)
from chalicelib.access.server_limits import ServerLimits
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.errors import InvalidError
from chalicelib.users.model import MediaIdentity


class SharesByAccount:
    """A MediaLibraryHost over a platform's accounts."""

    def __init__(self, accounts: AccountHost) -> None:
        self._accounts = accounts

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        return self._accounts.capabilities

    def snapshot(self, access: ServerAccess) -> RemoteSnapshot:
        """Return the libraries of every account that is neither locked nor an administrator's."""
        told = self._accounts.accounts(access)
        shares = tuple(_share(each) for each in told.accounts if _is_share(each))
        return RemoteSnapshot(shares, told.is_complete, told.gap)

    def is_gone(self, access: ServerAccess, *, share_ref: str) -> bool:
        """Tell whether the account is deleted, locked, or without a library."""
        account = self._accounts.account(access, account_ref=share_ref)
        return account is None or not _is_share(account)

    def invite(
        self,
        access: ServerAccess,
        *,
        person: MediaIdentity,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        """Give these libraries to the account that was opened for the person before."""
        rights = _rights(libraries, allows_downloads=allows_downloads)
        account = (
            self._accounts.account(access, account_ref=person.plex_id) if person.plex_id else None
        )
        if account is None or not person.is_proven:
            raise PersonRefusedError(
                "The person has no account on the server.",
                remedy="Open one, then retry.",
                code="account_missing",
            )
        if _is_share(account):
            raise AlreadySharingError("The account has libraries already.")
        self._accounts.change(access, account_ref=account.account_ref, rights=rights)

    def change(
        self,
        access: ServerAccess,
        *,
        remote: RemoteShare,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        """Set the libraries and the download right of an account; refuses none (InvalidError)."""
        rights = _rights(libraries, allows_downloads=allows_downloads)
        self._accounts.change(access, account_ref=remote.share_ref, rights=rights)

    def withdraw(self, access: ServerAccess, *, remote: RemoteShare) -> None:
        """Take all libraries from the account, which stays; gone already is success."""
        account = self._accounts.account(access, account_ref=remote.share_ref)
        if account is None or not _is_share(account):
            return
        nothing = AccountRights(frozenset(), allows_downloads=False)
        try:
            self._accounts.change(access, account_ref=remote.share_ref, rights=nothing)
        except StaleCatalogError:
            # Deleted in this very moment, which is what was wanted.
            return

    def people(self, access: ServerAccess) -> RemotePeople:
        """Return everybody with an account; administrators count as members of the home."""
        told = self._accounts.accounts(access)
        machine_id = access.server.machine_id
        people = tuple(
            RemotePerson(
                plex_id=each.account_ref,
                username=each.username,
                email="",
                is_at_home=each.is_administrator,
                machine_ids=frozenset({machine_id} if _is_share(each) else ()),
            )
            for each in told.accounts
        )
        return RemotePeople(people, told.is_complete)

    def delete_person(self, access: ServerAccess, *, plex_id: str) -> None:
        """Delete the account on this server; gone already is success."""
        self._accounts.delete_account(access, account_ref=plex_id)


def _is_share(account: RemoteAccount) -> bool:
    is_open = not (account.is_administrator or account.is_disabled)
    return is_open and bool(account.rights.library_share_ids)


def _share(account: RemoteAccount) -> RemoteShare:
    return RemoteShare(
        share_ref=account.account_ref,
        invite_ref="",
        is_accepted=True,
        plex_id=account.account_ref,
        username=account.username,
        email="",
        library_share_ids=account.rights.library_share_ids,
        allows_downloads=account.rights.allows_downloads,
        limits=_limits(account.rights),
    )


def _limits(rights: AccountRights) -> ServerLimits:
    return ServerLimits(
        max_streams=rights.max_streams or 0,
        max_kbps=rights.max_kbps or 0,
        forbids_transcoding=rights.allows_video_transcoding is False,
    )


def _rights(libraries: tuple[Library, ...], *, allows_downloads: bool) -> AccountRights:
    ids = frozenset(library.share_id for library in libraries)
    if not ids:
        raise InvalidError.of(
            "libraries", "A share needs a library.", "To take all of them, withdraw it."
        )
    return AccountRights(ids, allows_downloads=allows_downloads)
