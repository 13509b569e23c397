"""What runs on Lambda is pinned to the last package."""

import ast
import re
import sys
from importlib.metadata import packages_distributions, requires, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.tools.files import ROOT
from tests.architecture.source import modules

FILES = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-aws.txt",
    "requirements-node.txt",
)
# `chalice deploy` puts its runtime into the package itself.
BROUGHT_BY_THE_DEPLOYMENT = {"chalice"}


def pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    stripped = [line.partition("#")[0].strip() for line in lines]
    return {
        canonicalize_name(name): pinned
        for line in stripped
        if line and not line.startswith("-r")
        for name, _, pinned in [line.partition("==")]
    }


def needed(name: str) -> set[str]:
    """Return the packages that `name` brings on Linux, all levels deep."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for text in requires(waiting.pop()) or ():
            requirement = Requirement(text)
            key = canonicalize_name(requirement.name)
            wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if wanted and key not in found:
                found.add(key)
                waiting.append(key)
    return found


@pytest.mark.parametrize("file", FILES)
def test_every_line_pins_one_version(file: str):
    assert all(re.fullmatch(r"\d[\w.]*", pinned) for pinned in pins(file).values())


def test_production_pins_also_what_its_packages_bring():
    production = pins("requirements.txt")
    missing = {
        f"{name} needs {other}"
        for name in production
        for other in needed(name)
        if other not in production
    }
    assert missing == set()


def test_the_environment_is_the_pinned_one():
    pinned = pins("requirements.txt") | pins("requirements-dev.txt")
    other = {name: version(name) for name in pinned if version(name) != pinned[name]}
    assert other == {}


def test_everything_that_production_imports_is_pinned():
    distributions = packages_distributions()
    imported = {
        name.partition(".")[0]
        for source in modules("app.py", "chalicelib")
        for node in ast.walk(source.tree)
        for name in _names(node)
    }
    foreign = imported - set(sys.stdlib_module_names) - {"chalicelib"}
    unpinned = {
        name
        for name in foreign
        if not {canonicalize_name(each) for each in distributions.get(name, ())}
        & (pins("requirements.txt").keys() | BROUGHT_BY_THE_DEPLOYMENT)
    }
    assert unpinned == set()


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module]
    return []
