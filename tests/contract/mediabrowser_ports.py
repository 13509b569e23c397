"""The ports of platforms with accounts, over the stand-ins and as fakes, behind one face."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.access.account_ports import AccountHost, AccountRights, RemoteAccount
from chalicelib.access.applying.shares_by_account import SharesByAccount
from chalicelib.adapters.media.emby import Emby
from chalicelib.adapters.media.jellyfin import Jellyfin
from chalicelib.adapters.media.mediabrowser_accounts import MediaBrowserAccounts
from chalicelib.adapters.media.mediabrowser_session import MediaBrowserSession
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.secret import Secret
from infra.sandbox import mediabrowser_play as playing
from infra.sandbox.kit import Fault
from tests.builders import a_library, a_plex_account, a_server
from tests.contract.mediabrowser_standin import Standin, new_world, standin
from tests.fakes.account_host import FakeAccountHost


def session_of(on: Standin, **given: Any) -> MediaBrowserSession:
    dialect = Emby() if on.platform == "emby" else Jellyfin()
    return MediaBrowserSession(dialect, **given)


def access_to(on: Standin, *, key: str | None = None) -> ServerAccess:
    server = a_server(url=on.url, machine_id=on.server["server_id"])
    account = replace(a_plex_account(), plex_id=on.account("admin")["id"])
    return ServerAccess(server, account, Secret(on.server["key"] if key is None else key))


@dataclass
class Platform:
    """A server with two libraries, an administrator and Ines, who sees everything."""

    host: AccountHost
    access: ServerAccess
    films: Library
    shows: Library
    admin_ref: str
    ines_ref: str

    @property
    def shares(self) -> SharesByAccount:
        return SharesByAccount(self.host)

    def rights(self, *libraries: Library, downloads: bool = False, **given: Any) -> AccountRights:
        ids = frozenset(library.share_id for library in libraries)
        return AccountRights(ids, allows_downloads=downloads, **given)

    def open(self, username: str = "kira", **given: Any) -> str:
        opened = self.host.open_account(self.access, username=username, **given)
        return opened.account_ref

    def change(self, account_ref: str, *libraries: Library, **given: Any) -> None:
        rights = self.rights(*libraries, **given)
        self.host.change(self.access, account_ref=account_ref, rights=rights)

    def account(self, account_ref: str) -> RemoteAccount:
        found = self.host.account(self.access, account_ref=account_ref)
        assert found is not None
        return found

    def let_in(self, account_ref: str, device: str) -> None:
        """Let the account's owner sign in on a device."""
        raise NotImplementedError

    def signed_in(self, account_ref: str) -> list[str]:
        """Return the names of the account's devices."""
        raise NotImplementedError


@dataclass
class RealPlatform(Platform):
    on: Standin

    def let_in(self, account_ref: str, device: str) -> None:
        self.on.act("sign_in", person=self.account(account_ref).username, device=device)

    def signed_in(self, account_ref: str) -> list[str]:
        held = playing.sessions(self.on.world, self.on.server)
        return [each["device_name"] for each in held if each["account_id"] == account_ref]

    def fault(self, **given: Any) -> None:
        self.on.world.faults.add(f"{self.on.platform}:{self.on.name}", Fault(**given))

    def sent(self, method: str) -> list[str]:
        calls = self.on.world.calls.list(f"{self.on.platform}:*")
        return [call["path"] for call in calls if call["method"] == method]


@dataclass
class FakePlatform(Platform):
    fake: FakeAccountHost

    def let_in(self, account_ref: str, device: str) -> None:
        self.fake.let_in(self.access.server.machine_id, account_ref, device)

    def signed_in(self, account_ref: str) -> list[str]:
        return self.fake.signed_in.get(account_ref, [])


def real_platform(on: Standin) -> RealPlatform:
    host = MediaBrowserAccounts(session_of(on))
    access = access_to(on)
    films, shows = (
        a_library(id=f"lib_{found.title}", title=found.title, share_id=found.share_id)
        for found in host.libraries(access)
    )
    refs = (on.account("admin")["id"], on.account("ines")["id"])
    return RealPlatform(host, access, films, shows, *refs, on)


def fake_platform() -> FakePlatform:
    films = a_library(id="lib_films", share_id="a" * 32)
    shows = a_library(id="lib_shows", share_id="b" * 32)
    fake = FakeAccountHost(known_libraries=frozenset({films.share_id, shows.share_id}))
    access = ServerAccess(a_server(), a_plex_account(), Secret("key"))
    admin = fake.add(access.server.machine_id, "admin", is_administrator=True)
    ines = fake.add(access.server.machine_id, "ines")
    return FakePlatform(fake, access, films, shows, admin.account_ref, ines.account_ref, fake)


@contextmanager
def a_platform(kind: str, server: Any) -> Iterator[Platform]:
    """Yield the fake, or the adapter over a stand-in of this kind behind the server."""
    if kind == "fake":
        yield fake_platform()
        return
    world = new_world(*server)
    made = real_platform(standin(world, kind))
    yield made
    made.on.check_sent()
    world.store.close()
