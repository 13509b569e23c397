"""What is, beside what should be, by the records alone; and why (X061)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.explaining import compare
from chalicelib.access.explaining.compare import Compared, Comparison
from chalicelib.access.explaining.why import Verdict, why
from chalicelib.access.looking import ground, situation
from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.model import PRIVATE, Library, Plan, Server
from chalicelib.kernel.errors import NotFoundError
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from chalicelib.subscriptions.model import Subscription
from tests.builders import NOON, a_subscription, a_user, an_identity, claims_of
from tests.usecases.access.world import World, a_world


def an_accepted_world() -> World:
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    return world


def of_ann(world: World) -> Comparison:
    return compare.of_user(world.deps, user_id="usr_ann")


def only(found: Comparison) -> Compared:
    (one,) = found.servers
    return one


def test_who_has_what_is_due_differs_in_nothing_and_no_platform_is_asked():
    world = an_accepted_world()
    world.host.is_down = True
    found = of_ann(world)
    assert not found.differs
    assert only(found).has == only(found).due == ("Films", "Shows")
    assert found.explanation.startswith("Alpha: the person is there already")


def test_a_library_that_left_the_plan_is_a_difference_with_its_reason():
    world = an_accepted_world()
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id=PRIVATE)
    one = only(of_ann(world))
    assert (one.action, one.has, one.due) == ("change", ("Films", "Shows"), ("Films",))
    assert one.why == "The plan Basic gives these"


def test_the_right_to_download_is_a_difference_by_itself():
    world = an_accepted_world()
    world.change(world.db.find(Plan, "pln_basic"), allows_downloads=True)
    one = only(of_ann(world))
    assert (one.action, one.allows_downloads, one.due_downloads) == ("change", False, True)
    assert one.has == one.due


def test_who_paid_and_has_nothing_should_be_invited():
    world = a_world()
    one = only(of_ann(world))
    assert (one.action, one.share, one.has) == ("invite", None, ())
    assert (one.server_id, one.due) == ("srv_alpha", ("Films", "Shows"))


def test_who_has_a_share_without_paid_time_should_have_none():
    world = an_accepted_world()
    world.clock.move(timedelta(days=40))
    one = only(of_ann(world))
    assert (one.action, one.has, one.due) == ("withdraw", ("Films", "Shows"), ())
    assert one.why == "The paid time ended on 2026-02-28"


def test_what_stays_after_the_end_is_told_as_such():
    world = an_accepted_world()
    world.db.seed(ExpirySettings(policy=ExpiryPolicy.RESTRICT, restrict_groups=("grp_kids",)))
    world.change(world.db.find(Library, "lib_alpha_films"), group_id="grp_kids")
    world.clock.move(timedelta(days=30))
    one = only(of_ann(world))
    assert (one.action, one.due) == ("restrict", ("Films",))
    assert one.why.endswith("these stay")


def test_whoever_no_server_can_take_is_blocked_and_every_server_says_why():
    world = a_world()
    for server in world.db.all(Server):
        world.change(server, is_enabled=False)
    found = of_ann(world)
    assert found.differs
    assert "it is disabled" in found.blocked
    assert {each.server_id for each in found.candidates} == {"srv_alpha", "srv_beta"}
    assert not any(each.fits for each in found.candidates)


def test_a_server_lists_who_is_there_and_on_demand_only_who_differs():
    world = an_accepted_world()
    bob = a_user(id="usr_bob", email="bob@example.com", media=an_identity("bob"))
    world.db.seed(bob, *claims_of(bob))
    world.db.seed(
        Share("usr_bob", "srv_alpha", ShareState.ACCEPTED, ("lib_alpha_films",), NOON),
        Share("usr_gone", "srv_alpha", ShareState.REMOVED, (), NOON),
    )

    def listed(*, differing: bool) -> list[str]:
        page = compare.of_server(
            world.deps, server_id="srv_alpha", cursor=None, limit=25, differing=differing
        )
        return sorted(each.facts.user.id for each in page.items)

    assert listed(differing=False) == ["usr_ann", "usr_bob"]
    # Bob never paid anything, so nothing should be his.
    assert listed(differing=True) == ["usr_bob"]


def test_everybody_with_paid_time_is_listed_share_or_not():
    world = a_world()
    page = compare.of_all(world.deps, cursor=None, limit=25, differing=True)
    assert [each.facts.user.id for each in page.items] == ["usr_ann"]
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    page = compare.of_all(world.deps, cursor=None, limit=25, differing=True)
    assert page.items == ()
    everybody = compare.of_all(world.deps, cursor=None, limit=25, differing=False)
    assert [each.facts.user.id for each in everybody.items] == ["usr_ann"]


def test_few_who_differ_are_found_behind_many_who_do_not():
    world = an_accepted_world()
    ann = world.share()
    for number in range(6):
        user = a_user(
            id=f"usr_{number}", email=f"{number}@example.com", media=an_identity(f"n{number}")
        )
        share = replace(ann, user_id=user.id, share_ref=f"s{number}", version=1)
        world.db.seed(user, *claims_of(user), share, a_subscription(user_id=user.id))
    world.db.seed(replace(world.db.find(Subscription, "usr_5"), periods=()))
    page = compare.of_server(
        world.deps, server_id="srv_alpha", cursor=None, limit=2, differing=True
    )
    assert [each.facts.user.id for each in page.items] == ["usr_5"]


def test_nobody_is_compared_who_does_not_exist():
    with pytest.raises(NotFoundError):
        compare.of_user(a_world().deps, user_id="usr_none")


# --- Why? ----------------------------------------------------------------------------------------


def answers(found: Comparison) -> dict[str, tuple[str, bool]]:
    return {rule.question: (rule.answer, rule.holds) for rule in why(found).rules}


def test_who_has_access_is_told_by_which_payment_on_which_server():
    told = why(of_ann(an_accepted_world()))
    assert told.verdict is Verdict.HAS
    assert told.because.startswith("Accepted since 2026-01-31")
    rules = {rule.question: rule.answer for rule in told.rules}
    assert rules["Does paid time run?"] == (
        "Basic, 2026-01-31 to 2026-02-28 (exclusive), payment pay_1."
    )
    assert rules["Which server is due?"].startswith("Alpha: ")
    assert all(rule.holds for rule in told.rules)


def test_who_lacks_access_is_told_the_rule_that_says_so():
    never = a_world(subscribed=False)
    assert why(of_ann(never)).verdict is Verdict.LACKS
    assert why(of_ann(never)).because == "No: nothing was ever paid."
    assert answers(of_ann(never))["Does paid time run?"] == ("No: nothing was ever paid.", False)

    over = an_accepted_world()
    over.clock.move(timedelta(days=40))
    over.hourly()
    assert answers(of_ann(over))["Does paid time run?"][0] == (
        "No: the paid time ended on 2026-02-28."
    )
    assert "it is removed since" in answers(of_ann(over))["Is anything shared?"][0]

    full = a_world(alone=True)
    full.change(full.db.find(Server, "srv_alpha"), allows_new=False)
    assert why(of_ann(full)).verdict is Verdict.BLOCKED
    assert "it takes no new people" in why(of_ann(full)).because


def test_an_open_invite_says_since_when_it_waits():
    world = a_world()
    world.run(world.sale())
    told = why(of_ann(world))
    assert told.verdict is Verdict.INVITED
    assert told.because == "Invited on 2026-01-31, not accepted yet: Films, Shows."


def test_access_without_an_end_needs_no_payment():
    world = a_world(subscribed=False)
    world.change(world.user(), is_permanent=True)
    told = why(of_ann(world))
    assert answers(of_ann(world))["Is access permanent?"][1]
    assert told.verdict is Verdict.LACKS
    assert "names no plan" in told.because


def test_who_cannot_be_invited_is_told_what_is_missing():
    world = a_world()
    world.change(world.user(), media=an_identity("", username="", email="", plex_id=""))
    assert answers(of_ann(world))["Can an invite be sent?"] == (
        "No: no media account and no address is known.",
        False,
    )


# --- What many and one have in common ------------------------------------------------------------


@pytest.mark.parametrize("day", [0, 40])
@pytest.mark.parametrize("is_permanent", [False, True])
def test_what_is_read_for_many_is_what_is_read_for_one(day: int, is_permanent: bool):
    world = an_accepted_world()
    world.change(world.user(), is_permanent=is_permanent)
    world.clock.move(timedelta(days=day))
    now = world.clock.now()
    one = situation.read(world.deps, user_id="usr_ann", job=None, now=now)
    assert ground.read(world.deps).situations(("usr_ann",)) == (one,)
