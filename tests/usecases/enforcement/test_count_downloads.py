"""Downloads are counted, told of, and kept to the week's allotment."""

from datetime import timedelta

import pytest

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.insights import dry_runs
from chalicelib.jobs.rehearsal import Step
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import LocationId
from chalicelib.settings.limit_model import Rule
from chalicelib.settings.model import EnforcementMode
from chalicelib.subscriptions.model import Subscription
from tests.builders import at
from tests.usecases.enforcement.download_world import ALPHA, ANN, GAMMA, DownloadWorld

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def world() -> DownloadWorld:
    return DownloadWorld()


# ------------------------------------------------------------------ counting


def test_a_download_that_a_log_tells_counts_once_however_often_it_is_told(world):
    for _ in range(40):
        world.logs("A Film")
    world.run()
    for _ in range(5):
        world.logs("A Film")
        world.run()

    assert world.counted == [("A Film", 0)]


def test_a_download_that_runs_counts_once_and_again_every_two_hours(world):
    world.runs("A Film")
    world.run()
    world.run()
    assert world.count == 1

    world.run(after=2 * HOUR)
    assert world.counted == [("A Film", 0), ("A Film", 1)]

    world.run(after=5 * HOUR)
    assert world.counted == [("A Film", 0), ("A Film", 1), ("A Film", 2), ("A Film", 3)]


def test_the_same_title_begun_anew_counts_no_second_time_in_the_week(world):
    world.runs("A Film", ref="first")
    world.run()
    world.ends("first")
    world.runs("A Film", ref="second")
    world.run()

    assert world.count == 1


def test_downloads_of_all_servers_count_together(world):
    world.runs("A Film")
    world.logs("An Episode")
    world.run()

    assert world.count == 2


def test_what_nobody_we_know_downloads_is_counted_for_nobody(world):
    world.logs("A Film", who="9999")

    counts = world.run()

    assert (world.count, counts["unknown_people"]) == (0, 1)


def test_a_server_that_is_down_tells_later_and_nothing_is_lost(world):
    world.jellyfin.failing[GAMMA] = RetryLaterError("no answer")
    world.logs("A Film")
    counts = world.run()
    world.run(after=6 * HOUR)
    assert (world.count, counts["unreachable"]) == (0, 1)

    world.jellyfin.failing.clear()
    world.run()

    assert world.counted == [("A Film", 0)]


def test_what_is_told_late_counts_in_the_week_in_which_it_happened(world):
    world.jellyfin.failing[GAMMA] = RetryLaterError("no answer")
    for title in "ABCD":
        world.logs(title)
    world.run(after=3 * DAY)
    world.jellyfin.failing.clear()
    world.downloads("E")

    assert world.weeks == {"2026-01-25": 4, "2026-02-01": 1}
    assert (world.notices, world.hold, world.decisions) == ([], None, ())


def test_nothing_is_written_while_nothing_is_new(world):
    world.runs("A Film")
    world.logs("An Episode")
    world.run()
    before = len(world.db.commits)
    for _ in range(6):
        world.run()

    assert len(world.db.commits) == before


def test_each_server_is_read_once_a_run(world):
    world.plex.looks.clear()
    world.jellyfin.looks.clear()
    world.run()

    assert sorted(server for server, _ in world.plex.looks) == [ALPHA, "srv_beta"]
    assert [server for server, _ in world.jellyfin.looks] == [GAMMA]


def test_a_server_on_which_the_rule_is_off_is_not_read(world):
    world.server(GAMMA, enforcement_mode=EnforcementMode.OFF)
    world.jellyfin.looks.clear()
    world.downloads("A Film")

    assert (world.jellyfin.looks, world.count) == ([], 0)


# ------------------------------------------------------------------ the allotment


@pytest.mark.behaviour("B184")
def test_who_exceeds_the_allotment_is_told_once_a_week_and_it_is_logged(world):
    world.person(weekly_downloads=2)
    world.downloads("A")
    assert (world.notices, world.decisions) == ([], ())

    world.downloads("B")
    assert (world.notices, world.decisions) == (["no"], ())

    world.downloads("C")
    world.downloads("D")
    (decision,) = world.decisions
    assert world.notices == ["no", "yes"]
    assert (decision.rule, decision.limit, decision.counted) == (Rule.DOWNLOADS, 2, 3)
    assert (decision.user_id, decision.strikes) == (ANN, False)
    assert [each.title for each in decision.evidence] == ["A", "B", "C"]


def test_the_right_is_withheld_when_the_last_one_is_used(world):
    world.downloads("A", "B")
    assert (world.hold, world.checks) == (None, 0)

    counts = world.downloads("C")

    assert world.hold is not None
    assert world.hold.until == at("2026-02-01")
    assert (world.checks, counts["withheld"], world.decisions) == (1, 1, ())
    world.downloads("D")
    assert world.checks == 1


def test_who_jumps_over_the_allotment_is_told_once(world):
    world.downloads("A", "B", "C", "D", "E")

    assert world.notices == ["yes"]
    assert [each.counted for each in world.decisions] == [5]
    assert world.checks == 1


@pytest.mark.behaviour("B187")
def test_with_the_new_week_the_count_begins_anew_and_the_right_comes_back(world):
    world.settings(time_zone="America/New_York")
    world.limits(week_begins_on=6)
    world.downloads("A", "B", "C")
    held = world.hold
    assert held is not None
    assert (held.until.hour, held.until.weekday()) == (5, 6)

    world.run(after=held.until - world.clock.now() - timedelta(seconds=1))
    assert (world.hold, world.checks) == (held, 1)

    counts = world.run(after=timedelta(seconds=1))
    assert (world.hold, world.checks, counts["given_back"]) == (None, 2, 1)

    world.downloads("A")
    assert list(world.weeks.values()) == [3, 1]


@pytest.mark.behaviour("B186")
def test_nothing_happens_to_permanent_people(world):
    world.person(is_permanent=True, weekly_downloads=1)

    world.downloads("A", "B", "C", "D")

    assert (world.count, world.notices, world.decisions, world.hold) == (4, [], (), None)
    assert world.checks == 0


def test_without_an_allotment_any_number_may_be_downloaded(world):
    world.plan(limits=PlanLimits())

    world.downloads(*"ABCDEFGH")

    assert (world.count, world.notices, world.decisions, world.hold) == (8, [], (), None)


def test_who_has_no_plan_has_no_allotment_to_exceed(world):
    world.db.seed(Subscription(ANN))

    world.downloads(*"ABCDE")

    assert (world.count, world.decisions, world.hold) == (5, (), None)


def test_a_download_past_a_plan_without_any_is_told_and_logged(world):
    world.plan(allows_downloads=False)

    world.downloads("A")

    (decision,) = world.decisions
    assert (decision.limit, decision.counted, decision.carried_out) == (0, 1, False)
    assert (world.notices, world.hold) == (["yes"], None)


@pytest.mark.behaviour("X025")
@pytest.mark.parametrize("where", ["site", "rule", "server"])
def test_where_it_is_observed_only_nothing_follows_but_the_record(world, where):
    observe = EnforcementMode.OBSERVE
    if where == "site":
        world.settings(enforcement_mode=observe)
    elif where == "rule":
        world.limits(modes={Rule.DOWNLOADS: observe})
    else:
        world.server(GAMMA, enforcement_mode=observe)

    world.downloads(*"ABCDE")

    (decision,) = world.decisions
    assert (decision.outcome, decision.carried_out) == ("observed only", False)
    assert (world.notices, world.hold, world.checks) == ([], None, 0)


# ------------------------------------------------------------------ given back sooner


@pytest.mark.parametrize("why", ["own", "plan", "permanent", "gone", "observed", "off"])
def test_the_right_comes_back_once_nothing_withholds_it(world, why):
    world.downloads(*"ABC")
    assert world.hold is not None
    if why == "own":
        world.person(weekly_downloads=4)
    elif why == "plan":
        world.plan(limits=PlanLimits())
    elif why == "permanent":
        world.person(is_permanent=True)
    elif why == "gone":
        world.server(GAMMA, enforcement_mode=EnforcementMode.OFF)
    elif why == "observed":
        world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    else:
        world.limits(modes={Rule.DOWNLOADS: EnforcementMode.OFF})

    counts = world.run()

    assert (world.hold, counts["given_back"], world.checks) == (None, 1, 2)


def test_who_used_up_a_raised_allotment_too_loses_the_right_again(world):
    world.downloads(*"ABC")
    world.person(weekly_downloads=4)
    world.run()

    world.downloads("D")

    assert (world.hold is not None, world.checks, world.notices) == (True, 3, ["no"])


def test_other_changes_leave_a_hold_alone(world):
    world.downloads(*"ABC")
    world.person(preferred_location_id=LocationId("loc_1"))
    counts = world.run()

    assert (world.hold is not None, counts["given_back"]) == (True, 0)


def test_entries_that_nobody_knows_are_counted_and_break_no_limit(world):
    world.jellyfin.unknown = 7
    counts = world.downloads("A")
    assert (counts["unknown_entries"], counts["counted"]) == (7, 1)
    assert (world.decisions, world.hold) == ((), None)


# ------------------------------------------------------------------ the dry run


def test_a_dry_run_tells_who_would_be_told_and_lose_the_right_and_writes_nothing(world):
    for title in "ABCD":
        world.logs(title)
    before = len(world.db.commits)

    part = dry_runs.downloads(world.loading, mails=lambda job: (Step("mail", job.subject),))

    assert len(world.db.commits) == before
    assert {step.action for step in part.steps} == {
        "mail",
        "stream.excess",
        "downloads.withhold",
        "reconcile_access",
    }
    assert part.counts["counted"] == 4
