"""Discord roles follow what is paid."""

from dataclasses import replace

import pytest

from chalicelib.community.model import RoleHolding
from chalicelib.community.ports import Role
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.settings.community_model import DiscordSettings
from chalicelib.users.model import User
from tests.builders import NOON
from tests.usecases.community.world import ANN, DISCORD_ID, World


@pytest.fixture(autouse=True)
def on(world: World) -> None:
    world.discord()


@pytest.mark.behaviour("B199")
@pytest.mark.parametrize(("is_trial", "role"), [(False, "Subscriber"), (True, "Trial")])
def test_who_pays_holds_the_subscribers_role_and_who_tries_that_of_trials(
    world: World, is_trial: bool, role: str
):
    world.ann(is_trial=is_trial)

    assert world.mirror() == {"giverole": 1}
    assert world.guild.names_of(DISCORD_ID) == [role]


@pytest.mark.behaviour("B200")
def test_when_a_trial_becomes_paid_the_roles_are_swapped(world: World):
    world.ann(is_trial=True)
    world.mirror()
    world.pays(is_trial=False)

    assert world.mirror() == {"giverole": 1, "takerole": 1}
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]


@pytest.mark.behaviour("B201")
def test_the_end_takes_what_we_gave_and_leaves_the_rest(world: World):
    world.ann()
    world.mirror()
    world.guild.holds[DISCORD_ID].add("3")
    world.pays(paid=False)

    assert world.mirror() == {"takerole": 1}
    assert world.guild.names_of(DISCORD_ID) == ["Premium"]


@pytest.mark.behaviour("B203")
def test_the_roles_of_permanent_people_are_not_touched(world: World):
    world.ann(is_permanent=True, paid=False)
    world.guild.holds[DISCORD_ID].add("2")

    assert world.mirror(looks=True) == {"unchanged": 1}
    assert world.guild.asked == 0


@pytest.mark.behaviour("B204")
def test_a_role_that_does_not_exist_is_told_of_and_the_others_go_on(world: World):
    settings = world.db.one(DiscordSettings)
    world.db.seed(replace(settings, plan_roles={"pln_basic": "Gone"}, version=2))
    world.ann()

    with pytest.raises(ActionRequiredError) as refused:
        world.mirror()
    assert "no role called Gone" in refused.value.message
    assert refused.value.remedy
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]


@pytest.mark.behaviour("B206")
def test_whoever_has_no_discord_id_is_left_out(world: World):
    world.ann(discord_id="")

    assert world.mirror() == {"unchanged": 1}
    assert world.calls() == 0


def test_a_plan_may_bring_a_role_of_its_own(world: World):
    settings = world.db.one(DiscordSettings)
    world.db.seed(replace(settings, plan_roles={"pln_basic": "Premium"}, version=2))
    world.ann()
    world.mirror()
    assert world.guild.names_of(DISCORD_ID) == ["Premium", "Subscriber"]

    world.pays(plan_id="pln_other")
    world.mirror()
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]


def test_nobody_is_asked_when_nothing_differs(world: World):
    world.ann()
    world.mirror()
    asked = world.calls()

    assert world.mirror() == {"unchanged": 1}
    assert world.calls() == asked


@pytest.mark.parametrize("applied", [False, True])
def test_a_role_that_was_begun_is_given_for_sure_by_the_next_run(world: World, applied: bool):
    world.ann()
    world.guild.applied = applied
    world.guild.failing = [RetryLaterError("Away.")]

    with pytest.raises(RetryLaterError):
        world.mirror()
    assert world.db.one(RoleHolding).unsure == {"Subscriber"}
    assert world.mirror() == {"giverole": 1}
    assert world.db.one(RoleHolding).unsure == frozenset()
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]


def test_a_role_that_was_begun_is_taken_when_it_is_not_due_any_more(world: World):
    world.ann()
    world.guild.applied = True
    world.guild.failing = [RetryLaterError("Away.")]
    with pytest.raises(RetryLaterError):
        world.mirror()
    world.pays(paid=False)

    assert world.mirror() == {"takerole": 1}
    assert world.guild.names_of(DISCORD_ID) == []


def test_a_stranger_to_the_server_is_no_failure_and_gets_the_role_once_there(world: World):
    world.ann()
    del world.guild.holds[DISCORD_ID]
    assert world.mirror() == {"giverole": 1}
    assert world.mirror() == {"unchanged": 1}
    assert world.night() == {"differing": 0}

    world.guild.holds[DISCORD_ID] = set()
    assert world.night() == {"differing": 1}
    world.mirror(looks=True)
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]


def test_another_discord_account_takes_the_roles_over(world: World):
    user = world.ann()
    world.mirror()
    other = "120000000000000078"
    world.guild.holds[other] = set()
    world.db.seed(replace(user, discord_id=other, version=2))

    with pytest.raises(RetryLaterError):
        world.mirror()
    world.mirror()
    assert world.guild.names_of(DISCORD_ID) == []
    assert world.guild.names_of(other) == ["Subscriber"]


def test_a_role_that_was_taken_by_hand_comes_back_at_night(world: World):
    world.ann()
    world.mirror()
    world.guild.holds[DISCORD_ID].clear()
    assert world.mirror() == {"unchanged": 1}

    assert world.night() == {"differing": 1}
    assert world.mirror(looks=True) == {"giverole": 1}
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]


def test_a_renamed_role_is_still_taken_by_its_id(world: World):
    world.ann()
    world.mirror()
    world.guild.known = (Role("1", "Customer"), Role("2", "Trial"))
    world.pays(paid=False)

    world.mirror()
    assert world.guild.names_of(DISCORD_ID) == []


def test_who_waits_for_access_has_no_role_yet(world: World):
    world.ann()
    world.db.seed(replace(world.deps.subscriptions.get(ANN), waits_since=NOON, version=2))

    assert world.mirror() == {"unchanged": 1}
    assert world.guild.names_of(DISCORD_ID) == []


def test_what_is_switched_off_is_left_alone(world: World):
    world.ann()
    world.mirror()
    world.db.seed(replace(world.db.one(DiscordSettings), enabled=False, version=2))
    world.pays(paid=False)

    assert world.mirror() == {"off": 1}
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]


def test_what_was_given_and_taken_stands_in_the_audit_log(world: World):
    user: User = world.ann()
    world.mirror()
    entry = world.db.one(AuditEntry)

    assert (entry.action, entry.user_id) == ("community.role_given", user.id)
    assert entry.after == {"role": "Subscriber", "discord_id": DISCORD_ID}
