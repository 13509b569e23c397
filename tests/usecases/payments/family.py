"""Ann, who pays for Bob and Cleo, and how to look at what that comes to."""

from typing import Any

from chalicelib.kernel.ids import UserId
from chalicelib.kernel.secret import Sealed
from chalicelib.payments.ledger import LedgerEntry, paid_seconds
from chalicelib.payments.model import (
    Payment,
)
from chalicelib.settings.model import PaymentSettings, StripeSettings
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.model import Links
from tests.builders import (
    NOON,
    a_plan,
    a_user,
    an_identity,
    claims_of,
    usd,
)
from tests.usecases.payments.shop import Shop

ANN, BOB, CLEO = (UserId(f"usr_{name}") for name in ("ann", "bob", "cleo"))
FAMILY = a_plan(
    id="pln_family",
    name="Family",
    price=usd(30),
    max_sub_accounts=2,
    offers={"stripe": "price_family"},
)


def link(shop: Shop, *subs: UserId, master: UserId = ANN) -> None:
    shop.db.seed(Links(master, sub_ids=subs, since=NOON))
    shop.db.seed(*(Links(sub, master_id=master, since=NOON) for sub in subs))


def open_shop() -> Shop:
    shop = Shop()
    for name in ("ann", "bob", "cleo"):
        user = a_user(
            id=f"usr_{name}",
            name=name.title(),
            email=f"{name}@example.com",
            media=an_identity(name),
        )
        shop.db.seed(user, *claims_of(user))
    shop.db.seed(
        FAMILY,
        PaymentSettings(recurring_enabled=True),
        StripeSettings(enabled=True, recurring_enabled=True, secret_key=Sealed("sealed")),
    )
    link(shop, BOB, CLEO)
    return shop


def pays(shop: Shop, **how: Any) -> Payment:
    return shop.sells("ann", plan_id=FAMILY.id, user_id=ANN, **how)


def parts(shop: Shop) -> list[Payment]:
    return sorted(shop.db.all(Payment), key=lambda each: each.key.sequence)


def paid(shop: Shop, user_id: UserId) -> tuple[Period, ...]:
    held = shop.db.find(Subscription, user_id)
    return tuple(each for each in held.periods if not is_grace(each)) if held else ()


def books_agree(shop: Shop) -> None:
    """Check that ledger, periods and payments say the same of everybody."""
    for user_id in (ANN, BOB, CLEO):
        lines = [each for each in shop.db.all(LedgerEntry) if each.user_id == user_id]
        held = shop.db.find(Subscription, user_id) or Subscription(user_id)
        assert sum(each.seconds for each in lines) == paid_seconds(held), user_id
