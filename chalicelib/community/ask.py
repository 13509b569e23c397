"""Ask for somebody's roles and accounts to be looked after, right after their access was."""

import hashlib

from chalicelib.community import facts
from chalicelib.community.ports import CommunityDeps
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.errors import AlreadyRecordedError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert


def ask(deps: CommunityDeps, *, user_id: UserId) -> bool:
    """Enqueue the job unless the records show no difference; tell whether one was enqueued.

    One difference is asked about once: what failed is tried again by its own job, what that gave
    up by the nightly run, and what was refused for good once something changed that decides it.
    """
    known = facts.read(deps, user_id=user_id)
    actions = facts.differences(deps, known) if known else ()
    if known is None or not actions:
        return False
    versions = [known.held.roles.version, *(each.version for each in known.held.accounts.values())]
    mark = hashlib.sha256(repr((actions, versions)).encode()).hexdigest()[:16]
    job = new_job(
        JobKind.MIRROR_COMMUNITY,
        user_id,
        now=known.now,
        cause=f"{user_id}_{mark}",
        user_id=user_id,
    )
    try:
        deps.database.commit(Insert(job))
    except AlreadyRecordedError:
        return False
    deps.nudge.send(job.id)
    return True
