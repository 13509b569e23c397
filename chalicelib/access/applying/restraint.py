"""Let a restraint begin, tell of it, and note that it was undone (X026, docs/adr/0032).

What it means for somebody's shares is in restrained.py; the reconciling does it, as all else.
"""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.access.brake import Loss
from chalicelib.access.looking import ground
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share
from chalicelib.access.ports import AccessDeps
from chalicelib.access.recording import mails, record
from chalicelib.access.runs import due, hold
from chalicelib.access.runs.hold import Case
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.records import Insert, Update

RUN = "ladder"
BEGUN = "begun"


def begin(deps: AccessDeps, *, user_id: UserId) -> Mapping[str, int]:
    """Let the reconciling take what a restraint takes from somebody, or hold it (X040).

    Many who are restrained within a day are held together, like every run that takes much.
    Idempotent; nothing happens once the restraint is over.
    """
    found = ground.read(deps).situations((user_id,))
    if not found or found[0].restrained is None:
        return {"over": 1}
    facts = found[0]
    held = facts.restrained
    mark = f"{held.restraint.cause}_{to_iso(held.restraint.until)}" if held else ""
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        user_id,
        now=facts.now,
        cause=f"restrained_{user_id}_{mark}",
        user_id=user_id,
    )
    return hold.carry_out(deps, [Case(BEGUN, job, loss=_loss(facts))], run=RUN, now=facts.now)


def carried_out(deps: AccessDeps, facts: Situation, rows: Mapping[ServerId, Share]) -> None:
    """Tell somebody once that a restraint holds, and let the hourly run find its end."""
    if facts.restrained is None or not facts.is_paid:
        return
    due.await_end(deps, facts)
    if facts.user.email:
        record.enqueue_once(deps, mails.access_restrained(facts, facts.restrained, rows))


def undone(deps: AccessDeps, facts: Situation) -> None:
    """Note that what an ended restraint had taken is there again, or due no more; idempotent."""
    user = deps.users.get(facts.user.id) if facts.comes_back else None
    if user is None or user.restraint is None or user.restraint != facts.user.restraint:
        return
    entry = note(
        facts.actor,
        "user.unrestrained",
        user.id,
        now=facts.now,
        user_id=user.id,
        why=f"The restraint ended on {user.restraint.until:%Y-%m-%d %H:%M} UTC",
    )
    after = replace(user, restraint=replace(user.restraint, is_undone=True))
    deps.database.commit(Update(after), Insert(entry))


def _loss(facts: Situation) -> Loss | None:
    """Return what somebody would lose, None for nothing."""
    if facts.restrained is None:
        return None
    titles = {library.id: library.title for library in facts.libraries}
    named = []
    for server_id, row in facts.rows.items():
        kept = {each.id for each in facts.kept.get(server_id, ())}
        gone = [each for each in row.library_ids if each not in kept]
        if row.takes_seat and (gone or not kept):
            server = facts.servers.get(server_id)
            name = server.name if server else "A server"
            lost = ", ".join(sorted(titles[each] for each in gone if each in titles))
            named.append(f"{name}: {lost}" if lost else name)
    return Loss(facts.user.id, facts.restrained.why, tuple(named)) if named else None
