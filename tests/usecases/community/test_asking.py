"""When roles and accounts are looked after, and what a dry run tells of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.community import mirror, survey, try_out
from chalicelib.community.ports import MembersHiddenError
from chalicelib.jobs.model import Job
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.settings.community_model import DiscordSettings
from tests.usecases.community.world import ANN, DISCORD_ID, OVERSEERR, PETIO, World


def test_one_difference_is_asked_about_once(world: World):
    world.discord()
    world.ann()

    assert [world.ask(), world.ask()] == [True, False]
    [job] = world.jobs()
    assert world.nudge.sent == [job.id]
    assert world.calls() == 0


def test_nothing_is_enqueued_when_nothing_differs_or_all_is_off(world: World):
    world.ann()
    assert not world.ask()
    assert world.night() == {}

    world.discord()
    world.mirror()
    assert not world.ask()
    assert world.jobs() == []


def test_what_failed_is_not_asked_about_again_until_something_changes(world: World):
    world.discord(plan_roles={"pln_basic": "Gone"}, subscriber_role="")
    world.ann()
    world.ask()
    with pytest.raises(ActionRequiredError):
        world.mirror()
    assert not world.ask()

    world.pays(is_trial=True)
    assert world.ask()


def test_the_night_leaves_out_a_role_that_is_missing_for_everybody(world: World):
    world.discord(plan_roles={"pln_basic": "Gone"}, subscriber_role="")
    world.ann()

    assert world.night() == {"differing": 0}


def test_hidden_members_are_compared_by_the_records(world: World):
    world.discord()
    world.ann()
    world.guild.hidden = MembersHiddenError("Hidden.")
    assert world.night() == {"differing": 1}
    world.mirror()

    assert world.night() == {"differing": 0}


def test_the_nights_job_is_enqueued_once_a_day(world: World):
    world.discord()
    world.ann()
    world.night()
    world.night()

    [job] = world.jobs()
    assert job.payload == {"look": True}
    world.clock.move(timedelta(days=1))
    world.night()
    assert len(world.jobs()) == 2


def test_a_dry_run_tells_what_would_be_done_and_asks_nobody(world: World):
    world.discord()
    world.system(OVERSEERR)
    world.ann(name="Ann")

    told = mirror.planned(world.deps, user_id=ANN)
    assert [(step.action, step.about) for step in told.steps] == [
        ("role.give", "Subscriber"),
        ("account.open", "Overseerr"),
        ("account.tell_discord", "Overseerr"),
    ]
    assert world.calls() == 0
    assert {step.user_id for step in survey.planned(world.deps).steps} == {ANN}
    assert world.db.all(Job) == ()
    assert world.guild.names_of(DISCORD_ID) == []


def test_a_dry_run_says_when_all_is_off(world: World):
    world.ann()

    assert "switched off" in mirror.planned(world.deps, user_id=ANN).note
    assert "switched off" in survey.planned(world.deps).note


def test_a_test_of_the_settings_says_what_is_missing(world: World):
    assert not try_out.discord(world.deps).works
    assert not try_out.request_system(world.deps, name=PETIO).works

    world.discord(trial_role="Gone")
    world.system(PETIO)
    assert try_out.discord(world.deps).lines == ("There is no role called Gone.",)
    assert try_out.request_system(world.deps, name=PETIO).works
    world.db.seed(replace(world.db.one(DiscordSettings), trial_role="", version=2))
    assert try_out.discord(world.deps).works
