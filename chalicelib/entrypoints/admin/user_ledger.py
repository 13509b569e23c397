"""A user's ledger: every cent and every day, and what the credit adds up to."""

from chalicelib import wiring
from chalicelib.entrypoints.admin.payment_story import LineShape, lines_of
from chalicelib.entrypoints.admin.shapes import ListQuery, MoneyShape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId

registry = Registry()


class UserLedger(Model):
    """Lines, the newest first, and the credit that they all add up to, by currency."""

    items: list[LineShape]
    next_cursor: str | None
    credit: list[MoneyShape]


@registry.add(
    "GET",
    "/users/{user_id}/ledger",
    summary="A user's ledger",
    query=ListQuery,
    returns=UserLedger,
)
def list_user_ledger(call: Call[NoInput, ListQuery]) -> UserLedger:
    """Return what moved of the user's money, credit and paid time."""
    user_id = UserId(call.path["user_id"])
    if wiring.users_deps().store.get(user_id) is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    store = wiring.payments_deps().store
    page = store.ledger_of(user_id, cursor=call.query.cursor, limit=call.query.limit)
    held = store.credit(user_id)
    return UserLedger(
        items=lines_of(page.items),
        next_cursor=page.next_cursor,
        credit=[MoneyShape.model_validate(held.of(each)) for each in sorted(held.amounts)],
    )
