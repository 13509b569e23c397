"""Who moves to another server, and why others stay."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.migrating.plan import (
    Ground,
    Person,
    Stay,
    check_servers,
    foresee,
    in_turn,
    is_meant,
    judge,
)
from chalicelib.access.migration import MigrationOrder, Whom
from chalicelib.access.model import ShareState
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import STANDARD, Seats
from chalicelib.kernel.errors import InvalidError
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaIdentity, Relocation
from tests.builders import (
    NOON,
    a_library,
    a_period,
    a_plan,
    a_plex_account,
    a_server,
    a_share,
    a_subscription,
    a_user,
)

ALPHA = a_server(id="srv_alpha", name="Alpha")
BETA = a_server(id="srv_beta", name="Beta")
KIDS = "grp_kids"
PLEX = frozenset({Capability.INVITES, Capability.DOWNLOAD_RIGHT})
ACCOUNTS = frozenset({Capability.ACCOUNTS, Capability.DOWNLOAD_RIGHT})


def library(server: Any, group: str = STANDARD):
    return a_library(id=f"lib_{server.id}_{group}", server_id=server.id, group_id=group)


def a_ground(**given: Any) -> Ground:
    source, target = given.get("source", ALPHA), given.get("target", BETA)
    facts = {
        "source": source,
        "target": target,
        "servers": (source, target),
        "libraries": (library(source), library(target)),
        "accounts": {"acc_owner": a_plex_account()},
        "seats": {},
        "group_names": {STANDARD: "Standard", KIDS: "Kids"},
        "capabilities": PLEX,
        "moves_permanent": True,
        "now": NOON,
    } | given
    return Ground(**facts)  # type: ignore[arg-type]


def a_person(name: str = "ann", **given: Any) -> Person:
    user = a_user(id=f"usr_{name}", email=f"{name}@example.com")
    share = a_share(user_id=user.id, server_id="srv_alpha")
    facts = {
        "user": replace(user, **given.pop("user", {})),
        "subscription": a_subscription(user_id=user.id, periods=(a_period(),)),
        "plan": a_plan(),
        "shares": {share.server_id: share},
    } | given
    return Person(**facts)  # type: ignore[arg-type]


def stays(ground: Ground, person: Person) -> Stay | None:
    return judge(ground, person).stays


def test_somebody_with_a_running_plan_moves_to_a_server_that_has_all_of_it():
    assert judge(a_ground(), a_person()).moves


def test_whoever_has_no_share_of_the_source_is_not_moved():
    gone = a_share(server_id="srv_alpha", state=ShareState.REMOVED)
    assert stays(a_ground(), a_person(shares={})) is Stay.NOT_THERE
    assert stays(a_ground(), a_person(shares={"srv_alpha": gone})) is Stay.NOT_THERE


def test_without_a_running_time_nobody_moves():
    assert stays(a_ground(), a_person(subscription=Subscription("usr_ann"))) is Stay.NOT_ACTIVE


def test_permanent_people_stay_where_that_was_chosen():
    person = a_person(user={"is_permanent": True})
    assert stays(a_ground(moves_permanent=False), person) is Stay.PERMANENT
    assert stays(a_ground(), person) is None
    assert stays(a_ground(), replace(person, plan=None)) is Stay.NO_PLAN


def test_nobody_loses_a_group_of_the_plan():
    plan = a_plan(group_ids=(STANDARD, KIDS))
    has_both = (library(ALPHA), library(ALPHA, KIDS), library(BETA))
    found = judge(a_ground(libraries=has_both), a_person(plan=plan))
    assert (found.stays, found.why) == (Stay.LACKS_GROUPS, "Beta has no library of: Kids")
    # What the source does not have either is not lost.
    assert judge(a_ground(), a_person(plan=plan)).moves


def test_downloads_that_the_source_gives_must_be_given_by_the_target():
    plan = a_plan(allows_downloads=True)
    person = a_person(plan=plan)
    poor = a_plex_account(id="acc_poor", has_plex_pass=False)
    accounts = {"acc_owner": a_plex_account(), "acc_poor": poor}
    beta = replace(BETA, account_id="acc_poor")
    assert stays(a_ground(target=beta, accounts=accounts), person) is Stay.NO_DOWNLOADS
    assert stays(a_ground(target=beta, accounts=accounts), a_person()) is None
    bare = frozenset({Capability.INVITES})
    assert stays(a_ground(capabilities=bare), person) is Stay.NO_DOWNLOADS
    alpha = replace(ALPHA, account_id="acc_poor")
    assert stays(a_ground(source=alpha, target=beta, accounts=accounts), person) is None


def test_an_invite_needs_a_name_and_an_account_an_address():
    nameless = a_person(user={"media": MediaIdentity()})
    assert stays(a_ground(), nameless) is Stay.NEEDS_MEDIA_NAME
    assert stays(a_ground(capabilities=ACCOUNTS), nameless) is None
    silent = a_person(user={"email": ""})
    assert stays(a_ground(), silent) is None
    assert stays(a_ground(capabilities=ACCOUNTS), silent) is Stay.NEEDS_EMAIL


def test_whom_another_migration_moves_is_left_to_it():
    relocation = Relocation("mig_1", "srv_alpha", "srv_beta")
    person = a_person(user={"relocation": relocation})
    assert stays(a_ground(), person) is Stay.MOVES_ALREADY
    assert stays(a_ground(migration_id="mig_1"), person) is None


def test_a_trial_stays_when_the_target_takes_none():
    found = judge(a_ground(), a_person(plan=a_plan(is_trial=True)))
    assert (found.stays, found.why) == (Stay.UNFIT, "Beta: it takes no trials")


@given(room=st.integers(0, 6), people=st.integers(0, 8), there=st.integers(0, 3))
def test_no_more_people_move_than_there_is_room_for_and_the_first_in_line_come_first(
    room: int, people: int, there: int
):
    beta = replace(BETA, max_users=room)
    crowd = tuple(a_person(f"p{number}") for number in range(people))
    ground = a_ground(target=beta, seats={"srv_beta": Seats("srv_beta", people=there)})
    moving = [each.moves for each in foresee(ground, crowd)]
    free = max(0, room - there)
    assert moving == [True] * min(free, people) + [False] * max(0, people - free)


@given(st.permutations(["ann", "ben", "cid", "dora"]))
def test_the_order_in_which_people_are_read_does_not_matter(names: list[str]):
    beta = replace(BETA, max_users=2)
    line = in_turn((a_person(name) for name in names), "srv_alpha")
    moving = [each.user_id for each in foresee(a_ground(target=beta), line) if each.moves]
    assert moving == ["usr_ann", "usr_ben"]


def test_who_uses_the_source_gets_a_turn_before_who_was_only_invited():
    invited = a_share(user_id="usr_ann", server_id="srv_alpha", state=ShareState.INVITED)
    ann = a_person("ann", shares={"srv_alpha": invited})
    assert in_turn((ann, a_person("ben")), "srv_alpha")[0].user.id == "usr_ben"


def test_whoever_is_on_the_target_already_takes_no_further_seat():
    beta = replace(BETA, max_users=1)
    both = {each: a_share(server_id=each) for each in ("srv_alpha", "srv_beta")}
    ground = a_ground(target=beta, seats={"srv_beta": Seats("srv_beta", people=1)})
    found = foresee(ground, (a_person(shares=both), a_person("ben")))
    assert [each.moves for each in found] == [True, False]


def test_an_order_speaks_of_all_or_of_a_plan_or_of_those_who_were_picked():
    person = a_person()
    order = MigrationOrder("srv_alpha", "srv_beta")
    assert is_meant(order, person)
    assert is_meant(replace(order, whom=Whom.PLAN, plan_id="pln_basic"), person)
    assert not is_meant(replace(order, whom=Whom.PLAN, plan_id="pln_other"), person)
    assert is_meant(replace(order, whom=Whom.PICKED, user_ids=("usr_ann",)), person)
    assert not is_meant(replace(order, whom=Whom.PICKED, user_ids=("usr_ben",)), person)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"target": ALPHA}, "This is the source"),
        ({"target": replace(BETA, is_enabled=False)}, "disabled"),
        ({"target": replace(BETA, allows_new=False)}, "no new people"),
        ({"accounts": {}}, "not linked"),
        ({"accounts": {"acc_owner": a_plex_account(token_error="dead")}}, "not linked"),
        ({"libraries": (library(ALPHA),)}, "in a group"),
    ],
)
def test_a_target_to_which_nobody_can_move_is_refused_with_the_reason(
    changes: dict[str, Any], said: str
):
    with pytest.raises(InvalidError, match=said) as refused:
        check_servers(a_ground(**changes))
    assert refused.value.problems[0].field == "target_id"


def test_a_server_without_a_plex_account_needs_none():
    check_servers(a_ground(target=replace(BETA, account_id=None), accounts={}))


def test_on_the_way_back_a_server_may_take_no_new_people():
    closed = a_ground(target=replace(BETA, allows_new=False), is_return=True)
    check_servers(closed)
    assert judge(closed, a_person()).moves
