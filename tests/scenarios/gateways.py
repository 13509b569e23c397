"""Set up how a shop is paid: more gateways, and plans that renew."""

from typing import Any

from infra.sandbox.paypal_webhooks import PRIMARY_WEBHOOK
from infra.sandbox.plisio import DEFAULT_KEY
from tests.scenarios.world import LiveWorld


def sell(world: LiveWorld, *, once: bool = True, recurring: bool = False) -> None:
    """Say how the site sells."""
    held = world.api("GET", "/settings/payments")
    wanted = {"once_enabled": once, "recurring_enabled": recurring}
    world.api("PUT", "/settings/payments", held | wanted)


def change_stripe(world: LiveWorld, **changes: Any) -> None:
    """Change some of Stripe's settings; its keys stay."""
    shown = world.api("GET", "/settings/stripe")
    names = ("enabled", "checkout_enabled", "recurring_enabled", "sync_enabled")
    body = {name: shown[name] for name in (*names, "publishable_key", "version")}
    world.api("PUT", "/settings/stripe", body | changes)


def connect_plisio(world: LiveWorld, **changes: Any) -> None:
    """Switch crypto currencies on."""
    held = world.api("GET", "/settings/plisio")
    body = {
        "enabled": True,
        "checkout_enabled": True,
        "sync_enabled": True,
        "secret_key": DEFAULT_KEY,
        "accepts": [],
        "version": held["version"],
    }
    world.api("PUT", "/settings/plisio", body | changes)


def connect_paypal(world: LiveWorld, **changes: Any) -> None:
    """Switch PayPal's primary account on; recurring too, if `changes` say so."""
    body = {
        "enabled": True,
        "checkout_enabled": True,
        "recurring_enabled": False,
        "sync_enabled": True,
        "mode": "sandbox",
        "is_business": True,
        "reads_by": "rest",
        "client_id": "paypal-primary-client",
        "client_secret": "paypal-primary-secret",
        "webhook_id": PRIMARY_WEBHOOK,
        "nvp_username": "",
        "version": world.api("GET", "/settings/paypal")["version"],
    }
    world.api("PUT", "/settings/paypal", body | changes)


def connect_second_paypal(world: LiveWorld, **changes: Any) -> None:
    """Let the secondary account be read, by NVP unless `changes` say otherwise."""
    body = {
        "enabled": True,
        "sync_enabled": True,
        "mode": "sandbox",
        "reads_by": "nvp",
        "client_id": "",
        "nvp_username": "secondary_api1.sandbox.test",
        "nvp_password": "paypal-secondary-password",
        "nvp_signature": "paypal-secondary-signature",
        "version": world.api("GET", "/settings/paypal-secondary")["version"],
    }
    world.api("PUT", "/settings/paypal-secondary", body | changes)


def let_renew_at_paypal(world: LiveWorld, *plans: str) -> None:
    """Sell subscriptions through PayPal, of these plans."""
    connect_paypal(world, recurring_enabled=True)
    sell(world, recurring=True)
    for plan in plans:
        plan_id = world.ids[plan]
        version = world.api("GET", f"/plans/{plan_id}")["version"]
        world.api("POST", f"/plans/{plan_id}/offers/paypal", {"version": version})


def let_renew(world: LiveWorld, *plans: str) -> None:
    """Sell subscriptions through Stripe, of these plans."""
    change_stripe(world, recurring_enabled=True)
    sell(world, recurring=True)
    for plan in plans:
        plan_id = world.ids[plan]
        version = world.api("GET", f"/plans/{plan_id}")["version"]
        world.api("POST", f"/plans/{plan_id}/offers/stripe", {"version": version})
