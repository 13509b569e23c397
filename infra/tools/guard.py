"""Refuse secrets and big files.

`python -m infra.tools.guard` looks at the whole project; `--secrets` or `--big-files` choose one
check, and file names limit it to those files, as a commit hook does.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from infra.tools.files import ROOT, own_files

BIG_FILE_BYTES = 1_500_000
# Specifications and fixtures of vendors come as they are; a lock file grows with its packages.
_MAY_BE_BIG = re.compile(r"(^|/)(tests/contract/specs/|package-lock\.json$)")

# Live credentials by their shape. Test keys (sk_test_…) pass, and what says that it is made up.
_SECRETS = {
    "Stripe live key": r"\b[sr]k_live_[0-9A-Za-z]{16,}",
    "Stripe webhook secret": r"\bwhsec_[0-9A-Za-z+/]{32,}",
    "AWS access key": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b",
    "private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[0-9A-Za-z+/]{40}",
    "GitHub token": r"\b(gh[opusr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{40,})",
    "Slack token": r"\bxox[abpr]-[0-9A-Za-z-]{20,}",
    "Discord bot token": r"\b[MNO][0-9A-Za-z_-]{23,25}\.[0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{27,}\b",
    "Google key": r"\bAIza[0-9A-Za-z_-]{35}\b",
}
_MADE_UP = re.compile(r"sandbox|example|test|fake", re.IGNORECASE)
_PATTERNS = {name: re.compile(pattern) for name, pattern in _SECRETS.items()}


def find_secrets(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line number, kind) of everything that looks like a live credential."""
    for name, pattern in _PATTERNS.items():
        for found in pattern.finditer(text):
            if _MADE_UP.search(found.group()):
                continue
            yield text.count("\n", 0, found.start()) + 1, name


def check_secrets(paths: Iterable[Path]) -> Iterator[str]:
    """Yield one complaint for each credential; it names the place and never repeats the value."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures and archives
        for line, name in find_secrets(text):
            yield f"{_shown(path)}:{line}: looks like a {name}"


def check_sizes(paths: Iterable[Path]) -> Iterator[str]:
    """Yield one complaint for each file above `BIG_FILE_BYTES`."""
    for path in paths:
        size = path.stat().st_size
        if size > BIG_FILE_BYTES and not _MAY_BE_BIG.search(_shown(path)):
            yield f"{_shown(path)}: {size:,} bytes, more than {BIG_FILE_BYTES:,}"


def _shown(path: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(ROOT).as_posix() if resolved.is_relative_to(ROOT) else str(path)


def main(arguments: list[str]) -> int:
    """Run the chosen checks; return 1 when there is a complaint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secrets", action="store_true", help="only look for credentials")
    parser.add_argument("--big-files", action="store_true", help="only look for big files")
    parser.add_argument("files", nargs="*", type=Path)
    chosen = parser.parse_args(arguments)
    paths = [path for path in chosen.files if path.is_file()] or list(own_files())
    complaints = [
        *(() if chosen.big_files else check_secrets(paths)),
        *(() if chosen.secrets else check_sizes(paths)),
    ]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
