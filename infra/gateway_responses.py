"""What the API gateway answers by itself, in the shape of our own errors.

Some requests never reach a function: unknown addresses, bodies of more than 10 MB, functions that
do not answer in time. API Gateway's words for them are replaced by these
(https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html),
and the local run answers with the same. A catch-all route would cost an invocation for every
stranger who tries addresses.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

REQUEST_ID = "$context.requestId"


@dataclass(frozen=True, slots=True)
class GatewayResponse:
    """Status and words of one kind of answer."""

    status: int
    code: str
    message: str
    remedy: str

    def body(self, *, request_id: str = REQUEST_ID) -> str:
        """Return the JSON; without an id it is a template into which API Gateway puts its own."""
        told = {
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
            "problems": [],
            "request_id": request_id,
        }
        return json.dumps({"error": told})


_UNKNOWN = GatewayResponse(404, "not_found", "There is no such page.", "Check the address.")
_TOO_SLOW = GatewayResponse(
    504,
    "too_slow",
    "This took longer than an answer may take.",
    "Look whether it happened all the same, then try again.",
)

# By API Gateway's response types. An address that does not exist is "missing authentication" to
# it, and "invalid signature" when somebody sends an Authorization header along.
RESPONSES: Mapping[str, GatewayResponse] = {
    "MISSING_AUTHENTICATION_TOKEN": _UNKNOWN,
    "INVALID_SIGNATURE": _UNKNOWN,
    "RESOURCE_NOT_FOUND": _UNKNOWN,
    "UNSUPPORTED_MEDIA_TYPE": GatewayResponse(
        415,
        "unsupported_media_type",
        "The body is of a type that is not taken here.",
        "Send it as application/json, and say so in Content-Type.",
    ),
    "REQUEST_TOO_LARGE": GatewayResponse(
        413, "too_large", "The body is too long.", "Send at most 256 KiB."
    ),
    "THROTTLED": GatewayResponse(
        429, "too_many_requests", "Too many requests came at once.", "Try again in a minute."
    ),
    "INTEGRATION_TIMEOUT": _TOO_SLOW,
    "INTEGRATION_FAILURE": _TOO_SLOW,
    "DEFAULT_5XX": GatewayResponse(
        500,
        "internal",
        "Something went wrong on our side.",
        "Try again; if it stays, tell the operator the request id.",
    ),
}

# The header in which the other answers carry the same id.
HEADERS: Mapping[str, str] = {
    "gatewayresponse.header.x-request-id": "context.requestId",
    "gatewayresponse.header.Cache-Control": "'no-store'",
}
