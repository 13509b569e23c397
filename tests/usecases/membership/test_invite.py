"""Invite somebody by hand: all of it at once, or nothing."""

from dataclasses import replace

import pytest

from chalicelib.access.model import Share, ShareState
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.kernel.ids import PlanId
from chalicelib.membership.invite import access_job_id, invite, look, person_of
from chalicelib.payments.model import GatewayName, Payment, PaymentStatus
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.settle import settle
from chalicelib.users.model import MediaClaim, MediaIdentity, User
from tests.builders import (
    NOON,
    a_gateway_payment,
    a_payment_key,
    a_plan,
    a_user,
    an_identity,
    claims_of,
    usd,
)
from tests.usecases.membership.world import World
from tests.usecases.payments.shop import ADMIN


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.behaviour("B150")
def test_payment_user_and_invite_are_one_commit_and_the_mail_follows_the_invite(world: World):
    invited = invite(
        world.deps,
        invitation=world.asks("Ann", method="Cash", entry={"notes": "In an envelope"}),
        actor=ADMIN,
    )

    (writes,) = world.db.commits
    kinds = {type(write.record) for write in writes}
    assert {User, MediaClaim, Payment, Job, AuditEntry} <= kinds
    assert (invited.user.media.username, invited.user.email) == ("ann", "ann@example.com")
    assert (invited.payment.amount, invited.payment.notes) == (usd(10), "Cash: In an envelope")
    assert [job.id for job in world.shop.access_jobs()] == [access_job_id(invited.payment)]
    world.gives()
    assert world.db.one(Share).state is ShareState.INVITED
    assert world.media.titles() == ["Films"]
    assert world.media.mails() == ["invite_sent"]


@pytest.mark.behaviour("B154")
def test_the_same_invitation_twice_gives_one_payment_one_share_and_one_mail(world: World):
    invite(world.deps, invitation=world.asks(), actor=ADMIN)
    for _ in range(2):
        with pytest.raises(ConflictError) as refused:
            invite(world.deps, invitation=world.asks(), actor=ADMIN)
        assert refused.value.code == "already_recorded"
        world.gives()
        world.media.run(user_id=world.db.one(User).id)

    assert world.counts() == (1, 1, 1)
    assert world.media.mails() == ["invite_sent"]
    assert world.media.host.writes == ["invite"]


@pytest.mark.behaviour("B151")
@pytest.mark.parametrize(
    ("gateway", "ref", "email"),
    [
        (GatewayName.PAYPAL, "I-ANN", "ann@paypal.example"),
        (GatewayName.PAYPAL, "I-ANN", ""),
        (GatewayName.PAYPAL, "", "ann@paypal.example"),
        (GatewayName.STRIPE, "sub_ann", ""),
    ],
)
def test_the_next_payment_of_the_agreement_or_the_paypal_address_finds_the_person(
    world: World, gateway: GatewayName, ref: str, email: str
):
    asked = world.asks(subscription_ref=ref, paypal_email=email.upper())
    user = invite(world.deps, invitation=asked, actor=ADMIN).user
    found = a_gateway_payment(
        key=a_payment_key("T-1", gateway=gateway),
        order_id=None,
        payer_email=email or "nobody@paypal.example",
        subscription_ref=ref,
    )

    payment = settle(world.shop.payments, found=found, actor=ADMIN)

    assert payment is not None
    assert (payment.status, payment.user_id) == (PaymentStatus.SETTLED, user.id)


def test_who_is_known_already_gets_more_time_and_keeps_the_address(world: World):
    ann = a_user(media=an_identity("ann"))
    world.db.seed(ann, *claims_of(ann))

    asked = world.asks(email="other@example.com", paypal_email="ann@paypal.example")
    invited = invite(world.deps, invitation=asked, actor=ADMIN)

    stored = world.db.one(User)
    assert (invited.user.id, stored.email) == (ann.id, "ann@example.com")
    assert stored.paypal_email == "ann@paypal.example"
    mark = PayerMark(marks.of_paypal("ann@paypal.example"), ann.id, marks.PROFILE)
    assert world.db.one(PayerMark) == mark


@pytest.mark.behaviour("B155")
@pytest.mark.parametrize("name", ["carol", "Carol@Example.com"])
def test_somebody_in_the_owners_home_is_refused_with_the_reason_before_anything_is_written(
    world: World, name: str
):
    world.lives_at_home("carol")
    asked = world.asks(media=person_of(name))

    assert "Plex Home of owner" in look(world.deps, invitation=asked).problems[0].message
    with pytest.raises(InvalidError, match="Plex Home of owner") as refused:
        invite(world.deps, invitation=asked, actor=ADMIN)

    assert refused.value.problems[0].field == "person"
    assert world.counts() == (0, 0, 0)
    assert world.db.commits == []


def test_the_owners_account_and_a_flagged_person_are_refused(world: World):
    ann = a_user(media=an_identity("ann"), must_change_media=True)
    world.db.seed(ann, *claims_of(ann))

    for who, words in (("owner", "owns Alpha"), ("ann", "change the media account")):
        with pytest.raises(InvalidError, match=words):
            invite(world.deps, invitation=world.asks(who), actor=ADMIN)
    assert world.db.all(Payment) == ()


def test_without_a_server_that_can_take_them_nobody_is_booked(world: World):
    server = world.db.all(type(world.deps.giving.catalog.servers()[0]))[0]
    world.db.seed(replace(server, is_enabled=False, version=server.version + 1))

    with pytest.raises(InvalidError, match="it is disabled") as refused:
        invite(world.deps, invitation=world.asks(), actor=ADMIN)

    assert refused.value.problems[0].field == "plan_id"
    assert world.db.all(Payment) == ()


def test_a_platform_that_does_not_answer_keeps_nobody_out(world: World):
    world.media.host.fail_next("people", ConflictError("away"))
    assert invite(world.deps, invitation=world.asks(), actor=ADMIN).payment.user_id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"media": MediaIdentity()}, "person"),
        ({"media": MediaIdentity(email="nope@")}, "person"),
        ({"email": ""}, "email"),
        ({"email": "nope"}, "email"),
        ({"plan_id": PlanId("pln_none")}, "plan_id"),
        ({"paypal_email": "nope"}, "paypal_email"),
        ({"subscription_ref": "12345"}, "subscription_ref"),
        ({"entry": {"amount": usd(0)}}, "notes"),
        ({"entry": {"external_id": " "}}, "external_id"),
        ({"entry": {"starts_at": NOON, "ends_at": NOON}}, "ends_at"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(world: World, changes, field: str):
    with pytest.raises(InvalidError) as refused:
        invite(world.deps, invitation=world.asks(**changes), actor=ADMIN)

    assert field in [problem.field for problem in refused.value.problems]
    assert all(problem.remedy for problem in refused.value.problems)
    assert world.db.commits == []


def test_free_access_is_given_with_a_reason(world: World):
    asked = world.asks(entry={"amount": usd(0), "notes": "Helped with the move"})
    payment = invite(world.deps, invitation=asked, actor=ADMIN).payment
    assert (payment.amount, payment.notes) == (usd(0), "Helped with the move")
    assert payment.plan_id == a_plan().id


def test_an_address_of_another_customer_is_told_before(world: World):
    ann = a_user(media=an_identity("ann"))
    world.db.seed(ann, *claims_of(ann))
    asked = world.asks("anna", email="ann@example.com")
    (warning,) = look(world.deps, invitation=asked).warnings
    assert "makes a second user" in warning
