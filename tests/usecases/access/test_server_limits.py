"""What servers that keep accounts keep people from themselves (X028)."""

from dataclasses import replace

import pytest

from chalicelib.access.account_ports import AccountRights
from chalicelib.access.explaining import compare, preview
from chalicelib.access.runs import survey
from chalicelib.access.server_limits import NO_SERVER_LIMITS, ServerLimits, due_limits
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Plan
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.settings.model import MediaSettings
from tests.builders import a_plan, a_user
from tests.usecases.access.test_own_account import MACHINE, a_site
from tests.usecases.access.world import World, a_world

TIGHT = PlanLimits(allows_transcoding=False, max_bitrate_kbps=8000)
HELD = ServerLimits(max_streams=2, max_kbps=8000, forbids_transcoding=True)


def rights(world: World) -> AccountRights:
    """Return what Ann's account may do on the server."""
    share = world.share("srv_gamma")
    assert share is not None
    return world.accounts.held[MACHINE][share.account_ref].rights


def shown(world: World) -> tuple[bool | None, int | None, int | None]:
    """Return whether her video may be transcoded, at which rate, and how many streams run."""
    has = rights(world)
    return has.allows_video_transcoding, has.max_kbps, has.max_streams


def set_by_hand(world: World, **fields) -> None:
    """Change the account on the server itself."""
    share = world.share("srv_gamma")
    assert share is not None
    account = world.accounts.held[MACHINE][share.account_ref]
    world.accounts.held[MACHINE][account.account_ref] = replace(
        account, rights=replace(account.rights, **fields)
    )


def sell(limits: PlanLimits) -> World:
    """Return a site where Ann bought a plan with these limits."""
    world = a_site(plan=a_plan(limits=limits))
    world.run(world.sale())
    return world


def change_plan(world: World, limits: PlanLimits) -> None:
    """Let the operator change the plan's limits, and the hourly run follow."""
    plan = world.db.find(Plan, "pln_basic")
    assert plan is not None
    world.change(plan, limits=limits)
    world.hourly()


def changes(world: World) -> int:
    """Return how often the server was told something."""
    return world.accounts.calls.count("change")


def test_a_sale_has_the_server_keep_to_the_limits_of_the_plan():
    world = sell(TIGHT)
    assert shown(world) == (False, 8000, 2)
    assert world.share("srv_gamma").limits == HELD
    assert not rights(world).allows_downloads


def test_a_plan_without_limits_sets_none():
    world = sell(PlanLimits())
    assert shown(world) == (True, 0, 2)
    assert world.share("srv_gamma").limits == ServerLimits(max_streams=2)


def test_nothing_is_sent_while_nothing_differs():
    world = sell(TIGHT)
    world.hourly()
    sent, version = changes(world), world.share("srv_gamma").version

    assert world.run() == {"unchanged": 1}
    world.hourly()
    survey.look_at_all(world.deps)
    world.run_due_jobs()

    assert (changes(world), world.share("srv_gamma").version) == (sent, version)


def test_a_changed_plan_is_followed_and_set_back_within_the_hour():
    world = sell(PlanLimits())
    world.hourly()
    change_plan(world, TIGHT)
    assert shown(world) == (False, 8000, 2)
    change_plan(world, PlanLimits(max_bitrate_kbps=4000))
    assert shown(world) == (True, 4000, 2)
    change_plan(world, PlanLimits())
    assert shown(world) == (True, 0, 2)
    assert world.share("srv_gamma").limits == ServerLimits(max_streams=2)
    sent = changes(world)
    world.hourly()
    assert changes(world) == sent


def test_another_number_of_streams_is_followed_as_well():
    world = sell(PlanLimits())
    world.hourly()
    world.change(world.db.find(Plan, "pln_basic"), max_streams=4)
    world.hourly()
    assert shown(world) == (True, 0, 4)


def test_where_sign_ins_are_counted_all_devices_of_the_plan_have_room():
    world = sell(PlanLimits(max_devices=5))
    assert shown(world) == (True, 0, 5)
    world.hourly()
    change_plan(world, PlanLimits(max_devices=1))
    assert shown(world) == (True, 0, 2)
    assert survey.look_at_all(world.deps)["differing"] == 0


def test_a_persons_own_number_of_devices_takes_the_place_of_the_plans():
    world = sell(PlanLimits(max_devices=5))
    world.change(world.user(), device_limit=7)
    world.run()
    assert shown(world) == (True, 0, 7)
    world.change(world.user(), device_limit=1)
    world.run()
    assert shown(world) == (True, 0, 2)


def test_a_server_that_counts_streams_is_told_nothing_of_devices():
    plan = a_plan(limits=PlanLimits(max_devices=5))
    able = {Capability.STREAM_LIMIT, Capability.DEVICES}
    assert due_limits(plan, a_user(device_limit=7), able) == ServerLimits(max_streams=2)


def test_a_limit_that_is_over_goes_back_to_what_new_accounts_copy():
    world = sell(TIGHT)
    model = world.accounts.add(MACHINE, "model")
    copied = replace(model.rights, max_kbps=20_000, allows_video_transcoding=False)
    world.accounts.held[MACHINE][model.account_ref] = replace(model, rights=copied)
    world.db.seed(MediaSettings(template_account="Model"))

    change_plan(world, PlanLimits())

    assert shown(world) == (False, 20_000, 2)
    assert world.run() == {"unchanged": 1}


def test_what_we_never_set_stays_as_the_operator_has_it():
    world = sell(PlanLimits())
    set_by_hand(world, max_kbps=3000, allows_video_transcoding=False)
    survey.look_at_all(world.deps)
    world.run_due_jobs()
    change_plan(world, PlanLimits(max_devices=3))
    assert shown(world) == (False, 3000, 3)


@pytest.mark.parametrize(
    "by_hand",
    [
        {"max_kbps": 0},
        {"max_kbps": 90_000},
        {"allows_video_transcoding": True},
        {"max_streams": 9},
    ],
)
def test_a_limit_that_was_lifted_by_hand_is_set_again_by_the_nightly_look(by_hand):
    world = sell(TIGHT)
    set_by_hand(world, **by_hand)

    assert survey.look_at_all(world.deps)["differing"] == 1
    world.run_due_jobs()

    assert shown(world) == (False, 8000, 2)


def test_people_who_are_permanent_are_kept_from_nothing():
    world = sell(TIGHT)
    world.change(world.user(), is_permanent=True)

    world.run()

    assert shown(world) == (True, 0, 0)
    assert world.share("srv_gamma").limits == NO_SERVER_LIMITS
    assert survey.look_at_all(world.deps)["differing"] == 0


def test_whoever_comes_back_on_a_wider_plan_gets_rid_of_the_old_limits():
    world = sell(TIGHT)
    world.clock.set(world.clock.now().replace(year=world.clock.now().year + 1))
    world.run()
    world.change(world.db.find(Plan, "pln_basic"), limits=PlanLimits())
    world.renew("pay_2", world.clock.now())

    world.run(world.sale("pay_2"))

    assert shown(world) == (True, 0, 2)


def test_shares_that_do_not_follow_plans_keep_their_limits():
    world = sell(TIGHT)
    world.db.seed(MediaSettings(sync_shared_libraries=False))
    change_plan(world, PlanLimits())
    assert shown(world) == (False, 8000, 2)


@pytest.mark.parametrize("before", [True, False])
def test_a_process_that_dies_while_it_sets_limits_leaves_none_behind(before):
    world = sell(PlanLimits())
    world.change(world.db.find(Plan, "pln_basic"), limits=TIGHT)
    real = world.accounts.change

    def dying(*args, **kwargs):
        if not before:
            real(*args, **kwargs)
        raise RetryLaterError("The answer was lost.")

    world.accounts.change = dying
    with pytest.raises(RetryLaterError):
        world.run()
    world.accounts.change = real
    world.change(world.db.find(Plan, "pln_basic"), limits=PlanLimits())

    world.run()

    assert shown(world) == (True, 0, 2)
    assert world.share("srv_gamma").limits == ServerLimits(max_streams=2)


def test_a_preview_and_the_comparison_tell_which_limits_would_be_set():
    world = sell(PlanLimits())
    world.change(world.db.find(Plan, "pln_basic"), limits=TIGHT)

    planned = preview.one(world.deps, user_id=UserId("usr_ann"))
    compared = compare.of_user(world.deps, user_id=UserId("usr_ann"))

    wanted = "the server itself keeps to 2 streams or devices, 8000 kbit/s, no video transcoding"
    assert [each.action for each in planned.actions] == ["change"]
    assert wanted in planned.actions[0].why
    assert [each.why for each in compared.servers if each.action] == [planned.actions[0].why]


def test_the_audit_tells_what_the_server_keeps_to():
    world = sell(TIGHT)
    change_plan(world, PlanLimits())
    limited = [each for each in world.db.all(AuditEntry) if "server_kbps" in each.before]
    assert [each.before["server_kbps"] for each in limited] == ["8000"]
    assert limited[0].before["server_forbids_transcoding"] == "True"
    assert "server_kbps" not in limited[0].after


def test_a_share_at_plex_is_never_called_different_because_of_limits():
    world = a_world(alone=True, plan=a_plan(limits=TIGHT))
    world.run(world.sale())
    world.run()
    share = next(each for each in (world.share("srv_alpha"), world.share("srv_beta")) if each)
    assert share.limits == NO_SERVER_LIMITS
    assert survey.look_at_all(world.deps).get("differing", 0) == 0
