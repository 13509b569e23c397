"""A dry run shows the exact plan of every run, and nothing happens (X042)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.world import LiveWorld

EMAIL = "finn@demo.example"


def told_by_vendors(world: LiveWorld) -> dict[str, Any]:
    """Return everything that the stand-ins hold: money, shares, streams, mails."""
    store = world.standins.store
    return {kind: store.list(kind) for kind in store.kinds()}


@contextmanager
def untouched(world: LiveWorld) -> Iterator[None]:
    """Hold that neither our tables nor any vendor differ afterwards."""
    before, vendors = stored(), told_by_vendors(world)
    yield
    assert changed(before, stored()) == []
    assert told_by_vendors(world) == vendors


def plan(world: LiveWorld, path: str) -> dict[str, list[dict[str, Any]]]:
    """Return the steps of a dry run by part; nothing may have changed through it."""
    world.api("GET", "/schedules")  # a session that the clock ended begins anew before
    with untouched(world):
        shown = world.api("POST", path)
    return {part["name"]: part["steps"] for part in shown["parts"]}


def actions(planned: list[dict[str, Any]]) -> list[str]:
    return [step["action"] for step in planned]


def subjects(planned: list[dict[str, Any]]) -> list[str]:
    return [step["mail"]["subject"] for step in planned if step["mail"]]


def waiting(world: LiveWorld, kind: str) -> dict[str, Any]:
    jobs: list[dict[str, Any]] = world.api("GET", "/jobs?state=ready")["items"]
    return next(job for job in jobs if job["kind"] == kind)


@pytest.mark.behaviour("X042")
def test_the_plan_of_a_sweep_names_the_stop_and_shows_its_mail(world: LiveWorld):
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", "Basic")
    server = steps.servers_of(world, "finn")[0]
    for device in ("Roku", "Phone"):
        steps.play(world, server, "finn", device)

    planned = plan(world, "/schedules/enforcement/preview")["streams"]

    stop, mail = planned
    assert (stop["action"], stop["user_label"]) == ("stream.stop", "finn")
    assert "Phone" in stop["about"]
    assert mail["mail"]["to"] == EMAIL
    assert steps.stops_sent(world, server) == 0
    world.run("enforcement")
    world.work()
    assert world.devices_playing(server) == ["Roku"]
    assert world.mails(EMAIL)[-1]["subject"] == mail["mail"]["subject"]


@pytest.mark.behaviour("X042")
def test_the_plan_of_the_hour_books_lost_payments_and_takes_what_has_ended(world: LiveWorld):
    world.act("change_person", person="hugo", auto_accept=True)
    world.buy(world.ids["Basic"], email="hugo@demo.example", media_name="hugo")
    world.advance(days=31)
    page = world.open_checkout(world.ids["Basic"], email=EMAIL, media_name="finn")
    world.stripe("pause_webhooks")
    world.pay_page(page)

    planned = plan(world, "/schedules/hourly/preview")

    booked = next(each for each in planned["payments"] if each["action"] == "payment.settled")
    assert "Basic" in booked["why"]
    assert any(line.startswith("paid_until: 2") for line in booked["changes"])
    (receipt,) = [each["mail"] for each in planned["payments"] if each["mail"]]
    assert receipt["to"] == EMAIL
    assert "Basic" in receipt["text"]
    assert [(each["action"], each["user_label"]) for each in planned["access"]] == [
        ("access.withdraw", "hugo")
    ]
    world.run_hour()
    assert [each["status"] for each in world.api("GET", "/payments")["items"]] == ["settled"] * 2
    world.work()
    assert world.shares_of("hugo") == []
    assert world.mails(EMAIL)[0]["subject"] == receipt["subject"]


@pytest.mark.behaviour("X042")
def test_the_plan_of_the_day_shows_what_servers_and_accounts_would_become(world: LiveWorld):
    steps.rename_server(world, "alpha", "omega")

    planned = plan(world, "/schedules/daily/preview")["upkeep"]

    assert sorted(actions(planned)) == ["plex_account.tested", "server.refreshed"]
    (renamed,) = [each for each in planned if each["action"] == "server.refreshed"]
    assert renamed["changes"] == ["name: alpha → omega"]
    world.run("daily")
    assert "omega" in [each["name"] for each in world.api("GET", "/servers")["items"]]


@pytest.mark.behaviour("X042")
def test_the_plan_of_a_job_is_the_mail_as_it_would_go_out_or_the_shares_it_would_change(
    world: LiveWorld,
):
    world.act("change_person", person="finn", auto_accept=True)
    page = world.open_checkout(world.ids["Basic"], email=EMAIL, media_name="finn")
    world.pay_page(page)
    world.deliver()
    mail, access = waiting(world, "send_mail"), waiting(world, "reconcile_access")

    (receipt,) = plan(world, f"/jobs/{mail['id']}/preview")["send_mail"]
    (invite,) = plan(world, f"/jobs/{access['id']}/preview")["reconcile_access"]

    assert (receipt["action"], receipt["mail"]["to"]) == ("mail", EMAIL)
    assert (invite["action"], invite["user_label"]) == ("access.invite", "finn")
    world.work()
    sent = world.mails(EMAIL)[0]
    assert sent["subject"] == receipt["mail"]["subject"]
    assert receipt["mail"]["text"].strip() in sent["text"].replace("\r\n", "\n")
    assert world.shares_of("finn")
    with untouched(world):
        done = world.api("POST", f"/jobs/{mail['id']}/preview")["parts"][0]
    assert (done["steps"], done["note"]) == ([], "This job is done: it does nothing any more.")


@pytest.mark.behaviour("X042")
def test_the_plan_of_the_minute_closes_lapsed_orders_and_runs_jobs(world: LiveWorld):
    world.open_checkout(world.ids["Basic"], email="late@demo.example", media_name="finn")
    world.advance(minutes=31)
    page = world.open_checkout(world.ids["Basic"], email=EMAIL, media_name="hugo")
    world.pay_page(page)
    world.deliver()

    planned = plan(world, "/schedules/job_sweep/preview")

    assert actions(planned["orders"]) == ["order.closed"]
    assert planned["orders"][0]["why"] == "The time to pay ran out."
    assert sorted(actions(planned["jobs"])) == ["access.invite", "mail"]
    counts = world.run("job_sweep")
    assert (counts["orders_closed"], counts["jobs_done"]) == (1, 2)


@pytest.mark.behaviour("X042")
def test_what_cannot_be_read_is_counted_and_hides_nothing_else(world: LiveWorld):
    world.fault("stripe", mode="status", status=500)

    shown = world.api("POST", "/schedules/hourly/preview")

    payments, agreements, imports, access, waitlist, hours = shown["parts"]
    assert (payments["steps"], payments["counts"]["stripe_failed"]) == ([], 1)
    assert (agreements["name"], agreements["counts"]) == ("agreements", {})
    assert (waitlist["name"], waitlist["note"]) == ("waitlist", "")
    assert (access["name"], access["note"]) == ("access", "")
    assert (imports["name"], imports["note"]) == ("import", "")
    assert (hours["name"], hours["note"]) == ("hours", "")
    for path in ("/schedules/none/preview", "/jobs/none/preview"):
        assert world.api("POST", path, status=404)["error"]["message"].startswith("There is no")
