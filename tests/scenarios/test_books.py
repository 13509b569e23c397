"""The books: money that goes back, a day that reconciles, payments that are found and exported."""

import csv
import io
from typing import Any

import httpx
import pytest

from tests.scenarios import steps
from tests.scenarios.money import (
    comes,
    decides,
    notices,
    payment_of,
    reconciled,
    sell_with,
    settle_down,
    story_of,
)
from tests.scenarios.shop import change_server
from tests.scenarios.world import LiveWorld


@pytest.mark.behaviour("B056")
@pytest.mark.parametrize(
    ("policy", "standing", "ends"),
    [("keep", "active", False), ("shorten", "expired", True), ("revoke", "expired", True)],
)
def test_a_refund_at_the_gateway_follows_the_operators_policy(
    world: LiveWorld, policy: str, standing: str, ends: bool
):
    sell_with(world, refund_policy=policy)
    steps.subscribe(world, "finn", "Standard")
    (payment,) = world.api("GET", "/payments")["items"]
    before = notices(world)
    world.advance(days=3)

    world.stripe("refund", payment_intent=payment["external_id"])
    settle_down(world)
    world.run_hour()

    booked = payment_of(world, payment["external_id"])
    assert (booked["status"], booked["left"]["minor"]) == ("refunded", 0)
    assert "was refunded" in booked["attention"]
    assert steps.user_named(world, "finn")["standing"] == standing
    assert bool(world.shares_of("finn")) is not ends
    assert notices(world) == before + 1


def evidence_about(world: LiveWorld, payment: dict[str, Any]) -> str:
    """Download the file that answers a dispute."""
    answer = world.admin.get(f"/api/v1/payments/{payment['id']}/evidence")
    assert answer.status_code == 200, answer.text
    assert f"evidence-{payment['id']}.html" in answer.headers["content-disposition"]
    return answer.text


@pytest.mark.behaviour("B056", "X006")
@pytest.mark.parametrize("is_won", [True, False])
def test_a_dispute_holds_the_access_until_it_is_decided(world: LiveWorld, is_won: bool):
    for name in steps.SERVERS:
        change_server(world, world.ids[name], logs_activity=True)
    steps.subscribe(world, "finn", "Standard")
    (payment,) = world.api("GET", "/payments")["items"]
    (server,) = steps.servers_of(world, "finn")
    steps.play(world, server, "finn", "Roku", title="Night <Train>")
    world.run("enforcement")
    world.advance(hours=5)
    world.stripe("dispute", payment_intent=payment["external_id"])
    settle_down(world)
    world.run_hour()
    told = evidence_about(world, payment)
    assert "Night &lt;Train&gt;" in told
    for fact in ("Roku", payment["external_id"], "Access given", "payment received", "finn"):
        assert fact in told, fact
    assert payment_of(world, payment["external_id"])["dispute"] == "open"
    assert steps.user_named(world, "finn")["standing"] != "active"
    assert world.shares_of("finn") == []

    (dispute,) = world.standins.store.list("stripe.dispute")
    world.stripe("close_dispute", dispute=dispute["id"], won=is_won)
    settle_down(world)
    world.run_hour()

    booked = payment_of(world, payment["external_id"])
    assert booked["dispute"] == ("won" if is_won else "lost")
    assert (steps.user_named(world, "finn")["standing"] == "active") == is_won
    assert bool(world.shares_of("finn")) == is_won
    kinds = [line["kind"] for line in story_of(world, booked)["ledger"]]
    assert kinds == ["payment", "dispute", "dispute_won" if is_won else "dispute"]


@pytest.mark.behaviour("B056", "X008")
def test_money_is_given_back_from_the_dashboard_once(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    (payment,) = world.api("GET", "/payments")["items"]
    path = f"/payments/{payment['id']}/refund"
    half = {"minor": 500, "currency": "USD"}

    shown = world.api("POST", f"{path}/preview", {"amount": half})
    done = world.api("POST", path, {"amount": half, "version": payment["version"]})
    world.api("POST", path, {"amount": half, "version": payment["version"]}, status=409)
    settle_down(world)
    world.run_hour()

    assert shown["parts"][0]["ends_at"] == done["ends_at"]
    assert payment_of(world, payment["external_id"])["refunded"] == half
    refunds = world.standins.store.list("stripe.refund")
    assert [each["amount"] for each in refunds] == [500]
    too_much = world.api(
        "POST", f"{path}/preview", {"amount": {"minor": 501, "currency": "USD"}}, status=422
    )
    assert too_much["error"]["problems"][0]["field"] == "amount"


@pytest.mark.behaviour("X007")
def test_a_day_of_everything_reconciles_to_zero_and_names_what_is_missing(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    given_back = comes(world, 1000, email="stranger@x.test")
    dismissed = payment_of(world, comes(world, 4200, email="plumber@x.test"))
    decides(world, dismissed, "dismiss")
    comes(world, 500, email="stranger@x.test", currency="jpy")
    world.stripe("refund", payment_intent=given_back)
    settle_down(world)
    day = world.now().date().isoformat()

    report = reconciled(world, day)

    assert report["statuses"] == {"dismissed": 1, "refunded": 1, "settled": 1, "unmatched": 1}
    assert (report["transactions"], report["differing"]) == (4, 0)
    assert {total["difference"] for total in report["totals"]} == {0}

    missed = comes(world, 900, email="late@x.test", is_told=False)
    report = reconciled(world, day)
    assert [(row["external_id"], row["status"]) for row in report["rows"][:1]] == [
        (missed, "missing")
    ]
    assert report["differing"] == 1
    world.run_hour()
    assert reconciled(world, day)["differing"] == 0
    world.api("GET", "/payments/reconciliation?day=2001-01-01&account=stripe", status=422)


@pytest.mark.behaviour("X007")
def test_payments_are_exported_without_formulas(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    comes(world, 1000, email="=cmd@x.test", name="@SUM(A1:A9)")
    today = world.now().date().isoformat()

    answer: httpx.Response = world.admin.get(
        f"/api/v1/payments/export?since={today}&until={today}"
    )

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 2
    assert {row["status"] for row in rows} == {"settled", "unmatched"}
    assert {row["amount"] for row in rows} == {"10.00"}
    stray = next(row for row in rows if row["status"] == "unmatched")
    assert stray["payer_name"] == "'@SUM(A1:A9)"
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())
    empty = world.admin.get("/api/v1/payments/export?since=2020-01-01&until=2020-01-02")
    assert len(empty.text.splitlines()) == 1
    wrong = f"/payments/export?since={today}&until=2020-01-01"
    assert world.api("GET", wrong, status=422)["error"]["problems"][0]["field"] == "until"


def test_payments_are_found_by_what_people_have_in_hand(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    stray = payment_of(world, comes(world, 777, email="stranger@x.test", name="Zoe Stone"))

    def found(**query: str) -> set[str]:
        answer = world.admin.get("/api/v1/payments", params=query)
        return {each["payer_name"] or each["user_label"] for each in answer.json()["items"]}

    assert found(person="zoe") == found(minor="777") == found(status="unmatched") == {"Zoe Stone"}
    assert found(transaction=stray["external_id"]) == {"Zoe Stone"}
    assert len(found(person="finn")) == 1
    assert found(person="nobody at all") == set()
