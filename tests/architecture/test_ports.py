"""Every port has a fake, so that no test needs a mock."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules


def protocols() -> Iterator[tuple[str, str]]:
    """Yield (file, class) of every protocol that a topic or the kernel declares as a port."""
    for source in modules("chalicelib"):
        if source.path.name == "ports.py" or source.name == "chalicelib/kernel/records.py":
            for node in source.tree.body:
                if (
                    isinstance(node, ast.ClassDef)
                    and "Protocol" in bases(node)
                    and not is_shape(node)
                ):
                    yield source.name, node.name


def is_shape(node: ast.ClassDef) -> bool:
    """Tell whether the protocol only says what attributes something has."""
    methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
    return all(
        any(isinstance(mark, ast.Name) and mark.id == "property" for mark in each.decorator_list)
        for each in methods
    )


def bases(node: ast.ClassDef) -> set[str]:
    heads = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return {
        head.id if isinstance(head, ast.Name) else head.attr
        for head in heads
        if isinstance(head, ast.Name | ast.Attribute)
    }


def fakes() -> set[str]:
    """Names of the ports for which tests/fakes has a class: by name, or by what it inherits."""
    found: set[str] = set()
    for source in modules("tests/fakes"):
        for node in classes(source):
            found |= {node.name.removeprefix("Fake").removeprefix("InMemory")} | bases(node)
    return found


def classes(source: Module) -> list[ast.ClassDef]:
    return [node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]


def test_every_port_has_a_fake():
    missing = sorted(f"{file}: {port}" for file, port in protocols() if port not in fakes())
    assert missing == []


def test_no_test_outside_the_contracts_uses_a_mock():
    mocking = [
        source.name
        for source in modules("tests")
        if not source.name.startswith("tests/contract/")
        if any(name.startswith("unittest.mock") for name in source.imported())
    ]
    assert mocking == []
