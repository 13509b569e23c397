"""Payments at which a person must look."""

from dataclasses import replace

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import PaymentId
from chalicelib.kernel.records import Insert, Update
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import PaymentsDeps

LONGEST_WHY = 500


def clear(deps: PaymentsDeps, *, payment_id: PaymentId, actor: Actor, why: str) -> Payment:
    """Take a payment off the list, with the reason in the audit log; off already is success.

    Raises NotFoundError, InvalidError without a reason, StaleRecordError.
    """
    why = why.strip()
    if not why or len(why) > LONGEST_WHY:
        raise InvalidError.of(
            "why", "A reason is needed.", f"Write 1 to {LONGEST_WHY} characters."
        )
    payment = deps.store.payment_by_id(payment_id)
    if payment is None:
        raise NotFoundError("There is no such payment.", remedy="Reload the list.")
    if not payment.attention:
        return payment
    cleared = replace(payment, attention="")
    entry = note(
        actor,
        "payment.attention_cleared",
        payment.id,
        now=deps.clock.now(),
        user_id=payment.user_id,
        why=why,
        before={"attention": payment.attention},
        after={"attention": ""},
    )
    deps.database.commit(Update(cleared), Insert(entry))
    return replace(cleared, version=cleared.version + 1)
