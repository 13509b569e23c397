"""Check requests and answers against an OpenAPI document that was not written here."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]
from openapi_schema_validator import OAS30Validator

SPECS = Path(__file__).parent / "specs"


class ContractError(AssertionError):
    """A request or an answer that the vendor's description does not allow."""


def decode_form(text: str) -> dict[str, Any]:
    """Turn `a[b][0]=x&a[b][1]=y` into nested objects and lists."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        keys = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name)
        node = tree
        for key in keys[:-1]:
            node = node.setdefault(key or str(len(node)), {})
        node[keys[-1] or str(len(node))] = value
    return {key: _lists(value) for key, value in tree.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(item) for key, item in value.items()}


def _known_values(
    _validator: Any, known: list[str], value: Any, _schema: Any
) -> Iterator[ValidationError]:
    if isinstance(value, str) and value not in known:
        yield ValidationError(f"{value!r} is none of the known values {known}")


@dataclass(eq=False)
class Spec:
    """One OpenAPI document, 3.0 or 3.1."""

    document: dict[str, Any]

    @classmethod
    def load(cls, name: str) -> "Spec":
        """Read `tests/contract/specs/<name>`, once."""
        return _loaded(name)

    def check_answer(self, method: str, path: str, status: int, body: Any) -> None:
        """Raise ContractError unless the operation may answer this JSON body."""
        operation, _ = self._operation(method, path)
        answers = operation["responses"]
        answer = answers.get(str(status)) or answers.get(f"{status // 100}XX")
        answer = self._resolve(answer or answers.get("default"))
        if answer is None:
            raise ContractError(f"{method} {path} does not answer {status}")
        content = answer.get("content", {}).get("application/json")
        if content is not None:
            self._check(content["schema"], body, f"answer {status} of {method} {path}")

    def check_request(
        self, method: str, path: str, *, query: str = "", form: str | None = None, body: Any = None
    ) -> None:
        """Raise ContractError unless the operation takes this query and body.

        `form` is a bracketed form body as sent, `body` a decoded JSON body.
        """
        operation, item = self._operation(method, path)
        what = f"request {method} {path}"
        self._check_query(operation, item, decode_form(query), what)
        content = self._resolve(operation.get("requestBody", {})).get("content", {})
        if form:
            media = content.get("application/x-www-form-urlencoded")
            if media is None:
                raise ContractError(f"{what} takes no form")
            self._check(media["schema"], self._typed(media["schema"], decode_form(form)), what)
        if body is not None:
            if "application/json" not in content:
                raise ContractError(f"{what} takes no JSON body")
            self._check(content["application/json"]["schema"], body, what)

    def check_object(self, schema: str, value: Any) -> None:
        """Raise ContractError unless the value fits `#/components/schemas/<schema>`."""
        self._check({"$ref": f"#/components/schemas/{schema}"}, value, schema)

    def properties(self, schema: str) -> set[str]:
        """Return the names that an object schema declares."""
        return set(self.document["components"]["schemas"][schema]["properties"])

    def query_names(self, method: str, path: str) -> set[str]:
        """Return the names of the query parameters of an operation."""
        operation, item = self._operation(method, path)
        return {
            parameter["name"]
            for parameter in self._parameters(operation, item)
            if parameter["in"] == "query"
        }

    def _check_query(self, operation: Any, item: Any, query: dict[str, Any], what: str) -> None:
        declared = {
            parameter["name"]: parameter
            for parameter in self._parameters(operation, item)
            if parameter["in"] == "query"
        }
        for name, value in query.items():
            if name not in declared:
                raise ContractError(f"{what}: unknown query parameter {name}")
            schema = declared[name].get("schema", {})
            self._check(schema, self._typed(schema, value), f"{what}, query {name}")
        for name, parameter in declared.items():
            if parameter.get("required") and name not in query:
                raise ContractError(f"{what}: query parameter {name} is missing")

    def _parameters(self, operation: Any, item: Any) -> list[dict[str, Any]]:
        given = [*item.get("parameters", []), *operation.get("parameters", [])]
        return [self._resolve(parameter) for parameter in given]

    def _operation(self, method: str, path: str) -> tuple[Any, Any]:
        for template, pattern in self._patterns:
            item = self.document["paths"][template]
            if pattern.fullmatch(path) and method.lower() in item:
                return item[method.lower()], item
        raise ContractError(f"the vendor knows no {method} {path}")

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        plain_first = sorted(self.document["paths"], key=lambda path: path.count("{"))
        return [
            (path, re.compile(re.sub(r"\\{[^/]+?\\}", "[^/]+", re.escape(path))))
            for path in plain_first
        ]

    @cached_property
    def _validator(self) -> Any:
        old = self.document["openapi"].startswith("3.0")
        base = OAS30Validator if old else Draft202012Validator
        return extend(base, {"x-known-values": _known_values})

    def _resolve(self, value: Any) -> Any:
        while isinstance(value, dict) and "$ref" in value:
            reference, value = value["$ref"], self.document
            for step in reference.removeprefix("#/").split("/"):
                value = value[step.replace("~1", "/").replace("~0", "~")]
        return value

    def _check(self, schema: Any, value: Any, what: str) -> None:
        whole = {"allOf": [schema], "components": self.document["components"]}
        errors = list(self._validator(whole).iter_errors(value))
        if errors:
            lines = [f"{'.'.join(map(str, e.path)) or '(whole)'}: {_cause(e)}" for e in errors[:8]]
            raise ContractError(f"{what}:\n" + "\n".join(lines))

    def _typed(self, schema: Any, value: Any) -> Any:
        """Give form values, all strings on the wire, the types the schema asks for."""
        schema = self._resolve(schema)
        options = schema.get("anyOf", schema.get("oneOf"))
        if options:
            for option in map(self._resolve, options):
                if (option.get("type") == "object") == isinstance(value, dict):
                    return self._typed(option, value)
            return value
        if isinstance(value, dict):
            known, others = schema.get("properties", {}), schema.get("additionalProperties")
            others = others if isinstance(others, dict) else {}
            return {key: self._typed(known.get(key, others), item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._typed(schema.get("items", {}), item) for item in value]
        return _scalar(schema.get("type"), value)


def _scalar(kind: Any, value: str) -> Any:
    kinds = kind if isinstance(kind, list) else [kind]
    if "integer" in kinds and re.fullmatch(r"-?\d+", value):
        return int(value)
    if "number" in kinds and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    if "boolean" in kinds and value in ("true", "false"):
        return value == "true"
    return value


def _cause(error: ValidationError) -> str:
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.path))
    return f"{'.'.join(map(str, error.absolute_path))}: {error.message[:300]}"


@cache
def _loaded(name: str) -> Spec:
    return Spec(json.loads((SPECS / name).read_text(encoding="utf-8")))
