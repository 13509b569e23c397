"""What files may be called, and how long they may grow."""

import re

from infra.tools.files import ROOT, own_files, own_text
from tests.architecture.source import module

LONGEST_FILE_LINES = 400
LONGEST_APP_LINES = 40
VAGUE_NAMES = frozenset(
    {"service", "services", "util", "utils", "helper", "helpers", "manager", "managers"}
)
CODE = frozenset({".py", ".ts", ".tsx"})
# Written without this file saying what it looks for.
MACHINE_PATH = re.compile(
    r"(?<![\w.$}/-])/(?:" + "|".join(["home", "root", "Users", "work", "mnt"]) + r")/[\w.-]+"
)
REGISTRY_HOST = re.compile(
    "|".join(
        ["registry" + r"\.npmjs\.org", "files" + r"\.pythonhosted\.org", "pypi" + r"\.org/simple"]
    )
)
TEXT = frozenset(
    {
        ".py",
        ".md",
        ".toml",
        ".txt",
        ".ts",
        ".tsx",
        ".yaml",
        ".yml",
        ".json",
        ".html",
        ".css",
        "Makefile",
        "run",
    }
)
# Specifications of vendors come as they are.
FOREIGN = "tests/contract/specs/"


def is_generated(text: str) -> bool:
    return "auto-generated" in text[:300].casefold()


def test_no_file_grows_beyond_what_one_can_read_at_once():
    too_long = [
        f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines"
        for path, text in own_text(CODE)
        if text.count("\n") > LONGEST_FILE_LINES and not is_generated(text)
    ]
    assert too_long == []


def test_no_file_has_a_name_that_says_nothing():
    vague = [
        str(path.relative_to(ROOT))
        for path in own_files()
        if path.suffix in CODE and path.stem in VAGUE_NAMES
    ]
    assert vague == []


def test_the_application_file_only_registers():
    app = module(ROOT / "app.py")
    foreign = sorted(
        name
        for name in app.imported()
        if not re.match(r"chalice(\.|$)|chalicelib\.entrypoints(\.|$)", name)
    )
    assert foreign == []
    assert app.text.count("\n") <= LONGEST_APP_LINES


def test_no_file_knows_the_machine_it_was_written_on():
    found = [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for path, text in own_text(TEXT)
        if FOREIGN not in path.as_posix()
        for match in MACHINE_PATH.finditer(text)
    ]
    assert found == []


def test_no_file_names_a_package_registry():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in own_text(TEXT)
        if FOREIGN not in path.as_posix()
        for match in [REGISTRY_HOST.search(text)]
        if match
    ]
    assert found == []
