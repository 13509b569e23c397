"""Whatever others may call says what it does."""

import ast
from collections.abc import Iterator

from tests.architecture.source import modules

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(body: list[ast.stmt]) -> Iterator[Definition]:
    """Yield public functions and classes, and the public methods of those classes."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def needs_none(node: Definition) -> bool:
    """An overload or a setter is documented where the thing itself is."""
    names = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    return bool(names & {"overload", "setter", "override"})


def test_every_public_function_and_class_has_a_docstring():
    silent = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in modules("chalicelib", "infra", "bench")
        for node in public(source.tree.body)
        if not needs_none(node) and not ast.get_docstring(node)
    ]
    assert silent == []
