"""A platform whose servers keep accounts, in memory, with the rules of Emby and Jellyfin."""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from chalicelib.access.account_ports import (
    AccountRights,
    OpenedAccount,
    RemoteAccount,
    RemoteAccounts,
)
from chalicelib.access.ports import AdministratorError, NameTakenError, StaleCatalogError
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.errors import AppError, InvalidError
from chalicelib.kernel.secret import Secret

_NOTHING = AccountRights(
    frozenset(),
    allows_downloads=False,
    allows_video_transcoding=True,
    max_streams=0,
    max_kbps=0,
)


@dataclass
class FakeAccountHost:
    """Keeps accounts by machine id.

    `known_libraries` are the only ones that can be given; `signed_in` maps an account to its
    devices; `passwords` tells who has which. `fail_next` makes the next call fail at once.
    """

    known_libraries: frozenset[str] = frozenset()
    capabilities: frozenset[Capability] = frozenset(
        {
            Capability.ACCOUNTS,
            Capability.DISABLING,
            Capability.DOWNLOAD_RIGHT,
            Capability.TRANSCODING_RIGHT,
            Capability.SIGN_IN_LIMIT,
            Capability.BITRATE_LIMIT,
        }
    )
    held: dict[str, dict[str, RemoteAccount]] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    signed_in: dict[str, list[str]] = field(default_factory=dict)
    is_complete: bool = True
    calls: list[str] = field(default_factory=list)
    failures: list[AppError] = field(default_factory=list)
    made: int = 0

    def add(
        self, machine_id: str, username: str, *, is_administrator: bool = False
    ) -> RemoteAccount:
        """Let the operator open an account that sees everything."""
        rights = replace(_NOTHING, library_share_ids=self.known_libraries, allows_downloads=True)
        return self._keep(
            machine_id,
            RemoteAccount(
                self._new_ref(), username, is_administrator, is_disabled=False, rights=rights
            ),
        )

    def let_in(self, machine_id: str, account_ref: str, device: str) -> None:
        """Let the account's owner sign in on a device."""
        account = self.held[machine_id][account_ref]
        self._keep(machine_id, replace(account, last_seen_at=datetime(2026, 1, 1, tzinfo=UTC)))
        self.signed_in.setdefault(account_ref, []).append(device)

    def fail_next(self, error: AppError) -> None:
        """Let the next call fail."""
        self.failures.append(error)

    def accounts(self, access: ServerAccess) -> RemoteAccounts:
        self._begin("accounts")
        gap = "" if self.is_complete else "short"
        return RemoteAccounts(tuple(self._of(access).values()), self.is_complete, gap)

    def account(self, access: ServerAccess, *, account_ref: str) -> RemoteAccount | None:
        self._begin("account")
        return self._of(access).get(self._checked(account_ref))

    def open_account(
        self, access: ServerAccess, *, username: str, model_ref: str = "", is_begun: bool = False
    ) -> OpenedAccount:
        self._begin("open_account")
        name = username.strip()
        if not name or "/" in name:
            raise InvalidError.of("username", "The platform does not take this name.")
        rights = self._changeable(access, model_ref).rights if model_ref else _NOTHING
        taken = [each for each in self._of(access).values() if each.username == name.casefold()]
        left = [each for each in taken if each.is_disabled and not each.rights.library_share_ids]
        is_ours = is_begun or bool(left)
        if taken and (not is_ours or taken[0].last_seen_at or taken[0].is_administrator):
            raise NameTakenError(f"There is an account called {name} already.")
        locked = replace(rights, library_share_ids=frozenset(), allows_downloads=False)
        ref = taken[0].account_ref if taken else self._new_ref()
        self._keep(
            access.server.machine_id,
            RemoteAccount(ref, name.casefold(), False, is_disabled=True, rights=locked),
        )
        return OpenedAccount(ref, name, self._renewed(ref))

    def close_begun(self, access: ServerAccess, *, username: str) -> bool:
        self._begin("close_begun")
        for account in tuple(self._of(access).values()):
            if account.username == username.casefold():
                if account.last_seen_at or account.is_administrator:
                    return False
                del self._of(access)[account.account_ref]
        return True

    def change(self, access: ServerAccess, *, account_ref: str, rights: AccountRights) -> None:
        self._begin("change")
        if rights.library_share_ids - self.known_libraries:
            raise StaleCatalogError("The server does not have one of the libraries.")
        account = self._changeable(access, account_ref)
        was = account.rights
        told = {name: value for name, value in asdict(rights).items() if value is not None}
        merged = replace(was, **told)
        self._keep(access.server.machine_id, replace(account, is_disabled=False, rights=merged))

    def disable(self, access: ServerAccess, *, account_ref: str) -> None:
        self._begin("disable")
        account = self._changeable(access, account_ref)
        self.signed_in.pop(account.account_ref, None)
        self._keep(access.server.machine_id, replace(account, is_disabled=True))

    def renew_password(self, access: ServerAccess, *, account_ref: str) -> Secret:
        self._begin("renew_password")
        return self._renewed(self._changeable(access, account_ref).account_ref)

    def delete_account(self, access: ServerAccess, *, account_ref: str) -> None:
        self._begin("delete_account")
        if self._checked(account_ref) in self._of(access):
            self._changeable(access, account_ref)
            del self._of(access)[account_ref]

    def _begin(self, name: str) -> None:
        self.calls.append(name)
        if self.failures:
            raise self.failures.pop(0)

    def _of(self, access: ServerAccess) -> dict[str, RemoteAccount]:
        return self.held.setdefault(access.server.machine_id, {})

    def _keep(self, machine_id: str, account: RemoteAccount) -> RemoteAccount:
        self.held.setdefault(machine_id, {})[account.account_ref] = account
        return account

    def _new_ref(self) -> str:
        self.made += 1
        return f"{self.made:032x}"

    def _checked(self, account_ref: str) -> str:
        if len(account_ref) != 32:
            raise InvalidError.of("account_ref", "This names no account.")
        return account_ref

    def _changeable(self, access: ServerAccess, account_ref: str) -> RemoteAccount:
        account = self._of(access).get(self._checked(account_ref))
        if account is None:
            raise StaleCatalogError("The server has no such account any more.")
        if account.is_administrator:
            raise AdministratorError("The account administers the server.")
        return account

    def _renewed(self, ref: str) -> Secret:
        self.passwords[ref] = f"password-{len(self.calls)}-of-{ref}"
        return Secret(self.passwords[ref])
