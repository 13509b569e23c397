"""While shares do not follow plans, what is shared already stays as it is (B168)."""

from datetime import timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.catalog.model import Library, Plan
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings, MediaSettings
from tests.builders import MONTH_LATER, NOON, a_group, a_library, a_plan
from tests.usecases.access.test_crashes import DiedError
from tests.usecases.access.world import World, a_world


def a_settled_world(*, follows: bool) -> World:
    """Return a site on which Ann has Films and Shows of Alpha, and a plan for kids is sold."""
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    kids = a_library(
        id="lib_alpha_kids",
        key="9",
        share_id="machine-alpha-Kids",
        title="Kids",
        group_id="grp_kids",
    )
    world.db.seed(
        a_group(),
        kids,
        a_plan(id="pln_kids", name="Kids", group_ids=("grp_kids",)),
        MediaSettings(sync_shared_libraries=follows),
    )
    return world


def change_plan(world: World) -> None:
    """Let Ann pay for the plan for kids while the other one runs."""
    world.clock.move(timedelta(days=2))
    world.renew("pay_2", world.clock.now() - timedelta(hours=1), plan="pln_kids")
    world.run(world.sale("pay_2"))


@pytest.mark.behaviour("B166")
def test_a_change_of_plan_changes_the_libraries():
    world = a_settled_world(follows=True)

    change_plan(world)

    assert world.titles() == ["Kids"]


@pytest.mark.behaviour("B168")
def test_a_share_that_exists_stays_as_it_is_whatever_the_plan():
    world = a_settled_world(follows=False)
    sent = len(world.host.writes)

    # It follows the time of the other plan without a gap.
    world.clock.set(MONTH_LATER)
    world.renew("pay_2", MONTH_LATER, plan="pln_kids")
    world.run(world.sale("pay_2"))
    world.hourly()

    assert world.titles() == ["Films", "Shows"]
    assert len(world.host.writes) == sent


def test_a_new_sale_is_still_placed():
    world = a_world()
    world.db.seed(MediaSettings(sync_shared_libraries=False))

    world.run(world.sale())

    assert world.titles() == ["Films", "Shows"]


def test_who_begins_anew_gets_the_plan_though_something_stayed_shared():
    world = a_settled_world(follows=False)
    kept = ExpirySettings(ExpiryPolicy.RESTRICT, ("grp_standard",), delete_after_days=30)
    world.db.seed(kept)
    world.clock.set(MONTH_LATER + timedelta(days=3))
    world.run()

    world.renew("pay_2", world.clock.now(), plan="pln_kids")
    world.run(world.sale("pay_2"))

    assert world.titles() == ["Kids"]


def a_restricted_world() -> World:
    """Return a site that leaves shares alone, on which only Films stayed with Ann at the end."""
    world = a_world()
    world.host.auto_accept = {"77"}
    world.change(world.db.find(Library, "lib_alpha_films"), group_id="grp_few")
    world.change(world.db.find(Plan, "pln_basic"), group_ids=("grp_standard", "grp_few"))
    world.run(world.sale())
    kept = ExpirySettings(ExpiryPolicy.RESTRICT, ("grp_few",), delete_after_days=30)
    world.db.seed(kept, MediaSettings(sync_shared_libraries=False))
    world.clock.set(MONTH_LATER + timedelta(days=3))
    world.hourly()
    assert world.titles() == ["Films"]
    return world


@pytest.mark.behaviour("B065")
def test_what_was_cut_down_comes_back_though_the_time_is_entered_late_and_without_a_gap():
    world = a_restricted_world()
    world.renew("pay_2", MONTH_LATER)
    world.run(world.sale("pay_2"))
    assert world.titles() == ["Films", "Shows"]

    # From then on it is left alone again.
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id="grp_other")
    world.run()
    assert world.titles() == ["Films", "Shows"]


def test_what_was_cut_down_comes_back_when_an_administrator_gives_the_time_by_hand():
    world = a_restricted_world()
    world.renew("pay_2", MONTH_LATER)
    world.run()
    assert world.titles() == ["Films", "Shows"]


def test_what_was_cut_down_comes_back_though_the_process_dies_that_gives_it_back():
    world = a_restricted_world()
    world.renew("pay_2", MONTH_LATER)
    world.host.fail_next("change", DiedError(), applied=True)
    with pytest.raises(DiedError):
        world.run()
    world.run()
    assert world.titles() == ["Films", "Shows"]
    assert not world.share().is_restricted


def test_who_did_not_renew_is_still_removed():
    world = a_settled_world(follows=False)

    world.clock.set(MONTH_LATER)
    world.hourly()

    assert world.state() in {ShareState.REMOVED, ShareState.DELETED}
    assert world.titles() is None
    assert world.clock.now() > NOON
