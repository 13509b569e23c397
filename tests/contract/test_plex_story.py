"""Access from sale to expiry, through the real adapters, at the stand-in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access.applying import token_watch
from chalicelib.access.model import ShareState
from chalicelib.access.ports import AccountFullError, PersonRefusedError
from chalicelib.adapters.media.plex_directory import PlexDirectory
from chalicelib.adapters.media.plex_sharing import PlexLibraryHost
from chalicelib.catalog import accounts, libraries, servers
from chalicelib.catalog.model import STANDARD, Library, Plan, PlexAccount, Seats, Server
from chalicelib.catalog.ports import TokenRefusedError
from chalicelib.jobs.model import JobKind
from chalicelib.jobs.ports import JobsDeps
from chalicelib.kernel.audit import SYSTEM
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.secret import Secret
from infra.sandbox import plex, plex_shares
from infra.sandbox.kit import Fault
from infra.sandbox.plex_console import show_share
from tests.builders import (
    MONTH_LATER,
    a_plan,
    a_subscription,
    a_user,
    an_identity,
    claims_of,
)
from tests.contract.plex_ports import served, session_of
from tests.contract.plex_standin import new_world
from tests.fakes.stores import InMemoryJobStore
from tests.usecases.access.world import World

ANN = "ann"


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with served() as board_and_address:
        yield board_and_address


@pytest.fixture
def standin(server: Any) -> Iterator[Any]:
    world = new_world(*server)
    yield world
    world.store.close()


@pytest.fixture
def world(standin: Any) -> World:
    """A site that linked the stand-in's owner and enabled Alpha with two libraries."""
    session = session_of(standin, timeout_seconds=3.0)
    world = World(plex=PlexDirectory(session))  # type: ignore[arg-type]

    def doubt(account: PlexAccount) -> None:
        accounts.doubt(world.db, world.nudge, account=account, now=world.clock.now())

    world.host = PlexLibraryHost(session, on_refused=doubt)  # type: ignore[assignment]
    deps = world.deps.cataloguing
    account = accounts.link_by_token(deps, token=Secret(plex.OWNER_TOKEN), actor=SYSTEM)
    found = servers.found(deps, account_id=account.id)[0]
    added = servers.add(
        deps,
        account_id=account.id,
        machine_id=found.machine_id,
        url=found.urls[0],
        actor=SYSTEM,
    )
    world.change(world.db.find(Server, added.id), is_enabled=True)
    for library in world.db.all(Library):
        if library.title in {"Movies", "Kids"}:
            libraries.classify(
                deps,
                server_id=added.id,
                library_id=library.id,
                group_id=STANDARD,
                actor=SYSTEM,
            )
    user = a_user(media=an_identity(ANN, email="ann@demo.example"))
    world.db.seed(user, *claims_of(user), a_plan(), a_subscription())
    return world


def shown(standin: Any) -> list[dict[str, Any]]:
    alpha = plex.find_server(standin, "alpha")
    return [show_share(standin, alpha, each) for each in plex_shares.shares_on(standin, alpha)]


def act(standin: Any, name: str, **body: object) -> None:
    next(each for each in plex.ACTIONS if each.name == name).run(standin, body)


def state(world: World) -> ShareState:
    return world.db.one(type(world.deps.store.of_user("usr_ann")[0])).state


def writes(standin: Any) -> int:
    return sum(1 for call in standin.calls.list("plextv") if call["method"] != "GET")


@pytest.mark.behaviour("B147", "B060", "B065")
def test_a_sale_is_invited_accepted_expires_and_comes_back(world, standin):
    world.run(world.sale())
    (share,) = shown(standin)
    assert (share["person"], share["state"], share["all_libraries"]) == (ANN, "pending", False)
    assert share["libraries"] == ["Movies", "Kids"]
    act(standin, "accept_invite", person=ANN)
    world.clock.move(timedelta(minutes=1))
    world.run_due_jobs()
    assert state(world) is ShareState.ACCEPTED
    assert world.user().media.is_proven
    before = writes(standin)
    world.run(world.sale())
    assert writes(standin) == before
    world.clock.set(MONTH_LATER)
    world.hourly()
    assert shown(standin) == []
    assert state(world) is ShareState.REMOVED
    assert world.db.one(Seats).people == 0
    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))
    assert shown(standin)[0]["libraries"] == ["Movies", "Kids"]


@pytest.mark.behaviour("B134")
def test_libraries_and_downloads_follow_the_plan(world, standin):
    world.run(world.sale())
    act(standin, "accept_invite", person=ANN)
    world.run()
    kids = next(each for each in world.db.all(Library) if each.title == "Kids")
    world.change(kids, group_id="grp_private")
    world.change(world.db.find(Plan, "pln_basic"), allows_downloads=True)
    world.hourly()
    (share,) = shown(standin)
    assert (share["libraries"], share["allow_sync"]) == (["Movies"], True)
    assert world.hourly() == {"due": 0, "differing": 0}


def test_a_library_that_was_made_anew_is_read_again_and_the_rest_is_shared(world, standin):
    act(standin, "recreate_library", server="alpha", library="Kids")
    world.run(world.sale())
    assert shown(standin)[0]["libraries"] == ["Movies"]


@pytest.mark.behaviour("X041")
def test_lists_that_come_empty_make_nobody_gone(world, standin):
    world.run(world.sale())
    act(standin, "accept_invite", person=ANN)
    world.run()
    standin.faults.add("plextv", Fault(mode="empty"))
    before = writes(standin)
    world.run()
    assert state(world) is ShareState.ACCEPTED
    assert writes(standin) == before


def test_a_share_that_was_given_by_hand_is_adopted(world, standin):
    alpha = plex.find_server(standin, "alpha")
    plex.grant(standin, alpha, plex.find_person(standin, ANN))
    world.run(world.sale())
    (share,) = shown(standin)
    assert (share["libraries"], share["all_libraries"]) == (["Movies", "Kids"], False)
    assert state(world) is ShareState.ACCEPTED


def test_with_the_invite_lists_gone_for_good_the_sale_still_comes_through(world, standin):
    standin.faults.add("plextv", Fault(mode="status", status=410, path="invites"))
    world.run(world.sale())
    act(standin, "accept_invite", person=ANN)
    world.run()
    assert state(world) is ShareState.ACCEPTED
    world.clock.set(MONTH_LATER)
    world.hourly()
    assert shown(standin) == []


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("mode", ["down", "lost", "cut", "garbage", "500", "429"])
@pytest.mark.parametrize("method", ["GET", "POST", None])
def test_any_single_fault_at_any_call_ends_in_one_share_and_one_mail(world, standin, mode, method):
    for skip in range(4):
        fault = Fault(mode=mode, method=method, times=1, skip=skip)
        if mode.isdigit():
            fault = replace(fault, mode="status", status=int(mode))
        standin.faults.add("plextv", fault)
    for _ in range(8):
        try:
            world.run(world.sale())
        except RetryLaterError:
            continue
    standin.faults.clear()
    world.run(world.sale())
    assert len(shown(standin)) == 1
    assert world.mails() == ["invite_sent"]
    assert world.db.one(Seats).people == 1


def test_a_dead_token_is_found_by_the_first_call_and_nothing_more_is_sent(world, standin):
    world.run(world.sale())
    act(standin, "accept_invite", person=ANN)
    world.run()
    act(standin, "token_dies")
    world.clock.set(MONTH_LATER)
    with pytest.raises(TokenRefusedError):
        world.run()
    (check,) = world.jobs(JobKind.CHECK_ACCOUNT)
    token_watch.check(world.deps, account_id=check.subject)
    (told,) = world.jobs(JobKind.FOLLOW_ACCOUNT)
    token_watch.follow(world.deps, jobs_of(world), account_id=told.subject)
    assert world.mails()[-1] == "admin_needs_attention"
    calls = len(standin.calls.list("plextv"))
    with pytest.raises(TokenRefusedError):
        world.run()
    assert len(standin.calls.list("plextv")) == calls
    assert state(world) is ShareState.ACCEPTED
    act(standin, "token_dies", new_token="a-fresh-token")
    accounts.link_by_token(world.deps.cataloguing, token=Secret("a-fresh-token"), actor=SYSTEM)
    world.run()
    assert state(world) is ShareState.REMOVED


def jobs_of(world: World) -> JobsDeps:
    return JobsDeps(world.db, InMemoryJobStore(world.db), world.nudge, world.clock, lambda: 0.5)


@pytest.mark.behaviour("B155")
def test_a_person_of_the_owners_home_is_not_invited_and_the_administrator_reads_why(
    world, standin
):
    act(standin, "add_home_person", username="kid", managed=False)
    world.change(world.user(), media=an_identity("kid"))
    with pytest.raises(PersonRefusedError):
        world.run(world.sale())
    (mail,) = world.jobs(JobKind.SEND_MAIL)
    assert mail.payload["event"] == "admin_needs_attention"
    assert "is in your Plex Home" in mail.payload["facts"]["remedy"]
    assert shown(standin) == []


@pytest.mark.behaviour("B131")
def test_at_the_platforms_ceiling_the_sale_waits_for_a_person_and_goes_through_afterwards(
    world, standin
):
    act(standin, "limit_people", people=0)
    with pytest.raises(AccountFullError):
        world.run(world.sale())
    assert world.mails() == ["admin_needs_attention"]
    act(standin, "limit_people", people=100)
    world.run(world.sale())
    assert shown(standin)[0]["state"] == "pending"


def test_429_in_the_middle_of_a_sale_leaves_one_invite_in_the_end(world, standin):
    act(standin, "limit_calls", per_minute=60, at_once=3)
    with pytest.raises(RetryLaterError):
        world.run(world.sale())
    act(standin, "limit_calls", per_minute=0, at_once=10)
    world.run(world.sale())
    assert len(shown(standin)) == 1
    assert world.mails() == ["invite_sent"]
