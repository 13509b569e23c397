"""What a rehearsal would have stored, told as steps (pure but for the texts of mails)."""

from collections.abc import Callable, Iterable, Iterator

from chalicelib.catalog.model import PlexAccount
from chalicelib.enforcement.model import Decision
from chalicelib.enforcement.recording.record import STOP_ACTION
from chalicelib.jobs.model import Job, JobKind
from chalicelib.jobs.rehearsal import Rehearsal, Step
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.records import Record

# Told by its decision, with more to it.
_TOLD_ELSEWHERE = frozenset({STOP_ACTION})

MailSteps = Callable[[Job], tuple[Step, ...]]


def steps_of(rehearsal: Rehearsal, *, mails: MailSteps) -> tuple[Step, ...]:
    """Return a step for every change with its reason, and for every mail and check it causes."""
    latest = {
        (type(write.record), write.record.identity): write.record for write in rehearsal.writes
    }
    told = [step for record in latest.values() for step in _told(record, mails)]
    return (*told, *rehearsal.untold)


def _told(record: Record, mails: MailSteps) -> Iterable[Step]:
    """Return the steps of a record: each change has its audit entry, which says it in words."""
    if isinstance(record, AuditEntry) and record.action not in _TOLD_ELSEWHERE:
        changes = tuple(_changes(record))
        return [Step(record.action, record.subject, record.why, record.user_id, changes)]
    if isinstance(record, Decision):
        return [_decided(record)]
    if isinstance(record, PlexAccount):
        return [Step("plex_account.tested", record.username, record.token_error)]
    if isinstance(record, Job) and record.kind is JobKind.SEND_MAIL:
        return mails(record)
    if isinstance(record, Job):
        return [Step(record.kind, record.subject, user_id=record.user_id)]
    return []


def _decided(decision: Decision) -> Step:
    shown = next(
        each
        for each in decision.evidence
        if (each.server_id, each.session_key) == (decision.server_id, decision.session_key)
    )
    about = " · ".join(part for part in (shown.title, shown.device_name, shown.product) if part)
    action = f"stream.{decision.kind}"
    return Step(action, about, decision.reason, decision.user_id, (decision.outcome,))


def _changes(entry: AuditEntry) -> Iterator[str]:
    for name in dict.fromkeys((*entry.before, *entry.after)):
        before, after = entry.before.get(name, ""), entry.after.get(name, "")
        yield f"{name}: {before} → {after}" if before else f"{name}: {after}"
