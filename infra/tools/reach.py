"""Which of our functions and classes can be reached from one of them, by the names they use.

A node is what stands at the top level of a module. An edge is a name in its body (annotations do
not count) that an import or the module itself defines. What goes through a port is found because
`wiring.py` names the adapters. The result errs on the side of too much, never of too little.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.tools.files import ROOT


@dataclass(frozen=True)
class Node:
    """One definition at the top level of a module."""

    module: str
    name: str
    body: ast.stmt

    def uses(self) -> frozenset[str]:
        """Return the dotted names that the body mentions outside of annotations."""
        return _uses(self)


@dataclass(frozen=True)
class _Module:
    imports: Mapping[str, str]
    nodes: Mapping[str, Node]


def node(dotted: str) -> Node | None:
    """Return the node that a dotted name, or the beginning of it, stands for."""
    parts = dotted.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module = _modules().get(".".join(parts[:end]))
        if module and parts[end] in module.nodes:
            return module.nodes[parts[end]]
    return None


def nodes_of(*prefixes: str) -> list[Node]:
    """Return every node of the modules whose name starts with a prefix."""
    return [
        each
        for name, module in _modules().items()
        if name.startswith(prefixes)
        for each in module.nodes.values()
    ]


def reached(roots: list[Node], *, walls: frozenset[str] = frozenset()) -> list[Node]:
    """Return the roots and all that can be reached from them, not going through the walls.

    A wall is a module, or `module.name`, whose nodes count as not reached.
    """
    found: dict[tuple[str, str], Node] = {}
    waiting = list(roots)
    while waiting:
        here = waiting.pop()
        key = (here.module, here.name)
        if key in found or walls & {here.module, ".".join(key)}:
            continue
        found[key] = here
        waiting += [target for target in map(node, here.uses()) if target]
    return list(found.values())


@cache
def _uses(of: Node) -> frozenset[str]:
    imports = {**_modules()[of.module].imports, **_imports(of.body)}
    return frozenset(_dotted_names(of.body, imports, of.module))


def _dotted_names(tree: ast.AST, imports: Mapping[str, str], module: str) -> Iterator[str]:
    for part in _outside_annotations(tree):
        if isinstance(part, ast.Attribute | ast.Name):
            text = _dotted(part)
            head, _, rest = text.partition(".")
            if head in imports:
                yield f"{imports[head]}.{rest}" if rest else imports[head]
            elif head:
                yield f"{module}.{text}"


@cache
def _modules() -> dict[str, _Module]:
    found = {}
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        name = _name(path)
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        top: dict[str, str] = {}
        nodes = {}
        for statement in tree.body:
            top |= (
                _imports(statement) if isinstance(statement, ast.Import | ast.ImportFrom) else {}
            )
            for defined in _defines(statement):
                nodes[defined] = Node(name, defined, statement)
        found[name] = _Module(top, nodes)
    return found


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _defines(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []


def _imports(tree: ast.AST) -> dict[str, str]:
    names = {}
    for part in ast.walk(tree):
        if isinstance(part, ast.Import):
            for alias in part.names:
                local = alias.asname or alias.name.partition(".")[0]
                names[local] = alias.name if alias.asname else local
        elif isinstance(part, ast.ImportFrom) and part.module:
            for alias in part.names:
                names[alias.asname or alias.name] = f"{part.module}.{alias.name}"
    return names


def _outside_annotations(tree: ast.AST) -> Iterator[ast.AST]:
    yield tree
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _outside_annotations(child)


def _dotted(part: ast.expr) -> str:
    if isinstance(part, ast.Name):
        return part.id
    if isinstance(part, ast.Attribute):
        inner = _dotted(part.value)
        return f"{inner}.{part.attr}" if inner else ""
    return ""
