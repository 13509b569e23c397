"""What becomes of roles and request accounts when two users become one; see merge.py."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.records import Delete, Insert, Put, Update, Write
from chalicelib.membership.merge_check import Pair
from chalicelib.membership.ports import MembershipDeps
from chalicelib.users.claims import discord_claims


def writes(deps: MembershipDeps, pair: Pair, job: Job, *, now: datetime) -> Iterator[Write]:
    """Yield what the one who stays takes over; of the rest a job takes what is ours.

    A Discord account comes along with its roles unless the one who stays has one, a request
    account unless they have one in that system.
    """
    kept, gone = pair.kept.user, pair.gone.user
    held = deps.community.held((kept.id, gone.id))
    own, theirs = held[kept.id], held[gone.id]
    if gone.discord_id:
        # Held by one of the two from now on, or by nobody.
        holds = Delete if kept.discord_id else Put
        yield from map(holds, discord_claims(gone.discord_id, kept.id))
    left = bool(theirs.roles.roles)
    if left and not kept.discord_id and not own.roles.roles:
        moved = replace(theirs.roles, user_id=kept.id, version=own.roles.version)
        yield from (Update(moved), Delete(theirs.roles))
        left = False
    for system, account in theirs.accounts.items():
        known = own.accounts.get(system)
        if not account.is_there or (known is not None and known.is_there):
            left = left or account.is_there
            continue
        version = known.version if known else 0
        # A password that was never told is sealed for the double, so that none is told.
        taken = replace(account, user_id=kept.id, password=None, version=version)
        yield from (Update(taken), Delete(account))
    if left:
        cause = f"merged_{job.id}"
        yield Insert(new_job(JobKind.MIRROR_COMMUNITY, gone.id, now=now, cause=cause))
