"""Another plan for somebody whose plan renews at a gateway that reckons the change itself."""

from dataclasses import replace

import pytest

from chalicelib.catalog.model import Plan
from chalicelib.jobs.model import JobKind
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.kernel.ids import PlanId
from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Sealed
from chalicelib.kernel.term import months
from chalicelib.payments.ledger import LedgerEntry, money_of, paid_seconds
from chalicelib.payments.model import GatewayName, OrderMode, Payment, PaymentStatus
from chalicelib.payments.renewing import renewal_change
from chalicelib.payments.renewing.renewal_change import RenewalChange
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus, ConfirmNeededError
from chalicelib.settings.model import PaymentSettings, StripeSettings
from chalicelib.subscriptions.grace import without_grace
from chalicelib.subscriptions.model import Period
from tests.builders import a_plan, usd
from tests.usecases.payments.shop import ADMIN, Shop


@pytest.fixture
def shop() -> Shop:
    """Ann renews *Basic* for 10.00 a month since 15 days; *Premium* costs 30.00."""
    shop = Shop()
    keys = StripeSettings(enabled=True, recurring_enabled=True, secret_key=Sealed("sealed"))
    shop.db.seed(keys, PaymentSettings(recurring_enabled=True))
    for plan in (a_plan(), premium(), yearly()):
        offers = {"stripe": shop.gateway.make_offer(plan)}
        shop.db.seed(a_plan(**{**fields(plan), "offers": offers}))
    shop.sells(mode=OrderMode.RECURRING)
    shop.passes(days=15, hours=12)
    return shop


def fields(plan: Plan) -> dict[str, object]:
    return {"id": plan.id, "name": plan.name, "price": plan.price, "term": plan.term}


def premium() -> Plan:
    return a_plan(id=PlanId("pln_premium"), name="Premium", price=usd(30))


def yearly() -> Plan:
    return a_plan(id=PlanId("pln_yearly"), name="Yearly", price=usd(90), term=months(12))


def periods_of(shop: Shop) -> tuple[Period, ...]:
    """Return what was paid."""
    return without_grace(shop.subscription(), now=shop.clock.now()).periods


def stored(shop: Shop, plan: Plan) -> Plan:
    found = shop.db.find(Plan, plan.id)
    assert found is not None
    return found


def shown(shop: Shop, plan: Plan) -> RenewalChange:
    user_id = shop.db.one(Agreement).user_id
    return renewal_change.preview(shop.payments, user_id=user_id, plan=stored(shop, plan))


def agreed(
    shop: Shop, change: RenewalChange, *, charge: Money | None = None, may_ask: bool = False
) -> Agreement:
    return renewal_change.change(
        shop.payments,
        user_id=change.agreement.user_id,
        plan=change.plan,
        at=change.at,
        charge=charge or change.proration.charge,
        actor=ADMIN,
        may_ask=may_ask,
    )


def the_difference_arrives(shop: Shop) -> Payment:
    """Let the webhook of the gateway's latest payment arrive, twice."""
    external_id = list(shop.gateway.payments)[-1]
    ref = shop.db.one(Agreement).ref
    for number in range(2):
        shop.hears(event_id=f"evt_{number}", external_id=external_id, agreement_ref=ref)
    [found] = [each for each in shop.db.all(Payment) if each.key.external_id == external_id]
    return found


def test_only_a_paid_renewal_that_goes_on_there_can_change_its_plan(shop: Shop):
    agreement = shop.db.one(Agreement)

    def can(**change: object) -> bool:
        return renewal_change.is_reckoned(shop.payments, replace(agreement, **change))

    assert can()
    assert not can(gateway=GatewayName.PAYPAL)
    assert not can(cancels_at=shop.clock.now())
    assert not can(status=AgreementStatus.FAILING)
    assert not can(status=AgreementStatus.ENDED)


def test_what_is_charged_is_what_was_shown_and_the_plan_changes_from_now_on(shop: Shop):
    before = shop.subscription()
    ends_at = periods_of(shop)[0].ends_at
    change = shown(shop, premium())
    assert change.proration.charge == usd("8.93")
    assert (change.proration.credit, change.proration.until) == (usd(0), ends_at)
    shop.passes(minutes=10)

    for _ in range(2):
        after = agreed(shop, change)

    assert (after.plan_id, after.price) == ("pln_premium", usd(30))
    old, new = periods_of(shop)
    assert (old.ends_at, old.plan_id, new.plan_id) == (new.starts_at, a_plan().id, "pln_premium")
    assert (new.starts_at, new.ends_at) == (shop.clock.now(), ends_at)
    paid = the_difference_arrives(shop)
    assert (paid.status, paid.amount, paid.plan_id) == (
        PaymentStatus.SETTLED,
        usd("8.93"),
        "pln_premium",
    )
    assert (paid.starts_at, paid.attention) == (None, "")
    assert paid_seconds(shop.subscription()) == paid_seconds(before)
    assert shop.gateway.calls.count("change_offer") == 1
    assert shop.db.one(Agreement).renews_at == ends_at


def test_a_cheaper_plan_leaves_its_credit_at_the_gateway_and_costs_nothing_now(shop: Shop):
    agreed(shop, shown(shop, premium()))
    the_difference_arrives(shop)

    change = shown(shop, a_plan())
    agreed(shop, change)
    paid = the_difference_arrives(shop)

    assert (change.proration.charge, change.proration.credit.minor > 0) == (usd(0), True)
    assert (paid.status, paid.amount, paid.plan_id) == (
        PaymentStatus.SETTLED,
        usd(0),
        a_plan().id,
    )
    assert periods_of(shop)[-1].plan_id == a_plan().id


def test_a_plan_of_another_rhythm_ends_what_ran_and_begins_its_own_time(shop: Shop):
    change = shown(shop, yearly())
    agreed(shop, change)
    paid = the_difference_arrives(shop)

    now = shop.clock.now()
    periods = periods_of(shop)
    assert (paid.starts_at, paid.ends_at) == (now, change.proration.until)
    assert [each.ends_at for each in periods if each.starts_at < now] == [now]
    assert periods[-1].ends_at == months(12).end_from(now)
    lines = shop.db.all(LedgerEntry)
    assert sum(each.seconds for each in lines) == paid_seconds(shop.subscription())
    assert money_of(lines) == {"USD": 1000 + change.proration.charge.minor}


def test_a_change_made_at_the_gateway_itself_is_followed(shop: Shop):
    change = shown(shop, premium())
    shop.gateway.change_offer(
        change.agreement.ref,
        offer_ref=change.plan.offers["stripe"],
        at=change.at,
        reference="dashboard",
    )

    paid = the_difference_arrives(shop)

    assert paid.plan_id == shop.db.one(Agreement).plan_id == "pln_premium"
    assert periods_of(shop)[-1].plan_id == "pln_premium"
    jobs = [
        job for job in shop.access_jobs() if str(job.id).startswith("job_reconcile_access_agr")
    ]
    assert [job.kind for job in jobs] == [JobKind.RECONCILE_ACCESS]


def test_the_next_renewal_is_of_the_new_plan(shop: Shop):
    agreed(shop, shown(shop, premium()))
    the_difference_arrives(shop)
    shop.passes(days=16)

    renewal = shop.gateway.renew(shop.db.one(Agreement).ref)
    shop.hears(event_id="evt_renewal", external_id=renewal.key.external_id)

    [paid] = [each for each in shop.db.all(Payment) if each.key == renewal.key]
    assert (paid.amount, paid.plan_id, paid.ends_at) == (
        usd(30),
        "pln_premium",
        renewal.covers_until,
    )


def test_old_or_other_figures_change_nothing(shop: Shop):
    change = shown(shop, premium())

    with pytest.raises(ConflictError):
        agreed(shop, change, charge=usd(1))
    shop.passes(minutes=31)
    with pytest.raises(ConflictError):
        agreed(shop, change)

    assert "change_offer" not in shop.gateway.calls


def test_a_declined_charge_changes_nothing(shop: Shop):
    change, before = shown(shop, premium()), shop.subscription()
    shop.gateway.fail_next(ConflictError("The payment was declined."), call="change_offer")

    with pytest.raises(ConflictError):
        agreed(shop, change)

    assert shop.subscription() == before
    assert shop.db.one(Agreement).plan_id == a_plan().id


def test_a_bank_that_asks_first_changes_nothing_until_it_is_answered(shop: Shop):
    change, before = shown(shop, premium()), shop.subscription()
    shop.gateway.asking.add(change.agreement.ref)

    with pytest.raises(ConfirmNeededError) as refused:
        agreed(shop, change)
    assert refused.value.url == ""
    with pytest.raises(ConfirmNeededError) as waits:
        agreed(shop, change, may_ask=True)
    assert waits.value.url
    assert shop.subscription() == before
    assert shop.db.one(Agreement).plan_id == a_plan().id
    assert "agreement.plan_changed" not in shop.actions()

    shop.gateway.confirm(change.agreement.ref)
    difference = the_difference_arrives(shop)

    assert difference.amount == change.proration.charge
    assert shop.db.one(Agreement).plan_id == premium().id


def test_who_cannot_change_is_told_why(shop: Shop):
    with pytest.raises(InvalidError):
        shown(shop, a_plan())
    shop.db.seed(a_plan(id=PlanId("pln_once"), name="Once"))
    with pytest.raises(InvalidError):
        shown(shop, a_plan(id=PlanId("pln_once")))
    ref = shop.db.one(Agreement).ref
    shop.gateway.fail_renewal(ref)
    shop.hears(event_id="evt_failed", agreement_ref=ref)
    with pytest.raises(ConflictError):
        shown(shop, premium())
