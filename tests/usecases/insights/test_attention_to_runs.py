"""What needs attention of work that is about many people at once."""

from datetime import timedelta

from chalicelib.access.brake import HeldState
from chalicelib.access.import_records import ImportRun
from chalicelib.access.migration import MigrationState
from chalicelib.insights import attention, overview
from chalicelib.insights.attention import AttentionItem
from chalicelib.kernel.ids import HeldRunId, MigrationId, ServerId
from chalicelib.membership.outage import OutageState
from chalicelib.settings.model import MediaSettings
from tests.builders import NOON, a_migration, a_server
from tests.held_builders import a_held_run
from tests.outage_builders import an_outage

HOUR = timedelta(hours=1)
WAITING = "Confirm the first import of Alpha."


def only_item(deps) -> AttentionItem:
    [item] = attention.list_items(deps).items
    assert overview.overview(deps).attention == 1
    return item


def test_a_migration_that_paused_itself_is_named_with_its_servers_and_why(db, deps):
    db.seed(
        a_server(),
        a_server(id=ServerId("srv_beta"), name="Beta"),
        a_migration(
            state=MigrationState.PAUSED,
            why="Of the first ones: The server is full.",
            paused_at=NOON - HOUR,
        ),
        *(
            a_migration(id=MigrationId(f"mig_{state}"), state=state)
            for state in MigrationState
            if state is not MigrationState.PAUSED
        ),
    )
    item = only_item(deps)
    assert (item.kind, item.id, item.at) == ("migration", "mig_1", NOON - HOUR)
    assert item.title == (
        "The migration from Alpha to Beta is paused. Of the first ones: The server is full."
    )


def test_a_migration_that_somebody_paused_is_named_even_if_its_servers_are_gone(db, deps):
    db.seed(a_migration(state=MigrationState.PAUSED))
    item = only_item(deps)
    assert item.title == "The migration from srv_alpha to srv_beta is paused."
    assert item.at == NOON


def test_an_import_that_waits_for_a_yes_is_named(db, deps):
    db.seed(ImportRun(began_at=NOON, finished_at=NOON + HOUR, waiting=WAITING))
    item = only_item(deps)
    assert (item.kind, item.title) == ("import", f"An import waits. {WAITING}")
    assert item.at == NOON + HOUR


def test_no_import_waits_once_nobody_is_taken_over_any_more(db, deps):
    db.seed(ImportRun(finished_at=NOON, waiting=WAITING), MediaSettings(sync_from_remote=False))
    assert attention.list_items(deps).items == ()


def test_a_held_run_is_named_as_long_as_it_is_undecided(db, deps):
    db.seed(a_held_run(people=20))
    item = only_item(deps)
    assert (item.kind, item.id, item.at) == ("held_run", "hld_1", NOON)
    assert item.title == "The hourly run waits before it takes access from 20 people"
    db.seed(a_held_run(people=20, state=HeldState.LEFT, version=1))
    assert attention.list_items(deps).items == ()


def test_an_older_held_run_that_went_on_is_not_named(db, deps):
    db.seed(
        a_held_run(state=HeldState.GOING_ON),
        a_held_run(id=HeldRunId("hld_2"), run="nightly", opened_at=NOON + HOUR),
    )
    assert only_item(deps).id == "hld_2"


def test_an_outage_is_named_until_somebody_gives_the_days_or_leaves_it(db, deps):
    db.seed(an_outage(people=3))
    item = only_item(deps)
    assert (item.kind, item.id, item.at) == ("outage", an_outage().id, NOON)
    assert item.title == "Alpha was out for 120 minutes, which concerned 3 customers"
    db.seed(an_outage(people=3, state=OutageState.LEFT, version=1))
    assert attention.list_items(deps).items == ()
