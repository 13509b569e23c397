"""The site at a glance, and what needs attention."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.model import DecisionKind
from chalicelib.insights import attention, browse, overview
from chalicelib.jobs.model import JobState
from chalicelib.kernel.ids import (
    AuditId,
    DecisionId,
    JobId,
    OrderId,
    PaymentId,
    ServerId,
    UserId,
)
from chalicelib.kernel.money import Money
from chalicelib.payments.model import OrderStatus, PaymentStatus
from tests.builders import (
    NOON,
    a_job,
    a_payment,
    a_payment_key,
    a_period,
    a_plex_account,
    a_server,
    a_subscription,
    an_audit_entry,
    an_order,
    some_seats,
    usd,
)
from tests.stream_builders import a_decision

DAY = timedelta(days=1)


def paid(name: str, *, starts: timedelta, ends: timedelta):
    period = a_period(
        payment_id=PaymentId(f"pay_{name}"), starts_at=NOON + starts, ends_at=NOON + ends
    )
    edges = [edge for edge in (period.starts_at, period.ends_at) if edge > NOON]
    due_at = min(edges, default=None)
    return a_subscription(user_id=UserId(f"usr_{name}"), periods=(period,), due_at=due_at)


def payment(name: str, **changes: object):
    return a_payment(id=PaymentId(f"pay_{name}"), key=a_payment_key(f"pi_{name}"), **changes)


def test_an_empty_site_counts_nothing(deps):
    shown = overview.overview(deps)
    assert (shown.active_users, shown.income_30_days, shown.servers) == (0, (), ())
    assert (shown.attention, shown.at_least) == (0, ())


def test_active_are_those_whose_paid_time_runs(db, deps):
    db.seed(
        paid("ann", starts=-DAY, ends=30 * DAY),
        paid("bob", starts=-DAY, ends=7 * DAY),
        paid("cat", starts=DAY, ends=30 * DAY),
        paid("dan", starts=-9 * DAY, ends=-DAY),
        paid("eve", starts=-9 * DAY, ends=timedelta()),
    )
    shown = overview.overview(deps)
    assert (shown.active_users, shown.users_ending_soon) == (2, 1)


def test_people_on_a_trial_are_counted_apart(db, deps):
    trial = a_period(starts_at=NOON - DAY, ends_at=NOON + DAY, is_trial=True)
    db.seed(
        paid("ann", starts=-DAY, ends=30 * DAY),
        a_subscription(user_id=UserId("usr_bob"), periods=(trial,), due_at=trial.ends_at),
    )
    shown = overview.overview(deps)
    assert (shown.active_users, shown.trial_users, shown.users_ending_soon) == (1, 1, 0)


def test_a_renewal_already_paid_does_not_end_soon(db, deps):
    first = a_period(starts_at=NOON - DAY, ends_at=NOON + DAY)
    second = replace(first, payment_id=PaymentId("pay_2"), starts_at=first.ends_at)
    second = replace(second, ends_at=NOON + 60 * DAY)
    db.seed(a_subscription(periods=(first, second), due_at=first.ends_at))
    shown = overview.overview(deps)
    assert (shown.active_users, shown.users_ending_soon) == (1, 0)


def test_income_is_summed_by_currency_over_thirty_days(db, deps):
    db.seed(
        payment("1", amount=usd(10), paid_at=NOON - DAY),
        payment("2", amount=usd("2.50"), paid_at=NOON - 29 * DAY),
        payment("3", amount=Money(500, "JPY"), paid_at=NOON),
        payment("4", amount=usd(99), paid_at=NOON - 30 * DAY),
        payment("5", amount=usd(99), status=PaymentStatus.REFUNDED, paid_at=NOON),
        payment("6", amount=usd(99), status=PaymentStatus.UNMATCHED, user_id=None, paid_at=NOON),
    )
    shown = overview.overview(deps)
    assert shown.income_30_days == (Money(500, "JPY"), usd("12.50"))
    assert shown.payments_30_days == 3


def test_open_orders_and_decisions_of_a_day_are_counted(db, deps):
    db.seed(
        an_order(),
        an_order(id=OrderId("ord_2"), status=OrderStatus.PAID),
        a_decision(at=NOON - timedelta(hours=23)),
        a_decision(id=DecisionId("dec_2"), at=NOON - timedelta(hours=24)),
    )
    shown = overview.overview(deps)
    assert (shown.open_orders, shown.decisions_24_hours) == (1, 1)


def test_servers_show_how_full_they_are(db, deps):
    db.seed(
        a_server(max_users=10),
        a_server(id=ServerId("srv_beta"), name="Beta", is_enabled=False),
        some_seats(people=3, holds={OrderId("ord_1"): NOON + DAY, OrderId("ord_2"): NOON}),
    )
    alpha, beta = overview.overview(deps).servers
    assert (alpha.name, alpha.seats_taken, alpha.max_users) == ("Alpha", 4, 10)
    assert (beta.seats_taken, beta.is_enabled) == (0, False)


def test_refused_webhooks_of_a_week_are_counted(deps):
    for days_ago in (0, 6, 7):
        deps.counter.add("webhook.refused.stripe", now=NOON - days_ago * DAY)
    assert overview.overview(deps).webhooks_refused_7_days == 2


def test_long_lists_are_cut_and_say_so(db, deps, monkeypatch):
    monkeypatch.setattr(overview, "PAGE", 2)
    monkeypatch.setattr(overview, "MOST_ROWS", 4)
    db.seed(*(an_order(id=OrderId(f"ord_{number}")) for number in range(5)))
    shown = overview.overview(deps)
    assert (shown.open_orders, shown.at_least) == (4, ("open_orders",))


def test_what_needs_attention_is_named_with_what_helps_newest_first(db, deps):
    db.seed(
        payment(
            "1",
            status=PaymentStatus.UNMATCHED,
            attention="Nobody matches.",
            payer_name="Ann Archer",
            recorded_at=NOON - DAY,
        ),
        payment("2"),
        a_job(
            state=JobState.PARKED,
            last_error="No server has room.",
            remedy="Add a server.",
            finished_at=NOON,
        ),
        a_job(id=JobId("job_2")),
        a_plex_account(token_error="The token is refused.", checked_at=NOON - 2 * DAY),
        a_decision(kind=DecisionKind.IGNORED_STOP, at=NOON - timedelta(hours=1)),
        a_decision(id=DecisionId("dec_2"), at=NOON),
    )
    found = attention.list_items(deps)
    assert [(item.kind.value, item.id) for item in found.items] == [
        ("job", "job_1"),
        ("stream", "dec_1"),
        ("payment", "pay_1"),
        ("plex_account", "acc_owner"),
    ]
    assert all(item.remedy and item.title for item in found.items)
    assert found.items[2].title == "10.00 USD from Ann Archer: Nobody matches."
    assert found.is_cut is False


def test_a_long_list_of_attention_is_cut_and_says_so(db, deps):
    db.seed(
        *(
            payment(f"{number}", attention="Look.", status=PaymentStatus.HELD)
            for number in range(attention.MOST_OF_A_KIND + 1)
        )
    )
    found = attention.list_items(deps)
    assert (len(found.items), found.is_cut) == (attention.MOST_OF_A_KIND, True)


@pytest.mark.behaviour("X045")
def test_a_customers_history_holds_what_happened_to_that_customer(db, deps):
    db.seed(
        an_audit_entry(),
        an_audit_entry(id=AuditId("aud_2"), user_id=UserId("usr_bob"), at=NOON + DAY),
    )
    everything = browse.audit(deps, user_id=None, cursor=None, limit=10)
    anns = browse.audit(deps, user_id=UserId("usr_ann"), cursor=None, limit=10)
    assert [entry.id for entry in everything.items] == ["aud_2", "aud_1"]
    assert [entry.id for entry in anns.items] == ["aud_1"]
