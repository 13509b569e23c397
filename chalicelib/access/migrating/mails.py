"""The mails of a migration, each with the cause that makes it go out once."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.access.migration import Migration, MigrationState, Move, MoveState
from chalicelib.access.model import Share
from chalicelib.access.recording.mails import sign_in
from chalicelib.catalog.model import Server
from chalicelib.jobs.model import Job
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.users.model import User

# A mail is no list: the rest stands on the migration's page.
MOST_NAMED = 20


def moved(
    migration: Migration,
    move: Move,
    user: User,
    share: Share,
    servers: Mapping[ServerId, Server],
    *,
    site_url: str,
    now: datetime,
) -> Job:
    """Return the mail to a customer whose new `share` is offered or in use."""
    order = migration.order
    leaves_at = order.leaves_at(now=move.began_at or now)
    facts = {
        "name": user.name,
        "source": _name(servers, order.source_id),
        "target": _name(servers, order.target_id),
        "note": order.note,
        "accepts": "yes" if move.state is MoveState.PLACED else "no",
        "old_ends_at": to_iso(leaves_at) if leaves_at is not None else "",
        "old_access": order.old_access,
        **sign_in(servers.get(order.target_id), share),
        "account_url": f"{site_url}/account",
    }
    cause = f"{migration.id}_{user.id}"
    return mail_job(
        Message(Event.SERVER_MOVED, user.email, facts), cause=cause, now=now, user_id=user.id
    )


def told(
    migration: Migration,
    moves: Iterable[Move],
    users: Mapping[UserId, User],
    servers: Mapping[ServerId, Server],
    *,
    admin_email: str,
    site_url: str,
    now: datetime,
) -> Job:
    """Return the mail to the administrator: how it ended, or why it stands still."""
    counts = migration.counts
    failed = [move for move in moves if move.state is MoveState.FAILED]
    named = [f"{_person(users, move.user_id)}: {move.reason}" for move in failed[:MOST_NAMED]]
    rest = len(failed) - len(named)
    facts = {
        "outcome": migration.state,
        "source": _name(servers, migration.order.source_id),
        "target": _name(servers, migration.order.target_id),
        "why": migration.why,
        "people": str(migration.people),
        "moved": str(counts.get(MoveState.LEFT_SOURCE, 0)),
        "failed": str(len(failed)),
        "undone": str(counts.get(MoveState.UNDONE, 0)),
        "waiting": str(counts.get(MoveState.WAITING, 0)),
        "named": "\n".join([*named, *([f"and {rest} more"] if rest else [])]),
        "is_return": "yes" if migration.undoes else "no",
        "url": f"{site_url}/admin/migrations/{migration.id}",
    }
    message = Message(Event.ADMIN_MIGRATION, admin_email, facts)
    # It may stand still more than once.
    standstill = migration.state is MigrationState.PAUSED
    cause = f"{migration.id}_{migration.turn}" if standstill else f"{migration.id}_ended"
    return mail_job(message, cause=cause, now=now)


def _name(servers: Mapping[ServerId, Server], server_id: ServerId) -> str:
    server = servers.get(server_id)
    return server.name if server else server_id


def _person(users: Mapping[UserId, User], user_id: UserId) -> str:
    user = users.get(user_id)
    return f"{user.name} ({user.email})" if user else user_id
