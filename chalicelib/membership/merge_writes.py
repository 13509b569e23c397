"""What becoming one user writes, part by part; see merge.py, which puts it together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.access.model import ShareState
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Delete, Insert, Put, Update, Write
from chalicelib.membership.merge_check import Pair
from chalicelib.membership.ports import MembershipDeps
from chalicelib.payments.ledger import LedgerKind, entry
from chalicelib.payments.model import Payment
from chalicelib.payments.rules import marks
from chalicelib.subscriptions.grace import grace_of, is_grace
from chalicelib.subscriptions.lifecycle import rescheduled
from chalicelib.subscriptions.model import Period
from chalicelib.users.claims import account_claim, claims_of
from chalicelib.users.model import MediaIdentity, User


def payments(
    deps: MembershipDeps,
    pair: Pair,
    payments: Iterable[Payment],
    *,
    actor: Actor,
    now: datetime,
    with_grace: bool = False,
) -> Iterator[Write]:
    """Yield what gives payments and their periods, and perhaps grace, to the one who stays."""
    kept_id, gone_id = pair.kept.user.id, pair.gone.user.id
    rows = tuple(payments)
    moved_ids = {each.id for each in rows}
    going = tuple(
        each
        for each in pair.gone.paid.periods
        if each.payment_id in moved_ids or (with_grace and is_grace(each))
    )
    yield from _time(pair, going, now=now)
    for payment in rows:
        yield Update(replace(payment, user_id=kept_id, master_id=_master(payment, pair)))
        yield from _parts(deps, payment, pair)
        seconds = sum(
            int((each.ends_at - each.starts_at).total_seconds())
            for each in going
            if each.payment_id == payment.id
        )
        for user_id, sign in ((gone_id, -1), (kept_id, 1)):
            line = entry(
                LedgerKind.MOVED,
                at=now,
                actor=actor.name,
                why=f"{pair.gone.name} and {pair.kept.name} are one user",
                payment=payment,
                user_id=user_id,
                seconds=sign * seconds,
            )
            yield Insert(line)


def _time(pair: Pair, going: tuple[Period, ...], *, now: datetime) -> Iterator[Write]:
    if not going:
        return
    kept, gone = pair.kept.paid, pair.gone.paid
    has_grace = grace_of(kept) is not None
    taken = tuple(each for each in going if not (is_grace(each) and has_grace))
    periods = sorted((*kept.periods, *taken), key=lambda each: each.starts_at)
    rest = tuple(each for each in gone.periods if each not in going)
    yield Update(rescheduled(replace(kept, periods=tuple(periods)), now=now))
    yield Update(rescheduled(replace(gone, periods=rest), now=now))


def _master(payment: Payment, pair: Pair) -> UserId | None:
    is_own = payment.master_id == pair.gone.user.id
    return pair.kept.user.id if is_own else payment.master_id


def _parts(deps: MembershipDeps, payment: Payment, pair: Pair) -> Iterator[Write]:
    """Yield what tells the parts of linked users who their master is now (B116)."""
    if payment.master_id != pair.gone.user.id:
        return
    for part in deps.paying.store.parts(payment):
        if part.key != payment.key:
            yield Update(replace(part, master_id=pair.kept.user.id))


def person(pair: Pair, *, actor: Actor, now: datetime) -> Iterator[Write]:
    """Yield the end of the double, and what the one who stays takes over of the profile."""
    kept, gone = pair.kept.user, pair.gone.user
    media = gone.media if pair.takes_media else kept.media
    after = replace(
        kept,
        media=media,
        name=kept.name or gone.name,
        paypal_email=kept.paypal_email or gone.paypal_email,
        discord_id=kept.discord_id or gone.discord_id,
        notes="\n".join(filter(None, (kept.notes, gone.notes))),
        preferred_location_id=kept.preferred_location_id or gone.preferred_location_id,
        last_server_id=kept.last_server_id or gone.last_server_id,
        joined_at=min(kept.joined_at, gone.joined_at),
        referred_by=kept.referred_by or gone.referred_by,
    )
    yield Update(after)
    yield Delete(gone)
    yield from _claims(pair, media)
    if gone.paypal_email and not kept.paypal_email:
        mark = marks.of_paypal(gone.paypal_email)
        yield Put(marks.PayerMark(mark, kept.id, marks.PROFILE))
    yield Insert(
        note(
            actor,
            "user.merged",
            kept.id,
            now=now,
            user_id=kept.id,
            why=f"{pair.gone.name} ({gone.id}) was the same person",
            before={"media": kept.media.handle, "gone_email": gone.email, "gone": gone.id},
            after={"media": media.handle, "gone_media": gone.media.handle},
        )
    )


def _claims(pair: Pair, media: MediaIdentity) -> Iterator[Write]:
    kept, gone = pair.kept.user, pair.gone.user
    if not pair.takes_media:
        yield from (Delete(each) for each in claims_of(gone.media, gone.id))
        return
    wanted = {each.value for each in claims_of(media, kept.id)}
    yield from (
        Delete(each) for each in claims_of(kept.media, kept.id) if each.value not in wanted
    )
    yield from (Put(each) for each in claims_of(media, kept.id))


def credit(pair: Pair, *, actor: Actor, now: datetime) -> Iterator[Write]:
    """Yield what gives the double's store credit to the one who stays."""
    kept, gone = pair.kept.credit, pair.gone.credit
    amounts = [Money(minor, code) for code, minor in sorted(gone.amounts.items()) if minor]
    if not amounts:
        return
    balance = kept
    for amount in amounts:
        balance = balance.plus(amount)
        less = Money(-amount.minor, amount.currency)
        for user_id, credit in ((gone.user_id, less), (kept.user_id, amount)):
            why = f"{pair.gone.name} and {pair.kept.name} are one user"
            yield Insert(
                entry(
                    LedgerKind.CREDIT,
                    at=now,
                    actor=actor.name,
                    why=why,
                    user_id=user_id,
                    credit=credit,
                )
            )
    yield Update(balance)
    yield Update(replace(gone, amounts={}))


def links(deps: MembershipDeps, pair: Pair, *, now: datetime) -> Iterator[Write]:
    """Yield what puts the one who stays into the double's place in a group."""
    kept, gone = pair.kept.links, pair.gone.links
    if gone.group_id is None:
        return
    if gone.master_id is not None:
        master = deps.paying.users.links((gone.master_id,))[gone.master_id]
        named = (kept.user_id if each == gone.user_id else each for each in master.sub_ids)
        yield Update(replace(master, sub_ids=tuple(dict.fromkeys(named)), since=now))
        if kept.master_id is None:
            yield Update(replace(kept, master_id=gone.master_id, since=now))
    else:
        for sub in deps.paying.users.links(gone.sub_ids).values():
            yield Update(replace(sub, master_id=kept.user_id, since=now))
        yield Update(replace(kept, sub_ids=gone.sub_ids, since=now))
    yield Update(replace(gone, master_id=None, sub_ids=(), since=now))


def shares(deps: MembershipDeps, pair: Pair, *, now: datetime) -> Iterator[Write]:
    """Yield the double's shares as the other's; one of an account that goes is given up.

    An account that exists on one server only comes along with its share.
    """
    for server_id, row in sorted(pair.gone.shares.items()):
        yield Delete(row)
        own = pair.kept.shares.get(server_id)
        if own is not None and (own.takes_seat or not row.takes_seat):
            continue
        stays = pair.takes_media or bool(row.account_ref)
        taken = replace(row, user_id=pair.kept.user.id, version=own.version if own else 0)
        if row.takes_seat and not stays:
            taken = taken.move(ShareState.REMOVED, now=now)
            seats = deps.paying.catalog.seats(server_id)
            yield Update(replace(seats, people=max(0, seats.people - 1)))
        if row.account_ref:
            yield Put(account_claim(server_id, row.account_ref, pair.kept.user.id))
        yield Update(taken)


def reconcile_job(pair: Pair, job: Job, *, now: datetime) -> Job:
    """Return the job that takes access from the account that goes, and completes the other's."""
    leaves: User = pair.kept.user if pair.takes_media else pair.gone.user
    former = {
        "username": leaves.media.username,
        "email": leaves.media.email,
        "plex_id": leaves.media.plex_id,
    }
    return new_job(
        JobKind.RECONCILE_ACCESS,
        pair.kept.user.id,
        now=now,
        cause=f"merged_{job.id}",
        payload={"former": former},
        user_id=pair.kept.user.id,
    )
