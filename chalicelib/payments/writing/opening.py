"""What the books get for somebody who had access before we knew of them (B157)."""

from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import PaymentId, new_id
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Write
from chalicelib.payments.model import GatewayName, Payment, PaymentKey, PaymentStatus
from chalicelib.payments.rules.people import Person
from chalicelib.payments.writing.booking import Purchase, settled
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

NOTES = "Had access when the people of the media servers were taken over."


def opened(user: User, plan: Plan, now: datetime, actor: Actor) -> tuple[Write, ...]:
    """Return the writes that give a newcomer the plan for its term, for no money (pure).

    The payment is named by the user, so that there is one at most. Nobody is mailed and no job is
    ordered: what the person has stays as it is until the hourly run compares it with the plan.
    """
    payment = Payment(
        id=PaymentId(new_id("pay", now=now)),
        key=PaymentKey(GatewayName.MANUAL, f"import-{user.id}"),
        status=PaymentStatus.SETTLED,
        amount=Money.zero(plan.price.currency),
        paid_at=now,
        recorded_at=now,
        notes=NOTES,
    )
    purchase = Purchase(
        Person(user),
        Subscription(user.id),
        plan.id,
        plan.name,
        plan.term.end_from,
        sends_receipt=False,
        is_trial=plan.is_trial,
    )
    booked = settled(payment, purchase, actor=actor, now=now)
    return tuple(write for write in booked.writes if not isinstance(write.record, Job))
