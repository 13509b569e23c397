"""How what somebody has differs from what is due, whatever the two are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.community.due import Due
from chalicelib.community.model import AccountState, Held, RequestAccount, RoleHolding
from chalicelib.community.plan import (
    Ability,
    Action,
    CloseAccount,
    DisableAccount,
    GiveRole,
    OpenAccount,
    TakeRole,
    TellDiscord,
    plan,
)
from chalicelib.settings.community_model import AtEnd, RequestSystemName
from tests.builders import NOON
from tests.community_builders import a_request_account, a_role_holding

OVERSEERR, OMBI, PETIO = RequestSystemName
ABILITIES = {
    OVERSEERR: {Ability.OPENS, Ability.CLOSES, Ability.TAKES_DISCORD_ID},
    OMBI: {Ability.TAKES_DISCORD_ID},
    PETIO: {Ability.OPENS, Ability.CLOSES, Ability.DISABLES},
}
NAMES = ("Gold", "Subscriber", "Trial")
IDS = ("", "120000000000000077", "120000000000000078")

roles = st.frozensets(st.sampled_from(NAMES))
dues = st.builds(
    Due,
    st.sampled_from(IDS),
    st.none() | roles,
    st.dictionaries(st.sampled_from(RequestSystemName), st.none() | st.sampled_from(AtEnd)),
)


@st.composite
def helds(draw: Any) -> Held:
    given = draw(roles)
    is_absent = draw(st.booleans())
    holding = a_role_holding(
        discord_id=draw(st.sampled_from(IDS)),
        roles={} if is_absent else {name: name.lower() for name in given},
        unsure=frozenset()
        if is_absent
        else frozenset(each for each in given if draw(st.booleans())),
        is_absent=is_absent,
    )
    accounts = {
        name: a_request_account(
            system=name,
            state=draw(st.sampled_from(AccountState)),
            is_ours=draw(st.booleans()),
            discord_id=draw(st.sampled_from(IDS)),
        )
        for name in RequestSystemName
        if draw(st.booleans())
    }
    return Held(holding, accounts)


def after(held: Held, action: Action) -> Held:
    """Return what is written down once an action went well."""
    row = held.roles
    match action:
        case GiveRole():
            begun = row.begun(
                action.role, action.role.lower(), discord_id=action.discord_id, now=NOON
            )
            return replace(held, roles=begun.given(action.role))
        case TakeRole():
            return replace(held, roles=row.taken(action.role))
        case OpenAccount():
            return with_account(held, action.system, state=AccountState.OPEN, discord_id="")
        case TellDiscord():
            told = action.discord_id
            return with_account(held, action.system, state=AccountState.OPEN, discord_id=told)
        case DisableAccount():
            return with_account(held, action.system, state=AccountState.DISABLED)
        case CloseAccount():
            return with_account(held, action.system, state=AccountState.CLOSED)


def with_account(held: Held, system: RequestSystemName, **changes: Any) -> Held:
    row = held.accounts.get(system) or a_request_account(system=system)
    return replace(held, accounts={**held.accounts, system: replace(row, **changes)})


@pytest.mark.property
@given(dues, helds())
def test_what_was_done_is_not_planned_again(due: Due, held: Held):
    for _ in range(2):
        # Whoever changed the Discord account loses the roles of the former one first.
        for action in plan(due, held, ABILITIES):
            is_late = isinstance(action, GiveRole) and held.roles.discord_id != due.discord_id
            if not (is_late and held.roles.roles):
                held = after(held, action)

    assert plan(due, held, ABILITIES) == ()


@pytest.mark.property
@given(dues, helds())
def test_nothing_is_taken_that_we_did_not_give(due: Due, held: Held):
    for action in plan(due, held, ABILITIES):
        match action:
            case TakeRole():
                assert held.roles.roles[action.role] == action.role_id
                assert action.discord_id == held.roles.discord_id
            case CloseAccount() | DisableAccount():
                assert held.accounts[action.system].is_ours
            case _:
                pass


@pytest.mark.property
@given(dues, helds())
def test_no_system_is_asked_for_what_it_cannot_do(due: Due, held: Held):
    needed = {
        OpenAccount: Ability.OPENS,
        TellDiscord: Ability.TAKES_DISCORD_ID,
        DisableAccount: Ability.DISABLES,
        CloseAccount: Ability.CLOSES,
    }
    for action in plan(due, held, ABILITIES):
        if not isinstance(action, GiveRole | TakeRole):
            assert action.system in due.accounts
            assert needed[type(action)] in ABILITIES[action.system]


def test_a_role_that_was_never_confirmed_is_given_again():
    due = Due(IDS[1], frozenset({"Gold"}))
    row = a_role_holding(discord_id=IDS[1], roles={"Gold": "3"}, unsure=frozenset({"Gold"}))

    assert plan(due, Held(row), {}) == (GiveRole(IDS[1], "Gold"),)
    assert plan(due, Held(row.given("Gold")), {}) == ()


def test_roles_are_given_before_others_are_taken():
    due = Due(IDS[1], frozenset({"Subscriber"}))
    row = a_role_holding(discord_id=IDS[1], roles={"Trial": "2"})

    assert plan(due, Held(row), {}) == (
        GiveRole(IDS[1], "Subscriber"),
        TakeRole(IDS[1], "Trial", "2"),
    )


def test_an_account_that_was_begun_is_opened_or_removed():
    begun: RequestAccount = a_request_account(state=AccountState.BEGUN, is_ours=True)
    held = Held(RoleHolding("usr_ann"), {OVERSEERR: begun})

    assert plan(Due("", None, {OVERSEERR: None}), held, ABILITIES) == (OpenAccount(OVERSEERR),)
    ends = Due("", None, {OVERSEERR: AtEnd.REMOVE})
    assert plan(ends, held, ABILITIES) == (CloseAccount(OVERSEERR),)
