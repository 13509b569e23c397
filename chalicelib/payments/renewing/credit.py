"""Store credit (pure): what a user paid and has not used yet."""

from datetime import datetime

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, LedgerKind, entry
from chalicelib.payments.model import Payment
from chalicelib.payments.rules.agreements import Agreement


def credited(
    balance: CreditBalance,
    payment: Payment,
    credit: Money,
    *,
    why: str,
    actor: Actor,
    now: datetime,
) -> tuple[Write, ...]:
    """Return the writes that change a user's credit because of a payment; a minus takes it back.

    What was spent meanwhile makes the balance negative: the next order pays for it.
    """
    line = credit_line(payment, balance.user_id, credit, why=why, actor=actor, now=now)
    return Update(balance.plus(credit)), Insert(line)


def credit_line(
    payment: Payment, user_id: UserId, credit: Money, *, why: str, actor: Actor, now: datetime
) -> LedgerEntry:
    """Return the ledger's line about a change of a user's credit."""
    return entry(
        LedgerKind.CREDIT,
        at=now,
        actor=actor.name,
        why=why,
        payment=payment,
        user_id=user_id,
        credit=credit,
    )


def against_renewal(
    balance: CreditBalance,
    agreement: Agreement,
    credit: Money,
    *,
    why: str,
    actor: Actor,
    now: datetime,
) -> tuple[Write, ...]:
    """Return the writes that set credit (a minus) against a renewal, or bring it back."""
    user_id = balance.user_id
    line = entry(
        LedgerKind.CREDIT_USED, at=now, actor=actor.name, why=why, user_id=user_id, credit=credit
    )
    told = note(actor, "agreement.credit", agreement.ref, now=now, user_id=user_id, why=why)
    return Update(balance.plus(credit)), Insert(line), Insert(told)


def came_back(
    balance: CreditBalance, agreement: Agreement, back: Money, *, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    """Return the writes that give back what no charge of the agreement will use any more."""
    why = f"{back} of credit came back: {agreement.ref} ended before it was used"
    return against_renewal(balance, agreement, back, why=why, actor=actor, now=now)
