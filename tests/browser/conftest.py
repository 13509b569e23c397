"""What the browser stories get: one running system, one Chromium, a fresh visitor each."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.console import Console
from tests.browser.customer import Customer
from tests.browser.visiting import PATIENCE_MS, visits
from tests.browser.world import World, running

_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
_READY = pytest.StashKey[str]()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell how long the start took; a figure, never a reason to fail."""
    if _READY in config.stash:
        terminalreporter.write_line(config.stash[_READY])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def world(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[World]:
    """The system that most stories share; its clock stands for all of them.

    Time that passes would end what customers of other stories paid for: who moves the clock takes
    a world alone.
    """
    with running(tmp_path_factory.mktemp("browser") / "data") as shared:
        pytestconfig.stash[_READY] = shared.ready_after
        yield shared
        assert not shared.clock_file.exists(), "a story moved the clock that all stories share"


@pytest.fixture(scope="module")
def world_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A system for the stories of one module, which may do with it what they like."""
    with running(tmp_path_factory.mktemp("alone") / "data") as own:
        yield own


@pytest.fixture(scope="session")
def viewer(world: World) -> Customer:
    """A customer with access for two streams, of whose three one was stopped."""
    pia = Customer(world, "pia")
    world.act("plex/change_person", person="pia", auto_accept=True)
    pia.buy("Standard", until="ready")
    pia.watch("Roku", "Phone", "Laptop")
    world.sweep()
    return pia


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.fail(
            f"The browser tests need Chromium: none of {', '.join(_PROGRAMS)} is installed."
        )
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page for somebody new; whatever breaks in any of them fails the test at its end."""
    with visits(chromium) as open_page:
        yield open_page


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A customer at a desk."""
    return visit()


@pytest.fixture
def console(visit: Callable[..., Page], world: World) -> Console:
    """The console of the world outside, open in a browser of its own."""
    return Console(visit(), world.url)
