"""Plans, groups and locations as administrators keep them."""

from dataclasses import replace

import pytest

from chalicelib.catalog import groups, locations, plans
from chalicelib.catalog.model import (
    PRIVATE,
    STANDARD,
    LibraryGroup,
    Location,
    Plan,
)
from chalicelib.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    StaleRecordError,
)
from tests.builders import a_library, a_plan, a_server, usd
from tests.usecases.catalog.world import ADMIN, draft

# ------------------------------------------------------------------ plans


@pytest.mark.behaviour("B006")
def test_the_first_active_plan_is_the_default_and_only_one_ever_is(world):
    plans.add(world.deps, draft=draft(is_active=False), actor=ADMIN)
    assert world.deps.store.default_plan_id()[0] is None
    first = plans.add(world.deps, draft=draft(), actor=ADMIN)
    second = plans.add(world.deps, draft=draft(name="Big"), actor=ADMIN)
    assert world.deps.store.default_plan_id()[0] == first.id
    plans.make_default(world.deps, plan_id=second.id, actor=ADMIN)
    assert world.deps.store.default_plan_id()[0] == second.id


@pytest.mark.behaviour("B006")
def test_the_default_plan_can_be_neither_deactivated_nor_archived(world):
    plan = plans.add(world.deps, draft=draft(), actor=ADMIN)
    with pytest.raises(ConflictError):
        plans.change(
            world.deps, plan_id=plan.id, version=1, draft=draft(is_active=False), actor=ADMIN
        )
    with pytest.raises(ConflictError):
        plans.archive(world.deps, plan_id=plan.id, version=1, actor=ADMIN)


def test_an_inactive_plan_cannot_become_the_default(world):
    plans.add(world.deps, draft=draft(), actor=ADMIN)
    other = plans.add(world.deps, draft=draft(is_active=False), actor=ADMIN)
    with pytest.raises(ConflictError):
        plans.make_default(world.deps, plan_id=other.id, actor=ADMIN)


def test_a_trial_is_never_the_default_plan(world):
    trial = plans.add(world.deps, draft=draft(price=usd(0), is_trial=True), actor=ADMIN)
    assert world.deps.store.default_plan_id()[0] is None
    with pytest.raises(ConflictError):
        plans.make_default(world.deps, plan_id=trial.id, actor=ADMIN)


def test_a_trial_costs_nothing_and_is_sold_by_no_gateway(world):
    wrong = draft(is_trial=True, offers={"stripe": "price_1"})
    with pytest.raises(InvalidError) as refused:
        plans.add(world.deps, draft=wrong, actor=ADMIN)
    assert [each.field for each in refused.value.problems] == ["offers.stripe", "price"]


def test_a_plan_that_is_made_default_cannot_be_deactivated_in_the_same_moment(world):
    plans.add(world.deps, draft=draft(), actor=ADMIN)
    other = plans.add(world.deps, draft=draft(name="Big"), actor=ADMIN)
    plans.make_default(world.deps, plan_id=other.id, actor=ADMIN)
    with pytest.raises(StaleRecordError):
        plans.change(
            world.deps, plan_id=other.id, version=1, draft=draft(is_active=False), actor=ADMIN
        )


@pytest.mark.behaviour("B007")
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"group_ids": ()}, "group_ids"),
        ({"group_ids": (PRIVATE,)}, "group_ids"),
        ({"group_ids": ("grp_none",)}, "group_ids"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"description": "x" * 501}, "description"),
        ({"price": usd("-0.01")}, "price"),
        ({"price": usd(1_000_000)}, "price"),
        ({"max_streams": 0}, "max_streams"),
        ({"max_streams": 100}, "max_streams"),
        ({"sort_order": -1}, "sort_order"),
        ({"target_server_ids": ("srv_none",)}, "target_server_ids"),
    ],
)
def test_a_wrong_plan_is_refused_with_the_field_and_the_remedy(world, fields, field):
    with pytest.raises(InvalidError) as caught:
        plans.add(world.deps, draft=draft(**fields), actor=ADMIN)
    (problem,) = caught.value.problems
    assert problem.field == field
    assert problem.remedy
    assert world.db.commits == []


def test_all_that_is_wrong_is_said_at_once(world):
    with pytest.raises(InvalidError) as caught:
        plans.add(world.deps, draft=draft(name="", max_streams=0, group_ids=()), actor=ADMIN)
    assert {each.field for each in caught.value.problems} == {"name", "max_streams", "group_ids"}


@pytest.mark.behaviour("B016")
def test_a_plan_is_edited_in_place_and_only_by_who_saw_its_latest_state(world):
    plan = plans.add(world.deps, draft=draft(), actor=ADMIN)
    changed = plans.change(
        world.deps, plan_id=plan.id, version=1, draft=draft(max_streams=4), actor=ADMIN
    )
    assert (changed.max_streams, changed.version) == (4, 2)
    with pytest.raises(StaleRecordError):
        plans.change(world.deps, plan_id=plan.id, version=1, draft=draft(), actor=ADMIN)
    assert world.audit() == ["plan.added", "plan.changed"]


def test_the_ids_that_gateways_have_for_a_plan_are_kept_without_blanks(world):
    offers = {"paypal": "", "stripe": " price_1Abc "}

    plan = plans.add(world.deps, draft=draft(offers=offers), actor=ADMIN)

    assert plan.offers == {"stripe": "price_1Abc"}
    assert world.deps.store.plan(plan.id) == plan
    without = plans.change(
        world.deps, plan_id=plan.id, version=1, draft=draft(offers={}), actor=ADMIN
    )
    assert without.offers == {}


@pytest.mark.parametrize(
    "offers",
    [
        {"stripe": "prod_1Abc"},
        {"stripe": "price 1"},
        {"stripe": "x" * 121},
        {"stripe": "https://dashboard.stripe.com/prices/price_1"},
        {"paypal": "PROD-1"},
        {"plisio": "P-1"},
    ],
)
def test_an_id_that_cannot_be_one_is_refused_at_its_field(world, offers):
    with pytest.raises(InvalidError) as refused:
        plans.add(world.deps, draft=draft(offers=offers), actor=ADMIN)

    (gateway,) = offers
    assert [each.field for each in refused.value.problems] == [f"offers.{gateway}"]


def test_an_archived_plan_is_found_by_nobody_but_its_payments(world):
    plans.add(world.deps, draft=draft(), actor=ADMIN)
    old = plans.add(world.deps, draft=draft(name="Old"), actor=ADMIN)
    plans.archive(world.deps, plan_id=old.id, version=1, actor=ADMIN)
    assert [plan.name for plan in world.deps.store.plans()] == ["Basic"]
    assert world.db.find(Plan, old.id) is not None
    with pytest.raises(NotFoundError):
        plans.make_default(world.deps, plan_id=old.id, actor=ADMIN)


# ------------------------------------------------------------------ groups and locations


@pytest.mark.behaviour("B132")
@pytest.mark.parametrize("group_id", [PRIVATE, STANDARD])
def test_built_in_groups_can_be_neither_renamed_nor_removed(world, group_id):
    with pytest.raises(ConflictError):
        groups.rename(world.deps, group_id=group_id, version=0, name="Mine", actor=ADMIN)
    with pytest.raises(ConflictError):
        groups.remove(world.deps, group_id=group_id, actor=ADMIN)


def test_a_group_is_added_renamed_and_removed(world):
    group = groups.add(world.deps, name="  Kids   only ", actor=ADMIN)
    assert (group.name, group.version) == ("Kids only", 1)
    renamed = groups.rename(world.deps, group_id=group.id, version=1, name="Children", actor=ADMIN)
    assert renamed.version == 2
    groups.remove(world.deps, group_id=group.id, actor=ADMIN)
    assert world.db.all(LibraryGroup) == ()
    assert world.audit() == ["group.added", "group.renamed", "group.removed"]


def test_a_name_is_used_once_whatever_its_case(world):
    groups.add(world.deps, name="Kids", actor=ADMIN)
    for name in ("kids", "STANDARD"):
        with pytest.raises(ConflictError):
            groups.add(world.deps, name=name, actor=ADMIN)


def test_a_group_in_use_is_kept_and_its_users_are_named(world):
    group = groups.add(world.deps, name="Kids", actor=ADMIN)
    world.db.seed(a_plan(group_ids=(group.id,)), a_library(group_id=group.id))
    with pytest.raises(ConflictError) as caught:
        groups.remove(world.deps, group_id=group.id, actor=ADMIN)
    assert "plan Basic" in caught.value.message
    assert "library Films" in caught.value.message


def test_a_location_is_added_renamed_and_removed_unless_a_server_is_there(world):
    location = locations.add(world.deps, name="Berlin", actor=ADMIN)
    locations.rename(world.deps, location_id=location.id, version=1, name="Bonn", actor=ADMIN)
    server = a_server(location_id=location.id)
    world.db.seed(server)
    with pytest.raises(ConflictError) as caught:
        locations.remove(world.deps, location_id=location.id, actor=ADMIN)
    assert "Alpha" in caught.value.message
    world.db.seed(replace(server, location_id=None, version=2))
    locations.remove(world.deps, location_id=location.id, actor=ADMIN)
    assert world.db.all(Location) == ()
