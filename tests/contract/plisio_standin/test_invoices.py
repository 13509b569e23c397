"""The Plisio stand-in against its interface: invoices, their ends, and signed callbacks."""

import hashlib
import hmac
import html
import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from infra.sandbox import plisio_callbacks, plisio_invoices
from infra.sandbox.kit import Fault, World
from infra.sandbox.plisio import DEFAULT_KEY
from tests.contract.schema import Spec
from tests.contract.serving import Receiver, eventually, serving

SPEC_FILE = "plisio/interface.json"
_numbers = iter(range(1, 10_000))


@pytest.fixture(scope="module")
def _served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def world(_served: World) -> Iterator[World]:
    yield _served
    _served.faults.clear()
    _served.calls.clear()
    _served.clock.reset()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    hook = Receiver()
    yield hook
    hook.close()


def call(world: World, path: str, *, key: str = DEFAULT_KEY, **query: Any) -> httpx.Response:
    """Do one call, holding request and answer against the interface."""
    url = f"{world.base_url}/plisio/api/v1{path}"
    answer = httpx.get(url, params={**query, "api_key": key})
    spec = Spec.load(SPEC_FILE)
    if answer.status_code >= 400:
        spec.check_object("Error", answer.json())
    elif not path.endswith("operations"):
        spec.check_request("GET", path, query=str(httpx.QueryParams(query)))
        spec.check_answer("GET", path, answer.status_code, answer.json())
    return answer


def an_invoice(world: World, *, hook: str = "", **more: Any) -> Any:
    query = {
        "order_number": f"ord_{next(_numbers)}",
        "order_name": "Gold",
        "source_currency": "USD",
        "source_amount": "12.00",
        **more,
    }
    if hook:
        query["callback_url"] = hook
    answer = call(world, "/invoices/new", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def operation(world: World, id: str) -> Any:
    return call(world, f"/operations/{id}").json()["data"]


def act(world: World, name: str, **body: Any) -> Any:
    answer = httpx.post(f"{world.base_url}/sandbox/api/plisio/{name}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def press(world: World, id: str, button: str, **fields: str) -> httpx.Response:
    page = f"{world.base_url}/plisio/invoice/{id}"
    return httpx.post(page, data={"button": button, **fields})


def hash_of_json(body: bytes) -> str:
    """Return the hash the way a script of another language would: over the raw text."""
    fields = json.loads(body)
    fields.pop("verify_hash")
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(DEFAULT_KEY.encode(), text.encode(), hashlib.sha1).hexdigest()


def hash_of_form(body: bytes) -> str:
    """Return the hash as PHP's `hash_hmac('sha1', serialize($post), $key)` after a ksort."""
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    fields.pop("verify_hash")
    if "tx_urls" in fields:
        fields["tx_urls"] = html.unescape(fields["tx_urls"])
    text = f"a:{len(fields)}:{{"
    for name, value in sorted(fields.items()):
        text += f's:{len(name)}:"{name}";s:{len(value.encode())}:"{value}";'
    return hmac.new(DEFAULT_KEY.encode(), (text + "}").encode(), hashlib.sha1).hexdigest()


def test_an_invoice_has_a_page_and_is_worth_its_fiat_price(world: World) -> None:
    made = an_invoice(world, allowed_psys_cids="LTC,BTC", email="ann@example.test")

    page = httpx.get(made["invoice_url"])

    assert page.status_code == 200
    assert "0.15000000 LTC" in page.text
    assert "<script" not in page.text
    found = operation(world, made["txn_id"])
    assert (found["status"], found["amount"], found["pending_amount"]) == (
        "new",
        "0.15000000",
        "0.15000000",
    )
    assert found["params"]["order_number"].startswith("ord_")


@pytest.mark.parametrize(
    ("button", "status", "left"),
    [
        ("pay", "completed", "0.00000000"),
        ("slow", "pending", "0.00000000"),
        ("underpay", "pending", "0.00010000"),
        ("overpay", "mismatch", "0.00000000"),
        ("expire", "expired", "0.00020000"),
        ("cancel", "cancelled", "0.00020000"),
    ],
)
def test_each_button_of_the_page_leads_to_its_status(
    world: World, button: str, status: str, left: str
) -> None:
    made = an_invoice(world)

    assert press(world, made["txn_id"], button).status_code == 200

    found = operation(world, made["txn_id"])
    assert (found["status"], found["pending_amount"]) == (status, left)


def test_the_page_leads_back_to_the_shop(world: World) -> None:
    urls = {
        "success_invoice_url": "https://shop.test/done",
        "fail_invoice_url": "https://shop.test/plans",
    }
    paid = press(world, an_invoice(world, **urls)["txn_id"], "pay")
    failed = press(world, an_invoice(world, **urls)["txn_id"], "cancel")

    assert (paid.status_code, paid.headers["location"]) == (303, "https://shop.test/done")
    assert failed.headers["location"] == "https://shop.test/plans"


def test_time_confirms_and_expires_and_a_late_payment_still_counts(world: World) -> None:
    slow, short = an_invoice(world), an_invoice(world, expire_min="30")
    press(world, slow["txn_id"], "slow")
    press(world, short["txn_id"], "underpay")
    world.clock.advance(timedelta(minutes=31))

    assert operation(world, slow["txn_id"])["status"] == "completed"
    under = operation(world, short["txn_id"])
    assert under["status"] == "expired"
    assert Decimal(under["pending_amount"]) < Decimal(under["amount"])
    act(world, "pay", txn_id=short["txn_id"])
    assert operation(world, short["txn_id"])["status"] == "completed"


@pytest.mark.parametrize(
    ("suffix", "expected"), [("?json=true", hash_of_json), ("", hash_of_form)]
)
def test_callbacks_are_signed_in_the_form_that_the_address_asks_for(
    world: World, receiver: Receiver, suffix: str, expected: Any
) -> None:
    made = an_invoice(world, hook=receiver.url + suffix, order_name="Größe & Gold")
    press(world, made["txn_id"], "overpay")

    eventually(lambda: len(receiver.got) == 2)

    statuses = []
    for body, headers in receiver.got:
        is_json = headers["content-type"] == "application/json"
        fields = json.loads(body) if is_json else dict(parse_qsl(body.decode()))
        Spec.load(SPEC_FILE).check_object("Callback", fields)
        assert fields["verify_hash"] == expected(body)
        assert is_json == bool(suffix)
        statuses.append(fields["status"])
    assert sorted(statuses) == ["mismatch", "pending"]


@pytest.mark.parametrize("signature", ["wrong", "missing"])
def test_a_callback_comes_again_also_badly_signed(
    world: World, receiver: Receiver, signature: str
) -> None:
    made = an_invoice(world, hook=f"{receiver.url}?json=true")
    press(world, made["txn_id"], "cancel")
    eventually(lambda: len(receiver.got) == 1)

    act(world, "redeliver", txn_id=made["txn_id"], times=2, signature=signature)

    eventually(lambda: len(receiver.got) == 3)
    body = receiver.got[-1][0]
    assert json.loads(body).get("verify_hash") != hash_of_json(receiver.got[0][0])


def test_a_refused_callback_is_tried_again_by_the_clock(world: World, receiver: Receiver) -> None:
    receiver.statuses = [500]
    made = an_invoice(world, hook=f"{receiver.url}?json=true")
    press(world, made["txn_id"], "cancel")
    eventually(lambda: len(receiver.got) == 1)
    eventually(lambda: world.store.list("plisio.delivery")[-1]["attempts"])

    world.clock.advance(timedelta(seconds=11))
    world.nudge()

    eventually(lambda: len(receiver.got) == 2)
    assert eventually(lambda: world.store.list("plisio.delivery")[-1]["state"] == "delivered")


def test_held_callbacks_go_out_when_they_are_let(world: World, receiver: Receiver) -> None:
    act(world, "pause_callbacks")
    made = an_invoice(world, hook=receiver.url)
    press(world, made["txn_id"], "pay")
    assert plisio_callbacks.is_paused(world)
    assert receiver.got == []

    act(world, "resume_callbacks")

    eventually(lambda: len(receiver.got) == 2)


def test_another_coin_makes_another_invoice_for_the_same_order(
    world: World, receiver: Receiver
) -> None:
    made = an_invoice(world, hook=f"{receiver.url}?json=true")

    answer = press(world, made["txn_id"], "switch", coin="ETH")

    fresh = answer.headers["location"].rpartition("/")[2]
    eventually(lambda: len(receiver.got) == 1)
    told = receiver.events()[0]
    assert (told["status"], told["switch_id"]) == ("cancelled duplicate", fresh)
    assert operation(world, fresh)["currency"] == "ETH"
    assert operation(world, fresh)["order_number"] == told["order_number"]


def test_the_rarer_statuses_can_be_had_from_the_console(world: World) -> None:
    inside, broken = an_invoice(world), an_invoice(world)

    act(world, "pending_internal", txn_id=inside["txn_id"])
    act(world, "error", txn_id=broken["txn_id"])

    assert operation(world, inside["txn_id"])["status"] == "pending internal"
    assert operation(world, broken["txn_id"])["status"] == "error"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"order_number": ""}, "order_number"),
        ({"order_name": ""}, "order_name"),
        ({"source_amount": "ten"}, "source_amount"),
        ({"source_amount": "-1"}, "source_amount"),
        ({"source_currency": "XXX"}, "source_currency"),
        ({"currency": "DOGE2"}, "currency"),
        ({"callback_url": "nowhere"}, "callback_url"),
        ({"expire_min": "soon"}, "expire_min"),
    ],
)
def test_a_wrong_invoice_is_refused_naming_the_field(
    world: World, change: dict[str, str], field: str
) -> None:
    query = {"order_number": f"ord_{next(_numbers)}", "order_name": "Gold"}
    query |= {"source_currency": "USD", "source_amount": "12", **change}

    answer = call(world, "/invoices/new", **query)

    assert answer.status_code == 422
    assert field in json.loads(answer.json()["data"]["message"])


def test_an_order_number_is_taken_once_unless_the_existing_one_is_wanted(world: World) -> None:
    made = an_invoice(world, order_number="ord_twice")
    query = {"order_number": "ord_twice", "order_name": "Gold"}
    query |= {"source_currency": "USD", "source_amount": "12"}

    assert call(world, "/invoices/new", **query).status_code == 422

    again = call(world, "/invoices/new", **query, return_existing="1").json()["data"]
    assert again["txn_id"] == made["txn_id"]


def test_a_white_label_account_is_told_more(world: World) -> None:
    act(world, "white_label", on=True)
    made = an_invoice(world)
    act(world, "white_label", on=False)

    assert made["amount"] == "0.00020000"
    assert made["verify_hash"] == hash_of_json(json.dumps(made).encode())


def test_keys_are_told_apart_and_never_logged_whole(world: World) -> None:
    assert call(world, "/balances/BTC").json()["data"]["currency"] == "BTC"
    assert call(world, "/balances/BTC", key="wrong").status_code == 401
    assert call(world, "/operations/none").status_code == 404
    assert call(world, "/currencies/EUR").json()["data"][0]["cid"] == "BTC"
    assert DEFAULT_KEY not in json.dumps(world.calls.list("plisio"))


def test_operations_are_listed_newest_first_in_pages(world: World) -> None:
    made = [an_invoice(world)["txn_id"] for _ in range(3)]

    page = call(world, "/operations", limit=2).json()["data"]

    assert [row["id"] for row in page["operations"]] == made[:0:-1]
    assert page["_meta"]["perPage"] == 2
    following = call(world, "/operations", limit=2, page=2).json()["data"]["operations"]
    assert following[0]["id"] == made[0]
    assert call(world, "/operations", limit=0).status_code == 422


def test_operations_are_chosen_by_status_and_by_what_is_searched_for(world: World) -> None:
    paid, named, _ = (an_invoice(world)["txn_id"] for _ in range(3))
    plisio_invoices.pay(world, paid)

    done = call(world, "/operations", status="completed", search=paid[:12]).json()["data"]
    new = call(world, "/operations", status="new", limit=1).json()["data"]
    found = call(world, "/operations", search=named).json()["data"]

    assert [row["id"] for row in done["operations"]] == [paid]
    assert len(new["operations"]) == 1
    assert new["_meta"]["totalCount"] == new["_meta"]["pageCount"] >= 2
    assert [row["id"] for row in found["operations"]] == [named]
    assert found["_meta"]["totalCount"] == 1


def test_faults_answer_in_the_vendors_shape(world: World) -> None:
    world.faults.add("plisio", Fault("status", status=500, times=1))
    assert call(world, "/balances/BTC").json()["status"] == "error"
    world.faults.add("plisio", Fault("empty", times=1))
    assert call(world, "/operations").json()["data"]["operations"] == []
