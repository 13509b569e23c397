"""Discount codes."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.catalog import discount_codes
from chalicelib.catalog.discounts import Discount, DiscountUse, normal
from chalicelib.entrypoints.admin.shapes import (
    Email,
    Instant,
    ListQuery,
    MoneyInput,
    MoneyShape,
    Version,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.users.model import User

registry = Registry()

Code = Annotated[str, StringConstraints(min_length=2, max_length=discount_codes.LONGEST)]
Percent = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$")]
Uses = Annotated[int, Field(ge=1, le=discount_codes.MOST_USES, strict=True)]


class DiscountShape(Model):
    """A code that takes a share or an amount off a plan's price.

    `used` counts paid orders, `promised` those that await payment.
    """

    code: str
    percent: str | None
    amount: MoneyShape | None
    email: str
    max_uses: int | None
    expires_at: datetime | None
    allows_recurring: bool
    is_active: bool
    used: int
    promised: int
    created_at: datetime | None
    version: int


class DiscountList(Model):
    """Discount codes by their text."""

    items: list[DiscountShape]
    next_cursor: str | None


class DiscountInput(Model):
    """What can be set of a code: either `percent` or `amount`; without a limit it has none."""

    percent: Percent | None = None
    amount: MoneyInput | None = None
    email: Email = ""
    max_uses: Uses | None = None
    expires_at: Instant | None = None
    allows_recurring: bool = False
    is_active: bool = True


class NewDiscount(DiscountInput):
    """The same with the code itself, which stays."""

    code: Code


class DiscountChange(DiscountInput):
    """The same for a code that exists."""

    version: Version


class DiscountUseShape(Model):
    """Who used a code, with which order."""

    user_id: str
    user_label: str
    order_id: str
    used_at: datetime


class DiscountUseList(Model):
    """Who used a code."""

    items: list[DiscountUseShape]
    next_cursor: str | None


@registry.add(
    "GET", "/discounts", summary="List discount codes", query=ListQuery, returns=DiscountList
)
def list_discounts(call: Call[NoInput, ListQuery]) -> DiscountList:
    """Return the codes by their text."""
    page = wiring.catalog_deps().store.discounts(cursor=call.query.cursor, limit=call.query.limit)
    return DiscountList(items=[_shape(each) for each in page.items], next_cursor=page.next_cursor)


@registry.add(
    "POST",
    "/discounts",
    summary="Add a discount code",
    body=NewDiscount,
    returns=DiscountShape,
    status=201,
)
def add_discount(call: Call[NewDiscount, NoInput]) -> DiscountShape:
    """Add a code; upper and lower case are the same."""
    added = discount_codes.add(
        wiring.catalog_deps(), code=call.body.code, draft=_draft(call.body), actor=call.actor
    )
    return _shape(added)


@registry.add("GET", "/discounts/{code}", summary="Show a discount code", returns=DiscountShape)
def read_discount(call: Call[NoInput, NoInput]) -> DiscountShape:
    """Return one code."""
    return _shape(_found(call.path["code"]))


@registry.add(
    "PUT",
    "/discounts/{code}",
    summary="Change a discount code",
    body=DiscountChange,
    returns=DiscountShape,
)
def change_discount(call: Call[DiscountChange, NoInput]) -> DiscountShape:
    """Change a code's terms, or switch it off; what was used stays as it was."""
    changed = discount_codes.change(
        wiring.catalog_deps(),
        code=call.path["code"],
        version=call.body.version,
        draft=_draft(call.body),
        actor=call.actor,
    )
    return _shape(changed)


@registry.add(
    "GET",
    "/discounts/{code}/uses",
    summary="List who used a discount code",
    query=ListQuery,
    returns=DiscountUseList,
)
def list_discount_uses(call: Call[NoInput, ListQuery]) -> DiscountUseList:
    """Return everybody who paid an order with the code."""
    discount = _found(call.path["code"])
    page = wiring.catalog_deps().store.discount_users(
        discount.code, cursor=call.query.cursor, limit=call.query.limit
    )
    ids = {use: UserId(use.who.removeprefix("user:")) for use in page.items}
    users = wiring.users_deps().store.many(tuple(ids.values())) if ids else {}
    return DiscountUseList(
        items=[_use(use, user_id, users.get(user_id)) for use, user_id in ids.items()],
        next_cursor=page.next_cursor,
    )


def _found(code: str) -> Discount:
    discount = wiring.catalog_deps().store.discount(normal(code))
    if discount is None:
        raise NotFoundError("There is no such code.", remedy="Reload the list.")
    return discount


def _draft(body: DiscountInput) -> discount_codes.DiscountDraft:
    return discount_codes.DiscountDraft(
        percent=Decimal(body.percent) if body.percent is not None else None,
        amount=body.amount.to_money() if body.amount else None,
        email=body.email,
        max_uses=body.max_uses,
        expires_at=body.expires_at,
        allows_recurring=body.allows_recurring,
        is_active=body.is_active,
    )


def _shape(discount: Discount) -> DiscountShape:
    now = wiring.clock().now()
    return DiscountShape(
        code=discount.code,
        percent=f"{discount.percent.normalize():f}" if discount.percent is not None else None,
        amount=MoneyShape.model_validate(discount.amount) if discount.amount else None,
        email=discount.email,
        max_uses=discount.max_uses,
        expires_at=discount.expires_at,
        allows_recurring=discount.allows_recurring,
        is_active=discount.is_active,
        used=discount.used,
        promised=discount.promised(now=now) - discount.used,
        created_at=discount.created_at,
        version=discount.version,
    )


def _use(use: DiscountUse, user_id: UserId, user: User | None) -> DiscountUseShape:
    label = (user.name or user.email) if user else "Unknown"
    return DiscountUseShape(
        user_id=user_id, user_label=label, order_id=use.order_id, used_at=use.used_at
    )
