"""What an administrator sees, confirms and chooses before people are taken over."""

import pytest

from chalicelib.access.importing import run as import_run
from chalicelib.access.importing.choices import Outcome
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.users.model import User
from tests.builders import NOON, months
from tests.usecases.access.strangers import (
    ADMIN,
    a_full_site,
    add_jellyfin,
    last,
    let_in,
    put,
    run,
    users,
)


def test_the_first_people_of_a_server_wait_until_they_are_confirmed():
    world = a_full_site("bob")

    counts = run(world)

    assert counts["waiting"] == 1
    assert "Alpha" in last(world).waiting
    assert "bob" not in users(world)


def test_later_people_come_in_by_themselves():
    world = a_full_site("bob")
    let_in(world)
    put(world, "carl")

    run(world)

    assert "carl" in users(world)
    assert last(world).waiting == ""


def test_a_crowd_of_newcomers_waits_for_confirmation():
    world = a_full_site("bob")
    let_in(world)
    for number in range(import_run.MOST_UNASKED + 1):
        put(world, f"new{number}", plex_id=str(5000 + number))

    run(world)

    assert sorted(users(world)) == ["ann", "bob"]
    assert "11 newcomers" in last(world).waiting
    let_in(world)
    assert len(users(world)) == 13


def test_the_preview_says_who_comes_in_until_when_and_writes_nothing():
    world = a_full_site("bob")

    seen = import_run.preview(world.deps)

    (bob,) = seen.of(Outcome.NEW)
    assert bob.ends_at == months(1).end_from(world.clock.now())
    assert seen.waiting == ("srv_alpha", "srv_beta")
    assert not world.db.commits


def test_what_is_confirmed_is_what_was_seen():
    world = a_full_site("bob")
    seen = import_run.preview(world.deps)
    put(world, "carl")

    with pytest.raises(ConflictError) as refused:
        import_run.confirm(
            world.deps, fingerprint=seen.fingerprint, server_ids=("srv_alpha",), actor=ADMIN
        )

    assert refused.value.code == "import.changed"
    assert not world.db.commits


@pytest.mark.parametrize("server_ids", [(), ("srv_nowhere",), ("srv_beta",)])
def test_only_servers_that_were_read_are_confirmed(server_ids):
    world = a_full_site("bob")
    seen = import_run.preview(world.deps)

    with pytest.raises(InvalidError):
        import_run.confirm(
            world.deps, fingerprint=seen.fingerprint, server_ids=server_ids, actor=ADMIN
        )


def test_a_chosen_user_gets_the_account_of_the_same_name():
    world = a_full_site()
    world.renew("pay_1", NOON)
    add_jellyfin(world, "ann")
    (undecided,) = import_run.preview(world.deps).of(Outcome.UNDECIDED)
    key = undecided.person.key

    import_run.choose(world.deps, key=key, choice="usr_ann", actor=ADMIN)
    let_in(world)

    assert undecided.candidates == ("usr_ann",)
    assert world.share("srv_own").account_name == "ann"
    assert len(world.db.all(User)) == 1
    assert world.deps.users.by_claims((key,))[key].id == "usr_ann"


def test_a_choice_for_nobody_is_refused_and_one_can_be_forgotten():
    world = a_full_site("bob")
    with pytest.raises(InvalidError):
        import_run.choose(world.deps, key="id:307", choice="usr_gone", actor=ADMIN)

    import_run.choose(world.deps, key="id:307", choice="ignore", actor=ADMIN)
    assert not import_run.preview(world.deps).of(Outcome.NEW)
    import_run.choose(world.deps, key="id:307", choice="", actor=ADMIN)

    assert import_run.preview(world.deps).of(Outcome.NEW)
