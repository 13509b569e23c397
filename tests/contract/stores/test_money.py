"""Payments and orders are found as their port promises."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.records import Delete, Insert, Update
from chalicelib.payments.ledger import CreditBalance, LedgerEntry
from chalicelib.payments.model import (
    GatewayAccount,
    GatewayName,
    OrderStatus,
    Payment,
    PaymentStatus,
    SyncCursor,
)
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus
from chalicelib.payments.rules.settle_view import Payer, SettleView, Sought
from chalicelib.subscriptions.model import Subscription
from tests.builders import (
    NOON,
    a_ledger_entry,
    a_payer_mark,
    a_payment,
    a_payment_key,
    a_plan,
    a_subscription,
    a_user,
    an_agreement,
    an_identity,
    an_order,
    claims_of,
)
from tests.contract.stores.paging import all_of
from tests.contract.stores.worlds import World

KEY = a_payment_key()


def paid(number: int, **overrides: object) -> Payment:
    return a_payment(
        id=f"pay_{number}",
        key=a_payment_key(f"pi_{number}"),
        paid_at=NOON + timedelta(days=number),
        recorded_at=NOON - timedelta(days=number),
        **overrides,
    )


def numbers(payments: list[Payment]) -> list[int]:
    return [int(payment.id.removeprefix("pay_")) for payment in payments]


def test_a_payment_is_found_by_its_key_and_by_its_id(world: World):
    world.database.commit(Insert(a_payment()))

    assert world.payments.payment(KEY) == a_payment(version=1)
    assert world.payments.payment_by_id("pay_1") == a_payment(version=1)
    assert world.payments.payment(a_payment_key(sequence=2)) is None
    assert world.payments.payment(a_payment_key(gateway=GatewayName.MANUAL)) is None
    assert world.payments.payment_by_id("pay_2") is None


def test_payments_come_latest_paid_first_for_all_and_for_one_user(world: World):
    for number in range(4):
        owner = "usr_ann" if number % 2 else None
        world.database.commit(Insert(paid(number, user_id=owner)))

    assert numbers(all_of(world.payments.recent)) == [3, 2, 1, 0]
    assert numbers(all_of(world.payments.of_user, user_id="usr_ann", limit=1)) == [3, 1]
    assert all_of(world.payments.of_user, user_id="usr_bob") == []


def test_a_payment_moves_to_the_user_it_was_assigned_to(world: World):
    world.database.commit(Insert(paid(1, user_id=None)))
    world.database.commit(Update(paid(1, user_id="usr_bob", version=1)))

    assert numbers(all_of(world.payments.of_user, user_id="usr_bob")) == [1]


def test_payments_need_attention_until_it_is_cleared_the_latest_recorded_first(world: World):
    for number in range(3):
        world.database.commit(Insert(paid(number, attention="Look.")))
    world.database.commit(Insert(paid(3)))
    world.database.commit(Update(paid(1, attention="", version=1)))

    assert numbers(all_of(world.payments.needing_attention, limit=1)) == [0, 2]


def test_payments_before_an_instant_come_latest_paid_first(world: World):
    for number in range(4):
        world.database.commit(Insert(paid(number)))
    until = NOON + timedelta(days=3)

    assert numbers(all_of(world.payments.paid_before, until=until)) == [2, 1, 0]
    assert all_of(world.payments.paid_before, until=NOON) == []


def test_payments_between_two_instants_come_latest_paid_first(world: World):
    for number in range(5):
        world.database.commit(Insert(paid(number)))
    since, until = NOON + timedelta(days=1), NOON + timedelta(days=4)

    for limit in (1, 10):
        between = all_of(world.payments.paid_between, since=since, until=until, limit=limit)
        assert numbers(between) == [3, 2, 1]
    assert all_of(world.payments.paid_between, since=since, until=since) == []


@pytest.mark.parametrize("status", list(PaymentStatus))
def test_payments_are_listed_by_status(world: World, status: PaymentStatus):
    of_nobody = {PaymentStatus.UNMATCHED, PaymentStatus.HELD, PaymentStatus.DISMISSED}
    for number, each in enumerate([*PaymentStatus, *PaymentStatus]):
        owner = None if each in of_nobody else "usr_ann"
        world.database.commit(Insert(paid(number, status=each, user_id=owner)))

    found = all_of(world.payments.in_status, status=status, limit=1)

    assert {payment.status for payment in found} == {status}
    assert len(found) == 2
    if status is not PaymentStatus.REFUNDED:
        assert numbers(found) == sorted(numbers(found), reverse=True)


def test_refunds_that_nobody_looked_at_come_first(world: World):
    refunded = {"status": PaymentStatus.REFUNDED}
    for number in range(4):
        attention = "Look." if number % 2 else ""
        world.database.commit(Insert(paid(number, attention=attention, **refunded)))

    found = all_of(world.payments.in_status, status=PaymentStatus.REFUNDED, limit=1)

    assert numbers(found) == [1, 3, 0, 2]


def test_many_payments_are_read_in_one_round_trip_and_parts_in_their_order(world: World):
    for sequence in (2, 1, 3):
        key = a_payment_key(sequence=sequence)
        world.database.commit(Insert(a_payment(id=f"pay_{sequence}", key=key, parts=3)))
    before = world.round_trips()

    parts = world.payments.parts(a_payment(parts=3))

    assert [part.key.sequence for part in parts] == [1, 2, 3]
    assert world.round_trips() == before + 1
    assert set(world.payments.many((KEY, a_payment_key("pi_none")))) == {KEY}
    assert world.payments.many(()) == {}


def test_a_mark_points_at_everybody_who_has_it_until_it_is_taken_away(world: World):
    marks = [a_payer_mark(), a_payer_mark(source="pi_1"), a_payer_mark(user_id="usr_bob")]
    world.database.commit(*map(Insert, marks), Insert(a_payer_mark(mark="sub:stripe:sub_2")))
    world.database.commit(Delete(marks[0]))

    mark = marks[0].mark
    pointed = world.payments.payers((mark, "paypal:nobody@x.test"))

    assert pointed == {mark: {"usr_ann", "usr_bob"}, "paypal:nobody@x.test": frozenset()}
    assert set(world.payments.marked(mark)) == set(marks[1:])


def test_agreements_are_found_by_their_ref_and_by_their_user(world: World):
    first = an_agreement()
    second = an_agreement(ref="sub_2", started_at=NOON + timedelta(days=1))
    world.database.commit(
        Insert(second), Insert(first), Insert(an_agreement(ref="s", user_id="x"))
    )

    assert world.payments.agreement(GatewayName.STRIPE, "sub_1") == replace(first, version=1)
    assert world.payments.agreement(GatewayName.PAYPAL, "sub_1") is None
    assert [each.ref for each in world.payments.agreements_of("usr_ann")] == ["sub_1", "sub_2"]


def test_agreements_are_found_by_when_the_gateway_has_to_tell_next(world: World):
    def at(days: int, **fields: Any) -> Agreement:
        return an_agreement(ref=f"sub_{days}", renews_at=NOON + timedelta(days=days), **fields)

    world.database.commit(
        *map(
            Insert,
            (
                at(1),
                at(2),
                at(3, status=AgreementStatus.ENDED),
                at(9, cancels_at=NOON + timedelta(days=4)),
                at(5),
                an_agreement(ref="sub_none", renews_at=None),
            ),
        )
    )

    def found(first: int, last: int, limit: int = 9) -> list[str]:
        since, until = (NOON + timedelta(days=days) for days in (first, last))
        told = world.payments.agreements_changing(since=since, until=until, limit=limit)
        return [each.ref for each in told]

    assert found(0, 30) == ["sub_1", "sub_2", "sub_9", "sub_5"]
    assert found(0, 30, limit=2) == ["sub_1", "sub_2"]
    assert found(2, 5) == ["sub_2", "sub_9"], "the end is not within"
    ended = replace(at(1), status=AgreementStatus.ENDED, version=1)
    world.database.commit(Update(ended))
    assert found(0, 30) == ["sub_2", "sub_9", "sub_5"]


def test_credit_is_blank_until_there_is_some(world: World):
    assert world.payments.credit("usr_ann") == CreditBalance("usr_ann")
    world.database.commit(Update(CreditBalance("usr_ann", {"USD": 5})))

    assert world.payments.credit("usr_ann") == CreditBalance("usr_ann", {"USD": 5}, version=1)


def test_the_ledger_is_read_by_user_by_day_and_by_payment(world: World):
    lines = [
        a_ledger_entry(id="led_1", payment=KEY),
        a_ledger_entry(id="led_2", at=NOON + timedelta(hours=11, minutes=59)),
        a_ledger_entry(id="led_3", at=NOON + timedelta(hours=12), payment=KEY),
        a_ledger_entry(id="led_4", user_id="usr_bob"),
        a_ledger_entry(id="led_5", user_id=None),
    ]
    world.database.commit(*map(Insert, lines))
    store = world.payments

    assert ids(all_of(store.ledger_of, user_id="usr_ann")) == ["led_3", "led_2", "led_1"]
    assert ids(all_of(store.ledger_on, day=NOON.date())) == ["led_1", "led_2", "led_4", "led_5"]
    assert ids(list(store.ledger_of_payment(KEY))) == ["led_1", "led_3"]


def ids(lines: list[LedgerEntry]) -> list[str]:
    return [line.id for line in lines]


def test_orders_are_listed_while_they_are_open_the_oldest_first(world: World):
    for number, name in enumerate(["c", "b", "a"]):
        made = NOON + timedelta(minutes=number)
        world.database.commit(Insert(an_order(id=f"ord_{name}", created_at=made)))
    closed = an_order(id="ord_b", status=OrderStatus.CLOSED, version=1)
    world.database.commit(Update(closed))

    orders = all_of(world.payments.open_orders, limit=1)

    assert [order.id for order in orders] == ["ord_c", "ord_a"]
    assert world.payments.order("ord_b") == replace(closed, version=2)
    assert world.payments.order("ord_x") is None


def test_each_account_has_its_own_sync_cursor(world: World):
    world.database.commit(Insert(SyncCursor(GatewayAccount.PAYPAL, NOON)))

    assert world.payments.sync_cursor(GatewayAccount.PAYPAL) == SyncCursor(
        GatewayAccount.PAYPAL, NOON, version=1
    )
    assert world.payments.sync_cursor(GatewayAccount.PAYPAL_SECONDARY) is None


def trips_of_view(world: World, order_id: str | None) -> tuple[SettleView, int]:
    before = world.round_trips()
    view = world.payments.settle_view(KEY, order_id=order_id)
    return view, world.round_trips() - before


def test_a_payment_without_order_needs_one_round_trip(world: World):
    assert trips_of_view(world, None) == (SettleView(None, None, (), None), 1)
    assert trips_of_view(world, "ord_unknown") == (SettleView(None, None, (), None), 1)


def test_a_payment_that_is_known_needs_one_round_trip(world: World):
    world.database.commit(Insert(a_payment()), Insert(an_order()), Insert(a_user()))

    view = SettleView(a_payment(version=1), an_order(version=1), (), None)
    assert trips_of_view(world, "ord_1") == (view, 1)


def test_a_renewal_finds_its_payer_and_plan_in_two_round_trips(world: World):
    agreement, order = an_agreement(), an_order(payment_key=a_payment_key("pi_first"))
    plan = a_plan(id=agreement.plan_id)
    world.database.commit(
        Insert(agreement), Insert(a_user()), Insert(a_subscription()), Insert(plan), Insert(order)
    )

    before = world.round_trips()
    view = world.payments.settle_view(KEY, order_id="ord_1", subscription_ref=agreement.ref)

    assert world.round_trips() - before == 2
    assert (view.users, view.subscription) == ((), None)
    assert view.payer == Payer(
        a_user(version=1), a_subscription(version=1), replace(plan, version=1)
    )


def test_an_agreement_of_nobody_known_has_no_payer(world: World):
    agreement = an_agreement()
    world.database.commit(Insert(agreement))

    view = world.payments.settle_view(KEY, order_id=None, subscription_ref=agreement.ref)

    assert (view.agreement, view.payer) == (replace(agreement, version=1), None)


def test_a_page_of_payments_is_seen_in_as_many_round_trips_as_one_of_them(world: World):
    agreement = an_agreement()
    bob = a_user(id="usr_bob", email="bob@example.com", media=an_identity("bob"))
    world.database.commit(
        Insert(an_order()),
        Insert(an_order(id="ord_bob", user_id="usr_bob")),
        Insert(agreement),
        Insert(a_user()),
        Insert(bob),
        Insert(a_payment(key=a_payment_key("pi_known"))),
    )
    known = world.payments.many((a_payment_key("pi_known"),))
    sought = (
        Sought(a_payment_key("pi_stranger")),
        Sought(a_payment_key("pi_order"), "ord_1"),
        Sought(a_payment_key("pi_bob"), "ord_bob"),
        Sought(a_payment_key("pi_renewal"), subscription_ref=agreement.ref),
        Sought(a_payment_key("pi_known"), "ord_1"),
    )

    before = world.round_trips()
    views = world.payments.settle_views(sought, known=known)

    assert world.round_trips() - before == 2
    assert views == {
        each.key: world.payments.settle_view(
            each.key, order_id=each.order_id, subscription_ref=each.subscription_ref
        )
        for each in sought
    }


def test_what_names_nothing_is_seen_without_a_read(world: World):
    before = world.round_trips()

    views = world.payments.settle_views((Sought(KEY),), known={})

    assert views == {KEY: SettleView(None, None, (), None)}
    assert world.round_trips() == before


def test_a_sale_to_a_newcomer_needs_two_round_trips(world: World):
    world.database.commit(Insert(an_order()))

    assert trips_of_view(world, "ord_1") == (SettleView(None, an_order(version=1), (), None), 2)


@pytest.mark.parametrize("has_claims", [True, False])
def test_a_sale_to_the_user_whom_the_order_names_needs_two_round_trips(
    world: World, has_claims: bool
):
    order = an_order(user_id="usr_ann")
    claims = claims_of(a_user()) if has_claims else ()
    world.database.commit(
        Insert(order), Insert(a_user()), Insert(a_subscription()), *map(Insert, claims)
    )

    view = SettleView(
        None, replace(order, version=1), (a_user(version=1),), a_subscription(version=1)
    )
    assert trips_of_view(world, "ord_1") == (view, 2)


def test_a_sale_finds_the_user_who_holds_the_identity_with_a_blank_subscription(world: World):
    world.database.commit(Insert(an_order()), Insert(a_user()), *map(Insert, claims_of(a_user())))

    view = world.payments.settle_view(KEY, order_id="ord_1")

    assert view == SettleView(
        None, an_order(version=1), (a_user(version=1),), Subscription("usr_ann")
    )


def test_several_candidates_are_all_shown_without_a_subscription(world: World):
    bob = a_user(id="usr_bob", email="bob@example.com", media=an_identity("bob"))
    world.database.commit(
        Insert(an_order(user_id="usr_bob")),
        Insert(a_user()),
        Insert(bob),
        Insert(a_subscription()),
        *map(Insert, claims_of(a_user())),
    )

    view = world.payments.settle_view(KEY, order_id="ord_1")

    assert view.users == (a_user(version=1), replace(bob, version=1))
    assert view.subscription is None
