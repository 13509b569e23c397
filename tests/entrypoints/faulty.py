"""Read an OpenAPI document, make bodies that fit it, and spoil them one field at a time."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any
Schema = dict[str, Json]

LONG = "x" * 5000
WRONG_TYPES: dict[str, list[Json]] = {
    "string": [7, True, [], {}, ["x"]],
    "integer": ["many", "", 1.5, [], {}, "1e3"],
    "boolean": ["perhaps", [], {}, 7],
    "array": ["x", 7, {}, [[]], [{}]],
    "object": ["x", 7, []],
}
# These ids are ours; others name things outside, of which we know nothing.
REFERENCES = {
    "account_id",
    "group_id",
    "group_ids",
    "location_id",
    "plan_id",
    "preferred_location_id",
    "target_server_ids",
    "user_id",
}
OUT_OF_RANGE = (-1, -(10**9), 10**12, 10**40)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call of the document, its schemas resolved."""

    name: str
    method: str
    path: str
    path_names: tuple[str, ...]
    query: Mapping[str, Schema]
    body: Schema | None
    is_public: bool

    def url(self, ids: Mapping[str, str], **other: str) -> str:
        """Return the address with these ids in it."""
        return self.path.format(**{name: {**ids, **other}[name] for name in self.path_names})


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A body with one fault: where it is, what it is, and what to send."""

    at: str
    fault: str
    body: Json = field(repr=False)

    def __str__(self) -> str:
        return f"{self.at} {self.fault}"


def endpoints(document: Json) -> list[Endpoint]:
    """Return every call of the document."""
    schemas = document["components"]["schemas"]
    return [
        _endpoint(path, method.upper(), told, schemas)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def _endpoint(path: str, method: str, told: Json, schemas: Json) -> Endpoint:
    given = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Endpoint(
        name=told["operationId"],
        method=method,
        path=path,
        path_names=tuple(each["name"] for each in told["parameters"] if each["in"] == "path"),
        query={e["name"]: e["schema"] for e in told["parameters"] if e["in"] == "query"},
        body=_resolved(given["schema"], schemas) if given else None,
        is_public=not told["security"],
    )


def _resolved(schema: Schema, schemas: Json) -> Schema:
    if "$ref" in schema:
        return _resolved(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    resolved = dict(schema)
    if "properties" in schema:
        resolved["properties"] = {
            name: _resolved(each, schemas) for name, each in schema["properties"].items()
        }
    if "anyOf" in schema:
        resolved["anyOf"] = [_resolved(each, schemas) for each in schema["anyOf"]]
    if "items" in schema:
        resolved["items"] = _resolved(schema["items"], schemas)
    return resolved


def spoilt(schema: Schema, body: Json) -> Iterator[Spoilt]:
    """Yield the body with one fault each: whatever the schema says must not be."""
    yield Spoilt("surprise", "unknown field", {**body, "surprise": 1})
    for at, told, is_required in _fields(schema):
        if is_required:
            yield Spoilt(at, "missing", _without(body, at))
        for fault, value in _bad_values(at, told):
            yield Spoilt(at, fault, _with(body, at, value))


def _fields(schema: Schema, above: str = "") -> Iterator[tuple[str, Schema, bool]]:
    for name, told in schema.get("properties", {}).items():
        yield above + name, told, name in schema.get("required", [])
        for kind in _kinds(told):
            yield from _fields(kind, f"{above}{name}.")


def _kinds(schema: Schema) -> list[Schema]:
    return list(schema.get("anyOf", [schema]))


def _bad_values(at: str, schema: Schema) -> Iterator[tuple[str, Json]]:
    kinds = _kinds(schema)
    types = {str(kind.get("type")) for kind in kinds}
    for wrong in _wrong_types(types):
        yield f"of a wrong type: {wrong!r}", wrong
    if "null" not in types:
        yield "null", None
    for kind in kinds:
        yield from _bad_of_kind(at, kind)


def _wrong_types(types: set[str]) -> list[Json]:
    known = [WRONG_TYPES[each] for each in types if each in WRONG_TYPES]
    return known[0] if known else []


def _bad_of_kind(at: str, kind: Schema) -> Iterator[tuple[str, Json]]:
    match kind.get("type"):
        case "string":
            yield from _bad_texts(at, kind)
        case "integer":
            yield from ((f"out of range: {value}", value) for value in OUT_OF_RANGE)
        case "array":
            yield "too many", ["x"] * 1000
    if at.rpartition(".")[2] in REFERENCES and kind.get("type") != "null":
        unknown = "unknown_1"
        yield "unknown", [unknown] if at.endswith("_ids") else unknown


def _bad_texts(at: str, kind: Schema) -> Iterator[tuple[str, Json]]:
    if "enum" in kind:
        yield "none of the choices", "other"
    elif kind.get("format") == "date-time":
        yield "no date", "tomorrow"
        yield "without a time zone", "2026-01-01T00:00:00"
    else:
        yield "too long", LONG
    if kind.get("minLength") and not at.endswith("password"):
        yield "blank", "   "
    if "pattern" in kind:
        yield "against the pattern", "us$"


def _with(body: Json, at: str, value: Json) -> Json:
    copied = copy.deepcopy(body)
    *above, last = at.split(".")
    holder = copied
    for name in above:
        holder = holder[name]
    holder[last] = value
    return copied


def _without(body: Json, at: str) -> Json:
    copied = copy.deepcopy(body)
    *above, last = at.split(".")
    holder = copied
    for name in above:
        holder = holder[name]
    del holder[last]
    return copied
