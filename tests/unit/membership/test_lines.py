"""Pasted lines and CSV files, as people write them."""

import pytest

from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.term import months
from chalicelib.membership import lines
from chalicelib.membership.lines import Read
from tests.builders import a_plan, at, usd

PLANS = (a_plan(), a_plan(id="pln_gold", name="Gold", price=usd(20)))


def read(text: str, **overrides: object) -> tuple[Read, ...]:
    given = {"plans": PLANS, "default": None, "time_zone": "Europe/Berlin"}
    return lines.read(text, **{**given, **overrides})  # type: ignore[arg-type]


def one(text: str, **overrides: object) -> Read:
    (row,) = read(text, **overrides)
    return row


def test_a_full_row_is_read_with_days_of_the_sites_time_zone():
    row = one("Ann@Example.com, gold, 2026-03-01, 2026-04-01, 9.50, cash")
    asked = row.invitation
    assert asked is not None
    assert (asked.media.email, asked.email, asked.plan_id) == (
        "ann@example.com",
        "ann@example.com",
        "pln_gold",
    )
    entry = asked.entry
    assert (entry.amount, entry.notes) == (usd("9.50"), "cash")
    assert entry.starts_at == at("2026-02-28T23:00:00")
    assert entry.ends_at == at("2026-03-31T22:00:00")


@pytest.mark.parametrize(
    "text",
    [
        "name@example.com;Basic;;;10;note, with a comma",
        "name@example.com\tBasic\t\t\t10\tnote, with a comma",
        'name@example.com,Basic,,,10,"note, with a comma"',
        '\ufeffPerson,Plan,Amount,Notes\r\nname@example.com,Basic,10,"note, with a comma"\r\n',
        'e-mail,plan,amount,note\n\nname@example.com,BASIC,10.00 usd,"note, with a comma"',
    ],
)
def test_files_of_several_kinds_say_the_same(text: str):
    asked = one(text).invitation
    assert asked is not None
    assert (asked.media.email, asked.entry.amount) == ("name@example.com", usd(10))
    assert asked.entry.notes == "note, with a comma"


@pytest.mark.parametrize(
    ("end", "term"), [("3 months", months(3)), ("1 Month", months(1)), ("1 year", months(12))]
)
def test_a_duration_may_stand_in_the_place_of_the_end(end: str, term: object):
    asked = one(f"a@example.com,Basic,,{end}").invitation
    assert asked is not None
    assert (asked.entry.term, asked.entry.ends_at) == (term, None)


def test_an_empty_plan_is_the_default_one_if_there_is_one():
    assert one("a@example.com", default=PLANS[1]).invitation is not None
    assert one("a@example.com").problems[0].field == "plan"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("a@example.com,Silver", "plan"),
        ("a@example.com,Basic,yesterday", "start"),
        ("a@example.com,Basic,,soon", "end"),
        ("a@example.com,Basic,2026-03-01,2026-03-01", "end"),
        ("a@example.com,Basic,,9999 days", "end"),
        ("a@example.com,Basic,,,ten", "amount"),
        ("a@example.com,Basic,,,9.999", "amount"),
        ("a@example.com,Basic,,,10,one,two", "row"),
    ],
)
def test_what_is_wrong_names_its_column_and_what_helps(row: str, field: str):
    found = one(row)
    assert found.invitation is None
    assert [problem.field for problem in found.problems] == [field]
    assert found.problems[0].remedy


def test_lines_are_counted_as_an_editor_counts_them():
    rows = read('person,plan\n\na@example.com,Basic\n"b@example.com","Basic"\n')
    assert [row.number for row in rows] == [3, 4]


def test_the_same_row_twice_is_told_and_another_note_makes_it_another_row():
    rows = read("a@example.com,Basic\nA@example.com,Basic\na@example.com,Basic,,,,again")
    assert [bool(row.invitation) for row in rows] == [True, False, True]
    assert rows[1].problems[0].message == "This is the same as line 1."


@pytest.mark.parametrize("text", ["", "  \n\n", "person,plan\n"])
def test_an_empty_list_is_refused(text: str):
    with pytest.raises(InvalidError) as refused:
        read(text)
    assert refused.value.problems[0].field == "text"


def test_a_line_that_is_no_person_at_all_is_refused():
    with pytest.raises(InvalidError, match="Line 2 is far too long"):
        read("a@example.com,Basic\n" + "x" * 2001)


def test_more_than_a_thousand_rows_are_refused():
    text = "\n".join(f"u{number}@example.com,Basic" for number in range(lines.MOST_ROWS + 1))
    with pytest.raises(InvalidError, match="1001 rows"):
        read(text)
