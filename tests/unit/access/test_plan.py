"""What to do so that a person has what is due."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.model import Share, ShareState
from chalicelib.access.plan import (
    Action,
    Change,
    Invite,
    Seen,
    Wanted,
    Withdraw,
    believe,
    look,
    plan,
)
from chalicelib.access.ports import RemoteShare, RemoteSnapshot
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.users.model import MediaIdentity
from tests.builders import NOON, a_library, a_share

SERVERS = ("srv_a", "srv_b")
LIBRARIES = {
    server: tuple(
        a_library(id=f"lib_{server}_{number}", server_id=server, share_id=f"{server}-{number}")
        for number in range(2)
    )
    for server in SERVERS
}
BY_SHARE_ID = {each.share_id: each for server in SERVERS for each in LIBRARIES[server]}


def a_remote(**overrides) -> RemoteShare:
    fields = {
        "share_ref": "1",
        "invite_ref": "",
        "is_accepted": True,
        "plex_id": "77",
        "username": "ann",
        "email": "",
        "library_share_ids": frozenset(),
        "allows_downloads": False,
    }
    return RemoteShare(**{**fields, **overrides})


# ------------------------------------------------------------------ recognising people

ANN = MediaIdentity(username="ann", email="ann@example.com")


def seen_of(*remotes, media=ANN, row=None, is_complete=True) -> Seen:
    return look(RemoteSnapshot(remotes, is_complete), media=media, row=row)


def test_a_person_is_known_by_name_by_address_and_by_our_own_reference():
    assert seen_of(a_remote()).best is not None
    assert seen_of(a_remote(username="", email="ann@example.com")).best is not None
    row = a_share(share_ref="1")
    assert seen_of(a_remote(username="renamed"), row=row).best is not None
    assert seen_of(a_remote(username="ben")).best is None


def test_a_proven_id_outweighs_names():
    proven = MediaIdentity(username="ann", plex_id="5", is_proven=True)
    assert seen_of(a_remote(plex_id="77"), media=proven).best is None
    assert seen_of(a_remote(plex_id="5", username="renamed"), media=proven).best is not None


def test_two_accounts_that_fit_are_not_guessed_between():
    with pytest.raises(ActionRequiredError):
        seen_of(a_remote(), a_remote(share_ref="2", plex_id="78", email="ann@example.com"))


def test_nothing_empty_matches_nobody():
    nobody = a_remote(username="", email="", plex_id="")
    assert seen_of(nobody, media=MediaIdentity()).best is None


@pytest.mark.behaviour("X041")
def test_only_a_complete_list_that_is_not_empty_is_trusted():
    other = a_remote(username="ben")
    assert seen_of(other).is_trusted
    assert not seen_of(other, is_complete=False).is_trusted
    assert not seen_of().is_trusted


# ------------------------------------------------------------------ belief


def belief(row: Share, seen: Seen, *, is_due: bool = True) -> Share:
    return believe(row, seen, libraries=BY_SHARE_ID, is_due=is_due, now=NOON)


@pytest.mark.parametrize(
    ("state", "is_due", "after"),
    [
        (ShareState.PLANNED, True, ShareState.PLANNED),
        (ShareState.PLANNED, False, ShareState.REMOVED),
        (ShareState.INVITED, True, ShareState.LAPSED),
        (ShareState.INVITED, False, ShareState.REMOVED),
        (ShareState.ACCEPTED, True, ShareState.REMOVED),
        (ShareState.LAPSED, False, ShareState.LAPSED),
        (ShareState.REMOVED, True, ShareState.REMOVED),
    ],
)
def test_what_a_trusted_absence_means_depends_on_what_was_there(state, is_due, after):
    row = a_share(state=state)
    assert belief(row, Seen((), is_trusted=True), is_due=is_due).state is after
    assert belief(row, Seen((), is_trusted=False), is_due=is_due) == row


def test_an_acceptance_forgives_lapses_and_shows_the_libraries():
    row = a_share(server_id="srv_a", state=ShareState.INVITED, lapses=2, library_ids=())
    remote = a_remote(library_share_ids=frozenset({"srv_a-1", "unknown"}))
    after = belief(row, Seen((remote,), is_trusted=True))
    assert (after.state, after.lapses, after.library_ids) == (
        ShareState.ACCEPTED,
        0,
        ("lib_srv_a_1",),
    )


# ------------------------------------------------------------------ the plan as a whole

remotes = st.builds(
    a_remote,
    is_accepted=st.booleans(),
    library_share_ids=st.frozensets(st.sampled_from(sorted(BY_SHARE_ID)), max_size=3),
    allows_downloads=st.booleans(),
)
sights = st.builds(
    lambda found, sure: Seen(
        tuple(
            replace(each, share_ref=str(number), is_accepted=each.is_accepted and number == 0)
            for number, each in enumerate(found)
        ),
        sure,
    ),
    st.lists(remotes, max_size=2),
    st.booleans(),
)
states = st.one_of(st.none(), st.sampled_from(list(ShareState)))
wishes = st.one_of(
    st.none(),
    st.builds(
        lambda server, here, there, downloads, leaves, early: Wanted(
            server,
            {each: LIBRARIES[each][: here if each == server else there] for each in SERVERS},
            downloads,
            next(each for each in SERVERS if each != server) if leaves else None,
            early,
        ),
        st.sampled_from(SERVERS),
        st.integers(0, 2),
        st.integers(0, 2),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
)


def carried_out(action: Action, seen: dict[str, Seen], rows: dict[str, Share]) -> None:
    """Do to the platform and to our records what the action says."""
    here = seen.get(action.server_id, Seen())
    ids = frozenset(each.share_id for each in getattr(action, "libraries", ()))
    row = rows.get(action.server_id) or a_share(
        server_id=action.server_id, state=ShareState.PLANNED
    )
    if isinstance(action, Invite):
        fresh = a_remote(
            share_ref="9",
            is_accepted=False,
            library_share_ids=ids,
            allows_downloads=action.allows_downloads,
        )
        here = Seen((fresh,), is_trusted=True)
    elif isinstance(action, Change):
        changed = replace(
            action.remote, library_share_ids=ids, allows_downloads=action.allows_downloads
        )
        others = tuple(each for each in here.remotes if each != action.remote)
        here = Seen((changed, *others), is_trusted=True)
    else:
        rest = tuple(e for e in here.remotes if e.share_ref != action.remote.share_ref)
        here = Seen(rest, is_trusted=True)
    seen[action.server_id] = here
    is_due = not isinstance(action, Withdraw)
    rows[action.server_id] = belief(row, here, is_due=is_due)


@pytest.mark.property
@given(
    wanted=wishes,
    states=st.tuples(states, states),
    sights=st.tuples(sights, sights),
)
def test_carrying_out_the_plan_leaves_nothing_to_do_and_never_shares_nothing(
    wanted, states, sights
):
    rows = {
        server: a_share(server_id=server, state=state, share_ref="7")
        for server, state in zip(SERVERS, states, strict=True)
        if state is not None
    }
    seen = dict(zip(SERVERS, sights, strict=True))
    for _ in range(12):
        actions = plan(wanted=wanted, rows=rows, seen=seen, libraries=BY_SHARE_ID)
        if not actions:
            break
        assert all(getattr(action, "libraries", True) for action in actions)
        carried_out(actions[0], seen, rows)
    assert plan(wanted=wanted, rows=rows, seen=seen, libraries=BY_SHARE_ID) == ()
    if wanted is None:
        assert not any(each.remotes for each in seen.values())


@pytest.mark.property
@given(states=st.tuples(states, states), sights=st.tuples(sights, sights), early=st.booleans())
def test_a_migration_takes_a_used_share_of_the_source_only_when_the_target_is_seen(
    states, sights, early
):
    rows = {
        server: a_share(server_id=server, state=state, share_ref="7", is_imported=True)
        for server, state in zip(SERVERS, states, strict=True)
        if state is not None
    }
    source, target = SERVERS
    wanted = Wanted(target, LIBRARIES, False, leaves=source, leaves_early=early)
    seen = dict(zip(SERVERS, sights, strict=True))
    actions = plan(wanted=wanted, rows=rows, seen=seen, libraries=BY_SHARE_ID)
    used = [remote for remote in seen[source].remotes if remote.is_accepted]
    taken = [
        action.remote
        for action in actions
        if isinstance(action, Withdraw) and action.server_id == source
    ]
    best = seen[target].best
    is_there = best is not None and (best.is_accepted or early)
    assert set(used) <= set(taken) if is_there else not set(used[:1]) & set(taken)


@pytest.mark.behaviour("X041")
@given(states=st.tuples(states, states))
def test_an_absence_that_is_not_trusted_removes_nothing_without_a_reference(states):
    rows = {
        server: a_share(server_id=server, state=state, share_ref="")
        for server, state in zip(SERVERS, states, strict=True)
        if state is not None
    }
    seen = {server: Seen() for server in SERVERS}
    assert plan(wanted=None, rows=rows, seen=seen, libraries={}) == ()
