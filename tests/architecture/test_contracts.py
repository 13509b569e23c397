"""The lists in pyproject.toml that an import contract cannot complete by itself."""

import tomllib
from typing import Any

from infra.tools.files import ROOT

OUTER = {"entrypoints", "adapters"}


def packages(folder: str) -> set[str]:
    return {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}


def contract(name: str) -> dict[str, Any]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = configuration["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["name"] == name)


def test_every_topic_is_kept_from_the_sdks():
    listed = {
        name.removeprefix("chalicelib.")
        for name in contract("Only adapters talk to SDKs")["source_modules"]
    }
    assert listed == packages("chalicelib") - OUTER


def test_every_family_of_adapters_is_kept_from_the_others():
    listed = {
        name.rpartition(".")[2] for name in contract("Adapters do not know each other")["modules"]
    }
    assert listed == packages("chalicelib/adapters")


def test_a_new_package_must_be_placed_in_the_stack():
    assert contract("The stack")["exhaustive"] is True
