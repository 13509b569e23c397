"""Ann, who was a friend of the Plex account, has a place on a server with accounts of its own."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.access.applying import letting_go
from chalicelib.access.brake import Brake
from chalicelib.access.explaining import preview
from chalicelib.access.looking import census
from chalicelib.access.model import ShareState
from chalicelib.access.selection import choose
from chalicelib.catalog.model import PRIVATE, Platform, PlexAccount, Server
from chalicelib.jobs.model import Job
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import PlexAccountId, UserId
from chalicelib.kernel.secret import Secret
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, a_login, a_plan, a_plex_account
from tests.fakes.vault import FakeVault
from tests.usecases.access.aftermath import DAY, deletions, is_friend, share_by_hand
from tests.usecases.access.migration_world import begin, finish, pass_time, undo
from tests.usecases.access.test_crashes import DiedError, die_at, heal
from tests.usecases.access.world import World, a_world

TITLES = ("Films", "Shows")


def a_world_with_two_platforms() -> World:
    """Return a world with Ann on Alpha, a friend like Ben, and Gamma, which takes people, too."""
    world = a_world()
    world.host.auto_accept = {"77"}
    world.host.friends = {"1000": {"78": ("ben", "ben@example.com")}}
    world.run(world.sale())
    key = FakeVault().seal(Secret("key"), place="server.srv_gamma")
    world.add_server("gamma", TITLES, platform=Platform.JELLYFIN, account_id=None, key=key)
    world.accounts.known_libraries = frozenset(f"machine-gamma-{title}" for title in TITLES)
    assert is_friend(world)
    return world


def open_alone(world: World, name: str) -> None:
    """Let one of the two servers be the only one for new sales."""
    for each in ("alpha", "gamma"):
        server = world.db.find(Server, f"srv_{each}")
        world.change(server, is_enabled=each == name)


def move(world: World, name: str = "gamma", payment_id: str = "pay_2") -> None:
    """Let a sale ask for that server."""
    open_alone(world, name)
    world.run(world.sale(payment_id))


def leaving(world: World) -> list[Job]:
    return [job for job in world.jobs() if letting_go.LEFT in job.payload]


def places(world: World) -> int:
    """Return how many people the account has by our own count."""
    account, seats = world.db.one(PlexAccount), world.deps.catalog.seats("srv_alpha")
    return account.others + seats.people


def friends(world: World) -> int:
    return len(world.host.friends["1000"])


def test_whoever_is_served_elsewhere_is_let_go_by_a_job_of_its_own():
    world = a_world_with_two_platforms()
    move(world)
    assert (world.titles(), world.state(), is_friend(world)) == (None, ShareState.REMOVED, True)
    (job,) = leaving(world)
    assert (job.subject, job.payload) == ("usr_ann", {"left": "acc_owner"})

    world.run_due_jobs()
    assert not is_friend(world)
    assert friends(world) == 1
    assert world.state() is ShareState.DELETED
    assert world.state("srv_gamma") is ShareState.ACCEPTED
    (entry,) = deletions(world)
    assert entry.why.startswith("The person has moved to Gamma. ")
    calls = len(world.host.calls)
    world.run()
    assert len(world.host.calls) == calls
    assert len(leaving(world)) == 1


def test_a_migration_across_platforms_lets_go_and_brings_back_with_a_new_invite():
    world = a_world_with_two_platforms()
    migration = begin(world, target_id="srv_gamma")
    done = finish(world, migration)
    assert (is_friend(world), world.state()) == (False, ShareState.DELETED)

    world.host.auto_accept = set()
    back = undo(world, done)
    pass_time(world, minutes=5)
    assert world.state() is ShareState.INVITED
    assert world.state("srv_gamma") is ShareState.ACCEPTED
    world.host.accept("machine-alpha", "ann")
    finish(world, back)
    assert (world.titles(), world.state()) == (["Films", "Shows"], ShareState.ACCEPTED)
    assert is_friend(world)
    assert world.state("srv_gamma") is ShareState.REMOVED


def test_back_and_away_again_lets_go_each_time():
    world = a_world_with_two_platforms()
    for number, (name, is_there) in enumerate((("gamma", 0), ("alpha", 1)) * 2, 2):
        world.clock.move(DAY)
        move(world, name, f"pay_{number}")
        world.run_due_jobs()
        assert is_friend(world) is bool(is_there)
    assert len(deletions(world)) == 2
    share = world.share()
    assert share is not None
    assert share.invites == 3


def test_nobody_is_let_go_before_the_other_place_is_in_use():
    world = a_world_with_two_platforms()
    world.accounts.failures.append(RetryLaterError("down"))
    open_alone(world, "gamma")
    with pytest.raises(RetryLaterError):
        world.run(world.sale("pay_2"))
    assert (leaving(world), is_friend(world)) == ([], True)
    assert world.titles() == ["Films", "Shows"]


def test_whoever_moves_to_another_plex_account_is_let_go_once_the_place_there_is_seen():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    token = FakeVault().seal(Secret("second-token"), place="plex_account.acc_second")
    world.db.seed(a_plex_account(id=PlexAccountId("acc_second"), plex_id="2000", token=token))
    world.add_server("delta", TITLES, account_id=PlexAccountId("acc_second"))
    world.change(world.db.find(Server, "srv_alpha"), is_enabled=False)
    world.run(world.sale("pay_2"))
    (job,) = leaving(world)

    world.host.lists_nothing = True
    with pytest.raises(RetryLaterError, match="cannot be seen"):
        world.run(job)
    assert is_friend(world)
    world.host.lists_nothing = False
    world.host.friends["1000"]["78"] = ("ben", "ben@example.com")
    world.run(job)
    assert set(world.host.friends["1000"]) == {"78"}
    assert "77" in world.host.friends["2000"]


# ------------------------------------------------------------------ who stays


def import_her(world: World) -> None:
    world.change(world.share(), is_imported=True)


def found_shared(world: World) -> None:
    world.change(world.share(), predates_us=True)


def is_at_home(world: World) -> None:
    world.host.homes = {"77"}


def other_share(world: World) -> None:
    share_by_hand(world)


def administers(world: World) -> None:
    world.db.seed(a_login(email="ann@example.com"))


def is_unproven(world: World) -> None:
    user = world.user()
    world.change(user, media=type(user.media)("ann", plex_id="77"))


@pytest.mark.parametrize(
    "prepare", [import_her, found_shared, is_at_home, other_share, administers, is_unproven]
)
def test_whom_something_else_ties_stays(prepare: Callable[[World], None]):
    world = a_world_with_two_platforms()
    prepare(world)
    move(world)
    if prepare is import_her:
        # What came with her stays beside the new place as long as the plan has something there.
        for library in world.deps.catalog.libraries("srv_alpha"):
            world.change(library, group_id=PRIVATE)
        world.run()
    assert world.state() is ShareState.REMOVED
    world.clock.move(DAY)
    world.run_due_jobs()
    assert is_friend(world)
    assert "delete_person" not in world.host.writes
    assert not deletions(world)


@pytest.mark.parametrize(("ago", "is_theirs"), [(DAY, True), (DAY / 1440, False), (None, False)])
def test_a_share_that_is_older_than_our_first_invite_is_remembered(ago, is_theirs: bool):
    world = a_world()
    share_by_hand(world, "machine-alpha")
    [theirs] = world.host.shares["machine-alpha"]
    invited_at = world.clock.now() - ago if ago else None
    world.host.shares["machine-alpha"] = [replace(theirs, invited_at=invited_at)]
    world.run(world.sale())
    share = world.share()
    assert share is not None
    assert (share.state, share.predates_us) == (ShareState.ACCEPTED, is_theirs)


def test_an_incomplete_or_empty_list_of_people_lets_nobody_go_but_is_asked_again():
    world = a_world_with_two_platforms()
    move(world)
    (job,) = leaving(world)
    for flaw in ("is_complete", "lists_nothing"):
        setattr(world.host, flaw, flaw == "lists_nothing")
        with pytest.raises(RetryLaterError):
            world.run(job)
        setattr(world.host, flaw, flaw == "is_complete")
        assert is_friend(world)
    world.run(job)
    assert not is_friend(world)


def test_whoever_is_brought_back_meanwhile_stays():
    world = a_world_with_two_platforms()
    move(world)
    (job,) = leaving(world)
    move(world, "alpha", "pay_3")
    world.run(job)
    assert (world.titles(), is_friend(world)) == (["Films", "Shows"], True)


def test_another_server_of_the_same_account_is_no_move_away():
    world = a_world_with_two_platforms()
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.change(world.db.find(Server, "srv_alpha"), is_enabled=False)
    world.change(world.db.find(Server, "srv_gamma"), is_enabled=False)
    world.run(world.sale("pay_2"))
    assert (world.state(), world.state("srv_beta")) == (ShareState.REMOVED, ShareState.ACCEPTED)
    assert (leaving(world), is_friend(world)) == ([], True)


# ------------------------------------------------------------------ faults


def test_letting_go_that_dies_anywhere_ends_let_go_with_one_entry():
    point = 0
    while True:
        world = a_world_with_two_platforms()
        census.count_others(world.deps)
        move(world)
        die_at(world, point)
        try:
            world.run_due_jobs()
        except DiedError:
            heal(world)
            world.run_due_jobs()
        else:
            break
        assert not is_friend(world), point
        assert world.state() is ShareState.DELETED, point
        assert len(deletions(world)) == 1, point
        assert world.state("srv_gamma") is ShareState.ACCEPTED, point
        assert places(world) == friends(world), point
        point += 1
    assert point > 6


def test_an_answer_that_was_lost_is_found_out_and_a_payment_meanwhile_is_kept():
    world = a_world_with_two_platforms()
    move(world)
    (job,) = leaving(world)
    world.host.fail_next("delete_person", RetryLaterError("lost"), applied=True)
    with pytest.raises(RetryLaterError):
        world.run(job)
    assert world.state() is ShareState.LEAVING
    world.renew("pay_9", MONTH_LATER)
    world.run(job)
    assert (world.state(), len(deletions(world))) == (ShareState.DELETED, 1)
    assert len(world.db.one(Subscription).periods) == 2


def test_whoever_moves_back_between_the_word_and_the_deed_is_invited_anew():
    world = a_world_with_two_platforms()
    move(world)
    (job,) = leaving(world)
    world.host.fail_next("delete_person", RetryLaterError("lost"), applied=True)
    with pytest.raises(RetryLaterError):
        world.run(job)
    move(world, "alpha", "pay_3")
    world.run(job)
    assert (world.titles(), world.state(), is_friend(world)) == (
        ["Films", "Shows"],
        ShareState.ACCEPTED,
        True,
    )


# ------------------------------------------------------------------ what is counted


def test_the_place_is_free_for_somebody_else_at_once():
    world = a_world_with_two_platforms()
    account = world.db.one(PlexAccount)
    world.change(account, max_people=2)
    census.count_others(world.deps)
    assert places(world) == 2
    move(world)
    census.count_others(world.deps)
    # Still a friend, who is not ours by the seats: the account is full.
    assert places(world) == friends(world) == 2
    assert not newcomer_fits(world)
    world.run_due_jobs()
    assert places(world) == friends(world) == 1
    assert newcomer_fits(world)


def newcomer_fits(world: World) -> bool:
    world.change(world.db.find(Server, "srv_alpha"), is_enabled=True)
    catalog = world.deps.catalog
    found = choose(
        plan=a_plan(),
        servers=(catalog.server("srv_alpha"),),
        libraries=catalog.all_libraries(),
        seats={each.server_id: each for each in catalog.all_seats()},
        accounts={each.id: each for each in catalog.plex_accounts()},
        shares=(),
        preferred_location_id=None,
        held_server_id=None,
        now=world.clock.now(),
    )
    return found.server_id == "srv_alpha"


def test_whoever_stays_a_friend_is_counted_among_the_others():
    world = a_world_with_two_platforms()
    is_at_home(world)
    move(world)
    world.run_due_jobs()
    assert places(world) == friends(world) == 2


def test_nobody_loses_access_by_it_so_the_brake_does_not_count_it():
    world = a_world_with_two_platforms()
    move(world)
    world.run_due_jobs()
    assert world.db.find(Brake, "brake") is None


def test_the_dry_run_tells_it_and_does_nothing():
    world = a_world_with_two_platforms()
    move(world)
    before = list(world.host.writes)
    (action,) = preview.one(world.deps, user_id=UserId("usr_ann")).actions
    assert (action.action, action.server_id) == ("delete", "srv_alpha")
    assert action.why.startswith("The person has moved to Gamma.")
    assert (world.host.writes, is_friend(world)) == (before, True)
