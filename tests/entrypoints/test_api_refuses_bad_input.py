"""Every field of every call, wrong in every way: told by name, and nothing is stored."""

from collections.abc import Iterator

import httpx
import pytest

from chalicelib.entrypoints.admin import OPERATIONS
from chalicelib.entrypoints.openapi import document
from tests.entrypoints.bodies import right_body
from tests.entrypoints.faulty import Endpoint, Spoilt, endpoints, spoilt
from tests.entrypoints.shopfloor import Shopfloor
from tests.scenarios.database import Rows, changed, stored

ENDPOINTS = endpoints(document(OPERATIONS, site_url="http://127.0.0.1"))
WITH_BODY = [each for each in ENDPOINTS if each.body is not None]
WITH_IDS = [each for each in ENDPOINTS if each.path_names]
WITH_QUERY = [each for each in ENDPOINTS if each.query]

NO_JSON = [
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"7",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"padding":"' + b"x" * 300_000 + b'"}',
]
UNKNOWN_IDS = ["unknown_1", "x" * 300, "%2e%2e", "%00", "a%20b", "%C3%BC", "{id}", "pk%23sk", "0"]
BAD_DAYS = ["", "yesterday", "2026-02-30", "1769817600", "2026-01-31T00:00:00Z"]
BAD_QUERIES = {
    "limit": ["0", "-1", "201", "many", "1e3", "", "9" * 40],
    "cursor": ["x", "%%%", "W10", "eyJwayI6IngifQ", "x" * 3000, "bnVsbA"],
    "search": ["x" * 500],
    "server_id": ["", "x" * 200],
    "user_id": ["", "x" * 200],
    "rule": ["", "x" * 200],
    "appeal": ["other", ""],
    "carried_out": ["maybe", ""],
    "differing": ["maybe", ""],
    "state": ["other", ""],
    "status": ["other", ""],
    "account": ["other", "", "manual"],
    "person": ["x" * 500],
    "transaction": ["x" * 500],
    "subscription": ["x" * 500],
    "minor": ["much", "1.5", "9" * 40],
    "day": BAD_DAYS,
    "days": ["0", "91", "many", "1.5", ""],
    "since": BAD_DAYS,
    "until": BAD_DAYS,
}


@pytest.fixture(scope="module")
def kept(floor: Shopfloor) -> list[Rows]:
    """What is stored, as the last test left it."""
    assert floor.ids
    return [stored()]


@pytest.fixture(autouse=True)
def _nothing_is_stored(kept: list[Rows]) -> Iterator[None]:
    """Whatever is refused in this file leaves nothing behind."""
    yield
    before, kept[0] = kept[0], stored()
    assert changed(before, kept[0]) == []


@pytest.fixture(scope="module")
def stranger(floor: Shopfloor) -> Iterator[httpx.Client]:
    """Somebody who keeps no cookies."""
    with httpx.Client(base_url=floor.world.base_url, trust_env=False) as client:
        yield client


def by_name(endpoint: Endpoint) -> str:
    return endpoint.name


def complaint(answer: httpx.Response, at: str) -> str:
    """Return what is wrong with the answer to a fault at a field, empty if it is right."""
    if not 400 <= answer.status_code < 500:
        return f"answered {answer.status_code}"
    error = answer.json()["error"]
    if not error["message"] or not error["request_id"]:
        return "says nothing"
    if at == "version" and error["code"] == "stale_record":
        return "" if error["remedy"] else "tells no remedy"
    named = [each for each in error["problems"] if is_about(each["field"], at)]
    if not named:
        return f"names {[each['field'] for each in error['problems']]} ({error['message']})"
    return "" if named[0]["message"] and named[0]["remedy"] else "tells no remedy"


def is_about(field: str, at: str) -> bool:
    """Tell whether a problem's field is that one, or a part of it, or what holds it."""
    return field == at or field.startswith(f"{at}.") or at.startswith(f"{field}.")


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=by_name)
def test_every_field_is_checked_and_named_with_a_remedy(floor: Shopfloor, endpoint: Endpoint):
    assert endpoint.body is not None
    right = right_body(floor, endpoint.name)
    path = endpoint.url(floor.ids)
    cases: list[Spoilt] = list(spoilt(endpoint.body, right))
    answers = [floor.send(endpoint.method, path, json=case.body) for case in cases]
    complaints = [
        f"{case}: {wrong}"
        for case, answer in zip(cases, answers, strict=True)
        if (wrong := complaint(answer, case.at))
    ]
    assert complaints == []


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=by_name)
def test_what_is_no_json_object_is_refused(floor: Shopfloor, endpoint: Endpoint):
    path = endpoint.url(floor.ids)
    answers = [floor.send(endpoint.method, path, content=each) for each in NO_JSON]
    assert [complaint(each, "body") for each in answers] == [""] * len(NO_JSON)
    other = {"content-type": "text/plain"}
    refused = floor.send(endpoint.method, path, content=b"{}", headers=other)
    assert (refused.status_code, refused.json()["error"]["code"]) == (
        415,
        "unsupported_media_type",
    )
    assert "application/json" in refused.json()["error"]["remedy"]


@pytest.mark.parametrize("endpoint", WITH_IDS, ids=by_name)
def test_ids_of_nothing_are_not_found(floor: Shopfloor, endpoint: Endpoint):
    body = right_body(floor, endpoint.name) if endpoint.body else None
    for name in endpoint.path_names:
        for unknown in UNKNOWN_IDS:
            path = endpoint.url(floor.ids, **{name: unknown})
            answer = floor.send(endpoint.method, path, json=body)
            assert answer.status_code in {404, 422}, f"{path}: {answer.text}"
            assert answer.json()["error"]["message"], path


@pytest.mark.parametrize("endpoint", WITH_QUERY, ids=by_name)
def test_pages_and_filters_are_checked_and_cursors_cannot_be_forged(
    floor: Shopfloor, endpoint: Endpoint
):
    path = endpoint.url(floor.ids)
    foreign = floor.world.api("GET", "/jobs?state=done&limit=1")["next_cursor"]
    bad = BAD_QUERIES | {"surprise": ["1"]}
    if endpoint.path != "/api/v1/jobs":
        bad["cursor"] = [*bad["cursor"], foreign, foreign[:-4]]
    for name in [*endpoint.query, "surprise"]:
        for value in bad[name]:
            answer = floor.send("GET", path, params={name: value})
            assert complaint(answer, name) == "", f"{name}={value}"


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=by_name)
def test_nobody_gets_in_without_a_session_of_an_administrator(
    floor: Shopfloor, stranger: httpx.Client, endpoint: Endpoint
):
    if endpoint.is_public:
        assert endpoint.path in {"/api/v1/session", "/api/v1/setup", "/api/v1/waitlist"}
        return
    body = right_body(floor, endpoint.name) if endpoint.body else None
    path = endpoint.url(floor.ids)
    token = floor.world.admin.cookies["sm_login"]
    csrf = floor.world.admin.headers["x-csrf-token"]
    for cookie in ("", "sm_login=forged", f"sm_customer={token}", f"sm_login={token}x"):
        headers = {"cookie": cookie, "x-csrf-token": csrf}
        answer = stranger.request(endpoint.method, path, json=body, headers=headers)
        assert answer.status_code == 401, f"{cookie}: {answer.text}"
        assert answer.json()["error"]["remedy"]
    if endpoint.method != "GET":
        for wrong in ("", "x", csrf[:-1], csrf.upper(), "ü"):
            headers = {"cookie": f"sm_login={token}", "x-csrf-token": wrong}
            encoded = {name: value.encode() for name, value in headers.items()}
            answer = stranger.request(endpoint.method, path, json=body, headers=encoded)
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")


def test_the_document_that_is_served_is_the_one_that_was_tested(floor: Shopfloor):
    served = floor.world.visitor.get("/api/v1/openapi.json")
    assert served.headers["content-type"] == "application/json"
    assert endpoints(served.json()) == ENDPOINTS
    docs = floor.world.visitor.get("/api/v1/docs")
    assert all(each.path in docs.text for each in ENDPOINTS)


def test_a_library_is_only_found_on_its_own_server(floor: Shopfloor):
    world = floor.world
    mine = world.ids["alpha"]
    other = world.ids["beta"]
    for library in world.api("GET", f"/servers/{other}")["libraries"]:
        path = f"/servers/{mine}/libraries/{library['id']}"
        world.api("PUT", path, {"group_id": floor.ids["group_id"]}, status=404)


def test_money_must_be_of_a_currency_that_exists_and_that_the_plan_is_sold_in(
    floor: Shopfloor,
):
    plan = right_body(floor, "add_plan")
    payment = right_body(floor, "enter_payment")
    for currency in ("XXX", "ABC", "usd", "US", "EURO", "€"):
        price = {"minor": 700, "currency": currency}
        for path, body, at in (
            ("/api/v1/plans", plan | {"price": price}, "price.currency"),
            ("/api/v1/payments", payment | {"amount": price}, "amount.currency"),
        ):
            assert complaint(floor.send("POST", path, json=body), at) == "", f"{at} {currency}"
    euro = payment | {"amount": {"minor": 700, "currency": "EUR"}}
    answer = floor.send("POST", "/api/v1/payments", json=euro)
    assert complaint(answer, "amount.currency") == ""


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        ("change_site_settings", "currency", "XXX"),
        ("change_site_settings", "time_zone", "Mars/Phobos"),
        ("change_site_settings", "support_email", "nobody"),
        ("change_site_settings", "admin_email", "a@b"),
        ("change_site_settings", "site_name", "two\nlines"),
        ("change_site_settings", "stop_message", "Hello {name}"),
        ("change_site_settings", "stop_message", "Hello {"),
        ("change_stripe_settings", "secret_key", "pk_test_mistaken"),
        ("change_stripe_settings", "secret_key", ""),
        ("change_stripe_settings", "webhook_secret", "sk_test_mistaken"),
        ("change_stripe_settings", "publishable_key", "pk_live_mixed"),
        ("change_mail_settings", "host", "two words"),
        ("change_mail_settings", "host", ""),
        ("change_mail_settings", "from_address", "nobody"),
        ("add_user", "email", "nobody"),
        ("add_user", "media_email", "nobody"),
        ("add_user", "media_username", "finn"),
        ("add_plan", "group_ids", []),
        ("add_plan", "term", {"count": 1000, "unit": "month"}),
        ("enter_payment", "ends_at", "2025-01-01T00:00:00Z"),
        ("enter_payment", "external_id", "a\x00b"),
        ("add_server", "url", "ftp://media.example"),
        ("add_server", "url", "http://"),
        ("add_server", "url", "not a url"),
        ("link_plex_account", "token", "two\nlines"),
        ("try_mail", "to", "nobody"),
    ],
)
def test_what_fits_the_schema_and_makes_no_sense_is_named_as_well(
    floor: Shopfloor, name: str, at: str, value: object
):
    endpoint = next(each for each in ENDPOINTS if each.name == name)
    body = right_body(floor, name) | {at: value}
    answer = floor.send(endpoint.method, endpoint.url(floor.ids), json=body)
    assert complaint(answer, at) == "", answer.text


def test_a_name_that_is_taken_is_refused(floor: Shopfloor):
    for path, name in (("/library-groups", "premium 4k"), ("/locations", "OSLO")):
        answer = floor.world.api("POST", path, {"name": name}, status=409)
        assert answer["error"]["remedy"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(floor: Shopfloor):
    for name in (
        "change_plan",
        "change_user",
        "rename_library_group",
        "rename_location",
        "change_server",
        "change_site_settings",
        "change_stripe_settings",
        "change_mail_settings",
    ):
        endpoint = next(each for each in ENDPOINTS if each.name == name)
        body = right_body(floor, name)
        for version in (body["version"] + 1, 0, 999):
            answer = floor.send(
                endpoint.method, endpoint.url(floor.ids), json=body | {"version": version}
            )
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "stale_record")
            assert answer.json()["error"]["remedy"]
