"""From an empty account to a sale and back to an empty account, on AWS as it is deployed.

Nothing is replaced but AWS itself and the vendors: the stack, Chalice's package, the functions
with their own rights, the API behind the content network.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra.aws import deploy, destroy, record, stack
from infra.aws.place import DeployError, Place
from infra.sandbox import plex, stripe
from infra.sandbox.kit import Store, World
from infra.sandbox.stripe_events import DEFAULT_SECRET
from tests.contract.serving import eventually, serving
from tests.deploy import gateway
from tests.deploy.deployed import DeployedWorld
from tests.deploy.ground import QUICK_CHALICE, configure
from tests.scenarios.shop import open_shop
from tests.scenarios.world import PASSWORD

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(900)]

# The API, the worker, and four schedules.
FUNCTIONS = 6
ALARMS = 2
CHANGED = """
from dataclasses import replace as _replace

SCHEDULES["daily"] = _replace(SCHEDULES["daily"], work=lambda: {"deployed_again": 1})
"""

# Chalice loses its connection when functions and schedules stand, and the API does not.
BREAKS = (
    "from chalice.awsclient import TypedAWSClient\n"
    "def broken(*_, **__): raise SystemExit('the connection broke')\n"
    f"TypedAWSClient.import_rest_api = broken\n{QUICK_CHALICE[0]}",
)


@pytest.fixture(scope="module")
def standins(project: Path) -> Iterator[World]:
    """Serve the vendors and let the deployed functions talk to them."""
    world = World(Store(":memory:"))
    plex.seed(world)
    with serving(world, mail=True) as served:
        base = served.base_url
        configure(
            project,
            variables={
                "STRIPE_API_BASE": f"{base}/stripe",
                "PLEX_TV_BASE": f"{base}/plextv",
                "PLEX_AUTH_URL": f"{base}/plextv/auth",
            },
        )
        yield served


def said(place: Place) -> str:
    lines: list[str] = place.say.__self__  # type: ignore[attr-defined]
    return "\n".join(lines)


def setup_links(place: Place) -> list[str]:
    return re.findall(r"https://\S+/admin/setup#token=\S+", said(place))


def open_world(place: Place, standins: World, aws: str, site_url: str) -> DeployedWorld:
    standins.webhook_urls["stripe"] = f"{place.api_url(record.api_id(place))}/webhooks/stripe"
    return DeployedWorld(standins, place, site_url=site_url, aws=aws)


def logged(place: Place) -> str:
    """Return all that the functions have logged."""
    client = place.clients("logs")
    groups = [each["logGroupName"] for each in client.describe_log_groups()["logGroups"]]
    pages = client.get_paginator("filter_log_events")
    return "\n".join(
        event["message"]
        for group in groups
        for page in pages.paginate(logGroupName=group)
        for event in page["events"]
    )


def left_over(place: Place) -> dict[str, list[str]]:
    """Return what exists in the account, by kind."""
    clients = place.clients
    found = {
        "functions": clients("lambda").list_functions()["Functions"],
        "mappings": clients("lambda").list_event_source_mappings()["EventSourceMappings"],
        "apis": clients("apigateway").get_rest_apis()["items"],
        "rules": clients("events").list_rules()["Rules"],
        "roles": clients("iam").list_roles()["Roles"],
        "queues": clients("sqs").list_queues().get("QueueUrls", []),
        "buckets": clients("s3").list_buckets()["Buckets"],
        "networks": clients("cloudfront")
        .list_distributions()["DistributionList"]
        .get("Items", []),
        "logs": clients("logs").describe_log_groups()["logGroups"],
        "alarms": clients("cloudwatch").describe_alarms()["MetricAlarms"],
        "dashboards": clients("cloudwatch").list_dashboards()["DashboardEntries"],
        "topics": clients("sns").list_topics()["Topics"],
        "parameters": [
            each["Name"] for each in clients("ssm").describe_parameters()["Parameters"]
        ],
        "tables": clients("dynamodb").list_tables()["TableNames"],
    }
    return {kind: things for kind, things in found.items() if things}


def deploy_in_two_attempts(place: Place) -> str:
    """Stop the first attempt halfway; the second goes on, and makes nothing twice."""
    with pytest.raises(DeployError, match="the connection broke"):
        deploy.run(replace(place, chalice=BREAKS), {})
    assert not place.record_file.exists()
    assert len(left_over(place)["functions"]) == FUNCTIONS
    site_url = deploy.run(place, {})
    made = {kind: len(things) for kind, things in left_over(place).items()}
    assert made == {
        "functions": FUNCTIONS,
        "roles": FUNCTIONS,
        "logs": FUNCTIONS,
        "rules": FUNCTIONS - 2,
        "mappings": 1,
        "apis": 1,
        "queues": 2,
        "buckets": 1,
        "networks": 1,
        "alarms": ALARMS,
        "dashboards": 1,
        "topics": 1,
        "parameters": 1,
        "tables": len(place.tables),
    }
    return site_url


def git(place: Place, *words: str) -> None:
    """Run git in the copy of the project."""
    who = ("-c", "user.name=operator", "-c", "user.email=operator@demo.example")
    subprocess.run(("git", *who, *words), cwd=place.root, check=True)


def tag(place: Place, name: str) -> None:
    """Keep the copy of the project, as it is, under a name."""
    git(place, "add", "app.py", "chalicelib", "requirements.txt")
    git(place, "commit", "--quiet", "--allow-empty", "-m", name)
    git(place, "tag", name)


def update_from_a_fresh_clone(place: Place, world: DeployedWorld) -> None:
    """One changed function arrives, the rest stays; a fresh clone has no record of before."""
    git(place, "init", "--quiet")
    tag(place, "v1.0.0")
    schedules = place.root / "chalicelib" / "entrypoints" / "schedules.py"
    schedules.write_text(schedules.read_text() + CHANGED)
    app = place.root / "app.py"
    app.write_text(app.read_text() + gateway.ECHO)
    api_id = record.api_id(place)
    place.record_file.unlink()
    deploy.run(place, {})
    assert record.api_id(place) == api_id
    assert len(setup_links(place)) == 1
    assert world.run("daily") == {"deployed_again": 1}
    assert world.api("GET", "/session")["email"]


def roll_back(place: Place, world: DeployedWorld) -> None:
    """Go back to the version before, as docs/operations.md tells."""
    tag(place, "v1.1.0")
    git(place, "checkout", "--quiet", "v1.0.0")
    deploy.run(place, {})
    assert "deployed_again" not in world.run("daily")


@pytest.mark.behaviour("X063")
def test_from_an_empty_account_to_a_sale_and_back(place: Place, standins: World, aws: str):
    site_url = deploy_in_two_attempts(place)
    world = open_world(place, standins, aws, site_url)
    world.set_up(setup_links(place)[-1])
    open_shop(world)

    # A sale: every page through the content network, the webhook through the API, the invite by
    # the worker that the queue wakes.
    order = world.buy(world.ids["Standard"], email="finn@demo.example", media_name="finn")
    eventually(lambda: "invited" in world.visitor.get(f"{order}/status").text, seconds=60)
    assert "finn" in {**world.shares("alpha"), **world.shares("beta")}
    for schedule in ("hourly", "enforcement", "job_sweep", "daily"):
        assert not [name for name in world.run(schedule) if "fail" in name or "crash" in name]
    assert said(place).count("Make the first administrator") == 1

    update_from_a_fresh_clone(place, world)

    # The way in and out changes nothing, and where it ends there is an answer of ours.
    gateway.assert_bodies_arrive_as_they_are(world.visitor)
    gateway.assert_webhooks_are_verified_over_the_very_bytes(world.visitor)
    media_secret = gateway.assert_media_servers_are_heard(world, world.ids["alpha"])
    gateway.assert_limits_have_a_defined_result(world.visitor, place)

    roll_back(place, world)
    assert "invited" in world.visitor.get(f"{order}/status").text

    # What never reaches a function is answered in our words as well.
    unknown = world.visitor.get("/api/v1/no-such-thing")
    assert unknown.status_code == 404
    assert unknown.json()["error"]["code"] == "not_found"
    assert unknown.json()["error"]["request_id"]

    # The dashboard is behind the same address, whatever page of it is asked for.
    page = world.visitor.get("/admin/users/usr_1")
    assert page.text == "<html>the dashboard</html>"
    assert "default-src 'self'" in page.headers["content-security-policy"]
    script = world.visitor.get("/admin/assets/index-1a2b.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"

    # What the functions logged on the way tells nobody how to get in.
    lines = logged(place)
    assert "REPORT RequestId" in lines
    token = setup_links(place)[0].partition("token=")[2]
    secrets = (PASSWORD, token, stripe.DEFAULT_KEY, DEFAULT_SECRET, plex.OWNER_TOKEN)
    for secret in (*secrets, media_secret):
        assert secret not in lines

    # Away with everything but the data; a new stack takes the data over again.
    destroy.run(place)
    assert left_over(place) == {
        "tables": sorted(place.tables),
        "parameters": [place.key_parameter],
    }
    held = place.clients("dynamodb").scan(TableName=place.tables[0], Select="COUNT")["Count"]
    assert held
    assert stack.apply(place, {})
    again = place.clients("dynamodb").scan(TableName=place.tables[0], Select="COUNT")["Count"]
    assert again == held

    destroy.run(place, data_word=destroy.DELETE)
    assert left_over(place) == {}
    world.close()
