"""Ask everybody of a server, or of an account's servers, for another media account (B029)."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import InvalidError, StaleRecordError
from chalicelib.kernel.ids import PlexAccountId, ServerId, UserId
from chalicelib.kernel.records import Insert, Update
from chalicelib.users.model import User

log = logging.getLogger(__name__)

_PAGE = 100
_TRIES = 4


def people(
    deps: AccessDeps, *, server_id: ServerId | None, account_id: PlexAccountId | None
) -> int:
    """Return how many people have access there; raises InvalidError naming what is unknown."""
    _servers(deps, server_id=server_id, account_id=account_id)
    return sum(1 for _ in _people(deps, server_id=server_id, account_id=account_id))


def ask(
    deps: AccessDeps,
    *,
    server_id: ServerId | None,
    account_id: PlexAccountId | None,
    is_needed: bool,
    actor: Actor,
) -> Job:
    """Order that everybody there is asked, or asked no more; return the job that does it.

    Raises InvalidError naming what is unknown; exactly one of the two has to be given.
    """
    servers = _servers(deps, server_id=server_id, account_id=account_id)
    now = deps.clock.now()
    where = server_id or account_id or ""
    payload = {
        "server_id": server_id or "",
        "account_id": account_id or "",
        "is_needed": is_needed,
        "actor": actor.name,
    }
    job = new_job(JobKind.ASK_MEDIA_CHANGE, where, now=now, payload=payload)
    told = {"servers": ", ".join(sorted(servers)), "asked": is_needed}
    entry = note(actor, "access.media_change_asked", where, now=now, after=told)
    deps.database.commit(Insert(job), Insert(entry))
    deps.nudge.send(job.id)
    return job


def work(deps: AccessDeps, *, job: Job) -> int:
    """Mark the people that a job is about; return how many were changed. Idempotent."""
    is_needed = bool(job.payload["is_needed"])
    actor = Actor(str(job.payload["actor"]))
    return sum(_mark(deps, each, is_needed=is_needed, actor=actor) for each in asked(deps, job))


def asked(deps: AccessDeps, job: Job) -> Iterator[User]:
    """Yield whom the job would still change."""
    payload = job.payload
    is_needed = bool(payload["is_needed"])
    found = _people(
        deps,
        server_id=ServerId(payload["server_id"]) if payload["server_id"] else None,
        account_id=PlexAccountId(payload["account_id"]) if payload["account_id"] else None,
    )
    return (user for user in found if user.must_change_media != is_needed)


def _servers(
    deps: AccessDeps, *, server_id: ServerId | None, account_id: PlexAccountId | None
) -> dict[str, ServerId]:
    """Return the servers meant, by name."""
    if bool(server_id) == bool(account_id):
        field = "account_id" if account_id else "server_id"
        raise InvalidError.of(field, "Choose a server or an account.", "Give one of the two.")
    found = {
        each.name: each.id
        for each in deps.catalog.servers()
        if each.id == server_id or (account_id and each.account_id == account_id)
    }
    if not found:
        field, what = ("server_id", "server") if server_id else ("account_id", "account")
        raise InvalidError.of(field, f"There is no such {what}.", "Choose one of the list.")
    return found


def _people(
    deps: AccessDeps, *, server_id: ServerId | None, account_id: PlexAccountId | None
) -> Iterator[User]:
    """Yield everybody who has, or is invited to, one of the servers, each once."""
    seen: set[UserId] = set()
    for wanted in _servers(deps, server_id=server_id, account_id=account_id).values():
        cursor = None
        while True:
            page = deps.store.of_server(wanted, cursor=cursor, limit=_PAGE)
            ids = tuple(each.user_id for each in page.items if each.takes_seat)
            new = tuple(each for each in ids if each not in seen)
            seen.update(new)
            yield from deps.users.many(new).values() if new else ()
            cursor = page.next_cursor
            if cursor is None:
                break


def _mark(deps: AccessDeps, user: User, *, is_needed: bool, actor: Actor) -> int:
    known: User | None = user
    for _ in range(_TRIES):
        if known is None or known.must_change_media == is_needed:
            return 0
        entry = note(
            actor,
            "user.change",
            user.id,
            now=deps.clock.now(),
            user_id=user.id,
            before={"must_change_media": known.must_change_media},
            after={"must_change_media": is_needed},
        )
        try:
            deps.database.commit(
                Update(replace(known, must_change_media=is_needed)), Insert(entry)
            )
        except StaleRecordError:
            known = deps.users.get(user.id)
            continue
        return 1
    log.info("access.media_change_skipped", extra={"user_id": user.id})
    return 0
