"""The mail that thanks for a payment (pure); it says whether the next charge comes by itself."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.jobs.model import Job
from chalicelib.kernel.clock import to_iso
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.model import Order, Payment
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.users.model import User


def thanks_job(
    payment: Payment,
    user: User,
    *,
    plan_name: str,
    order: Order | None,
    agreement: Agreement | None,
    cause: str,
    now: datetime,
) -> Job:
    """Return the job that thanks once for that cause, at the order's address if there is one.

    `agreement` is the recurring one that the payment belongs to, as it stands after it.
    """
    facts = {
        "name": user.name,
        "plan": plan_name,
        "amount": str(payment.amount),
        "starts_at": to_iso(payment.starts_at) if payment.starts_at else "",
        "ends_at": to_iso(payment.ends_at) if payment.ends_at else "",
        "payment_id": payment.id,
        "order_id": order.id if order else "",
        **_renewal(agreement),
    }
    message = Message(Event.PAYMENT_RECEIVED, order.email if order else user.email, facts)
    return mail_job(message, cause=cause, now=now, user_id=user.id)


def _renewal(agreement: Agreement | None) -> Mapping[str, str]:
    if agreement is None:
        return {"is_recurring": "no", "renews_at": ""}
    renews_at = agreement.renews_at if agreement.will_charge else None
    return {"is_recurring": "yes", "renews_at": to_iso(renews_at) if renews_at else ""}
