"""What an administrator sets of a Plex account, and what it takes to believe that it is dead."""

import pytest

from chalicelib import config, wiring
from chalicelib.catalog import accounts, libraries, upkeep
from chalicelib.catalog.call_budget import SpacedCalls, Unspaced
from chalicelib.catalog.model import PlexAccount
from chalicelib.catalog.ports import TokenRefusedError
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.errors import InvalidError, NotFoundError, StaleRecordError
from chalicelib.kernel.secret import Secret
from tests.fakes.nudge import FakeNudge
from tests.usecases.catalog.world import ADMIN, World


def change(world: World, account: PlexAccount, **values: int) -> PlexAccount:
    given = {"max_people": 90, "calls_per_second": 2, "version": account.version, **values}
    return accounts.change(world.deps, account_id=account.id, actor=ADMIN, **given)


@pytest.mark.behaviour("B131")
def test_the_ceiling_and_the_pace_are_settings_of_the_account(world):
    account = world.account()
    assert (account.max_people, account.calls_per_second) == (100, 1)
    changed = change(world, account)
    assert changed == world.db.one(PlexAccount)
    assert (changed.max_people, changed.calls_per_second) == (90, 2)
    assert "plex_account.changed" in world.audit()
    commits = len(world.db.commits)
    assert change(world, changed) == changed
    assert len(world.db.commits) == commits


@pytest.mark.parametrize(
    ("field", "value"),
    [("max_people", 0), ("max_people", 10_001), ("calls_per_second", 0), ("calls_per_second", 21)],
)
def test_a_ceiling_or_a_pace_that_makes_no_sense_is_refused(world, field, value):
    account = world.account()
    with pytest.raises(InvalidError) as caught:
        change(world, account, **{field: value})
    assert [problem.field for problem in caught.value.problems] == [field]
    assert world.db.one(PlexAccount) == account


def test_only_who_saw_the_latest_state_of_an_account_changes_it(world):
    account = world.account()
    with pytest.raises(StaleRecordError):
        change(world, account, version=account.version - 1)
    with pytest.raises(NotFoundError):
        accounts.found_account(world.deps, "acc_elsewhere")


def test_linking_again_keeps_what_was_set(world):
    change(world, world.account())
    assert world.account().max_people == 90


def test_an_owner_without_plex_pass_is_told_what_that_means(world):
    assert accounts.warnings_of(world.account()) == ()
    found = world.plex.accounts["owner-token"]
    world.plex.accounts["owner-token"] = type(found)("1000", "owner", "", has_plex_pass=False)
    told = " ".join(accounts.warnings_of(world.account()))
    assert "cannot be stopped" in told
    assert "Remote Watch Pass" in told


def test_several_accounts_stand_beside_each_other_and_one_that_fails_stops_no_other(world):
    world.server()
    found = world.plex.accounts["owner-token"]
    world.plex.accounts["second"] = type(found)("2000", "second", "", has_plex_pass=True)
    accounts.link_by_token(world.deps, token=Secret("second"), actor=ADMIN)
    world.plex.accounts.pop("second")
    counts = upkeep.check_all(world.deps)
    assert counts == {"accounts_fine": 1, "accounts_failed": 1, "servers_fine": 1}
    (follow,) = (job for job in world.db.all(Job) if job.kind is JobKind.FOLLOW_ACCOUNT)
    assert follow.subject == "acc_plex2000"


def test_doubts_of_one_state_of_an_account_ask_once_and_a_dead_one_is_not_doubted(world):
    account, nudge = world.account(), FakeNudge()
    now = world.deps.clock.now()
    for _ in range(3):
        accounts.doubt(world.db, nudge, account=account, now=now)
    assert [job.kind for job in world.db.all(Job)] == [JobKind.CHECK_ACCOUNT]
    world.plex.accounts.pop("owner-token")
    dead = accounts.test(world.deps, account_id=account.id)
    accounts.doubt(world.db, nudge, account=dead, now=now)
    assert [job.kind for job in world.db.all(Job)] == [
        JobKind.CHECK_ACCOUNT,
        JobKind.FOLLOW_ACCOUNT,
    ]


def test_a_server_that_is_read_anew_may_be_the_first_to_find_a_token_dead(world):
    server = world.server()
    world.plex.accounts.pop("owner-token")
    for _ in range(2):
        with pytest.raises(TokenRefusedError):
            libraries.refresh(world.deps, server_id=server.id, actor=ADMIN)
    assert [job.kind for job in world.db.all(Job)] == [JobKind.CHECK_ACCOUNT]


@pytest.mark.parametrize(
    ("base", "kind"), [("https://plex.tv", SpacedCalls), ("http://127.0.0.1:1/plextv", Unspaced)]
)
def test_only_plex_tv_itself_is_called_at_the_accounts_pace(monkeypatch, base, kind):
    monkeypatch.setenv("PLEX_TV_BASE", base)
    config.config.cache_clear()
    wiring.reset()
    try:
        assert isinstance(wiring._call_budget(), kind)
    finally:
        monkeypatch.undo()
        config.config.cache_clear()
        wiring.reset()
