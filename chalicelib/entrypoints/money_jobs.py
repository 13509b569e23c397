"""Jobs about money and places: the minute sweep does them, which may look into the books.

The queue's worker, which deals with media servers and mail, is kept away from money (a test holds
its rights to that), so that these jobs wait up to a minute.
"""

from chalicelib import wiring
from chalicelib.checkout import call_up, delivery
from chalicelib.entrypoints.jobs import HANDLERS
from chalicelib.jobs.model import Job, JobKind
from chalicelib.jobs.ports import Handlers
from chalicelib.kernel.ids import UserId
from chalicelib.payments import cancel_later, credit_ahead


def _check_delivery(job: Job) -> None:
    delivery.check(wiring.checkout_deps(), job=job)


def _call_up(_job: Job) -> None:
    call_up.call_up(wiring.checkout_deps())


def _cancel_agreement(job: Job) -> None:
    cancel_later.cancel(wiring.payments_deps(), job=job)


def _use_credit(job: Job) -> None:
    credit_ahead.use(wiring.payments_deps(), user_id=UserId(job.subject))


MONEY_HANDLERS: Handlers = {
    JobKind.CHECK_DELIVERY: _check_delivery,
    JobKind.CALL_UP: _call_up,
    JobKind.CANCEL_AGREEMENT: _cancel_agreement,
    JobKind.USE_CREDIT: _use_credit,
}
ALL_HANDLERS: Handlers = {**HANDLERS, **MONEY_HANDLERS}
