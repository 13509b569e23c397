"""A run over downloads that dies or meets trouble is finished by the next one."""

import pytest

from chalicelib.kernel.errors import RetryLaterError
from tests.usecases.enforcement.download_world import DownloadWorld


@pytest.fixture
def world() -> DownloadWorld:
    return DownloadWorld()


class Death(BaseException):
    """The process is killed: nothing catches it."""


def storied() -> DownloadWorld:
    world = DownloadWorld()
    world.runs("A")
    for title in "BCDE":
        world.logs(title)
    return world


def outcome(world: DownloadWorld) -> tuple[object, ...]:
    return (
        world.counted,
        world.notices,
        [each.counted for each in world.decisions],
        world.hold is not None,
        world.checks,
    )


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("is_applied", [False, True], ids=["before", "after"])
def test_wherever_a_run_dies_the_next_ones_end_the_same(is_applied):
    undisturbed = storied()
    before = len(undisturbed.db.commits)
    undisturbed.run()
    undisturbed.run()
    commits = len(undisturbed.db.commits) - before
    assert commits >= 2

    for fatal in range(commits):
        world = storied()
        world.db.before_commit.append(dies_at(world, fatal, is_applied=is_applied))
        with pytest.raises(Death):
            world.run()
        world.db.before_commit.clear()
        world.run()
        world.run()
        assert [title for title, _ in outcome(world)[0]] == [
            title for title, _ in outcome(undisturbed)[0]
        ]
        assert outcome(world)[1:] == outcome(undisturbed)[1:], f"death at commit {fatal}"


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("is_applied", [False, True], ids=["before", "after"])
def test_a_death_while_the_right_is_given_back_gives_it_back_once(is_applied):
    world = DownloadWorld()
    world.downloads(*"ABC")
    held = world.hold
    assert held is not None
    world.clock.move(held.until - world.clock.now())
    world.db.before_commit.append(dies_at(world, 0, is_applied=is_applied))
    with pytest.raises(Death):
        world.run()
    world.db.before_commit.clear()

    world.run()

    assert (world.hold, world.checks) == (None, 2)


def test_somebody_who_cannot_be_written_is_counted_at_the_next_run_and_others_now(world):
    world.customer("ben", plex_id="3000")
    world.logs("A")
    world.logs("B", who="3000")
    world.db.before_commit.append(refuses("usr_ann"))
    counts = world.run()
    assert (world.count, counts["not_counted"]) == (1, 1)
    world.db.before_commit.clear()

    world.run()

    assert world.count == 2


def refuses(user_id: str):
    def hook(writes):
        if any(getattr(write.record, "user_id", "") == user_id for write in writes):
            raise RetryLaterError("The database is busy.")

    return hook


def dies_at(world: DownloadWorld, fatal: int, *, is_applied: bool):
    seen = iter(range(100))

    def hook(_writes):
        if next(seen) != fatal:
            return
        if not is_applied:
            raise Death
        world.db.fail_next(Death(), applied=True)

    return hook
