"""What becomes of Ann when her paid time has ended."""

import pytest

from chalicelib.access.explaining import preview
from chalicelib.access.model import ShareState
from chalicelib.access.runs import due
from chalicelib.catalog.model import Library, PlexAccount
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, NOON, a_login
from tests.usecases.access.aftermath import (
    DAY,
    a_world_with_ann_on_it,
    at_end,
    deletions,
    is_friend,
    set_policy,
    share_by_hand,
)


def test_libraries_go_at_the_end_and_the_person_on_the_day():
    world = a_world_with_ann_on_it()
    at_end(world)
    assert (world.titles(), world.state()) == (None, ShareState.REMOVED)
    assert is_friend(world)
    assert world.db.one(Subscription).due_at == MONTH_LATER + 7 * DAY
    at_end(world, days=6.999)
    assert is_friend(world)
    at_end(world, days=7)
    assert not is_friend(world)
    assert world.state() is ShareState.DELETED
    assert world.user().last_server_id == "srv_alpha"
    (entry,) = deletions(world)
    assert (entry.subject, entry.after["account"]) == ("usr_ann", "owner")
    assert world.db.one(Subscription).due_at is None


def test_with_no_days_at_all_the_person_goes_with_the_libraries():
    world = a_world_with_ann_on_it(days=0)
    at_end(world)
    assert (world.titles(), is_friend(world)) == (None, False)
    assert len(deletions(world)) == 1


def test_restricted_people_keep_the_chosen_libraries_without_downloads_until_the_day():
    world = a_world_with_ann_on_it(restrict=True)
    at_end(world)
    assert (world.titles(), world.state()) == (["Films"], ShareState.ACCEPTED)
    assert world.share().library_ids == ("lib_alpha_films",)
    at_end(world, days=3)
    assert world.titles() == ["Films"]
    assert world.host.writes.count("change") == 1
    at_end(world, days=7)
    assert (world.titles(), is_friend(world)) == (None, False)


def test_where_no_chosen_library_is_the_share_goes():
    world = a_world_with_ann_on_it(restrict=True)
    world.change(world.db.find(Library, "lib_alpha_films"), is_missing=True)
    at_end(world)
    assert world.titles() is None
    assert is_friend(world)


def test_what_stays_follows_the_setting_but_nothing_is_given_back():
    world = a_world_with_ann_on_it(restrict=True)
    at_end(world)
    set_policy(world)
    at_end(world, days=1)
    assert world.titles() is None
    set_policy(world, restrict=True)
    at_end(world, days=2)
    assert world.titles() is None


@pytest.mark.parametrize("days", [3, 9])
@pytest.mark.parametrize("restrict", [True, False])
def test_a_payment_brings_everything_back_whenever_it_comes(restrict, days):
    world = a_world_with_ann_on_it(restrict=restrict)
    at_end(world)
    at_end(world, days=days)
    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))
    assert world.titles() == ["Films", "Shows"]
    assert (world.state(), is_friend(world)) == (ShareState.ACCEPTED, True)
    world.hourly()
    world.clock.move(20 * DAY)
    world.hourly()
    assert is_friend(world)


def test_a_new_end_is_counted_anew():
    world = a_world_with_ann_on_it()
    at_end(world)
    at_end(world, days=8)
    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))
    at_end(world, days=38)
    assert is_friend(world)
    at_end(world, days=46)
    assert not is_friend(world)
    assert len(deletions(world)) == 2


# ------------------------------------------------------------------ who is kept


def test_another_share_on_the_same_account_keeps_the_friendship():
    world = a_world_with_ann_on_it(days=0)
    share_by_hand(world)
    at_end(world)
    assert (world.titles(), world.state()) == (None, ShareState.REMOVED)
    assert world.host.share_of("machine-own", "ann") is not None
    assert is_friend(world)
    assert not deletions(world)


@pytest.mark.parametrize("address", ["ann@example.com", "own@example.com"])
def test_an_administrator_is_kept(address):
    world = a_world_with_ann_on_it(days=0)
    world.change(world.user(), email="own@example.com")
    world.db.seed(a_login(email=address))
    at_end(world)
    assert (world.titles(), is_friend(world)) == (None, True)


def test_the_owner_is_kept():
    world = a_world_with_ann_on_it(days=0)
    world.change(world.db.one(PlexAccount), plex_id="77")
    at_end(world)
    assert "delete_person" not in world.host.writes


def test_somebody_permanent_is_kept_and_counts_from_the_day_that_ends():
    world = a_world_with_ann_on_it()
    world.change(world.user(), is_permanent=True)
    at_end(world, days=90)
    assert world.titles() == ["Films", "Shows"]
    now = world.clock.now()
    world.change(world.user(), is_permanent=False, permanent_until=now)
    world.run()
    assert (world.titles(), is_friend(world)) == (None, True)
    at_end(world, days=96)
    assert is_friend(world)
    at_end(world, days=97)
    assert not is_friend(world)


def test_somebody_who_never_accepted_is_not_ours_to_delete():
    world = a_world_with_ann_on_it(days=0)
    world.change(world.share(), accepted_at=None, state=ShareState.REMOVED)
    world.host.lapse("machine-alpha", "ann")
    at_end(world)
    assert is_friend(world)
    assert "delete_person" not in world.host.writes


def test_somebody_the_owner_befriends_again_later_is_left_alone():
    world = a_world_with_ann_on_it(days=0)
    at_end(world)
    share_by_hand(world, "machine-alpha")
    world.host.friends["1000"]["77"] = ("ann", "")
    at_end(world, days=60)
    world.run()
    assert is_friend(world)
    assert world.host.share_of("machine-alpha", "ann") is not None


def test_somebody_who_left_by_himself_is_noted_as_gone():
    world = a_world_with_ann_on_it()
    at_end(world)
    del world.host.friends["1000"]["77"]
    at_end(world, days=7)
    assert world.state() is ShareState.DELETED
    assert "delete_person" not in world.host.writes
    assert "access.person_gone" in world.audit()


# ------------------------------------------------------------------ evidence


@pytest.mark.behaviour("X041")
@pytest.mark.parametrize("short", [{"is_complete": False}, {"lists_nothing": True}])
def test_a_short_list_deletes_nobody_and_is_read_again(short):
    world = a_world_with_ann_on_it()
    at_end(world)
    world.clock.set(MONTH_LATER + 7 * DAY)
    for name, value in short.items():
        setattr(world.host, name, value)
    with pytest.raises(RetryLaterError):
        world.run()
    assert is_friend(world)
    world.host.is_complete, world.host.lists_nothing = True, False
    world.run()
    assert not is_friend(world)


def test_the_last_friend_is_deleted_though_the_list_is_empty_then():
    world = a_world_with_ann_on_it()
    world.host.friends = {"1000": {"77": ("ann", "")}}
    at_end(world)
    at_end(world, days=7)
    assert world.state() is ShareState.DELETED


def test_a_deletion_that_does_not_show_is_asked_again():
    world = a_world_with_ann_on_it()
    at_end(world)
    world.clock.set(MONTH_LATER + 7 * DAY)
    world.host.delete_person = lambda *_given, **_named: None  # type: ignore[method-assign]
    with pytest.raises(RetryLaterError, match="still lists"):
        world.run()
    assert world.state() is ShareState.LEAVING
    del world.host.__dict__["delete_person"]
    world.run()
    assert world.state() is ShareState.DELETED
    assert len(deletions(world)) == 1


# ------------------------------------------------------------------ when it is looked at


def test_between_the_end_and_the_day_nobody_is_looked_at():
    world = a_world_with_ann_on_it()
    at_end(world)
    calls = list(world.host.calls)
    for day in range(1, 7):
        at_end(world, days=day)
    assert world.host.calls == calls
    at_end(world, days=7)
    calls = list(world.host.calls)
    at_end(world, days=70)
    assert world.host.calls == calls


def test_a_longer_wait_is_taken_over_on_the_old_day():
    world = a_world_with_ann_on_it()
    at_end(world)
    set_policy(world, days=20)
    at_end(world, days=7)
    assert is_friend(world)
    at_end(world, days=20)
    assert not is_friend(world)


def test_a_shorter_wait_counts_for_those_who_wait():
    world = a_world_with_ann_on_it()
    at_end(world)
    set_policy(world, days=3)
    world.clock.set(MONTH_LATER + 2 * DAY)
    due.replan(world.deps)
    world.hourly()
    assert world.db.find(Subscription, "usr_ann").due_at == MONTH_LATER + 3 * DAY
    at_end(world, days=3)
    assert not is_friend(world)


def test_replanning_leaves_everybody_who_has_time_ahead():
    world = a_world_with_ann_on_it()
    world.clock.set(NOON + DAY)
    assert due.replan(world.deps) == {"replanned": 0}
    assert world.db.one(Subscription).due_at == MONTH_LATER


# ------------------------------------------------------------------ the dry run


def told(found: preview.Preview) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(each.action, each.server_id, each.libraries) for each in found.actions]


@pytest.mark.behaviour("X042")
def test_the_dry_run_tells_what_stays_and_who_is_deleted():
    world = a_world_with_ann_on_it(restrict=True)
    world.clock.set(MONTH_LATER)
    assert told(preview.hourly(world.deps)) == [("restrict", "srv_alpha", ("Films",))]
    at_end(world)
    assert told(preview.hourly(world.deps)) == []
    world.clock.set(MONTH_LATER + 7 * DAY)
    before = len(world.db.commits), list(world.host.writes)
    shown = preview.hourly(world.deps)
    assert told(shown) == [("withdraw", "srv_alpha", ()), ("delete", "srv_alpha", ())]
    assert "2026-02-28" in shown.actions[-1].why
    assert (len(world.db.commits), list(world.host.writes)) == before
    world.hourly()
    assert not is_friend(world)
    assert told(preview.one(world.deps, user_id="usr_ann")) == []


def test_the_dry_run_does_not_tell_a_deletion_that_does_not_come():
    world = a_world_with_ann_on_it(days=0)
    share_by_hand(world)
    world.clock.set(MONTH_LATER)
    assert told(preview.hourly(world.deps)) == [("withdraw", "srv_alpha", ())]
    world.host.is_complete = False
    (shown,) = preview.one(world.deps, user_id="usr_ann").actions
    assert shown.action == "withdraw"
