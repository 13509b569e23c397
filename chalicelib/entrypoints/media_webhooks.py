"""What media servers tell us: somebody plays, so look (docs/adr/0030)."""

import logging
from importlib import import_module

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.enforcement.webhooks import addresses, parsing
from chalicelib.enforcement.webhooks.parsing import HookEvent
from chalicelib.entrypoints import http
from chalicelib.kernel import context
from chalicelib.kernel.errors import AppError, InvalidError, NotFoundError
from chalicelib.kernel.ids import ServerId

log = logging.getLogger(__name__)
blueprint = Blueprint(__name__)

# With these parts senders carry their JSON: Plex, and Emby where it was told to.
_PARTS = frozenset({"payload", "data"})
# A poster comes along; what is far larger than one is not from a media server.
_LONGEST_BYTES = 4 * 1024 * 1024
_TOO_LARGE = 413
_LONGEST_ID = 80


# Any type of content: Jellyfin's plugin sends JSON as plain text, Tautulli what one writes there.
@blueprint.route("/webhooks/media/{server}/{secret}", methods=["POST"], content_types=["*/*"])
def receive_media_webhook(server: str, secret: str) -> Response:
    """Take one event; whatever is wrong with the address is answered alike."""
    request = blueprint.current_request
    with context.working_on(subject=server[:_LONGEST_ID]):
        try:
            return _receive(request, server, secret)
        except NotFoundError as error:
            return http.failure(error, request)
        except AppError as error:
            log.warning("hook.failed", extra={"reason": error.message})
            return http.failure(error, request)
        except Exception as error:  # noqa: BLE001 - the edge: the log has it, the caller its id
            return http.crash(error, request)


def _receive(request: Request, server: str, secret: str) -> Response:
    body, headers = http.raw(request)
    if len(body) > _LONGEST_BYTES:
        most = f"Send at most {_LONGEST_BYTES // 1024} KiB."
        return http.failure(
            InvalidError("The body is too long.", remedy=most), request, status=_TOO_LARGE
        )

    def read() -> HookEvent:
        return parsing.read(text_of(body, headers.get("content-type", "")))

    addresses.receive(wiring.hook_deps(), server_id=ServerId(server), secret=secret, read=read)
    return Response(body="", status_code=204)


def text_of(body: bytes, content_type: str) -> str:
    """Return the JSON text in a body; what the body calls itself decides only about parts."""
    if not content_type.lower().startswith("multipart/form-data"):
        return body.decode("utf-8", "replace")
    parts = import_module("chalicelib.entrypoints.form_parts")
    text: str = parts.text_of(body, content_type=content_type, names=_PARTS)
    return text
