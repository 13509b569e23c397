"""Whether an account lets go of somebody who has moved to a place elsewhere."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.deciding.expiry import Farewell
from chalicelib.access.deciding.moved_away import LAG, judge_left, taken_lately, why_tied
from chalicelib.access.model import GONE, Share, ShareState
from chalicelib.access.plan import Seen
from chalicelib.access.ports import RemotePeople, RemotePerson, RemoteShare
from chalicelib.kernel.ids import PlexAccountId, ServerId
from chalicelib.users.model import MediaIdentity
from tests.builders import NOON, a_server, a_share

ACCOUNT = PlexAccountId("acc_owner")
ALPHA, BETA, GAMMA = ServerId("srv_alpha"), ServerId("srv_beta"), ServerId("srv_gamma")
SERVERS = {
    ALPHA: a_server(machine_id="machine-alpha"),
    BETA: a_server(id=BETA, machine_id="machine-beta"),
    GAMMA: a_server(id=GAMMA, machine_id="machine-gamma", account_id=None),
}
LEFT = a_share(state=ShareState.REMOVED, invites=1, accepted_at=NOON)
PLACE = a_share(server_id=GAMMA, invites=1, accepted_at=NOON)
ANN = MediaIdentity("ann", plex_id="77", is_proven=True)


def seen(*, is_accepted: bool = True) -> Seen:
    return Seen((RemoteShare("1", "", is_accepted, "", "ann", "", frozenset(), False),), True)


def tied(*rows: Share, place: Share | None = PLACE, look: Seen | None = None) -> str:
    held = (*rows, place) if place else rows
    return why_tied(
        held, SERVERS, owner=ACCOUNT, place=place, seen=seen() if look is None else look
    )


def known(*machines: str, is_at_home: bool = False, is_complete: bool = True) -> RemotePeople:
    ann = RemotePerson("77", "ann", "", is_at_home, frozenset(machines))
    ben = RemotePerson("78", "ben", "", is_at_home=False, machine_ids=frozenset())
    return RemotePeople((ann, ben), is_complete)


def farewell(people: RemotePeople, **facts: object) -> Farewell:
    told = {"media": ANN, "owner_id": "1000", "lately": frozenset(), "is_sent": False} | facts
    return judge_left(people, **told).farewell  # type: ignore[arg-type]


def test_whoever_has_nothing_there_any_more_and_is_served_elsewhere_is_tied_by_nothing():
    assert tied(LEFT) == ""


@pytest.mark.parametrize("state", [each for each in ShareState if each != ShareState.ACCEPTED])
def test_as_long_as_the_other_place_is_not_accepted_everything_stays(state):
    assert tied(LEFT, place=replace(PLACE, state=state)) == "No other place is in use yet"


@pytest.mark.parametrize("look", [Seen(), Seen((), True), seen(is_accepted=False)])
def test_what_the_record_says_of_the_other_place_must_have_been_seen(look):
    assert "was not seen" in tied(LEFT, look=look)


def test_another_server_of_the_same_account_is_no_other_place():
    assert "same owner" in tied(LEFT, place=replace(PLACE, server_id=BETA))


@pytest.mark.parametrize("state", [each for each in ShareState if each not in GONE])
def test_a_share_or_an_open_invite_on_another_server_of_the_account_ties(state):
    other = replace(LEFT, server_id=BETA, state=state)
    assert bool(tied(LEFT, other)) is other.takes_seat


@pytest.mark.parametrize(
    "changes",
    [
        {"predates_us": True},
        {"is_imported": True},
        {"invites": 0},
        {"accepted_at": None},
        {"state": ShareState.DELETED},
    ],
)
def test_whoever_is_not_there_by_our_invite_alone_stays(changes):
    assert tied(replace(LEFT, **changes)) != ""
    assert tied() != ""


@pytest.mark.parametrize("server_id", [BETA, ServerId("srv_deleted_here")])
def test_one_share_that_predates_us_keeps_the_person_wherever_it_was(server_id):
    theirs = replace(LEFT, server_id=server_id, predates_us=True)
    assert tied(LEFT, theirs) == "The owner knew the person before we did"


def test_a_share_of_an_owner_who_has_nothing_to_do_with_it_keeps_nobody():
    theirs = replace(LEFT, server_id=ServerId("srv_delta"), predates_us=True)
    servers = {**SERVERS, theirs.server_id: a_server(id=theirs.server_id, account_id=None)}
    rows = (LEFT, theirs, PLACE)
    assert why_tied(rows, servers, owner=ACCOUNT, place=PLACE, seen=seen()) == ""


@given(st.sampled_from(ShareState), st.sampled_from(ShareState), st.booleans(), st.booleans())
def test_only_what_is_gone_for_a_place_in_use_is_ever_let_go(there, here, is_accepted, predates):
    row = replace(LEFT, state=there, predates_us=predates)
    place = replace(PLACE, state=here)
    if not tied(row, place=place, look=seen(is_accepted=is_accepted)):
        assert here is ShareState.ACCEPTED
        assert is_accepted
        assert not predates
        assert not row.takes_seat


# ------------------------------------------------------------------ what the platform shows


def test_whom_nothing_ties_is_let_go():
    assert farewell(known()) is Farewell.DELETE


@pytest.mark.parametrize(
    ("people", "facts", "expected"),
    [
        (known(is_at_home=True), {}, Farewell.KEEP),
        (known("machine-own"), {}, Farewell.KEEP),
        (known("machine-alpha"), {}, Farewell.KEEP),
        (known(is_complete=False), {}, Farewell.UNSURE),
        (RemotePeople((), is_complete=True), {}, Farewell.UNSURE),
        (RemotePeople((), is_complete=True), {"is_sent": True}, Farewell.GONE),
        (known(), {"media": MediaIdentity("ann", plex_id="77")}, Farewell.KEEP),
        (known(), {"media": MediaIdentity("ann")}, Farewell.KEEP),
        (known(), {"owner_id": "77"}, Farewell.KEEP),
    ],
)
def test_without_evidence_or_with_another_tie_nobody_is_let_go(people, facts, expected):
    assert farewell(people, **facts) is expected


@pytest.mark.parametrize(
    ("machines", "expected"),
    [(("machine-alpha",), Farewell.UNSURE), (("machine-alpha", "machine-own"), Farewell.KEEP)],
)
def test_a_list_that_lags_is_waited_for_and_a_foreign_share_is_not(machines, expected):
    assert farewell(known(*machines), lately=frozenset({"machine-alpha"})) is expected


def test_a_list_is_believed_a_while_after_a_share_was_taken_away():
    rows = (
        LEFT,
        replace(LEFT, server_id=BETA, changed_at=NOON - timedelta(hours=1)),
        replace(LEFT, server_id=GAMMA),
    )

    def lately(after: timedelta) -> frozenset[str]:
        return taken_lately(rows, SERVERS, owner=ACCOUNT, now=NOON + after)

    assert lately(LAG - timedelta(seconds=1)) == {"machine-alpha"}
    assert lately(LAG) == frozenset()
