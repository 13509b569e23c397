"""Accept an invitation on the customer's behalf, with the sign-in they have just made at Plex.

The token of the sign-in is used here once and kept nowhere; the server's owner has no part in it.
Whatever does not work leaves the way by the mail of the invitation open.
"""

import logging

from chalicelib.access.model import ShareState
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import AlreadyRecordedError, AppError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert

log = logging.getLogger(__name__)


def open_invites(deps: CheckoutDeps, *, user_id: UserId) -> frozenset[str]:
    """Return the machine ids of the servers to which the person is invited."""
    machines = {server.id: server.machine_id for server in deps.catalog.servers()}
    return frozenset(
        machines[share.server_id]
        for share in deps.access.of_user(user_id)
        if share.state is ShareState.INVITED and share.server_id in machines
    )


def accept(deps: CheckoutDeps, *, user_id: UserId, pin_id: str) -> bool:
    """Accept the open invitations with the sign-in `pin_id`; tell whether any was accepted.

    Never raises what goes wrong at plex.tv: the person accepts by the mail then.
    """
    machines = open_invites(deps, user_id=user_id)
    if not machines or not pin_id:
        return False
    try:
        token = deps.plex.finish_sign_in(pin_id)
        if token is None:
            return False
        accepted = deps.acceptor.accept_invites(token, machine_ids=machines)
    except AppError as error:
        log.info("invite.not_accepted", extra={"user_id": user_id, "code": error.code})
        return False
    if accepted:
        _look(deps, user_id=user_id)
    return bool(accepted)


def _look(deps: CheckoutDeps, *, user_id: UserId) -> None:
    """Order a look at what the platform shows now."""
    now = deps.clock.now()
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        user_id,
        now=now,
        cause=f"accepted_{user_id}_{int(now.timestamp())}",
        user_id=user_id,
    )
    actor = Actor(f"user:{user_id}")
    entry = note(actor, "access.accepted_here", user_id, now=now, user_id=user_id)
    try:
        deps.database.commit(Insert(job), Insert(entry))
    except AlreadyRecordedError:
        return
    deps.nudge.send(job.id)
