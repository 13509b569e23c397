"""Errors, keys, idempotency, lists, refunds and faults of the Stripe stand-in."""

import concurrent.futures
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
import stripe

from infra.sandbox.kit import Fault, World
from tests.contract.stripe_standin.client import SALE, act, client_of, press


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"success_url": None}, "success_url", "parameter_missing"),
        ({"mode": None}, "mode", "parameter_missing"),
        ({"mode": "rent"}, "mode", None),
        ({"line_items": None}, "line_items", "parameter_missing"),
        ({"payment_method_types": ["card"]}, "payment_method_types", "parameter_unknown"),
        ({"success_url": "not an address"}, "success_url", "url_invalid"),
        ({"customer_email": "nobody"}, "customer_email", "email_invalid"),
        ({"customer": "cus_none", "customer_email": None}, "customer", "resource_missing"),
        ({"expires_at": 12}, "expires_at", None),
        ({"client_reference_id": "x" * 201}, "client_reference_id", None),
        ({"metadata": {"k" * 41: "v"}}, "metadata", None),
    ],
)
def test_a_wrong_session_is_refused_naming_the_parameter(
    api: Any, change: dict[str, Any], param: str, code: str | None
) -> None:
    sale = {name: value for name, value in {**SALE, **change}.items() if value is not None}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.checkout.sessions.create(sale)

    assert refused.value.http_status == 400
    assert (refused.value.param, refused.value.code) == (param, code)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "xxx"}, "currency"),
        ({"unit_amount": -1}, "unit_amount"),
        ({"unit_amount": "ten"}, "unit_amount"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_line_is_refused_naming_its_place(
    api: Any, change: dict[str, Any], field: str
) -> None:
    line = SALE["line_items"][0]
    wrong = {**line, "price_data": {**line["price_data"], **change}}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.checkout.sessions.create({**SALE, "line_items": [wrong]})

    assert refused.value.param == f"line_items[0][price_data][{field}]"


def test_an_amount_under_the_smallest_charge_is_refused(api: Any) -> None:
    line = SALE["line_items"][0]
    cheap = {**line, "price_data": {**line["price_data"], "unit_amount": 49}}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.checkout.sessions.create({**SALE, "line_items": [cheap]})

    assert refused.value.code == "amount_too_small"


def test_keys_are_told_apart(world: World) -> None:
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key"):
        client_of(world, "sk_test_unknown0000").v1.balance.retrieve()
    narrow = act(world, "make_key", permissions=["checkout_session_write"])["key"]
    limited = client_of(world, narrow).v1
    with pytest.raises(stripe.PermissionError, match="rak_balance_read") as refused:
        limited.balance.retrieve()
    assert json.loads(refused.value.http_body)["error"]["code"] == "more_permissions_required"
    session = limited.checkout.sessions.create(SALE)
    assert limited.checkout.sessions.retrieve(session.id).id == session.id


def test_the_balance_and_the_account_answer_a_key_test(api: Any) -> None:
    assert api.balance.retrieve().object == "balance"
    assert api.accounts.retrieve_current().charges_enabled


def test_an_unknown_object_is_a_404_that_says_so(api: Any) -> None:
    for read, param in (
        (api.checkout.sessions.retrieve, "session"),
        (api.payment_intents.retrieve, "intent"),
        (api.charges.retrieve, "id"),
        (api.events.retrieve, "id"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            read("none_such")
        assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
        assert refused.value.param == param


def test_one_idempotency_key_makes_one_session(world: World, api: Any) -> None:
    options: Any = {"idempotency_key": "chk_1-open"}
    first = api.checkout.sessions.create(SALE, options)

    again = api.checkout.sessions.create(SALE, options)

    assert again.id == first.id
    assert again.last_response.headers["idempotent-replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        api.checkout.sessions.create({**SALE, "client_reference_id": "other"}, options)
    world.clock.advance(timedelta(hours=25))
    assert api.checkout.sessions.create(SALE, options).id != first.id


def test_a_key_in_flight_conflicts(world: World) -> None:
    world.faults.add("stripe", Fault("slow", seconds=0.4, times=1, method="POST"))
    url, key = f"{world.base_url}/stripe/v1/customers", {"Idempotency-Key": "twice"}

    def post() -> httpx.Response:
        headers = {"Authorization": "Bearer sk_test_sandbox", **key}
        return httpx.post(url, data={"email": "ann@example.test"}, headers=headers)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        answers = sorted(pool.map(lambda _: post(), range(2)), key=lambda a: a.status_code)

    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["error"]["type"] == "idempotency_error"


def test_lists_are_newest_first_and_page_by_cursor(world: World, api: Any) -> None:
    made = [api.customers.create({"email": f"p{n}@example.test"}).id for n in range(5)]
    newest_first = made[::-1]

    page = api.customers.list({"limit": 2})
    assert [each.id for each in page.data] == newest_first[:2]
    assert page.has_more
    after = api.customers.list({"limit": 2, "starting_after": page.data[-1].id})
    assert [each.id for each in after.data] == newest_first[2:4]
    before = api.customers.list({"limit": 2, "ending_before": after.data[0].id})
    assert [each.id for each in before.data] == newest_first[:2]
    walked = []
    for each in api.customers.list({"limit": 2}).auto_paging_iter():
        walked.append(each.id)
        if len(walked) == 5:
            break
    assert walked == newest_first
    for wrong in ({"limit": 0}, {"limit": 101}, {"starting_after": "cus_none"}):
        with pytest.raises(stripe.InvalidRequestError):
            api.customers.list(wrong)


def test_charges_are_filtered_by_when_they_were_made(world: World, api: Any) -> None:
    early = api.checkout.sessions.create(SALE)
    press(world, early, "pay")
    world.clock.advance(timedelta(hours=2))
    moment = int(world.clock.now().timestamp())
    late = api.checkout.sessions.create(SALE)
    press(world, late, "pay")

    found = api.charges.list({"created": {"gte": moment}, "expand": ["data.payment_intent"]}).data

    intent = api.checkout.sessions.retrieve(late.id).payment_intent
    assert [charge.payment_intent.id for charge in found] == [intent]
    assert api.charges.list({"created": {"lt": moment}, "limit": 1}).data[0].created < moment


def test_refunds_in_part_and_whole(world: World, api: Any) -> None:
    session = api.checkout.sessions.create(SALE)
    press(world, session, "pay")
    intent = api.checkout.sessions.retrieve(session.id).payment_intent

    part = api.refunds.create({"payment_intent": intent, "amount": 250})
    charge = api.charges.retrieve(part.charge, {"expand": ["refunds"]})
    assert (charge.amount_refunded, charge.refunded) == (250, False)
    assert [refund.id for refund in charge.refunds.data] == [part.id]
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        api.refunds.create({"charge": charge.id, "amount": 1001})
    act(world, "refund", charge=charge.id)
    assert api.charges.retrieve(charge.id).refunded
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.refunds.create({"charge": charge.id})
    assert refused.value.code == "charge_already_refunded"
    assert api.events.list({"type": "charge.refunded", "limit": 1}).data[0].data.object.refunded


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("status", status=401), stripe.AuthenticationError),
        (Fault("status", status=404), stripe.InvalidRequestError),
        (Fault("status", status=429), stripe.RateLimitError),
        (Fault("status", status=500), stripe.APIError),
        (Fault("garbage"), stripe.APIError),
        (Fault("down"), stripe.APIConnectionError),
        (Fault("cut"), stripe.APIConnectionError),
        (Fault("lost"), stripe.APIConnectionError),
    ],
)
def test_a_fault_reaches_the_client_as_the_error_it_would_be(
    world: World, api: Any, fault: Fault, error: type[Exception]
) -> None:
    world.faults.add("stripe", Fault(**{**vars(fault), "times": 1}))

    with pytest.raises(error):
        api.charges.list()

    assert api.charges.list().object == "list"
    assert world.calls.list("stripe")[0]["fault"] == fault.mode


def test_an_empty_fault_is_an_empty_list(world: World, api: Any) -> None:
    api.customers.create({"email": "ann@example.test"})
    world.faults.add("stripe", Fault("empty", times=1))

    assert api.customers.list().data == []
    assert api.customers.list().data != []
