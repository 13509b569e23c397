"""Linked users who were removed before their master paid again: a person invites them (B118)."""

from chalicelib.access.looking.situation import BY_HAND, Situation
from chalicelib.access.model import LeftOut
from chalicelib.access.ports import AccessDeps
from chalicelib.access.recording import record
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert, Put
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.subscriptions.lifecycle import paid_until

WHY = "Was removed before the master paid again, so an administrator decides about the invite."


def tell(deps: AccessDeps, facts: Situation) -> None:
    """Tell administrators of the group that not all of it has access: a mail once a payment.

    Until the paid time ends it is also among what needs attention.
    """
    master_id = deps.users.links((facts.user.id,))[facts.user.id].master_id
    until = paid_until(facts.subscription, now=facts.now)
    if master_id is None or facts.period is None or until is None:
        return
    row = LeftOut(facts.user.id, since=facts.period.starts_at, until=until)
    deps.database.commit(Put(row))
    admin_email = deps.settings.site().admin_email
    if not admin_email:
        return
    master = deps.users.get(master_id)
    name = (master.name or master.email) if master else master_id
    told = {
        "subject": f"Linked users of {name}",
        "problem": f"{name} paid for linked users of whom some were removed before.",
        "remedy": "They have paid time but no access: invite those who are to come back.",
        "url": f"{deps.site_url}/admin/linked-users",
    }
    # All of the group have the same dates, so this is one cause for all of them.
    cause = f"left_out_{master_id}_{to_iso(facts.period.starts_at)}"
    message = Message(Event.ADMIN_NEEDS_ATTENTION, admin_email, told)
    entry = note(
        facts.actor,
        "access.left_out",
        facts.user.id,
        now=facts.now,
        user_id=facts.user.id,
        why=WHY,
    )
    mail = mail_job(message, cause=cause, now=facts.now, user_id=master_id)
    record.enqueue_once(deps, mail, entry=entry)


def invite(deps: AccessDeps, *, user_id: UserId, actor: Actor) -> Job:
    """Invite somebody again who waits for it; return the job. Raises NotFoundError."""
    if deps.users.get(user_id) is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    now = deps.clock.now()
    job = new_job(
        JobKind.RECONCILE_ACCESS, user_id, now=now, payload={BY_HAND: "yes"}, user_id=user_id
    )
    entry = note(actor, "access.invited_by_hand", user_id, now=now, user_id=user_id)
    deps.database.commit(Insert(job), Insert(entry))
    deps.nudge.send(job.id)
    return job
