"""How full a server is, why nobody new comes, and who makes room next."""

from datetime import timedelta

from chalicelib.access.deciding import capacity
from chalicelib.access.deciding.capacity import Capacity
from chalicelib.access.model import ShareState
from chalicelib.catalog.model import PlexAccount, Seats, Server
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from tests.builders import MONTH_LATER, a_plan
from tests.usecases.access.world import World, a_world


def of_alpha(world: World) -> Capacity:
    server = world.db.find(Server, "srv_alpha")
    assert server is not None
    return capacity.of_server(world.deps, server=server)


def a_taken_world() -> World:
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    return world


def test_people_holds_and_open_invites_are_counted_apart():
    world = a_world()
    world.run(world.sale())
    until = world.clock.now() + timedelta(minutes=30)
    seats = world.db.find(Seats, "srv_alpha")
    world.change(seats, holds={"ord_late": world.clock.now(), "ord_1": until})
    found = of_alpha(world)
    assert (found.people, found.taken) == (1, 2)
    assert dict(found.states) == {ShareState.INVITED: 1}
    assert [(each.holder, each.until) for each in found.holds] == [("ord_1", until)]


def test_a_newcomer_is_weighed_for_each_plan_by_the_rule_that_places_them():
    world = a_taken_world()
    world.db.seed(
        a_plan(id="pln_try", name="Try", is_trial=True, sort_order=1),
        a_plan(id="pln_other", name="Other", group_ids=("grp_kids",), sort_order=2),
        a_plan(id="pln_off", name="Off", is_active=False, sort_order=3),
    )
    world.change(world.db.find(Server, "srv_alpha"), max_users=1)
    told = {each.plan_name: (each.fits, each.reasons) for each in of_alpha(world).plans}
    assert told == {
        "Basic": (False, ("it is full (1 of 1)",)),
        "Try": (False, ("it takes no trials", "it is full (1 of 1)")),
        "Other": (False, ("it has no library of the plan",)),
    }


def test_the_ceiling_of_the_account_counts_all_its_servers():
    world = a_taken_world()
    world.db.seed(Seats("srv_beta", people=4))
    world.change(world.db.find(PlexAccount, "acc_owner"), max_people=5)
    found = of_alpha(world)
    assert found.ceiling is not None
    assert (found.ceiling.taken, found.ceiling.account.max_people) == (5, 5)
    assert found.ceiling.server_names == ("Alpha", "Beta")
    assert found.plans[0].reasons == ("its account is full (5 of 5)",)

    world.change(world.db.find(PlexAccount, "acc_owner"), others=2)
    ceiling = of_alpha(world).ceiling
    assert ceiling is not None
    assert (ceiling.taken, ceiling.others) == (7, 2)


def test_whose_paid_time_ends_first_makes_room_first():
    world = a_taken_world()
    (leaving,) = of_alpha(world).leaving
    assert (leaving.user_id, leaving.at) == ("usr_ann", MONTH_LATER)
    assert leaving.why == "Paid until 2026-02-28"


def test_where_something_stays_after_the_end_the_seat_is_free_at_the_deletion():
    world = a_taken_world()
    world.db.seed(
        ExpirySettings(
            policy=ExpiryPolicy.RESTRICT,
            restrict_groups=("grp_standard",),
            delete_after_days=14,
        )
    )
    (leaving,) = of_alpha(world).leaving
    assert leaving.at == MONTH_LATER + timedelta(days=14)


def test_who_stays_for_good_makes_no_room():
    world = a_taken_world()
    world.change(world.user(), is_permanent=True)
    assert of_alpha(world).leaving == ()
