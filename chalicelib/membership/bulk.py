"""Invite many people at once: a preview by row, then durable work that no repetition doubles."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from chalicelib.access.looking.door import Door
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    AppError,
    ConflictError,
    ErrorKind,
    InvalidError,
    NotFoundError,
    Problem,
    StaleRecordError,
)
from chalicelib.kernel.ids import InviteListId, PlanId, new_id
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update
from chalicelib.membership import lines
from chalicelib.membership.invite import Outlook, invite, look, person_of
from chalicelib.membership.lines import Read
from chalicelib.membership.model import InviteList, InviteRow, ListState, RowState
from chalicelib.membership.ports import MembershipDeps
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.by_hand.enter import Entry, key_of
from chalicelib.payments.by_hand.invite import Invitation
from chalicelib.payments.model import Payment, PaymentKey

log = logging.getLogger(__name__)

# A job's lease is two minutes; a row takes some fifteen calls of the database.
ROWS_AT_ONCE = 200
_LONGEST_WORK = timedelta(seconds=60)
_ROWS_A_COMMIT = 90
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """A row as it was read, and what would become of it.

    `done` is the payment of the same row that was invited before.
    """

    read: Read
    outlook: Outlook | None
    done: Payment | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return all that is wrong with the row; none when it is known already."""
        if self.done is not None:
            return ()
        return self.read.problems or (self.outlook.problems if self.outlook else ())

    @property
    def is_ready(self) -> bool:
        """Tell whether the row would invite somebody."""
        return self.done is None and not self.problems


def preview(deps: MembershipDeps, *, text: str) -> tuple[Preview, ...]:
    """Return a verdict for each row; nothing is done. Raises InvalidError naming `text`."""
    rows = _read(deps, text)
    door = Door(deps.giving)
    keys = tuple(key_of(row.invitation.entry) for row in rows if row.invitation)
    done = deps.paying.store.many(keys) if keys else {}
    return tuple(_previewed(deps, row, door, done) for row in rows)


def begin(deps: MembershipDeps, *, text: str, actor: Actor) -> InviteList:
    """Write down the list and order its work; rows that are not clear are kept as refused.

    Raises InvalidError naming `text`, also when no row is clear enough to invite somebody.
    """
    now = deps.paying.clock.now()
    rows = _read(deps, text)
    if not any(row.invitation for row in rows):
        first = next(each for row in rows for each in row.problems)
        raise InvalidError.of("text", f"No row is right. {first.message}", first.remedy)
    listed = InviteList(
        InviteListId(new_id("inv", now=now)), actor=actor.name, made_at=now, rows=len(rows)
    )
    deps.paying.database.commit(Insert(listed))
    left = iter([_kept(listed, row, deps.paying.settings.site().currency) for row in rows])
    while chunk := tuple(islice(left, _ROWS_A_COMMIT)):
        deps.paying.database.commit(*(Insert(row) for row in chunk))
    running = replace(listed, state=ListState.RUNNING, version=1)
    job = _job(listed.id, now=now)
    entry = note(actor, "people.invite", listed.id, now=now, after={"rows": len(rows)})
    deps.paying.database.commit(Update(running), Insert(job), Insert(entry))
    deps.paying.nudge.send(job.id)
    return replace(running, version=2)


def work(deps: MembershipDeps, *, list_id: InviteListId) -> None:
    """Invite the next rows of a list, and order the rest; the last run tells who confirmed it.

    Idempotent: each row's payment is named by its content. Raises NotFoundError, RetryLaterError.
    """
    listed = deps.lists.invite_list(list_id)
    if listed is None:
        raise NotFoundError("There is no such list.", remedy="Paste it again.")
    if listed.state is ListState.DONE:
        return
    door, actor = Door(deps.giving), Actor(listed.actor)
    clock, begun = deps.paying.clock, deps.paying.clock.now()
    waiting = (row for row in rows_of(deps, list_id) if row.state is RowState.WAITING)
    last = 0
    for count, row in enumerate(waiting):
        if count >= ROWS_AT_ONCE or clock.now() - begun > _LONGEST_WORK:
            _go_on(deps, list_id, after=last, now=clock.now())
            return
        _invite(deps, row, door, actor)
        last = row.number
    _finish(deps, listed, now=clock.now())


def planned(deps: MembershipDeps, *, list_id: InviteListId) -> Part:
    """Return whom the work on a list would invite; nothing is done."""
    door = Door(deps.giving)
    steps = []
    for row in rows_of(deps, list_id):
        if row.state is RowState.WAITING:
            found = look(deps, invitation=invitation_of(row), door=door)
            why = found.problems[0].message if found.problems else f"To {found.server_name}"
            action = "refuse" if found.problems else "invite"
            user_id = found.known.id if found.known else None
            steps.append(Step(action, row.person, why, user_id))
    return Part("invites", tuple(steps))


def rows_of(deps: MembershipDeps, list_id: InviteListId) -> Iterator[InviteRow]:
    """Yield the rows of a list by number."""
    cursor = None
    while True:
        page = deps.lists.rows(list_id, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def invitation_of(row: InviteRow) -> Invitation:
    """Return what the row asks for (pure)."""
    return Invitation(
        media=person_of(row.person),
        plan_id=row.plan_id,
        entry=Entry(
            row.amount, row.reference, row.starts_at, row.ends_at, term=row.term, notes=row.notes
        ),
        email=row.email,
        name=row.name,
        method=row.method,
        paypal_email=row.paypal_email,
        subscription_ref=row.subscription_ref,
    )


def _read(deps: MembershipDeps, text: str) -> tuple[Read, ...]:
    catalog = deps.paying.catalog
    default_id, _ = catalog.default_plan_id()
    plans = catalog.plans()
    return lines.read(
        text,
        plans=plans,
        default=next((plan for plan in plans if plan.id == default_id), None),
        time_zone=deps.paying.settings.site().time_zone,
    )


def _previewed(
    deps: MembershipDeps, row: Read, door: Door, done: dict[PaymentKey, Payment]
) -> Preview:
    if row.invitation is None:
        return Preview(row, None)
    payment = done.get(key_of(row.invitation.entry))
    if payment is not None:
        return Preview(row, None, payment)
    return Preview(row, look(deps, invitation=row.invitation, door=door))


def _kept(listed: InviteList, row: Read, currency: str) -> InviteRow:
    """Return the row as it is written down; one that is not clear is refused already."""
    asked = row.invitation
    if asked is None:
        problem = row.problems[0]
        return InviteRow(
            listed.id,
            row.number,
            person=row.cells.get("person") or row.cells.get("email", ""),
            plan_id=PlanId(""),
            amount=Money.zero(currency),
            reference="",
            made_at=listed.made_at,
            state=RowState.REFUSED,
            field=problem.field,
            message=problem.message,
            remedy=problem.remedy,
        )
    return InviteRow(
        listed.id,
        row.number,
        person=asked.media.handle,
        plan_id=asked.plan_id,
        amount=asked.entry.amount,
        reference=asked.entry.external_id,
        made_at=listed.made_at,
        email=asked.email,
        name=asked.name,
        starts_at=asked.entry.starts_at,
        ends_at=asked.entry.ends_at,
        term=asked.entry.term,
        method=asked.method,
        notes=asked.entry.notes,
        paypal_email=asked.paypal_email,
        subscription_ref=asked.subscription_ref,
    )


def _invite(deps: MembershipDeps, row: InviteRow, door: Door, actor: Actor) -> None:
    """Invite one person; what is refused is written down and stops nobody else.

    Payment and row are one commit, so that no crash can tell them apart.
    """
    asked = invitation_of(row)
    try:
        invite(
            deps,
            invitation=asked,
            actor=actor,
            door=door,
            also=(Update(replace(row, state=RowState.INVITED)),),
        )
    except ConflictError as error:
        known = deps.paying.store.payment(row.payment_key)
        if known is None:
            _refuse(deps, row, error)
        else:
            _store(deps, replace(row, state=RowState.KNOWN, user_id=known.user_id))
    except AppError as error:
        if error.kind is ErrorKind.RETRY:
            raise
        _refuse(deps, row, error)


def _refuse(deps: MembershipDeps, row: InviteRow, error: AppError) -> None:
    problem = error.problems[0] if error.problems else Problem("row", error.message, error.remedy)
    log.info("people.row_refused", extra={"list_id": row.list_id, "line": row.number})
    refused = replace(
        row,
        state=RowState.REFUSED,
        field=problem.field,
        message=problem.message,
        remedy=problem.remedy,
    )
    _store(deps, refused)


def _store(deps: MembershipDeps, row: InviteRow) -> None:
    try:
        deps.paying.database.commit(Update(row))
    except StaleRecordError:
        # Another worker was faster, and found the same.
        log.info("people.row_known", extra={"list_id": row.list_id, "line": row.number})


def _job(list_id: InviteListId, *, now: datetime, after: int = 0) -> Job:
    return new_job(JobKind.INVITE_LIST, list_id, now=now, cause=f"{list_id}_{after}")


def _go_on(deps: MembershipDeps, list_id: InviteListId, *, after: int, now: datetime) -> None:
    job = _job(list_id, now=now, after=after)
    try:
        deps.paying.database.commit(Insert(job))
    except AlreadyRecordedError:
        return
    deps.paying.nudge.send(job.id)


def _finish(deps: MembershipDeps, listed: InviteList, *, now: datetime) -> None:
    """Count what became of the rows, and tell the administrator once."""
    states = [row.state for row in rows_of(deps, listed.id)]
    done = replace(
        listed,
        state=ListState.DONE,
        invited=states.count(RowState.INVITED),
        known=states.count(RowState.KNOWN),
        refused=states.count(RowState.REFUSED),
        finished_at=now,
    )
    mail = _mail(deps, done, now=now)
    try:
        deps.paying.database.commit(Update(done), Insert(mail))
    except (AlreadyRecordedError, StaleRecordError):
        return
    deps.paying.nudge.send(mail.id)


def _mail(deps: MembershipDeps, done: InviteList, *, now: datetime) -> Job:
    facts = {
        "rows": str(done.rows),
        "invited": str(done.invited),
        "known": str(done.known),
        "refused": str(done.refused),
        "url": f"{deps.paying.site_url}/admin/invite-lists/{done.id}",
    }
    address = deps.paying.settings.site().admin_email
    message = Message(Event.ADMIN_LIST_INVITED, address, facts)
    return mail_job(message, cause=done.id, now=now)
