"""The three Plex ports, once over the stand-in and once as fakes, behind one face for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.access.ports import MediaLibraryHost, RemotePerson, RemoteShare
from chalicelib.adapters.media.plex_session import PlexSession
from chalicelib.adapters.media.plex_sharing import PlexLibraryHost
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.secret import Secret
from chalicelib.users.model import MediaIdentity
from infra.sandbox import plex
from infra.sandbox.kit import Fault, World
from tests.builders import a_library, a_plex_account, a_server
from tests.contract.plex_standin import running
from tests.fakes.media_host import FakeMediaLibraryHost

ANN = MediaIdentity(username="ann", email="ann@demo.example")
STRANGER = MediaIdentity(email="new@people.example")


def session_of(world: World, **given: Any) -> PlexSession:
    base = f"{world.base_url}/plextv"
    return PlexSession(client_id="contract-tests", plex_tv_base=base, **given)


@dataclass
class Platform:
    """A platform with one server, two libraries and Ann."""

    host: MediaLibraryHost
    access: ServerAccess
    films: Library
    shows: Library

    def accept(self, name: str) -> None:
        raise NotImplementedError

    def lapse(self, name: str) -> None:
        raise NotImplementedError

    def limit_people(self, people: int) -> None:
        raise NotImplementedError

    def invite(
        self, *libraries: Library, person: MediaIdentity = ANN, downloads: bool = False
    ) -> None:
        self.host.invite(
            self.access, person=person, libraries=libraries, allows_downloads=downloads
        )

    def shares(self) -> tuple[RemoteShare, ...]:
        return self.host.snapshot(self.access).shares

    def known(self, username: str) -> RemotePerson | None:
        people = self.host.people(self.access).people
        return next((each for each in people if each.username == username), None)

    def only_share(self) -> RemoteShare:
        (share,) = self.shares()
        return share


@dataclass
class RealPlatform(Platform):
    world: World

    def accept(self, name: str) -> None:
        self.act("accept_invite", person=name, server="alpha")

    def lapse(self, name: str) -> None:
        self.act("lapse_invite", person=name, server="alpha")

    def limit_people(self, people: int) -> None:
        self.act("limit_people", people=people)

    def act(self, action: str, **body: object) -> dict[str, Any]:
        return next(each for each in plex.ACTIONS if each.name == action).run(self.world, body)

    def fault(self, target: str = "plextv", **given: Any) -> None:
        self.world.faults.add(target, Fault(**given))

    def sent(self, method: str) -> list[str]:
        return [call["path"] for call in self.world.calls.list() if call["method"] == method]


@dataclass
class FakePlatform(Platform):
    fake: FakeMediaLibraryHost

    def accept(self, name: str) -> None:
        self.fake.accept(self.access.server.machine_id, name)

    def lapse(self, name: str) -> None:
        self.fake.lapse(self.access.server.machine_id, name)

    def limit_people(self, people: int) -> None:
        self.fake.ceiling = people


def real_platform(world: World) -> RealPlatform:
    server = plex.find_server(world, "alpha")
    sections = {library["title"]: library for library in server["libraries"]}
    films, shows = (
        a_library(
            id=f"lib_{title}",
            title=title,
            key=str(sections[title]["key"]),
            share_id=str(sections[title]["id"]),
        )
        for title in ("Movies", "TV Shows")
    )
    access = ServerAccess(
        a_server(url=f"{world.base_url}/pms/alpha", machine_id=server["machine_id"]),
        replace(a_plex_account(), plex_id=str(server["owner_id"])),
        Secret(plex.OWNER_TOKEN),
    )
    return RealPlatform(PlexLibraryHost(session_of(world)), access, films, shows, world)


def fake_platform() -> FakePlatform:
    films = a_library(id="lib_films", share_id="5001", title="Movies")
    shows = a_library(id="lib_shows", share_id="5002", title="TV Shows")
    fake = FakeMediaLibraryHost(accounts={"ann": "77", "ann@demo.example": "77"})
    fake.known_libraries = {"5001", "5002"}
    fake.refused = {"owner"}
    access = ServerAccess(a_server(), a_plex_account(), Secret("token"))
    return FakePlatform(fake, access, films, shows, fake)


@contextmanager
def served() -> Iterator[Any]:
    with running() as board_and_address:
        yield board_and_address
