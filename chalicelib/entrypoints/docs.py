"""The API's description, for programs and for people."""

from chalice import Blueprint
from chalice.app import Response

from chalicelib import config, wiring
from chalicelib.entrypoints import http
from chalicelib.entrypoints.admin import OPERATIONS
from chalicelib.entrypoints.openapi import document
from chalicelib.entrypoints.operations import PREFIX

blueprint = Blueprint(__name__)


@blueprint.route(PREFIX + "/openapi.json", methods=["GET"])
def openapi() -> Response:
    """Return the OpenAPI 3.1 document."""
    return http.answer(document(OPERATIONS, site_url=config.config().site_url))


@blueprint.route(PREFIX + "/docs", methods=["GET"])
def docs() -> Response:
    """Return the same document as a page to read."""
    described = document(OPERATIONS, site_url=config.config().site_url)
    html = wiring.pages().render("api_docs.html", {"api": described})
    return Response(html, headers={"Content-Type": "text/html; charset=utf-8"})
