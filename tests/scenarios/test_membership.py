"""People are let in by hand and in lists, and help themselves where something is missing."""

from contextlib import closing
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from tests.scenarios import steps
from tests.scenarios.test_account_recurring import approve
from tests.scenarios.world import LiveWorld, hidden_fields


@pytest.mark.behaviour("B150", "B249")
def test_an_operator_invites_one_person_and_a_list_and_merges_a_double(world: LiveWorld):
    body = {
        "person": "Finn",
        "email": steps.address("finn"),
        "plan_id": world.ids["Basic"],
        "amount": {"minor": 700, "currency": "USD"},
        "method": "Cash",
        "external_id": "hand-1",
    }
    outlook = world.api("POST", "/invitations/preview", body)
    assert (outlook["problems"], outlook["user_id"]) == ([], None)
    assert outlook["server_name"]
    owner = world.api("POST", "/invitations", body | {"person": "owner"}, status=422)
    assert "owns" in owner["error"]["message"]

    invited = world.api("POST", "/invitations", body)
    world.work()

    job_id = quote(invited["job_id"], safe="")
    assert world.api("GET", f"/jobs/{job_id}")["state"] == "done"
    user = world.api("GET", f"/users/{invited['user_id']}")
    assert [share["state"] for share in user["shares"]] == ["invited"]
    assert world.occasions(steps.address("finn")) == ["invite_sent"]
    assert world.api("POST", "/invitations", body, status=409)["error"]["code"] == (
        "already_recorded"
    )

    text = "\n".join(
        (
            "person,plan,amount,note",
            f"{steps.address('grace')},Basic,7,cash",
            f"{steps.address('hugo')},Nonsense,7,cash",
            f"{steps.address('finn')},Basic,free,as a thank you",
        )
    )
    shown = world.api("POST", "/invite-lists/preview", {"text": text})
    assert [row["verdict"] for row in shown["items"]] == ["new", "bad", "new"]
    assert shown["ready"] == 2
    made = world.api("POST", "/invite-lists", {"text": text})
    world.run("job_sweep")
    world.work()

    listed = world.api("GET", f"/invite-lists/{made['id']}")
    assert (listed["state"], listed["invited"], listed["refused"]) == ("done", 2, 1)
    rows = world.api("GET", f"/invite-lists/{made['id']}/rows")["items"]
    assert [row["state"] for row in rows] == ["invited", "refused", "invited"]
    assert (rows[0]["access"], rows[1]["field"]) == ("invited", "plan")
    assert "admin_list_invited" in world.occasions("admin@demo.example")
    again = world.api("POST", "/invite-lists/preview", {"text": text})
    assert [row["verdict"] for row in again["items"]] == ["done", "bad", "done"]
    merge_a_double_into(world, invited["user_id"])


@pytest.mark.behaviour("B250")
def test_a_sign_in_at_checkout_accepts_the_invitation_and_a_lost_one_comes_back(
    world: LiveWorld,
):
    plan_id = world.ids["Basic"]
    begun = world.post_form(f"/checkout/{plan_id}/plex", {"email": steps.address("grace")})
    approve(begun.headers["location"], "grace")
    form = world.visitor.get(f"/checkout/{plan_id}?back=plex")
    fields = {**hidden_fields(form.text), "email": steps.address("grace")}
    summary = world.post_form(f"/checkout/{plan_id}", fields)
    paying = world.post_form(f"/checkout/{plan_id}/pay", hidden_fields(summary.text))
    back = world.pay_page(paying.headers["location"])
    world.deliver()
    world.work()
    assert [each["state"] for each in world.shares_of("grace")] == ["pending"]

    page = world.visitor.get(back)
    world.work()

    assert page.status_code == 200
    assert [each["state"] for each in world.shares_of("grace")] == ["accepted"]
    user = steps.user_named(world, "grace")
    assert [share["state"] for share in user["shares"]] == ["accepted"]
    cookies = [each.name for each in world.visitor.cookies.jar]
    assert "sm_accept" not in cookies

    server = steps.servers_of(world, "grace")[0]
    world.act("remove_share", person="grace", server=server)
    with closing(steps.sign_in_customer(world, "grace")) as grace:
        account = grace.get("/account")
        assert "Check my access" in account.text
        answer = press(grace, account, "/account/reinvite")
        assert answer.headers["location"] == "/account?done=reinvite"
        world.work()
        assert [each["state"] for each in world.shares_of("grace")] == ["pending"]

        account = grace.get("/account")
        begun = press(grace, account, "/account/accept")
        approve(begun.headers["location"], "grace")
        done = grace.get("/account/accept", follow_redirects=False)
        assert done.headers["location"] == "/account?done=accepted"
        world.work()
        assert [each["state"] for each in world.shares_of("grace")] == ["accepted"]


def press(browser: httpx.Client, page: httpx.Response, path: str) -> httpx.Response:
    """Press the button of the page's form that goes to `path`."""
    assert f'action="{path}"' in page.text
    token = hidden_fields(page.text)["csrf_token"]
    return browser.post(path, data={"csrf_token": token}, follow_redirects=False)


def merge_a_double_into(world: LiveWorld, kept_id: str) -> None:
    """Let Heidi, with two payments and no access now, turn out to be the one who stays."""
    double = steps.add_user(world, "heidi", paypal_email="finn@paypal.example")
    starts_at = world.now() - timedelta(days=60)
    ends_at = starts_at + timedelta(days=30)
    steps.enter_payment(world, double, "Basic", "old", starts_at=starts_at, ends_at=ends_at)
    steps.enter_payment(world, double, "Basic", "next", starts_at=world.now() + timedelta(days=90))
    merge = f"/users/{kept_id}/merge"
    told = world.api("POST", f"{merge}/preview", {"gone_id": double, "takes_media": False})
    assert (told["gone_label"], told["payments"]) == ("Heidi", 2)
    with closing(steps.sign_in_customer(world, "heidi")) as heidi:
        assert "Hello, Heidi" in heidi.get("/account").text
        ordered = world.api("POST", merge, {"gone_id": double, "takes_media": False})
        world.run("job_sweep")
        world.work()
        again = heidi.get("/account")
        assert (again.status_code, "Hello, Heidi" in again.text) == (200, False)

    assert world.api("GET", f"/jobs/{ordered['job_id']}")["state"] == "done"
    assert world.api("GET", f"/users/{double}", status=404)
    kept = world.api("GET", f"/users/{kept_id}")
    assert (len(kept["periods"]), kept["paypal_email"]) == (3, "finn@paypal.example")
    assert [share["state"] for share in kept["shares"]] == ["invited"]
    payments = world.api("GET", f"/users/{kept_id}/payments")["items"]
    assert {payment["external_id"] for payment in payments} >= {"hand-1", "old", "next"}
