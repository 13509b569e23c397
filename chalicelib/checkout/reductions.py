"""What reduces a sale's price: a discount code, and the customer's own credit."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.catalog import discounts
from chalicelib.catalog.discounts import Discount
from chalicelib.catalog.model import Plan
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.quote import Quote, quote
from chalicelib.kernel.ids import UserId
from chalicelib.payments.ledger import CreditBalance
from chalicelib.payments.model import OrderMode
from chalicelib.payments.rules.people import claims_of


@dataclass(frozen=True, slots=True)
class Reduced:
    """A quote, with what stands behind it as it was read."""

    quote: Quote
    discount: Discount | None = None
    balance: CreditBalance | None = None


def reduced(
    deps: CheckoutDeps, asked: StartRequest, plan: Plan, *, asker: UserId | None, now: datetime
) -> Reduced:
    """Return what the plan costs the customer now; raises InvalidError naming `discount_code`.

    Credit is only used for whoever is signed in. Without a code nothing is read for codes.
    """
    is_recurring = asked.mode is OrderMode.RECURRING
    code = discounts.normal(asked.discount_code)
    discount = off = None
    if code:
        claims = tuple(sorted(claims_of(asked.media)))
        who = discounts.people(user_id=asker, email=asked.email, claims=claims)
        discount, uses = deps.payments.discount_for(code, who)
        off = discounts.check(
            discount,
            price=plan.price,
            email=_address(deps, asked, discount),
            has_used=bool(uses),
            is_recurring=is_recurring,
            now=now,
        )
    balance = deps.payments.credit(asked.user_id) if asked.user_id else None
    quoted = quote(
        plan.price,
        code=code,
        discount=off,
        balance=balance.of(plan.price.currency) if balance else None,
        uses_credit=asked.uses_credit,
        is_recurring=is_recurring,
    )
    return Reduced(quoted, discount, balance)


def _address(deps: CheckoutDeps, asked: StartRequest, discount: Discount | None) -> str:
    """Return the customer's address: of whoever is signed in, their own and not what was typed.

    Only a code that is bound to an address asks whose it is (B095).
    """
    if discount is None or not discount.email or asked.user_id is None:
        return asked.email
    user = deps.users.get(asked.user_id)
    return user.email if user is not None and user.email else asked.email
