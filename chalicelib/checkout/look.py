"""Look at once whether an invitation was accepted, because the customer says so."""

from datetime import timedelta

from chalicelib.checkout import follow
from chalicelib.checkout.model import Stage
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.errors import AlreadyRecordedError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.records import Insert

# However often somebody asks, the platform is asked once in this time.
_AT_MOST_EVERY = timedelta(seconds=8)


def look_now(deps: CheckoutDeps, *, order_id: OrderId) -> None:
    """Enqueue a look at the order's share if its invitation is open; raises NotFoundError."""
    progress = follow.progress(deps, order_id=order_id)
    if progress.stage is not Stage.INVITED or progress.payment is None:
        return
    user_id = progress.payment.user_id
    if user_id is None:
        return
    now = deps.clock.now()
    turn = int(now.timestamp() // _AT_MOST_EVERY.total_seconds())
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        user_id,
        now=now,
        cause=f"asked_{order_id}_{turn}",
        user_id=user_id,
    )
    try:
        deps.database.commit(Insert(job))
    except AlreadyRecordedError:
        return
    deps.nudge.send(job.id)
