"""Find what a request names, or say what is wrong with it."""

from dataclasses import replace

from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments.model import Payment, PaymentKey
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.users.model import User

LONGEST_WHY = 500


def payment(deps: PaymentsDeps, payment_id: PaymentId) -> Payment:
    """Return the payment with our own id; raises NotFoundError."""
    found = deps.store.payment_by_id(payment_id)
    if found is None:
        raise NotFoundError("There is no such payment.", remedy="Reload the list.")
    return found


def fresh(deps: PaymentsDeps, key: PaymentKey) -> Payment:
    """Return the payment as it stands now, strongly consistent; raises NotFoundError."""
    found = deps.store.payment(key)
    if found is None:
        raise NotFoundError("There is no such payment.", remedy="Reload the list.")
    return found


def payer(deps: PaymentsDeps, part: Payment) -> Payment:
    """Return the master's payment with which a linked user's part came; raises NotFoundError."""
    return fresh(deps, replace(part.key, sequence=1))


def user(deps: PaymentsDeps, user_id: UserId) -> User:
    """Return the user; raises InvalidError naming `user_id`."""
    found = deps.users.get(user_id)
    if found is None:
        raise InvalidError.of("user_id", "There is no such user.", "Choose one of the list.")
    return found


def plan(deps: PaymentsDeps, plan_id: PlanId) -> Plan:
    """Return the plan; raises InvalidError naming `plan_id`."""
    found = deps.catalog.plan(plan_id)
    if found is None:
        raise InvalidError.of("plan_id", "There is no such plan.", "Choose one of the list.")
    return found


def reason(why: str) -> str:
    """Return the reason without blanks around it; raises InvalidError when there is none."""
    text = why.strip()
    if not text or len(text) > LONGEST_WHY:
        raise InvalidError.of(
            "why", "A reason is needed.", f"Write 1 to {LONGEST_WHY} characters."
        )
    return text
