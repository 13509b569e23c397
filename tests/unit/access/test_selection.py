"""Which server a person gets."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.model import ShareState
from chalicelib.access.selection import Choice, choose
from chalicelib.catalog.model import PRIVATE, STANDARD, Seats
from tests.builders import NOON, a_library, a_plan, a_plex_account, a_server, a_share

A, B, C = (a_server(id=f"srv_{each}", name=each.upper()) for each in "abc")


def library(server: Any, group: str = STANDARD, **given: Any):
    return a_library(id=f"lib_{server.id}_{group}", server_id=server.id, group_id=group, **given)


def pick(*servers: Any, **given: Any) -> Choice:
    facts: dict[str, Any] = {
        "plan": a_plan(),
        "libraries": tuple(library(each) for each in servers),
        "seats": {},
        "accounts": {"acc_owner": a_plex_account()},
        "shares": (),
        "preferred_location_id": None,
        "held_server_id": None,
        "now": NOON,
    }
    return choose(servers=servers, **{**facts, **given})


def share(server: Any, state: ShareState = ShareState.ACCEPTED):
    return a_share(server_id=server.id, state=state)


def people(**counts: int) -> dict[str, Seats]:
    return {f"srv_{name}": Seats(f"srv_{name}", people=count) for name, count in counts.items()}


@pytest.mark.behaviour("B145")
def test_the_server_with_the_fewest_people_wins_and_equals_go_by_id():
    assert pick(A, B, seats=people(a=3, b=2)).server_id == "srv_b"
    assert pick(B, A).server_id == "srv_a"


@pytest.mark.behaviour("B141")
def test_the_present_server_wins_even_if_full_closed_and_elsewhere():
    full = replace(A, max_users=1, allows_new=False)
    choice = pick(full, B, seats=people(a=9), shares=(share(A),), held_server_id="srv_b")
    assert choice.server_id == "srv_a"


@pytest.mark.behaviour("B142")
def test_an_open_invite_wins_over_a_better_server():
    assert (
        pick(A, B, seats=people(b=5), shares=(share(B, ShareState.INVITED),)).server_id == "srv_b"
    )


def test_an_accepted_share_wins_over_an_open_invite():
    shares = (share(A, ShareState.INVITED), share(B))
    assert pick(A, B, shares=shares).server_id == "srv_b"


@pytest.mark.behaviour("B143")
def test_an_open_invite_on_a_server_without_the_plans_libraries_does_not_hold():
    libraries = (library(A, "grp_kids"), library(B))
    invited = (share(A, ShareState.INVITED),)
    assert pick(A, B, libraries=libraries, shares=invited).server_id == "srv_b"


@pytest.mark.behaviour("B129")
def test_a_disabled_server_is_never_chosen():
    assert pick(replace(A, is_enabled=False), B, seats=people(b=9)).server_id == "srv_b"
    assert pick(replace(A, is_enabled=False), B, shares=(share(A),)).server_id == "srv_b"


def test_nobody_is_moved_off_a_disabled_server_unless_a_sale_asks():
    off = replace(A, is_enabled=False)
    assert pick(off, B, shares=(share(A),), may_move=False).server_id == "srv_a"


@pytest.mark.parametrize("state", [ShareState.PLANNED, ShareState.INVITED, ShareState.ACCEPTED])
def test_whom_a_sale_took_off_a_disabled_server_no_later_look_takes_back(state: ShareState):
    off, shares = replace(A, is_enabled=False), (share(A), share(B, state))
    assert pick(off, B, shares=shares, may_move=False).server_id == "srv_b"
    partly = (library(A), library(A, "grp_kids"), library(B))
    plan = a_plan(group_ids=(STANDARD, "grp_kids"))
    moved = pick(off, B, plan=plan, libraries=partly, shares=shares, may_move=False)
    assert moved.server_id == "srv_b"


def test_whom_a_migration_leaves_on_a_disabled_server_stays_though_another_waits():
    shares = (share(A), share(B, ShareState.INVITED))
    stays = pick(
        replace(A, is_enabled=False), B, shares=shares, may_move=False, pinned_server_id="srv_a"
    )
    assert stays.server_id == "srv_a"


def test_whom_a_trial_took_off_a_server_without_trials_no_later_look_takes_back():
    shares = (share(A), share(replace(B, allows_trials=True), ShareState.INVITED))
    trial, beta = a_plan(is_trial=True), replace(B, allows_trials=True)
    assert pick(A, beta, plan=trial, shares=shares, may_move=False).server_id == "srv_b"


@pytest.mark.behaviour("B130")
def test_a_server_that_takes_no_new_people_is_never_chosen_for_newcomers():
    closed = replace(A, allows_new=False)
    assert pick(closed).server_id is None
    assert pick(closed, shares=(share(A, ShareState.REMOVED),)).server_id is None
    assert pick(closed, shares=(share(A),)).server_id == "srv_a"


@pytest.mark.behaviour("B131")
def test_a_full_server_has_no_room_and_a_full_account_neither():
    assert pick(replace(A, max_users=2), seats=people(a=2)).server_id is None
    assert pick(replace(A, max_users=2), seats=people(a=1)).server_id == "srv_a"
    account = {"acc_owner": a_plex_account(max_people=5)}
    assert pick(A, B, seats=people(a=3, b=2), accounts=account).server_id is None
    assert pick(A, B, seats=people(a=3, b=1), accounts=account).server_id == "srv_b"


def test_a_held_seat_counts_as_taken_for_others_and_as_free_for_its_owner():
    one = replace(A, max_users=1)
    held = {"srv_a": Seats("srv_a").hold("ord_1", until=NOON + timedelta(1), now=NOON)}
    assert pick(one, seats=held).server_id is None
    assert pick(one, seats=held, held_server_id="srv_a").server_id == "srv_a"


@pytest.mark.parametrize("state", [ShareState.REMOVED, ShareState.LEAVING])
def test_whoever_comes_back_to_a_full_account_that_still_knows_them_needs_no_new_place(state):
    account = {"acc_owner": a_plex_account(max_people=1, others=1)}
    former = a_share(server_id="srv_a", state=state, accepted_at=NOON)
    assert pick(A, accounts=account, shares=(former,)).server_id == "srv_a"
    for gone in ({"state": ShareState.DELETED}, {"accepted_at": None}):
        assert pick(A, accounts=account, shares=(replace(former, **gone),)).server_id is None


def test_whoever_is_on_the_account_already_does_not_count_twice():
    account = {"acc_owner": a_plex_account(max_people=1)}
    libraries = (library(A, "grp_kids"), library(B))
    choice = pick(
        A, B, seats=people(a=1), accounts=account, shares=(share(A),), libraries=libraries
    )
    assert choice.server_id == "srv_b"


@pytest.mark.behaviour("B011")
def test_a_plan_with_downloads_fits_only_where_the_account_has_plex_pass():
    poor = a_plex_account(id="acc_poor", plex_id="2000", has_plex_pass=False)
    servers = (replace(A, account_id="acc_poor"), replace(B, account_id="acc_owner"))
    accounts = {"acc_poor": poor, "acc_owner": a_plex_account()}
    loads = a_plan(allows_downloads=True)

    assert pick(*servers, accounts=accounts).server_id == "srv_a", "without downloads either does"
    assert pick(*servers, accounts=accounts, plan=loads).server_id == "srv_b"
    alone = pick(servers[0], accounts=accounts, plan=loads)
    assert alone.server_id is None
    assert "lacks Plex Pass" in alone.explanation
    # Whoever is there stays, and is told on the plan's page instead.
    there = pick(*servers, accounts=accounts, plan=loads, shares=(share(servers[0]),))
    assert there.server_id == "srv_a"


@pytest.mark.parametrize("accounts", [{}, {"acc_owner": a_plex_account(token_error="dead")}])
def test_a_server_whose_account_does_not_work_gets_nobody_new(accounts):
    assert pick(A, accounts=accounts).server_id is None


def test_whom_a_migration_moves_gets_its_target_before_all_others():
    crowded = people(b=9)
    assert pick(A, B, seats=crowded, shares=(share(A),), may_move=False).server_id == "srv_a"
    moved = pick(A, B, seats=crowded, shares=(share(A),), may_move=False, pinned_server_id="srv_b")
    assert moved.server_id == "srv_b"
    assert "a migration moves the person there" in moved.explanation
    closed = replace(B, allows_new=False)
    assert pick(A, closed, shares=(share(A),), pinned_server_id="srv_b").server_id == "srv_b"


def test_a_migration_moves_nobody_to_a_server_that_does_not_fit_or_has_no_room():
    for target, more in (
        (replace(B, is_enabled=False), {}),
        (replace(B, max_users=1), {"seats": people(b=1)}),
        (B, {"libraries": (library(A),)}),
    ):
        choice = pick(A, target, shares=(share(A),), pinned_server_id="srv_b", **more)
        assert choice.server_id == "srv_a"


@pytest.mark.behaviour("B144")
def test_a_server_shared_before_comes_first():
    formerly = (share(B, ShareState.REMOVED),)
    assert pick(A, B, seats=people(b=7), shares=formerly).server_id == "srv_b"


@pytest.mark.behaviour("B136")
def test_the_preferred_location_wins_over_fewer_people():
    here = replace(B, location_id="loc_here")
    choice = pick(A, here, seats=people(b=7), preferred_location_id="loc_here")
    assert choice.server_id == "srv_b"


@pytest.mark.behaviour("B137")
def test_another_location_is_better_than_none():
    full = replace(B, location_id="loc_here", max_users=1)
    choice = pick(A, full, seats=people(b=1), preferred_location_id="loc_here")
    assert choice.server_id == "srv_a"


@pytest.mark.behaviour("B012", "B013")
def test_target_servers_come_first_and_others_are_the_fallback():
    plan = a_plan(target_server_ids=("srv_b",))
    assert pick(A, B, plan=plan, seats=people(b=5)).server_id == "srv_b"
    assert pick(A, replace(B, max_users=5), plan=plan, seats=people(b=5)).server_id == "srv_a"


def test_the_server_held_for_the_sale_comes_before_every_wish():
    plan = a_plan(target_server_ids=("srv_b",))
    assert pick(A, B, plan=plan, held_server_id="srv_a").server_id == "srv_a"


def test_a_server_with_every_group_is_preferred_to_one_with_some():
    plan = a_plan(group_ids=(STANDARD, "grp_kids"))
    libraries = (library(A), library(B), library(B, "grp_kids"))
    assert pick(A, B, plan=plan, libraries=libraries, seats=people(b=9)).server_id == "srv_b"
    full = replace(B, max_users=9)
    assert pick(A, full, plan=plan, libraries=libraries, seats=people(b=9)).server_id == "srv_a"


def test_only_a_sale_moves_somebody_to_a_server_with_more_of_the_plan():
    plan = a_plan(group_ids=(STANDARD, "grp_kids"))
    given: dict[str, Any] = {
        "plan": plan,
        "libraries": (library(A), library(B), library(B, "grp_kids")),
        "shares": (share(A),),
    }
    assert pick(A, B, **given).server_id == "srv_b"
    assert pick(A, B, **given, may_move=False).server_id == "srv_a"


def test_a_library_that_is_missing_moves_nobody_and_draws_nobody():
    libraries = (library(A, is_missing=True), library(B))
    assert pick(A, B, libraries=libraries, seats=people(b=5)).server_id == "srv_b"
    assert pick(A, B, libraries=libraries, shares=(share(A),)).server_id == "srv_a"


@pytest.mark.behaviour("B133")
def test_a_private_library_fits_no_plan():
    plan = a_plan(group_ids=(PRIVATE,))
    assert pick(A, plan=plan, libraries=(library(A, PRIVATE),)).server_id is None


@pytest.mark.behaviour("B146")
def test_when_nobody_fits_each_server_says_why():
    full, off = replace(A, max_users=1), replace(B, is_enabled=False)
    closed = replace(C, allows_new=False)
    libraries = (library(A), library(B), library(C))
    choice = pick(full, off, closed, libraries=libraries, seats=people(a=1))
    assert choice.server_id is None
    reasons = {each.server_id: each.reasons for each in choice.candidates}
    assert reasons == {
        "srv_a": ("it is full (1 of 1)",),
        "srv_b": ("it is disabled",),
        "srv_c": ("it takes no new people",),
    }
    assert "it is full (1 of 1)" in choice.explanation
    assert not any(each.fits for each in choice.candidates)
    assert "none was added" in pick().explanation


@pytest.mark.property
@given(
    order=st.permutations((A, B, C)),
    counts=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    limits=st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=3, max_size=3),
    held=st.sampled_from([None, "srv_a", "srv_c"]),
)
def test_the_order_of_the_servers_does_not_matter_and_nobody_exceeds_a_limit(
    order, counts, limits, held
):
    limit = {each.id: most for each, most in zip((A, B, C), limits, strict=True)}
    seats = people(**dict(zip("abc", counts, strict=True)))
    servers = tuple(replace(each, max_users=limit[each.id]) for each in order)
    choice = pick(*servers, seats=seats, held_server_id=held)
    by_id = tuple(sorted(servers, key=lambda each: each.id))
    assert choice.server_id == pick(*by_id, seats=seats, held_server_id=held).server_id
    if choice.server_id is not None:
        most = limit[choice.server_id]
        taken = seats[choice.server_id].people - int(choice.server_id == held)
        assert most is None or taken < most


TRIAL = a_plan(is_trial=True)


@pytest.mark.behaviour("B075")
def test_a_trial_goes_to_servers_that_accept_trials_only():
    accepts = replace(B, allows_trials=True, allows_new=False)

    choice = pick(A, accepts, plan=TRIAL, seats=people(b=50))

    assert choice.server_id == "srv_b"
    assert choice.candidates[1].reasons == ("it takes no trials",)
    assert pick(A, plan=TRIAL, shares=(share(A),)).server_id is None
    assert pick(A, plan=TRIAL, shares=(share(A),), may_move=False).server_id == "srv_a"


def test_a_server_for_trials_only_takes_no_newcomer_who_pays():
    for_trials = replace(A, allows_trials=True, allows_new=False)

    assert pick(for_trials).server_id is None
    assert pick(for_trials, shares=(share(A),)).server_id == "srv_a"


@pytest.mark.behaviour("B076")
def test_after_a_trial_a_server_for_trials_only_is_left_where_another_waits():
    for_trials, shares = replace(A, allows_trials=True, allows_new=False), (share(A),)

    def after(*more: Any, **given: Any) -> str | None:
        servers = (for_trials, B)
        return pick(*servers, shares=(*shares, *more), follows_trial=True, **given).server_id

    assert after() == "srv_b"
    assert after(may_move=False) == "srv_a"
    assert after(share(B, ShareState.INVITED), may_move=False) == "srv_b"
    for_all = replace(A, allows_trials=True)
    assert pick(for_all, B, shares=shares, follows_trial=True).server_id == "srv_a"
