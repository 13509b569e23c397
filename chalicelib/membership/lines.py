"""Read people from pasted lines or a CSV file (pure): every row tells what is wrong with it."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import InvalidError, Problem
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term, TermUnit
from chalicelib.membership.invite import person_of
from chalicelib.payments.by_hand.enter import Entry
from chalicelib.payments.by_hand.invite import Invitation, tidied

MOST_ROWS = 1000
LONGEST_TEXT = 200_000
_LONGEST_CELL = 2000
# What a row without a header holds, in this order.
COLUMNS = ("person", "plan", "start", "end", "amount", "note")
_MORE_COLUMNS = ("email", "name", "method", "paypal_email", "subscription_ref", "reference")
# Other words by which people name the columns.
_ALSO = {
    "plex": "person",
    "plex name": "person",
    "user": "person",
    "username": "person",
    "user name": "person",
    "from": "start",
    "until": "end",
    "duration": "end",
    "notes": "note",
    "paypal": "paypal_email",
    "paypal e-mail": "paypal_email",
    "paypal email": "paypal_email",
    "subscription": "subscription_ref",
    "subscription id": "subscription_ref",
    "transaction": "reference",
    "transaction id": "reference",
    "e-mail": "email",
}
_DELIMITERS = ",;\t"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LASTS = re.compile(r"(\d{1,4}) ?(day|month|year)s?\Z")
_AMOUNT = re.compile(r"(\d{1,9}(?:[.,]\d{1,3})?)(?: ?([A-Za-z]{3}))?\Z")
_FREE = "free"


@dataclass(frozen=True, slots=True)
class Read:
    """One row as it was read; `cells` by column, `invitation` None when it is not clear."""

    number: int
    cells: Mapping[str, str]
    invitation: Invitation | None
    problems: tuple[Problem, ...] = ()


def read(
    text: str,
    *,
    plans: tuple[Plan, ...],
    default: Plan | None,
    time_zone: str,
) -> tuple[Read, ...]:
    """Return the rows of the text with the lines that they begin on; blank lines are left out.

    A first row that names its columns is a header. Days begin at midnight in `time_zone`. Raises
    InvalidError naming `text` when it is empty, no CSV, or longer than `MOST_ROWS` rows.
    """
    rows = list(_cells(text))
    if rows and _header(rows[0][1]):
        columns = _header(rows[0][1])
        rows = rows[1:]
    else:
        columns = COLUMNS
    if not rows:
        raise InvalidError.of("text", "There is nobody in this list.", "Write one person a line.")
    if len(rows) > MOST_ROWS:
        message = f"{len(rows)} rows are too many."
        raise InvalidError.of("text", message, f"Use at most {MOST_ROWS} rows at a time.")
    reader = _Reader(plans, default, ZoneInfo(time_zone))
    found = tuple(reader.read(number, columns, cells) for number, cells in rows)
    return tuple(_without_repetitions(found))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(lines), delimiter=delimiter, skipinitialspace=True)
    number = 1
    try:
        for cells in reader:
            tidy = [cell.strip() for cell in cells]
            if any(len(cell) > _LONGEST_CELL for cell in tidy):
                message = f"Line {number} is far too long."
                raise InvalidError.of("text", message, "Write one person a line.")
            if any(tidy):
                yield number, tidy
            number = reader.line_num + 1
    except csv.Error as error:
        message = f"Line {number} cannot be read."
        raise InvalidError.of("text", message, "Look for a quotation mark left open.") from error


def _header(cells: list[str]) -> tuple[str, ...]:
    """Return the columns that a header names, none when the row is no header."""
    words = [_ALSO.get(cell.casefold(), cell.casefold()) for cell in cells]
    known = {*COLUMNS, *_MORE_COLUMNS}
    is_header = bool(words) and all(word in known for word in words if word)
    return tuple(words) if is_header and ("person" in words or "email" in words) else ()


@dataclass(frozen=True, slots=True)
class _Reader:
    plans: tuple[Plan, ...]
    default: Plan | None
    zone: ZoneInfo

    def read(self, number: int, columns: tuple[str, ...], cells: list[str]) -> Read:
        """Return a row with all that is wrong with it."""
        surplus = cells[len(columns) :]
        named = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        problems: list[Problem] = []
        if any(surplus):
            message = f"The row has {len(cells)} cells, but there are {len(columns)} columns."
            problems.append(Problem("row", message, "Put texts with a comma in quotation marks."))
        plan = self._plan(named, problems)
        starts_at = self._day("start", named.get("start", ""), problems)
        ends = self._end(named.get("end", ""), problems)
        amount = _amount(named.get("amount", ""), plan, problems)
        if isinstance(ends, datetime) and starts_at is not None and ends <= starts_at:
            problems.append(Problem("end", "It ends before it begins.", "Choose a later end."))
        if plan is None or amount is None or problems:
            return Read(number, named, None, tuple(problems))
        entry = Entry(
            amount,
            named.get("reference", "") or _reference(named, plan, amount),
            starts_at,
            ends if isinstance(ends, datetime) else None,
            term=ends if isinstance(ends, Term) else None,
            notes=named.get("note", ""),
        )
        return Read(number, named, _invitation(named, plan, entry))

    def _plan(self, named: Mapping[str, str], problems: list[Problem]) -> Plan | None:
        wanted = named.get("plan", "")
        if not wanted and self.default is not None:
            return self.default
        same = [
            each
            for each in self.plans
            if wanted in {each.id, each.name} or each.name.casefold() == wanted.casefold()
        ]
        if len(same) == 1:
            return same[0]
        message = f"There is no plan {wanted[:80]!r}." if wanted else "No plan is given."
        names = ", ".join(each.name for each in self.plans)
        problems.append(Problem("plan", message, f"Use one of: {names}."))
        return None

    def _day(self, name: str, text: str, problems: list[Problem]) -> datetime | None:
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            remedy = "Write it like 2026-03-31."
            problems.append(Problem(name, f"{text[:40]!r} is no day.", remedy))
            return None
        return (at.replace(tzinfo=self.zone) if at.tzinfo is None else at).astimezone(UTC)

    def _end(self, text: str, problems: list[Problem]) -> datetime | Term | None:
        lasts = _LASTS.match(text.casefold())
        if lasts is None:
            return self._day("end", text, problems)
        count, unit = int(lasts[1]), lasts[2]
        if unit == "year":
            count, unit = count * 12, "month"
        try:
            return Term(count, TermUnit(unit))
        except InvalidError as error:
            problems.append(replace(error.problems[0], field="end"))
            return None


def _amount(text: str, plan: Plan | None, problems: list[Problem]) -> Money | None:
    """Return what was paid; nothing written is the plan's price."""
    if plan is None or not text:
        return plan.price if plan else None
    if text.casefold() == _FREE:
        return Money.zero(plan.price.currency)
    found = _AMOUNT.match(text)
    if found is None:
        problems.append(
            Problem("amount", f"{text[:40]!r} is no amount.", "Write it like 9.99, or free.")
        )
        return None
    currency = (found[2] or plan.price.currency).upper()
    try:
        return Money.from_decimal(found[1].replace(",", "."), currency)
    except InvalidError as error:
        problems.append(replace(error.problems[0], field="amount"))
        return None


def _invitation(named: Mapping[str, str], plan: Plan, entry: Entry) -> Invitation:
    person, email = named.get("person", ""), named.get("email", "")
    return tidied(
        Invitation(
            media=person_of(person or email),
            plan_id=plan.id,
            entry=entry,
            email=email,
            name=named.get("name", ""),
            method=named.get("method", ""),
            paypal_email=named.get("paypal_email", ""),
            subscription_ref=named.get("subscription_ref", ""),
        )
    )


def _reference(named: Mapping[str, str], plan: Plan, amount: Money) -> str:
    """Return what names the row's payment: the same row has the same, whenever it is read."""
    person = (named.get("person") or named.get("email", "")).casefold()
    dates = (named.get("start", ""), named.get("end", "").casefold())
    told = "\n".join((person, plan.id, *dates, str(amount), named.get("note", "")))
    return f"list-{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def _without_repetitions(rows: tuple[Read, ...]) -> Iterator[Read]:
    first: dict[str, int] = {}
    for row in rows:
        reference = row.invitation.entry.external_id if row.invitation else ""
        if reference and reference in first:
            message = f"This is the same as line {first[reference]}."
            remedy = "Leave it out, or say in its note what it is for."
            yield replace(row, invitation=None, problems=(Problem("row", message, remedy),))
            continue
        first.setdefault(reference, row.number)
        yield row
