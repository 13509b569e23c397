"""A Plex account's token dies and lives again: nobody loses a thing, nothing is forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.applying import token_watch
from chalicelib.access.model import ShareState
from chalicelib.catalog import accounts
from chalicelib.catalog.model import PlexAccount
from chalicelib.catalog.ports import TokenRefusedError
from chalicelib.jobs import run
from chalicelib.jobs.model import Job, JobKind, JobState
from chalicelib.jobs.ports import Handlers, JobsDeps
from chalicelib.kernel.audit import SYSTEM
from chalicelib.kernel.records import Insert
from chalicelib.kernel.secret import Secret
from tests.builders import MONTH_LATER
from tests.fakes.stores import InMemoryJobStore
from tests.usecases.access.world import a_world

ACCOUNT = "acc_plex1000"


class Site:
    """A site whose worker runs what is due, as the minute sweep does."""

    def __init__(self) -> None:
        self.world = a_world()
        known = self.world.db.one(PlexAccount)
        self.world.db.seed(replace(known, id=ACCOUNT, plex_id="1000", version=1))
        self.owner = self.world.plex.accounts["owner-token"]
        self.link("owner-token")
        for server in self.world.deps.catalog.servers():
            self.world.change(server, account_id=ACCOUNT)

    @property
    def account(self) -> PlexAccount:
        account = self.world.deps.catalog.plex_account(ACCOUNT)
        assert account is not None
        return account

    @property
    def jobs(self) -> JobsDeps:
        db, world = self.world.db, self.world
        return JobsDeps(db, InMemoryJobStore(db), world.nudge, world.clock, lambda: 0.5)

    def work(self) -> None:
        """Run what is due, mails aside."""
        while run.run_due(self.jobs, handlers=self._handlers()).keys() - {"left"}:
            pass

    def _handlers(self) -> Handlers:
        deps = self.world.deps
        table: dict[JobKind, Callable[[Job], object]] = {
            JobKind.RECONCILE_ACCESS: lambda job: self.world.run(job, job.subject),
            JobKind.CHECK_ACCOUNT: lambda job: token_watch.check(deps, account_id=job.subject),
            JobKind.FOLLOW_ACCOUNT: lambda job: token_watch.follow(
                deps, self.jobs, account_id=job.subject
            ),
        }
        return table

    def link(self, token: str = "fresh-token") -> None:
        """Link the account by a token that works."""
        self.world.plex.accounts[token] = self.owner
        deps = self.world.deps.cataloguing
        accounts.link_by_token(deps, token=Secret(token), actor=SYSTEM)

    def token_dies(self, token: str = "owner-token") -> None:
        """Let plex.tv refuse the token; a call is the first to find out."""
        self.world.plex.accounts.pop(token)
        self.doubt()

    def doubt(self) -> None:
        """Do what any refused call does."""
        deps = self.world.deps
        accounts.doubt(deps.database, deps.nudge, account=self.account, now=deps.clock.now())

    def parked(self) -> list[Job]:
        return [job for job in self.world.jobs() if job.state is JobState.PARKED]


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_refused_call_marks_the_account_and_one_mail_goes_out(site):
    site.token_dies()
    for _ in range(20):
        site.doubt()
    site.work()
    assert "refused" in site.account.token_error
    assert site.world.mails() == ["admin_needs_attention"]
    (mail,) = site.world.jobs(JobKind.SEND_MAIL)
    assert "must be linked again" in mail.payload["facts"]["subject"]
    assert "plex_account.token_died" in site.world.audit()


def test_a_refusal_that_plex_tv_does_not_confirm_marks_nothing(site):
    site.doubt()
    site.work()
    assert site.account.token_error == ""
    assert site.world.mails() == []


def test_while_the_token_is_dead_nobody_is_removed_and_afterwards_everybody_due_is(site):
    world = site.world
    world.run(world.sale())
    world.host.accept("machine-alpha", "ann")
    world.run()
    site.token_dies()
    site.work()
    world.clock.set(MONTH_LATER)
    calls = len(world.host.calls)
    world.deps.database.commit(Insert(world.sale("pay_due")))
    site.work()
    assert world.titles() == ["Films", "Shows"]
    assert world.state() is ShareState.ACCEPTED
    assert len(world.host.calls) == calls
    assert {job.error_code for job in site.parked()} == {TokenRefusedError.default_code}
    site.link()
    site.work()
    assert site.parked() == []
    assert world.titles() is None
    assert world.state() is ShareState.REMOVED


def test_whoever_paid_meanwhile_gets_access_by_itself_after_the_new_link(site):
    world = site.world
    site.token_dies()
    site.work()
    world.deps.database.commit(Insert(world.sale()))
    site.work()
    assert world.titles() is None
    assert [job.error_code for job in site.parked()] == ["access.no_server"]
    site.link()
    site.work()
    assert world.titles() is not None
    assert site.parked() == []


def test_a_token_that_works_again_by_itself_is_noticed_within_the_hour(site):
    site.token_dies()
    site.work()
    site.world.deps.database.commit(Insert(site.world.sale()))
    site.work()
    site.world.plex.accounts["owner-token"] = site.owner
    site.world.clock.move(timedelta(minutes=61))
    site.work()
    assert site.account.token_error == ""
    assert site.world.titles() is not None


def test_a_dead_token_is_looked_at_once_an_hour_and_told_once(site):
    site.token_dies()
    site.work()
    asked = site.world.plex.calls.count("account")
    for _ in range(5):
        site.world.clock.move(timedelta(minutes=61))
        site.work()
    assert site.world.plex.calls.count("account") == asked + 5
    assert site.world.mails() == ["admin_needs_attention"]


def test_a_token_that_dies_twice_is_told_twice(site):
    site.token_dies()
    site.work()
    site.link()
    site.work()
    site.token_dies("fresh-token")
    site.work()
    assert site.world.mails() == ["admin_needs_attention"] * 2
