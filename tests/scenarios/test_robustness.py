"""Nothing lost, nothing twice, nobody removed by accident."""

import threading
from typing import Any

import pytest

from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.world import ADMIN, LiveWorld

BUSY = {"left_because_running": 1}


def at_once(world: LiveWorld, schedule: str) -> list[dict[str, Any]]:
    """Run a schedule twice at the same time; return what both came to, the busy one last."""
    results: list[dict[str, Any]] = []
    threads = [
        threading.Thread(target=lambda: results.append(world.run(schedule))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results, key=lambda each: each == BUSY)


def reconcile(world: LiveWorld, person: str) -> None:
    world.api("POST", f"/users/{steps.user_named(world, person)['id']}/reconcile")
    world.work()


def states(world: LiveWorld, person: str) -> list[tuple[str, str]]:
    shares = steps.user_named(world, person)["shares"]
    return [(each["server_name"], each["state"]) for each in shares]


@pytest.mark.behaviour("X041")
@pytest.mark.parametrize("gap", ["empty", "short", "down", "garbage"])
def test_nobody_is_treated_as_gone_because_of_an_answer_that_leaves_them_out(
    world: LiveWorld, gap: str
):
    steps.only_newcomers_on(world, "alpha")
    for person in ("finn", "ann"):
        steps.subscribe(world, person, "Basic")
    writes = steps.plex_writes(world)
    if gap == "short":
        world.act("set_switches", hide_friends=1)
    else:
        world.fault("plextv", mode=gap, method="GET")
        world.fault("pms:alpha", mode=gap)

    for person in ("finn", "ann"):
        reconcile(world, person)
    world.advance(hours=1)
    world.run_hour()
    world.run("daily")
    world.run("enforcement")

    world.standins.faults.clear()
    assert steps.plex_writes(world) == writes
    for person in ("finn", "ann"):
        assert states(world, person) == [("alpha", "accepted")]
        assert len(world.shares_of(person)) == 1
    server = world.api("GET", f"/servers/{world.ids['alpha']}")
    assert not any(each["is_missing"] for each in server["libraries"])
    world.advance(hours=1)
    world.run_hour()
    assert steps.plex_writes(world) == writes


@pytest.mark.behaviour("X043", "B154")
@pytest.mark.parametrize("mode", ["cut", "down", "garbage"])
def test_an_invite_whose_answer_is_lost_ends_in_one_share_and_one_mail(
    world: LiveWorld, mode: str
):
    world.fault("plextv", mode=mode, method="POST", path="shared_servers", times=1)
    steps.subscribe(world, "finn", "Standard")
    world.advance(minutes=2)
    world.run("job_sweep")
    world.work()

    [share] = world.shares_of("finn")
    assert share["state"] == "accepted"
    assert world.occasions("finn@demo.example") == ["payment_received", "access_ready"]
    assert len(world.api("GET", "/payments")["items"]) == 1


@pytest.mark.behaviour("X043")
def test_work_whose_nudge_was_lost_is_found_by_the_minute_sweep(world: LiveWorld):
    world.act("change_person", person="finn", auto_accept=True)
    page = world.open_checkout(world.ids["Basic"], email="finn@demo.example", media_name="finn")
    world.pay_page(page)
    world.deliver()
    lost = len(world.api("GET", "/jobs?state=ready")["items"])
    assert lost > 0
    for _ in range(2):
        world.run("job_sweep")
    assert len(world.shares_of("finn")) == 1
    before = stored()
    world.work()  # the messages come after all
    assert [key for key in changed(before, stored()) if key.startswith("jobs")] == []
    assert len(world.mails("finn@demo.example")) == 2


@pytest.mark.behaviour("B154", "B171")
def test_provisioning_again_and_again_makes_one_share_and_one_notification(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    writes = steps.plex_writes(world)
    assert len(writes) == 1
    for _ in range(2):
        reconcile(world, "finn")
        world.redeliver(times=2)
        world.run("job_sweep")
        world.advance(hours=1)
        world.run_hour()
        world.work()
    assert steps.plex_writes(world) == writes
    assert world.occasions("finn@demo.example") == ["payment_received", "access_ready"]


@pytest.mark.behaviour("X044")
@pytest.mark.parametrize(
    ("schedule", "slow"), [("enforcement", "pms:alpha"), ("hourly", "stripe"), ("daily", "plextv")]
)
def test_of_two_runs_at_once_one_works_and_the_other_leaves_saying_so(
    world: LiveWorld, schedule: str, slow: str
):
    world.fault(slow, mode="slow", seconds=1.0, times=1)
    worked, left = at_once(world, schedule)
    assert left == BUSY
    assert worked != BUSY
    shown = {each["name"]: each for each in world.api("GET", "/schedules")["items"]}
    assert shown[schedule]["outcome"] == "ok"
    assert shown[schedule]["counts"] == worked
    assert world.run(schedule) != BUSY


@pytest.mark.behaviour("X045")
def test_every_change_is_in_the_audit_log_and_customers_see_their_own(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    steps.subscribe(world, "ann", "Basic")
    steps.change_user(world, "finn", notes="Pays in cash", stream_limit=3)

    [change] = steps.audit_of(world, "user.change")
    finn = steps.user_named(world, "finn")
    assert change["actor"] == f"login:{ADMIN}"
    assert (change["subject"], change["user_id"]) == (finn["id"], finn["id"])
    assert (change["before"]["notes"], change["after"]["notes"]) == ("", "Pays in cash")
    settled = [e for e in steps.audit_of(world, "payment.settled") if e["user_id"] == finn["id"]]
    assert settled[0]["actor"] == "gateway:stripe"
    assert "Standard" in settled[0]["why"]
    by_jobs = [each for each in world.api("GET", "/audit")["items"] if "job:" in each["actor"]]
    assert by_jobs
    assert all(each["at"] and each["why"] for each in by_jobs)

    own = world.api("GET", f"/users/{finn['id']}/audit")["items"]
    assert {each["user_id"] for each in own} == {finn["id"]}
    browser = steps.sign_in_customer(world, "finn")
    page = browser.get("/account").text
    browser.close()
    assert "What happened" in page
    assert "Standard" in page
    assert "Basic" not in page
    assert "ann@demo.example" not in page
    assert "Pays in cash" not in page


@pytest.mark.behaviour("X045")
def test_settings_catalogue_and_servers_leave_a_trace_without_secrets(world: LiveWorld):
    entries = world.api("GET", "/audit?limit=200")["items"]
    actions = {each["action"] for each in entries}
    assert {
        "settings.site",
        "settings.stripe",
        "settings.mail",
        "plex_account.linked",
        "group.added",
        "server.added",
        "server.changed",
        "library.classified",
        "plan.added",
    } <= actions
    assert all(each["actor"] and each["subject"] for each in entries)
    text = str(entries)
    assert "sk_test" not in text
    assert "whsec_" not in text
    assert "plex-owner-token" not in text
