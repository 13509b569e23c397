"""Whoever stops paying is locked out, on servers that can lock, and let in again by a payment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.brake import HeldPerson
from chalicelib.access.explaining import compare, preview
from chalicelib.access.explaining.why import why
from chalicelib.access.looking import outlook
from chalicelib.access.model import ShareState
from chalicelib.access.ports import RemoteShare
from chalicelib.access.runs import survey
from chalicelib.catalog.model import Seats
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from tests.builders import (
    MONTH_LATER,
    NOON,
    a_period,
    a_share,
    a_subscription,
    a_user,
    an_identity,
)
from tests.usecases.access.test_crashes import DiedError, die_at, heal
from tests.usecases.access.test_own_account import MACHINE, a_site, held
from tests.usecases.access.test_preview import told
from tests.usecases.access.world import World, a_world

DAY = timedelta(days=1)
WRITES = {"open_account", "change", "disable", "delete_account", "renew_password"}
DISABLE = ExpirySettings(ExpiryPolicy.DISABLE, delete_after_days=90)


def a_customer(settings: ExpirySettings = DISABLE) -> World:
    """Return Ann with an account on Gamma and a device, on the day her time ends."""
    world = a_site()
    world.db.seed(settings)
    world.run(world.sale())
    world.accounts.let_in(MACHINE, ref_of(world), "Phone")
    world.clock.set(MONTH_LATER)
    return world


def ref_of(world: World) -> str:
    share = world.share("srv_gamma")
    assert share is not None
    return share.account_ref


def set_by_hand(world: World, **fields) -> None:
    """Let the operator change Ann's account on the server itself."""
    ref = ref_of(world)
    account = world.accounts.held[MACHINE][ref]
    world.accounts.held[MACHINE][ref] = replace(account, **fields)


def add_customer(world: World, name: str) -> None:
    """Add somebody else with an account whose time ends on the same day."""
    account = world.accounts.add(MACHINE, name)
    user = a_user(id=f"usr_{name}", email=f"{name}@example.com", media=an_identity(name))
    period = a_period(payment_id=f"pay_{name}")
    world.db.seed(
        user,
        a_subscription(user_id=user.id, periods=(period,), due_at=period.ends_at),
        a_share(
            user_id=user.id,
            server_id="srv_gamma",
            library_ids=("lib_gamma_films", "lib_gamma_shows"),
            share_ref=account.account_ref,
            account_ref=account.account_ref,
            accepted_at=NOON,
        ),
    )


def writes(world: World) -> list[str]:
    return [call for call in world.accounts.calls if call in WRITES]


def test_the_end_locks_the_account_and_a_payment_unlocks_the_same_one():
    world = a_customer()
    ref, password = ref_of(world), world.accounts.passwords[ref_of(world)]

    world.hourly()
    assert held(world) == [("ann", True, 2)]
    assert world.accounts.signed_in.get(ref) is None
    assert (world.state("srv_gamma"), world.db.find(Seats, "srv_gamma").people) == (
        ShareState.REMOVED,
        0,
    )

    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))
    assert held(world) == [("ann", False, 2)]
    assert (ref_of(world), world.accounts.passwords[ref]) == (ref, password)
    assert world.state("srv_gamma") is ShareState.ACCEPTED


def test_a_locked_account_is_left_alone_until_the_day_on_which_it_is_deleted():
    world = a_customer()
    world.accounts.add(MACHINE, "family")
    world.hourly()
    before = writes(world)
    for _ in range(2):
        world.clock.move(DAY)
        world.hourly()
        survey.look_at_all(world.deps)
        world.run_due_jobs()
        assert world.run() == {"unchanged": 1}
    assert writes(world) == before

    world.clock.set(MONTH_LATER + 90 * DAY)
    world.hourly()
    assert [name for name, _, _ in held(world)] == ["family"]
    assert world.state("srv_gamma") is ShareState.DELETED


def test_the_books_say_that_it_was_the_lock():
    world = a_customer()
    world.hourly()
    entry = next(each for each in world.db.all(AuditEntry) if each.action == "share.removed")
    assert entry.why == "The paid time ended on 2026-02-28; the account is locked"


def test_an_account_that_was_unlocked_by_hand_is_locked_again_by_night():
    world = a_customer()
    world.accounts.add(MACHINE, "family")
    world.hourly()
    set_by_hand(world, is_disabled=False)
    assert held(world)[0] == ("ann", False, 2)

    assert survey.look_at_all(world.deps)["differing"] == 1
    world.run_due_jobs()

    assert held(world)[0] == ("ann", True, 2)


def test_on_plex_the_share_is_withdrawn():
    world = a_world()
    world.host.auto_accept = {"77"}
    world.db.seed(DISABLE)
    world.run(world.sale())
    world.clock.set(MONTH_LATER)

    assert told(preview.hourly(world.deps)) == [("withdraw", "srv_alpha", ())]
    world.hourly()

    assert (world.titles(), world.state()) == (None, ShareState.REMOVED)
    assert not outlook.of_user(world.deps, user=world.user()).locks


def test_who_is_on_plex_too_loses_the_libraries_there_and_is_locked_here():
    world = a_customer()
    world.host.auto_accept = {"77"}
    remote = RemoteShare("9", "", True, "77", "ann", "", frozenset({"machine-alpha-Films"}), False)
    world.host.shares["machine-alpha"] = [remote]
    world.db.seed(a_share(library_ids=("lib_alpha_films",), share_ref="9", accepted_at=NOON))

    world.hourly()

    assert (world.titles(), held(world)) == (None, [("ann", True, 2)])


def test_the_dry_run_the_comparison_and_the_reasons_tell_the_lock():
    world = a_customer()
    (planned,) = preview.hourly(world.deps).actions
    assert (planned.action, planned.server_id, planned.libraries) == ("lock", "srv_gamma", ())
    assert planned.why == "The paid time ended on 2026-02-28; the account is locked"
    found = compare.of_user(world.deps, user_id="usr_ann")
    (one,) = found.servers
    assert (one.action, one.has, one.due) == ("lock", ("Films", "Shows"), ())
    rules = {each.question: each.answer for each in why(found).rules}
    assert rules["What stays after the end?"] == (
        "Nothing: the policy on expiry locks the account on Gamma."
    )
    assert held(world) == [("ann", False, 2)]


def test_the_customer_is_told_before_and_after():
    world = a_customer()
    world.clock.set(MONTH_LATER - DAY)
    before = outlook.of_user(world.deps, user=world.user())
    assert (before.ends_at, before.locks) == (MONTH_LATER, True)
    world.clock.set(MONTH_LATER)
    assert not outlook.of_user(world.deps, user=world.user()).locks
    world.hourly()
    after = outlook.of_user(world.deps, user=world.user())
    assert (after.ends_at, after.deletes_at, after.locks) == (None, MONTH_LATER + 90 * DAY, True)


def test_administrators_are_never_locked():
    world = a_customer()
    set_by_hand(world, is_administrator=True)

    world.hourly()

    assert not world.accounts.held[MACHINE][ref_of(world)].is_disabled
    assert "disable" not in world.accounts.calls


def test_many_who_would_be_locked_at_once_wait_for_an_administrator():
    world = a_customer()
    for number in range(6):
        add_customer(world, f"p{number}")

    assert world.hourly()["held"] == 7

    assert {is_locked for _, is_locked, _ in held(world)} == {False}
    person = next(each for each in world.db.all(HeldPerson) if each.user_id == "usr_ann")
    assert person.libraries == ("Gamma: Films, Shows",)


def test_dying_anywhere_ends_locked_with_one_account():
    point = 0
    while True:
        world = a_customer()
        die_at(world, point)
        try:
            world.hourly()
        except DiedError:
            heal(world)
            world.hourly()
            world.run()
            assert held(world) == [("ann", True, 2)], point
            assert world.state("srv_gamma") is ShareState.REMOVED, point
        else:
            break
        point += 1
    assert point > 2


@pytest.mark.parametrize("is_done", [True, False])
def test_a_lost_answer_to_the_lock_is_made_good(is_done):
    world = a_customer()
    lock = world.accounts.disable

    def lose(*args, **kwargs):
        if is_done:
            lock(*args, **kwargs)
        raise RetryLaterError("The answer was lost.")

    world.accounts.disable = lose
    with pytest.raises(RetryLaterError):
        world.run()
    world.accounts.disable = lock

    world.run()

    assert held(world) == [("ann", True, 2)]
    assert world.state("srv_gamma") is ShareState.REMOVED


def test_an_account_that_vanishes_at_the_very_lock_is_gone():
    world = a_customer()
    lock = world.accounts.disable

    def vanish(access, *, account_ref):
        world.accounts.held[MACHINE].pop(account_ref, None)
        lock(access, account_ref=account_ref)

    world.accounts.disable = vanish

    world.hourly()

    assert (held(world), world.state("srv_gamma")) == ([], ShareState.REMOVED)
