"""Free trials from the operator's switch to the customer's first payment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests.scenarios import steps
from tests.scenarios.shop import STANDARD, change_server, plan_body
from tests.scenarios.world import LiveWorld, hidden_fields

WEEK = {"count": 7, "unit": "day"}
LINK = '<a href="/trial">Free trial</a>'


def switch_on(world: LiveWorld, *, status: int = 200, **changes: Any) -> dict[str, Any]:
    """Change the trial settings."""
    held = world.api("GET", "/settings/trials")
    body = {name: held[name] for name in ("enabled", "forced", "max_users", "version")}
    saved: dict[str, Any] = world.api(
        "PUT", "/settings/trials", body | {"enabled": True} | changes, status=status
    )
    return saved


def add_trial_plan(world: LiveWorld) -> str:
    """Add a plan of a week to try."""
    taster = plan_body("Taster", streams=1, minor=0, groups=[STANDARD], is_trial=True, term=WEEK)
    world.ids["Taster"] = world.api("POST", "/plans", taster)["id"]
    return str(world.ids["Taster"])


@pytest.fixture
def trials(world: LiveWorld) -> LiveWorld:
    """Beta is for trials only; Alpha takes everybody else."""
    add_trial_plan(world)
    change_server(world, world.ids["beta"], allows_trials=True, allows_new=False)
    switch_on(world)
    return world


@pytest.fixture
def browser(trials: LiveWorld) -> Iterator[httpx.Client]:
    with closing(a_browser(trials)) as client:
        yield client


def a_browser(world: LiveWorld) -> httpx.Client:
    return httpx.Client(base_url=world.base_url, timeout=30, trust_env=False)


def sign_in_with_plex(world: LiveWorld, browser: httpx.Client, person: str) -> dict[str, str]:
    """Go from the trial's page to Plex and back; return the fields of the form that follows."""
    path = f"/trial/{world.ids['Taster']}"
    assert browser.get("/trial").headers["location"] == path
    shown = browser.get(path)
    assert "Start the free trial" not in shown.text
    begun = browser.post(f"{path}/plex", data=hidden_fields(shown.text))
    page = httpx.get(begun.headers["location"], timeout=30, trust_env=False)
    fields = hidden_fields(page.text) | {"person": person, "decision": "approve"}
    httpx.post(str(page.url), data=fields, timeout=30, trust_env=False)
    back = browser.get(f"{path}?back=plex")
    assert f"Signed in as <strong>{person}</strong>" in back.text
    return hidden_fields(back.text) | {"email": steps.address(person)}


def tries(world: LiveWorld, browser: httpx.Client, person: str) -> httpx.Response:
    """Start a trial and let the work that follows be done; return the answer to the form."""
    fields = sign_in_with_plex(world, browser, person)
    answer = browser.post(f"/trial/{world.ids['Taster']}", data=fields)
    world.work()
    return answer


@pytest.mark.behaviour("B071", "B072", "B075", "B076", "B077")
def test_from_the_switch_to_a_trial_to_the_first_payment(world: LiveWorld):
    refused = switch_on(world, status=422)
    assert [each["field"] for each in refused["error"]["problems"]] == ["enabled"]
    assert "Add an active plan that is a trial" in refused["error"]["remedy"]
    assert LINK not in world.visitor.get("/").text
    add_trial_plan(world)
    saved = switch_on(world)
    assert (saved["plans"], saved["servers"]) == (["Taster"], [])

    with closing(a_browser(world)) as finn:
        # No server accepts trials yet: it is said, nothing is given, and administrators are told.
        assert "No seat for a free trial" in tries(world, finn, "finn").text
        assert "admin_no_server" in world.occasions("admin@demo.example")
        change_server(world, world.ids["beta"], allows_trials=True, allows_new=False)

        world.act("change_person", person="finn", auto_accept=True)
        started = tries(world, finn, "finn")
        assert started.status_code == 303, started.text
        assert "You are all set" in finn.get(started.headers["location"]).text
    assert steps.servers_of(world, "finn") == ["beta"]
    assert steps.user_named(world, "finn")["is_trial"]
    assert world.api("GET", "/overview")["trial_users"] == 1
    assert "trial_started" in world.occasions("finn@demo.example")

    with closing(steps.sign_in_customer(world, "finn")) as account:
        own = account.get("/account").text
        assert LINK in own
        assert ("Free until" in own, "Choose a plan" in own) == (True, True)
        assert "/receipts/" not in own
    assert LINK in world.visitor.get("/").text
    assert LINK not in world.admin.get("/").text

    world.advance(days=2)
    steps.subscribe(world, "finn", "Basic")
    assert steps.servers_of(world, "finn") == ["alpha"]
    user = steps.user_named(world, "finn")
    assert (user["is_trial"], user["plan_name"]) == (False, "Basic")
    tried, paid = user["periods"]
    assert (tried["is_trial"], tried["ends_at"]) == (True, paid["starts_at"])

    with closing(a_browser(world)) as again:
        refusal = tries(world, again, "finn")
        assert (refusal.status_code, "You have had your free trial" in refusal.text) == (409, True)


def assert_bad_forms_are_explained(world: LiveWorld) -> None:
    path = f"/trial/{world.ids['Taster']}"
    for fields in ({"proven": "forged"}, {"email": "ann"}):
        assert world.post_form(path, fields).status_code == 422
        assert world.post_form("/trial/unknown_1", fields).status_code in {404, 422}
    assert world.visitor.get("/trial/unknown_1").status_code == 404
    assert world.visitor.get(f"/trial/{world.ids['Basic']}").status_code == 404


@pytest.mark.behaviour("B031", "B073", "B078")
def test_newcomers_try_first_as_long_as_there_is_a_place_and_trials_end(
    trials: LiveWorld, browser: httpx.Client
):
    switch_on(trials, forced=True, max_users=1)
    assert_bad_forms_are_explained(trials)
    form = trials.visitor.get(f"/checkout/{trials.ids['Basic']}").text
    assert "The free trial comes first" in form
    fields = hidden_fields(form) | {"email": "finn@demo.example", "media_name": "finn"}
    refused = trials.post_form(f"/checkout/{trials.ids['Basic']}", fields)
    assert refused.status_code == 409
    assert "Please take the free trial first" in refused.text
    assert 'href="/trial"' in refused.text

    trials.act("change_person", person="finn", auto_accept=True)
    assert tries(trials, browser, "finn").status_code == 303
    assert steps.servers_of(trials, "finn") == ["beta"]
    full = browser.get("/trial")
    assert "All places for free trials are taken" in full.text
    # Whoever cannot try may buy.
    steps.subscribe(trials, "grace", "Basic")
    assert steps.servers_of(trials, "grace") == ["alpha"]

    trials.advance(days=7, minutes=5)
    trials.run_hour()
    assert steps.servers_of(trials, "finn") == []
    assert steps.user_named(trials, "finn")["standing"] == "expired"
    # The place is free again: of two in the same moment one has it.
    assert sorted(at_once(trials, "hugo", "emma")) == [303, 409]
    assert trials.api("GET", "/overview")["trial_users"] == 1


def at_once(world: LiveWorld, *people: str) -> list[int]:
    """Let several people send their forms at the same moment; return how each was answered."""
    browsers = [a_browser(world) for _ in people]
    forms = [
        sign_in_with_plex(world, browser, person)
        for browser, person in zip(browsers, people, strict=True)
    ]
    path = f"/trial/{world.ids['Taster']}"
    with ThreadPoolExecutor(len(people)) as pool:
        sent = [
            pool.submit(browser.post, path, data=form)
            for browser, form in zip(browsers, forms, strict=True)
        ]
        answers = [each.result().status_code for each in sent]
    for browser in browsers:
        browser.close()
    return answers
