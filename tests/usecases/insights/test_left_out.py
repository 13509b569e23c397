"""Linked users who wait for an administrator's invite are among what needs attention (B118)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.model import LeftOut, Share, ShareState
from chalicelib.insights import attention, overview
from chalicelib.kernel.ids import UserId
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import Links, User
from tests.builders import NOON, a_period, a_share, a_subscription, a_user

DAY = timedelta(days=1)
BOB, ANN, EVE = UserId("usr_bob"), UserId("usr_ann"), UserId("usr_eve")


@pytest.fixture
def group(db):
    """Bob, who paid again for Ann and Eve a day ago; both had been removed before."""
    db.seed(
        a_user(id=BOB, name="Bob", email="bob@example.com"),
        Links(BOB, sub_ids=(ANN, EVE), since=NOON - 9 * DAY),
    )
    for user_id in (ANN, EVE):
        period = a_period(
            starts_at=NOON - DAY, ends_at=NOON + 27 * DAY, by_master=True, payment_id="pay_2"
        )
        db.seed(
            a_user(id=user_id, name=user_id, email=f"{user_id}@example.com"),
            Links(user_id, master_id=BOB, since=NOON - 9 * DAY),
            a_subscription(user_id=user_id, periods=(period,)),
            a_share(user_id=user_id, state=ShareState.REMOVED, changed_at=NOON - 3 * DAY),
            LeftOut(user_id, since=NOON - DAY, until=NOON + 27 * DAY),
        )
    return db


def titles(deps) -> list[str]:
    return [item.title for item in attention.list_items(deps).items]


def test_they_are_counted_and_lead_to_the_group_of_their_master(group, deps):
    [item] = attention.list_items(deps).items

    assert (item.kind, item.id, item.user_id, item.at) == ("linked_users", BOB, BOB, NOON - DAY)
    assert item.title == "2 linked users of Bob wait for your invite, with time that is paid"
    assert "Invite those" in item.remedy
    assert overview.overview(deps).attention == 1


def test_whoever_was_invited_is_not_counted_any_more(group, deps):
    share = group.find(Share, (ANN, a_share().server_id))
    group.seed(replace(share, state=ShareState.INVITED, changed_at=NOON, version=2))
    one = ["1 linked user of Bob waits for your invite, with time that is paid"]
    assert titles(deps) == one

    share = group.find(Share, (EVE, a_share().server_id))
    group.seed(replace(share, state=ShareState.ACCEPTED, changed_at=NOON, version=2))
    assert titles(deps) == []


def test_who_is_permanent_unlinked_or_over_waits_for_nothing(group, deps):
    group.seed(replace(group.find(User, ANN), is_permanent=True, version=2))
    group.seed(replace(group.find(Links, EVE), master_id=None, version=2))
    assert titles(deps) == []

    group.seed(replace(group.find(User, ANN), is_permanent=False, version=3))
    assert len(titles(deps)) == 1
    over = a_subscription(user_id=ANN, periods=())
    group.seed(replace(over, version=group.find(Subscription, ANN).version + 1))
    assert titles(deps) == []
