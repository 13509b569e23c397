"""Give a payment to somebody else than it was given to (X008)."""

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.payments.assign import assign
from chalicelib.payments.browsing import find
from chalicelib.payments.by_hand.undo import unassign
from chalicelib.payments.model import Payment, PaymentStatus
from chalicelib.payments.ports import PaymentsDeps


def move(
    deps: PaymentsDeps,
    *,
    payment_id: PaymentId,
    user_id: UserId,
    plan_id: PlanId,
    actor: Actor,
    why: str,
    learns: bool = False,
) -> Payment:
    """Take a payment back from its user and assign it to another, or for another plan.

    Two steps: if the second fails, the payment stands visibly unmatched, and the same call again
    ends it. Raises as `unassign` and `assign` do, and ConflictError for a linked user's part.
    """
    known = find.fresh(deps, find.payment(deps, payment_id).key)
    if known.comes_along:
        raise ConflictError(
            "This is a linked user's part of a master's payment.",
            remedy="Move the master's payment: all parts go with it.",
        )
    find.user(deps, user_id)
    find.plan(deps, plan_id)
    is_theirs = (known.user_id, known.plan_id) == (user_id, plan_id)
    if known.status is PaymentStatus.SETTLED and not is_theirs:
        unassign(deps, payment_id=payment_id, actor=actor, why=why)
    return assign(
        deps, payment_id=payment_id, user_id=user_id, plan_id=plan_id, actor=actor, learns=learns
    )
