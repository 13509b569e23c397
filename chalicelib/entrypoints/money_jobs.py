"""Jobs about money and places: the minute sweep does them, which may look into the books.

The queue's worker, which deals with media servers and mail, is kept away from money (a test holds
its rights to that), so that these jobs wait up to a minute (docs/adr/0022).
"""

from chalicelib import wiring
from chalicelib.access.importing import run as import_run
from chalicelib.checkout import call_up, delivery
from chalicelib.entrypoints.jobs import HANDLERS
from chalicelib.jobs.model import Job, JobKind
from chalicelib.jobs.ports import Handlers
from chalicelib.kernel.ids import InviteListId, OutageId, UserId
from chalicelib.membership import bulk, merge, outages
from chalicelib.payments.renewing import cancel_later, credit_ahead
from chalicelib.payments.writing import opening


def _check_delivery(job: Job) -> None:
    delivery.check(wiring.checkout_deps(), job=job)


def _call_up(_job: Job) -> None:
    call_up.call_up(wiring.checkout_deps())


def _cancel_agreement(job: Job) -> None:
    cancel_later.cancel(wiring.payments_deps(), job=job)


def _use_credit(job: Job) -> None:
    credit_ahead.use(wiring.payments_deps(), user_id=UserId(job.subject))


def _invite_list(job: Job) -> None:
    bulk.work(wiring.membership_deps(), list_id=InviteListId(job.subject))


def _import_people(job: Job) -> None:
    import_run.run_ordered(wiring.access_deps(), job=job, opening=opening.opened)


def _merge_users(job: Job) -> None:
    merge.work(wiring.membership_deps(), job=job)


def _follow_outage(job: Job) -> None:
    outages.follow(wiring.membership_deps(), outage_id=OutageId(job.subject))


MONEY_HANDLERS: Handlers = {
    JobKind.IMPORT_PEOPLE: _import_people,
    JobKind.CHECK_DELIVERY: _check_delivery,
    JobKind.CALL_UP: _call_up,
    JobKind.CANCEL_AGREEMENT: _cancel_agreement,
    JobKind.USE_CREDIT: _use_credit,
    JobKind.INVITE_LIST: _invite_list,
    JobKind.MERGE_USERS: _merge_users,
    JobKind.FOLLOW_OUTAGE: _follow_outage,
}
ALL_HANDLERS: Handlers = {**HANDLERS, **MONEY_HANDLERS}
