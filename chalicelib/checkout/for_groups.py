"""Plans for a master and linked users: whom they are shown to and sold to (B032, B115)."""

from collections.abc import Iterable

from chalicelib.catalog.model import Plan
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import UserId


class NotForThemError(ConflictError):
    """The plan is for a group that the customer does not have."""

    default_code = "plan.not_for_them"


def shown(
    deps: CheckoutDeps, plans: Iterable[Plan], *, user_id: UserId | None
) -> tuple[Plan, ...]:
    """Return the plans without those for a group that the customer does not have.

    Reads only for somebody who is signed in, and only where there is such a plan.
    """
    listed = tuple(plans)
    if all(not plan.covers for plan in listed):
        return listed
    subs = _subs(deps, user_id)
    return tuple(plan for plan in listed if plan.covers in {0, subs})


def refuse_unfit(deps: CheckoutDeps, plan: Plan, *, user_id: UserId | None) -> None:
    """Raise NotForThemError unless a signed-in master has exactly so many linked users."""
    if not plan.covers:
        return
    subs = _subs(deps, user_id)
    if subs == plan.covers:
        return
    message = f"{plan.name} is for somebody with exactly {_users(plan.covers)}"
    if user_id is None:
        raise NotForThemError(
            f"{message}.", remedy="Sign in to your account first, or choose another plan."
        )
    raise NotForThemError(
        f"{message}; you have {subs or 'none'}.",
        remedy="Choose another plan, or ask us to link the accounts that you pay for.",
    )


def _subs(deps: CheckoutDeps, user_id: UserId | None) -> int:
    """Return how many linked users a customer has; somebody who is not signed in has none."""
    if user_id is None:
        return 0
    return len(deps.users.links((user_id,))[user_id].sub_ids)


def _users(count: int) -> str:
    return f"{count} linked user" if count == 1 else f"{count} linked users"
