"""Invite a whole list: each row for itself, whatever happens in between."""

import pytest

from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.errors import InvalidError, RetryLaterError
from chalicelib.membership import bulk
from chalicelib.membership.model import InviteList, InviteRow, ListState, RowState
from chalicelib.notifications.model import Event
from chalicelib.payments.model import Payment
from tests.builders import a_plan, usd
from tests.usecases.membership.world import World
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN

FIVE = """person,plan,start,end,amount,note
ann@example.com,Basic,2026-01-31,2026-03-01,10,cash
bob@example.com,Basic,,30 days,,
carol@example.com,Gold,,,,
dave@example.com,Basic,2026-01-31,3 months,free,helps out
ann@example.com,Basic,2026-03-01,2026-04-01,10,cash
"""


@pytest.fixture
def world() -> World:
    world = World()
    world.lives_at_home("erin")
    return world


@pytest.mark.behaviour("B249")
def test_each_row_is_checked_and_told_for_itself_and_a_repetition_adds_nothing(world: World):
    verdicts = bulk.preview(world.deps, text=FIVE)
    assert [each.is_ready for each in verdicts] == [True, True, False, True, True]
    (problem,) = verdicts[2].problems
    assert (problem.field, problem.message) == ("plan", "There is no plan 'Gold'.")
    assert "Basic" in problem.remedy
    assert world.db.commits == []

    bulk.begin(world.deps, text=FIVE, actor=ADMIN)
    world.works()
    world.gives()

    assert world.people() == ["ann@example.com", "bob@example.com", "dave@example.com"]
    assert world.rows()[4] == (RowState.REFUSED, "There is no plan 'Gold'.")
    done = world.db.one(InviteList)
    assert (done.state, done.invited, done.known, done.refused) == (ListState.DONE, 4, 0, 1)
    (mail,) = world.shop.mails(Event.ADMIN_LIST_INVITED)
    assert mail.payload["to"] == "boss@example.com"
    assert world.media.mails().count("invite_sent") == 3

    again = bulk.preview(world.deps, text=FIVE)
    assert [each.done is not None for each in again] == [True, True, False, True, True]
    before = world.db.all(Payment)
    second = bulk.begin(world.deps, text=FIVE, actor=ADMIN)
    bulk.work(world.deps, list_id=second.id)
    assert world.db.all(Payment) == before
    states = [each.state for each in world.db.all(InviteRow) if each.list_id == second.id]
    assert states.count(RowState.KNOWN) == 4


def test_what_the_media_server_would_refuse_is_told_in_the_preview_and_on_the_row(world: World):
    text = "erin@example.com,Basic\nann@example.com,Basic"
    first, second = bulk.preview(world.deps, text=text)
    assert "Plex Home" in first.problems[0].message
    assert second.is_ready

    bulk.begin(world.deps, text=text, actor=ADMIN)
    world.works()

    assert world.people() == ["ann@example.com"]
    assert "Plex Home" in world.rows()[1][1]


def test_the_rows_of_a_list_share_the_seats_that_are_free(world: World):
    (server,) = world.deps.giving.catalog.servers()
    world.media.change(server, max_users=2)
    text = "\n".join(f"{name}@example.com,Basic" for name in ("ann", "bob", "carol"))

    ready = [each.is_ready for each in bulk.preview(world.deps, text=text)]

    assert ready == [True, True, False]


def test_a_long_list_goes_on_in_the_next_job(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "ROWS_AT_ONCE", 2)
    text = "\n".join(f"u{number}@example.com,Basic" for number in range(5))
    bulk.begin(world.deps, text=text, actor=ADMIN)

    assert world.works() == 3
    assert world.db.one(InviteList).invited == 5
    assert len(world.db.all(Payment)) == 5


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("step", range(0, 60, 3))
def test_a_process_that_dies_anywhere_in_a_list_leaves_nobody_out_and_nobody_twice(step: int):
    world = World()
    text = "\n".join(f"{name}@example.com,Basic" for name in ("ann", "bob", "carol"))
    bulk.begin(world.deps, text=text, actor=ADMIN)
    list_id = world.db.one(InviteList).id

    dies_at(world.shop, step, lambda: bulk.work(world.deps, list_id=list_id))
    bulk.work(world.deps, list_id=list_id)

    assert world.people() == ["ann@example.com", "bob@example.com", "carol@example.com"]
    assert len(world.db.all(Payment)) == 3
    assert world.db.one(InviteList).invited == 3
    mails = [job for job in world.db.all(Job) if job.kind is JobKind.SEND_MAIL]
    assert len(mails) == 1


def test_a_busy_database_stops_the_work_and_the_next_try_goes_on(world: World):
    bulk.begin(world.deps, text="ann@example.com,Basic\nbob@example.com,Basic", actor=ADMIN)
    world.db.fail_next(RetryLaterError("busy"))
    with pytest.raises(RetryLaterError):
        world.works()
    world.works()
    assert world.db.one(InviteList).invited == 2


def test_two_workers_on_one_list_invite_each_person_once(world: World):
    bulk.begin(world.deps, text="ann@example.com,Basic\nbob@example.com,Basic", actor=ADMIN)
    list_id = world.db.one(InviteList).id
    other = [True]

    def meanwhile(_writes: object) -> None:
        if other and other.pop():
            bulk.work(world.deps, list_id=list_id)

    world.db.before_commit.append(meanwhile)
    bulk.work(world.deps, list_id=list_id)
    assert len(world.db.all(Payment)) == 2
    assert world.db.one(InviteList).invited == 2


def test_a_list_without_a_right_row_is_refused_as_a_whole(world: World):
    with pytest.raises(InvalidError, match="No row is right"):
        bulk.begin(world.deps, text="ann@example.com,Gold", actor=ADMIN)
    assert world.db.commits == []


def test_the_dry_run_tells_whom_the_rest_of_the_list_would_invite(world: World):
    listed = bulk.begin(
        world.deps, text="erin@example.com,Basic\nann@example.com,Basic", actor=ADMIN
    )
    part = bulk.planned(world.deps, list_id=listed.id)
    assert [(step.action, step.about) for step in part.steps] == [
        ("refuse", "erin@example.com"),
        ("invite", "ann@example.com"),
    ]


def test_a_row_without_an_amount_costs_the_plans_price(world: World):
    (row,) = bulk.preview(world.deps, text="ann@example.com,Basic")
    assert row.read.invitation is not None
    assert row.read.invitation.entry.amount == usd(10) == a_plan().price
