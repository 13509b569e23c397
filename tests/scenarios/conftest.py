"""One embedded AWS for all stories, one system for each."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import wiring
from chalicelib.users import setup
from tests.infra.processes import Emulator
from tests.scenarios import world as worlds
from tests.scenarios.shop import open_shop
from tests.scenarios.world import LiveWorld


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    """Start the embedded AWS without a journal."""
    with Emulator(None) as emulator:
        yield emulator.url


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, aws_url: str) -> Iterator[LiveWorld]:
    """A new, empty site whose administrator is signed in."""
    name = f"t{secrets.token_hex(4)}"
    with worlds.running(monkeypatch, tmp_path, aws_url=aws_url, name=name) as world:
        setup.create_admin(wiring.users_deps(), email=worlds.ADMIN, password=worlds.PASSWORD)
        world.sign_in()
        yield world


@pytest.fixture
def world(bare: LiveWorld) -> LiveWorld:
    """A site that sells: Stripe, mail, two Plex servers, three plans."""
    open_shop(bare)
    return bare
