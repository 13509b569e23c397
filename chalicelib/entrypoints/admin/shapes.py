"""Shapes that several resources share."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.catalog.checks import LONGEST_NAME
from chalicelib.enforcement.records.appeal import AppealState
from chalicelib.entrypoints.operations import Model
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term, TermUnit
from chalicelib.payments.browsing.find import LONGEST_WHY
from chalicelib.settings.checks import LONGEST_DISCORD_ID, LONGEST_EMAIL

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=120)]
NameText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Email = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL)]
DiscordId = Annotated[str, StringConstraints(max_length=LONGEST_DISCORD_ID)]
Why = Annotated[str, StringConstraints(max_length=LONGEST_WHY)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Minor = Annotated[int, Field(ge=0, le=100_000_000, strict=True)]
Version = Annotated[int, Field(ge=0, strict=True)]


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written(value: object) -> object:
    if value is None or (isinstance(value, str) and "T" in value):
        return value
    raise ValueError("Write it like 2026-01-31T12:00:00Z.")


def _day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    raise ValueError("Write it like 2026-01-31.")


# A day as a text, for the same reason as below.
Day = Annotated[date, BeforeValidator(_day)]
# An instant as a text: a number would be read as seconds since 1970.
Instant = Annotated[datetime, BeforeValidator(_written)]


class MoneyShape(Model):
    """An amount in the currency's smallest unit."""

    minor: int
    currency: str


class MoneyInput(Model):
    """An amount to set, in the currency's smallest unit."""

    minor: Minor
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

    def to_money(self) -> Money:
        """Return it in our words."""
        return Money(self.minor, self.currency)


def money_shape(amount: Money | None) -> MoneyShape | None:
    """Return the shape of an amount, None for none."""
    return MoneyShape.model_validate(amount) if amount is not None else None


class TermShape(Model):
    """How long: a count of days or calendar months."""

    count: Annotated[int, Field(ge=1, le=3660, strict=True)]
    unit: TermUnit

    def to_term(self) -> Term:
        """Return it in our words; raises InvalidError for more than ten years."""
        return Term(self.count, self.unit)


class ListQuery(Model):
    """Which page of a list: the cursor of the page before, and how many rows."""

    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Done(Model):
    """The call did what it says."""

    done: bool = True


class Versioned(Model):
    """The version that was read, so that nobody's change is overwritten unseen."""

    version: Version


class AuditShape(Model):
    """One change: who, what, when, why."""

    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    user_id: str | None
    why: str
    before: dict[str, str]
    after: dict[str, str]


class AuditList(Model):
    """Changes, newest first."""

    items: list[AuditShape]
    next_cursor: str | None


class JobShape(Model):
    """One piece of durable work."""

    id: str
    kind: str
    subject: str
    state: str
    user_id: str | None
    attempts: int
    last_error: str
    remedy: str
    created_at: datetime
    due_at: datetime
    finished_at: datetime | None
    version: int


class JobList(Model):
    """Jobs, newest first."""

    items: list[JobShape]
    next_cursor: str | None


class PersonShape(Model):
    """Somebody by id and name."""

    id: str
    label: str


class PaymentShape(Model):
    """A payment in the books.

    `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
    else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
    paid it for a group, in which the parts after the first come along without money.
    """

    id: str
    gateway: str
    external_id: str
    sequence: int
    status: str
    amount: MoneyShape
    refunded: MoneyShape | None
    left: MoneyShape
    kept_as_credit: MoneyShape | None
    credit: MoneyShape | None
    dispute: str
    parts: int
    master_id: str | None
    paid_at: datetime
    recorded_at: datetime
    user_id: str | None
    user_label: str
    plan_id: str | None
    plan_name: str
    starts_at: datetime | None
    ends_at: datetime | None
    subscription_ref: str
    order_id: str | None
    payer_email: str
    payer_name: str
    notes: str
    attention: str
    candidates: list[PersonShape]
    version: int


class PaymentList(Model):
    """Payments, the latest paid first."""

    items: list[PaymentShape]
    next_cursor: str | None


class EvidenceShape(Model):
    """One stream as it was when a decision fell; whose, where several people share a limit.

    `rules` are those that it broke; lines and rate are 0 where nobody told.
    """

    server_id: str
    session_key: str
    device_id: str
    device_name: str
    product: str
    title: str
    state: str
    address: str
    first_seen: datetime
    counted: bool
    why: str
    transcodes_video: bool
    source_height: int
    bitrate_kbps: int
    rules: list[str]
    user_id: str | None
    user_label: str = ""
    server_name: str = ""


class AppealShape(Model):
    """What the customer holds against a decision, and the answer."""

    text: str
    at: datetime
    state: AppealState
    answered_at: datetime | None
    answer: str


class DecisionShape(Model):
    """One decision about a stream; it `strikes` unless it was taken back at `forgiven_at`."""

    id: str
    at: datetime
    user_id: str
    user_label: str
    server_id: str
    server_name: str
    session_key: str
    kind: str
    rule: str
    limit: int
    counted: int
    reason: str
    evidence: list[EvidenceShape]
    carried_out: bool
    outcome: str
    strikes: bool
    forgiven_at: datetime | None
    appeal: AppealShape | None


class DecisionList(Model):
    """Decisions, newest first."""

    items: list[DecisionShape]
    next_cursor: str | None


class ShareShape(Model):
    """What somebody has on a server."""

    user_id: str
    user_label: str
    server_id: str
    server_name: str
    state: str
    libraries: list[str]
    allows_downloads: bool
    invited_at: datetime | None
    accepted_at: datetime | None
    changed_at: datetime
    verified_at: datetime | None


class PlannedActionShape(Model):
    """One thing that a run would do about somebody's access."""

    user_id: str
    user_label: str
    action: str
    server_id: str | None
    server_name: str
    libraries: list[str]
    why: str


class AccessPreview(Model):
    """What a run would do about access now; nothing was done."""

    at: datetime
    people: int
    is_cut: bool
    actions: list[PlannedActionShape]
