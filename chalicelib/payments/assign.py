"""Give a payment that bought nothing yet to somebody."""

from dataclasses import replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments.booking import Booking, Outcome, Purchase, settled
from chalicelib.payments.model import Payment, PaymentKey, PaymentStatus
from chalicelib.payments.people import Person
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.settle import commit_anew


def assign(
    deps: PaymentsDeps, *, payment_id: PaymentId, user_id: UserId, plan_id: PlanId, actor: Actor
) -> Payment:
    """Settle an unmatched or held payment for a user: it buys one term of the plan.

    Doing it twice for the same user and plan is success. Raises NotFoundError, InvalidError for an
    unknown user or plan, IllegalMoveError when the payment bought something else already.
    """
    known = deps.store.payment_by_id(payment_id)
    if known is None:
        raise NotFoundError("There is no such payment.", remedy="Reload the list.")
    user, plan = deps.users.get(user_id), deps.catalog.plan(plan_id)
    if user is None:
        raise InvalidError.of("user_id", "There is no such user.", "Choose one of the list.")
    if plan is None:
        raise InvalidError.of("plan_id", "There is no such plan.", "Choose one of the list.")

    def decide() -> Booking:
        payment = _fresh(deps, known.key)
        if (payment.status, payment.user_id, payment.plan_id) == (
            PaymentStatus.SETTLED,
            user.id,
            plan.id,
        ):
            return Booking(Outcome.KNOWN, payment)
        moved = replace(payment.move(PaymentStatus.SETTLED), attention="")
        subscription = deps.subscriptions.get(user.id)
        purchase = Purchase(Person(user), subscription, plan.id, plan.name, plan.term)
        return settled(moved, purchase, actor=actor, now=deps.clock.now())

    return commit_anew(deps, decide, subject=str(known.key)).payment or known


def _fresh(deps: PaymentsDeps, key: PaymentKey) -> Payment:
    payment = deps.store.payment(key)
    if payment is None:
        raise NotFoundError("There is no such payment.", remedy="Reload the list.")
    return payment
