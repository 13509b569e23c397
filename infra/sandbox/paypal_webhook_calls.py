"""The API around webhooks: register them, verify a delivery, look up and resend events."""

from infra.sandbox import paypal_webhooks as webhooks
from infra.sandbox.kit import Doc
from infra.sandbox.paypal_call import Call, Operation, Reply
from infra.sandbox.paypal_fields import Fields
from infra.sandbox.paypal_wire import PayPalError, link, not_found, public

_MOST_PER_APP = 10
_VERIFIED_FIELDS = (
    "auth_algo",
    "cert_url",
    "transmission_id",
    "transmission_sig",
    "transmission_time",
    "webhook_id",
)


def _create(call: Call) -> Reply:
    given = Fields(call.body)
    url = given.address("url", required=True) or ""
    names = [
        each.text("name", required=True) or "" for each in given.children("event_types", most=500)
    ]
    unknown = [name for name in names if name != "*" and name not in webhooks.EVENT_TYPES]
    if unknown:
        raise PayPalError(
            400,
            [{"field": "event_types", "issue": f"Invalid event type: {unknown[0]}"}],
            name="VALIDATION_ERROR",
            message="Invalid data provided",
        )
    present = webhooks.of_account(call.world, call.owner)
    if any(webhooks.address_of(call.world, row) == url for row in present):
        raise PayPalError(
            400, name="WEBHOOK_URL_ALREADY_EXISTS", message="Webhook URL already exists"
        )
    if len(present) >= _MOST_PER_APP:
        raise PayPalError(
            400,
            name="WEBHOOK_NUMBER_LIMIT_EXCEEDED",
            message="You've reached the maximum limit of webhooks that can be registered",
        )
    made = webhooks.add(call.world, call.owner, url=url, types=names)
    return 201, webhooks.shown(call.world, made)


def _mine(call: Call) -> Doc:
    webhook = call.world.store.get("paypal.webhook", call.id)
    if webhook is None or webhook["account"] != call.owner:
        raise not_found()
    return webhook


def _get(call: Call) -> Reply:
    return 200, webhooks.shown(call.world, _mine(call))


def _list(call: Call) -> Reply:
    rows = webhooks.of_account(call.world, call.owner)
    return 200, {"webhooks": [webhooks.shown(call.world, row) for row in rows]}


def _delete(call: Call) -> Reply:
    call.world.store.delete("paypal.webhook", _mine(call)["id"])
    return 204, None


def _event_types(_call: Call) -> Reply:
    kinds = [{"name": name, "status": "ENABLED"} for name in webhooks.EVENT_TYPES]
    return 200, {"event_types": kinds}


def _verify(call: Call) -> Reply:
    given = Fields(call.body)
    for name in _VERIFIED_FIELDS:
        given.text(name, required=True, longest=500)
    given.child("webhook_event", required=True)
    raw = webhooks.raw_event_of(call.raw)
    is_ours = webhooks.verify(call.world, call.owner, call.body, raw)
    return 200, {"verification_status": "SUCCESS" if is_ours else "FAILURE"}


def _event(call: Call) -> Doc:
    event = call.world.store.get("paypal.event", call.id)
    if event is None or event["_account"] != call.owner:
        raise not_found()
    return event


def _get_event(call: Call) -> Reply:
    return 200, public(_event(call))


def _list_events(call: Call) -> Reply:
    _, size = call.page(most=300, default=10)
    wanted = call.query.get("event_type")
    rows = [
        public(row)
        for row in reversed(call.world.store.list("paypal.event"))
        if row["_account"] == call.owner and wanted in (None, row["event_type"])
    ]
    shown = rows[:size]
    links = [link(call.world, "/v1/notifications/webhooks-events", "self")]
    return 200, {"events": shown, "count": len(shown), "links": links}


def _resend(call: Call) -> Reply:
    event = _event(call)
    webhooks.redeliver(call.world, event["id"])
    return 202, public(event)


_WEBHOOKS, _EVENTS = "/v1/notifications/webhooks", "/v1/notifications/webhooks-events"
OPERATIONS = [
    Operation("POST", _WEBHOOKS, _create, needs_body=True, replay_status=201),
    Operation("GET", _WEBHOOKS, _list),
    Operation("GET", f"{_WEBHOOKS}/{{id}}", _get),
    Operation("DELETE", f"{_WEBHOOKS}/{{id}}", _delete),
    Operation("GET", "/v1/notifications/webhooks-event-types", _event_types),
    Operation("POST", "/v1/notifications/verify-webhook-signature", _verify, needs_body=True),
    Operation("GET", _EVENTS, _list_events),
    Operation("GET", f"{_EVENTS}/{{id}}", _get_event),
    Operation("POST", f"{_EVENTS}/{{id}}/resend", _resend),
]
