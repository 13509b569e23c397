"""Use store credit for renewals: it is set against the next charge of an agreement (X010).

The credit leaves the balance in the commit that promises it, and the gateway is told afterwards,
so that no cent counts twice. Under which name it is told is written down first: whoever lost the
answer asks for it, before anything else is set. Once the gateway has used the credit nothing waits
there any more; when the agreement ends before that, the credit comes back.
"""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update
from chalicelib.payments.ledger import CreditBalance
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.credit import against_renewal, came_back
from chalicelib.payments.renewing.credit_ports import CreditingGateway
from chalicelib.payments.renewing.follow import follow
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus, without_credit
from chalicelib.payments.writing.outcome import Booking

log = logging.getLogger(__name__)

_ACTOR = Actor("job:use_credit")


def with_use(booked: Booking, *, now: datetime) -> Booking:
    """Return the booking with the jobs that use the credit of whoever has more of it now.

    So does whoever has a new agreement, or one that was renewed less what was set against it.
    """
    users = {
        each.record.user_id
        for each in booked.writes
        if isinstance(each.record, CreditBalance)
        or (isinstance(each.record, Agreement) and _is_worth_a_look(each.record))
    }
    jobs = (Insert(use_job(user_id, now=now)) for user_id in sorted(users))
    return replace(booked, writes=(*booked.writes, *jobs)) if users else booked


def use_job(user_id: UserId, *, now: datetime) -> Job:
    """Return the job that sets a user's credit against the next renewal."""
    return new_job(JobKind.USE_CREDIT, user_id, now=now, user_id=user_id)


def use(deps: PaymentsDeps, *, user_id: UserId) -> None:
    """Set the user's credit against the next charges of their agreements, as far as it goes.

    Idempotent: what was promised before is looked at first. A gateway that cannot charge less
    leaves the credit for the next order. Raises StaleRecordError when somebody was faster,
    RetryLaterError, ActionRequiredError.
    """
    for known in deps.store.agreements_of(user_id):
        source = deps.recurring.get(known.gateway)
        if isinstance(source, CreditingGateway):
            agreement = deps.store.agreement(known.gateway, known.ref)
            if agreement is not None:
                _use_for(deps, source, agreement)


def preview(deps: PaymentsDeps, *, user_id: UserId) -> Part:
    """Return what `use` would promise, without asking any gateway (X042)."""
    steps = []
    balance = deps.store.credit(user_id)
    for agreement in deps.store.agreements_of(user_id):
        source = deps.recurring.get(agreement.gateway)
        more = _more(agreement, balance) if isinstance(source, CreditingGateway) else None
        if more is not None and more.minor:
            balance = balance.plus(Money.zero(more.currency) - more)
            text = f"{more} of credit is set against the next renewal"
            steps.append(Step("credit", agreement.ref, text, user_id=user_id))
    return Part("credit", tuple(steps))


def _use_for(deps: PaymentsDeps, source: CreditingGateway, agreement: Agreement) -> None:
    if agreement.credit_ahead is None and not _may_use(agreement):
        return
    if agreement.credit_asked:
        name = source.taken_credit(reference=agreement.credit_asked)
        agreement = _told(deps, agreement, name) if name else agreement
    if agreement.credit_ref and source.waiting_credit(agreement.ref) != agreement.credit_ref:
        agreement = _used(deps, agreement)
    more = _more(agreement, deps.store.credit(agreement.user_id))
    if more is not None and more.minor:
        agreement = _promised(deps, agreement, more)
    if agreement.credit_ahead is not None and agreement.credit_ahead != agreement.credit_told:
        _tell(deps, source, agreement, agreement.credit_ahead)


def _tell(
    deps: PaymentsDeps, source: CreditingGateway, agreement: Agreement, credit: Money
) -> None:
    """Let the gateway charge less, or find out why it will not charge at all."""
    if not agreement.credit_asked:
        agreement = _stored(deps, _asking(agreement))
    try:
        name = source.set_credit(agreement.ref, credit=credit, reference=agreement.credit_asked)
    except (ConflictError, NotFoundError) as error:
        log.info("credit.not_taken", extra={"ref": agreement.ref, "why": error.message})
        found = source.read_agreement(agreement.ref)
        if found is None:
            _given_back(deps, agreement)
        else:
            follow(deps, found=found, actor=_ACTOR)
        return
    _told(deps, agreement, name)


def _asking(agreement: Agreement) -> Agreement:
    """Return the agreement with a name of its own for what the gateway is told next."""
    return replace(agreement, credit_asked=f"{agreement.ref}-{agreement.version}")


def _told(deps: PaymentsDeps, agreement: Agreement, name: str) -> Agreement:
    """Write down that the gateway has taken the credit, which it calls `name`."""
    told = replace(agreement, credit_told=agreement.credit_ahead, credit_ref=name, credit_asked="")
    log.info("credit.set", extra={"ref": agreement.ref, "credit": str(agreement.credit_ahead)})
    return _stored(deps, told)


def _stored(deps: PaymentsDeps, agreement: Agreement) -> Agreement:
    deps.database.commit(Update(agreement))
    return replace(agreement, version=agreement.version + 1)


def _is_worth_a_look(agreement: Agreement) -> bool:
    return agreement.version == 0 or agreement.credit_ahead is not None


def _may_use(agreement: Agreement) -> bool:
    """Tell whether credit may be set against the agreement, or was."""
    return agreement.status is AgreementStatus.ACTIVE and agreement.will_charge


def _more(agreement: Agreement, balance: CreditBalance) -> Money | None:
    """Return how much more of the balance the next charge can use, None for nothing."""
    price = agreement.price
    if price is None or not _may_use(agreement):
        return None
    none = Money.zero(price.currency)
    ahead = agreement.credit_ahead or none
    is_others = agreement.credit_owner not in {None, agreement.user_id}
    if ahead.currency != price.currency or is_others:
        return None
    return max(none, min(balance.of(price.currency), price - ahead))


def _used(deps: PaymentsDeps, agreement: Agreement) -> Agreement:
    """Note that the gateway has used what it was told of."""
    ahead, used = agreement.credit_ahead, agreement.credit_told
    left = ahead - used if ahead is not None and used is not None else None
    rest = left if left is not None and left.minor else None
    after = replace(
        agreement,
        credit_ahead=rest,
        credit_owner=agreement.credit_owner if rest else None,
        credit_told=None,
        credit_ref="",
        credit_asked="",
    )
    told = note(
        _ACTOR,
        "agreement.credit_used",
        agreement.ref,
        now=deps.clock.now(),
        user_id=agreement.user_id,
        why=f"{used} of credit reduced a charge of {agreement.ref}",
    )
    deps.database.commit(Update(after), Insert(told))
    return replace(after, version=after.version + 1)


def _given_back(deps: PaymentsDeps, agreement: Agreement) -> None:
    """Give back what was promised for an agreement that the gateway does not know."""
    back = agreement.credit_ahead
    if back is None:
        return
    balance = deps.store.credit(agreement.credit_owner or agreement.user_id)
    writes = came_back(balance, agreement, back, actor=_ACTOR, now=deps.clock.now())
    deps.database.commit(Update(without_credit(agreement)), *writes)


def _promised(deps: PaymentsDeps, agreement: Agreement, more: Money) -> Agreement:
    """Take credit from the balance for the agreement; the gateway is not told yet."""
    none = Money.zero(more.currency)
    ahead = (agreement.credit_ahead or none) + more
    after = _asking(replace(agreement, credit_ahead=ahead, credit_owner=agreement.user_id))
    writes = against_renewal(
        deps.store.credit(agreement.user_id),
        agreement,
        none - more,
        why=f"{more} of credit is set against the next renewal of {agreement.ref}",
        actor=_ACTOR,
        now=deps.clock.now(),
    )
    deps.database.commit(Update(after), *writes)
    return replace(after, version=after.version + 1)
