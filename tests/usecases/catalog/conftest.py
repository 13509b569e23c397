"""What every test of the catalogue gets."""

import pytest

from chalicelib.catalog.ports import FoundAccount
from tests.usecases.catalog.world import World


@pytest.fixture
def world() -> World:
    world = World()
    found = FoundAccount("1000", "owner", "owner@example.com", has_plex_pass=True)
    world.plex.accounts["owner-token"] = found
    return world
