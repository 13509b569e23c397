"""The mail that tells administrators of a payment at which a person must look (pure)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.records import Insert
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.writing.outcome import Booking


def with_alarm(booking: Booking, *, admin_email: str, site_url: str, now: datetime) -> Booking:
    """Add the mail that tells administrators; none without an alarm or an address."""
    payment = booking.payment
    if not booking.alarm or not admin_email or payment is None:
        return booking
    facts = {
        "subject": f"Payment of {payment.amount} ({payment.key})",
        "problem": payment.attention,
        "remedy": "Assign it to a user, or clear it with a note once it is looked after.",
        "url": f"{site_url}/admin/payments/{payment.id}",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, admin_email, facts)
    mail = mail_job(message, cause=booking.alarm, now=now)
    return replace(booking, writes=(*booking.writes, Insert(mail)))
