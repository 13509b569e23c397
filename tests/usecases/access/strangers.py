"""A site whose servers had people before it knew of them, for tests of the import."""

from dataclasses import replace
from typing import Any

from chalicelib.access.import_records import ImportRun
from chalicelib.access.importing import run as import_run
from chalicelib.access.ports import RemoteShare
from chalicelib.catalog.model import DefaultPlan, Platform, Seats, Server
from chalicelib.catalog.ports import FoundLibrary, ServerContents
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.secret import Secret
from chalicelib.payments.model import Payment
from chalicelib.payments.writing.opening import opened
from chalicelib.settings.model import MediaSettings
from chalicelib.users.model import User
from tests.builders import a_library, a_server
from tests.fakes.vault import FakeVault
from tests.usecases.access.world import World, a_world

ADMIN = Actor("login:admin@example.com")
HOURLY = Actor("schedule:hourly")


def a_full_site(*names: str, default_plan: bool = True) -> World:
    """Return a site with these strangers on Alpha, and Ann known but not on any server."""
    world = a_world()
    if default_plan:
        world.db.seed(DefaultPlan("pln_basic"))
    for name in names:
        put(world, name)
    return world


def put(world: World, name: str, server: str = "alpha", **overrides: Any) -> RemoteShare:
    """Share the server's Films with somebody, without our doing."""
    fields = {
        "share_ref": f"{server}-{name}",
        "invite_ref": "",
        "is_accepted": True,
        "plex_id": str(sum(map(ord, name))),
        "username": name,
        "email": f"{name}@example.com",
        "library_share_ids": frozenset({f"machine-{server}-Films"}),
        "allows_downloads": False,
    }
    share = RemoteShare(**{**fields, **overrides})
    world.host.shares.setdefault(f"machine-{server}", []).append(share)
    return share


def change(world: World, name: str, server: str = "alpha", **fields: Any) -> None:
    """Change somebody's share at the platform."""
    held = world.host.shares[f"machine-{server}"]
    world.host.shares[f"machine-{server}"] = [
        replace(each, **fields) if each.username == name else each for each in held
    ]


def add_jellyfin(world: World, *names: str) -> Server:
    """Add an enabled server that keeps accounts, with accounts that see its Films."""
    server = a_server(
        id="srv_own",
        platform=Platform.JELLYFIN,
        name="Own",
        machine_id="machine-own",
        url="http://own",
        account_id=None,
        key=FakeVault().seal(Secret("key"), place="server.srv_own"),
    )
    films = FoundLibrary("1", "own-films", "Films", "movie")
    contents = ServerContents(server.machine_id, "Own", (films,))
    world.jellyfin.add("http://own", contents, key="key", version="10.11.0")
    world.db.seed(server, a_library(id="lib_own", server_id=server.id, share_id="own-films"))
    world.accounts.known_libraries = frozenset({"own-films"})
    world.accounts.add(server.machine_id, "root", is_administrator=True)
    for name in names:
        world.accounts.add(server.machine_id, name)
    return server


def set_media(world: World, **fields: Any) -> None:
    """Save the settings of media servers."""
    before = world.deps.settings.media()
    world.db.seed(replace(before, **fields, version=before.version + 1))
    assert world.db.one(MediaSettings)


def run(world: World, *, approved: int = 0, actor: Actor = HOURLY) -> dict[str, int]:
    """Run an import."""
    return dict(import_run.run(world.deps, opening=opened, actor=actor, approved=approved))


def let_in(world: World) -> dict[str, int]:
    """Look, confirm all servers, and run what that orders."""
    seen = import_run.preview(world.deps)
    job = import_run.confirm(
        world.deps,
        fingerprint=seen.fingerprint,
        server_ids=tuple(each.server.id for each in seen.readings if each.was_read),
        actor=ADMIN,
    )
    return run(world, approved=job.payload["approved"], actor=ADMIN)


def users(world: World) -> dict[str, User]:
    """Return the users by what they are called at the platform, else here."""
    return {user.media.username or user.name: user for user in world.db.all(User)}


def last(world: World) -> ImportRun:
    return world.deps.store.import_run()


def payments(world: World) -> tuple[Payment, ...]:
    return world.db.all(Payment)


def people_on(world: World, server_id: str = "srv_alpha") -> int:
    seats = world.db.find(Seats, server_id)
    return seats.people if seats else 0
