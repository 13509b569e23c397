"""The file that answers a dispute: what is in it, what is not, and how it is cut."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.enforcement.model import ActivityEntry
from chalicelib.insights import evidence
from chalicelib.insights.ports import InsightsDeps
from chalicelib.jobs.model import JobState
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.model import Order, Payment
from chalicelib.users.model import User
from tests.builders import a_server, a_share, an_audit_entry
from tests.fakes.invite_list_store import InMemoryOutageStore
from tests.fakes.signs import InMemorySigns
from tests.fakes.stores import InMemoryActivityStore, InMemoryAuditStore, InMemoryLoginStore
from tests.fakes.vault import FakeVault
from tests.stream_builders import an_activity_entry
from tests.usecases.payments.shop import Shop


@pytest.fixture
def shop() -> Shop:
    """Ann bought a month, has access, and ten days have passed."""
    shop = Shop()
    payment = shop.sells()
    shop.db.seed(a_share(user_id=payment.user_id), replace(a_server(), logs_activity=True))
    shop.passes(days=10)
    return shop


def deps_of(shop: Shop) -> InsightsDeps:
    selling = shop.checkout
    return InsightsDeps(
        audit=InMemoryAuditStore(shop.db),
        jobs=selling.jobs,
        payments=selling.payments,
        users=selling.users,
        subscriptions=selling.subscriptions,
        catalog=selling.catalog,
        access=selling.access,
        activity=InMemoryActivityStore(shop.db),
        settings=selling.settings,
        counter=shop.counter,
        logins=InMemoryLoginStore(shop.db),
        selling=selling,
        signs=InMemorySigns(shop.db, clock=shop.clock),
        outages=InMemoryOutageStore(shop.db),
        vault=FakeVault(),
        clock=shop.clock,
    )


def a_stream(user_id: UserId | None, at: datetime, key: str = "1") -> ActivityEntry:
    return an_activity_entry(
        server_id=a_server().id,
        session_key=key,
        user_id=user_id,
        first_seen=at,
        last_seen=at + timedelta(hours=1),
        expires_at=at + timedelta(days=90),
    )


def test_it_holds_the_use_of_the_paid_time_by_this_person_alone(shop: Shop):
    payment, now = shop.db.one(Payment), shop.clock.now()
    start = payment.starts_at
    assert start is not None
    shop.db.seed(
        a_stream(payment.user_id, start - timedelta(days=3), "before"),
        a_stream(payment.user_id, start + timedelta(days=1), "early"),
        a_stream(payment.user_id, now - timedelta(hours=2), "late"),
        a_stream(UserId("usr_other"), now - timedelta(hours=2), "other"),
    )

    found = evidence.collect(deps_of(shop), payment_id=payment.id)

    assert [each.entry.session_key for each in found.usage] == ["late", "early"]
    assert found.usage[0].server_name == "Alpha"
    assert (found.order, found.customer) == (shop.db.one(Order), shop.db.one(User))
    assert found.gaps == ()
    assert [line.money for line in found.ledger] == [payment.amount]
    assert "payment.settled" in [each.action for each in found.events]


def test_mails_that_sign_in_and_those_that_never_went_out_are_not_in_it(shop: Shop):
    payment, now = shop.db.one(Payment), shop.clock.now()
    for number, (event, state) in enumerate(
        [
            (Event.ACCESS_READY, JobState.DONE),
            (Event.INVITE_SENT, JobState.READY),
            (Event.ACCOUNT_LINK, JobState.DONE),
        ]
    ):
        message = Message(event, "ann@example.com", {"url": "https://streams.test/secret"})
        job = mail_job(message, cause=str(number), now=now, user_id=payment.user_id)
        shop.db.seed(replace(job, state=state, finished_at=now))

    found = evidence.collect(deps_of(shop), payment_id=payment.id)

    assert [(each.event, each.to) for each in found.mails] == [("access_ready", "ann@example.com")]


def test_what_is_cut_or_not_logged_is_said(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(evidence, "MOST_USAGE", 3)
    payment, now = shop.db.one(Payment), shop.clock.now()
    shop.db.seed(
        *(a_stream(payment.user_id, now - timedelta(hours=n), str(n)) for n in range(2, 9)),
        *(an_audit_entry(id=f"aud_{n:04}", user_id=payment.user_id, at=now) for n in range(120)),
        replace(a_server(), logs_activity=False),
    )

    found = evidence.collect(deps_of(shop), payment_id=payment.id)

    assert [each.entry.session_key for each in found.usage] == ["2", "3", "4"]
    assert "newest 3 streams" in found.gaps[0]
    assert "Alpha keeps no log" in found.gaps[1]
    shorter = found.shortened()
    assert (len(shorter.usage), len(shorter.events) < len(found.events)) == (1, True)
    assert "too long" in shorter.gaps[-1]


def test_a_payment_that_does_not_exist_has_none(shop: Shop):
    with pytest.raises(NotFoundError):
        evidence.collect(deps_of(shop), payment_id=PaymentId("pay_none"))
