"""Agreements of which no webhook came are asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.kernel.errors import NotFoundError, RetryLaterError
from chalicelib.kernel.secret import Sealed
from chalicelib.notifications.model import Event
from chalicelib.payments.model import OrderMode
from chalicelib.payments.renewing import overdue
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus
from chalicelib.settings.model import PaymentSettings, StripeSettings
from chalicelib.subscriptions.grace import grace_of
from chalicelib.subscriptions.model import Subscription
from tests.builders import a_plan
from tests.usecases.payments.shop import Shop

MINUTE = timedelta(minutes=1)


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


def asked(shop: Shop) -> int:
    return shop.gateway.calls.count("read_agreement")


def comes_due(shop: Shop, *, later: timedelta = overdue.WAIT) -> None:
    renews_at = agreement(shop).renews_at
    assert renews_at is not None
    shop.clock.set(renews_at + later + MINUTE)


@pytest.mark.behaviour("X005")
def test_a_failure_of_which_no_webhook_came_gives_grace_and_one_mail(shop: Shop) -> None:
    comes_due(shop)
    shop.gateway.fail_renewal(agreement(shop).ref)

    assert overdue.look_after(shop.payments)["moved"] == 1

    failing = agreement(shop)
    assert failing.status is AgreementStatus.FAILING
    grace = grace_of(shop.db.one(Subscription))
    assert grace is not None
    assert grace.ends_at == failing.grace_until
    assert len(shop.mails(Event.RENEWAL_FAILED)) == 1
    overdue.look_after(shop.payments)
    assert agreement(shop) == failing
    assert len(shop.mails(Event.RENEWAL_FAILED)) == 1


@pytest.mark.behaviour("B069")
def test_an_end_of_which_no_webhook_came_is_found(shop: Shop) -> None:
    known = agreement(shop)
    held = shop.gateway.agreements[known.ref]
    shop.gateway.agreements[known.ref] = replace(
        held, status=AgreementStatus.ENDED, renews_at=None
    )
    comes_due(shop)

    assert overdue.look_after(shop.payments)["moved"] == 1

    assert agreement(shop).status is AgreementStatus.ENDED
    assert grace_of(shop.db.one(Subscription)) is None
    assert overdue.look_after(shop.payments) == {}


def test_nobody_is_asked_before_webhooks_had_their_time_nor_a_week_later(shop: Shop) -> None:
    before = asked(shop)
    comes_due(shop, later=overdue.WAIT - 2 * MINUTE)
    assert overdue.look_after(shop.payments) == {}
    comes_due(shop, later=overdue.LONGEST)
    assert overdue.look_after(shop.payments) == {}
    assert asked(shop) == before
    comes_due(shop, later=overdue.LONGEST - 2 * MINUTE)
    assert overdue.look_after(shop.payments) == {"asked": 1}


def test_a_gateway_that_is_away_is_asked_once_a_run_and_again_in_the_next(shop: Shop) -> None:
    shop.sells("ben", mode=OrderMode.RECURRING)
    first = min(shop.db.all(Agreement), key=lambda each: each.ref)
    assert first.renews_at is not None
    shop.clock.set(first.renews_at + overdue.WAIT + MINUTE)
    before = asked(shop)
    shop.gateway.fail_next(RetryLaterError("Not now."), call="read_agreement")

    assert overdue.look_after(shop.payments) == {"asked": 1, "failed": 1, "left": 1}
    assert asked(shop) == before + 1
    assert overdue.look_after(shop.payments)["asked"] == 2


def test_one_that_cannot_be_read_stops_no_other(shop: Shop) -> None:
    shop.sells("ben", mode=OrderMode.RECURRING)
    first = min(shop.db.all(Agreement), key=lambda each: each.ref)
    assert first.renews_at is not None
    shop.clock.set(first.renews_at + overdue.WAIT + MINUTE)
    shop.gateway.fail_next(NotFoundError("It is gone."), call="read_agreement")

    assert overdue.look_after(shop.payments) == {"asked": 2, "failed": 1}


def test_one_that_the_gateway_does_not_know_stays_as_it_is(shop: Shop) -> None:
    known = agreement(shop)
    del shop.gateway.agreements[known.ref]
    comes_due(shop)

    assert overdue.look_after(shop.payments) == {"asked": 1}
    assert agreement(shop) == known
