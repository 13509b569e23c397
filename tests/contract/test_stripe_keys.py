"""The Test button of Stripe: it names each right that a key lacks, and moves no money."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.gateways.stripe import StripeGateway
from chalicelib.settings.model import StripeSettings
from infra.sandbox.kit import Fault, World
from infra.sandbox.stripe import DEFAULT_KEY
from infra.sandbox.stripe_operations import OPERATIONS
from tests.contract.gateway_worlds import StripeWorld
from tests.contract.serving import serving
from tests.contract.stripe_contract import hold_to_contract

PERMISSIONS = {operation.permission for operation in OPERATIONS}
TO_SELL = {
    "balance_read": "Balance: read",
    "checkout_session_write": "Checkout Sessions: write",
    "payment_intent_read": "PaymentIntents and Charges: read",
    "refund_write": "Refunds: write",
    "dispute_read": "Disputes: read",
    "invoice_read": "Invoices: read",
    "event_read": "Events: read",
}
TO_RENEW = {
    "subscription_write": "Subscriptions: write",
    "product_write": "Products: write",
    "plan_write": "Prices: write",
    "coupon_write": "Coupons: write",
    "customer_portal_write": "Customer portal: write",
}


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def stripe(served: World) -> Iterator[StripeWorld]:
    served.faults.clear()
    yield StripeWorld(served, key=DEFAULT_KEY, is_recurring=True)
    served.faults.clear()


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)


def keyed(
    stripe: StripeWorld, key: str, *, is_recurring: bool = True, shown: str = ""
) -> StripeGateway:
    """Return a gateway whose site has another key."""
    made = StripeWorld(stripe.world, key=key, publishable_key=shown, is_recurring=is_recurring)
    return made.gateway


def restricted(stripe: StripeWorld, *lacking: str, is_recurring: bool = True) -> StripeGateway:
    """Return a gateway with a key that lacks these rights."""
    key = f"rk_test_{'_'.join(lacking) or 'all'}"
    row = {"key": key, "permissions": sorted(PERMISSIONS - set(lacking))}
    stripe.world.store.put("stripe.key", key, row)
    return keyed(stripe, key, is_recurring=is_recurring)


def kept(world: World) -> dict[str, int]:
    kinds = ("payment_intent", "charge", "refund", "balance_transaction", "price", "coupon")
    return {kind: len(world.store.list(f"stripe.{kind}")) for kind in kinds}


@pytest.mark.behaviour("B053")
def test_the_test_button_names_what_works_and_moves_no_money(stripe: StripeWorld):
    before = kept(stripe.world)

    report = stripe.gateway.test()

    assert report.works
    assert "Checkout Sessions: write: works." in report.lines
    assert "Subscriptions: write: works." in report.lines
    assert kept(stripe.world) == before


def test_a_key_that_only_sells_once_needs_no_rights_to_renew(stripe: StripeWorld):
    report = restricted(stripe, *TO_RENEW, is_recurring=False).test()

    assert report.works
    assert not any("Subscriptions" in line for line in report.lines)


@pytest.mark.parametrize("permission", [*TO_SELL, *TO_RENEW])
def test_the_test_button_names_the_one_right_that_a_restricted_key_lacks(
    stripe: StripeWorld, permission: str
):
    lacking = {permission, permission.replace("_read", "_write")}

    report = restricted(stripe, *lacking).test()

    assert not report.works
    named = [line.partition(": the key lacks")[0] for line in report.lines if "lacks" in line]
    assert named == [{**TO_SELL, **TO_RENEW}[permission]]


def test_the_test_button_says_when_the_customer_portal_is_not_set_up(stripe: StripeWorld):
    stripe.act("portal_setup", saved=False)

    report = stripe.gateway.test()

    stripe.act("portal_setup", saved=True)
    assert not report.works
    assert "customer portal is not set up" in report.lines[-1]


@pytest.mark.behaviour("B051")
@pytest.mark.parametrize(
    ("key", "shown", "words"),
    [
        ("sk_test_wrong", "", "does not accept the secret key"),
        ("pk_test_shown", "", "must begin with sk_ or rk_"),
        (DEFAULT_KEY, "pk_live_shown", "One key is for live mode"),
        (DEFAULT_KEY, "sk_test_shown", "must begin with pk_"),
    ],
)
def test_the_test_button_explains_wrong_keys(
    stripe: StripeWorld, key: str, shown: str, words: str
):
    report = keyed(stripe, key, shown=shown).test()

    assert not report.works
    assert any(words in line for line in report.lines)


def test_the_test_button_says_when_keys_are_missing(stripe: StripeWorld):
    stripe.db.seed(StripeSettings())

    report = stripe.gateway.test()

    assert not report.works
    assert len(report.lines) == 2


def test_the_test_button_says_when_stripe_is_away(
    stripe: StripeWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.0)
    monkeypatch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.0)
    stripe.world.faults.add("stripe", Fault(mode="down"))

    report = stripe.gateway.test()

    assert not report.works
    assert "Try again" in report.lines[-1]
