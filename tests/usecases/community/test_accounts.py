"""Accounts in request systems follow what is paid."""

from dataclasses import replace

import pytest

from chalicelib.community.model import AccountState, RequestAccount
from chalicelib.jobs.model import JobKind
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.records import Delete
from chalicelib.kernel.secret import Sealed
from chalicelib.settings.community_model import AtEnd, RequestSystemSettings
from tests.fakes.community import Kept
from tests.usecases.community.world import DISCORD_ID, OMBI, OVERSEERR, PETIO, World

EMAIL = "ann@example.com"


def told_password(world: World) -> str:
    """Return the password that the mail about the account tells."""
    [job] = world.jobs(JobKind.SEND_MAIL)
    sealed = Sealed(job.payload["sealed"]["password"])
    return world.vault.open(sealed, place=f"{job.id}.password").reveal()


def test_an_account_is_opened_and_its_password_told_and_forgotten(world: World):
    system = world.system(OVERSEERR)
    world.ann(email=EMAIL)

    assert world.mirror() == {"openaccount": 1, "telldiscord": 1}
    account = system.of(EMAIL)
    assert account is not None
    assert account.password == told_password(world)
    assert account.discord_id == DISCORD_ID
    row = world.db.one(RequestAccount)
    assert (row.state, row.is_ours, row.password) == (AccountState.OPEN, True, None)
    assert account.password not in repr(world.db.commits)


@pytest.mark.behaviour("B213")
def test_an_account_with_that_address_is_used_and_never_removed(world: World):
    system = world.system(OVERSEERR)
    system.accounts["7"] = Kept("7", EMAIL, "annie")
    world.ann(email=EMAIL)
    world.mirror()
    assert list(system.accounts) == ["7"]
    assert system.accounts["7"].discord_id == DISCORD_ID
    assert world.jobs(JobKind.SEND_MAIL) == []

    world.pays(paid=False)
    assert world.mirror() == {"unchanged": 1}
    assert list(system.accounts) == ["7"]


@pytest.mark.behaviour("B212")
def test_another_discord_id_in_the_profile_is_told_at_night(world: World):
    system = world.system(OVERSEERR)
    user = world.ann(email=EMAIL, discord_id="")
    world.mirror()
    world.db.seed(replace(user, discord_id=DISCORD_ID, version=2))

    assert world.night()["differing"] == 1
    assert world.mirror(looks=True) == {"telldiscord": 1}
    account = system.of(EMAIL)
    assert account is not None
    assert account.discord_id == DISCORD_ID


@pytest.mark.parametrize("applied", [False, True])
def test_a_crash_while_opening_leaves_one_account_and_its_password_is_told(
    world: World, applied: bool
):
    system = world.system(OVERSEERR)
    system.applied = applied
    system.failing = [RetryLaterError("Away.")]
    world.ann(email=EMAIL)
    with pytest.raises(RetryLaterError):
        world.mirror()
    assert world.db.one(RequestAccount).state is AccountState.BEGUN

    world.mirror()
    [account] = system.accounts.values()
    assert account.password == told_password(world)
    assert account.discord_id == DISCORD_ID


def test_a_commit_that_is_lost_after_opening_is_made_up_for(world: World):
    system = world.system(PETIO)
    world.ann(email=EMAIL)
    world.db.before_commit.append(fail_second := Failing(2))

    with pytest.raises(RetryLaterError):
        world.mirror()
    assert fail_second.count == 2
    world.mirror()
    [account] = system.accounts.values()
    assert account.password == told_password(world)


class Failing:
    """Lets the commit of one number fail."""

    def __init__(self, number: int) -> None:
        self.number, self.count = number, 0

    def __call__(self, _writes: object) -> None:
        self.count += 1
        if self.count == self.number:
            raise RetryLaterError("The database is busy.")


def test_the_end_removes_what_we_opened_and_the_next_payment_opens_anew(world: World):
    system = world.system(PETIO)
    world.ann(email=EMAIL)
    world.mirror()
    world.pays(paid=False)
    assert world.mirror() == {"closeaccount": 1}
    assert system.accounts == {}
    assert world.mirror() == {"unchanged": 1}

    world.pays()
    world.mirror()
    assert system.of(EMAIL) is not None
    assert len(world.jobs(JobKind.SEND_MAIL)) == 2


def test_the_end_disables_or_keeps_where_the_settings_say_so(world: World):
    system = world.system(PETIO, at_end=AtEnd.DISABLE)
    world.ann(email=EMAIL)
    world.mirror()
    world.pays(paid=False)
    world.mirror()
    assert [each.is_disabled for each in system.accounts.values()] == [True]
    world.pays()
    world.mirror()
    assert [each.is_disabled for each in system.accounts.values()] == [False]

    settings = world.db.one(RequestSystemSettings)
    world.db.seed(replace(settings, at_end=AtEnd.KEEP, version=2))
    world.pays(paid=False)
    assert world.mirror() == {"unchanged": 1}


def test_an_account_that_administers_by_now_is_left_alone(world: World):
    system = world.system(PETIO)
    world.ann(email=EMAIL)
    world.mirror()
    [account] = system.accounts.values()
    system.accounts[account.ref] = replace(account, administers=True)
    world.pays(paid=False)

    with pytest.raises(ActionRequiredError, match="administers"):
        world.mirror()
    assert list(system.accounts) == [account.ref]


def test_permanent_people_have_accounts_too(world: World):
    system = world.system(PETIO)
    world.ann(email=EMAIL, is_permanent=True, paid=False)

    world.mirror()
    assert system.of(EMAIL) is not None


def test_what_a_system_cannot_do_is_never_asked_of_it(world: World):
    ombi, petio = world.system(OMBI), world.system(PETIO)
    world.ann(email=EMAIL)
    world.mirror()

    assert ombi.accounts == {}
    assert [each.discord_id for each in petio.accounts.values()] == [""]


def test_an_ombi_account_that_comes_later_is_told_at_night(world: World):
    ombi = world.system(OMBI)
    world.ann(email=EMAIL)
    world.mirror()
    asked = ombi.asked
    assert world.mirror() == {"unchanged": 1}
    assert ombi.asked == asked

    ombi.accounts["o1"] = Kept("o1", EMAIL, "ann")
    assert world.night()["differing"] == 1
    world.mirror(looks=True)
    assert ombi.accounts["o1"].discord_id == DISCORD_ID


@pytest.mark.behaviour("B209")
def test_a_system_that_is_away_is_told_of_and_the_others_go_on(
    world: World, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    world.discord()
    world.system(OMBI).down = RetryLaterError("Ombi does not answer.")
    petio = world.system(PETIO)
    world.ann(email=EMAIL)

    assert world.night()["differing"] == 1
    with pytest.raises(RetryLaterError, match="Ombi does not answer"):
        world.mirror(looks=True)
    assert petio.of(EMAIL) is not None
    assert world.guild.names_of(DISCORD_ID) == ["Subscriber"]
    assert "Ombi does not answer." in [getattr(each, "why", "") for each in caplog.records]


def test_an_account_that_was_removed_by_hand_is_opened_anew_at_night(world: World):
    system = world.system(PETIO)
    world.ann(email=EMAIL)
    world.mirror()
    system.accounts.clear()

    assert world.night()["differing"] == 1
    world.mirror(looks=True)
    assert system.of(EMAIL) is not None


def test_who_is_no_user_any_more_keeps_nothing(world: World):
    world.discord()
    system = world.system(PETIO)
    user = world.ann(email=EMAIL)
    world.mirror()
    world.db.commit(Delete(replace(user, version=1)))

    assert world.mirror() == {"takerole": 1, "closeaccount": 1}
    assert (system.accounts, world.guild.names_of(DISCORD_ID)) == ({}, [])
