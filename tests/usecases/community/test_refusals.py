"""What was refused to somebody for good is told once, and asked for again once it may go well."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.community import mirror
from chalicelib.community.model import Refusals
from chalicelib.community.plan import Ability
from chalicelib.community.ports import AccountTakenError
from chalicelib.jobs.model import Job, JobKind, JobState
from chalicelib.jobs.ports import JobsDeps
from chalicelib.jobs.run import retry, run_due
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.settings.community_model import DiscordSettings, RequestSystemSettings
from chalicelib.users.model import User
from tests.fakes.community import FakeGuild, FakeRequestSystem
from tests.fakes.stores import InMemoryJobStore
from tests.usecases.community.world import ANN, DISCORD_ID, OVERSEERR, World

ADMIN = Actor("login:admin@example.com")
EMAIL = "ann@example.com"
OTHER_ID = "120000000000000078"


@dataclass
class Choosy(FakeRequestSystem):
    """A request system that opens no account as long as it `refuses`."""

    refuses: bool = True
    tries: int = 0

    def open(self, access: Any, **person: Any) -> Any:
        self.tries += 1
        if self.refuses:
            raise AccountTakenError("There is an account with this address.")
        return super().open(access, **person)


@dataclass
class Strict(FakeGuild):
    """A Discord server on which the bot may not touch the roles in `beyond`, by id."""

    beyond: set[str] = field(default_factory=set)
    tries: int = 0

    def give(self, access: Any, *, discord_id: str, role_id: str) -> None:
        self._touch(role_id)
        super().give(access, discord_id=discord_id, role_id=role_id)

    def take(self, access: Any, *, discord_id: str, role_id: str) -> None:
        self._touch(role_id)
        super().take(access, discord_id=discord_id, role_id=role_id)

    def _touch(self, role_id: str) -> None:
        self.tries += 1
        if role_id in self.beyond:
            raise ActionRequiredError("The bot may not give or take this role.")


@pytest.fixture
def world() -> World:
    return World(guild=Strict())


@pytest.fixture
def choosy(world: World) -> Choosy:
    """Ann, who is to have an account in a system that refuses it, after the first night."""
    able = frozenset({Ability.OPENS, Ability.CLOSES, Ability.TAKES_DISCORD_ID})
    system = world.systems[OVERSEERR] = Choosy(able)
    world.system(OVERSEERR)
    world.ann(email=EMAIL)
    pass_nights(world, 1)
    return system


def jobs_deps(world: World) -> JobsDeps:
    return JobsDeps(world.db, InMemoryJobStore(world.db), world.nudge, world.clock, lambda: 0.5)


def run_jobs(world: World) -> None:
    """Run what is due, and by the following evening whatever it puts off."""
    handlers = {
        JobKind.MIRROR_COMMUNITY: lambda job: mirror.mirror(
            world.deps, user_id=job.subject, job=job
        )
    }
    for _hour in range(12):
        run_due(jobs_deps(world), handlers=handlers)
        world.clock.move(timedelta(hours=1))


def pass_nights(world: World, count: int) -> None:
    for _night in range(count):
        world.night()
        run_jobs(world)
        world.clock.move(timedelta(hours=12))


def parked(world: World) -> list[Job]:
    return [job for job in world.jobs() if job.state is JobState.PARKED]


def change(world: World, kind: type, **fields: Any) -> None:
    known = world.db.one(kind)
    world.db.seed(replace(known, **fields, version=known.version + 1))


def test_a_refusal_is_told_once_however_many_nights_pass(world: World, choosy: Choosy):
    [told] = parked(world)
    tries = choosy.tries

    pass_nights(world, 5)

    assert parked(world) == world.jobs() == [told]
    assert choosy.tries == tries


def test_a_payment_that_changes_nothing_of_it_does_not_tell_it_again(world: World, choosy: Choosy):
    world.pays()

    assert not world.ask()


def test_other_data_of_the_person_are_tried_and_told_of_once(world: World, choosy: Choosy):
    change(world, User, email="ann@example.org")

    pass_nights(world, 3)

    assert len(parked(world)) == len(world.jobs()) == 2


def test_saved_settings_are_tried_once_and_may_mend_it(world: World, choosy: Choosy):
    change(world, RequestSystemSettings)
    pass_nights(world, 3)
    assert len(parked(world)) == 2

    choosy.refuses = False
    change(world, RequestSystemSettings)
    pass_nights(world, 1)
    assert choosy.of(EMAIL) is not None
    assert len(parked(world)) == 2


def test_an_administrators_click_asks_again_and_forgets_what_was_mended(
    world: World, choosy: Choosy
):
    [told] = parked(world)
    retry(jobs_deps(world), job_id=told.id, actor=ADMIN)
    tries = choosy.tries
    run_jobs(world)
    assert (choosy.tries, len(parked(world))) == (tries + 2, 1)

    choosy.refuses = False
    retry(jobs_deps(world), job_id=told.id, actor=ADMIN)
    run_jobs(world)
    assert choosy.of(EMAIL) is not None
    assert parked(world) == []
    assert world.db.one(Refusals).about == {}

    choosy.accounts.clear()
    choosy.refuses = True
    pass_nights(world, 3)
    assert len(parked(world)) == 1


def test_what_else_differs_is_put_right_without_a_word_of_the_refusal(
    world: World, choosy: Choosy
):
    world.discord()

    pass_nights(world, 2)
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]
    world.guild.holds[DISCORD_ID].clear()
    pass_nights(world, 2)

    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]
    assert len(parked(world)) == 1


def test_the_end_of_access_is_another_question(world: World, choosy: Choosy):
    choosy.refuses = False
    change(world, RequestSystemSettings)
    pass_nights(world, 1)
    assert choosy.of(EMAIL) is not None

    world.pays(paid=False)
    assert world.ask()
    run_jobs(world)
    assert choosy.of(EMAIL) is None


def test_a_role_out_of_the_bots_reach_is_told_of_once_and_others_are_given(world: World):
    world.discord(plan_roles={"pln_basic": "Premium"})
    world.ann()
    world.guild.beyond = {"3"}

    pass_nights(world, 4)
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]
    assert len(parked(world)) == 1
    tries = world.guild.tries
    pass_nights(world, 2)
    assert world.guild.tries == tries

    world.guild.beyond = set()
    change(world, DiscordSettings)
    pass_nights(world, 1)
    assert world.guild.names_of(DISCORD_ID) == ["Premium", "Subscriber"]


def test_a_former_accounts_role_that_cannot_be_taken_is_told_of_once(world: World):
    world.discord()
    world.ann()
    world.mirror()
    world.guild.holds[OTHER_ID] = set()
    world.guild.beyond = {"1"}
    change(world, User, discord_id=OTHER_ID)

    pass_nights(world, 4)

    assert len(parked(world)) == 1
    tries = world.guild.tries
    pass_nights(world, 2)
    assert world.guild.tries == tries


def test_nobody_is_sent_to_a_system_that_refuses_us_altogether(world: World):
    system = world.system(OVERSEERR)
    world.ann(email=EMAIL)
    system.down = ActionRequiredError("Overseerr does not accept the API key.")

    pass_nights(world, 3)
    assert world.jobs() == []

    system.down = None
    pass_nights(world, 1)
    assert system.of(EMAIL) is not None


def test_who_only_could_not_be_reached_is_tried_each_night(world: World):
    system = world.system(OVERSEERR)
    world.ann(email=EMAIL)
    system.down = RetryLaterError("Overseerr does not answer.")
    for _night in range(2):
        world.night()
        with pytest.raises(RetryLaterError):
            world.mirror()
        world.clock.move(timedelta(days=1))

    assert [job.subject for job in world.jobs()] == [ANN, ANN]
