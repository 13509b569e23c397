"""Money that goes back at the Stripe stand-in: refunds that wait or fail, disputes, the books."""

from datetime import timedelta
from typing import Any

import pytest
import stripe

from infra.sandbox.kit import World
from tests.contract.stripe_standin.client import SALE, act, press


def a_charge(world: World, api: Any) -> Any:
    session = api.checkout.sessions.create(SALE)
    press(world, session, "pay")
    intent = api.checkout.sessions.retrieve(session.id).payment_intent
    return api.charges.retrieve(api.payment_intents.retrieve(intent).latest_charge)


def events_about(world: World, id: str) -> list[str]:
    rows = world.store.list("stripe.event")
    return [row["type"] for row in rows if row["data"]["object"]["id"] == id]


def test_a_refund_may_be_on_its_way_and_then_arrive(world: World, api: Any) -> None:
    charge = a_charge(world, api)
    made = act(world, "refund", charge=charge.id, amount=400, pending=True)["refund"]
    assert api.refunds.retrieve(made["id"]).status == "pending"

    act(world, "settle_refund", refund=made["id"])

    assert api.refunds.retrieve(made["id"]).status == "succeeded"
    assert events_about(world, made["id"]) == [
        "refund.created",
        "refund.updated",
        "charge.refund.updated",
    ]


def test_a_refund_may_come_back_from_the_bank(world: World, api: Any) -> None:
    charge = a_charge(world, api)
    made = api.refunds.create({"charge": charge.id})

    act(world, "fail_refund", refund=made.id)

    found = api.refunds.retrieve(made.id, {"expand": ["failure_balance_transaction"]})
    assert (found.status, found.failure_balance_transaction.amount) == ("failed", 1250)
    assert not api.charges.retrieve(charge.id).refunded
    assert "refund.failed" in events_about(world, made.id)
    listed = api.refunds.list({"charge": charge.id}).data
    assert [row.id for row in listed] == [made.id]


@pytest.mark.parametrize(("won", "status", "left"), [(True, "won", 0), (False, "lost", -2750)])
def test_a_dispute_takes_the_money_and_is_won_or_lost(
    world: World, api: Any, won: bool, status: str, left: int
) -> None:
    charge = a_charge(world, api)
    made = act(world, "dispute", charge=charge.id, reason="product_not_received")["dispute"]

    assert api.charges.retrieve(charge.id).disputed
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.refunds.create({"charge": charge.id})
    assert refused.value.code == "charge_disputed"
    act(world, "answer_dispute", dispute=made["id"])
    assert api.disputes.retrieve(made["id"]).status == "under_review"
    act(world, "close_dispute", dispute=made["id"], won=won)

    found = api.disputes.retrieve(made["id"], {"expand": ["charge", "payment_intent"]})
    assert (found.status, found.charge.id, found.amount) == (status, charge.id, 1250)
    entries = api.balance_transactions.list({"source": made["id"]}).data
    assert sum(entry.net for entry in entries) == left
    kinds = events_about(world, made["id"])
    assert kinds[:3] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.updated",
    ]
    assert kinds[-1] == "charge.dispute.closed"
    assert ("charge.dispute.funds_reinstated" in kinds) == won
    listed = api.disputes.list({"payment_intent": found.payment_intent.id}).data
    assert [row.id for row in listed] == [found.id]


def test_an_owner_may_accept_a_dispute_once(world: World, api: Any) -> None:
    charge = a_charge(world, api)
    made = act(world, "dispute", charge=charge.id)["dispute"]

    assert api.disputes.close(made["id"]).status == "lost"

    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        api.disputes.close(made["id"])


def test_the_books_are_read_by_the_time_of_their_entries(world: World, api: Any) -> None:
    world.clock.advance(timedelta(days=3))
    start = int(world.clock.now().timestamp())
    charge = a_charge(world, api)
    api.refunds.create({"charge": charge.id, "amount": 250})
    world.clock.advance(timedelta(hours=1))
    end = int(world.clock.now().timestamp())
    a_charge(world, api)

    found = api.balance_transactions.list(
        {"created": {"gte": start, "lt": end}, "expand": ["data.source"]}
    ).data

    assert [(row.type, row.amount) for row in found] == [("refund", -250), ("charge", 1250)]
    assert found[1].source.id == charge.id
    assert [row.amount for row in api.charges.list({"created": {"gte": end}}).data] == [1250]
