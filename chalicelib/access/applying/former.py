"""Take away what an account had that is no longer the person's."""

import logging

from chalicelib.access.looking import situation
from chalicelib.access.looking.situation import Situation
from chalicelib.access.plan import is_same_person, look
from chalicelib.access.ports import AccessDeps
from chalicelib.kernel.audit import note
from chalicelib.kernel.records import Insert
from chalicelib.users.model import MediaIdentity

log = logging.getLogger(__name__)


def leave(deps: AccessDeps, facts: Situation) -> int:
    """Withdraw the shares of the identity that the job calls former; return how many.

    What belongs to the person's present identity, or to another user who holds the former one by
    now, stays. Raises what the platform raises; repeating it is harmless.
    """
    told = facts.job.payload.get("former") if facts.job else None
    if not isinstance(told, dict):
        return 0
    former = MediaIdentity(
        username=str(told.get("username") or ""),
        email=str(told.get("email") or ""),
        plex_id=str(told.get("plex_id") or ""),
        is_proven=bool(told.get("plex_id")),
    )
    if any(user.id != facts.user.id for user in deps.users.by_media(former)):
        return 0
    count = 0
    for server_id in facts.rows:
        if server_id not in facts.servers or server_id in facts.keeps_accounts:
            continue
        access = situation.access_to(deps, facts, server_id)
        host = deps.hosts[access.server.platform]
        for remote in look(host.snapshot(access), media=former, row=None).remotes:
            if not is_same_person(remote, media=facts.user.media, row=None):
                host.withdraw(access, remote=remote)
                count += 1
    if count:
        entry = note(
            facts.actor,
            "access.former_removed",
            facts.user.id,
            now=facts.now,
            user_id=facts.user.id,
            why=f"The Plex account is {facts.user.media.handle} now, not {former.handle}",
        )
        deps.database.commit(Insert(entry))
        log.info("access.former_removed", extra={"user_id": facts.user.id, "count": count})
    return count
