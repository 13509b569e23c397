"""A plan and the price that a gateway charges for it again and again."""

from dataclasses import replace

import pytest

from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ConflictError, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import PlanId
from chalicelib.payments.model import GatewayName
from chalicelib.payments.renewing import offers
from tests.builders import a_plan, usd
from tests.usecases.payments.shop import ADMIN, Shop


def makes(shop: Shop, *, version: int = 1) -> Plan:
    return offers.make(
        shop.payments,
        plan_id=a_plan().id,
        version=version,
        gateway=GatewayName.STRIPE,
        actor=ADMIN,
    )


def state(shop: Shop) -> offers.OfferState:
    return offers.check(shop.payments, plan_id=a_plan().id, gateway=GatewayName.STRIPE)


def test_a_plan_keeps_the_price_that_was_made_for_it(shop: Shop):
    assert state(shop) == offers.OfferState(GatewayName.STRIPE, "", "")

    plan = makes(shop)

    assert plan == shop.db.one(Plan)
    assert plan.offers == {"stripe": "offer_pln_basic_1000"}
    assert state(shop) == offers.OfferState(GatewayName.STRIPE, "offer_pln_basic_1000", "")
    (entry,) = shop.db.all(AuditEntry)
    assert (entry.action, entry.after) == (
        "plan.offered",
        {"offers": "stripe offer_pln_basic_1000"},
    )


def test_making_it_again_changes_nothing(shop: Shop):
    plan = makes(shop)

    assert makes(shop, version=plan.version) == plan
    assert len(shop.db.all(AuditEntry)) == 1


def test_a_changed_plan_differs_until_a_new_price_is_made(shop: Shop):
    plan = makes(shop)
    shop.db.seed(replace(plan, price=usd(12), offers={**plan.offers, "paypal": "P-1"}))
    assert state(shop).difference

    changed = makes(shop, version=plan.version)

    assert changed.offers == {"stripe": "offer_pln_basic_1200", "paypal": "P-1"}
    assert state(shop).difference == ""


def test_nothing_is_made_for_what_was_changed_or_archived_meanwhile(shop: Shop):
    with pytest.raises(StaleRecordError):
        makes(shop, version=7)
    shop.db.seed(a_plan(is_archived=True))
    with pytest.raises(ConflictError):
        makes(shop, version=shop.db.one(Plan).version)
    assert "make_offer" not in shop.gateway.calls


def test_an_unknown_plan_or_a_gateway_that_cannot_renew_is_refused(shop: Shop):
    with pytest.raises(NotFoundError):
        offers.check(shop.payments, plan_id=PlanId("pln_no"), gateway=GatewayName.STRIPE)
    with pytest.raises(NotFoundError):
        offers.check(shop.payments, plan_id=a_plan().id, gateway=GatewayName.PLISIO)
