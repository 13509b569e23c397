"""The Test button of PayPal: each cause has its own words, and no money moves."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.payments.model import GatewayAccount
from chalicelib.settings.model import PayPalMode, PayPalReading
from infra.sandbox import paypal_webhooks
from infra.sandbox.kit import Fault, Store, World
from tests.contract.paypal_contract import hold_to_contract
from tests.contract.paypal_world import PayPalWorld
from tests.contract.serving import serving


@pytest.fixture(scope="module")
def _served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def served(_served: World) -> World:
    _served.faults.clear()
    _served.calls.clear()
    return _served


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)


def report_of(served: World, **settings: Any) -> tuple[bool, str]:
    report = PayPalWorld(served, **settings).gateway.test()
    return report.works, "\n".join(report.lines)


@pytest.mark.behaviour("B053")
def test_sound_credentials_work_and_nothing_is_charged(served: World):
    works, told = report_of(served)

    assert works, told
    for line in (
        "Transaction search: works.",
        "Plans and subscriptions: works.",
        "Webhook: works.",
    ):
        assert line in told
    made = [call for call in served.calls.list("paypal") if call["method"] == "POST"]
    assert [call["path"].rsplit("/", 1)[1] for call in made] == ["token"]


@pytest.mark.behaviour("B051")
def test_credentials_of_the_other_world_are_named(served: World):
    with serving(World(Store(":memory:"))) as elsewhere:
        paypal_webhooks.hold(elsewhere)
        account = elsewhere.store.get("paypal.account", "primary")
        assert account is not None
        elsewhere.store.put("paypal.account", "primary", {**account, "client_id": "another"})
        bases = {
            PayPalMode.SANDBOX: f"{elsewhere.base_url}/paypal",
            PayPalMode.LIVE: f"{served.base_url}/paypal",
        }

        works, told = report_of(served, bases=bases, mode=PayPalMode.SANDBOX)

    assert not works
    assert "These are credentials of PayPal's live world, but sandbox is chosen" in told


@pytest.mark.parametrize(
    ("settings", "told_so"),
    [
        ({"client_id": ""}, "The client id is missing"),
        ({"client_secret": None}, "The secret is missing"),
        ({"client_secret": "wrong"}, "does not accept the client id and secret"),
        ({"webhook_id": ""}, "The webhook's id is missing"),
        ({"webhook_id": "NOSUCHWEBHOOK"}, "this app has none of the id NOSUCHWEBHOOK"),
        (
            {"reads_by": PayPalReading.NVP, "nvp_password": "wrong"},
            "does not accept the NVP credentials (error 10002)",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named(served: World, settings: dict[str, Any], told_so: str):
    works, told = report_of(served, **settings)

    assert not works
    assert told_so in told


def test_the_feature_to_switch_on_is_named(served: World):
    world = PayPalWorld(served)
    world.act("set_rights", reporting=False)
    try:
        works, told = report_of(served)
    finally:
        world.act("set_rights", reporting=True)

    assert not works
    assert "switch on the feature “Transaction Search”" in told


@pytest.mark.behaviour("B050")
def test_an_account_that_is_no_business_is_told_what_recurring_needs(served: World):
    account = served.store.get("paypal.account", "primary")
    assert account is not None
    served.store.put("paypal.account", "primary", {**account, "kind": "PERSONAL"})
    try:
        works, told = report_of(served, recurring_enabled=True)
        without, _ = report_of(served, recurring_enabled=False)
    finally:
        served.store.put("paypal.account", "primary", account)

    assert not works
    assert "a PayPal business account is required" in told
    assert without


def test_events_that_are_not_selected_are_named(served: World):
    world = PayPalWorld(served)
    world.act("set_webhook", event_types=["CHECKOUT.ORDER.APPROVED"])
    try:
        works, told = report_of(served)
    finally:
        world.act("set_webhook", event_types=["*"])

    assert not works
    assert "PAYMENT.SALE.COMPLETED" in told
    assert "CHECKOUT.ORDER.APPROVED" not in told


def test_a_gateway_that_does_not_answer_is_no_fault_of_the_credentials(served: World):
    served.faults.add("paypal", Fault("status", status=503))

    works, told = report_of(served)

    assert not works
    assert "did not answer properly" in told


def test_the_second_account_is_tested_for_what_it_does(served: World):
    works, told = report_of(
        served, account=GatewayAccount.PAYPAL_SECONDARY, reads_by=PayPalReading.NVP, client_id=""
    )

    assert works, told
    assert told == "NVP transaction search: works."
