"""Where Stripe's webhooks go, as its API shows and changes it."""

import re

from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import API_VERSION, StripeError, invalid, missing, new_id

_MOST = 16


def add(world: World, params: Doc) -> Doc:
    """Make an endpoint; only this answer shows its signing secret. Raises StripeError."""
    for name in ("url", "enabled_events"):
        if not params.get(name):
            raise missing(name)
    _check(params)
    if len(world.store.list("stripe.endpoint")) >= _MOST:
        raise StripeError(400, f"You have reached the maximum of {_MOST} test webhook endpoints.")
    row: Doc = {
        "id": new_id("we_1"),
        "url": params["url"],
        "secret": new_id("whsec_"),
        "enabled_events": params["enabled_events"],
        "created": seconds(world),
        "description": params.get("description"),
        "metadata": params.get("metadata", {}),
        "status": "enabled",
    }
    world.store.put("stripe.endpoint", row["id"], row)
    return {**shown(world, row), "secret": row["secret"]}


def change(world: World, row: Doc, params: Doc) -> Doc:
    """Change an endpoint. Raises StripeError."""
    _check(params)
    for name in ("url", "enabled_events", "description"):
        if name in params:
            row[name] = params[name]
    if "disabled" in params:
        row["status"] = "disabled" if params["disabled"] else "enabled"
    if "metadata" in params:
        row["metadata"] = {**row.get("metadata", {}), **params["metadata"]}
    world.store.put("stripe.endpoint", row["id"], row)
    return shown(world, row)


def remove(world: World, row: Doc) -> Doc:
    """Delete an endpoint; what was still to be sent there is dropped."""
    world.store.delete("stripe.endpoint", row["id"])
    return {**shown(world, row), "deleted": True}


def shown(world: World, row: Doc) -> Doc:
    """Return an endpoint as the API shows it, without its secret."""
    return {
        "id": row["id"],
        "object": "webhook_endpoint",
        "api_version": API_VERSION,
        "application": None,
        "created": row.get("created", 1735689600),
        "description": row.get("description"),
        "enabled_events": row["enabled_events"],
        "livemode": False,
        "metadata": row.get("metadata", {}),
        "status": row.get("status", "enabled"),
        "url": row["url"] or world.webhook_url("stripe"),
    }


def _check(params: Doc) -> None:
    if "url" in params and not re.match(r"https?://[^\s/]+", params["url"]):
        raise invalid("Invalid URL: must be a complete address", "url", "url_invalid")
    for place, kind in enumerate(params.get("enabled_events", [])):
        if kind != "*" and not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", kind):
            raise invalid(f"Invalid enabled_events[{place}]: {kind}", "enabled_events")
