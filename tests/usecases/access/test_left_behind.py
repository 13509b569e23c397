"""A server is deleted here: its people, their payments and what they have there remain (B140)."""

import pytest

from chalicelib.access.applying import left_behind
from chalicelib.access.explaining import compare
from chalicelib.access.model import ShareState
from chalicelib.catalog import servers
from chalicelib.catalog.model import Library, Plan, Seats, Server
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import NotFoundError, StaleRecordError
from chalicelib.subscriptions.model import Subscription
from tests.builders import a_plan
from tests.usecases.access.world import World, a_world

ADMIN = Actor("login:admin")


def a_taken_world() -> World:
    world = a_world(plan=a_plan(target_server_ids=("srv_alpha", "srv_beta")))
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    return world


def there(world: World) -> set[str] | None:
    """Return what Ann really has on Alpha, by the platform's ids."""
    remote = world.host.share_of("machine-alpha", "ann")
    return None if remote is None else set(remote.library_share_ids)


FILMS_AND_SHOWS = {"machine-alpha-Films", "machine-alpha-Shows"}


def delete_alpha(world: World) -> int:
    return left_behind.remove_server(world.deps, server_id="srv_alpha", actor=ADMIN)


@pytest.mark.behaviour("B140")
def test_users_and_payments_remain_and_nobody_is_removed_on_the_platform():
    world = a_taken_world()
    paid, user, sent = world.db.find(Subscription, "usr_ann"), world.user(), len(world.host.writes)
    assert delete_alpha(world) == 1
    assert world.db.find(Subscription, "usr_ann") == paid
    assert world.user() == user
    assert len(world.host.writes) == sent
    assert there(world) == FILMS_AND_SHOWS
    assert world.state() is ShareState.REMOVED
    assert "share.left_behind" in world.audit()
    assert "server.removed" in world.audit()


def test_the_server_leaves_every_list_with_what_hangs_on_it():
    world = a_taken_world()
    delete_alpha(world)
    catalog = world.deps.catalog
    assert [each.name for each in catalog.servers()] == ["Beta"]
    assert [each.name for each in catalog.former_servers()] == ["Alpha"]
    assert catalog.server("srv_alpha") is None
    assert catalog.libraries("srv_alpha") == ()
    assert world.db.find(Seats, "srv_alpha") is None
    assert world.db.find(Plan, "pln_basic").target_server_ids == ("srv_beta",)
    assert catalog.former_servers()[0].key is None


def test_who_has_paid_time_gets_another_server_with_the_next_check():
    world = a_taken_world()
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    delete_alpha(world)
    (planned,) = [
        each for each in compare.of_user(world.deps, user_id="usr_ann").servers if each.action
    ]
    assert (planned.action, planned.server_id) == ("invite", "srv_beta")
    world.run()
    assert world.state("srv_beta") is ShareState.ACCEPTED
    assert there(world) == FILMS_AND_SHOWS


def test_a_share_that_was_missed_blocks_nobody_later():
    world = a_taken_world()
    missed = world.share()
    delete_alpha(world)
    world.change(world.share(), state=missed.state, share_ref=missed.share_ref)
    world.change(world.db.find(Server, "srv_beta"), is_enabled=True)
    world.run()
    assert world.state("srv_beta") is ShareState.ACCEPTED
    assert there(world) == FILMS_AND_SHOWS


def test_somebody_who_changes_at_that_very_moment_is_let_go_as_well():
    world = a_taken_world()
    store = world.deps.store
    page = store.of_server("srv_alpha", cursor=None, limit=10)
    world.change(page.items[0], verified_at=world.clock.now())
    with pytest.raises(StaleRecordError):
        left_behind._write(world.deps, list(page.items), actor=ADMIN)
    assert delete_alpha(world) == 1
    assert world.state() is ShareState.REMOVED


def test_a_server_is_deleted_once_and_can_be_added_anew():
    world = a_taken_world()
    machine = world.db.find(Server, "srv_alpha").machine_id
    anew = servers.server_id_of(machine)
    world.change(world.db.find(Server, "srv_alpha"), removed_at=None)
    delete_alpha(world)
    with pytest.raises(NotFoundError):
        delete_alpha(world)
    deps = world.deps.cataloguing
    for _ in range(2):
        added = servers.add(
            deps, account_id="acc_owner", machine_id=machine, url="http://alpha", actor=ADMIN
        )
        assert (added.id, added.is_enabled, added.removed_at) == (anew, False, None)
        assert deps.store.server(anew) == added
        titles = {each.title for each in world.db.all(Library) if each.server_id == anew}
        assert titles == {"Films", "Shows"}
        left_behind.remove_server(world.deps, server_id=anew, actor=ADMIN)


def test_a_server_with_very_many_libraries_is_deleted_whole():
    world = a_world(alone=True)
    world.add_server("gamma", [f"Shelf {number}" for number in range(200)])
    left_behind.remove_server(world.deps, server_id="srv_gamma", actor=ADMIN)
    assert not [each for each in world.db.all(Library) if each.server_id == "srv_gamma"]
    assert [each.name for each in world.deps.catalog.servers()] == ["Alpha"]
