"""People on a server that keeps accounts of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.account_ports import AccountRights
from chalicelib.access.applying import own_account
from chalicelib.access.model import ShareState
from chalicelib.access.ports import NameTakenError
from chalicelib.catalog.model import Platform
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret
from chalicelib.settings.model import ExpirySettings, MediaSettings
from chalicelib.users.claims import account_claim
from chalicelib.users.model import MediaClaim
from tests.builders import a_plan, a_user, an_identity
from tests.fakes.vault import FakeVault
from tests.usecases.access.world import World, a_world

MACHINE = "machine-gamma"


def a_site(**fields) -> World:
    """Return Ann's site with nothing but the server Gamma, which keeps accounts."""
    world = a_world(alone=True, **fields)
    alpha = world.deps.catalog.server("srv_alpha")
    world.change(alpha, is_enabled=False)
    world.add_server(
        "gamma",
        ("Films", "Shows"),
        platform=Platform.JELLYFIN,
        account_id=None,
        key=FakeVault().seal(Secret("key"), place="server.srv_gamma"),
    )
    ids = frozenset(f"{MACHINE}-{title}" for title in ("Films", "Shows"))
    world.accounts.known_libraries = ids
    world.accounts.add(MACHINE, "operator", is_administrator=True)
    return world


def held(world: World) -> list[tuple[str, bool, int]]:
    """Return the names of accounts, whether they are locked, and how many libraries they see."""
    return [
        (each.username, each.is_disabled, len(each.rights.library_share_ids))
        for each in world.accounts.held[MACHINE].values()
        if not each.is_administrator
    ]


def test_a_sale_opens_an_account_with_the_libraries_of_the_plan():
    world = a_site()

    world.run(world.sale())

    share = world.share("srv_gamma")
    assert held(world) == [("ann", False, 2)]
    assert share is not None
    assert (share.state, share.account_name) == (ShareState.ACCEPTED, "ann")
    assert share.account_ref in world.accounts.held[MACHINE]
    assert world.mails() == ["access_ready"]
    assert "access.account_opened" in world.audit()
    assert not any("password" in str(job.payload) for job in world.jobs())


def test_the_account_is_claimed_for_streams_and_never_taken_for_one_of_plex_tv():
    world = a_site()
    world.change(world.user(), media=an_identity("ann", plex_id="", is_proven=False))

    world.run(world.sale())

    share = world.share("srv_gamma")
    assert share is not None
    claim = account_claim("srv_gamma", share.account_ref, "usr_ann")
    assert world.db.find(MediaClaim, claim.value) == claim
    assert world.user().media.plex_id == ""


def test_running_again_changes_nothing():
    world = a_site()
    world.run(world.sale())
    before = list(world.accounts.calls)

    assert world.run() == {"unchanged": 1}

    assert world.accounts.calls[len(before) :] == ["accounts"]


def test_the_end_takes_the_libraries_and_a_payment_gives_them_back_to_the_same_account():
    world = a_site()
    world.db.seed(ExpirySettings(delete_after_days=90))
    world.run(world.sale())
    ref = world.share("srv_gamma").account_ref
    world.clock.move(timedelta(days=60))

    world.run()
    assert held(world) == [("ann", False, 0)]
    world.renew("pay_2", world.clock.now())
    world.run(world.sale("pay_2"))

    assert held(world) == [("ann", False, 2)]
    assert world.share("srv_gamma").account_ref == ref


def test_the_day_of_deletion_deletes_the_account_alone():
    world = a_site()
    world.run(world.sale())
    world.accounts.add(MACHINE, "family")
    world.db.seed(ExpirySettings(delete_after_days=7))
    world.clock.move(timedelta(days=60))

    world.run()
    world.run()

    share = world.share("srv_gamma")
    assert [name for name, _, _ in held(world)] == ["family"]
    assert (share.state, share.account_ref) == (ShareState.DELETED, "")


def test_somebody_elses_account_of_the_same_name_stays_theirs():
    world = a_site()
    taken = world.accounts.add(MACHINE, "ann")

    world.run(world.sale())

    own = world.share("srv_gamma")
    assert own.account_ref != taken.account_ref
    assert own.account_name.startswith("ann-")
    assert own_account.names_for(world.user()) == ("ann", own.account_name)


def test_when_both_names_are_taken_a_person_has_to_act():
    world = a_site()
    for name in own_account.names_for(world.user()):
        world.accounts.add(MACHINE, name)

    with pytest.raises(NameTakenError):
        world.run(world.sale())


def test_an_account_that_was_deleted_by_hand_is_opened_again():
    world = a_site()
    world.run(world.sale())
    ref = world.share("srv_gamma").account_ref
    del world.accounts.held[MACHINE][ref]

    world.run()

    assert held(world) == [("ann", False, 2)]
    assert world.share("srv_gamma").account_ref != ref


def test_libraries_that_were_changed_by_hand_are_set_back():
    world = a_site()
    world.run(world.sale())
    ref = world.share("srv_gamma").account_ref
    account = world.accounts.held[MACHINE][ref]
    rights = replace(account.rights, library_share_ids=frozenset({f"{MACHINE}-Films"}))
    world.accounts.held[MACHINE][ref] = replace(account, rights=rights)

    world.run()

    assert held(world) == [("ann", False, 2)]


@pytest.mark.behaviour("B148")
def test_new_accounts_copy_the_template_and_get_the_libraries_of_the_plan():
    world = a_site(plan=a_plan(max_streams=3))
    model = world.accounts.add(MACHINE, "model")
    world.accounts.held[MACHINE][model.account_ref] = replace(
        model, rights=replace(model.rights, max_kbps=8000)
    )
    world.db.seed(MediaSettings(template_account="Model"))

    world.run(world.sale())

    ref = world.share("srv_gamma").account_ref
    rights = world.accounts.held[MACHINE][ref].rights
    assert rights == AccountRights(
        frozenset({f"{MACHINE}-Films", f"{MACHINE}-Shows"}),
        allows_downloads=False,
        allows_video_transcoding=model.rights.allows_video_transcoding,
        max_streams=3,
        max_kbps=8000,
    )


@pytest.mark.behaviour("B149")
def test_a_missing_template_account_is_named_and_nothing_is_opened():
    world = a_site()
    world.db.seed(MediaSettings(template_account="Model"))

    with pytest.raises(ActionRequiredError, match="no account called model on Gamma") as caught:
        world.run(world.sale())

    assert "Settings" in caught.value.remedy
    assert held(world) == []


@pytest.mark.parametrize("lost", ["open_account", "change", "accounts"])
def test_whatever_call_fails_the_next_run_finishes_with_one_account(lost):
    world = a_site()
    failing = world.accounts
    original = getattr(failing, lost)
    is_first = [True]

    def once(*args, **kwargs):
        answer = original(*args, **kwargs)
        if is_first[0]:
            is_first[0] = False
            raise RetryLaterError("The answer was lost.")
        return answer

    setattr(failing, lost, once)
    with pytest.raises(RetryLaterError):
        world.run(world.sale())

    world.run(world.sale())

    assert held(world) == [("ann", False, 2)]


def opening_that_breaks_off(world):
    """Return an opening whose process dies before the account is locked."""
    original = world.accounts.open_account

    def breaks_off(access, **given):
        opened = original(access, **given)
        rights = AccountRights(frozenset({f"{MACHINE}-Films"}), allows_downloads=True)
        world.accounts.change(access, account_ref=opened.account_ref, rights=rights)
        world.accounts.open_account = original
        raise RetryLaterError("It cannot be told what came of it.")

    return breaks_off


def refuses(*_: object, **__: object) -> bool:
    raise RetryLaterError("The server does not answer.")


def test_an_account_that_was_left_open_in_the_middle_is_locked_and_taken_over():
    world = a_site()
    world.accounts.open_account = opening_that_breaks_off(world)
    with pytest.raises(RetryLaterError):
        world.run(world.sale())
    assert held(world) == [("ann", False, 1)]

    world.run(world.sale())

    assert held(world) == [("ann", False, 2)]
    share = world.share("srv_gamma")
    assert share is not None
    assert (share.state, share.account_name, share.opens) == (ShareState.ACCEPTED, "ann", "")


@pytest.fixture
def broken_off() -> World:
    """A site where the opening of ann's account broke off, before her paid time ended."""
    world = a_site()
    world.accounts.open_account = opening_that_breaks_off(world)
    with pytest.raises(RetryLaterError):
        world.run(world.sale())
    assert held(world) == [("ann", False, 1)]
    world.clock.move(timedelta(days=90))
    return world


def test_an_account_whose_opening_broke_off_is_closed_when_nothing_is_due_any_more(broken_off):
    world = broken_off

    world.run()

    assert held(world) == []
    share = world.share("srv_gamma")
    assert share is not None
    assert (share.takes_seat, share.opens) == (False, "")
    assert "access.opening_closed" in [entry.action for entry in world.db.all(AuditEntry)]


def test_what_broke_off_is_closed_later_when_the_server_is_down(broken_off):
    world = broken_off
    close, world.accounts.close_begun = world.accounts.close_begun, refuses
    with pytest.raises(RetryLaterError):
        world.run()
    assert held(world) == [("ann", False, 1)]

    world.accounts.close_begun = close
    world.run()

    assert held(world) == []


def test_an_account_that_somebody_came_in_with_meanwhile_is_left_and_told(broken_off):
    world = broken_off
    ref = next(ref for ref, each in world.accounts.held[MACHINE].items() if each.username == "ann")
    world.accounts.let_in(MACHINE, ref, "Phone")

    world.run()

    assert held(world) == [("ann", False, 1)]
    told = [each for each in world.db.all(AuditEntry) if each.action == "access.opening_left"]
    assert [each.before["account"] for each in told] == ["ann"]


def test_no_opening_is_begun_while_the_server_tells_only_a_part_of_its_accounts():
    world = a_site()
    world.accounts.is_complete = False

    with pytest.raises(RetryLaterError):
        world.run(world.sale())

    assert held(world) == []
    assert "open_account" not in world.accounts.calls


def test_a_template_that_a_short_list_leaves_out_is_not_missing():
    world = a_site()
    world.db.seed(MediaSettings(template_account="Model"))
    world.accounts.is_complete = False

    with pytest.raises(RetryLaterError):
        world.run(world.sale())

    assert world.mails() == []


def test_an_account_that_somebody_else_has_is_never_taken_over():
    world = a_site()
    world.accounts.add(MACHINE, "ann")

    world.run(world.sale())

    names = [name for name, _, _ in held(world)]
    assert names[0] == "ann"
    assert names[1].startswith("ann-")


@given(
    username=st.text(max_size=60),
    email=st.emails(),
    name=st.text(max_size=60),
)
def test_names_are_short_plain_and_two(username, email, name):
    user = a_user(email=email, name=name, media=an_identity(username))

    first, second = own_account.names_for(user)

    assert 0 < len(first) <= 40
    assert second.startswith(f"{first}-")
    assert set(first) <= set("abcdefghijklmnopqrstuvwxyz0123456789._'@+-")
