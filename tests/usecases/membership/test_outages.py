"""Customers get the time of an outage back: once, whatever dies in between."""

from datetime import timedelta

import pytest

from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import IllegalMoveError, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import UserId
from chalicelib.membership import outage_giving, outages
from chalicelib.membership.outage import Gift, GiftState, Outage, OutageState
from chalicelib.payments.ledger import LedgerEntry
from chalicelib.payments.model import Payment
from chalicelib.settings.model import SafetySettings, SiteSettings
from chalicelib.subscriptions.grace import grace_of, with_grace
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from tests.builders import NOON, a_period, a_share, a_subscription, a_user, an_identity
from tests.outage_builders import an_outage
from tests.usecases.membership.world import World
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULE = SafetySettings(compensates_outages=True)
ENDED = an_outage(state=OutageState.ENDED, people=0)


def customer(world: World, name: str, *, start: int = -10, end: int = 20) -> UserId:
    """Let somebody have a share of Alpha and paid time, in days from noon."""
    user = a_user(id=f"usr_{name}", email=f"{name}@example.com", media=an_identity(name))
    period = a_period(
        payment_id=f"pay_{name}", starts_at=NOON + start * DAY, ends_at=NOON + end * DAY
    )
    paid = a_subscription(user_id=user.id, periods=(period,), due_at=None)
    world.db.seed(user, paid, a_share(user_id=user.id))
    return user.id


def end_of(world: World, user_id: UserId):
    paid = world.db.find(Subscription, user_id)
    assert paid is not None
    return max(each.ends_at for each in paid.periods)


def mails(world: World, event: str) -> list[Job]:
    sent = (job for job in world.db.all(Job) if job.kind is JobKind.SEND_MAIL)
    return [job for job in sent if job.payload["event"] == event]


def follow(world: World) -> Outage:
    outages.follow(world.deps, outage_id=ENDED.id)
    return world.db.one(Outage)


@pytest.fixture
def world() -> World:
    world = World()
    world.db.seed(ENDED)
    return world


def test_by_rule_everybody_concerned_gets_the_days_and_each_is_explained(world: World):
    ann, bob = customer(world, "ann"), customer(world, "bob", end=3)
    gone = customer(world, "gone", end=-5)
    world.db.seed(RULE)

    done = follow(world)

    assert (done.state, done.people, done.given) == (OutageState.COMPENSATED, 2, 2)
    assert done.decided_by == "rule:outages"
    ends = [end_of(world, each) - NOON for each in (ann, bob, gone)]
    assert ends == [21 * DAY, 4 * DAY, -5 * DAY]
    lines = world.db.all(LedgerEntry)
    assert {line.user_id: line.seconds for line in lines} == {ann: 86400, bob: 86400}
    assert all("outage of Alpha on 2026-01-31" in each.notes for each in world.db.all(Payment))
    assert all(each.amount.minor == 0 for each in world.db.all(Payment))
    noted = [each for each in world.db.all(AuditEntry) if each.action == "outage.given"]
    assert {each.user_id for each in noted} == {ann, bob}
    told = mails(world, "outage_compensated")
    assert sorted(each.payload["to"] for each in told) == ["ann@example.com", "bob@example.com"]
    assert {each.payload["facts"]["days"] for each in told} == {"1"}
    assert mails(world, "admin_needs_attention") == []


def test_without_the_rule_an_administrator_is_asked_and_gives_with_one_call(world: World):
    ann = customer(world, "ann")
    opened = follow(world)
    assert (opened.state, opened.people, end_of(world, ann)) == ("open", 1, NOON + 20 * DAY)
    [asked] = mails(world, "admin_needs_attention")
    assert asked.payload["facts"]["url"].endswith(f"/admin/outages/{ENDED.id}")

    with pytest.raises(StaleRecordError):
        outages.give(world.deps, outage_id=ENDED.id, version=0, actor=ADMIN)
    given = outages.give(world.deps, outage_id=ENDED.id, version=opened.version, actor=ADMIN)
    assert (given.state, given.decided_by) == ("giving", ADMIN.name)
    [job] = [each for each in world.db.all(Job) if each.kind is JobKind.FOLLOW_OUTAGE]
    assert job.subject == ENDED.id
    [step] = outages.planned(world.deps, outage_id=ENDED.id).steps
    assert (step.action, step.user_id) == ("outage.given", ann)

    done = follow(world)
    assert (done.state, end_of(world, ann)) == ("compensated", NOON + 21 * DAY)
    assert outages.planned(world.deps, outage_id=ENDED.id).steps == ()
    with pytest.raises(IllegalMoveError):
        outages.give(world.deps, outage_id=ENDED.id, version=done.version, actor=ADMIN)


def test_what_is_left_gives_nothing_and_asks_no_more(world: World):
    ann = customer(world, "ann")
    opened = follow(world)
    outages.leave(world.deps, outage_id=ENDED.id, version=opened.version, actor=ADMIN)
    assert follow(world).state is OutageState.LEFT
    assert end_of(world, ann) == NOON + 20 * DAY
    assert len(mails(world, "admin_needs_attention")) == 1


def test_an_outage_that_concerned_nobody_is_left_without_a_word(world: World):
    assert follow(world).state is OutageState.LEFT
    assert world.db.all(Job) == ()


@pytest.mark.parametrize("step", range(30))
def test_a_process_that_dies_anywhere_gives_each_person_the_days_once(world: World, step: int):
    ann, bob = customer(world, "ann"), customer(world, "bob")
    world.db.seed(RULE)

    dies_at(world.shop, step, lambda: follow(world))
    done = follow(world)
    follow(world)

    assert (done.state, done.people, done.given) == (OutageState.COMPENSATED, 2, 2)
    assert {end_of(world, each) for each in (ann, bob)} == {NOON + 21 * DAY}
    assert sorted(line.seconds for line in world.db.all(LedgerEntry)) == [86400, 86400]
    assert len(world.db.all(Payment)) == 2
    assert len(mails(world, "outage_compensated")) == 2
    assert {each.state for each in world.db.all(Gift)} == {GiftState.GIVEN}


def test_many_people_are_given_to_in_turns(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outage_giving, "PEOPLE_AT_ONCE", 2)
    for number in range(5):
        customer(world, f"no{number}")
    world.db.seed(RULE)

    turns = 0
    while follow(world).state is not OutageState.COMPENSATED:
        turns += 1

    assert (turns, world.db.one(Outage).given) == (2, 5)
    assert len([job for job in world.db.all(Job) if job.kind is JobKind.FOLLOW_OUTAGE]) == 2


def test_whose_time_ended_meanwhile_gets_the_days_from_now_and_is_told(world: World):
    ann = customer(world, "ann", end=1)
    opened = follow(world)
    world.passes(days=3)
    outages.give(world.deps, outage_id=ENDED.id, version=opened.version, actor=ADMIN)
    follow(world)
    assert end_of(world, ann) == world.clock.now() + DAY
    [told] = mails(world, "outage_compensated")
    assert told.payload["facts"]["begins_anew"] == "yes"


def test_grace_for_a_renewal_stays_as_long_as_it_was(world: World):
    ann = customer(world, "ann", end=-1)
    paid = world.db.find(Subscription, ann)
    assert paid is not None
    long_out = an_outage(state=OutageState.ENDED, people=0, began_at=NOON - 2 * DAY)
    world.db.seed(with_grace(paid, ref="sub_1", until=NOON + 7 * DAY, now=NOON), RULE, long_out)
    outages.follow(world.deps, outage_id=long_out.id)
    after = world.db.find(Subscription, ann)
    assert after is not None
    grace = grace_of(after)
    assert grace is not None
    assert (grace.starts_at, grace.ends_at) == (NOON + DAY, NOON + 7 * DAY)


def test_somebody_without_an_address_gets_the_days_without_a_mail(world: World):
    ann = customer(world, "ann")
    world.db.seed(a_user(id=ann, email="", media=an_identity("ann")), RULE)
    follow(world)
    assert (end_of(world, ann), mails(world, "outage_compensated")) == (NOON + 21 * DAY, [])


def test_whoever_is_no_user_any_more_is_passed_over(world: World):
    ann, bob = customer(world, "ann"), customer(world, "bob")
    opened = follow(world)
    outages.give(world.deps, outage_id=ENDED.id, version=opened.version, actor=ADMIN)
    del world.db._records[(User, ann)]
    assert (follow(world).given, end_of(world, bob)) == (1, NOON + 21 * DAY)


def test_without_an_address_of_the_operator_the_outage_just_waits(world: World):
    customer(world, "ann")
    world.db.seed(SiteSettings(admin_email=""))
    assert follow(world).state is OutageState.OPEN
    assert mails(world, "admin_needs_attention") == []


def test_an_unknown_outage_is_told_so(world: World):
    with pytest.raises(NotFoundError):
        outages.follow(world.deps, outage_id="out_elsewhere")
