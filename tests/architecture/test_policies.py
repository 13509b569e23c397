"""Every function may do what its code does on AWS, and nothing else."""

import inspect
import json

import pytest

from chalicelib.adapters.dynamo import money_keys as keys
from chalicelib.kernel.ids import LedgerId, OrderId, PaymentId, UserId
from chalicelib.payments.model import GatewayAccount, GatewayName, PaymentKey, PaymentStatus
from infra.tools import policies
from infra.tools.files import ROOT
from infra.tools.reach import Node, node, reached
from tests.builders import NOON

# What a function that stops streams or shares libraries has no business with.
STRIPE_PAYMENT = PaymentKey(GatewayName.STRIPE, "pi_1")
MONEY = {
    "payment": keys.payment(STRIPE_PAYMENT).pk,
    "payments": keys.payments().pk,
    "payments_paid_before": keys.payments_paid_before(NOON).pk,
    "payments_paid_between": keys.payments_paid_between(NOON, NOON).pk,
    "payments_of": keys.payments_of(UserId("usr_1")).pk,
    "payments_of_nobody": keys.payments_of_nobody(PaymentStatus.UNMATCHED).pk,
    "payments_needing_attention": keys.payments_needing_attention().pk,
    "payments_refunded": keys.payments_refunded().pk,
    "payments_in": keys.payments_in(PaymentStatus.HELD)[0].pk,
    "payment_with_id": keys.payment_with_id(PaymentId("pay_1")).pk,
    "order": keys.order(OrderId("ord_1")).pk,
    "orders_open": keys.orders_open().pk,
    "sync_cursor": keys.sync_cursor(GatewayAccount.STRIPE).pk,
    "payer_mark": keys.payer_mark("sub:stripe:sub_1", UserId("usr_1"), "learned").pk,
    "payer_marks": keys.payer_marks("sub:stripe:sub_1").pk,
    "agreement": keys.agreement(GatewayName.STRIPE, "sub_1").pk,
    "agreements_changing": keys.agreements_changing(NOON, NOON).pk,
    "agreements_of": keys.agreements_of(UserId("usr_1")).pk,
    "ledger_entry": keys.ledger_entry(LedgerId("led_1"), "2026-01-31").pk,
    "ledger_on": keys.ledger_on(NOON.date()).pk,
    "ledger_of": keys.ledger_of(UserId("usr_1")).pk,
    "ledger_of_payment": keys.ledger_of_payment(STRIPE_PAYMENT).pk,
    "referrals": keys.referrals().pk,
    "referrals_by": keys.referrals_by(UserId("usr_1")).pk,
}
# Lies with the user's other rows, which such a function may read.
IN_THE_USERS_PARTITION = {"credit", "referral"}
FAR_FROM_MONEY = ("enforcement", "daily", "jobs")


def matches(text: str, pattern: str) -> bool:
    return text == pattern or (pattern.endswith("*") and text.startswith(pattern[:-1]))


@pytest.mark.parametrize("stage", policies.STAGES)
@pytest.mark.parametrize("function", policies.functions())
def test_a_policy_covers_what_the_functions_code_reaches_and_nothing_more(
    function: str, stage: str
):
    needed, granted = policies.needed(function), policies.granted(function, stage=stage)
    assert sorted(needed - granted) == [], "the policy lacks this"
    assert sorted(granted - needed) == [], "no code needs this"


@pytest.mark.parametrize("stage", policies.STAGES)
@pytest.mark.parametrize("function", FAR_FROM_MONEY)
def test_functions_far_from_money_are_kept_away_from_it(function: str, stage: str):
    closed = policies.forbidden_keys(function, stage=stage)
    open_partitions = [
        name for name, pk in MONEY.items() if not any(matches(pk, each) for each in closed)
    ]
    assert open_partitions == []
    assert policies.read_keys(function) & (set(MONEY) | IN_THE_USERS_PARTITION) == set()


def test_every_key_of_money_is_closed_to_functions_far_from_it():
    names = {
        name
        for name, each in vars(keys).items()
        if inspect.isfunction(each) and each.__module__ == keys.__name__
    }
    assert names == set(MONEY) | IN_THE_USERS_PARTITION


def test_nobody_may_change_or_delete_what_the_audit_log_says():
    for function in policies.functions():
        rights = {action for action, thing in policies.needed(function) if thing == "audit"}
        assert rights <= {"dynamodb:PutItem", "dynamodb:Query"}


def test_no_policy_names_everything():
    for path in sorted((ROOT / ".chalice").glob("policy-*.json")):
        for statement in json.loads(path.read_text())["Statement"]:
            if statement["Effect"] == "Allow":
                assert "*" not in str(statement["Action"]), path.name
                assert '"*"' not in json.dumps(statement["Resource"]), path.name


def test_stages_differ_in_nothing_but_their_name():
    for path in sorted((ROOT / ".chalice").glob("policy-prod-*.json")):
        twin = path.with_name(path.name.replace("-prod-", "-dev-"))
        assert path.read_text().replace("-prod", "-dev").replace("/prod/", "/dev/") == (
            twin.read_text()
        )
    stages = json.loads((ROOT / ".chalice" / "config.json").read_text())["stages"]
    for stage in stages.values():
        stage["environment_variables"].pop("SITE_URL", None)  # known after the first deployment
    assert json.dumps(stages["prod"]).replace("prod", "dev") == json.dumps(stages["dev"])


def test_reach_follows_imports_inside_functions_and_stops_at_walls():
    start = node("chalicelib.wiring.nudge")
    assert isinstance(start, Node)
    names = {f"{each.module}.{each.name}" for each in reached([start])}
    assert "chalicelib.adapters.queue.SqsNudge" in names
    walled = reached([start], walls=frozenset({"chalicelib.adapters.queue"}))
    assert "SqsNudge" not in {each.name for each in walled}


def test_the_sweep_of_jobs_needs_its_index_and_the_queue():
    rights = policies.needed("job_sweep")
    assert {("dynamodb:Query", "jobs/index/*"), ("sqs:SendMessage", "queue")} <= rights
