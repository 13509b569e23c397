"""Our own Python code as syntax trees, with names resolved through the imports of each file."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.tools.files import ROOT, own_files


@dataclass(frozen=True)
class Module:
    """One file of ours, parsed."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path from the root, as failures show it."""
        return self.path.relative_to(ROOT).as_posix()

    def imports(self) -> dict[str, str]:
        """Local name → what it stands for: {"now": "datetime.datetime.now"}."""
        names: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    local = alias.asname or alias.name.partition(".")[0]
                    names[local] = alias.name if alias.asname else local
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        return names

    def imported(self) -> set[str]:
        """Every module or object that the file imports, by its full name."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
        return found

    def uses(self) -> Iterator[tuple[int, str]]:
        """Yield (line, full name) of every name and attribute that comes from an import.

        An import itself counts as a use, so that `from time import time` cannot hide.
        """
        names = self.imports()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    yield node.lineno, f"{node.module}.{alias.name}"
            elif isinstance(node, ast.Attribute | ast.Name):
                dotted = _dotted(node)
                head, _, rest = dotted.partition(".")
                if head in names:
                    yield node.lineno, f"{names[head]}.{rest}" if rest else names[head]


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


@cache
def module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path=path, text=text, tree=ast.parse(text, filename=str(path)))


def modules(*folders: str) -> tuple[Module, ...]:
    """Return the Python files below the folders; fails when there is none, so no rule is empty."""
    paths = [path for folder in folders for path in _files(ROOT / folder)]
    found = tuple(module(path) for path in paths if path.suffix == ".py")
    assert found, f"no Python file below {folders}"
    return found


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return list(own_files(place))
    return [place] if place.is_file() else []


def complaints_of_uses(
    forbidden: set[str], *, allowed: set[str], folders: tuple[str, ...]
) -> list[str]:
    """Return file, line and name of every forbidden use outside the allowed files."""
    return [
        f"{source.name}:{line} uses {name}"
        for source in modules(*folders)
        if source.name not in allowed
        for line, name in source.uses()
        if name in forbidden
    ]
