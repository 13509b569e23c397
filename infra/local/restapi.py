"""Teach the embedded AWS what `chalice deploy` asks of API Gateway: whole APIs as one document.

ministack makes an API from an OpenAPI document in CloudFormation only. The functions below use
that same code for the two calls that send a document: ImportRestApi and PutRestApi.
"""

import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[..., Awaitable[Answer]]

_BINARY_TYPES = "x-amazon-apigateway-binary-media-types"
_LEAST_COMPRESSED = "x-amazon-apigateway-minimum-compression-size"


def teach(gateway: Any) -> None:
    """Add both calls to ministack's module of REST APIs."""
    gateway.handle_request = _understanding_documents(gateway, gateway.handle_request)


def _understanding_documents(gateway: Any, handle: Handler) -> Handler:
    @functools.wraps(handle)
    async def answer(
        method: str, path: str, headers: Mapping[str, str], body: bytes, query: Mapping[str, Any]
    ) -> Answer:
        parts = path.strip("/").split("/")
        if parts[0] == "restapis" and method == "POST" and query.get("mode") in ("import", ["import"]):
            return _import(gateway, json.loads(body))
        if parts[0] == "restapis" and method == "PUT" and len(parts) == 2:
            return _overwrite(gateway, parts[1], json.loads(body))
        return await handle(method, path, headers, body, query)

    return answer


def _import(gateway: Any, document: dict[str, Any]) -> Answer:
    api_id = gateway._import_rest_api(document, _settings(document))
    _, headers, body = gateway._get_rest_api(api_id)
    return 201, headers, body


def _overwrite(gateway: Any, api_id: str, document: dict[str, Any]) -> Answer:
    """Replace resources, methods and authorizers; deployments and stages stay."""
    if api_id not in gateway._rest_apis:
        missing: Answer = gateway._get_rest_api(api_id)
        return missing
    gateway._rest_apis[api_id].update(_settings(document))
    for resource_id, resource in list(gateway._resources[api_id].items()):
        if resource["path"] == "/":
            resource["resourceMethods"] = {}
        else:
            del gateway._resources[api_id][resource_id]
    gateway._authorizers_v1[api_id] = {}
    schemes = gateway._import_security_schemes(api_id, document)
    for path, item in document["paths"].items():
        gateway._import_path_item(api_id, path, item, schemes, document.get("security"))
    answer: Answer = gateway._get_rest_api(api_id)
    return answer


def _settings(document: Mapping[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if _BINARY_TYPES in document:
        settings["binaryMediaTypes"] = document[_BINARY_TYPES]
    if _LEAST_COMPRESSED in document:
        settings["minimumCompressionSize"] = document[_LEAST_COMPRESSED]
    return settings
