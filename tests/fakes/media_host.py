"""A platform where libraries are shared, in memory, with plex.tv's rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from chalicelib.access.ports import (
    AccountFullError,
    AlreadySharingError,
    PersonRefusedError,
    RemotePeople,
    RemotePerson,
    RemoteShare,
    RemoteSnapshot,
    StaleCatalogError,
)
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess, TokenRefusedError
from chalicelib.kernel.errors import AppError, InvalidError
from chalicelib.users.model import MediaIdentity


@dataclass
class FakeMediaLibraryHost:
    """Keeps shares by machine id.

    `accounts` maps names and addresses to Plex ids; `auto_accept` lists ids that accept at once;
    `known_libraries` (when set) are the only library ids that may be shared; `writes` counts what
    changes something. Whoever accepted a share is among the `friends` of the server's account (as
    its Plex id) until deleted; `homes` are people of a Plex Home, `owners` accounts of servers.
    An account shares with `ceiling` people at most. The methods of an account whose token is known
    to be refused do nothing.
    `fail_next(call, error, applied=True)` loses the answer after the work.
    """

    accounts: dict[str, str] = field(default_factory=dict)
    auto_accept: set[str] = field(default_factory=set)
    known_libraries: set[str] | None = None
    refused: set[str] = field(default_factory=set)
    shares: dict[str, list[RemoteShare]] = field(default_factory=dict)
    friends: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    homes: set[str] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)
    ceiling: int = 100
    is_complete: bool = True
    lists_nothing: bool = False
    calls: list[tuple[str, str]] = field(default_factory=list)
    failures: list[tuple[str, AppError | BaseException, bool]] = field(default_factory=list)
    numbers: int = 100
    capabilities: frozenset[Capability] = frozenset(
        {Capability.INVITES, Capability.DOWNLOAD_RIGHT}
    )

    @property
    def writes(self) -> list[str]:
        reads = {"snapshot", "is_gone", "people"}
        return [name for name, _ in self.calls if name not in reads]

    def fail_next(
        self, call: str, error: AppError | BaseException, *, applied: bool = False, times: int = 1
    ) -> None:
        self.failures.extend([(call, error, applied)] * times)

    def accept(self, machine_id: str, name: str) -> None:
        """Let the person accept the open invite."""
        self.shares[machine_id] = [
            self._accepted(machine_id, share) if name in {share.username, share.email} else share
            for share in self.shares[machine_id]
        ]

    def lapse(self, machine_id: str, name: str) -> None:
        """Let an invite or a share vanish."""
        self.shares[machine_id] = [
            share for share in self.shares[machine_id] if name not in {share.username, share.email}
        ]

    def share_of(self, machine_id: str, name: str) -> RemoteShare | None:
        found = [
            share
            for share in self.shares.get(machine_id, [])
            if name in {share.username, share.email}
        ]
        assert len(found) <= 1, f"{len(found)} shares for {name}"
        return found[0] if found else None

    def snapshot(self, access: ServerAccess) -> RemoteSnapshot:
        with_answer = self._begin("snapshot", access)
        held = () if self.lists_nothing else tuple(self._held(access))
        shown = tuple(
            share if share.is_accepted else replace(share, library_share_ids=frozenset())
            for share in held
        )
        with_answer()
        return RemoteSnapshot(shown, self.is_complete, "" if self.is_complete else "short")

    def is_gone(self, access: ServerAccess, *, share_ref: str) -> bool:
        self._begin("is_gone", access)()
        return all(share.share_ref != share_ref for share in self._held(access))

    def invite(
        self,
        access: ServerAccess,
        *,
        person: MediaIdentity,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        with_answer = self._begin("invite", access)
        self._check(libraries)
        handle = person.handle
        plex_id = person.plex_id if person.is_proven else self.accounts.get(handle, "")
        if handle in self.refused:
            raise PersonRefusedError("The person cannot be invited.", remedy="Correct the name.")
        names = {name for name, each in self.accounts.items() if each == plex_id} or {handle}
        for share in self._held(access):
            if (plex_id and share.plex_id == plex_id) or {share.username, share.email} & names:
                raise AlreadySharingError("The server is shared with this person already.")
        self._check_room(access, plex_id)
        self.numbers += 1
        share = RemoteShare(
            share_ref=str(self.numbers),
            invite_ref=str(self.numbers),
            is_accepted=False,
            plex_id=plex_id,
            username=next((name for name in sorted(names) if "@" not in name), ""),
            email=next((name for name in sorted(names) if "@" in name), ""),
            library_share_ids=frozenset(each.share_id for each in libraries),
            allows_downloads=allows_downloads,
        )
        if plex_id in self.auto_accept:
            share = self._accepted(access.server.machine_id, share)
        self._held(access).append(share)
        with_answer()

    def change(
        self,
        access: ServerAccess,
        *,
        remote: RemoteShare,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        with_answer = self._begin("change", access)
        self._check(libraries)
        held = self._held(access)
        for place, share in enumerate(held):
            if share.share_ref == remote.share_ref:
                ids = frozenset(each.share_id for each in libraries)
                held[place] = replace(
                    share, library_share_ids=ids, allows_downloads=allows_downloads
                )
                with_answer()
                return
        raise StaleCatalogError("There is no such share.")

    def withdraw(self, access: ServerAccess, *, remote: RemoteShare) -> None:
        with_answer = self._begin("withdraw", access)
        machine_id = access.server.machine_id
        self.shares[machine_id] = [
            share for share in self._held(access) if share.share_ref != remote.share_ref
        ]
        with_answer()

    def people(self, access: ServerAccess) -> RemotePeople:
        with_answer = self._begin("people", access)
        account_id = _owner_of(access)
        mine = [each for each, owner in self.owners.items() if owner == account_id]
        given = [(each, share) for each in mine for share in self.shares.get(each, ())]
        known = {
            share.plex_id: (share.username, share.email) for _, share in given if share.plex_id
        } | self.friends.get(account_id, {})
        people = tuple(
            RemotePerson(
                plex_id=plex_id,
                username=username,
                email=email,
                is_at_home=plex_id in self.homes,
                machine_ids=frozenset(
                    machine_id for machine_id, share in given if share.plex_id == plex_id
                ),
            )
            for plex_id, (username, email) in known.items()
        )
        people += tuple(
            RemotePerson(
                "", "", share.email, is_at_home=False, machine_ids=frozenset({machine_id})
            )
            for machine_id, share in given
            if not share.plex_id
        )
        with_answer()
        return RemotePeople(() if self.lists_nothing else people, self.is_complete)

    def delete_person(self, access: ServerAccess, *, plex_id: str) -> None:
        if not plex_id.isdigit():
            raise InvalidError.of("plex_id", "This names nobody.")
        with_answer = self._begin("delete_person", access)
        account_id = _owner_of(access)
        self.friends.get(account_id, {}).pop(plex_id, None)
        for machine_id in (each for each, owner in self.owners.items() if owner == account_id):
            self.shares[machine_id] = [
                share for share in self.shares.get(machine_id, []) if share.plex_id != plex_id
            ]
        with_answer()

    def _check_room(self, access: ServerAccess, plex_id: str) -> None:
        if plex_id and plex_id in self.homes:
            raise PersonRefusedError(
                "The person is in the home.", remedy="Share in Plex Home.", code="person_at_home"
            )
        owner = self.owners[access.server.machine_id]
        known = set(self.friends.get(owner, {})) | self.homes
        for machine_id, each in self.owners.items():
            if each == owner:
                known |= {s.plex_id or s.email for s in self.shares.get(machine_id, [])}
        if plex_id not in known and len(known) >= self.ceiling:
            raise AccountFullError("The limit is reached.", remedy="Remove somebody.")

    def _begin(self, name: str, access: ServerAccess) -> "_Answer":
        if access.account is not None and access.account.token_error:
            raise TokenRefusedError("The token is refused.", remedy="Link the account again.")
        self.calls.append((name, access.server.machine_id))
        self.owners[access.server.machine_id] = _owner_of(access)
        for failure in self.failures:
            call, error, applied = failure
            if call in {name, "*"}:
                self.failures.remove(failure)
                if not applied:
                    raise error
                return _Answer(error)
        return _Answer(None)

    def _held(self, access: ServerAccess) -> list[RemoteShare]:
        return self.shares.setdefault(access.server.machine_id, [])

    def _check(self, libraries: Iterable[Library]) -> None:
        ids = {library.share_id for library in libraries}
        if not ids:
            raise InvalidError.of("libraries", "A share needs a library.")
        if self.known_libraries is not None and ids - self.known_libraries:
            raise StaleCatalogError("A library is not known.", remedy="Refresh the libraries.")

    def _accepted(self, machine_id: str, share: RemoteShare) -> RemoteShare:
        plex_id = share.plex_id or self.accounts.get(share.email or share.username, "900")
        friends = self.friends.setdefault(self.owners[machine_id], {})
        friends[plex_id] = (share.username, share.email)
        return replace(share, is_accepted=True, invite_ref="", plex_id=plex_id)


def _owner_of(access: ServerAccess) -> str:
    assert access.account is not None
    return access.account.plex_id


@dataclass
class _Answer:
    error: BaseException | None

    def __call__(self) -> None:
        if self.error is not None:
            raise self.error
