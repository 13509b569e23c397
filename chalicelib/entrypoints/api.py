"""Routes of the administrators' API and its description.

The calls themselves, with their models, load when the first of them is made: customers and
gateways, who share this function, do not wait for them. A test holds this table against the calls.
"""

from importlib import import_module
from typing import Any
from urllib.parse import unquote

from chalice import Blueprint
from chalice.app import Response

from chalicelib import config
from chalicelib.entrypoints import http
from chalicelib.entrypoints.site import pages

PREFIX = "/api/v1"

ROUTES = {
    "/session": "POST GET DELETE",
    "/setup": "GET POST",
    "/overview": "GET",
    "/health": "GET",
    "/attention": "GET",
    "/jobs": "GET",
    "/jobs/{job_id}": "GET",
    "/jobs/{job_id}/retry": "POST",
    "/jobs/{job_id}/preview": "POST",
    "/schedules": "GET",
    "/schedules/{name}/preview": "POST",
    "/decisions": "GET",
    "/decisions/{decision_id}": "GET",
    "/decisions/{decision_id}/forgive": "POST",
    "/decisions/{decision_id}/appeal/accept": "POST",
    "/decisions/{decision_id}/appeal/reject": "POST",
    "/violations": "GET",
    "/enforcement/preview": "POST",
    "/access/preview": "POST",
    "/audit": "GET",
    "/users": "GET POST",
    "/users/{user_id}": "GET PUT",
    "/users/{user_id}/access": "GET",
    "/users/{user_id}/community": "GET",
    "/users/{user_id}/reconcile": "POST",
    "/users/{user_id}/preview": "POST",
    "/users/{user_id}/payments": "GET",
    "/users/{user_id}/agreements": "GET",
    "/users/{user_id}/decisions": "GET",
    "/users/{user_id}/usage": "GET",
    "/users/{user_id}/downloads": "GET",
    "/users/{user_id}/strikes": "GET",
    "/users/{user_id}/restraint/end": "POST",
    "/users/{user_id}/jobs": "GET",
    "/users/{user_id}/audit": "GET",
    "/users/{user_id}/links": "GET POST",
    "/users/{user_id}/links/preview": "POST",
    "/users/{user_id}/links/{sub_id}": "DELETE",
    "/users/{user_id}/invite": "POST",
    "/users/{user_id}/merge": "POST",
    "/users/{user_id}/merge/preview": "POST",
    "/linked-users": "GET",
    "/media-changes": "POST",
    "/media-changes/preview": "POST",
    "/invitations": "POST",
    "/invitations/preview": "POST",
    "/invite-lists": "GET POST",
    "/invite-lists/preview": "POST",
    "/invite-lists/{list_id}": "GET",
    "/invite-lists/{list_id}/rows": "GET",
    "/payments": "GET POST",
    "/payments/accounts": "GET",
    "/payments/accounts/{account}/sync": "POST",
    "/payments/export": "GET",
    "/payments/reconciliation": "GET",
    "/payments/{payment_id}": "GET",
    "/payments/{payment_id}/story": "GET",
    "/payments/{payment_id}/evidence": "GET",
    "/payments/{payment_id}/suggestions": "GET",
    "/payments/{payment_id}/preview": "POST",
    "/payments/{payment_id}/assign": "POST",
    "/payments/{payment_id}/split": "POST",
    "/payments/{payment_id}/move": "POST",
    "/payments/{payment_id}/unassign": "POST",
    "/payments/{payment_id}/dismiss": "POST",
    "/payments/{payment_id}/bring-back": "POST",
    "/payments/{payment_id}/refund": "POST",
    "/payments/{payment_id}/refund/preview": "POST",
    "/payments/{payment_id}/clear": "POST",
    "/agreements/{gateway}/{ref}/cancel": "POST",
    "/agreements/{gateway}/{ref}/resume": "POST",
    "/agreements/{gateway}/{ref}/plan/preview": "POST",
    "/agreements/{gateway}/{ref}/plan": "POST",
    "/plans": "GET POST",
    "/plans/{plan_id}": "GET PUT",
    "/plans/{plan_id}/why": "GET",
    "/plans/{plan_id}/default": "POST",
    "/plans/{plan_id}/archive": "POST",
    "/plans/{plan_id}/offers/{gateway}": "GET POST",
    "/discounts": "GET POST",
    "/discounts/{code}": "GET PUT",
    "/discounts/{code}/uses": "GET",
    "/referrals": "GET",
    "/referrals/totals": "GET",
    "/users/{user_id}/referrals": "GET",
    "/users/{user_id}/ledger": "GET",
    "/import": "GET POST",
    "/import/preview": "GET",
    "/import/sync": "POST",
    "/import/choices": "PUT",
    "/waitlist": "GET POST",
    "/waitlist/{wait_id}/offer": "POST",
    "/waitlist/{wait_id}/remove": "POST",
    "/library-groups": "GET POST",
    "/library-groups/{group_id}": "PUT DELETE",
    "/locations": "GET POST",
    "/locations/{location_id}": "PUT DELETE",
    "/libraries": "GET",
    "/shares": "GET",
    "/plex-accounts": "GET POST",
    "/plex-accounts/sign-in": "POST",
    "/plex-accounts/sign-in/{pin_id}": "POST",
    "/plex-accounts/{account_id}": "PUT",
    "/plex-accounts/{account_id}/test": "POST",
    "/plex-accounts/{account_id}/servers": "GET",
    "/keyed-servers": "POST",
    "/keyed-servers/test": "POST",
    "/servers": "GET POST",
    "/servers/{server_id}": "GET PUT DELETE",
    "/servers/{server_id}/test": "POST",
    "/servers/{server_id}/reach": "PUT",
    "/servers/{server_id}/libraries": "PUT",
    "/servers/{server_id}/libraries/refresh": "POST",
    "/servers/{server_id}/libraries/{library_id}": "PUT",
    "/servers/{server_id}/shares": "GET",
    "/servers/{server_id}/capacity": "GET",
    "/servers/{server_id}/audit": "GET",
    "/servers/{server_id}/activity": "GET",
    "/servers/{server_id}/devices/sign-out": "POST",
    "/devices": "GET",
    "/downloads": "GET",
    "/servers/{server_id}/media-hook": "GET POST",
    "/servers/{server_id}/media-hook/rotate": "POST",
    "/migrations": "GET POST",
    "/migrations/preview": "POST",
    "/migrations/{migration_id}": "GET",
    "/migrations/{migration_id}/moves": "GET",
    "/migrations/{migration_id}/pause": "POST",
    "/migrations/{migration_id}/resume": "POST",
    "/migrations/{migration_id}/cancel": "POST",
    "/migrations/{migration_id}/undo": "POST",
    "/migrations/{migration_id}/undo/preview": "POST",
    "/settings/site": "GET PUT",
    "/settings/stripe": "GET PUT",
    "/settings/stripe/test": "POST",
    "/settings/paypal": "GET PUT",
    "/settings/paypal/test": "POST",
    "/settings/paypal-secondary": "GET PUT",
    "/settings/paypal-secondary/test": "POST",
    "/settings/plisio": "GET PUT",
    "/settings/plisio/test": "POST",
    "/settings/discord": "GET PUT",
    "/settings/discord/test": "POST",
    "/settings/request-systems": "GET",
    "/settings/request-systems/{system}": "PUT",
    "/settings/request-systems/{system}/test": "POST",
    "/settings/payments": "GET PUT",
    "/settings/receipts": "GET PUT",
    "/settings/waitlist": "GET PUT",
    "/settings/registration": "GET PUT",
    "/settings/referrals": "GET PUT",
    "/settings/trials": "GET PUT",
    "/settings/expiry": "GET PUT",
    "/settings/media": "GET PUT",
    "/settings/safety": "GET PUT",
    "/settings/limits": "GET PUT",
    "/rules": "GET",
    "/streams/now": "GET",
    "/activity": "GET",
    "/activity/export": "GET",
    "/activity/charts": "GET",
    "/sharing": "GET",
    "/outages": "GET",
    "/outages/{outage_id}": "GET",
    "/outages/{outage_id}/people": "GET",
    "/outages/{outage_id}/give": "POST",
    "/outages/{outage_id}/leave": "POST",
    "/held-runs": "GET",
    "/held-runs/{run_id}/people": "GET",
    "/held-runs/{run_id}/go-on": "POST",
    "/held-runs/{run_id}/leave": "POST",
    "/settings/mail": "GET PUT",
    "/settings/mail/test": "POST",
}

blueprint = Blueprint(__name__)


def _register(method: str, path: str) -> None:
    def view(**values: str) -> Response:
        # Ids may hold colons, which browsers send encoded; nobody decodes them on the way.
        told = {name: unquote(text) for name, text in values.items()}
        answer: Response = _calls().run((method, path), blueprint.current_request, told)
        return answer

    view.__name__ = f"{method} {path}"
    blueprint.route(PREFIX + path, methods=[method], name=view.__name__)(view)


for _path, _methods in ROUTES.items():
    for _method in _methods.split():
        _register(_method, _path)


@blueprint.route(PREFIX + "/openapi.json", methods=["GET"])
def openapi() -> Response:
    """Return the OpenAPI 3.1 document."""
    return http.answer(_document())


@blueprint.route(PREFIX + "/docs", methods=["GET"])
def docs() -> Response:
    """Return the same document as a page to read."""
    request = blueprint.current_request

    def view() -> Response:
        return pages.page("api_docs.html", {"api": _document()}, request=request)

    return pages.guarded(request, view)


def _document() -> Any:
    openapi_of = import_module("chalicelib.entrypoints.openapi").document
    return openapi_of(_calls().OPERATIONS, site_url=config.config().site_url)


def _calls() -> Any:
    return import_module("chalicelib.entrypoints.admin")
