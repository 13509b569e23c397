"""Crypto currencies: exactly paid, too little, too much, never; told by callback or by sync."""

import httpx
import pytest

from infra.sandbox import plisio_callbacks, plisio_invoices
from tests.scenarios import steps
from tests.scenarios.gateways import connect_plisio
from tests.scenarios.money import reconciled
from tests.scenarios.world import LiveWorld

FINN = {"email": "finn@demo.example", "media_name": "finn"}


@pytest.fixture
def coins(world: LiveWorld) -> LiveWorld:
    """A shop that takes coins besides cards, and a customer who accepts invitations."""
    connect_plisio(world)
    world.act("change_person", person="finn", auto_accept=True)
    return world


def invoice_for(world: LiveWorld) -> tuple[str, str]:
    """Go through the checkout; return the invoice's id and the path of the order's page."""
    page = world.open_checkout(world.ids["Standard"], **FINN, way="once-plisio")
    assert page.startswith(f"{world.standins.base_url}/plisio/invoice/")
    order_id = steps.audit_of(world, "order.opened")[0]["subject"]
    return page.rsplit("/", 1)[1], f"/orders/{order_id}"


def stage(world: LiveWorld, order: str) -> str:
    return str(world.visitor.get(f"{order}/status").json()["stage"])


@pytest.mark.behaviour("B024", "B025", "B027")
def test_coins_that_are_confirmed_give_access_once(coins: LiveWorld):
    txn_id, order = invoice_for(coins)
    coins.plisio("pay", txn_id=txn_id, confirm=False)
    shown = coins.visitor.get(order).text
    assert "Your coins are on their way" in shown
    assert stage(coins, order) == "confirming"
    assert coins.api("GET", "/payments")["items"] == []

    coins.advance(minutes=21)
    coins.plisio("redeliver", txn_id=txn_id)
    coins.work()

    assert stage(coins, order) == "ready"
    (payment,) = coins.api("GET", "/payments")["items"]
    assert (payment["gateway"], payment["external_id"]) == ("plisio", txn_id)
    assert (payment["status"], payment["amount"]["minor"]) == ("settled", 1000)
    coins.plisio("redeliver", txn_id=txn_id, times=5)
    coins.run_hour()
    assert len(coins.api("GET", "/payments")["items"]) == 1
    assert len(steps.user_named(coins, "finn")["periods"]) == 1


@pytest.mark.behaviour("X002")
@pytest.mark.parametrize(
    ("button", "minor", "told"),
    [("underpay", 500, "5.00 USD arrived"), ("overpay", 1250, "12.50 USD arrived")],
)
def test_another_amount_is_held_and_gives_nothing(
    coins: LiveWorld, button: str, minor: int, told: str
):
    txn_id, order = invoice_for(coins)
    coins.plisio(button, txn_id=txn_id)
    coins.advance(minutes=40)
    coins.run_hour()
    coins.work()

    (payment,) = coins.api("GET", "/payments")["items"]
    assert (payment["status"], payment["amount"]["minor"]) == ("held", minor)
    assert payment["attention"]
    assert coins.shares_of("finn") == []
    assert told in coins.visitor.get(order).text


@pytest.mark.behaviour("X002", "B025")
def test_an_invoice_that_ended_short_gives_access_when_the_rest_arrives(coins: LiveWorld):
    txn_id, order = invoice_for(coins)
    coins.plisio("underpay", txn_id=txn_id)
    coins.advance(minutes=40)
    coins.run_hour()
    coins.work()
    (payment,) = coins.api("GET", "/payments")["items"]
    assert (payment["status"], payment["amount"]["minor"]) == ("held", 500)

    coins.advance(hours=5)
    coins.plisio("pay", txn_id=txn_id)
    coins.work()

    assert stage(coins, order) == "ready"
    (payment,) = coins.api("GET", "/payments")["items"]
    assert (payment["status"], payment["amount"]["minor"]) == ("settled", 1000)
    assert payment["attention"] == ""
    report = reconciled(coins, coins.now().date().isoformat(), "plisio")
    assert (report["transactions"], report["differing"]) == (1, 0)
    assert [each["difference"] for each in report["totals"]] == [0]


@pytest.mark.behaviour("B026")
def test_an_invoice_that_nobody_pays_ends_with_its_order(coins: LiveWorld):
    _txn_id, order = invoice_for(coins)
    assert "Give up" not in coins.visitor.get(order).text

    coins.advance(minutes=40)
    coins.run_hour()

    assert stage(coins, order) == "closed"
    assert coins.api("GET", "/payments")["items"] == []


@pytest.mark.behaviour("B037")
def test_the_sync_finds_what_no_callback_told(coins: LiveWorld):
    plisio_callbacks.set_paused(coins.standins, paused=True)
    txn_id, order = invoice_for(coins)
    plisio_invoices.pay(coins.standins, txn_id)

    coins.run_hour()
    coins.work()

    assert stage(coins, order) == "ready"


@pytest.mark.behaviour("X047")
def test_a_callback_that_proves_nothing_changes_nothing(coins: LiveWorld):
    txn_id, _order = invoice_for(coins)
    for body, kind in (
        (b'{"txn_id":"%b","status":"completed","verify_hash":"0"}' % txn_id.encode(), "json"),
        (b"txn_id=%b&status=completed&verify_hash=0" % txn_id.encode(), "x-www-form-urlencoded"),
    ):
        answer = httpx.post(
            f"{coins.base_url}/webhooks/plisio?json=true",
            content=body,
            headers={"content-type": f"application/{kind}"},
            trust_env=False,
        )
        assert answer.status_code == 403
    assert coins.api("GET", "/payments")["items"] == []


def test_both_forms_of_callbacks_are_taken_and_answered_with_200(coins: LiveWorld):
    txn_id, order = invoice_for(coins)
    coins.plisio("pay", txn_id=txn_id)
    coins.work()
    delivery = coins.standins.store.list("plisio.delivery")[-1]
    assert [each["status"] for each in delivery["attempts"]] == [200]
    body, kind = plisio_callbacks.written(
        f"{coins.base_url}/webhooks/plisio",
        delivery["fields"],
        key=plisio_callbacks.DEFAULT_KEY,
        signature="good",
    )

    answer = httpx.post(
        f"{coins.base_url}/webhooks/plisio",
        content=body,
        headers={"content-type": kind},
        trust_env=False,
    )

    assert (kind, answer.status_code) == ("application/x-www-form-urlencoded", 200)
    assert stage(coins, order) == "ready"
