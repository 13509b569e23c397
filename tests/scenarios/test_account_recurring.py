"""What customers do about their plan that renews, on their own page; and must do about Plex."""

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape

import httpx
import pytest

from infra.sandbox import stripe_sessions
from tests.scenarios import steps
from tests.scenarios.gateways import let_renew
from tests.scenarios.world import LiveWorld, hidden_fields


@pytest.fixture
def renewing(world: LiveWorld) -> LiveWorld:
    """A shop in which finn pays Standard again and again."""
    let_renew(world, "Standard")
    world.act("change_person", person="finn", auto_accept=True)
    page = world.open_checkout(
        world.ids["Standard"],
        email=steps.address("finn"),
        media_name="finn",
        way="recurring-stripe",
    )
    world.pay_page(page)
    catch_up(world)
    return world


@pytest.fixture
def finn(renewing: LiveWorld) -> Iterator[httpx.Client]:
    """Finn's browser, signed in."""
    with closing(steps.sign_in_customer(renewing, "finn")) as browser:
        yield browser


def catch_up(world: LiveWorld) -> None:
    """Let Stripe do what is due, its webhooks arrive, and the hour's work be done."""
    stripe_sessions.pass_time(world.standins)
    world.deliver()
    world.run_hour()
    world.work()


def text_of(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def ref_of(world: LiveWorld) -> str:
    (subscription,) = world.standins.store.list("stripe.subscription")
    return str(subscription["id"])


def send(browser: httpx.Client, world: LiveWorld, step: str, **more: str) -> httpx.Response:
    """Press a button of the renewal, with the page's own token."""
    token = hidden_fields(browser.get("/account").text)["csrf_token"]
    path = f"/account/renewals/stripe/{ref_of(world)}/{step}"
    return browser.post(path, data={"csrf_token": token} | more, follow_redirects=False)


def stripe_says(world: LiveWorld) -> bool:
    """Tell whether Stripe will cancel at the end of the period."""
    return bool(
        world.standins.store.get("stripe.subscription", ref_of(world))["cancel_at_period_end"]
    )


def test_a_renewal_is_shown_cancelled_and_resumed(renewing: LiveWorld, finn: httpx.Client):
    shown = text_of(finn.get("/account"))
    assert "Renews by itself" in shown
    assert "$10.00 every 30 days · Card" in shown
    assert "Add time" not in shown
    until = re.search(r"Renews on (\w+ \d+, \d+)", shown)
    assert until

    asked = text_of(finn.get(f"/account/renewals/stripe/{ref_of(renewing)}/cancel"))
    assert f"stays until {until[1]}" in asked
    assert not stripe_says(renewing)

    assert send(finn, renewing, "cancel").headers["location"] == "/account?done=canceled"
    assert stripe_says(renewing)
    done = text_of(finn.get("/account?done=canceled"))
    assert "Nothing more is charged" in done
    assert f"Your access stays until {until[1]}" in done
    assert "Renewal cancelled" in done
    assert send(finn, renewing, "cancel").status_code == 303
    assert len(steps.audit_of(renewing, "agreement.canceled")) == 1

    assert send(finn, renewing, "resume").headers["location"] == "/account?done=resumed"
    assert not stripe_says(renewing)
    assert "Renews on" in text_of(finn.get("/account"))
    (noted,) = steps.audit_of(renewing, "agreement.resumed")
    assert noted["actor"].startswith("user:")
    catch_up(renewing)
    assert renewing.shares_of("finn")


def test_a_cancelled_renewal_ends_with_what_was_paid(renewing: LiveWorld, finn: httpx.Client):
    send(finn, renewing, "cancel")
    catch_up(renewing)

    renewing.advance(days=29)
    catch_up(renewing)
    assert renewing.shares_of("finn")
    renewing.advance(days=3)
    catch_up(renewing)

    assert renewing.shares_of("finn") == []
    with closing(steps.sign_in_customer(renewing, "finn")) as later:
        shown = text_of(later.get("/account"))
        assert "Expired" in shown
        assert "Renewal " not in shown.split("What happened")[0]
        assert send(later, renewing, "resume").status_code == 409


@pytest.mark.behaviour("X005")
def test_a_failed_renewal_shows_until_when_access_goes_on_and_how_to_fix_it(
    renewing: LiveWorld,
):
    renewing.stripe("fail_renewals", subscription=ref_of(renewing))
    renewing.advance(days=30, hours=2)
    catch_up(renewing)
    catch_up(renewing)

    with closing(steps.sign_in_customer(renewing, "finn")) as finn:
        shown = text_of(finn.get("/account"))
        assert "The renewal of Standard could not be charged." in shown
        assert "You keep your access until" in shown
        assert renewing.shares_of("finn")
        leads = send(finn, renewing, "payment-method")
        assert leads.status_code == 303
        assert leads.headers["location"].startswith(f"{renewing.standins.base_url}/stripe/")

        renewing.stripe("heal", subscription=ref_of(renewing))
        catch_up(renewing)

        healed = text_of(finn.get("/account"))
        assert "could not be charged" not in healed.split("What happened")[0]
        assert "Renews on" in healed


def test_nobody_manages_the_renewal_of_another(renewing: LiveWorld, finn: httpx.Client):
    steps.add_user(renewing, "grace")
    ref = ref_of(renewing)
    with closing(steps.sign_in_customer(renewing, "grace")) as grace:
        assert grace.get(f"/account/renewals/stripe/{ref}/cancel").status_code == 404
        for step in ("cancel", "resume", "payment-method"):
            assert send(grace, renewing, step).status_code == 404
    for token in ("", "x"):
        assert send(finn, renewing, "cancel", csrf_token=token).status_code == 403
    for path in (f"stripe/{ref}x", f"paypal/{ref}", f"nothing/{ref}"):
        assert finn.get(f"/account/renewals/{path}/cancel").status_code == 404
    stranger = renewing.visitor.get(f"/account/renewals/stripe/{ref}/cancel")
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/account")
    assert not stripe_says(renewing)


def test_an_administrator_cancels_and_resumes_for_the_customer(renewing: LiveWorld):
    user = steps.user_named(renewing, "finn")
    (held,) = renewing.api("GET", f"/users/{user['id']}/agreements")["items"]
    assert (held["plan_name"], held["status"], held["cancels_at"]) == ("Standard", "active", None)
    path = f"/agreements/stripe/{held['ref']}"

    ends = renewing.api("POST", f"{path}/cancel", {"at_period_end": True})
    assert ends["cancels_at"]
    assert stripe_says(renewing)
    goes_on = renewing.api("POST", f"{path}/resume")
    assert goes_on["cancels_at"] is None
    over = renewing.api("POST", f"{path}/cancel", {"at_period_end": False})
    assert over["status"] == "ended"

    renewing.api("POST", f"{path}/resume", status=409)
    renewing.api("POST", "/agreements/stripe/sub_none/cancel", {}, status=404)
    renewing.api("GET", "/users/usr_none/agreements", status=404)
    assert renewing.shares_of("finn")


@pytest.mark.behaviour("B029")
def test_whoever_must_change_the_media_account_does_so_before_buying(world: LiveWorld):
    steps.subscribe(world, "finn", "Basic")
    world.act("change_person", person="grace", auto_accept=True)
    steps.change_user(world, "finn", must_change_media=True)
    user = steps.user_named(world, "finn")
    with closing(steps.sign_in_customer(world, "finn")) as finn:
        shown = text_of(finn.get("/account"))
        assert "Please change your Plex account." in shown
        assert "Add time" not in shown
        fields = {"email": steps.address("finn"), "media_name": "finn"}
        refused = finn.post(f"/checkout/{world.ids['Basic']}", data=fields)
        assert refused.status_code == 409
        assert 'href="/account/media"' in refused.text
        assert world.post_form(f"/checkout/{world.ids['Basic']}", fields).status_code == 409

        page = finn.get("/account/media")
        token = hidden_fields(page.text)["csrf_token"]
        assert finn.post("/account/media", data={"csrf_token": "x"}).status_code == 403
        for person, status in (("finn", 422), ("grace", 303)):
            begun = finn.post("/account/media", data={"csrf_token": token}, follow_redirects=False)
            approve(begun.headers["location"], person)
            back = finn.get("/account/media?back=plex", follow_redirects=False)
            assert back.status_code == status, back.text
        world.work()
        assert "Please change" not in text_of(finn.get("/account"))
        changed = steps.user_named(world, "finn")

    assert changed["id"] == user["id"]
    assert changed["media"]["username"] == "grace"
    assert not changed["must_change_media"]
    assert world.shares_of("finn") == []
    assert world.shares_of("grace")
    assert steps.audit_of(world, "user.media_changed")


def approve(address: str, person: str) -> None:
    """Sign in on the stand-in's page as a person."""
    page = httpx.get(address, trust_env=False)
    assert page.status_code == 200, page.text
    fields = hidden_fields(page.text) | {"person": person, "decision": "approve"}
    answer = httpx.post(address, data=fields, trust_env=False)
    assert answer.status_code in {200, 303}, answer.text
