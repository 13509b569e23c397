"""Everybody of a server or an account is asked for another media account at once (B029)."""

from dataclasses import replace

import pytest

from chalicelib.access import media_change
from chalicelib.access.model import ShareState
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import PlexAccountId, ServerId
from chalicelib.users.model import User
from tests.builders import a_share, a_user, an_identity
from tests.usecases.access.world import World, a_world

ADMIN = Actor("login:admin@example.com")
ALPHA, OWNER = ServerId("srv_alpha"), PlexAccountId("acc_owner")


@pytest.fixture
def world() -> World:
    """Ann and Bob on Alpha, Cid invited to Beta, Dan formerly on Alpha."""
    world = a_world()
    for name, server, state in (
        ("ann", "alpha", ShareState.ACCEPTED),
        ("bob", "alpha", ShareState.ACCEPTED),
        ("cid", "beta", ShareState.INVITED),
        ("dan", "alpha", ShareState.REMOVED),
    ):
        world.db.seed(
            a_user(id=f"usr_{name}", name=name.title(), media=an_identity(name)),
            a_share(user_id=f"usr_{name}", server_id=f"srv_{server}", state=state),
        )
    return world


def flagged(world: World) -> list[str]:
    return sorted(user.name for user in world.db.all(User) if user.must_change_media)


def orders(world: World, **where: object) -> Job:
    given = {"server_id": None, "account_id": None, "is_needed": True, "actor": ADMIN}
    return media_change.ask(world.deps, **{**given, **where})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("where", "names"),
    [({"server_id": ALPHA}, ["Ann", "Bob"]), ({"account_id": OWNER}, ["Ann", "Bob", "Cid"])],
)
def test_everybody_with_a_seat_there_is_marked_once_and_it_can_be_taken_back(
    world: World, where, names: list[str]
):
    counted = media_change.people(world.deps, **{"server_id": None, "account_id": None, **where})
    assert counted == len(names)
    job = orders(world, **where)
    assert flagged(world) == []
    assert [each.name for each in media_change.asked(world.deps, job)] == names

    assert media_change.work(world.deps, job=job) == len(names)
    assert flagged(world) == names
    assert media_change.work(world.deps, job=job) == 0
    entries = [each for each in world.db.all(AuditEntry) if each.action == "user.change"]
    assert {each.actor for each in entries} == {ADMIN.name}

    media_change.work(world.deps, job=orders(world, **where, is_needed=False))
    assert flagged(world) == []


def test_a_change_at_the_same_moment_is_kept(world: World):
    job = orders(world, server_id=ALPHA)
    rest = [lambda: world.change(world.user(), notes="calls on Monday")]

    def meanwhile(_writes: object) -> None:
        if rest:
            rest.pop()()

    world.db.before_commit.append(meanwhile)
    media_change.work(world.deps, job=job)
    assert (world.user().notes, world.user().must_change_media) == ("calls on Monday", True)


def test_a_process_that_dies_between_two_people_is_followed_by_one_that_marks_the_rest(
    world: World,
):
    job = orders(world, server_id=ALPHA)
    world.db.fail_next(KeyboardInterrupt(), applied=True)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        media_change.work(world.deps, job=job)
    assert len(flagged(world)) == 1
    media_change.work(world.deps, job=replace(job, attempts=2))
    assert flagged(world) == ["Ann", "Bob"]


@pytest.mark.parametrize(
    "where",
    [{}, {"server_id": ALPHA, "account_id": OWNER}, {"server_id": ServerId("srv_none")}],
)
def test_exactly_one_known_place_has_to_be_named(world: World, where):
    with pytest.raises(InvalidError):
        orders(world, **where)
    assert [job for job in world.db.all(Job) if job.kind is JobKind.ASK_MEDIA_CHANGE] == []
