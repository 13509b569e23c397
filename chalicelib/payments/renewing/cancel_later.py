"""End recurring agreements by jobs, so that a gateway that is away delays it and no more."""

from datetime import datetime

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing import manage
from chalicelib.payments.renewing.manage import Asker
from chalicelib.payments.rules.agreements import Agreement


def cancelling(agreement: Agreement, *, cause: str, now: datetime) -> Job:
    """Return the job that ends an agreement at once, once for each cause."""
    return new_job(
        JobKind.CANCEL_AGREEMENT,
        agreement.ref,
        now=now,
        cause=f"{cause}_{agreement.gateway}_{agreement.ref}",
        payload={"gateway": str(agreement.gateway)},
        user_id=agreement.user_id,
    )


def cancel(deps: PaymentsDeps, *, job: Job) -> None:
    """End the agreement that the job names; ended already is success.

    Raises NotFoundError, RetryLaterError, ActionRequiredError.
    """
    manage.cancel(
        deps,
        gateway=str(job.payload["gateway"]),
        ref=job.subject,
        at_period_end=False,
        asker=Asker(Actor(f"job:{job.id}")),
    )
