"""The OpenAPI 3.1 document of the administrators' API, made of its operations."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.entrypoints.api import PREFIX
from chalicelib.entrypoints.operations import NoInput, Operation

_REF = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"{(\w+)}")

_ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "remedy", "problems", "request_id"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "remedy": {"type": "string"},
                "request_id": {"type": "string"},
                "problems": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["field", "message", "remedy"],
                        "properties": {
                            "field": {"type": "string"},
                            "message": {"type": "string"},
                            "remedy": {"type": "string"},
                        },
                    },
                },
            },
        }
    },
}


def document(operations: list[Operation], *, site_url: str) -> dict[str, Any]:
    """Return the document as plain JSON values."""
    used: list[tuple[type[BaseModel], Any]] = []
    for each in operations:
        used += [(each.body, "validation"), (each.returns, "serialization")]
    refs, definitions = models_json_schema(used, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(PREFIX + each.path, {})[each.method.lower()] = _operation(each, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Streams Manager", "version": "1"},
        "servers": [{"url": site_url}],
        "paths": paths,
        "components": {
            "schemas": {**definitions.get("$defs", {}), "Error": _ERROR_SCHEMA},
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "sm_login"}},
        },
    }


def _operation(operation: Operation, refs: dict[Any, Any]) -> dict[str, Any]:
    failure = {
        "description": "What is wrong and what helps",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    shown: dict[str, Any] = {
        "operationId": operation.operation_id,
        "summary": operation.summary,
        "description": (operation.view.__doc__ or "").strip(),
        "tags": [operation.tag],
        "parameters": _parameters(operation),
        "responses": {
            str(operation.status): {
                "description": (operation.returns.__doc__ or "").strip(),
                "content": {operation.media_type: {"schema": _answer(operation, refs)}},
            },
            "default": failure,
        },
        "security": [{"session": []}] if operation.permission else [],
    }
    if operation.body is not NoInput:
        schema = refs[(operation.body, "validation")]
        shown["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return shown


def _answer(operation: Operation, refs: dict[Any, Any]) -> Any:
    if operation.media_type != "application/json":
        return {"type": "string"}
    return refs[(operation.returns, "serialization")]


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PARAMETER.findall(operation.path)
    ]
    query = operation.query.model_json_schema(ref_template=_REF)
    definitions = query.get("$defs", {})
    in_query = [
        {
            "name": name,
            "in": "query",
            "required": name in query.get("required", []),
            "schema": _inlined(schema, definitions),
        }
        for name, schema in query.get("properties", {}).items()
    ]
    return in_path + in_query


def _inlined(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {**definitions[schema["$ref"].rsplit("/", 1)[-1]], **rest}
    if "anyOf" in schema:
        return {**schema, "anyOf": [_inlined(each, definitions) for each in schema["anyOf"]]}
    return schema
