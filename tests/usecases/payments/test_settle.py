"""One payment, whatever tells us of it and however often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import PaymentId
from chalicelib.kernel.money import Money
from chalicelib.notifications.model import Event
from chalicelib.payments.model import (
    GatewayStatus,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
)
from chalicelib.payments.settle import settle
from chalicelib.settings.model import PaymentSettings, ReversalPolicy
from chalicelib.subscriptions.lifecycle import Standing, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaClaim, MediaIdentity, User
from tests.builders import (
    NOON,
    a_gateway_payment,
    a_payment_key,
    a_plan,
    a_subscription,
    a_user,
    an_identity,
    an_order,
    at,
    claims_of,
    usd,
)
from tests.usecases.payments.shop import ADMIN, Shop


@pytest.mark.behaviour("B025", "B034")
def test_a_paid_order_becomes_a_payment_with_everything_it_bought(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id, email="payer@example.com")

    payment = settle(shop.payments, found=found, actor=ADMIN)

    user = shop.db.one(User)
    assert payment == shop.db.one(Payment)
    assert payment == Payment(
        id=payment.id,
        key=found.key,
        status=PaymentStatus.SETTLED,
        amount=usd(10),
        paid_at=NOON,
        recorded_at=NOON,
        user_id=user.id,
        plan_id=a_plan().id,
        starts_at=NOON,
        ends_at=at("2026-02-28T12:00:00"),
        order_id=order.id,
        payer_email="payer@example.com",
        bought_seconds=28 * 86_400,
        version=1,
    )


@pytest.mark.behaviour("B025", "X045")
def test_settling_writes_subscription_order_jobs_and_audit_in_one_commit(shop: Shop):
    order = shop.buys()
    commits = len(shop.db.commits)

    shop.hears(external_id=shop.gateway.pay(order.checkout_id).key.external_id)

    assert len(shop.db.commits) == commits + 1
    assert shop.subscription().due_at == at("2026-02-28T12:00:00")
    stored = shop.db.one(Order)
    assert (stored.status, stored.payment_key) == (OrderStatus.PAID, shop.db.one(Payment).key)
    (job,) = shop.access_jobs()
    assert job.payload == {
        "order_id": order.id,
        "held_server_id": "srv_alpha",
        "payment_id": shop.db.one(Payment).id,
        "if_parked": {"kind": "check_delivery", "subject": shop.db.one(Payment).id},
    }
    (mail,) = shop.mails(Event.PAYMENT_RECEIVED)
    assert mail.payload["to"] == "ann@example.com"
    assert mail.payload["facts"]["plan"] == "Basic"
    assert shop.nudge.sent[-2:] == [job.id, mail.id]
    assert shop.actions() == ["order.opened", "payment.settled", "user.added"]


@pytest.mark.behaviour("B027", "X046")
def test_settling_twice_changes_nothing(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    first = settle(shop.payments, found=found, actor=ADMIN)
    commits = len(shop.db.commits)

    assert settle(shop.payments, found=found, actor=ADMIN) == first
    assert len(shop.db.commits) == commits
    assert len(shop.subscription().periods) == 1


@pytest.mark.parametrize("status", [GatewayStatus.PENDING, GatewayStatus.FAILED])
@pytest.mark.behaviour("B026")
def test_what_was_not_paid_is_not_booked(shop: Shop, status: GatewayStatus):
    shop.db.seed(an_order())

    assert settle(shop.payments, found=a_gateway_payment(status=status), actor=ADMIN) is None
    assert shop.db.all(Payment) == ()


def test_a_new_customer_holds_the_claims_of_their_plex_identity(shop: Shop):
    shop.sells("ann", media=MediaIdentity("ann", "ann@plex.test", "77", is_proven=True))

    user = shop.db.one(User)
    values = {claim.value for claim in shop.db.all(MediaClaim) if claim.user_id == user.id}
    assert values == {"name:ann", "email:ann@plex.test", "id:77"}
    assert user.joined_at == NOON


@pytest.mark.behaviour("B047")
def test_a_known_plex_identity_brings_the_payment_to_its_user(shop: Shop):
    ann = a_user()
    lapsed = a_subscription(periods=(), due_at=None)
    shop.db.seed(ann, *claims_of(ann), lapsed)

    payment = shop.sells("ann", email="other@example.com")

    assert payment.user_id == ann.id
    assert [user.id for user in shop.db.all(User)] == [ann.id]
    assert len(shop.access_jobs()) == 1


@pytest.mark.behaviour("B030")
def test_a_renewal_before_expiry_starts_where_the_paid_time_ends(shop: Shop):
    shop.sells()
    shop.passes(days=10)

    renewal = shop.sells()

    assert renewal.starts_at == at("2026-02-28T12:00:00")
    assert renewal.ends_at == at("2026-03-28T12:00:00")


def test_whoever_is_signed_in_gets_the_time_even_for_a_new_plex_name(shop: Shop):
    ann = a_user()
    shop.db.seed(ann, *claims_of(ann))

    payment = shop.sells("annie", user_id=ann.id)

    assert payment.user_id == ann.id


def test_a_sign_in_with_plex_completes_what_was_typed_before(shop: Shop):
    typed = a_user(media=an_identity("ann"))
    shop.db.seed(typed, *claims_of(typed))

    shop.sells("ann", media=MediaIdentity("ann", "ann@plex.test", "77", is_proven=True))

    user = shop.db.one(User)
    assert user.media == MediaIdentity("ann", "ann@plex.test", "77", is_proven=True)
    claims = {claim.value for claim in shop.db.all(MediaClaim)}
    assert claims == {"name:ann", "email:ann@plex.test", "id:77"}


def test_a_typed_name_never_replaces_a_proven_identity(shop: Shop):
    proven = a_user(media=MediaIdentity("ann", "ann@plex.test", "77", is_proven=True))
    shop.db.seed(proven, *claims_of(proven))

    shop.sells("ann", media=MediaIdentity(username="ann", email="evil@plex.test"))

    assert shop.db.one(User).media == proven.media


def test_an_identity_that_two_people_hold_is_not_guessed_at(shop: Shop):
    ann = a_user()
    bob = a_user(id="usr_bob", name="Bob", media=an_identity("bob"))
    shop.db.seed(ann, bob, *claims_of(ann), *claims_of(bob))

    payment = shop.sells(media=MediaIdentity(username="ann", email="bob@example.com"))

    assert (payment.status, payment.user_id) == (PaymentStatus.UNMATCHED, None)
    assert "Ann Example and Bob" in payment.attention
    assert shop.db.all(Subscription) == ()
    assert shop.db.one(Order).status is OrderStatus.PAID


@pytest.mark.parametrize(
    ("paid", "words"),
    [
        (usd(9), "9.00 USD was paid, but 10.00 USD was quoted."),
        (usd(11), "11.00 USD was paid"),
        (Money(1000, "EUR"), "another currency"),
    ],
)
@pytest.mark.behaviour("X002")
def test_another_amount_than_quoted_is_held_for_a_person(shop: Shop, paid: Money, words: str):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id, amount=paid)

    for _ in range(2):
        shop.hears(external_id=found.key.external_id)

    payment = shop.db.one(Payment)
    assert payment.status is PaymentStatus.HELD
    assert words in payment.attention
    assert shop.db.all(Subscription) == shop.db.all(User) == ()
    assert shop.access_jobs() == shop.mails(Event.PAYMENT_RECEIVED) == []
    (mail,) = shop.mails(Event.ADMIN_NEEDS_ATTENTION)
    assert mail.payload["to"] == "boss@example.com"
    assert mail.payload["facts"]["problem"] == payment.attention


def test_an_edited_plan_does_not_change_what_was_quoted(shop: Shop):
    order = shop.buys()
    plan = shop.db.find(type(a_plan()), a_plan().id)
    assert plan is not None
    shop.db.seed(replace(plan, price=usd(99)))

    shop.hears(external_id=shop.gateway.pay(order.checkout_id).key.external_id)

    assert shop.db.one(Payment).status is PaymentStatus.SETTLED


def test_a_second_payment_for_one_order_is_held(shop: Shop):
    first = shop.sells()
    again = shop.gateway.charge(usd(10), email="ann@example.com", order_id=first.order_id)

    shop.hears(event_id="evt_again", external_id=again.key.external_id)

    held = shop.db.find(Payment, again.key)
    assert held is not None
    assert held.status is PaymentStatus.HELD
    assert shop.db.one(Order).payment_key == first.key


@pytest.mark.behaviour("X046")
def test_who_pays_after_the_order_was_closed_still_gets_access(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    stored = shop.db.one(Order)
    shop.db.seed(replace(stored, status=OrderStatus.CLOSED))
    shop.passes(days=2)

    shop.hears(external_id=found.key.external_id)

    assert shop.db.one(Payment).status is PaymentStatus.SETTLED
    assert shop.db.one(Order).status is OrderStatus.PAID


@pytest.mark.behaviour("B042")
def test_money_without_an_order_goes_to_the_one_payer_whose_last_plan_costs_that(shop: Shop):
    sold = shop.sells()
    shop.passes(days=40)
    found = shop.gateway.charge(usd(10), email="ANN@example.com")

    payment = settle(shop.payments, found=found, actor=ADMIN)

    assert payment is not None
    assert (payment.status, payment.user_id) == (PaymentStatus.SETTLED, sold.user_id)
    assert len(shop.access_jobs()) == 2


@pytest.mark.behaviour("B044")
@pytest.mark.parametrize(
    ("email", "amount", "words"),
    [
        ("nobody@example.com", 10, "Nobody"),
        ("", 10, "does not tell who paid"),
        ("ann@example.com", 12, "costs 10.00 USD, not 12.00 USD"),
    ],
)
def test_money_that_fits_nobody_waits_for_a_person(
    shop: Shop, email: str, amount: int, words: str
):
    shop.sells()
    found = shop.gateway.charge(usd(amount), email=email)

    for _ in range(3):
        settle(shop.payments, found=found, actor=ADMIN)

    payment = shop.db.find(Payment, found.key)
    assert payment is not None
    assert payment.status is PaymentStatus.UNMATCHED
    assert words in payment.attention
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 1


@pytest.mark.behaviour("B043")
def test_two_people_with_the_payers_address_are_no_match(shop: Shop):
    shop.sells()
    shop.db.seed(a_user(id="usr_twin", media=an_identity("twin")))
    found = shop.gateway.charge(usd(10), email="ann@example.com")

    payment = settle(shop.payments, found=found, actor=ADMIN)

    assert payment is not None
    assert payment.status is PaymentStatus.UNMATCHED


def test_a_refund_ends_the_time_that_it_bought_and_is_told_once(shop: Shop):
    payment = shop.sells()
    shop.passes(days=7)
    shop.gateway.give_back(payment.key.external_id)

    for number in range(3):
        shop.hears(event_id=f"evt_refund_{number}", external_id=payment.key.external_id)

    stored = shop.db.one(Payment)
    assert (stored.status, stored.refunded) == (PaymentStatus.REFUNDED, usd(10))
    assert "10.00 USD of 10.00 USD was refunded" in stored.attention
    assert stored.ends_at == NOON + timedelta(days=7)
    assert standing(shop.subscription(), is_permanent=False, now=shop.clock.now()) is (
        Standing.EXPIRED
    )
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 1
    assert len(shop.access_jobs()) == 2


def test_a_refund_leaves_access_where_the_operator_keeps_it(shop: Shop):
    payment = shop.sells()
    before = shop.subscription()
    shop.db.seed(PaymentSettings(refund_policy=ReversalPolicy.KEEP))
    shop.gateway.give_back(payment.key.external_id)

    shop.hears(event_id="evt_refund", external_id=payment.key.external_id)

    assert shop.db.one(Payment).status is PaymentStatus.REFUNDED
    assert shop.subscription() == before


def test_each_partial_refund_is_noted_once_and_the_payment_stays_settled(shop: Shop):
    payment = shop.sells()
    for amount in (usd(2), usd(3)):
        found = shop.gateway.give_back(payment.key.external_id, amount)
        for _ in range(2):
            settle(shop.payments, found=found, actor=ADMIN)

    stored = shop.db.one(Payment)
    assert (stored.status, stored.refunded) == (PaymentStatus.SETTLED, usd(5))
    assert stored.ends_at == NOON + timedelta(days=14)
    assert shop.subscription().periods[0].ends_at == stored.ends_at
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 2


def test_what_was_refunded_before_we_saw_it_buys_nothing(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    shop.gateway.give_back(found.key.external_id)

    shop.hears(external_id=found.key.external_id)

    assert shop.db.one(Payment).status is PaymentStatus.REFUNDED
    assert shop.db.one(Order).status is OrderStatus.CLOSED
    assert shop.access_jobs() == []


@pytest.mark.behaviour("X045")
def test_the_audit_log_tells_who_what_before_after_and_why(shop: Shop):
    payment = shop.sells()

    entry = next(e for e in shop.db.all(AuditEntry) if e.action == "payment.settled")

    assert (entry.actor, entry.subject) == ("gateway:stripe", payment.id)
    assert entry.user_id == payment.user_id
    assert "10.00 USD for Basic" in entry.why
    assert entry.before == {"paid_until": ""}
    assert entry.after["paid_until"].startswith("2026-02-28")


def test_a_site_without_an_administrators_address_books_all_the_same(shop: Shop):
    site = shop.payments.settings.site()
    shop.db.seed(replace(site, admin_email=""))
    found = a_gateway_payment(key=a_payment_key("pi_x"), order_id=None, payer_email="x@y.test")

    payment = settle(shop.payments, found=found, actor=ADMIN)

    assert payment is not None
    assert payment.id != PaymentId("")
    assert shop.mails(Event.ADMIN_NEEDS_ATTENTION) == []


def test_a_payment_made_long_ago_counts_from_when_it_is_booked(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    shop.passes(days=5)

    shop.hears(external_id=found.key.external_id)

    assert shop.db.one(Payment).starts_at == NOON + timedelta(days=5)
