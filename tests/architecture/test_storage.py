"""DynamoDB is reached by keys, and keys are written in one file."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Module, modules

# "user#{id}" builds a key; "#status" is DynamoDB's placeholder for an attribute's name.
KEY_LIKE = re.compile(r"[\w}]#")
SCANS = {"scan", "rate_limited_scan", "parallel_scan"}


def key_building(source: Module) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
            if KEY_LIKE.search(text):
                yield f"{source.name}:{node.lineno} builds a key: {text}"
        elif isinstance(node, ast.Constant) and node.value == "#":
            yield f"{source.name}:{node.lineno} joins a key"


def test_nothing_reads_a_whole_table():
    scanning = [
        f"{source.name}:{node.lineno}"
        for source in modules("chalicelib")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in SCANS
    ]
    assert scanning == []


def test_keys_are_built_in_their_own_files():
    built = [
        complaint
        for source in modules("chalicelib/adapters/dynamo")
        if not source.path.name.endswith("keys.py")
        for complaint in key_building(source)
    ]
    assert built == []
