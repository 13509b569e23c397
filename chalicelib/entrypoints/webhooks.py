"""What gateways tell us: decode, hand over, answer."""

import logging

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.entrypoints import http
from chalicelib.kernel.errors import AppError, NotFoundError
from chalicelib.payments import intake
from chalicelib.payments.model import GatewayName

log = logging.getLogger(__name__)
blueprint = Blueprint(__name__)

_BODIES = [
    "application/json",
    "application/json; charset=utf-8",
    "application/x-www-form-urlencoded",
]
_GATEWAYS = {
    GatewayName.STRIPE.value: GatewayName.STRIPE,
    GatewayName.PAYPAL.value: GatewayName.PAYPAL,
    GatewayName.PLISIO.value: GatewayName.PLISIO,
}
# Plisio sends again what was answered with anything but 200.
_DONE = {GatewayName.PLISIO.value: 200}


@blueprint.route("/webhooks/{gateway}", methods=["POST"], content_types=_BODIES)
def receive_webhook(gateway: str) -> Response:
    """Accept one event; 2xx means that we are done with it, 503 asks for another try."""
    request = blueprint.current_request
    try:
        _receive(request, gateway)
    except AppError as error:
        return http.failure(error, request)
    except Exception as error:  # noqa: BLE001 - the edge: the log has it, the caller its id
        return http.crash(error, request)
    return Response(body="", status_code=_DONE.get(gateway, 204))


def _receive(request: Request, gateway: str) -> None:
    body, headers = http.raw(request)
    if gateway not in _GATEWAYS:
        raise NotFoundError("There is no such gateway.", remedy="Use /webhooks/stripe.")
    outcome = intake.receive(
        wiring.payments_deps(), gateway=_GATEWAYS[gateway], body=body, headers=headers
    )
    log.info("webhook.accepted", extra={"gateway": gateway, "outcome": outcome})
