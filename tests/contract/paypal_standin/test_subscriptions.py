"""Products, plans and subscriptions of the PayPal stand-in, and what the clock does to them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.sandbox.kit import World
from tests.contract.paypal_standin.client import HTTP, USD_10, Api, act, issue_of, plan_body

_PRICE = {"pricing_scheme": {"fixed_price": USD_10}}
_MONTH = {"interval_unit": "MONTH", "interval_count": 1}


def _read(api: Api, id: str, **query: str) -> Any:
    answer = api.get(f"/v1/billing/subscriptions/{id}", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _advance(world: World, api: Api, **by: float) -> None:
    world.clock.advance(timedelta(**by))
    api.renew_token()


@pytest.fixture
def new_year(world: World) -> datetime:
    """The world stands at the end of a January."""
    return world.clock.set(datetime(2027, 1, 31, 12, tzinfo=UTC))


def test_products_and_plans_are_made_read_and_listed(api: Api) -> None:
    plan = api.plan()

    assert api.get(f"/v1/billing/plans/{plan['id']}").json()["status"] == "ACTIVE"
    product = api.get(f"/v1/catalogs/products/{plan['product_id']}").json()
    assert product["type"] == "SERVICE"
    listed = api.get("/v1/billing/plans", product_id=plan["product_id"], total_required="true")
    assert [each["id"] for each in listed.json()["plans"]] == [plan["id"]]
    assert listed.json()["total_items"] == 1
    totals = api.get("/v1/catalogs/products", page_size="20", total_required="true").json()
    last = api.get("/v1/catalogs/products", page_size="20", page=str(totals["total_pages"])).json()
    ids = [each["id"] for each in last["products"]]
    assert plan["product_id"] in ids


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, (400, "INVALID_REQUEST", "MISSING_REQUIRED_PARAMETER")),
        ({"payment_preferences": None}, (400, "INVALID_REQUEST", "MISSING_REQUIRED_PARAMETER")),
        ({"name": "x" * 128}, (400, "INVALID_REQUEST", "INVALID_STRING_MAX_LENGTH")),
        (
            {
                "billing_cycles": [
                    {"frequency": _MONTH, "tenure_type": "TRIAL", "sequence": 1, "total_cycles": 1}
                ]
            },
            (422, "UNPROCESSABLE_ENTITY", "MISSING_REGULAR_BILLING_CYCLE"),
        ),
        (
            {
                "billing_cycles": [
                    {"frequency": _MONTH, "tenure_type": "REGULAR", "sequence": 2, **_PRICE}
                ]
            },
            (422, "UNPROCESSABLE_ENTITY", "INVALID_BILLING_CYCLE_SEQUENCE"),
        ),
        ({"product_id": "PROD-NOBODYS"}, (404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")),
    ],
)
def test_a_wrong_plan_is_refused(
    api: Api, changes: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    body = {**plan_body(api.plan()["product_id"]), **changes}
    body = {name: value for name, value in body.items() if value is not None}

    assert issue_of(api.post("/v1/billing/plans", body)) == expected


def test_only_an_active_plan_of_this_account_can_be_subscribed(api: Api) -> None:
    plan = api.plan()["id"]
    assert api.post(f"/v1/billing/plans/{plan}/deactivate").status_code == 204
    idle = api.post("/v1/billing/subscriptions", {"plan_id": plan})
    assert issue_of(idle) == (422, "UNPROCESSABLE_ENTITY", "PLAN_STATUS_INVALID")
    assert api.post(f"/v1/billing/plans/{plan}/activate").status_code == 204
    twice = api.post(f"/v1/billing/plans/{plan}/activate")
    assert issue_of(twice)[2] == "PLAN_STATUS_INVALID"

    unknown = api.post("/v1/billing/subscriptions", {"plan_id": "P-NOBODYKNOWSTHISONE"})

    assert issue_of(unknown) == (404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")


def test_a_subscription_is_approved_on_the_hosted_page(world: World, api: Api) -> None:
    made = api.subscription(api.plan()["id"])
    assert made["status"] == "APPROVAL_PENDING"
    page = next(link["href"] for link in made["links"] if link["rel"] == "approve")
    assert "10.00 USD every month" in HTTP.get(page).text

    back = HTTP.post(page, data={"button": "balance", "email": "bob@example.test"})

    assert back.headers["location"].startswith(
        f"https://shop.test/done?subscription_id={made['id']}&ba_token=BA-"
    )
    read = _read(api, made["id"], fields="plan")
    assert (read["status"], read["custom_id"]) == ("ACTIVE", "chk_2")
    assert read["subscriber"]["email_address"] == "bob@example.test"
    assert read["plan"]["name"] == "Gold, monthly"
    assert [row["payer_email"] for row in api.transactions_of(made["id"])] == ["bob@example.test"]
    assert HTTP.get(page).status_code == 410


def test_the_first_payment_takes_a_while(world: World, api: Api) -> None:
    act(world, "set_delay", first_payment_delay="40s")
    id = api.subscribed()
    assert _read(api, id)["status"] == "ACTIVE"
    assert api.transactions_of(id) == []

    world.clock.advance(timedelta(seconds=41))

    assert len(api.transactions_of(id)) == 1


def test_one_request_id_opens_one_subscription(api: Api) -> None:
    body = {"plan_id": api.plan()["id"]}

    first = api.post("/v1/billing/subscriptions", body, request_id="chk_sub")
    again = api.post("/v1/billing/subscriptions", body, request_id="chk_sub")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


def test_the_clock_renews_at_the_same_day_of_each_month(
    world: World, api: Api, new_year: datetime
) -> None:
    api.renew_token()
    id = api.subscribed()

    _advance(world, api, days=92)

    times = [row["time"][:16] for row in api.transactions_of(id)]
    assert times == [
        "2027-01-31T12:00",
        "2027-02-28T12:00",
        "2027-03-31T12:00",
        "2027-04-30T12:00",
    ]
    info = _read(api, id)["billing_info"]
    assert info["next_billing_time"].startswith("2027-05-31T12:00")
    assert info["cycle_executions"][0]["cycles_completed"] == 4
    assert info["last_payment"]["amount"]["value"] == "10.00"


def test_a_failed_renewal_is_tried_again_and_heals(world: World, api: Api) -> None:
    id = api.subscribed()
    act(world, "fail_renewals", subscription=id, times=1)

    _advance(world, api, days=31, minutes=1)

    failed = _read(api, id, fields="last_failed_payment")["billing_info"]
    assert (failed["failed_payments_count"], failed["outstanding_balance"]["value"]) == (
        1,
        "10.00",
    )
    assert "next_payment_retry_time" in failed["last_failed_payment"]
    assert len(api.transactions_of(id)) == 1

    _advance(world, api, days=5)

    healed = _read(api, id)["billing_info"]
    assert (healed["failed_payments_count"], healed["outstanding_balance"]["value"]) == (0, "0.00")
    assert [
        row["amount_with_breakdown"]["gross_amount"]["value"] for row in api.transactions_of(id)
    ] == ["10.00", "10.00"]


def test_what_stays_unpaid_goes_on_top_of_the_next_cycle(world: World, api: Api) -> None:
    id = api.subscribed(payment_preferences={"payment_failure_threshold": 0})
    act(world, "fail_renewals", subscription=id, times=3)

    _advance(world, api, days=62)

    paid = [
        row["amount_with_breakdown"]["gross_amount"]["value"] for row in api.transactions_of(id)
    ]
    assert paid == ["10.00", "20.00"]
    assert _read(api, id)["status"] == "ACTIVE"


def test_too_many_failures_suspend(world: World, api: Api) -> None:
    id = api.subscribed()
    act(world, "fail_renewals", subscription=id, times=3)

    _advance(world, api, days=45)

    suspended = _read(api, id)
    assert (suspended["status"], suspended["billing_info"]["failed_payments_count"]) == (
        "SUSPENDED",
        3,
    )
    refused = api.post(f"/v1/billing/subscriptions/{id}/activate", {"reason": "again"})
    assert issue_of(refused)[2] == "SUBSCRIPTION_CANNOT_BE_ACTIVATED"
    _advance(world, api, days=60)
    assert len(api.transactions_of(id)) == 1


def test_suspending_stops_the_charges_and_activating_goes_on_without_the_missed(
    world: World, api: Api
) -> None:
    id = api.subscribed()
    path = f"/v1/billing/subscriptions/{id}"
    assert api.post(f"{path}/suspend", {"reason": "on holiday"}).status_code == 204
    _advance(world, api, days=70)
    assert len(api.transactions_of(id)) == 1

    assert api.post(f"{path}/activate", {"reason": "back"}).status_code == 204

    _advance(world, api, days=31)
    assert len(api.transactions_of(id)) == 2


def test_a_cancelled_subscription_is_never_charged_again(world: World, api: Api) -> None:
    id = api.subscribed()
    path = f"/v1/billing/subscriptions/{id}/cancel"
    assert issue_of(api.post(path, {}))[2] == "MISSING_REQUIRED_PARAMETER"
    long = api.post(path, {"reason": "x" * 129}, check=False)
    assert issue_of(long)[2] == "INVALID_STRING_MAX_LENGTH"

    assert api.post(path, {"reason": "No need"}).status_code == 204

    _advance(world, api, days=70)
    read = _read(api, id)
    assert (read["status"], read["status_change_note"]) == ("CANCELLED", "No need")
    assert "next_billing_time" not in read["billing_info"]
    assert len(api.transactions_of(id)) == 1
    assert issue_of(api.post(path, {"reason": "twice"}))[2] == "SUBSCRIPTION_STATUS_INVALID"


def test_a_trial_and_an_end_come_in_their_order(world: World, api: Api) -> None:
    week = {"interval_unit": "WEEK", "interval_count": 1}
    id = api.subscribed(
        billing_cycles=[
            {"frequency": week, "tenure_type": "TRIAL", "sequence": 1, "total_cycles": 1},
            {
                "frequency": _MONTH,
                "tenure_type": "REGULAR",
                "sequence": 2,
                "total_cycles": 2,
                **_PRICE,
            },
        ]
    )
    assert api.transactions_of(id) == []

    _advance(world, api, days=7, minutes=1)
    assert len(api.transactions_of(id)) == 1
    _advance(world, api, days=62)

    assert len(api.transactions_of(id)) == 2
    _advance(world, api, days=31)
    assert _read(api, id)["status"] == "EXPIRED"


def test_the_price_can_be_overridden_for_one_subscription(world: World, api: Api) -> None:
    plan = api.plan()["id"]
    price = {"fixed_price": {"currency_code": "USD", "value": "7.50"}}
    cycle = {"sequence": 1, "pricing_scheme": price}
    made = api.subscription(plan, plan={"billing_cycles": [cycle]})

    act(world, "approve", subscription=made["id"])

    rows = api.transactions_of(made["id"])
    assert rows[0]["amount_with_breakdown"]["gross_amount"]["value"] == "7.50"
    assert _read(api, made["id"])["plan_overridden"] is True
    price["fixed_price"]["currency_code"] = "EUR"
    other = api.post(
        "/v1/billing/subscriptions", {"plan_id": plan, "plan": {"billing_cycles": [cycle]}}
    )
    assert issue_of(other)[2] == "CURRENCY_MISMATCH"


def test_a_list_of_payments_needs_both_ends(api: Api) -> None:
    path = f"/v1/billing/subscriptions/{api.subscribed()}/transactions"

    answer = HTTP.get(
        f"{api.world.base_url}/paypal{path}", headers={"Authorization": f"Bearer {api.token}"}
    )

    assert issue_of(answer) == (400, "INVALID_REQUEST", "MISSING_REQUIRED_PARAMETER")


def test_a_subscription_payment_is_refunded_as_a_capture(world: World, api: Api) -> None:
    id = api.subscribed()
    payment = api.transactions_of(id)[0]["id"]

    refunded = api.post(f"/v2/payments/captures/{payment}/refund")

    assert refunded.status_code == 201
    assert api.transactions_of(id)[0]["status"] == "REFUNDED"


def test_the_console_renews_at_once(world: World, api: Api) -> None:
    id = api.subscribed()

    act(world, "renew", subscription=id)

    assert len(api.transactions_of(id)) == 2
    assert act(world, "cancel", subscription=id)["subscription"]["status"] == "CANCELLED"
    act(world, "renew", subscription=id, status=400)
