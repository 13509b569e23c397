"""Make one user of two: the double's payments, time, access and links go to the one who stays.

What lies in the past goes first, payment by payment. What decides about access now goes in one
commit with the double's end, so that at no moment anybody has less than was paid for, and a
process that dies in between is simply followed by another.
"""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Delete, Insert, Put, Update, Write
from chalicelib.membership import merge_check, merge_community, merge_writes
from chalicelib.membership.merge_check import MergeRefusedError, Pair
from chalicelib.membership.ports import MembershipDeps
from chalicelib.payments.model import Payment
from chalicelib.payments.rules import marks
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import ReferralCode

log = logging.getLogger(__name__)

# A commit takes a hundred writes.
_MOST_WRITES = 100
_PAGE = 100


def looked_at(
    deps: MembershipDeps, *, kept_id: UserId, gone_id: UserId, takes_media: bool
) -> Pair:
    """Return the two as they stand.

    Raises NotFoundError, InvalidError naming `gone_id`, MergeRefusedError where it cannot be.
    """
    pair = merge_check.read(deps, kept_id=kept_id, gone_id=gone_id, takes_media=takes_media)
    names = {each.id: each.name for each in deps.paying.catalog.servers()}
    merge_check.check(pair, server_names=names)
    return pair


def order(
    deps: MembershipDeps, *, kept_id: UserId, gone_id: UserId, takes_media: bool, actor: Actor
) -> Job:
    """Order the merge; return the job that does it. Raises as `looked_at` does."""
    looked_at(deps, kept_id=kept_id, gone_id=gone_id, takes_media=takes_media)
    now = deps.paying.clock.now()
    payload = {"gone_id": gone_id, "takes_media": takes_media, "actor": actor.name}
    job = new_job(JobKind.MERGE_USERS, kept_id, now=now, payload=payload, user_id=kept_id)
    entered = note(actor, "user.merge", kept_id, now=now, user_id=kept_id, after={"gone": gone_id})
    deps.paying.database.commit(Insert(job), Insert(entered))
    deps.paying.nudge.send(job.id)
    return job


def work(deps: MembershipDeps, *, job: Job) -> bool:
    """Merge two users; False when the double is gone already. Idempotent.

    Raises MergeRefusedError, StaleRecordError when either changes at this moment, RetryLaterError
    while not all payments are to be seen.
    """
    gone_id = UserId(str(job.payload["gone_id"]))
    actor = Actor(str(job.payload["actor"]))
    kept_id = UserId(job.subject)
    if deps.paying.users.get(gone_id) is None:
        return False
    takes_media = bool(job.payload["takes_media"])
    pair = looked_at(deps, kept_id=kept_id, gone_id=gone_id, takes_media=takes_media)
    _move_referrals(deps, gone_id, kept_id)
    _move_marks(deps, pair)
    now = deps.paying.clock.now()
    for payment in merge_check.payments_of(deps, gone_id):
        pair = looked_at(deps, kept_id=kept_id, gone_id=gone_id, takes_media=takes_media)
        if _is_past(pair.gone.paid, payment, now=now):
            _commit(
                deps, list(merge_writes.payments(deps, pair, (payment,), actor=actor, now=now))
            )
    pair = looked_at(deps, kept_id=kept_id, gone_id=gone_id, takes_media=takes_media)
    rest = merge_check.payments_of(deps, gone_id)
    _check_all_seen(pair.gone.paid, rest)
    reconcile = merge_writes.reconcile_job(pair, job, now=now)
    _commit(
        deps,
        [
            *merge_writes.payments(deps, pair, rest, actor=actor, now=now, with_grace=True),
            *merge_writes.person(pair, actor=actor, now=now),
            *merge_writes.credit(pair, actor=actor, now=now),
            *merge_writes.links(deps, pair, now=now),
            *merge_writes.shares(deps, pair, now=now),
            *merge_community.writes(deps, pair, job, now=now),
            *(Update(replace(each, user_id=kept_id)) for each in pair.gone.agreements),
            Insert(reconcile),
        ],
    )
    deps.paying.nudge.send(reconcile.id)
    log.info("user.merged", extra={"user_id": kept_id, "gone_id": gone_id})
    return True


def _commit(deps: MembershipDeps, writes: list[Write]) -> None:
    if len(writes) > _MOST_WRITES:
        raise MergeRefusedError(
            "There is too much to move at once.", remedy="Merge them the other way round."
        )
    deps.paying.database.commit(*writes)


def _check_all_seen(paid: Subscription, payments: tuple[Payment, ...]) -> None:
    """Raise RetryLaterError while a period's payment is missing in the list, which may be late."""
    seen = {each.id for each in payments}
    if any(not is_grace(each) and each.payment_id not in seen for each in paid.periods):
        raise RetryLaterError("Not all payments are to be seen yet.", after_seconds=5)


def _is_past(paid: Subscription, payment: Payment, *, now: datetime) -> bool:
    """Tell whether no time of the payment runs or lies ahead."""
    own = (each for each in paid.periods if each.payment_id == payment.id)
    return all(each.ends_at <= now for each in own)


def _move_marks(deps: MembershipDeps, pair: Pair) -> None:
    """Let what tells the double as a payer tell the one who stays (B041)."""
    kept_id, gone = pair.kept.user.id, pair.gone.user
    known = {marks.of_agreement(each.gateway, each.ref) for each in pair.gone.agreements}
    known |= {marks.of_paypal(gone.paypal_email)} if gone.paypal_email else set()
    for payment in merge_check.payments_of(deps, gone.id):
        known |= {each.mark for each in marks.of_payment(payment)}
        if payment.payer_email:
            known.add(marks.of_paypal(payment.payer_email))
    for mark in sorted(known):
        for each in deps.paying.store.marked(mark):
            if each.user_id == gone.id:
                source = marks.LEARNED if each.source == marks.PROFILE else each.source
                moved = replace(each, user_id=kept_id, source=source)
                deps.paying.database.commit(Delete(each), Put(moved))


def _move_referrals(deps: MembershipDeps, gone_id: UserId, kept_id: UserId) -> None:
    """Let those whom the double brought be brought by the other; its code leads there, too."""
    card = deps.paying.users.referral_card(gone_id)
    if card is not None:
        deps.paying.database.commit(Put(ReferralCode(card.code, kept_id)))
    cursor = None
    while True:
        page = deps.paying.store.referrals_by(gone_id, cursor=cursor, limit=_PAGE)
        for each in page.items:
            if each.user_id != kept_id:
                _move_referral(deps, each.user_id, gone_id, kept_id)
        cursor = page.next_cursor
        if cursor is None:
            return


def _move_referral(
    deps: MembershipDeps, user_id: UserId, gone_id: UserId, kept_id: UserId
) -> None:
    """Give one whom the double brought, with the payments that earn the bonus, to the other."""
    for payment in merge_check.payments_of(deps, user_id):
        if payment.referrer_id == gone_id:
            deps.paying.database.commit(Update(replace(payment, referrer_id=kept_id)))
    user, came = deps.paying.users.get(user_id), deps.paying.store.referral(user_id)
    writes: list[Write] = []
    if user is not None and user.referred_by == gone_id:
        writes.append(Update(replace(user, referred_by=kept_id)))
    if came is not None and came.referrer_id == gone_id:
        writes.append(Update(replace(came, referrer_id=kept_id)))
    if writes:
        deps.paying.database.commit(*writes)


def planned(deps: MembershipDeps, *, job: Job) -> Part:
    """Return what would become of the double; nothing is done. Raises as `work` does."""
    gone_id = UserId(str(job.payload["gone_id"]))
    if deps.paying.users.get(gone_id) is None:
        return Part("merge", note="It is done already.")
    takes_media = bool(job.payload["takes_media"])
    pair = looked_at(deps, kept_id=UserId(job.subject), gone_id=gone_id, takes_media=takes_media)
    why = f"All that {pair.gone.name} has goes to {pair.kept.name}"
    step = Step("user.merged", pair.gone.name, why, pair.kept.user.id, merge_check.warnings(pair))
    return Part("merge", (step,))
