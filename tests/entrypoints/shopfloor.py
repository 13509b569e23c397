"""A site in which everything exists once, and the ids of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from chalicelib import wiring
from chalicelib.access.migration import MigrationOrder, MigrationState, MoveState
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert
from tests.builders import NOON, a_migration, a_move
from tests.held_builders import a_held_person, a_held_run
from tests.outage_builders import a_gift, an_outage
from tests.scenarios import steps
from tests.scenarios.shop import STANDARD, change_site, plan_body
from tests.scenarios.world import LiveWorld


@dataclass(frozen=True, slots=True)
class Shopfloor:
    """A running site; `ids` are by the names that paths and bodies give them."""

    world: LiveWorld
    ids: Mapping[str, str]

    def send(
        self, method: str, path: str, *, content: bytes | None = None, **more: Any
    ) -> httpx.Response:
        """Call the API as the administrator; `json` or raw `content` is the body."""
        headers = {"content-type": "application/json"} | more.pop("headers", {})
        return self.world.admin.request(method, path, content=content, headers=headers, **more)


def furnish(world: LiveWorld) -> Shopfloor:
    """Make one of everything: a sale, a stopped stream, a location, a payment, jobs."""
    change_site(world, start_delay_seconds=0)
    steps.subscribe(world, "finn", "Basic")
    server = steps.servers_of(world, "finn")[0]
    for device in ("Roku", "Phone"):
        steps.play(world, server, "finn", device)
    world.run("enforcement")
    world.work()
    user = steps.user_named(world, "finn")
    payment = world.api("GET", "/payments")["items"][0]
    shown = world.api("GET", f"/servers/{world.ids[server]}")
    world.api("POST", "/discounts", {"code": "spring", "percent": "10"})
    nowhere = world.api("POST", "/library-groups", {"name": "Nowhere"})["id"]
    sold_out = plan_body("Sold out", streams=1, minor=500, groups=[nowhere])
    sold_out_plan_id = world.api("POST", "/plans", sold_out)["id"]
    waits = {"email": "grace@demo.example", "media_username": "grace"}
    world.api("POST", "/waitlist", {"plan_id": sold_out_plan_id, **waits})
    list_id = world.api("POST", "/invite-lists", {"text": "heidi@demo.example,Basic"})["id"]
    ids = {
        "list_id": list_id,
        "wait_id": world.api("GET", "/waitlist")["items"][0]["id"],
        "sold_out_plan_id": sold_out_plan_id,
        "code": "spring",
        "plan_id": world.ids["Basic"],
        "user_id": user["id"],
        "sub_id": user["id"],
        "payment_id": payment["id"],
        "account": "stripe",
        "order_id": payment["order_id"],
        "server_id": shown["id"],
        "library_id": shown["libraries"][0]["id"],
        "group_id": world.ids["premium"],
        "account_id": world.ids["account"],
        "location_id": world.api("POST", "/locations", {"name": "Oslo"})["id"],
        "job_id": world.api("GET", f"/users/{user['id']}/jobs")["items"][0]["id"],
        "decision_id": world.api("GET", "/decisions")["items"][0]["id"],
        "pin_id": world.api("POST", "/plex-accounts/sign-in")["pin_id"],
        "machine_id": shown["machine_id"],
        "standard": STANDARD,
        "gateway": "stripe",
        "system": "overseerr",
        "ref": "sub_1",
        "name": "hourly",
        "run_id": _held_run(),
        "outage_id": _outage(),
        "migration_id": _migration(user["id"], shown["id"]),
    }
    return Shopfloor(world, ids)


def _held_run() -> str:
    """Hold a run that would take access from one person."""
    run = a_held_run()
    wiring.access_deps().database.commit(Insert(run), Insert(a_held_person()))
    return run.id


def _outage() -> str:
    """Write down an outage that concerned one person."""
    outage = an_outage()
    wiring.membership_deps().paying.database.commit(Insert(outage), Insert(a_gift()))
    return outage.id


def _migration(user_id: str, server_id: str) -> str:
    """Write down a migration that is over, in which one person moved to the server."""
    order = MigrationOrder(ServerId("srv_gone"), ServerId(server_id))
    migration = a_migration(order=order, state=MigrationState.DONE, ended_at=NOON)
    moved = a_move(user_id=user_id, state=MoveState.LEFT_SOURCE)
    wiring.access_deps().database.commit(Insert(migration), Insert(moved))
    return migration.id
