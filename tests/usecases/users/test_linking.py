"""Nobody has two masters, and nobody who is paid for pays for others (B121)."""

import pytest

from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    StaleRecordError,
)
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.limits import MOST_SUBS
from chalicelib.kernel.records import Write
from chalicelib.users.linking import check, link, unlink
from chalicelib.users.model import Links
from tests.usecases.users.world import ADMIN, World

ANN, BOB, CLEO, DAN = (UserId(f"usr_{name}") for name in ("ann", "bob", "cleo", "dan"))


@pytest.fixture
def world() -> World:
    world = World()
    for name in ("ann", "bob", "cleo", "dan"):
        world.customer(name)
    return world


def links(world: World, master: UserId, sub: UserId) -> Links:
    return link(world.deps, master_id=master, sub_id=sub, actor=ADMIN)


def known(world: World, user_id: UserId) -> Links:
    return world.deps.store.links((user_id,))[user_id]


def test_a_master_has_subs_in_the_order_of_linking(world: World):
    links(world, ANN, CLEO)
    assert links(world, ANN, BOB).sub_ids == (CLEO, BOB)
    assert links(world, ANN, BOB).sub_ids == (CLEO, BOB)

    assert known(world, BOB).master_id == known(world, CLEO).master_id == ANN
    assert [each.group_id for each in world.deps.store.links((ANN, BOB, DAN)).values()] == [
        ANN,
        ANN,
        None,
    ]
    noted = [(each.action, each.user_id) for each in world.db.all(AuditEntry)]
    assert noted == [("user.linked", user_id) for user_id in (ANN, CLEO, ANN, BOB)]


@pytest.mark.behaviour("B121")
@pytest.mark.parametrize(
    ("master", "sub", "told"),
    [
        (DAN, BOB, "Bob is linked to Ann already."),
        (BOB, DAN, "Bob is linked to Ann, so cannot be a master."),
        (DAN, ANN, "Ann is a master and has linked users."),
        (BOB, ANN, "Ann is a master and has linked users."),
    ],
)
def test_second_masters_and_chains_are_refused(
    world: World, master: UserId, sub: UserId, told: str
):
    links(world, ANN, BOB)
    before = world.db.all(Links)

    with pytest.raises(ConflictError) as refused:
        links(world, master, sub)
    with pytest.raises(ConflictError):
        check(world.deps, master_id=master, sub_id=sub)

    assert refused.value.message == told
    assert world.db.all(Links) == before


@pytest.mark.behaviour("B121")
def test_nobody_is_his_own_master(world: World):
    with pytest.raises(InvalidError) as refused:
        links(world, ANN, ANN)
    assert refused.value.problems[0].field == "sub_id"
    assert world.db.all(Links) == ()


def test_people_who_are_not_there_are_named(world: World):
    nobody = UserId("usr_nobody")
    with pytest.raises(NotFoundError):
        links(world, nobody, BOB)
    with pytest.raises(InvalidError):
        links(world, ANN, nobody)
    with pytest.raises(NotFoundError):
        unlink(world.deps, master_id=ANN, sub_id=nobody, actor=ADMIN)


def test_who_is_unlinked_can_go_elsewhere(world: World):
    links(world, ANN, BOB)
    assert unlink(world.deps, master_id=ANN, sub_id=BOB, actor=ADMIN).sub_ids == ()
    assert unlink(world.deps, master_id=ANN, sub_id=BOB, actor=ADMIN).sub_ids == ()

    links(world, BOB, ANN)
    assert known(world, ANN).master_id == BOB
    assert [each.user_id for each in world.deps.store.masters(cursor=None, limit=9).items] == [BOB]


def test_a_group_has_an_end(world: World):
    for number in range(MOST_SUBS):
        world.customer(f"sub{number}")
        links(world, ANN, UserId(f"usr_sub{number}"))
    with pytest.raises(ConflictError, match="11 linked users already"):
        links(world, ANN, BOB)


@pytest.mark.parametrize(("master", "sub"), [(DAN, BOB), (BOB, DAN), (DAN, ANN)])
def test_of_two_who_link_at_once_one_is_refused(world: World, master: UserId, sub: UserId):
    def meanwhile(_writes: tuple[Write, ...]) -> None:
        world.db.before_commit.clear()
        links(world, ANN, BOB)

    world.db.before_commit.append(meanwhile)
    with pytest.raises(StaleRecordError):
        links(world, master, sub)

    assert known(world, BOB).master_id == ANN
    assert known(world, ANN).sub_ids == (BOB,)
    assert known(world, DAN) == Links(DAN)
