"""Webhooks of media servers: an address that is secret, and looks that are few and not lost."""

from datetime import timedelta

import pytest

from chalicelib.catalog import removal
from chalicelib.catalog.media_hook import GRACE, LEASE, PATIENCE
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.enforcement.webhooks import addresses
from chalicelib.enforcement.webhooks.addresses import Outcome
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import NotFoundError, RetryLaterError
from chalicelib.kernel.ids import ServerId
from tests.builders import a_server
from tests.fakes.plex_directory import FakePlexDirectory
from tests.usecases.enforcement.hook_world import ADMIN, ALPHA, PLAY, HookWorld

STOP = '{"event": "media.stop", "Server": {"uuid": "machine-alpha"}}'


@pytest.fixture
def world() -> HookWorld:
    return HookWorld()


# --- The address ---------------------------------------------------------------------------------


def test_the_address_is_made_once_and_shown_again(world: HookWorld):
    first = addresses.address(world.deps, server_id=ALPHA, actor=ADMIN)
    again = addresses.address(world.deps, server_id=ALPHA, actor=ADMIN)

    assert first.url == again.url
    assert first.url.reveal().startswith("https://watch.example/webhooks/media/srv_alpha/")
    assert len(world.secret_in(first)) >= 32
    assert [each.action for each in world.db.all(AuditEntry)] == ["server.hook_made"]


def test_the_database_does_not_hold_the_secret_and_the_log_does_not_show_it(world: HookWorld):
    secret = world.address()

    assert secret not in str(world.hook)
    assert secret not in str(world.db.all(AuditEntry))
    assert secret not in str(addresses.address(world.deps, server_id=ALPHA, actor=ADMIN))


def test_a_wrong_secret_an_unknown_server_and_a_deleted_one_are_answered_alike(world: HookWorld):
    secret = world.address()
    deps = CatalogDeps(
        database=world.db,
        store=world.deps.catalog,
        plex=FakePlexDirectory(),
        directories={},
        vault=world.deps.vault,
        clock=world.clock,
    )
    told = []
    for server_id, given in ((ALPHA, "wrong"), (ALPHA, ""), (ServerId("srv_none"), secret)):
        with pytest.raises(NotFoundError) as refused:
            world.tell(given, server_id=server_id)
        told.append((refused.value.message, refused.value.code, refused.value.remedy))
    removal.remove(deps, server_id=ALPHA, actor=ADMIN)
    with pytest.raises(NotFoundError) as refused:
        world.tell(secret)
    told.append((refused.value.message, refused.value.code, refused.value.remedy))

    assert len(set(told)) == 1
    assert world.queue.sent == []


def test_what_strangers_send_is_not_even_read(world: HookWorld):
    world.address()

    def read() -> None:
        raise AssertionError

    with pytest.raises(NotFoundError):
        addresses.receive(world.deps, server_id=ALPHA, secret="wrong", read=read)


def test_a_replaced_address_works_until_the_new_one_is_used(world: HookWorld):
    old = world.address()
    new = world.rotate()

    assert old != new
    assert world.tell(old) is Outcome.LOOK
    world.work()
    world.later(60)
    assert world.tell(new) is Outcome.LOOK
    with pytest.raises(NotFoundError):
        world.tell(old)


def test_a_replaced_address_works_a_day_at_most(world: HookWorld):
    old = world.address()
    world.rotate()
    world.clock.move(GRACE - timedelta(microseconds=1))
    assert world.tell(old, STOP) is Outcome.COUNTED

    world.clock.move(timedelta(microseconds=1))
    with pytest.raises(NotFoundError):
        world.tell(old)


def test_of_three_addresses_only_the_last_two_work(world: HookWorld):
    first, second, third = world.address(), world.rotate(), world.rotate()

    with pytest.raises(NotFoundError):
        world.tell(first)
    assert world.tell(second, STOP) is Outcome.COUNTED
    assert world.tell(third, STOP) is Outcome.COUNTED


def test_a_server_that_is_not_there_has_no_address(world: HookWorld):
    for asked in (addresses.address, addresses.rotate):
        with pytest.raises(NotFoundError):
            asked(world.deps, server_id=ServerId("srv_none"), actor=ADMIN)


# --- What arrives --------------------------------------------------------------------------------


def test_an_event_without_play_is_noted_and_nobody_looks(world: HookWorld):
    secret = world.address()

    assert world.tell(secret, STOP) is Outcome.COUNTED
    assert world.queue.sent == []
    assert (world.hook.sender, world.hook.event) == ("Plex", "media.stop")
    assert world.hook.arrived_at == world.clock.now()


def test_an_event_of_another_server_of_the_account_is_left_alone(world: HookWorld):
    secret = world.address()
    other = PLAY.replace("machine-alpha", "machine-beta")

    assert world.tell(secret, other) is Outcome.ELSEWHERE
    assert world.queue.sent == []
    assert world.hook.arrived_at is None


def test_what_nobody_can_read_leads_to_a_look(world: HookWorld):
    secret = world.address()

    assert world.tell(secret, "\x00garbage\xff{") is Outcome.LOOK
    assert world.queue.sent == [(ALPHA, 0.0)]
    assert (world.hook.sender, world.hook.event) == ("", "")


@pytest.mark.parametrize("body", [PLAY, STOP])
def test_a_thousand_events_cost_one_read_each_and_one_write_and_one_look(
    world: HookWorld, body: str
):
    secret = world.address()
    trips, commits = world.db.round_trips, len(world.db.commits)

    for _ in range(1000):
        world.tell(secret, body)

    assert world.db.round_trips - trips == 1000 + 1
    assert len(world.db.commits) - commits == 1
    assert world.queue.sent == ([(ALPHA, 0.0)] if body == PLAY else [])
    assert world.work() is not None if body == PLAY else world.work() is None
    assert len(world.looks) == (1 if body == PLAY else 0)


def test_a_thousand_events_around_a_look_lead_to_one_more_and_no_third(world: HookWorld):
    secret = world.address()
    for _ in range(400):
        world.tell(secret)
    world.during.append(lambda: [world.tell(secret) for _ in range(400)])
    commits = len(world.db.commits)
    world.work()
    world.during.clear()
    for _ in range(200):
        world.tell(secret)

    # Begun, wanted once more, ended: whatever else came changed nothing.
    assert len(world.db.commits) - commits == 3
    assert world.queue.sent == [(ALPHA, 0.0), (ALPHA, 1.0)]
    world.later(1)
    assert world.work() is not None
    assert world.work() is None
    assert len(world.looks) == 2
    assert len(world.queue.sent) == 2


def test_an_event_that_comes_just_after_a_look_waits_its_second(world: HookWorld):
    secret = world.address()
    world.tell(secret)
    world.work()
    world.later(0.4)

    assert world.tell(secret) is Outcome.LOOK
    assert world.queue.sent[-1] == (ALPHA, pytest.approx(0.6))


def test_an_event_that_loses_the_race_for_the_row_looks_again_what_is_there(world: HookWorld):
    secret = world.address()
    rival = [True]

    def be_first(_writes: object) -> None:
        if rival:
            rival.clear()
            world.tell(secret)

    world.db.before_commit.append(be_first)

    assert world.tell(secret) is Outcome.ASKED
    assert world.queue.sent == [(ALPHA, 0.0)]


# --- Looks ---------------------------------------------------------------------------------------


def test_a_message_that_comes_twice_leads_to_one_look(world: HookWorld):
    world.tell(world.address())

    assert world.work() is not None
    assert world.work() is None
    assert len(world.looks) == 1


def test_never_two_looks_of_one_server_at_a_time(world: HookWorld):
    world.tell(world.address())
    world.during.append(lambda: nested.append(world.work()))
    nested: list[object] = []

    world.work()

    assert nested == [None]
    assert len(world.looks) == 1
    # The message that found somebody at it comes again once that one can only be dead.
    assert world.queue.sent[-1] == (ALPHA, LEASE.total_seconds() + 1)


def test_what_is_to_be_seen_again_is_asked_for_once(world: HookWorld):
    secret = world.address()
    world.again_at = world.clock.now() + timedelta(seconds=15)
    for _ in range(5):
        world.tell(secret)
        world.work()
        world.later(2)
    assert [wait for _, wait in world.queue.sent if wait > 1] == [15.0]

    world.later(5)
    world.again_at = None
    assert world.work() is not None
    assert world.work() is None
    assert world.hook.again_at is None


def test_what_the_sweep_sees_soon_enough_is_left_to_it(world: HookWorld):
    world.tell(world.address())
    world.again_at = world.clock.now() + timedelta(hours=2)

    world.work()

    assert world.queue.sent == [(ALPHA, 0.0)]
    assert world.hook.again_at is None


def test_when_the_worker_dies_the_message_that_comes_again_looks(world: HookWorld):
    world.tell(world.address())

    def die() -> None:
        raise KeyboardInterrupt

    world.during.append(die)
    world.db.before_commit.append(lambda writes: die() if world.looks else None)
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.during.clear()
    world.db.before_commit.clear()
    assert world.hook.is_looking(now=world.clock.now())

    assert world.work() is None  # its lease is not over
    world.clock.move(LEASE)
    assert world.work() is not None
    assert len(world.looks) == 2


def test_events_while_a_dead_worker_holds_the_lease_are_not_lost(world: HookWorld):
    secret = world.address()
    world.tell(secret)

    def die() -> None:
        raise KeyboardInterrupt

    world.during.append(die)
    world.db.before_commit.append(lambda writes: die() if world.looks else None)
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.during.clear()
    world.db.before_commit.clear()

    assert world.tell(secret) is Outcome.LOOK_AGAIN
    world.clock.move(LEASE)
    assert world.tell(secret) is Outcome.LOOK
    assert world.queue.sent[-1] == (ALPHA, 0.0)


def test_a_look_that_fails_stays_wanted(world: HookWorld):
    world.tell(world.address())

    def fail() -> None:
        raise RetryLaterError("busy")

    world.during.append(fail)
    with pytest.raises(RetryLaterError):
        world.work()
    world.during.clear()

    assert not world.hook.is_looking(now=world.clock.now())
    assert world.work() is not None


def test_a_message_that_was_lost_is_asked_for_again_by_a_later_event(world: HookWorld):
    secret = world.address()
    world.tell(secret)
    world.clock.move(PATIENCE - timedelta(microseconds=1))
    assert world.tell(secret) is Outcome.ASKED

    world.clock.move(timedelta(microseconds=1))
    assert world.tell(secret) is Outcome.LOOK
    assert world.queue.sent == [(ALPHA, 0.0), (ALPHA, 0.0)]


def test_a_server_that_was_deleted_is_not_looked_at(world: HookWorld):
    assert world.work() is None
    assert world.looks == []


def test_a_hook_that_is_not_made_yet_is_blank(world: HookWorld):
    assert addresses.state(world.deps, server_id=ALPHA).version == 0
    world.db.seed(a_server(id="srv_gone", removed_at=world.clock.now()))
    with pytest.raises(NotFoundError):
        addresses.state(world.deps, server_id=ServerId("srv_gone"))
