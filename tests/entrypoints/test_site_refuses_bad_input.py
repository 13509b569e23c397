"""The customers' forms: what is wrong is said beside its field, and nothing is stored."""

import json
import re
from html import unescape

import httpx
import pytest

from chalicelib import wiring
from tests.entrypoints.shopfloor import Shopfloor
from tests.scenarios import steps
from tests.scenarios.database import changed, stored

RIGHT = {"email": "ann@demo.example", "media_name": "ann", "name": "Ann"}
LONG = "x" * 300

BAD_FIELDS = [
    ("email", ""),
    ("email", "ann"),
    ("email", "ann@"),
    ("email", "@demo.example"),
    ("email", "ann@demo"),
    ("email", "ann @demo.example"),
    ("email", "ann@demo..example"),
    ("email", f"{LONG}@demo.example"),
    ("email", "<b>@demo.example"),
    ("media_name", ""),
    ("media_name", "   "),
    ("media_name", LONG),
    ("media_name", "ann smith"),
    ("media_name", "ann\nsmith"),
    ("media_name", "ann@"),
    ("media_name", "<script>"),
    ("name", LONG),
    ("name", "Ann\x00"),
    ("location_id", "unknown_1"),
    ("location_id", LONG),
    ("discount_code", "unknown"),
    ("discount_code", LONG * 10),
    ("discount_code", "<script>"),
    ("discount_code", "a\x00#b"),
    ("way", "recurring-stripe"),
    ("way", "once-nobody"),
    ("way", LONG),
]
PAGES = (
    "/checkout/{plan}",
    "/checkout/{plan}/plex",
    "/checkout/{plan}/edit",
    "/checkout/{plan}/pay",
    "/account/media",
    "/account/renewals/stripe/sub_1/cancel",
    "/account/renewals/stripe/sub_1/resume",
    "/account/renewals/stripe/sub_1/payment-method",
    "/account/streams/stop",
    "/account/streams/appeal",
    "/account/devices/srv_1/sign-out",
)


def checkout(floor: Shopfloor, fields: dict[str, str], step: str = "") -> httpx.Response:
    path = f"/checkout/{floor.ids['plan_id']}{step}"
    return floor.world.visitor.post(path, data=fields)


def sealed_draft(floor: Shopfloor, **fields: str) -> str:
    """Return what the summary page puts into its form for these fields."""
    page = checkout(floor, {**RIGHT, **fields})
    assert page.status_code == 200, page.text
    return unescape(re.findall(r'name="sealed" value="([^"]+)"', page.text)[0])


@pytest.mark.parametrize(("field", "value"), BAD_FIELDS)
def test_a_wrong_field_of_the_checkout_is_marked_and_explained(
    floor: Shopfloor, field: str, value: str
):
    before = stored()
    page = checkout(floor, {**RIGHT, field: value})
    assert page.status_code == 422
    if field == "location_id":
        assert "There is no such location" in page.text
    elif field == "way":
        assert "This plan cannot be paid like that." in page.text
    else:
        assert re.search(rf'<input id="{field}"[^>]*aria-invalid="true"', page.text)
        assert re.search(r'<p class="problem" id="[\w-]+">[^<]{10,}</p>', page.text)
    others = [each for each in RIGHT if each != field]
    for other in others:
        assert not re.search(rf'<input id="{other}"[^>]*aria-invalid', page.text)
        assert re.search(rf'<input id="{other}"[^>]*value="{RIGHT[other]}"', page.text)
    assert "<script>" not in page.text.replace("<script src", "")
    assert changed(before, stored()) == []


def test_a_missing_field_is_an_empty_one(floor: Shopfloor):
    before = stored()
    page = checkout(floor, {"another": "1"})
    assert page.status_code == 422
    assert page.text.count('aria-invalid="true"') == 2
    assert changed(before, stored()) == []


def test_unknown_plans_orders_and_links_are_not_found(floor: Shopfloor):
    visitor = floor.world.visitor
    before = stored()
    for unknown in ("unknown_1", "x" * 300, "%00", "a%20b", "%C3%BC", "pk%23sk"):
        assert visitor.get(f"/checkout/{unknown}").status_code == 404
        assert visitor.post(f"/checkout/{unknown}", data=RIGHT).status_code == 404
        sealed = {"sealed": sealed_draft(floor)}
        for step in ("pay", "edit"):
            assert visitor.post(f"/checkout/{unknown}/{step}", data=sealed).status_code == 404
        for page in ("", "/status", "/cancel"):
            assert visitor.get(f"/orders/{unknown}{page}").status_code == 404
        for step in ("cancel", "look"):
            form = {"content-type": "application/x-www-form-urlencoded"}
            answer = visitor.post(f"/orders/{unknown}/{step}", headers=form, content=b"")
            assert answer.status_code == 404
        assert visitor.get(f"/assets/{unknown}").status_code == 404
    assert changed(before, stored()) == []


def test_receipts_and_renewals_of_others_are_not_there(floor: Shopfloor):
    deps = wiring.users_deps()
    steps.add_user(floor.world, "grace")
    user_id = str(steps.user_named(floor.world, "grace")["id"])
    token = deps.signer.sign("account", user_id, now=deps.clock.now())
    with httpx.Client(base_url=floor.world.base_url, trust_env=False) as grace:
        assert grace.get("/account/enter", params={"token": token}).status_code == 303
        before = stored()
        for payment in (floor.ids["payment_id"], "unknown_1", "x" * 300, "%00", "pk%23sk"):
            assert grace.get(f"/receipts/{payment}").status_code == 404
        for path in ("stripe/sub_1", "nobody/sub_1", "paypal/%00", f"stripe/{LONG}"):
            assert grace.get(f"/account/renewals/{path}/cancel").status_code == 404
            for step in ("cancel", "resume", "payment-method"):
                form = {"csrf_token": "x"}
                answer = grace.post(f"/account/renewals/{path}/{step}", data=form)
                assert answer.status_code == 403
        assert grace.get("/account/media").headers["location"] == "/account"
        assert grace.post("/account/media", data={"csrf_token": ""}).status_code == 403
        assert changed(before, stored()) == []


def test_a_summary_cannot_be_forged(floor: Shopfloor):
    good = sealed_draft(floor)
    deps = wiring.users_deps()
    draft = {"email": "ann@demo.example", "media_name": "ann"}
    now = deps.clock.now()
    forged = [
        "",
        "x",
        good[:-1],
        good[:-5] + "aaaaa",
        good.swapcase(),
        deps.signer.sign("account", json.dumps(draft), now=now),
        "ü" * 50,
        "x" * 10_000,
    ]
    before = stored()
    for step in ("/pay", "/edit"):
        for sealed in forged:
            page = checkout(floor, {"sealed": sealed}, step)
            assert page.status_code == 422, f"{step} {sealed[:20]}"
    for proven in forged[1:]:
        assert checkout(floor, {**RIGHT, "proven": proven}).status_code == 422
    assert changed(before, stored()) == []
    assert floor.world.standins.store.list("stripe.open") == []


def test_a_summary_of_yesterday_cannot_be_paid(floor: Shopfloor):
    sealed = sealed_draft(floor)
    before = stored()
    floor.world.advance(hours=25)
    assert checkout(floor, {"sealed": sealed}, "/pay").status_code == 422
    assert changed(before, stored()) == []
    floor.world.sign_in()  # the administrator's session is over by now


@pytest.mark.parametrize("page", PAGES)
def test_what_is_no_form_is_refused(floor: Shopfloor, page: str):
    path = page.format(plan=floor.ids["plan_id"])
    form = "application/x-www-form-urlencoded"
    before = stored()
    for content in (b"x=" + b"y" * 20_000, b"%ff%fe=\xff", b"&" * 200, b"email=\xff&name=%ff"):
        answer = floor.world.visitor.post(path, content=content, headers={"content-type": form})
        assert answer.status_code == 422 or answer.is_redirect, answer.text
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        answer = floor.world.visitor.post(path, content=b"{}", headers={"content-type": kind})
        assert answer.status_code == 415
    assert changed(before, stored()) == []


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@", "@x", f"{LONG}@demo.example", "a b@demo.example", "<b>@x.yz\x00"]
)
def test_an_address_that_is_none_gets_no_link_and_is_told_why(floor: Shopfloor, email: str):
    before = stored()
    page = floor.world.visitor.post("/account/link", data={"email": email})
    assert page.status_code == 422
    assert "ann@example.com" in page.text
    assert changed(before, stored()) == []


def test_whether_an_address_is_known_cannot_be_seen(floor: Shopfloor):
    visitor = floor.world.visitor
    before = stored()
    stranger = visitor.post("/account/link", data={"email": "nobody@demo.example"})
    assert changed(before, stored()) == []
    known = visitor.post("/account/link", data={"email": "finn@demo.example"})
    assert (stranger.status_code, stranger.text) == (known.status_code, known.text)


def test_an_account_link_cannot_be_forged_and_leaving_needs_the_pages_own_token(
    floor: Shopfloor,
):
    deps = wiring.users_deps()
    user_id = floor.ids["user_id"]
    now = deps.clock.now()
    good = deps.signer.sign("account", user_id, now=now)
    other_purpose = deps.signer.sign("checkout-draft", user_id, now=now)
    nobody = deps.signer.sign("account", "usr_unknown", now=now)
    before = stored()
    for token in ("", "x", good[:-1], good.swapcase(), other_purpose, nobody, LONG * 10):
        page = floor.world.visitor.get("/account/enter", params={"token": token})
        assert page.status_code == 422, token
        assert "sm_customer" not in page.headers.get("set-cookie", "")
    assert changed(before, stored()) == []

    with httpx.Client(base_url=floor.world.base_url, follow_redirects=True) as browser:
        assert browser.get("/account/enter", params={"token": good}).status_code == 200
        signed_in = stored()
        for token in ("", "x", floor.world.admin.headers["x-csrf-token"]):
            page = browser.post("/account/leave", data={"csrf_token": token})
            assert page.status_code == 403
        cookie = browser.cookies["sm_customer"]
        as_admin = {"cookie": f"sm_login={cookie}"}
        assert (
            httpx.get(f"{floor.world.base_url}/api/v1/users", headers=as_admin).status_code == 401
        )
        assert changed(signed_in, stored()) == []
        assert "finn@demo.example" in browser.get("/account").text


@pytest.mark.parametrize(
    "cookie", ["sm_customer=x", "sm_customer=", "sm_draft=x", "ü", "=;=;", "sm_draft=" + LONG]
)
def test_damaged_cookies_are_as_good_as_none(floor: Shopfloor, cookie: str):
    headers = {"cookie": cookie.encode()}
    for path in ("/", "/account", f"/checkout/{floor.ids['plan_id']}?back=plex"):
        answer = httpx.get(f"{floor.world.base_url}{path}", headers=headers)
        assert answer.status_code == 200
        assert "finn@demo.example" not in answer.text


def test_a_gateway_that_does_not_exist_has_no_webhook(floor: Shopfloor):
    before = stored()
    for name in ("square", "manual", "x" * 300, "%00"):
        url = f"{floor.world.base_url}/webhooks/{name}"
        assert httpx.post(url, json={}).status_code == 404
    assert changed(before, stored()) == []


OWN_FORMS = (
    ("/account/streams/stop", {"server_id": "srv_1", "session_key": "1"}),
    ("/account/streams/appeal", {"decision_id": "dec_1", "text": "It was a guest."}),
    ("/account/devices/srv_1/sign-out", {"device_ref": "1"}),
    ("/account/media", {}),
    ("/account/accept", {}),
    ("/account/reinvite", {}),
    ("/account/servers/srv_1/password", {}),
    ("/account/plan/plan_1", {"at": "2030-03-04T09:00:00Z", "charge": "100"}),
    ("/account/renewals/stripe/sub_1/cancel", {}),
)


@pytest.mark.parametrize(("path", "fields"), OWN_FORMS)
def test_a_form_of_the_account_needs_the_session_and_the_pages_own_token(
    floor: Shopfloor, path: str, fields: dict[str, str]
):
    deps = wiring.users_deps()
    token = deps.signer.sign("account", floor.ids["user_id"], now=deps.clock.now())
    before = stored()
    stranger = floor.world.visitor.post(path, data=fields | {"csrf_token": "x"})
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/account")
    assert changed(before, stored()) == []
    with httpx.Client(base_url=floor.world.base_url, trust_env=False) as finn:
        assert finn.get("/account/enter", params={"token": token}).status_code == 303
        before = stored()
        for given in (
            {"other": "x"},
            {"csrf_token": ""},
            {"csrf_token": "x"},
            {"csrf_token": "ü" * 300},
        ):
            assert finn.post(path, data=fields | given).status_code == 403
        assert changed(before, stored()) == []


BAD_ANSWERS = (
    ("/account/streams/stop", {}, {404, 409}),
    ("/account/streams/stop", {"server_id": LONG, "session_key": "\x00"}, {404, 409}),
    ("/account/streams/stop", {"server_id": "a#b", "session_key": LONG * 20}, {404, 409}),
    ("/account/streams/appeal", {}, {422}),
    ("/account/streams/appeal", {"decision_id": "dec_1", "text": "   "}, {422}),
    ("/account/streams/appeal", {"decision_id": "dec_1", "text": "x" * 1001}, {422}),
    ("/account/streams/appeal", {"decision_id": "", "text": "Why?"}, {404}),
    ("/account/streams/appeal", {"decision_id": LONG * 10, "text": "Why?"}, {404}),
    ("/account/devices/unknown_1/sign-out", {"device_ref": "1"}, {404}),
    ("/account/devices/{server}/sign-out", {}, {404, 409, 422}),
    ("/account/devices/{server}/sign-out", {"device_ref": LONG * 20}, {404, 409, 422}),
    ("/account/devices/%00/sign-out", {"device_ref": "1"}, {404}),
    (f"/account/devices/{LONG}/sign-out", {"device_ref": "<script>"}, {404}),
)


@pytest.mark.parametrize(("path", "fields", "statuses"), BAD_ANSWERS)
def test_what_the_forms_about_streams_and_devices_cannot_mean_is_refused_in_words(
    floor: Shopfloor, path: str, fields: dict[str, str], statuses: set[int]
):
    deps = wiring.users_deps()
    token = deps.signer.sign("account", floor.ids["user_id"], now=deps.clock.now())
    with httpx.Client(base_url=floor.world.base_url, trust_env=False) as finn:
        assert finn.get("/account/enter", params={"token": token}).status_code == 303
        own = re.findall(r'name="csrf_token" value="([^"]+)"', finn.get("/account").text)
        before = stored()
        answer = finn.post(
            path.format(server=floor.ids["server_id"]), data=fields | {"csrf_token": own[0]}
        )
        assert answer.status_code in statuses, answer.text
        assert "<script>" not in answer.text.replace("<script src", "")
        # That somebody tried to stop a stream just now is kept, so that nobody tries too often.
        assert [row for row in changed(before, stored()) if "own_look" not in row] == []
