"""Customers sign in by mail."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.errors import InvalidError
from chalicelib.notifications.model import Event
from chalicelib.users import customer, sessions
from chalicelib.users.model import SessionKind
from tests.usecases.users.world import World


@pytest.fixture
def world() -> World:
    made = World()
    made.customer("ann")
    return made


def token_of(job: Job) -> str:
    url = urlsplit(job.payload["facts"]["url"])
    assert url.path == "/account/enter"
    return parse_qs(url.query)["token"][0]


def test_the_mailed_link_signs_the_customer_in_for_thirty_days(world):
    customer.request_link(world.deps, email=" Ann@Example.com ")
    job = world.db.one(Job)
    assert (job.kind, job.payload["event"], job.payload["to"]) == (
        JobKind.SEND_MAIL,
        Event.ACCOUNT_LINK,
        "ann@example.com",
    )
    assert world.nudge.sent == [job.id]
    signed_in = customer.redeem(world.deps, token=token_of(job))
    assert (signed_in.session.kind, signed_in.session.subject) == (SessionKind.CUSTOMER, "usr_ann")
    world.clock.move(timedelta(days=29))
    assert sessions.authenticate(world.deps, token=signed_in.token)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(world):
    known = customer.request_link(world.deps, email="ann@example.com")
    unknown = customer.request_link(world.deps, email="nobody@example.com")
    assert known is unknown is None
    assert len(world.db.all(Job)) == 1


def test_at_most_one_mail_a_minute_goes_to_an_address(world):
    for _ in range(5):
        customer.request_link(world.deps, email="ann@example.com")
    assert len(world.db.all(Job)) == 1
    world.clock.move(timedelta(minutes=1))
    customer.request_link(world.deps, email="ann@example.com")
    assert len(world.db.all(Job)) == 2


def test_the_link_runs_out_after_half_an_hour(world):
    customer.request_link(world.deps, email="ann@example.com")
    token = token_of(world.db.one(Job))
    world.clock.move(timedelta(minutes=30))
    assert customer.redeem(world.deps, token=token)
    world.clock.move(timedelta(seconds=1))
    with pytest.raises(InvalidError, match="run out"):
        customer.redeem(world.deps, token=token)


@pytest.mark.parametrize("token", ["", "rubbish", "signed.other.1.usr_ann"])
def test_a_forged_link_opens_nothing(world, token):
    with pytest.raises(InvalidError):
        customer.redeem(world.deps, token=token)


def test_a_link_of_somebody_who_is_gone_opens_nothing(world):
    token = world.deps.signer.sign(customer.PURPOSE, "usr_gone", now=world.clock.now())
    with pytest.raises(InvalidError, match="gone"):
        customer.redeem(world.deps, token=token)


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@", "a b@example.com", "x" * 300 + "@example.com"]
)
def test_what_is_no_address_is_said_to_be_none(world, email):
    with pytest.raises(InvalidError) as refused:
        customer.request_link(world.deps, email=email)
    assert refused.value.problems[0].field == "email"
