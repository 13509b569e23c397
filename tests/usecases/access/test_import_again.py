"""Whoever has nothing here by the records, but something on a server, is found again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.applying import left_behind
from chalicelib.access.model import ShareState
from chalicelib.catalog.model import Library, Server
from tests.usecases.access.strangers import (
    ADMIN,
    a_full_site,
    add_jellyfin,
    let_in,
    payments,
    people_on,
    run,
    users,
)


@pytest.mark.parametrize("is_own", [False, True])
def test_whoever_is_on_a_server_that_was_deleted_here_and_added_anew_is_found_again(is_own):
    world = a_full_site() if is_own else a_full_site("bob")
    server = add_jellyfin(world, "bob") if is_own else world.db.find(Server, "srv_alpha")
    libraries = [each for each in world.db.all(Library) if each.server_id == server.id]
    let_in(world)
    bob = users(world)["bob"]
    left_behind.remove_server(world.deps, server_id=server.id, actor=ADMIN)
    assert world.share(server.id, bob.id).state is ShareState.REMOVED
    former = next(each for each in world.deps.catalog.former_servers() if each.id == server.id)
    world.db.seed(replace(server, version=former.version + 1), *libraries)
    world.clock.move(timedelta(hours=1))

    assert run(world)["joined"] == 1

    share = world.share(server.id, bob.id)
    assert (share.state, share.predates_us) == (ShareState.ACCEPTED, True)
    assert people_on(world, server.id) == 1
    assert len(payments(world)) == 1
    assert "joined" not in run(world)


def test_what_was_just_taken_away_is_not_found_again_in_a_list_that_lags():
    world = a_full_site("bob")
    let_in(world)
    bob = users(world)["bob"]
    row = world.share(user_id=bob.id)
    gone = replace(row.move(ShareState.REMOVED, now=world.clock.now()), version=row.version + 1)
    world.db.seed(gone)

    assert "joined" not in run(world)
    assert world.share(user_id=bob.id).state is ShareState.REMOVED
