"""Check requests and answers against what is known of Emby's calls and types."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from tests.contract.schema import SPECS, ContractError

_PLAIN = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict}


@cache
def _facts() -> dict[str, Any]:
    text = (SPECS / "emby" / "facts.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def check_request(method: str, path: str, *, query: str = "", body: Any = None) -> None:
    """Raise ContractError unless the call exists and takes this query and body."""
    call = _call(method, path)
    declared = {
        name: kind.removeprefix("query:")
        for name, kind in call["params"].items()
        if kind.startswith("query:")
    }
    given = dict(parse_qsl(query, keep_blank_values=True))
    unknown = set(given) - set(declared)
    if unknown:
        raise ContractError(f"{method} {path} takes no {sorted(unknown)}")
    missing = {name for name, kind in declared.items() if kind.endswith("!")} - set(given)
    if missing:
        raise ContractError(f"{method} {path} needs {sorted(missing)}")
    if body:
        if not call["body"]:
            raise ContractError(f"{method} {path} takes no body")
        _check(call["body"], body, f"{method} {path}")


def check_answer(method: str, path: str, body: Any) -> None:
    """Raise ContractError unless the call may answer this."""
    kind = _call(method, path)["answer"]
    if kind:
        _check(kind, body, f"{method} {path}")


def _call(method: str, path: str) -> Mapping[str, Any]:
    for name, call in sorted(_facts()["calls"].items(), key=lambda row: row[0].count("{")):
        known_method, template = name.split(" ")
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        if known_method == method and re.fullmatch(pattern, path):
            found: Mapping[str, Any] = call
            return found
    raise ContractError(f"Emby knows no {method} {path}")


def _check(kind: str, value: Any, where: str) -> None:
    if kind.endswith("?"):
        if value is not None:
            _check(kind[:-1], value, where)
    elif kind.startswith("["):
        for each in _known(isinstance(value, list), value, "no list", where):
            _check(kind[1:-1], each, where)
    elif kind.startswith("enum("):
        _known(value in kind[5:-1].split("|"), value, f"{value!r} is none of {kind}", where)
    elif kind.startswith("{"):
        _check_object(kind[1:-1], value, where)
    else:
        is_right = isinstance(value, _PLAIN[kind]) and not (kind == "integer" and value is True)
        _known(is_right, value, f"{value!r} is no {kind}", where)


def _known(is_right: bool, value: Any, problem: str, where: str) -> Any:
    if not is_right:
        raise ContractError(f"{where}: {problem}")
    return value


def _check_object(name: str, value: Any, where: str) -> None:
    fields = _facts()["types"].get(name)
    if isinstance(fields, str):
        _check(fields, value, where)
    elif name != "ProviderIdDictionary":
        _known(isinstance(value, dict), value, f"no object {name}", where)
        unknown = sorted(set(value) - set(fields))
        _known(not unknown, value, f"{name} has no {unknown}", where)
        for field, each in value.items():
            _check(fields[field], each, f"{where}.{field}")
