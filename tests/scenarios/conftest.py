"""One embedded AWS for all stories, one system for each."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chalicelib import wiring
from chalicelib.users import setup
from tests.infra.processes import Emulator
from tests.scenarios import world as worlds
from tests.scenarios.opened import Opened
from tests.scenarios.shop import open_shop
from tests.scenarios.world import LiveWorld


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    """Start the embedded AWS without a journal."""
    with Emulator(None) as emulator:
        yield emulator.url


@pytest.fixture(scope="session")
def openings(aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, Opened]:
    """A site whose administrator is signed in, and the same site once it sells."""
    folder = tmp_path_factory.mktemp("opening")
    with (
        pytest.MonkeyPatch.context() as patch,
        worlds.running(patch, folder, aws_url=aws_url, name="opening") as world,
    ):
        setup.create_admin(wiring.users_deps(), email=worlds.ADMIN, password=worlds.PASSWORD)
        world.sign_in()
        empty = Opened.kept(world)
        open_shop(world)
        return empty, Opened.kept(world)


@pytest.fixture
def bare(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    aws_url: str,
    openings: tuple[Opened, Opened],
) -> Iterator[LiveWorld]:
    """A new, empty site whose administrator is signed in."""
    with _like(openings[0], monkeypatch, tmp_path, aws_url) as world:
        yield world


@pytest.fixture
def world(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    aws_url: str,
    openings: tuple[Opened, Opened],
) -> Iterator[LiveWorld]:
    """A site that sells: Stripe, mail, two Plex servers, three plans."""
    with _like(openings[1], monkeypatch, tmp_path, aws_url) as world:
        yield world


@contextmanager
def _like(
    opened: Opened, patch: pytest.MonkeyPatch, folder: Path, aws_url: str
) -> Iterator[LiveWorld]:
    opened.lay_key(folder)
    name = f"t{secrets.token_hex(4)}"
    with worlds.running(patch, folder, aws_url=aws_url, name=name) as world:
        opened.bring_back(world)
        yield world
