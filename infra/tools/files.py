"""The files of the project itself: no environments, packages, or output of tools."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = frozenset(
    {
        ".git", ".venv", ".venv-aws", ".local", "node_modules", "build", "dist", "coverage",
        "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache",
        ".hypothesis", "deployments", "deployed", ".idea", ".vscode",
    }
)  # fmt: skip


def own_files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file below `folder` that a person wrote, in a stable order."""
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS or path.name.startswith(".local-"):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from own_files(path)
        elif path.is_file():
            yield path


def own_text(suffixes: frozenset[str]) -> Iterator[tuple[Path, str]]:
    """Yield path and text of our files whose suffix, or whole name, is in `suffixes`."""
    for path in own_files():
        if path.suffix in suffixes or path.name in suffixes:
            yield path, path.read_text(encoding="utf-8")
