"""How records lie in the tables: keys, ends, and what old or newer code has written."""

from datetime import timedelta

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.adapters.dynamo.tables import INDEXES, TABLES, TTL_ATTRIBUTE, Table, TableNames
from chalicelib.adapters.dynamo.transactions import DynamoDatabase, row_of
from chalicelib.jobs.model import JobState
from chalicelib.kernel.records import Insert, Record
from tests.builders import NOON, a_gateway_event, a_job, a_plan, a_session, a_user
from tests.contract.stores.full_records import FULL
from tests.contract.stores.plain_records import PLAIN
from tests.stream_builders import a_decision, a_watch, an_activity_entry


def end_of(record: Record) -> int | None:
    row = row_of(record, place_of(record), "mark")
    return int(row[TTL_ATTRIBUTE]["N"]) if TTL_ATTRIBUTE in row else None


def test_what_comes_and_goes_has_an_end_in_epoch_seconds():
    noon = int(NOON.timestamp())
    day = 24 * 3600
    done = a_job(state=JobState.DONE, finished_at=NOON)

    assert end_of(done) == noon + 30 * day
    assert end_of(a_gateway_event()) == noon + 90 * day
    assert end_of(a_session()) == noon + day // 2
    assert end_of(a_watch(expires_at=NOON)) == noon
    assert end_of(a_decision()) == noon + 365 * day
    assert end_of(an_activity_entry()) == noon + 90 * day
    assert end_of(a_job()) is None
    assert end_of(a_job(state=JobState.PARKED, finished_at=NOON)) is None
    assert end_of(a_plan()) is None


def test_rows_of_newer_code_can_be_read():
    row = row_of(a_plan(), place_of(a_plan()), "mark") | {"colour": {"SS": ["red"]}}

    assert codec.from_attributes(type(a_plan()), row) == a_plan(version=1)


def test_rows_of_older_code_take_the_defaults():
    row = row_of(a_user(), place_of(a_user()), "mark")
    for name in ("is_permanent", "notes", "version", "paypal_email"):
        del row[name]

    assert codec.from_attributes(type(a_user()), row) == a_user(version=0)


def test_no_field_of_a_record_is_called_like_a_key():
    for record in [*PLAIN, *FULL]:
        place = place_of(record)
        fields = codec.to_attributes(record)
        row = row_of(record, place, "mark")
        added = set(row) - set(fields)
        pairs = {f"gsi{index}{key}" for index in place.indexes for key in ("pk", "sk")}
        ends = {TTL_ATTRIBUTE} if place.expires_at else set()
        assert added == {"pk", "sk", "record_type", "commit_mark", *pairs, *ends}


def test_every_index_that_is_written_exists():
    for record in [*PLAIN, *FULL]:
        place = place_of(record)
        assert all(1 <= index <= INDEXES[place.key.table] for index in place.indexes)


def test_no_key_is_empty_or_too_long():
    long = "ü" * 5000
    for record in [*PLAIN, *FULL, a_user(email=long, name=long)]:
        place = place_of(record)
        for pk, sk in [(place.key.pk, place.key.sk), *place.indexes.values()]:
            assert 1 <= len(pk.encode()) <= 2048
            assert 1 <= len(sk.encode()) <= 1024


def test_the_tables_bill_by_request_and_carry_the_usual_names():
    assert [table["TableName"] for table in TABLES] == [TableNames().of(table) for table in Table]
    assert {table["BillingMode"] for table in TABLES} == {"PAY_PER_REQUEST"}
    assert [len(table["GlobalSecondaryIndexes"]) for table in TABLES] == [4, 3, 1, 1]


def test_a_filter_that_drops_many_rows_does_not_shorten_a_page(rows: Rows):
    decisions = [
        a_decision(
            id=f"dec_{number:03}",
            expires_at=NOON + timedelta(days=0 if number % 10 else 1),
        )
        for number in range(100)
    ]
    DynamoDatabase(rows).commit(*map(Insert, decisions))

    page = rows.page(
        type(decisions[0]),
        keys.decisions(),
        cursor=None,
        limit=10,
        accept=lambda _, decision: decision.expires_at > NOON,
    )

    assert [item.id for item in page.items] == [f"dec_{n:03}" for n in range(90, -1, -10)]
    assert page.next_cursor is None
