"""How Plex writes: one tree, answered as XML or, when asked for, as JSON."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from infra.sandbox.kit import Doc, Fault, fault_of
from infra.sandbox.plex_shares import Refused

Scalar = str | int | float | bool | None

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PLAIN = re.compile(r"[\w .,:;/+@()\-–!?%=*#|]*").fullmatch
_JSON_NAMES = {"Video": "Metadata", "Track": "Metadata"}
_SINGLE = frozenset({"User", "Player", "Session", "TranscodeSession", "Context"})
_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_TEXTS = {
    401: ("User could not be authenticated", 1001),
    404: ("The requested resource or endpoint could not be found", 1002),
    410: ("This endpoint was deprecated and removed", 0),
    422: ("Unable to process the request", 0),
    429: ("Too many requests", 1003),
    500: ("Internal server error", 0),
    503: ("Service unavailable", 0),
}
_RETRY_AFTER_SECONDS = 30


@dataclass(slots=True)
class El:
    """One element: tag, attributes (None is left out), children."""

    tag: str
    attrs: Mapping[str, Scalar] = field(default_factory=dict)
    children: Sequence["El"] = ()
    text: str = ""


def to_xml(element: El) -> str:
    """Write the tree as XML; booleans become 1 and 0."""
    parts: list[str] = []
    _write(element, parts.append)
    return "".join(parts)


def _write(element: El, put: Callable[[str], None]) -> None:
    put(f"<{element.tag}")
    for name, value in element.attrs.items():
        if value is None:
            continue
        if isinstance(value, str):
            put(f' {name}="{value}"' if _PLAIN(value) else f" {name}={quoteattr(value)}")
        else:
            put(f' {name}="{int(value) if isinstance(value, bool) else value}"')
    if not element.children and not element.text:
        put("/>")
        return
    put(f">{escape(element.text)}")
    for child in element.children:
        _write(child, put)
    put(f"</{element.tag}>")


def to_json(element: El) -> Doc:
    """Write the tree as the media server's JSON does: children grouped by their tag."""
    out: Doc = {name: value for name, value in element.attrs.items() if value is not None}
    for child in element.children:
        name = _JSON_NAMES.get(child.tag, child.tag)
        if name in _SINGLE and element.tag != "MediaContainer":
            out[name] = to_json(child)
        else:
            out.setdefault(name, []).append(to_json(child))
    return out


def wants_json(request: Request) -> bool:
    """Tell whether the caller asked for JSON."""
    return "application/json" in request.headers.get("accept", "")


def xml_response(body: str, status: int = 200, media: str = "application/xml") -> Response:
    """Answer with a complete XML text, which gets its declaration here."""
    return Response(
        _HEAD + body, status_code=status, headers={"content-type": f"{media}; charset=utf-8"}
    )


def container(request: Request, element: El, *, media: str = "application/xml") -> Response:
    """Answer a `MediaContainer`, as XML or JSON."""
    if wants_json(request):
        return JSONResponse({element.tag: to_json(element)})
    return xml_response(to_xml(element), media=media)


def media_container(children: Sequence[El], **attrs: Scalar) -> El:
    """Return a container whose `size` counts its children."""
    return El("MediaContainer", {"size": len(children), **attrs}, children)


# ------------------------------------------------------------------ the second API of plex.tv

_SINGULAR = {"libraries": "library", "entitlements": "entitlement"}


def v2(request: Request, tag: str, value: Any, *, status: int = 200) -> Response:
    """Answer a JSON value of the v2 API, or the same as XML under `tag`."""
    if wants_json(request):
        return JSONResponse(value, status_code=status)
    return xml_response(to_xml(_element(tag, value)), status)


def _element(tag: str, value: Any) -> El:
    if isinstance(value, list):
        one = _SINGULAR.get(tag, tag.removesuffix("s"))
        return El(tag, {}, [_element(one, each) for each in value])
    if not isinstance(value, dict):
        return El(tag, {"id": value})
    attrs: dict[str, Scalar] = {}
    children: list[El] = []
    for name, held in value.items():
        if isinstance(held, dict | list):
            children.append(_element(name, held))
        else:
            attrs[name] = held
    return El(tag, attrs, children)


# ------------------------------------------------------------------ refusals


def plextv_error(request: Request, refused: Refused) -> Response:
    """Answer a refusal as plex.tv does; 429 says when to come back."""
    seconds = refused.retry_after_seconds or _RETRY_AFTER_SECONDS
    headers = {"Retry-After": str(seconds)} if refused.status == 429 else {}
    status, message = refused.status, refused.message
    error: dict[str, Scalar] = {"code": refused.code, "message": message, "status": status}
    if wants_json(request):
        answer: Response = JSONResponse({"errors": [error]}, status_code=status)
    elif status == 401 or "/api/v2/" in request.url.path:
        answer = xml_response(to_xml(El("errors", {}, [El("error", error)])), status)
    else:
        answer = xml_response(to_xml(El("Response", {"code": status, "status": message})), status)
    answer.headers.update(headers)
    return answer


def plextv_fault(request: Request, fault: Fault) -> Response:
    """Answer a `status` fault in plex.tv's error shape.

    A `body` is the message's text, `seconds` how long a 429 asks to wait.
    """
    message, code = _TEXTS.get(fault.status, ("Something went wrong", 0))
    wait = math.ceil(fault.seconds)
    return plextv_error(request, Refused(fault.status, fault.body or message, code, wait))


def pms_error(status: int, message: str = "") -> Response:
    """Answer a refusal as a media server does: a small HTML page."""
    reason = _REASONS.get(status, "Error")
    page = (
        f"<html><head><title>{reason}</title></head>"
        f"<body><h1>{status} {reason}</h1>{escape(message)}</body></html>"
    )
    answer = HTMLResponse(page, status_code=status)
    if status == 429:
        answer.headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    return answer


def pms_fault(_request: Request, fault: Fault) -> Response:
    """Answer a `status` fault as a media server does."""
    return pms_error(fault.status, fault.body)


# ------------------------------------------------------------------ what a request says


def plex_value(request: Request, name: str) -> str | None:
    """Return an `X-Plex-…` value from the headers or the query."""
    value = request.headers.get(name)
    if value is not None:
        return value
    for key, held in request.query_params.items():
        if key.casefold() == name.casefold():
            return held
    return None


async def form_values(request: Request) -> dict[str, list[str]]:
    """Return the fields of a URL-encoded body."""
    body = (await request.body()).decode("utf-8", "replace")
    return parse_qs(body, keep_blank_values=True)


async def json_body(request: Request) -> Doc:
    """Return the JSON object of the body; raises Refused 400."""
    try:
        body = await request.json()
    except ValueError as error:
        raise Refused(400, "The body is not valid JSON", 1000) from error
    if not isinstance(body, dict):
        raise Refused(400, "The body must be an object", 1000)
    return body


def plays_empty(request: Request) -> bool:
    """Tell whether lists must be answered empty, by an `empty` fault."""
    fault = fault_of(request)
    return fault is not None and fault.mode == "empty"
