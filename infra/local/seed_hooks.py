"""The part of the demo that tells of playback: each server's address, entered at its stand-in."""

import os
from urllib.parse import urlsplit

import requests

from chalicelib import wiring
from chalicelib.catalog.model import Platform
from chalicelib.enforcement.webhooks import addresses
from chalicelib.kernel.audit import Actor

_ACTOR = Actor("seed:demo")
_OWNER = "owner"
_TIMEOUT_SECONDS = 10


def add() -> None:
    """Enter the addresses; one that is entered already stays."""
    for server in wiring.catalog_deps().store.servers():
        address = addresses.address(wiring.hook_deps(), server_id=server.id, actor=_ACTOR)
        is_plex = server.platform is Platform.PLEX
        # A Plex account sends for all its servers; the others are called as in their own address.
        where = (
            {"person": _OWNER} if is_plex else {"server": urlsplit(server.url).path.split("/")[-1]}
        )
        answer = requests.Session().post(
            f"{os.environ['SANDBOX_URL']}/sandbox/api/{server.platform}/enter_webhook",
            json={**where, "url": address.url.reveal()},
            timeout=_TIMEOUT_SECONDS,
        )
        answer.raise_for_status()
