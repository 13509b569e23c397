"""Ann whose paid time ended, for tests of what follows."""

from datetime import timedelta

from chalicelib.access.ports import RemoteShare
from chalicelib.catalog.model import Library, Plan
from chalicelib.kernel.audit import AuditEntry
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from tests.builders import MONTH_LATER
from tests.usecases.access.world import World, a_world

FEW = "grp_few"
DAY = timedelta(days=1)


def set_policy(world: World, *, restrict: bool = False, days: int = 7) -> None:
    """Set what follows the end; *few* has only the films of Alpha."""
    held = world.db.find(ExpirySettings, "expiry") or ExpirySettings()
    policy = ExpiryPolicy.RESTRICT if restrict else ExpiryPolicy.REMOVE
    world.change(
        held, policy=policy, restrict_groups=(FEW,) if restrict else (), delete_after_days=days
    )


def a_world_with_ann_on_it(*, restrict: bool = False, days: int = 7) -> World:
    """Return a world in which Ann has films and shows on Alpha until the end of February."""
    world = a_world()
    film = world.db.find(Library, "lib_alpha_films")
    world.change(film, group_id=FEW)
    world.change(world.db.find(Plan, "pln_basic"), group_ids=("grp_standard", FEW))
    set_policy(world, restrict=restrict, days=days)
    world.host.auto_accept = {"77"}
    world.host.friends = {"1000": {"78": ("ben", "ben@example.com")}}
    world.run(world.sale())
    assert world.titles() == ["Films", "Shows"]
    return world


def at_end(world: World, days: float = 0) -> None:
    """Go to so many days after the end, and let the hour strike."""
    world.clock.set(MONTH_LATER + timedelta(days=days))
    world.hourly()


def is_friend(world: World) -> bool:
    return "77" in world.host.friends["1000"]


def deletions(world: World) -> list[AuditEntry]:
    return [each for each in world.db.all(AuditEntry) if each.action == "access.person_deleted"]


def share_by_hand(world: World, machine_id: str = "machine-own") -> None:
    """Let the owner share a server that we do not know with Ann."""
    world.host.owners[machine_id] = "1000"
    world.host.shares[machine_id] = [
        RemoteShare("1", "", True, "77", "ann", "ann@example.com", frozenset({"9"}), False)
    ]
