"""Servers that are added by address and API key: Emby and Jellyfin."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.catalog import keyed_servers
from chalicelib.catalog.checks import LONGEST_URL
from chalicelib.catalog.model import Platform
from chalicelib.entrypoints.admin.servers import ServerDetail, server_detail
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.secret import Secret
from chalicelib.settings import media

registry = Registry()

_LONGEST_KEY = 200
Address = Annotated[str, StringConstraints(min_length=8, max_length=LONGEST_URL)]
ApiKey = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_KEY)]


class KeyedPlatform(StrEnum):
    """Platforms whose servers are reached by address and key."""

    EMBY = "emby"
    JELLYFIN = "jellyfin"


class NewKeyedServer(Model):
    """Where a server is, and the API key that was made for us in its dashboard."""

    platform: KeyedPlatform
    url: Address
    key: ApiKey


class ReachedShape(Model):
    """What a server that answered says of itself."""

    name: str
    version: str
    libraries: list[str]


class NewReach(Model):
    """Another address of a server, and another key unless the present one stays."""

    url: Address
    key: ApiKey | None = None


@registry.add(
    "POST",
    "/keyed-servers/test",
    summary="Try an Emby or Jellyfin server's address and key",
    body=NewKeyedServer,
    returns=ReachedShape,
)
def try_keyed_server(call: Call[NewKeyedServer, NoInput]) -> ReachedShape:
    """Connect and tell what is there; nothing is stored."""
    body = call.body
    reached = keyed_servers.tried(
        wiring.catalog_deps(),
        platform=Platform(body.platform),
        url=body.url,
        key=Secret(body.key),
    )
    titles = [each.title for each in reached.contents.libraries]
    return ReachedShape(name=reached.contents.name, version=reached.version, libraries=titles)


@registry.add(
    "POST",
    "/keyed-servers",
    summary="Add an Emby or Jellyfin server",
    body=NewKeyedServer,
    returns=ServerDetail,
    status=201,
)
def add_keyed_server(call: Call[NewKeyedServer, NoInput]) -> ServerDetail:
    """Test the connection, then store server and libraries; it starts disabled."""
    media.require_sync(wiring.settings_deps().store)
    body = call.body
    server = keyed_servers.add(
        wiring.catalog_deps(),
        platform=Platform(body.platform),
        url=body.url,
        key=Secret(body.key),
        actor=call.actor,
    )
    return server_detail(server)


@registry.add(
    "PUT",
    "/servers/{server_id}/reach",
    summary="Reach a server at another address or by another key",
    body=NewReach,
    returns=ServerDetail,
)
def change_reach(call: Call[NewReach, NoInput]) -> ServerDetail:
    """Test the connection, then take over address and key."""
    body = call.body
    server = keyed_servers.change(
        wiring.catalog_deps(),
        server_id=ServerId(call.path["server_id"]),
        url=body.url,
        key=Secret(body.key) if body.key else None,
        actor=call.actor,
    )
    return server_detail(server)
