"""What every test gets: no network, a printed seed, golden files."""

import functools
import gc
import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.useragent
import hypothesis
import pytest
from xdist.scheduler import LoadFileScheduling

pytest_plugins = ["tests.behaviours"]

# No test speaks TLS to strangers, and every HTTP client would read all certificates anew.
ssl.create_default_context = functools.cache(ssl.create_default_context)

# Every call of AWS names the SDK's twenty parts twice, each cleaned letter by letter.
botocore.useragent.sanitize_user_agent_string_component = functools.cache(
    botocore.useragent.sanitize_user_agent_string_component
)

GOLDEN_FOLDER = Path(__file__).parent / "golden"

# Two processes share two cores: a slow example is no finding. A failure prints how to repeat it.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")


# The longest begin first, so that at the end no process waits for another: files of minutes, then
# those of half a minute, then folders by what a file of them takes.
LONGEST_FIRST = (
    "deploy/test_story",
    "deploy/test_stack",
    "scenarios/faults/",
    "browser/test_dashboard",
    "browser/test_every_page",
    "browser/test_sale",
    "entrypoints/test_api_refuses_bad_input",
    "infra/test_survives_kill",
    "scenarios/test_expiry",
    "scenarios/test_recurring_stripe",
    "scenarios/test_paypal",
    "scenarios/",
    "infra/",
    "entrypoints/",
    "architecture/test_policies",
    "contract/",
    "architecture/",
)

# Two systems and their recorded sales, made once: the files of this folder use both cores anyway.
TOGETHER = ("tests/scenarios/faults/",)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(
        key=lambda item: min(
            (place for name, place in ranks.items() if name in item.nodeid), default=len(ranks)
        )
    )


def pytest_collection_finish() -> None:
    # Thousands of tests stay until the end: to look through them for garbage finds none.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    return _LoadTogether(config, log) if config.getoption("dist") == "loadfile" else None


class _LoadTogether(LoadFileScheduling):
    """Gives each process whole files, and one process what stands on the same long setup."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def pytest_itemcollected(item: pytest.Item) -> None:
    if "golden" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.golden)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    seed = config.getoption("randomly_seed", default=None)
    terminalreporter.write_line(f"random order: seed {seed} (repeat: --randomly-seed={seed})")


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with the file of that name under tests/golden; `make golden` rewrites it."""

    def compare(name: str, actual: str) -> None:
        path = GOLDEN_FOLDER / name
        if os.environ.get("GOLDEN") == "rewrite":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        assert path.exists(), f"tests/golden/{name} is missing: run `make golden`"
        expected = path.read_text(encoding="utf-8")
        assert actual == expected, (
            f"tests/golden/{name} differs: run `make golden`, review the diff"
        )

    return compare
