"""What is due to somebody follows from what is paid, the settings, and who they are."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.community.due import Due, Rules, due
from chalicelib.settings.community_model import (
    AtEnd,
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.limit_model import Measure
from chalicelib.users.model import Restraint
from tests.builders import MONTH_LATER, NOON, a_period, a_subscription, a_user

DISCORD = DiscordSettings(
    enabled=True,
    subscriber_role="Subscriber",
    trial_role="Trial",
    plan_roles={"pln_gold": "Gold"},
)
PETIO = RequestSystemName.PETIO
SYSTEMS = {
    PETIO: RequestSystemSettings(PETIO, enabled=True, at_end=AtEnd.DISABLE),
    RequestSystemName.OMBI: RequestSystemSettings(RequestSystemName.OMBI),
}
NOTHING = a_subscription(periods=())


def seen(paid: Any, *, discord: Any = DISCORD, now: Any = NOON, **user: Any) -> Due:
    return due(a_user(**user), paid, Rules(discord, SYSTEMS), now=now)


def paid(**period: Any) -> Any:
    return a_subscription(periods=(a_period(starts_at=NOON, ends_at=MONTH_LATER, **period),))


@pytest.mark.parametrize(
    ("period", "roles"),
    [
        ({}, {"Subscriber"}),
        ({"is_trial": True}, {"Trial"}),
        ({"plan_id": "pln_gold"}, {"Subscriber", "Gold"}),
        ({"plan_id": "pln_gold", "is_trial": True}, {"Trial", "Gold"}),
    ],
)
def test_roles_are_those_of_the_period_that_runs(period: dict[str, Any], roles: set[str]):
    assert seen(paid(**period)).roles == roles


def test_roles_that_are_not_named_are_none():
    assert seen(paid(), discord=DiscordSettings(enabled=True)).roles == frozenset()


def test_roles_are_left_alone_when_switched_off_or_permanent():
    assert seen(paid(), discord=DiscordSettings()).roles is None
    assert seen(paid(), is_permanent=True).roles is None


def test_the_end_is_exclusive():
    last = MONTH_LATER - timedelta(microseconds=1)

    assert seen(paid(), now=last).roles == {"Subscriber"}
    assert seen(paid(), now=MONTH_LATER).roles == frozenset()


def test_accounts_are_told_of_where_the_system_is_on():
    assert seen(paid()).accounts == {PETIO: None}
    assert seen(NOTHING).accounts == {PETIO: AtEnd.DISABLE}
    assert seen(NOTHING, is_permanent=True).accounts == {PETIO: None}


@pytest.mark.parametrize(("measure", "has"), [(Measure.SUSPEND, False), (Measure.RESTRICT, True)])
def test_a_suspension_takes_what_a_restriction_leaves(measure: Measure, has: bool):
    restraint = Restraint(measure, NOON, MONTH_LATER, "dec_1")
    found = seen(paid(), restraint=restraint)

    assert bool(found.roles) is has
    assert (found.accounts[PETIO] is None) is has


def test_time_that_waits_for_access_gives_nothing_yet():
    waits = a_subscription(periods=paid().periods, waits_since=NOON)

    assert seen(waits).roles == frozenset()
    assert seen(waits).accounts == {PETIO: AtEnd.DISABLE}


def test_nothing_is_looked_at_while_all_is_off():
    off = {name: RequestSystemSettings(name) for name in RequestSystemName}

    assert Rules(DiscordSettings(), off).is_asleep
    assert not Rules(DISCORD, off).is_asleep
    assert not Rules(DiscordSettings(), SYSTEMS).is_asleep
