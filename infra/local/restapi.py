"""Teach the embedded AWS what a deployment asks of API Gateway.

Chalice sends a whole API as one document (ImportRestApi, PutRestApi); ministack reads such a
document in CloudFormation only, with code that is used for both calls here. And the content
network in front of the API must find it.
"""

import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[..., Awaitable[Answer]]

_BINARY_TYPES = "x-amazon-apigateway-binary-media-types"
_LEAST_COMPRESSED = "x-amazon-apigateway-minimum-compression-size"


def teach(*, port: int) -> None:
    """Add both calls, and lead the content network to the APIs of this AWS, at this port."""
    from ministack.services import apigateway_v1, cloudfront

    apigateway_v1.handle_request = _understanding_documents(
        apigateway_v1, apigateway_v1.handle_request
    )
    cloudfront._forward_to_origin = _within(cloudfront._forward_to_origin, port)


def _understanding_documents(gateway: Any, handle: Handler) -> Handler:
    @functools.wraps(handle)
    async def answer(
        method: str, path: str, headers: Mapping[str, str], body: bytes, query: Mapping[str, Any]
    ) -> Answer:
        parts = path.strip("/").split("/")
        if (
            parts[0] == "restapis"
            and method == "POST"
            and query.get("mode") in ("import", ["import"])
        ):
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


def _within(forward: Callable[..., Any], port: int) -> Callable[..., Any]:
    @functools.wraps(forward)
    def answer(origin: Mapping[str, Any], method: str, uri: str, *rest: Any) -> Any:
        host = str(origin["domain_name"])
        api_id, _, service = host.partition(".")
        if service.startswith("execute-api.") and service.endswith(".amazonaws.com"):
            here = {"domain_name": "127.0.0.1", "http_port": port, "protocol_policy": "http-only"}
            return forward({**origin, **here}, method, f"/_aws/execute-api/{api_id}{uri}", *rest)
        return forward(origin, method, uri, *rest)

    return answer
