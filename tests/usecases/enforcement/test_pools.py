"""Linked users run the plan's limit each, or together where the plan says so (B119)."""

from dataclasses import replace

import pytest

from chalicelib.enforcement.model import ServerWatch
from chalicelib.kernel.ids import UserId
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.model import Links, User
from tests.builders import NOON, a_plan, a_subscription
from tests.usecases.enforcement.world import BETA, MINUTES, World

ANN, BOB, CLEO = "2000", "2001", "2002"
IDS = {ANN: UserId("usr_ann"), BOB: UserId("usr_bob"), CLEO: UserId("usr_cleo")}


@pytest.fixture
def world() -> World:
    """Ann pays for Bob and Cleo; their plan has two streams for all."""
    world = World()
    world.customer("bob", plex_id=BOB)
    world.customer("cleo", plex_id=CLEO)
    world.db.seed(
        Links(IDS[ANN], sub_ids=(IDS[BOB], IDS[CLEO]), since=NOON),
        Links(IDS[BOB], master_id=IDS[ANN], since=NOON),
        Links(IDS[CLEO], master_id=IDS[ANN], since=NOON),
    )
    shares(world)
    return world


def shares(world: World, *, limit: bool = True) -> None:
    world.db.seed(a_plan(max_streams=2, max_sub_accounts=2, shares_limit=limit))


def pools(world: World) -> set[str | None]:
    return {each.pool for watch in world.db.all(ServerWatch) for each in watch.sightings}


@pytest.mark.behaviour("B119")
@pytest.mark.parametrize("is_shared", [False, True])
def test_each_has_the_limit_alone_unless_the_plan_is_shared(world: World, is_shared: bool):
    shares(world, limit=is_shared)
    for number, who in enumerate([ANN, ANN, BOB, BOB, CLEO, CLEO]):
        world.play(number, who=who)
        world.sweep(after=MINUTES)

    assert world.running == (["0", "1"] if is_shared else ["0", "1", "2", "3", "4", "5"])


@pytest.mark.behaviour("B119")
def test_the_newest_beyond_the_shared_limit_is_stopped_and_its_owner_told(world: World):
    world.play(1, who=ANN)
    world.sweep()
    world.play(2, who=BOB, server=BETA)
    world.sweep(after=30 * MINUTES)
    world.play(3, who=CLEO)
    world.sweep(after=30 * MINUTES)

    (decision,) = world.decisions
    assert (decision.user_id, decision.limit, decision.counted) == (IDS[CLEO], 2, 3)
    assert "devices of linked users" in decision.reason
    assert [each.user_id for each in decision.evidence] == [IDS[ANN], IDS[BOB], IDS[CLEO]]
    assert world.running == ["1", "2"]


def test_an_excess_is_still_known_when_nothing_is_new(world: World):
    world.settings(enforcement_mode=EnforcementMode.OFF)
    for number, who in enumerate([ANN, BOB, CLEO]):
        world.play(number, who=who)
        world.sweep(after=MINUTES)
    world.settings(enforcement_mode=EnforcementMode.ENFORCE)

    world.sweep(after=MINUTES)

    assert world.running == ["0", "1"]
    assert pools(world) == {f"{IDS[ANN]}/pln_basic"}


def test_people_without_links_cost_no_read(world: World):
    world.customer("dan", plex_id="2003")
    shares(world, limit=False)
    for number in (1, 2):
        world.play(number, who="2003")
    asked: list[tuple[UserId, ...]] = []
    links = world.deps.users.links
    world.deps.users.links = lambda ids: asked.append(ids) or links(ids)

    world.sweep()
    assert asked == []
    shares(world)
    world.play(3, who=BOB)
    world.sweep(after=MINUTES)
    assert asked[-2:] == [(IDS[BOB],), (IDS[ANN],)]


@pytest.mark.parametrize(
    "alone",
    [{"stream_limit": 3}, {"is_permanent": True}],
)
def test_who_has_a_limit_of_their_own_is_in_no_pool(world: World, alone: dict[str, object]):
    change(world, "bob", alone)
    for number, who in enumerate([ANN, ANN, BOB, BOB, BOB]):
        world.play(number, who=who)
    world.sweep()

    assert world.running == ["0", "1", "2", "3", "4"]


def test_who_is_linked_on_another_plan_is_in_no_pool(world: World):
    world.db.seed(a_plan(id="pln_other", max_streams=2))
    period = replace(a_subscription().periods[0], plan_id="pln_other")
    world.db.seed(a_subscription(user_id=IDS[BOB], periods=(period,), version=1))
    for number, who in enumerate([ANN, ANN, BOB, BOB, CLEO]):
        world.play(number, who=who)
    world.sweep()

    assert world.running == ["0", "1", "2", "3"]


def change(world: World, name: str, changes: dict[str, object]) -> None:
    user = world.db.find(User, UserId(f"usr_{name}"))
    assert user is not None
    world.db.seed(replace(user, **changes))
