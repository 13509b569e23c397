"""Taking over whoever is on the media servers."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from chalicelib.access.importing import run as import_run
from chalicelib.access.importing.choices import Outcome
from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.model import PRIVATE, Library, PlexAccount, Server
from chalicelib.catalog.ports import ServerContents
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import (
    ActionRequiredError,
    RetryLaterError,
)
from chalicelib.settings.media import SyncOffError
from chalicelib.settings.model import MediaSettings
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from tests.builders import NOON, months
from tests.usecases.access.strangers import (
    ADMIN,
    a_full_site,
    add_jellyfin,
    change,
    last,
    let_in,
    payments,
    people_on,
    put,
    run,
    set_media,
    users,
)
from tests.usecases.access.world import World


@pytest.mark.behaviour("B156")
@pytest.mark.behaviour("B157")
def test_an_unknown_person_becomes_a_user_with_a_payment_for_the_default_plan():
    world = a_full_site("bob")

    counts = let_in(world)

    bob = users(world)["bob"]
    now = world.clock.now()
    (payment,) = payments(world)
    paid = world.db.find(Subscription, bob.id)
    assert counts["new"] == 1
    assert (bob.email, bob.media.plex_id, bob.media.is_proven) == (
        "bob@example.com",
        "307",
        True,
    )
    assert (payment.user_id, payment.plan_id, payment.amount.minor) == (bob.id, "pln_basic", 0)
    assert (paid.periods[0].starts_at, paid.periods[0].ends_at) == (
        now,
        months(1).end_from(now),
    )
    assert paid.due_at == paid.periods[0].ends_at
    share = world.share(user_id=bob.id)
    assert (share.state, share.library_ids) == (ShareState.ACCEPTED, ("lib_alpha_films",))
    assert people_on(world) == 1


def test_nobody_is_mailed_and_nothing_is_changed_at_the_platform():
    world = a_full_site("bob")

    let_in(world)

    assert not world.mails()
    assert not world.host.writes
    assert not world.jobs()


@pytest.mark.behaviour("B158")
def test_where_people_come_in_permanently_they_pay_nothing_and_never_end():
    world = a_full_site("bob", default_plan=False)
    set_media(world, import_as_permanent=True)

    let_in(world)

    assert users(world)["bob"].is_permanent
    assert not payments(world)


@pytest.mark.behaviour("B163")
def test_without_a_default_plan_the_import_stops_with_a_clear_error():
    world = a_full_site("bob", default_plan=False)
    put(world, "ann", plex_id="77")

    with pytest.raises(ActionRequiredError, match="no default plan"):
        let_in(world)

    world.db.seed(replace(world.deps.store.import_choices(), confirmed={"srv_alpha": NOON}))
    with pytest.raises(ActionRequiredError) as refused:
        run(world)
    assert "Plans" in refused.value.remedy
    assert "no default plan" in last(world).error
    assert list(users(world)) == ["ann"]
    assert not world.db.all(Share)


@pytest.mark.behaviour("B159")
def test_a_changed_name_and_address_are_taken_over_with_their_claims():
    world = a_full_site("bob")
    let_in(world)
    change(world, "bob", username="bobby", email="bobby@example.com")

    counts = run(world)

    assert counts == {"changed": 1}
    bobby = users(world)["bobby"]
    assert (bobby.email, bobby.name) == ("bobby@example.com", "bobby")
    held = world.deps.users.by_claims(("name:bob", "name:bobby", "email:bobby@example.com"))
    assert {claim: user.id for claim, user in held.items()} == {
        "name:bobby": bobby.id,
        "email:bobby@example.com": bobby.id,
    }


@pytest.mark.behaviour("B165")
def test_a_person_on_two_servers_is_one_user_with_two_shares_and_keeps_both():
    world = a_full_site("bob")
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    put(world, "bob", "beta")

    let_in(world)

    bob = users(world)["bob"]
    assert len(world.db.all(Share)) == 2
    assert len(payments(world)) == 1
    world.run(user_id=bob.id)
    assert world.titles("alpha", "bob") == ["Films", "Shows"]
    assert world.titles("beta", "bob") == ["Films"]


def test_who_is_taken_over_is_no_longer_counted_among_the_others_of_the_account():
    world = a_full_site("bob", "carl")
    account = world.db.one(PlexAccount)
    world.change(account, others=2)

    let_in(world)

    assert world.db.one(PlexAccount).others == 0


def test_a_second_run_finds_nothing_to_do():
    world = a_full_site("bob", "carl")
    let_in(world)
    before = len(world.db.all(AuditEntry))

    counts = run(world)

    assert counts == {"known": 2}
    assert len(world.db.all(AuditEntry)) == before
    assert people_on(world) == 2


@pytest.mark.behaviour("B162")
def test_with_the_sync_off_nothing_happens():
    world = a_full_site("bob")
    set_media(world, sync_from_remote=False)

    assert run(world) == {}
    for call in (import_run.preview, lambda deps: import_run.sync_now(deps, actor=ADMIN)):
        with pytest.raises(SyncOffError):
            call(world.deps)
    assert world.db.all(User) == (world.user(),)
    assert not world.host.calls


@pytest.mark.behaviour("B164")
@pytest.mark.behaviour("X041")
@pytest.mark.parametrize("trouble", ["unreachable", "empty", "short"])
def test_a_server_that_does_not_tell_all_loses_nobody(trouble: str):
    world = a_full_site("bob", "carl")
    let_in(world)
    shares = world.db.all(Share)
    if trouble == "unreachable":
        world.host.fail_next("snapshot", RetryLaterError("Alpha does not answer."), times=9)
    world.host.lists_nothing = trouble == "empty"
    world.host.is_complete = trouble != "short"

    run(world)

    assert world.db.all(Share) == shares
    assert len(users(world)) == 3
    assert not world.jobs()


def test_who_was_seen_for_sure_comes_in_though_the_list_was_short():
    world = a_full_site("bob")
    let_in(world)
    put(world, "carl")
    world.host.is_complete = False

    run(world)

    assert "carl" in users(world)
    assert "did not tell all" in last(world).problems["srv_alpha"]


def test_one_server_that_is_away_stops_no_other():
    world = a_full_site("bob")
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    put(world, "carl", "beta")
    both = {"srv_alpha": NOON, "srv_beta": NOON}
    world.db.seed(replace(world.deps.store.import_choices(), confirmed=both))
    world.host.fail_next("snapshot", RetryLaterError("Alpha does not answer."))

    run(world)

    assert sorted(users(world)) == ["ann", "carl"]


@pytest.mark.behaviour("B138")
def test_a_server_on_the_ignore_list_is_not_imported():
    world = a_full_site("bob")
    set_media(world, ignored_servers=("machine-alpha",))

    seen = import_run.preview(world.deps)

    assert [each.server.name for each in seen.readings] == ["Beta"]
    assert not seen.steps


@pytest.mark.behaviour("B128")
def test_a_new_name_of_a_server_follows():
    world = a_full_site()
    contents = world.plex.reachable["http://alpha"]
    world.plex.reachable["http://alpha"] = replace(contents, name="Alpha the Great")

    run(world)

    assert world.db.find(Server, "srv_alpha").name == "Alpha the Great"


@pytest.mark.behaviour("B135")
def test_a_new_library_is_private():
    world = a_full_site()
    world.plex.set_libraries("http://alpha", "Films", "Shows", "Concerts")

    run(world)

    (new,) = [each for each in world.db.all(Library) if each.title == "Concerts"]
    assert new.group_id == PRIVATE


@pytest.mark.behaviour("B139")
def test_another_machine_at_the_address_is_reported_and_nobody_comes_in():
    world = a_full_site("bob")
    world.db.seed(replace(world.deps.store.import_choices(), confirmed={"srv_alpha": NOON}))
    contents = world.plex.reachable["http://alpha"]
    world.plex.reachable["http://alpha"] = replace(contents, machine_id="machine-other")

    run(world)

    assert "identity changed" in last(world).problems["srv_alpha"]
    assert [each.id for each in world.db.all(Server)] == ["srv_alpha", "srv_beta"]
    assert "bob" not in users(world)


def test_people_of_a_disabled_server_come_in_once_it_is_enabled():
    world = a_full_site()
    put(world, "bob", "beta")

    assert let_in(world) == {}
    assert "enable" in last(world).problems["srv_beta"]


def test_an_account_of_a_server_that_keeps_them_comes_in_without_an_address():
    world = a_full_site()
    add_jellyfin(world, "eve")

    let_in(world)

    eve = users(world)["eve"]
    (share,) = world.db.all(Share)
    assert (eve.email, eve.media.handle) == ("", "")
    assert (share.account_name, share.account_ref) == ("eve", share.share_ref)
    assert run(world) == {"known": 1}


def test_who_has_no_paid_time_is_neither_let_in_nor_thrown_out():
    world = a_full_site()
    world.clock.move(timedelta(days=60))
    put(world, "ann", plex_id="77")

    counts = let_in(world)
    world.hourly()

    assert counts == {"left_alone": 1}
    assert world.titles("alpha", "ann") == ["Films"]


def test_somebody_with_paid_time_gets_what_they_have_written_down():
    world = a_full_site()
    put(world, "ann", plex_id="77", invited_at=NOON, accepted_at=NOON + timedelta(hours=1))

    counts = let_in(world)

    share = world.share()
    assert counts == {"joined": 1}
    assert (share.state, share.share_ref) == (ShareState.ACCEPTED, "alpha-ann")
    assert (share.invited_at, share.accepted_at) == (NOON, NOON + timedelta(hours=1))
    assert world.user().media.plex_id == "77"
    assert not payments(world)


def test_an_open_invite_is_known_by_name_until_it_is_accepted():
    world = a_full_site()
    put(world, "bob", plex_id="", is_accepted=False, invite_ref="9")
    let_in(world)
    bob = users(world)["bob"]
    assert (world.share(user_id=bob.id).state, bob.media.is_proven) == (ShareState.INVITED, False)

    change(world, "bob", plex_id="307", is_accepted=True, invite_ref="")
    run(world)

    assert users(world)["bob"].media.plex_id == "307"
    assert len(users(world)) == 2


def test_sync_now_orders_one_job_a_minute():
    world = a_full_site("bob")

    import_run.sync_now(world.deps, actor=ADMIN)
    import_run.sync_now(world.deps, actor=ADMIN)

    (job,) = world.jobs(JobKind.IMPORT_PEOPLE)
    assert world.nudge.sent == [job.id, job.id]
    assert isinstance(job, Job)


def test_two_runs_at_once_do_not_meet():
    world = a_full_site("bob")
    begun = import_run._begin(world.deps, ADMIN)

    assert run(world) == {"busy": 1}
    world.clock.move(timedelta(minutes=4))

    assert begun is not None
    assert run(world) == {"new": 1, "waiting": 1}


def test_what_takes_too_long_is_done_by_the_next_run():
    world = a_full_site("bob", "carl", "dora")
    world.db.seed(replace(world.deps.store.import_choices(), confirmed={"srv_alpha": NOON}))
    world.db.before_commit.append(lambda _: world.clock.move(timedelta(seconds=40)))

    with pytest.raises(RetryLaterError):
        run(world)
    world.db.before_commit.clear()
    run(world)

    assert len(users(world)) == 4


def test_a_saved_setting_of_another_section_is_no_matter():
    world = a_full_site("bob")
    world.db.seed(MediaSettings(refresh_statistics=False))

    assert import_run.preview(world.deps).of(Outcome.NEW)


def test_a_site_without_servers_asks_nobody():
    world = World()

    assert run(world) == {}
    assert not world.db.commits


def test_servers_are_asked_side_by_side_what_they_hold(monkeypatch):
    world = a_full_site("bob")
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    together, contents = Barrier(2, timeout=5), world.plex.contents

    def asked(**options: Any) -> ServerContents:
        together.wait()
        return contents(**options)

    monkeypatch.setattr(world.plex, "contents", asked)
    run(world)
    assert last(world).error == ""
    assert not together.broken
    assert world.plex.calls.count("contents") == 2
