"""Customers and administrators manage what is paid again and again."""

from datetime import timedelta

import pytest

from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import ConflictError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.secret import Sealed
from chalicelib.payments.model import OrderMode
from chalicelib.payments.renewing import manage
from chalicelib.payments.renewing.manage import Asker
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus
from chalicelib.settings.model import PaymentSettings, StripeSettings
from chalicelib.subscriptions.grace import grace_of
from chalicelib.subscriptions.model import Subscription
from tests.builders import a_plan
from tests.usecases.payments.shop import ADMIN, Shop

OPERATOR = Asker(ADMIN)


@pytest.fixture
def shop() -> Shop:
    """A shop in which ann pays a plan again and again."""
    shop = Shop()
    shop.db.seed(
        PaymentSettings(recurring_enabled=True),
        StripeSettings(enabled=True, recurring_enabled=True, secret_key=Sealed("sealed")),
        a_plan(offers={"stripe": "price_1"}),
    )
    shop.sells("ann", mode=OrderMode.RECURRING)
    return shop


def agreement(shop: Shop) -> Agreement:
    return shop.db.one(Agreement)


def owner(shop: Shop) -> Asker:
    user_id = agreement(shop).user_id
    return Asker(Actor(f"user:{user_id}"), owner=user_id)


def cancel(shop: Shop, asker: Asker, *, at_period_end: bool = True) -> Agreement:
    return manage.cancel(
        shop.payments,
        gateway="stripe",
        ref=agreement(shop).ref,
        at_period_end=at_period_end,
        asker=asker,
    )


def resume(shop: Shop, asker: Asker) -> Agreement:
    return manage.resume(shop.payments, gateway="stripe", ref=agreement(shop).ref, asker=asker)


def noted(shop: Shop, action: str) -> list[AuditEntry]:
    return [each for each in shop.db.all(AuditEntry) if each.action == action]


def test_the_owner_cancels_at_the_end_and_resumes(shop: Shop) -> None:
    renews_at = agreement(shop).renews_at

    ends = cancel(shop, owner(shop))

    assert (ends.cancels_at, ends.will_charge) == (renews_at, False)
    assert ends == agreement(shop)
    goes_on = resume(shop, owner(shop))
    assert (goes_on.cancels_at, goes_on.renews_at) == (None, renews_at)
    (entry,) = noted(shop, "agreement.canceled")
    assert entry.actor == f"user:{ends.user_id}"
    assert len(noted(shop, "agreement.resumed")) == 1


def test_what_is_done_already_is_success_and_asks_nobody(shop: Shop) -> None:
    cancel(shop, owner(shop))
    calls = list(shop.gateway.calls)

    assert cancel(shop, owner(shop)) == agreement(shop)
    assert shop.gateway.calls == calls
    assert len(noted(shop, "agreement.canceled")) == 1
    resume(shop, OPERATOR)
    calls = list(shop.gateway.calls)
    assert resume(shop, OPERATOR) == agreement(shop)
    assert shop.gateway.calls == calls


def test_one_that_is_cancelled_can_still_be_ended_at_once(shop: Shop) -> None:
    cancel(shop, owner(shop))

    over = cancel(shop, OPERATOR, at_period_end=False)

    assert over.status is AgreementStatus.ENDED
    with pytest.raises(ConflictError):
        resume(shop, OPERATOR)
    with pytest.raises(ConflictError):
        manage.manage_url(
            shop.payments, gateway="stripe", ref=over.ref, return_url="x", asker=OPERATOR
        )


@pytest.mark.parametrize(("gateway", "ref"), [("stripe", "sub_x"), ("paypal", ""), ("x", "")])
def test_what_is_unknown_or_anothers_is_not_there(shop: Shop, gateway: str, ref: str) -> None:
    known = agreement(shop)
    stranger = Asker(Actor("user:usr_other"), owner=UserId("usr_other"))
    for asker, name, at in (
        (stranger, "stripe", known.ref),
        (OPERATOR, gateway, ref or known.ref),
    ):
        with pytest.raises(NotFoundError):
            manage.cancel(shop.payments, gateway=name, ref=at, at_period_end=True, asker=asker)
        with pytest.raises(NotFoundError):
            manage.resume(shop.payments, gateway=name, ref=at, asker=asker)
        with pytest.raises(NotFoundError):
            manage.manage_url(shop.payments, gateway=name, ref=at, return_url="x", asker=asker)
    assert agreement(shop) == known


def test_a_gateway_that_does_not_answer_changes_nothing(shop: Shop) -> None:
    known = agreement(shop)
    shop.gateway.fail_next(RetryLaterError("Not now."), call="cancel_agreement")

    with pytest.raises(RetryLaterError):
        cancel(shop, owner(shop))

    assert agreement(shop) == known
    assert noted(shop, "agreement.canceled") == []
    assert cancel(shop, owner(shop)).cancels_at


def test_an_agreement_that_is_cancelled_in_time_has_no_grace(shop: Shop) -> None:
    assert grace_of(shop.db.one(Subscription)) is not None

    cancel(shop, owner(shop))

    assert grace_of(shop.db.one(Subscription)) is None


def test_an_agreement_that_ends_leaves_the_grace_of_another_alone(shop: Shop) -> None:
    shop.sells("ann", mode=OrderMode.RECURRING)
    first, second = sorted(shop.db.all(Agreement), key=lambda each: each.ref)
    shop.clock.set(second.renews_at)
    shop.gateway.fail_renewal(second.ref)
    shop.hears(event_id="evt_failed", agreement_ref=second.ref)
    promised = grace_of(shop.db.one(Subscription))
    assert promised is not None
    assert promised.ends_at == second.renews_at + timedelta(days=3)

    manage.cancel(
        shop.payments, gateway="stripe", ref=first.ref, at_period_end=False, asker=OPERATOR
    )

    assert grace_of(shop.db.one(Subscription)) == promised


def test_the_owner_is_led_to_the_page_for_the_payment_method(shop: Shop) -> None:
    ref = agreement(shop).ref

    url = manage.manage_url(
        shop.payments, gateway="stripe", ref=ref, return_url="x", asker=owner(shop)
    )

    assert url == f"https://gateway.test/manage/{ref}"
