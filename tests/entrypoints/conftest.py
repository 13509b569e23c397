"""One selling site for each module: what is refused leaves nothing behind."""

import secrets
from collections.abc import Iterator

import pytest

from chalicelib import wiring
from chalicelib.users import setup
from tests.entrypoints.shopfloor import Shopfloor, furnish
from tests.infra.processes import Emulator
from tests.scenarios import world as worlds
from tests.scenarios.shop import open_shop


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    """Start the embedded AWS without a journal."""
    with Emulator(None) as emulator:
        yield emulator.url


@pytest.fixture(scope="module")
def floor(aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shopfloor]:
    """A site that sells, with one of everything that has an id."""
    name = f"e{secrets.token_hex(4)}"
    folder = tmp_path_factory.mktemp(name)
    with (
        pytest.MonkeyPatch.context() as patch,
        worlds.running(patch, folder, aws_url=aws_url, name=name) as world,
    ):
        setup.create_admin(wiring.users_deps(), email=worlds.ADMIN, password=worlds.PASSWORD)
        world.sign_in()
        open_shop(world)
        yield furnish(world)
