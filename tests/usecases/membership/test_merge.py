"""Two users who are one person become one: nothing they paid for is lost on the way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import RemoteShare
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.errors import ConflictError, InvalidError, NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.membership import merge, merge_check
from chalicelib.membership.merge_check import MergeRefusedError
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, credit_of
from chalicelib.payments.model import GatewayName, Payment
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.rules.referrals import Referral
from chalicelib.payments.settle import settle
from chalicelib.settings.community_model import RequestSystemName
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import Links, MediaClaim, ReferralCard, ReferralCode, User
from tests.builders import (
    NOON,
    a_gateway_payment,
    a_payment,
    a_payment_key,
    a_period,
    a_referral,
    a_share,
    a_subscription,
    a_user,
    an_agreement,
    an_identity,
    claims_of,
    some_seats,
)
from tests.community_builders import a_request_account, a_role_holding
from tests.usecases.membership.world import World
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN

ANN, ANNE = UserId("usr_ann"), UserId("usr_anne")
DAY = timedelta(days=1)


def paid(user_id: UserId, number: int, *, start: int, days: int = 30) -> tuple[Payment, Any]:
    """Return a payment of somebody with its period, `start` days from noon."""
    begins, ends = NOON + start * DAY, NOON + (start + days) * DAY
    name = f"pay_{user_id}_{number}"
    payment = a_payment(
        id=name,
        key=a_payment_key(f"pi_{user_id}_{number}"),
        user_id=user_id,
        starts_at=begins,
        ends_at=ends,
        paid_at=begins,
    )
    return payment, a_period(payment_id=name, starts_at=begins, ends_at=ends)


def furnish(world: World) -> None:
    """Ann, whose time is over, and her double Anne with two payments, credit, and Alpha."""
    ann = a_user(id=ANN, media=an_identity("ann"))
    anne = a_user(
        id=ANNE,
        name="Anne",
        email="anne@example.com",
        media=an_identity("anne", plex_id="88", is_proven=True),
        paypal_email="anne@paypal.example",
        notes="calls often",
    )
    old, former = paid(ANN, 1, start=-90)
    first, over = paid(ANNE, 1, start=-40)
    second, running = paid(ANNE, 2, start=-10)
    world.db.seed(
        ann,
        anne,
        *claims_of(ann),
        *claims_of(anne),
        old,
        first,
        replace(second, subscription_ref="sub_anne"),
        a_subscription(user_id=ANN, periods=(former,), due_at=None),
        a_subscription(user_id=ANNE, periods=(over, running), due_at=running.ends_at),
        an_agreement(ref="sub_anne", user_id=ANNE),
        PayerMark(marks.of_agreement(GatewayName.STRIPE, "sub_anne"), ANNE, str(second.key)),
        PayerMark(marks.of_paypal("anne@paypal.example"), ANNE, marks.PROFILE),
        CreditBalance(ANNE, {"USD": 300}),
        a_share(user_id=ANNE, share_ref="9007"),
        some_seats(people=1),
        ReferralCard(ANNE, "BCDFGHJK", NOON),
        ReferralCode("BCDFGHJK", ANNE),
    )


@pytest.fixture
def world() -> World:
    world = World()
    furnish(world)
    world.media.host.accounts = {"ann": "77", "anne": "88"}
    return world


def orders(world: World, *, takes_media: bool = True, kept: UserId = ANN) -> Job:
    gone = ANNE if kept == ANN else ANN
    return merge.order(
        world.deps, kept_id=kept, gone_id=gone, takes_media=takes_media, actor=ADMIN
    )


def merges(world: World, **how: Any) -> Job:
    job = orders(world, **how)
    assert merge.work(world.deps, job=job)
    return job


def the_share(world: World, user_id: UserId = ANN) -> Share | None:
    return world.db.find(Share, (user_id, "srv_alpha"))


def test_payments_time_access_credit_and_agreement_are_one_users(world: World):
    job = merges(world)

    user = world.db.one(User)
    assert (user.id, user.media.username, user.media.plex_id) == (ANN, "anne", "88")
    assert (user.email, user.paypal_email, user.notes) == (
        "ann@example.com",
        "anne@paypal.example",
        "calls often",
    )
    assert {each.user_id for each in world.db.all(Payment)} == {ANN}
    held = world.db.find(Subscription, ANN)
    assert held is not None
    assert [each.payment_id for each in held.periods] == [
        "pay_usr_ann_1",
        "pay_usr_anne_1",
        "pay_usr_anne_2",
    ]
    assert held.due_at == NOON + 20 * DAY
    share = the_share(world)
    assert share is not None
    assert (share.state, share.share_ref) == (ShareState.ACCEPTED, "9007")
    assert the_share(world, ANNE) is None
    assert world.deps.paying.catalog.seats("srv_alpha").people == 1
    (agreement,) = world.deps.paying.store.agreements_of(ANN)
    assert agreement.ref == "sub_anne"
    assert {each.value for each in world.db.all(MediaClaim)} == {
        "name:anne",
        "email:anne@example.com",
        "id:88",
    }
    assert "user.merged" in world.shop.actions()
    assert not merge.work(world.deps, job=job)


def test_credit_and_time_move_in_the_ledger_too(world: World):
    merges(world)

    lines = world.db.all(LedgerEntry)
    assert credit_of(each for each in lines if each.user_id == ANN) == {"USD": 300}
    assert credit_of(lines) == {"USD": 0}
    balance = world.db.find(CreditBalance, ANN)
    assert balance is not None
    assert balance.amounts == {"USD": 300}
    assert sum(each.seconds for each in lines) == 0
    assert sum(each.seconds for each in lines if each.user_id == ANN) == 60 * 86400


def test_when_the_other_account_stays_the_doubles_share_ends_and_ann_is_invited(world: World):
    (server,) = world.deps.giving.catalog.servers()
    world.media.host.friends["1000"] = {"88": ("anne", "anne@example.com")}
    invite_at_platform(world, server.machine_id)

    merges(world, takes_media=False)
    share = the_share(world)
    assert share is not None
    assert share.state is ShareState.REMOVED
    assert world.deps.paying.catalog.seats("srv_alpha").people == 0
    world.gives()

    share = the_share(world)
    assert share is not None
    assert share.state is ShareState.INVITED
    assert world.media.host.share_of(server.machine_id, "anne") is None
    assert world.media.host.share_of(server.machine_id, "ann") is not None
    assert world.db.one(User).media.username == "ann"


def invite_at_platform(world: World, machine_id: str) -> None:
    """Let the double's share stand at the platform."""

    world.media.host.shares[machine_id] = [
        RemoteShare(
            share_ref="9007",
            invite_ref="",
            is_accepted=True,
            plex_id="88",
            username="anne",
            email="anne@example.com",
            library_share_ids=frozenset({"5001"}),
            allows_downloads=False,
        )
    ]


def test_the_next_payments_of_the_double_find_the_one_who_stayed(world: World):
    merges(world)
    for key, ref, email, gateway in (
        ("in_2", "sub_anne", "", GatewayName.STRIPE),
        ("T_2", "", "anne@paypal.example", GatewayName.PAYPAL),
    ):
        found = a_gateway_payment(
            key=a_payment_key(key, gateway=gateway),
            order_id=None,
            payer_email=email,
            subscription_ref=ref,
        )
        payment = settle(world.shop.payments, found=found, actor=ADMIN)
        assert payment is not None
        assert payment.user_id == ANN


def test_referrals_and_the_code_go_along(world: World):
    bob = a_user(id="usr_bob", name="Bob", media=an_identity("bob"), referred_by=ANNE)
    brought, period = paid(UserId("usr_bob"), 1, start=-5)
    world.db.seed(
        bob,
        *claims_of(bob),
        replace(brought, referrer_id=ANNE),
        a_subscription(user_id="usr_bob", periods=(period,)),
        a_referral(user_id="usr_bob", referrer_id=ANNE),
    )
    merges(world)

    assert world.db.one(Referral).referrer_id == ANN
    kept = world.db.find(User, "usr_bob")
    assert kept is not None
    assert kept.referred_by == ANN
    assert world.db.find(Payment, brought.key).referrer_id == ANN  # type: ignore[union-attr]
    assert world.db.one(ReferralCode).user_id == ANN


def test_the_one_who_stays_takes_the_doubles_place_among_linked_users(world: World):
    boss = a_user(id="usr_boss", name="Boss", media=an_identity("boss"))
    world.db.seed(
        boss,
        Links("usr_boss", sub_ids=(ANNE,), since=NOON),
        Links(ANNE, master_id="usr_boss", since=NOON),
    )
    merges(world)
    links = world.deps.paying.users.links((ANN, ANNE, "usr_boss"))
    assert links["usr_boss"].sub_ids == (ANN,)
    assert (links[ANN].master_id, links[ANNE].group_id) == ("usr_boss", None)


@pytest.mark.parametrize("reason", ["two shares", "two masters", "linked", "waits"])
def test_what_cannot_be_right_is_refused_and_nothing_changes(world: World, reason: str):
    if reason == "two shares":
        world.db.seed(a_share(user_id=ANN, share_ref="9001"))
    elif reason == "two masters":
        world.db.seed(
            Links(ANN, master_id="usr_one", since=NOON), Links(ANNE, master_id="usr_two")
        )
    elif reason == "linked":
        world.db.seed(Links(ANN, sub_ids=(ANNE,), since=NOON), Links(ANNE, master_id=ANN))
    else:
        held = world.db.find(Subscription, ANNE)
        assert held is not None
        world.db.seed(replace(held, waits_since=NOON))

    with pytest.raises(MergeRefusedError) as refused:
        orders(world)

    assert refused.value.remedy
    assert world.db.commits == []


def test_unknown_people_and_oneself_are_refused(world: World):
    for kept, gone, error in (
        (UserId("usr_x"), ANN, NotFoundError),
        (ANN, UserId("usr_x"), InvalidError),
        (ANN, ANN, InvalidError),
    ):
        with pytest.raises(error):
            merge.order(world.deps, kept_id=kept, gone_id=gone, takes_media=False, actor=ADMIN)


def test_what_a_person_should_know_is_told_before(world: World):
    running, period = paid(ANN, 2, start=-5)
    held = world.db.find(Subscription, ANN)
    assert held is not None
    world.db.seed(
        running,
        replace(held, periods=(*held.periods, period)),
        an_agreement(ref="sub_ann", user_id=ANN),
    )
    pair = merge_check.read(world.deps, kept_id=ANN, gone_id=ANNE, takes_media=False)
    told = " ".join(merge_check.warnings(pair))
    assert "renew by themselves" in told
    assert "counts once" in told
    assert "anne loses its access" in told
    part = merge.planned(world.deps, job=orders(world))
    assert part.steps[0].about == "Anne"


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("step", range(0, 60, 2))
def test_a_process_that_dies_anywhere_is_followed_by_one_that_ends_the_merge(step: int):
    world = World()
    furnish(world)
    job = orders(world)

    dies_at(world.shop, step, lambda: merge.work(world.deps, job=job))
    held = world.db.find(Subscription, ANNE), world.db.find(Subscription, ANN)
    ends = [each.ends_at for side in held if side for each in side.periods]
    assert max(ends) == NOON + 20 * DAY
    merge.work(world.deps, job=job)

    assert world.db.one(User).id == ANN
    assert {each.user_id for each in world.db.all(Payment)} == {ANN}
    lines = [each for each in world.db.all(LedgerEntry) if each.user_id == ANN]
    assert sum(each.seconds for each in lines) == 60 * 86400
    assert credit_of(lines) == {"USD": 300}
    assert len([each for each in world.db.all(Share) if each.takes_seat]) == 1


def test_a_change_at_the_same_moment_stops_the_merge_and_the_next_try_ends_it(world: World):
    job = orders(world)
    once = [True]

    def meanwhile(writes: tuple[Any, ...]) -> None:
        if len(writes) > 10 and once and once.pop():
            user = world.db.find(User, ANN)
            assert user is not None
            world.db.seed(replace(user, notes="new", version=user.version + 1))

    world.db.before_commit.append(meanwhile)
    with pytest.raises(ConflictError):
        merge.work(world.deps, job=job)
    assert merge.work(world.deps, job=job)
    assert world.db.one(User).notes == "new\ncalls often"


def test_discord_and_request_accounts_come_along_unless_there_are_own_ones(world: World):
    anne = world.db.find(User, ANNE)
    assert anne is not None
    world.db.seed(replace(anne, discord_id="120000000000000088", version=anne.version + 1))
    world.db.seed(
        a_role_holding(user_id=ANNE, discord_id="120000000000000088", roles={"Subscriber": "1"}),
        a_request_account(user_id=ANNE, is_ours=True, ref="7"),
        a_request_account(user_id=ANNE, is_ours=True, system=RequestSystemName.PETIO, ref="8"),
        a_request_account(user_id=ANN, system=RequestSystemName.PETIO, ref="9"),
    )
    merges(world)

    held = world.deps.community.held((ANN, ANNE))
    assert world.db.one(User).discord_id == "120000000000000088"
    assert dict(held[ANN].roles.roles) == {"Subscriber": "1"}
    assert {name: each.ref for name, each in held[ANN].accounts.items()} == {
        RequestSystemName.OVERSEERR: "7",
        RequestSystemName.PETIO: "9",
    }
    assert [each.ref for each in held[ANNE].accounts.values()] == ["8"]
    claim = world.db.find(MediaClaim, "discord:120000000000000088")
    assert claim == MediaClaim("discord:120000000000000088", ANN)
    jobs = [each for each in world.db.all(Job) if each.kind is JobKind.MIRROR_COMMUNITY]
    assert [each.subject for each in jobs] == [ANNE]
