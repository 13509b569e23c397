"""Stripe's customer portal: its settings, its sessions, and what a customer does there."""

import re

from infra.sandbox import stripe_billing_objects as billing
from infra.sandbox import stripe_subscriptions as subscriptions
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import invalid, missing, new_id, no_such

DEFAULT_SETUP = "bpc_1SandboxDefaultPortalSetup"
_FEATURES: Doc = {
    "customer_update": {"allowed_updates": ["email"], "enabled": False},
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "options": []},
        "enabled": True,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_pause": {
        "duration": {"interval_options": [], "type": "indefinite"},
        "enabled": False,
    },
    "subscription_update": {
        "billing_cycle_anchor": None,
        "default_allowed_updates": [],
        "enabled": False,
        "products": [],
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
        "trial_update_behavior": "end_trial",
    },
}


class PortalRefusedError(Exception):
    """Something that a customer cannot do in the portal, in words for the customer."""


def seed(world: World) -> None:
    """Save the portal's default settings once, as an owner does in the dashboard."""
    settled = world.store.get("stripe.settings", "portal")
    if settled is None:
        world.store.put("stripe.settings", "portal", {"seeded": True})
        save_default(world, {})


def save_default(world: World, features: Doc) -> Doc:
    """Save the default settings as an owner does in the dashboard; no event tells of it."""
    setup = _a_setup(world, {"features": features}, DEFAULT_SETUP)
    world.store.put("stripe.portal_configuration", setup["id"], setup)
    return setup


def set_up(world: World, params: Doc) -> Doc:
    """Make a configuration; the first one is the default. Raises StripeError."""
    if "features" not in params:
        raise missing("features")
    setup = _a_setup(world, params, new_id("bpc_1"))
    world.store.put("stripe.portal_configuration", setup["id"], setup)
    emit(world, "billing_portal.configuration.created", setup)
    return setup


def _a_setup(world: World, params: Doc, id: str) -> Doc:
    now = seconds(world)
    return {
        "id": id,
        "object": "billing_portal.configuration",
        "active": True,
        "application": None,
        "business_profile": {
            "headline": None,
            "privacy_policy_url": None,
            "terms_of_service_url": None,
        },
        "created": now,
        "default_return_url": params.get("default_return_url"),
        "features": _merged(_FEATURES, params["features"]),
        "is_default": not world.store.list("stripe.portal_configuration"),
        "livemode": False,
        "login_page": {"enabled": False, "url": None},
        "metadata": params.get("metadata", {}),
        "name": params.get("name"),
        "updated": now,
    }


def change_setup(world: World, setup: Doc, params: Doc) -> Doc:
    """Change a configuration."""
    setup["features"] = _merged(setup["features"], params.get("features", {}))
    for name in ("active", "default_return_url", "name"):
        if name in params:
            setup[name] = params[name]
    setup["updated"] = seconds(world)
    world.store.put("stripe.portal_configuration", setup["id"], setup)
    emit(world, "billing_portal.configuration.updated", setup)
    return setup


def _merged(base: Doc, given: Doc) -> Doc:
    return {name: {**value, **given.get(name, {})} for name, value in base.items()}


def open_session(world: World, params: Doc) -> Doc:
    """Make a customer's way into the portal. Raises StripeError."""
    if "customer" not in params:
        raise missing("customer")
    if world.store.get("stripe.customer", params["customer"]) is None:
        raise no_such("customer", params["customer"], "customer", status=400)
    if "return_url" in params and not re.match(r"https?://[^\s/]+", params["return_url"]):
        raise invalid("Not a valid URL", "return_url", "url_invalid")
    setup = _setup(world, params.get("configuration"))
    id = new_id("bps_1")
    session: Doc = {
        "id": id,
        "object": "billing_portal.session",
        "configuration": setup["id"],
        "created": seconds(world),
        "customer": params["customer"],
        "customer_account": None,
        "flow": None,
        "livemode": False,
        "locale": params.get("locale"),
        "on_behalf_of": None,
        "return_url": params.get("return_url", setup["default_return_url"]),
        "url": f"{world.base_url}/stripe/p/session/{id}",
    }
    world.store.put("stripe.portal_session", id, session)
    emit(world, "billing_portal.session.created", session)
    return session


def _setup(world: World, id: str | None) -> Doc:
    if id is not None:
        setup = world.store.get("stripe.portal_configuration", id)
        if setup is None:
            raise no_such("configuration", id, "configuration", status=400)
        return setup
    for setup in world.store.list("stripe.portal_configuration"):
        if setup["is_default"] and setup["active"]:
            return setup
    raise invalid(
        "No configuration provided and your test mode default configuration has not been"
        " created. Provide a configuration or create your default by saving your customer portal"
        " settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal."
    )


def subscriptions_of(world: World, session: Doc) -> list[Doc]:
    """Return the customer's subscriptions, newest first."""
    rows = world.store.list("stripe.subscription")[::-1]
    return [row for row in rows if row["customer"] == session["customer"]]


def act(world: World, session: Doc, *, button: str, subscription: str) -> str:
    """Do what a customer asked for; return it in words. Raises PortalRefusedError."""
    with world.store.transaction():
        row = world.store.get("stripe.subscription", subscription)
        if row is None or row["customer"] != session["customer"]:
            raise PortalRefusedError("There is no such subscription.")
        if row["status"] == "canceled":
            raise PortalRefusedError("This subscription has ended already.")
        setup = world.store.get("stripe.portal_configuration", session["configuration"]) or {}
        features = setup.get("features", _FEATURES)
        if button == "update_card" and features["payment_method_update"]["enabled"]:
            _new_card(world, row)
            return "Your payment method was updated."
        if button == "resume":
            subscriptions.change(world, row, {"cancel_at_period_end": False})
            return "Your subscription goes on."
        if button == "cancel" and features["subscription_cancel"]["enabled"]:
            if features["subscription_cancel"]["mode"] == "immediately":
                subscriptions.end(world, row, reason="cancellation_requested")
                return "Your subscription has ended."
            subscriptions.change(world, row, {"cancel_at_period_end": True})
            return "Your subscription ends with the period that is paid."
    raise PortalRefusedError("This is not offered here.")


def _new_card(world: World, subscription: Doc) -> None:
    customer = world.store.get("stripe.customer", subscription["customer"]) or {}
    method = billing.a_payment_method(world, customer)
    world.store.put("stripe.payment_method", method["id"], method)
    emit(world, "payment_method.attached", method)
    subscriptions.change(world, subscription, {"default_payment_method": method["id"]})
    subscriptions.heal(world, subscription)
