"""The answers that API Gateway gives by itself, in our words (infra/gateway_responses.py)."""

from typing import Any

from infra.aws.place import Place
from infra.gateway_responses import HEADERS, RESPONSES


def put(place: Place, *, api_id: str) -> bool:
    """Give the API our answers and publish them; tell whether anything was to change.

    Chalice describes the API anew with each deployment and knows nothing of these answers, so
    this follows it every time.
    """
    client = place.clients("apigateway")
    known = {
        each["responseType"]: each
        for each in client.get_gateway_responses(restApiId=api_id, limit=500)["items"]
        if not each.get("defaultResponse", False)
    }
    changed = [
        (kind, wanted)
        for kind, wanted in _wanted().items()
        if any(known.get(kind, {}).get(name) != value for name, value in wanted.items())
    ]
    for kind, wanted in changed:
        client.put_gateway_response(restApiId=api_id, responseType=kind, **wanted)
    if changed:
        client.create_deployment(restApiId=api_id, stageName=place.stage)
    return bool(changed)


def _wanted() -> dict[str, dict[str, Any]]:
    return {
        kind: {
            "statusCode": str(answer.status),
            "responseParameters": dict(HEADERS),
            "responseTemplates": {"application/json": answer.body()},
        }
        for kind, answer in RESPONSES.items()
    }
