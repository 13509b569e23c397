"""Payments at which a person must look."""

from dataclasses import replace

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.ids import PaymentId
from chalicelib.kernel.records import Insert, Update
from chalicelib.payments.browsing import find
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import PaymentsDeps


def clear(deps: PaymentsDeps, *, payment_id: PaymentId, actor: Actor, why: str) -> Payment:
    """Take a payment off the list, with the reason in the audit log; off already is success.

    Raises NotFoundError, InvalidError without a reason, StaleRecordError.
    """
    why = find.reason(why)
    payment = find.payment(deps, payment_id)
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
