"""What the *Health* page tells of a fresh site, of one that sells, and of one in trouble."""

from datetime import datetime
from typing import Any

import pytest

from chalicelib import wiring
from tests.scenarios import steps
from tests.scenarios.shop import change_server, change_site, open_shop
from tests.scenarios.world import ADMIN, ROOT, LiveWorld

SCHEDULES = ("enforcement", "hourly", "daily", "job_sweep")
PAGES = (ROOT / "static_site/src/app/routes.tsx").read_text(encoding="utf-8")


def health(world: LiveWorld) -> dict[str, dict[str, Any]]:
    """Return the checks by their ids."""
    shown = world.api("GET", "/health")
    return {check["id"]: check for check in shown["items"]}


def states(world: LiveWorld) -> dict[str, str]:
    return {id_: check["state"] for id_, check in health(world).items()}


def run_everything(world: LiveWorld) -> None:
    for schedule in SCHEDULES:
        world.run(schedule)
    world.work()


def page_exists(link: str) -> bool:
    """Tell whether the dashboard has the page that a link leads to."""
    first = link.partition("?")[0].strip("/").split("/")[0]
    return f'path: "{first}"' in PAGES


@pytest.mark.behaviour("X060")
def test_a_fresh_install_shows_every_dependency_with_its_state_and_what_to_do(bare: LiveWorld):
    bare.standins.clock.reset()
    checks = health(bare)
    assert {id_: check["state"] for id_, check in checks.items() if ":" not in id_} == {
        "master_key": "ok",
        "clock": "ok",
        "plex_accounts": "not_set_up",  # tokens
        "servers": "not_set_up",
        "offer": "not_set_up",  # capacity
        "mail": "not_set_up",
        "operator": "not_set_up",
        "parked": "ok",
        "queue": "ok",
    }
    assert checks["gateway:stripe"]["state"] == "not_set_up"
    assert checks["webhooks:stripe"]["state"] == "not_set_up"
    assert f"{bare.base_url}/webhooks/stripe" in checks["webhooks:stripe"]["remedy"]
    for schedule in SCHEDULES:
        assert "waits for its first run" in checks[f"schedule:{schedule}"]["summary"]
    for id_, check in checks.items():
        assert check["title"], id_
        assert check["summary"], id_
        if check["state"] != "ok":
            assert check["remedy"], id_
            assert page_exists(check["link"]), id_


@pytest.mark.behaviour("X060")
def test_each_dependency_turns_well_once_it_was_set_up_and_used(bare: LiveWorld):
    world = bare
    world.standins.clock.reset()
    open_shop(world)
    steps.subscribe(world, "finn", "Basic")
    run_everything(world)

    shown = world.api("GET", "/health")
    checks = {check["id"]: check for check in shown["items"]}
    unwell = {id_: check for id_, check in checks.items() if check["state"] != "ok"}
    # What nobody has entered keys for stays what it is: not set up.
    assert {check["state"] for check in unwell.values()} <= {"not_set_up"}, unwell
    assert not {id_ for id_ in unwell if "stripe" in id_ or not id_.startswith(("gate", "webh"))}
    for id_ in (
        "gateway:stripe",
        "webhooks:stripe",
        "mail",
        f"plex_account:{world.ids['account']}",
    ):
        assert abs((world.now() - datetime.fromisoformat(checks[id_]["at"])).days) == 0, id_
    for server in steps.SERVERS:
        assert checks[f"server:{world.ids[server]}"]["summary"] == "It answered."
        assert "no limit" in checks[f"seats:{world.ids[server]}"]["summary"]
    assert "took" in checks["schedule:hourly"]["summary"]
    assert ADMIN in checks["operator"]["summary"]


@pytest.mark.behaviour("X060")
def test_whatever_breaks_is_shown_with_the_reason_and_what_to_do(world: LiveWorld):
    steps.subscribe(world, "finn", "Basic")
    run_everything(world)
    world.fault("pms:alpha", mode="status", status=503)
    world.fault("stripe", mode="status", status=500)
    world.act("token_dies", person="owner")
    world.redeliver(signature="wrong")
    run_everything(world)
    world.standins.faults.clear()
    world.run("daily")

    checks = health(world)
    account = f"plex_account:{world.ids['account']}"
    alpha = f"server:{world.ids['alpha']}"
    for id_ in (account, alpha, "gateway:stripe"):
        assert checks[id_]["state"] == "broken", checks[id_]
        assert checks[id_]["at"], checks[id_]
    assert "Link the account again" in checks[account]["remedy"]
    assert "did not answer" in checks[alpha]["summary"]
    assert "last read failed" in checks["gateway:stripe"]["summary"]
    assert checks["webhooks:stripe"]["state"] == "attention"
    assert "1 were refused" in checks["webhooks:stripe"]["summary"]
    assert world.api("GET", "/health")["state"] == "broken"


def test_a_server_shows_since_when_it_does_not_answer_and_recovers(world: LiveWorld):
    world.run("enforcement")
    world.fault("pms:alpha", mode="down")
    id_ = f"server:{world.ids['alpha']}"
    world.run("enforcement")
    since = health(world)[id_]["at"]
    world.advance(minutes=5)
    world.run("enforcement")
    assert health(world)[id_]["at"] == since
    world.standins.faults.clear()
    world.run("enforcement")
    assert health(world)[id_]["state"] == "ok"


def test_a_full_house_is_shown_server_by_server_and_plan_by_plan(world: LiveWorld):
    run_everything(world)
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic")
    change_server(world, world.ids["alpha"], max_users=1)
    checks = health(world)
    assert checks[f"seats:{world.ids['alpha']}"]["state"] == "attention"
    assert checks["offer"]["state"] == "broken"
    assert checks["offer"]["link"] == "/servers"
    assert checks[f"plan:{world.ids['Basic']}"]["state"] == "attention"


def test_mail_that_cannot_be_sent_is_shown_with_what_the_server_said(world: LiveWorld):
    mail = world.api("GET", "/settings/mail")
    fields = ("enabled", "host", "security", "username", "from_address", "from_name", "version")
    world.api("PUT", "/settings/mail", {name: mail[name] for name in fields} | {"port": 1})
    steps.subscribe(world, "finn", "Basic")
    waiting = health(world)["mail"]
    assert waiting["state"] == "attention"
    assert "does not answer" in waiting["summary"]
    assert waiting["link"] == "/settings?tab=mail"


def test_what_stopped_running_by_itself_is_shown_as_overdue(world: LiveWorld):
    run_everything(world)
    world.advance(hours=5)
    checks = health(world)
    assert checks["schedule:enforcement"]["state"] == "broken"
    assert checks["schedule:daily"]["state"] == "ok"
    assert checks["gateway:stripe"]["state"] == "broken"
    # The clock of a story is not the one on the wall: other machines see that.
    assert checks["clock"]["state"] == "broken"
    assert "ahead of the database's clock" in checks["clock"]["summary"]


def test_secrets_that_another_master_key_sealed_are_named(
    world: LiveWorld, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
):
    other = tmp_path_factory.mktemp("other") / "master.key"
    monkeypatch.setenv("MASTER_KEY_FILE", str(other))
    wiring.config.cache_clear()
    wiring.reset()
    check = health(world)["master_key"]
    assert check["state"] == "broken"
    assert "Stripe" in check["summary"]
    assert "Plex" in check["summary"]


def test_nobody_but_an_administrator_sees_the_health(world: LiveWorld):
    assert world.visitor.get("/api/v1/health").status_code == 401


def test_missing_operator_is_told_where_to_enter_the_address(world: LiveWorld):
    change_site(world, admin_email="")
    check = health(world)["operator"]
    assert (check["state"], check["link"]) == ("not_set_up", "/settings?tab=site")
