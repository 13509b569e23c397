"""What follows the end of somebody's time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.deciding.expiry import Farewell, Verdict, aftermath, judge
from chalicelib.access.looking.outlook import Outlook, outlook
from chalicelib.access.model import ShareState
from chalicelib.access.plan import Lock, Restrict, Seen, Withdraw, as_recorded, plan
from chalicelib.access.ports import RemotePeople, RemotePerson
from chalicelib.catalog.model import PRIVATE, STANDARD
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from chalicelib.subscriptions.lifecycle import ended_at
from chalicelib.users.model import MediaIdentity
from tests.builders import (
    MONTH_LATER,
    NOON,
    a_library,
    a_period,
    a_share,
    a_subscription,
    a_user,
)
from tests.unit.access.test_plan import a_remote

WEEK = timedelta(days=7)
REMOVE = ExpirySettings(delete_after_days=7)
RESTRICT = ExpirySettings(ExpiryPolicy.RESTRICT, (STANDARD,), 7)
DISABLE = replace(RESTRICT, policy=ExpiryPolicy.DISABLE)
LIBRARIES = (
    a_library(id="lib_open", group_id=STANDARD, share_id="1"),
    a_library(id="lib_premium", group_id="grp_premium", share_id="2"),
    a_library(id="lib_private", group_id=PRIVATE, share_id="3"),
    a_library(id="lib_missing", group_id=STANDARD, share_id="4", is_missing=True),
)


def follows(settings=REMOVE, *, now=MONTH_LATER, subscription=None, **user):
    return aftermath(subscription or a_subscription(), a_user(**user), settings, now=now)


# ------------------------------------------------------------------ when


def test_the_end_is_the_latest_one_that_is_over():
    paid = a_subscription(
        periods=(
            a_period(),
            a_period(starts_at=MONTH_LATER + WEEK, ends_at=MONTH_LATER + 2 * WEEK),
        )
    )
    assert ended_at(paid, now=MONTH_LATER - timedelta(microseconds=1)) is None
    assert ended_at(paid, now=MONTH_LATER) == MONTH_LATER
    assert ended_at(paid, now=MONTH_LATER + 3 * WEEK) == MONTH_LATER + 2 * WEEK


@pytest.mark.parametrize(
    ("days", "after", "is_deleted"),
    [
        (0, timedelta(0), True),
        (7, WEEK - timedelta(microseconds=1), False),
        (7, WEEK, True),
    ],
)
def test_the_deletion_comes_at_the_very_instant_of_the_day(days, after, is_deleted):
    now = MONTH_LATER + after
    found = follows(ExpirySettings(delete_after_days=days), now=now)
    assert found.deletes(now=now) is is_deleted


def test_nothing_follows_while_there_is_a_right_or_when_there_never_was_one():
    assert follows(now=NOON) is None
    assert follows(is_permanent=True) is None
    assert follows(subscription=a_subscription(periods=())) is None


def test_who_was_permanent_counts_from_the_day_that_ended():
    since = MONTH_LATER + 20 * WEEK
    found = follows(now=since, permanent_until=since)
    assert found.deletes_at == since + WEEK
    blank = a_subscription(periods=())
    assert follows(subscription=blank, now=since, permanent_until=since).ended_at == since


def test_nobody_with_paid_time_ahead_is_deleted():
    ahead = a_period(starts_at=MONTH_LATER + 9 * WEEK, ends_at=MONTH_LATER + 10 * WEEK)
    paid = a_subscription(periods=(a_period(), ahead))
    now = MONTH_LATER + 8 * WEEK
    found = follows(RESTRICT, subscription=paid, now=now)
    assert not found.deletes(now=now)
    assert found.keeps(LIBRARIES, now=now) == ()


# ------------------------------------------------------------------ what stays


def test_only_libraries_of_the_chosen_groups_stay_and_never_private_or_missing_ones():
    chosen = replace(RESTRICT, restrict_groups=(STANDARD, PRIVATE))
    found = follows(chosen)
    assert [each.id for each in found.keeps(LIBRARIES, now=MONTH_LATER)] == ["lib_open"]
    assert found.keeps(LIBRARIES, now=MONTH_LATER + WEEK) == ()
    assert follows(REMOVE).keeps(LIBRARIES, now=MONTH_LATER) == ()
    left_over = replace(chosen, policy=ExpiryPolicy.REMOVE)
    assert follows(left_over).keeps(LIBRARIES, now=MONTH_LATER) == ()


def test_locking_leaves_no_library_open_whatever_groups_were_chosen_before():
    found = follows(DISABLE)
    assert found.locks
    assert found.keeps(LIBRARIES, now=MONTH_LATER) == ()
    assert not any(follows(each).locks for each in (REMOVE, RESTRICT))


def rest(*remotes, kept=LIBRARIES[:1], locks=frozenset()):
    rows = {"srv_alpha": a_share(share_ref="1")}
    return plan(
        wanted=None,
        rows=rows,
        seen={"srv_alpha": Seen(remotes, is_trusted=True)},
        libraries={},
        kept={"srv_alpha": kept},
        locks=locks,
    )


def test_an_accepted_share_is_reduced_and_an_open_invite_withdrawn():
    accepted = a_remote(library_share_ids=frozenset({"1", "2"}))
    double = a_remote(share_ref="2", is_accepted=False)
    assert rest(accepted, double) == (
        Restrict("srv_alpha", accepted, LIBRARIES[:1]),
        Withdraw("srv_alpha", double),
    )
    assert rest(double) == (Withdraw("srv_alpha", double),)


def test_downloads_end_with_the_paid_time_and_what_is_right_is_left_alone():
    right = a_remote(library_share_ids=frozenset({"1"}))
    assert rest(right) == ()
    assert rest(replace(right, allows_downloads=True))


def test_where_nothing_would_stay_the_share_goes_because_an_empty_list_means_all():
    accepted = a_remote(library_share_ids=frozenset({"1"}))
    assert rest(accepted, kept=()) == (Withdraw("srv_alpha", accepted),)


def test_an_account_is_locked_only_on_servers_that_can():
    account = a_remote(share_ref="a1", library_share_ids=frozenset({"1", "2"}))
    assert rest(account, kept=(), locks={"srv_alpha"}) == (Lock("srv_alpha", account),)
    assert rest(account, kept=(), locks={"srv_beta"}) == (Withdraw("srv_alpha", account),)
    assert rest(kept=(), locks={"srv_alpha"}) == ()


def test_an_account_that_was_not_seen_is_locked_by_what_was_written_down():
    row = a_share(share_ref="a1")
    found = plan(
        wanted=None,
        rows={"srv_alpha": row},
        seen={"srv_alpha": Seen(is_trusted=False)},
        libraries={},
        locks={"srv_alpha"},
    )
    assert found == (Lock("srv_alpha", as_recorded(row)),)


def test_an_absent_share_is_never_given_back():
    assert rest() == ()


# ------------------------------------------------------------------ who is deleted

ANN = MediaIdentity(username="ann", plex_id="77", is_proven=True)
OURS = frozenset({"machine-alpha"})


def a_person(plex_id="77", *machine_ids, is_at_home=False) -> RemotePerson:
    return RemotePerson(plex_id, "ann", "", is_at_home, frozenset(machine_ids))


def verdict(*people, media=ANN, is_complete=True, is_sent=False) -> Verdict:
    return judge(
        RemotePeople(people, is_complete),
        media=media,
        owner_id="1000",
        ours=OURS,
        is_sent=is_sent,
    )


def test_a_friend_with_nothing_but_what_we_withdraw_is_deleted():
    assert verdict(a_person()).farewell is Farewell.DELETE
    assert verdict(a_person("77", "machine-alpha")).farewell is Farewell.DELETE


@pytest.mark.parametrize(
    ("people", "media"),
    [
        ([a_person("77", "machine-alpha", "machine-other")], ANN),
        ([a_person(is_at_home=True)], ANN),
        ([a_person("1000")], replace(ANN, plex_id="1000")),
        ([a_person()], replace(ANN, is_proven=False)),
    ],
    ids=["another share", "home", "the owner", "not proven"],
)
def test_whoever_else_is_tied_to_the_account_is_kept(people, media):
    assert verdict(*people, media=media).farewell is Farewell.KEEP


@pytest.mark.behaviour("X041")
@pytest.mark.parametrize("people", [(), (a_person(),), (a_person("78"),)])
def test_an_incomplete_list_proves_neither_presence_nor_absence(people):
    assert verdict(*people, is_complete=False).farewell is Farewell.UNSURE


@pytest.mark.behaviour("X041")
def test_an_empty_list_proves_nothing_unless_the_last_one_was_just_deleted():
    assert verdict().farewell is Farewell.UNSURE
    assert verdict(is_sent=True).farewell is Farewell.GONE
    assert verdict(a_person("78")).farewell is Farewell.GONE


@given(
    known=st.lists(
        st.builds(
            RemotePerson,
            st.sampled_from(["77", "78", "1000"]),
            st.just(""),
            st.just(""),
            st.booleans(),
            st.frozensets(st.sampled_from(["machine-alpha", "machine-other"])),
        ),
        unique_by=lambda each: each.plex_id,
    ),
    is_complete=st.booleans(),
    is_sent=st.booleans(),
)
def test_nobody_is_deleted_whom_a_complete_list_does_not_show_free_of_other_ties(
    known, is_complete, is_sent
):
    found = verdict(*known, is_complete=is_complete, is_sent=is_sent)
    free = [
        each
        for each in known
        if each.plex_id == "77" and not each.is_at_home and each.machine_ids <= OURS
    ]
    assert (found.farewell is Farewell.DELETE) == (is_complete and bool(free))


# ------------------------------------------------------------------ what the pages say


def told(settings=RESTRICT, *, now, shares=(), lockable=frozenset(), **user) -> Outlook:
    return outlook(
        a_subscription(), a_user(**user), settings, shares=shares, lockable=lockable, now=now
    )


def test_before_the_end_both_days_are_told():
    groups = frozenset({STANDARD})
    assert told(now=NOON) == Outlook(MONTH_LATER, MONTH_LATER + WEEK, None, groups)
    assert told(now=NOON, is_permanent=True) == Outlook()


def test_after_the_end_the_deletion_is_told_only_of_whom_we_placed():
    placed = a_share(accepted_at=NOON)
    found = told(now=MONTH_LATER, shares=[placed])
    assert (found.ends_at, found.deletes_at) == (None, MONTH_LATER + WEEK)
    assert told(now=MONTH_LATER, shares=[a_share(accepted_at=None)]) == Outlook()
    left = replace(placed, state=ShareState.DELETED, changed_at=MONTH_LATER + WEEK)
    gone = told(now=MONTH_LATER + 2 * WEEK, shares=[left])
    assert gone == Outlook(deleted_at=MONTH_LATER + WEEK)


def test_the_lock_is_told_of_whom_it_concerns_alone():
    here = a_share(server_id="srv_gamma", accepted_at=NOON)
    locked = replace(here, state=ShareState.REMOVED, changed_at=MONTH_LATER)
    left = a_share(state=ShareState.REMOVED, accepted_at=NOON, changed_at=NOON)
    gamma = {"srv_gamma"}
    assert told(DISABLE, now=NOON, shares=[here, left], lockable=gamma).locks
    assert told(DISABLE, now=MONTH_LATER, shares=[locked, left], lockable=gamma).locks
    assert not told(REMOVE, now=NOON, shares=[here], lockable=gamma).locks
    assert not told(DISABLE, now=NOON, shares=[here, a_share()], lockable=gamma).locks
    assert not told(DISABLE, now=NOON, lockable=gamma).locks
    assert not told(DISABLE, now=MONTH_LATER, shares=[here], lockable=gamma).locks
