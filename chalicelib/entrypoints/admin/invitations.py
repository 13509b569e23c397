"""Let people in by hand: one at a time, or a whole list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.access.model import Share
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import (
    Email,
    Instant,
    Key,
    ListQuery,
    MoneyInput,
    MoneyShape,
    PaymentShape,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.jobs.model import Job, JobState
from chalicelib.kernel.errors import NotFoundError, Problem
from chalicelib.kernel.ids import InviteListId, PlanId
from chalicelib.membership import bulk, invite, lines
from chalicelib.membership.bulk import Preview
from chalicelib.membership.model import InviteList, InviteRow
from chalicelib.payments.by_hand import enter
from chalicelib.payments.by_hand import invite as invites
from chalicelib.payments.by_hand.enter import Entry
from chalicelib.payments.by_hand.invite import Invitation
from chalicelib.payments.model import Payment

registry = Registry()

Id = Annotated[str, StringConstraints(min_length=1, max_length=enter.LONGEST_ID)]
# How the columns of a list are called, where the books call them something else.
_COLUMNS = {"plan_id": "plan", "starts_at": "start", "ends_at": "end", "notes": "note"}


class InvitationInput(Model):
    """Whom to let in, and what was received for it.

    `person` is a Plex name or address, or the user name on a server that keeps accounts; `email`
    is where we write to (the address of `person` if that is one). An amount of 0 needs a reason in
    `notes`. With `paypal_email` and `subscription_ref` the next payments find the person.
    """

    person: Annotated[str, StringConstraints(min_length=1, max_length=invites.LONGEST_NAME)]
    email: Email = ""
    name: Annotated[str, StringConstraints(max_length=invites.LONGEST_NAME)] = ""
    plan_id: Key
    amount: MoneyInput
    method: Annotated[str, StringConstraints(max_length=60)] = ""
    external_id: Id
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    notes: Annotated[str, StringConstraints(max_length=1900)] = ""
    paypal_email: Email = ""
    subscription_ref: Annotated[str, StringConstraints(max_length=enter.LONGEST_ID)] = ""


class ProblemShape(Model):
    """What is wrong, where, and what helps."""

    field: str
    message: str
    remedy: str


class InvitationOutlook(Model):
    """What an invitation would come to; with `problems` nobody would be invited."""

    user_id: str | None
    user_label: str
    server_name: str
    problems: list[ProblemShape]
    warnings: list[str]


class InvitedShape(Model):
    """Who was let in: the payment, and the job whose outcome is the platform's answer."""

    user_id: str
    user_label: str
    payment: PaymentShape
    job_id: str


class ListInput(Model):
    """People as pasted lines or the text of a CSV file: person, plan, start, end, amount, note."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=lines.LONGEST_TEXT)]


class LinePreview(Model):
    """A row of a list as it was read, and what would become of it.

    `verdict` is *new*, *known* (a user who gets more time), *done* (invited before) or *bad*.
    """

    number: int
    person: str
    verdict: str
    user_id: str | None
    plan_name: str
    amount: MoneyShape | None
    starts: str
    ends: str
    server_name: str
    payment_id: str | None
    problems: list[ProblemShape]
    warnings: list[str]


class ListPreview(Model):
    """Every row of a list; `ready` of them would invite somebody."""

    items: list[LinePreview]
    ready: int


class InviteListShape(Model):
    """A list that was confirmed; the figures stand once it is done."""

    id: str
    state: str
    actor: str
    made_at: datetime
    finished_at: datetime | None
    rows: int
    invited: int
    known: int
    refused: int


class InviteListList(Model):
    """Lists, the newest first."""

    items: list[InviteListShape]
    next_cursor: str | None


class InviteRowShape(Model):
    """What became of a row, and how far the invite of it is.

    `access` is the state of the person's share, *none* without one, or *blocked*: then `message`
    says what the platform said.
    """

    number: int
    person: str
    plan_name: str
    amount: MoneyShape
    state: str
    user_id: str | None
    payment_id: str | None
    access: str
    field: str
    message: str
    remedy: str


class InviteRowList(Model):
    """Rows of a list by number."""

    items: list[InviteRowShape]
    next_cursor: str | None


@registry.add(
    "POST",
    "/invitations/preview",
    summary="What an invitation by hand would come to",
    body=InvitationInput,
    returns=InvitationOutlook,
)
def preview_invitation(call: Call[InvitationInput, NoInput]) -> InvitationOutlook:
    """Return where the person would come, or why the server would refuse; nothing is done."""
    found = invite.look(wiring.membership_deps(), invitation=_invitation(call.body))
    if found.problems and not found.is_refused:
        raise invite.refusal(found)
    return InvitationOutlook(
        user_id=found.known.id if found.known else None,
        user_label=present.label(found.known),
        server_name=found.server_name,
        problems=_problems(found.problems),
        warnings=list(found.warnings),
    )


@registry.add(
    "POST",
    "/invitations",
    summary="Invite somebody by hand",
    body=InvitationInput,
    returns=InvitedShape,
    status=201,
)
def invite_person(call: Call[InvitationInput, NoInput]) -> InvitedShape:
    """Write the payment and order the invite, both or none."""
    invited = invite.invite(
        wiring.membership_deps(), invitation=_invitation(call.body), actor=call.actor
    )
    return InvitedShape(
        user_id=invited.user.id,
        user_label=present.label(invited.user),
        payment=present.payments([invited.payment])[0],
        job_id=invite.access_job_id(invited.payment),
    )


@registry.add(
    "POST",
    "/invite-lists/preview",
    summary="What a list of people would come to",
    body=ListInput,
    returns=ListPreview,
)
def preview_invite_list(call: Call[ListInput, NoInput]) -> ListPreview:
    """Return a verdict for each row; nothing is done."""
    rows = bulk.preview(wiring.membership_deps(), text=call.body.text)
    plans = present.plan_names()
    return ListPreview(
        items=[_line(each, plans) for each in rows],
        ready=sum(each.is_ready for each in rows),
    )


@registry.add(
    "POST",
    "/invite-lists",
    summary="Invite a list of people",
    body=ListInput,
    returns=InviteListShape,
    status=201,
)
def invite_list(call: Call[ListInput, NoInput]) -> InviteListShape:
    """Write the list down and invite its people one after the other."""
    listed = bulk.begin(wiring.membership_deps(), text=call.body.text, actor=call.actor)
    return InviteListShape.model_validate(listed)


@registry.add(
    "GET", "/invite-lists", summary="Lists of people", query=ListQuery, returns=InviteListList
)
def list_invite_lists(call: Call[NoInput, ListQuery]) -> InviteListList:
    """Return the lists that were confirmed, the newest first."""
    lists = wiring.membership_deps().lists
    page = lists.invite_lists(cursor=call.query.cursor, limit=call.query.limit)
    items = [InviteListShape.model_validate(each) for each in page.items]
    return InviteListList(items=items, next_cursor=page.next_cursor)


@registry.add(
    "GET", "/invite-lists/{list_id}", summary="Show a list of people", returns=InviteListShape
)
def read_invite_list(call: Call[NoInput, NoInput]) -> InviteListShape:
    """Return a list with what came of it."""
    return InviteListShape.model_validate(_list(call.path["list_id"]))


@registry.add(
    "GET",
    "/invite-lists/{list_id}/rows",
    summary="What became of each row",
    query=ListQuery,
    returns=InviteRowList,
)
def list_invite_rows(call: Call[NoInput, ListQuery]) -> InviteRowList:
    """Return the rows of a list with the platform's answer to each."""
    listed = _list(call.path["list_id"])
    lists = wiring.membership_deps().lists
    page = lists.rows(listed.id, cursor=call.query.cursor, limit=call.query.limit)
    keys = tuple(each.payment_key for each in page.items if each.reference)
    payments = wiring.payments_deps().store.many(keys) if keys else {}
    plans = present.plan_names()
    items = [_row(each, payments.get(each.payment_key), plans) for each in page.items]
    return InviteRowList(items=items, next_cursor=page.next_cursor)


def _list(list_id: str) -> InviteList:
    found = wiring.membership_deps().lists.invite_list(InviteListId(list_id))
    if found is None:
        raise NotFoundError("There is no such list.", remedy="Reload the page.")
    return found


def _invitation(body: InvitationInput) -> Invitation:
    return Invitation(
        media=invite.person_of(body.person),
        plan_id=PlanId(body.plan_id),
        entry=Entry(
            body.amount.to_money(),
            body.external_id,
            body.starts_at,
            body.ends_at,
            notes=body.notes,
        ),
        email=body.email,
        name=body.name,
        method=body.method,
        paypal_email=body.paypal_email,
        subscription_ref=body.subscription_ref,
    )


def _line(found: Preview, plans: Mapping[str, str]) -> LinePreview:
    cells, asked, outlook = found.read.cells, found.read.invitation, found.outlook
    known = outlook.known if outlook else None
    return LinePreview(
        number=found.read.number,
        person=cells.get("person") or cells.get("email", ""),
        verdict=_verdict(found),
        user_id=known.id if known else None,
        plan_name=plans.get(asked.plan_id, "") if asked else cells.get("plan", ""),
        amount=MoneyShape.model_validate(asked.entry.amount) if asked else None,
        starts=cells.get("start", ""),
        ends=cells.get("end", ""),
        server_name=outlook.server_name if outlook else "",
        payment_id=found.done.id if found.done else None,
        problems=_problems(found.problems),
        warnings=list(outlook.warnings) if outlook else [],
    )


def _verdict(found: Preview) -> str:
    if found.done is not None:
        return "done"
    if found.problems:
        return "bad"
    return "known" if found.outlook and found.outlook.known else "new"


def _problems(found: tuple[Problem, ...]) -> list[ProblemShape]:
    return [
        ProblemShape(
            field=_COLUMNS.get(each.field, each.field), message=each.message, remedy=each.remedy
        )
        for each in found
    ]


def _row(row: InviteRow, payment: Payment | None, plans: Mapping[str, str]) -> InviteRowShape:
    user_id = (payment.user_id if payment else None) or row.user_id
    access, job = "none", None
    if payment is not None and user_id is not None:
        access = _access(wiring.access_deps().store.of_user(user_id))
        job = wiring.jobs_deps().store.get(invite.access_job_id(payment))
    is_blocked = job is not None and job.state is JobState.PARKED and access == "none"
    return InviteRowShape(
        number=row.number,
        person=row.person,
        plan_name=plans.get(row.plan_id, ""),
        amount=MoneyShape.model_validate(row.amount),
        state=row.state,
        user_id=user_id,
        payment_id=payment.id if payment else None,
        access="blocked" if is_blocked else access,
        field=_COLUMNS.get(row.field, row.field),
        message=_said(job) if is_blocked else row.message,
        remedy=job.remedy if job and is_blocked else row.remedy,
    )


def _said(job: Job | None) -> str:
    return job.last_error if job else ""


def _access(shares: tuple[Share, ...]) -> str:
    return next((str(share.state) for share in shares if share.takes_seat), "none")
