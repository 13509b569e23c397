"""What is said about the download right is true of the media servers."""

from dataclasses import replace

import pytest

from chalicelib.access.model import Share, ShareState
from chalicelib.enforcement.downloads import browse
from chalicelib.enforcement.downloads.browse import Meter
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import AuditEntry
from chalicelib.settings.model import MediaSettings
from tests.builders import a_share
from tests.usecases.enforcement.download_world import ANN, RUN, DownloadWorld


@pytest.fixture
def world() -> DownloadWorld:
    """Ann may download on Alpha, and shares follow plans."""
    made = DownloadWorld()
    made.db.seed(a_share(user_id=ANN, state=ShareState.ACCEPTED, allows_downloads=True))
    return made


def shares_stay(world: DownloadWorld) -> None:
    world.db.seed(MediaSettings(sync_shared_libraries=False, version=1))


def switched_off(world: DownloadWorld) -> None:
    """Let the reconciling have done its work on the media server."""
    share = world.db.one(Share)
    world.db.seed(replace(share, allows_downloads=False))


def rights_told(world: DownloadWorld) -> list[str]:
    jobs = [job for job in world.db.all(Job) if job.payload.get("event") == "download_quota"]
    return [str(job.payload["facts"]["right"]) for job in jobs]


def actions(world: DownloadWorld) -> list[str]:
    return [each.action for each in world.db.all(AuditEntry)]


def meter(world: DownloadWorld) -> Meter:
    return browse.of_person(world.loading, user_id=ANN).meter


def test_it_is_being_switched_off_until_the_media_server_shows_it_off(world: DownloadWorld):
    world.downloads("A", "B", "C")
    assert rights_told(world) == ["going"]
    assert (meter(world).withheld_until, meter(world).asked_until) == (None, world.hold.until)
    switched_off(world)
    assert (meter(world).withheld_until, meter(world).asked_until) == (world.hold.until, None)
    world.downloads("D")
    assert rights_told(world) == ["going", "off"]
    (decision,) = world.decisions
    assert (decision.carried_out, decision.outcome) == (True, "no downloads until the week turns")


def test_where_shares_stay_as_they_are_nobody_is_told_that_downloads_are_off(
    world: DownloadWorld,
):
    shares_stay(world)
    world.downloads("A", "B", "C")
    world.downloads("D")
    assert rights_told(world) == ["stays", "stays"]
    assert (meter(world).withheld_until, meter(world).asked_until) == (None, world.hold.until)
    (decision,) = world.decisions
    assert decision.carried_out is False
    assert decision.outcome == "asked to download nothing until the week turns"
    assert "downloads.withhold" not in actions(world)


def test_nothing_is_said_to_be_given_back_that_was_never_taken(world: DownloadWorld):
    shares_stay(world)
    world.downloads("A", "B", "C")
    assert world.hold is not None
    world.run(after=world.hold.until - world.clock.now() + RUN)
    assert world.hold is None
    assert actions(world) == ["downloads.ask", "downloads.stop_asking"]


def test_a_meter_of_somebody_whose_right_is_not_used_up_asks_nothing(world: DownloadWorld):
    world.downloads("A")
    assert (meter(world).withheld_until, meter(world).asked_until) == (None, None)
    found = browse.meter_of(world.loading, user=world.deps.users.get(ANN))
    assert found == meter(world)
