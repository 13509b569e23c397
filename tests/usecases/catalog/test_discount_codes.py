"""Discount codes as administrators keep them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib.catalog.discount_codes import DiscountDraft, add, change
from chalicelib.catalog.discounts import Discount
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    StaleRecordError,
)
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money
from tests.builders import NOON, usd
from tests.usecases.catalog.world import ADMIN

HALF = DiscountDraft(percent=Decimal(50))


def test_a_code_is_added_with_its_terms_whatever_its_case(world):
    draft = DiscountDraft(
        amount=usd(5), email=" Ann@Example.com ", max_uses=3, expires_at=NOON, is_active=False
    )

    added = add(world.deps, code="  Summer-26 ", draft=draft, actor=ADMIN)

    assert added == world.db.one(Discount)
    assert (added.code, added.amount, added.email) == ("summer-26", usd(5), "ann@example.com")
    assert (added.max_uses, added.expires_at, added.is_active) == (3, NOON, False)
    assert world.db.one(AuditEntry).action == "discount.added"


@pytest.mark.behaviour("B091")
def test_a_code_that_exists_is_refused(world):
    add(world.deps, code="half", draft=HALF, actor=ADMIN)

    with pytest.raises(ConflictError) as caught:
        add(world.deps, code="HALF", draft=DiscountDraft(amount=usd(1)), actor=ADMIN)

    assert caught.value.remedy
    assert world.db.one(Discount).percent == 50


@pytest.mark.behaviour("B092")
@pytest.mark.parametrize(
    "draft", [DiscountDraft(), DiscountDraft(percent=Decimal(5), amount=usd(5))]
)
def test_both_or_neither_of_percent_and_amount_is_refused(world, draft: DiscountDraft):
    with pytest.raises(InvalidError) as caught:
        add(world.deps, code="spring", draft=draft, actor=ADMIN)

    assert [each.field for each in caught.value.problems] == ["percent"]
    kept = add(world.deps, code="spring", draft=HALF, actor=ADMIN)
    with pytest.raises(InvalidError):
        change(world.deps, code="spring", version=kept.version, draft=draft, actor=ADMIN)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"percent": Decimal(0)}, "percent"),
        ({"percent": Decimal("100.01")}, "percent"),
        ({"percent": Decimal("1.234")}, "percent"),
        ({"percent": None, "amount": usd(0)}, "amount"),
        ({"percent": None, "amount": Money(10**12, "USD")}, "amount"),
        ({"percent": None, "amount": Money(5, "XXQ")}, "amount.currency"),
        ({"expires_at": NOON.replace(tzinfo=None)}, "expires_at"),
        ({"email": "nobody"}, "email"),
        ({"max_uses": 0}, "max_uses"),
        ({"max_uses": 1_000_001}, "max_uses"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(world, changes, field: str):
    with pytest.raises(InvalidError) as caught:
        add(world.deps, code="spring", draft=replace(HALF, **changes), actor=ADMIN)

    assert [each.field for each in caught.value.problems] == [field]
    assert caught.value.problems[0].remedy


@pytest.mark.parametrize("code", ["", "x", "two words", "käse", "a" * 41, "-dash", "a/b", "a#b"])
def test_texts_that_cannot_be_typed_or_linked_are_no_codes(world, code: str):
    with pytest.raises(InvalidError) as caught:
        add(world.deps, code=code, draft=HALF, actor=ADMIN)

    assert [each.field for each in caught.value.problems] == ["code"]


def test_a_change_keeps_uses_and_promises_and_is_noted(world):
    add(world.deps, code="half", draft=HALF, actor=ADMIN)
    order, until = OrderId("ord_1"), NOON + timedelta(days=1)
    held = world.db.one(Discount).hold(order, until=until, now=NOON)
    world.db.seed(replace(held, used=2))

    off = replace(HALF, is_active=False)
    changed = change(world.deps, code=" HALF", version=1, draft=off, actor=ADMIN)

    assert changed == world.db.one(Discount)
    assert (changed.used, changed.holds, changed.is_active) == (2, {order: until}, False)
    noted = world.db.all(AuditEntry)[-1]
    assert (noted.action, noted.before, noted.after) == (
        "discount.changed",
        {"is_active": "True"},
        {"is_active": "False"},
    )


def test_a_change_without_a_difference_is_none(world):
    add(world.deps, code="half", draft=HALF, actor=ADMIN)

    assert change(world.deps, code="half", version=1, draft=HALF, actor=ADMIN).version == 1


def test_changes_need_a_code_and_the_latest_version(world):
    with pytest.raises(NotFoundError):
        change(world.deps, code="none", version=1, draft=HALF, actor=ADMIN)
    add(world.deps, code="half", draft=HALF, actor=ADMIN)
    with pytest.raises(StaleRecordError):
        change(world.deps, code="half", version=0, draft=HALF, actor=ADMIN)
