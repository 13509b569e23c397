"""Set up a shop the way an operator does: through the admin API."""

from typing import Any

from infra.sandbox import plex, stripe
from infra.sandbox.stripe_events import DEFAULT_SECRET
from tests.scenarios.world import ADMIN, LiveWorld

STANDARD = "grp_standard"


def open_shop(world: LiveWorld) -> None:
    """Connect Stripe, mail and both Plex servers, and add the plans; ids end up in `world.ids`."""
    _settings(world)
    account = world.api("POST", "/plex-accounts", {"token": plex.OWNER_TOKEN})
    premium = world.api("POST", "/library-groups", {"name": "Premium 4K"})["id"]
    world.ids = {"account": account["id"], "premium": premium}
    for found in world.api("GET", f"/plex-accounts/{account['id']}/servers")["items"]:
        world.ids[found["name"]] = add_server(world, found, premium)
    for name, streams, minor, groups in (
        ("Basic", 1, 500, [STANDARD]),
        ("Standard", 2, 1000, [STANDARD]),
        ("Premium", 4, 4500, [STANDARD, premium]),
    ):
        body = plan_body(name, streams=streams, minor=minor, groups=groups)
        world.ids[name] = world.api("POST", "/plans", body)["id"]


def add_server(world: LiveWorld, found: dict[str, Any], premium: str) -> str:
    """Add one of the account's servers, enable it and sort its libraries; return its id."""
    body = {
        "account_id": world.ids["account"],
        "machine_id": found["machine_id"],
        "url": found["urls"][0],
    }
    server = world.api("POST", "/servers", body)
    for library in server["libraries"]:
        group = premium if "4K" in library["title"] else STANDARD
        path = f"/servers/{server['id']}/libraries/{library['id']}"
        world.api("PUT", path, {"group_id": group})
    change_server(world, server["id"], is_enabled=True)
    return str(server["id"])


def change_server(world: LiveWorld, server_id: str, **changes: Any) -> dict[str, Any]:
    """Change some fields of a server and leave the rest."""
    server = world.api("GET", f"/servers/{server_id}")
    fields = (
        "is_enabled",
        "allows_new",
        "allows_trials",
        "max_users",
        "location_id",
        "logs_activity",
        "allows_4k_transcoding",
        "enforcement_mode",
        "version",
    )
    body = {name: server[name] for name in fields} | changes
    changed: dict[str, Any] = world.api("PUT", f"/servers/{server_id}", body)
    return changed


def change_plan(world: LiveWorld, plan_id: str, **changes: Any) -> dict[str, Any]:
    """Change some fields of a plan and leave the rest."""
    plan = world.api("GET", f"/plans/{plan_id}")
    body = {
        name: value
        for name, value in plan.items()
        if name not in {"id", "is_archived", "is_default"}
    }
    changed: dict[str, Any] = world.api("PUT", f"/plans/{plan_id}", body | changes)
    return changed


def change_site(world: LiveWorld, **changes: Any) -> dict[str, Any]:
    """Change some of the site's settings."""
    site = world.api("GET", "/settings/site")
    changed: dict[str, Any] = world.api("PUT", "/settings/site", site | changes)
    return changed


def plan_body(
    name: str, *, streams: int, minor: int, groups: list[str], **more: Any
) -> dict[str, Any]:
    """Return what adds a plan of 30 days."""
    return {
        "name": name,
        "price": {"minor": minor, "currency": "USD"},
        "term": {"count": 30, "unit": "day"},
        "max_streams": streams,
        "group_ids": groups,
    } | more


def _settings(world: LiveWorld) -> None:
    change_site(world, site_name="Demo", admin_email=ADMIN, support_email="help@demo.example")
    world.api(
        "PUT",
        "/settings/stripe",
        {
            "enabled": True,
            "checkout_enabled": True,
            "publishable_key": "",
            "secret_key": stripe.DEFAULT_KEY,
            "webhook_secret": DEFAULT_SECRET,
            "version": 0,
        },
    )
    world.api(
        "PUT",
        "/settings/mail",
        {
            "enabled": True,
            "host": "127.0.0.1",
            "port": world.standins.smtp_port,
            "security": "none",
            "username": "",
            "from_address": "shop@demo.example",
            "from_name": "Demo",
            "version": 0,
        },
    )
