"""Every field of every type of record comes back as it was stored."""

from dataclasses import is_dataclass, replace
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest

from chalicelib.access.model import ShareState
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.model import DefaultPlan
from chalicelib.checkout.waiting import WaitEntry, WaitState
from chalicelib.enforcement.model import DecisionKind, Sighting
from chalicelib.jobs.model import JobState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert
from chalicelib.kernel.secret import Sealed
from chalicelib.kernel.term import days
from chalicelib.payments.agreements import Agreement, AgreementStatus
from chalicelib.payments.ledger import CreditBalance, LedgerEntry
from chalicelib.payments.marks import PayerMark
from chalicelib.payments.model import (
    Dispute,
    GatewayAccount,
    OrderMode,
    OrderStatus,
    PaymentStatus,
    SyncCursor,
    Undelivered,
)
from chalicelib.payments.referrals import Referral, ReferralStatus
from chalicelib.settings.model import (
    EnforcementMode,
    ExpiryPolicy,
    ExpirySettings,
    MailSecurity,
    MailSettings,
    OtherAmounts,
    PaymentSettings,
    PayPalMode,
    PayPalReading,
    PayPalSettings,
    PlisioSettings,
    ProvisioningPolicy,
    ReceiptSettings,
    ReferralSettings,
    RegistrationSettings,
    ReversalPolicy,
    SiteSettings,
    StripeSettings,
    TrialSettings,
    WaitlistSettings,
)
from chalicelib.subscriptions.trials import TrialPlaces, TrialUse
from chalicelib.users.model import Links, ReferralCard, ReferralCode
from infra.tools.files import ROOT
from tests import builders as a
from tests.builders import NOON
from tests.contract.stores.worlds import World
from tests.stream_builders import a_decision, a_sighting, a_watch, an_activity_entry, some_evidence

# Kept inside another record.
PARTS = {Sighting}
LATER = NOON + timedelta(microseconds=1)

PLAIN: list[Any] = [
    a.a_plan(),
    DefaultPlan("pln_basic"),
    a.a_group(),
    a.a_location(),
    a.a_plex_account(),
    a.a_server(added_at=None),
    a.a_library(),
    a.some_seats(),
    a.a_user(),
    a.a_claim(),
    Links("usr_ann"),
    a.a_login(),
    a.a_session(),
    a.a_setup_link(),
    ReferralCode("BCDFGHJK", "usr_ann"),
    ReferralCard("usr_ann", "BCDFGHJK", NOON),
    a.a_referral(),
    RegistrationSettings(),
    ReferralSettings(),
    a.a_subscription(periods=(), due_at=None),
    a.a_subscription(user_id="usr_bob", waits_since=NOON),
    a.a_payment(user_id=None, plan_id=None, starts_at=None, ends_at=None),
    a.an_order(),
    a.a_gateway_event(),
    SyncCursor(GatewayAccount.STRIPE, NOON),
    a.an_agreement(),
    a.a_ledger_entry(user_id=None),
    a.a_discount(),
    a.a_discount_use(),
    a.a_payer_mark(),
    CreditBalance("usr_ann"),
    a.a_share(),
    a.a_job(user_id=None),
    a.a_schedule(),
    a_watch(),
    a_decision(evidence=()),
    an_activity_entry(user_id=None),
    a.an_audit_entry(user_id=None),
    SiteSettings(),
    StripeSettings(),
    PayPalSettings(),
    PlisioSettings(),
    ReceiptSettings(),
    WaitlistSettings(),
    a.a_turn(),
    PaymentSettings(),
    ExpirySettings(),
    MailSettings(),
    TrialSettings(),
    TrialPlaces(),
    a.a_trial_use(),
]

FULL: list[Any] = [
    a.a_plan(
        offers={"stripe": "price_1", "paypal": "P-1"},
        price=Money(500, "JPY"),
        term=days(30),
        group_ids=("grp_standard", "grp_kids"),
        description="Für alle – 北京 🎬\n\x00",
        target_server_ids=("srv_alpha", "srv_beta"),
        is_trial=True,
        is_active=False,
        is_archived=True,
        allows_downloads=True,
        sort_order=-3,
        max_sub_accounts=2,
        shares_limit=True,
    ),
    Links("usr_ann", sub_ids=("usr_bob", "usr_cleo"), since=LATER),
    Links("usr_bob", master_id="usr_ann", since=LATER),
    a.a_plex_account(checked_at=LATER, token_error="refused", max_people=7),
    a.a_server(
        location_id="loc_berlin",
        max_users=0,
        allows_new=False,
        allows_trials=True,
        logs_activity=False,
    ),
    a.a_library(is_missing=True),
    a.some_seats(people=3, holds={"ord_1": NOON, "ord_2": LATER}),
    a.a_user(
        media=a.an_identity("ann", plex_id="77", is_proven=True),
        is_permanent=True,
        stream_limit=0,
        paypal_email="ann@pay.example",
        notes="n" * 5000,
        preferred_location_id="loc_berlin",
        last_server_id="srv_alpha",
    ),
    a.a_login(failed_attempts=4, locked_until=LATER),
    a.a_setup_link(used_at=LATER),
    a.a_subscription(
        periods=(a.a_period(), a.a_period(payment_id="pay_2", starts_at=LATER, is_trial=True))
    ),
    a.a_payment(
        referrer_id="usr_bob",
        status=PaymentStatus.HELD,
        amount=Money(-1, "KWD"),
        key=a.a_payment_key("pi#1", sequence=2),
        subscription_ref="sub_1",
        order_id="ord_1",
        payer_email="p@example.com",
        notes="note",
        attention="Look at this.",
        refunded=Money(-2, "KWD"),
        payer_name="Ann",
        parts=3,
        credit=Money(5, "KWD"),
        dispute=Dispute.OPEN,
        bought_seconds=2_592_000,
        held_seconds=17,
        kept_as_credit=Money(7, "KWD"),
        undelivered=Undelivered.CREDITED,
        candidates=("usr_ann", "usr_bob"),
        master_id="usr_ann",
    ),
    a.a_payment(user_id=None, status=PaymentStatus.UNMATCHED),
    a.a_payment(status=PaymentStatus.REFUNDED),
    a.an_agreement(
        credit_ahead=Money(300, "JPY"),
        credit_told=Money(200, "JPY"),
        credit_ref="credit-1",
        status=AgreementStatus.FAILING,
        price=Money(500, "JPY"),
        renews_at=LATER,
        cancels_at=LATER,
        failed_at=NOON,
        grace_until=LATER,
        offer_ref="price_1",
    ),
    a.a_ledger_entry(
        payment=a.a_payment_key(),
        order_id="ord_1",
        money=Money(-5, "KWD"),
        credit=Money(5, "KWD"),
        seconds=-60,
    ),
    CreditBalance("usr_ann", {"USD": -5, "JPY": 7}),
    a.a_discount(
        amount=Money(500, "JPY"),
        email="ann@example.com",
        max_uses=3,
        expires_at=LATER,
        allows_recurring=True,
        is_active=False,
        used=2,
        holds={"ord_1": NOON},
    ),
    SyncCursor(
        GatewayAccount.PAYPAL_SECONDARY,
        NOON,
        since=NOON,
        began_at=LATER,
        page="p2",
        read=7,
        booked=3,
        failed=1,
        ran_at=LATER,
        error="It did not answer.",
    ),
    a.an_order(
        location_id="loc_berlin",
        held_server_id="srv_alpha",
        user_id="usr_ann",
        status=OrderStatus.PAID,
        checkout_id="cs_1",
        checkout_url="https://pay.example/cs_1",
        payment_key=a.a_payment_key(),
        mode=OrderMode.RECURRING,
        offer_ref="price_1",
        sub_accounts=2,
        discount_code="SPRING",
        discount=Money(100, "USD"),
        credit_used=Money(50, "USD"),
        replaces_now=True,
        referral_code="BCDFGHJK",
        referrer_id="usr_bob",
        is_trial=True,
    ),
    a.a_gateway_event(subject="pi_1"),
    a.a_share(
        state=ShareState.INVITED,
        library_ids=(),
        allows_downloads=True,
        invite_ref="5",
        verified_at=LATER,
    ),
    a.a_job(
        state=JobState.PARKED,
        payload={"facts": {"": "x", "n": 1.5, "big": 2**60}, "list": [None, True, ""], "e": {}},
        attempts=8,
        last_error="no",
        remedy="yes",
        finished_at=LATER,
    ),
    a.a_schedule(
        lease_until=LATER,
        started_at=NOON,
        finished_at=LATER,
        outcome="ok",
        counts={"done": 3, "left": 0},
    ),
    a_watch(
        a_sighting(
            paused_since=NOON,
            told_to_stop=LATER,
            ignored_stop=True,
            expires_at=NOON,
            account_ref="2000",
            user_id="usr_ann",
            stop_id="dec_1",
            stop_sent=True,
            reported=DecisionKind.NO_PLAN,
        ),
        a_sighting(session_key="2", pool="usr_ann/pln_basic"),
    ),
    a_decision(
        evidence=(
            some_evidence(),
            some_evidence(session_key="2", counted=False, user_id="usr_bob"),
        )
    ),
    an_activity_entry(transcodes_video=True),
    a.an_audit_entry(why="asked", before={"name": "", "is_active": "True"}, after={"name": "x"}),
    SiteSettings(
        enforcement_mode=EnforcementMode.OBSERVE, stop_message="", subscriptions_enabled=False
    ),
    StripeSettings(enabled=True, secret_key=Sealed("v1.a"), webhook_secret=Sealed("v1.b")),
    PayPalSettings(
        name="paypal_secondary",
        mode=PayPalMode.SANDBOX,
        reads_by=PayPalReading.NVP,
        client_id="id",
        client_secret=Sealed("v1.d"),
        webhook_id="WH-1",
        nvp_username="api",
        nvp_password=Sealed("v1.e"),
        nvp_signature=Sealed("v1.f"),
    ),
    PlisioSettings(enabled=True, secret_key=Sealed("v1.g"), accepts=("BTC", "LTC")),
    PaymentSettings(
        recurring_enabled=True,
        other_amounts=OtherAmounts.CREDIT,
        refund_policy=ReversalPolicy.KEEP,
        dispute_policy=ReversalPolicy.REVOKE,
        grace_days=0,
        provisioning_policy=ProvisioningPolicy.REFUND,
    ),
    WaitlistSettings(enabled=False, offer_hours=2),
    a.a_turn(
        location_id="loc_berlin",
        user_id="usr_ann",
        referral_code="ANN",
        state=WaitState.BUYING,
        turn=2,
        offers=1,
        offered_at=NOON,
        offer_until=LATER,
        server_id="srv_alpha",
        order_id="ord_1",
    ),
    a.a_turn(state=WaitState.LEFT),
    RegistrationSettings(enabled=False, is_public=False),
    ReferralSettings(
        codes_enabled=False,
        bonus_enabled=True,
        percent=Decimal("12.5"),
        minimum=Money(1, "USD"),
        maximum=Money(2, "USD"),
    ),
    a.a_referral(
        status=ReferralStatus.TAKEN_BACK,
        payment=a.a_payment_key("pi_2"),
        bonus=Money(200, "USD"),
        held=Money(50, "USD"),
        why="Refunded",
    ),
    ReceiptSettings("Northlight Ltd", "1 Film Street\nOslo", "VAT NO 1", "Thank you"),
    ExpirySettings(ExpiryPolicy.RESTRICT, ("grp_standard", "grp_few"), delete_after_days=0),
    TrialSettings(enabled=True, forced=True, max_users=10),
    TrialPlaces({"usr_ann": LATER}, counted_at=NOON, settings_version=3),
    MailSettings(security=MailSecurity.NONE, port=25, password=Sealed("v1.c")),
]


@pytest.mark.parametrize("record", [*PLAIN, *FULL], ids=lambda record: type(record).__name__)
def test_a_record_comes_back_as_it_was(world: World, record: Any):
    world.database.commit(Insert(record))

    expected = replace(record, version=1) if hasattr(record, "version") else record
    assert world.read(record) == expected


def test_every_type_of_record_has_a_place_and_is_tried():
    topics = (path.parent.name for path in (ROOT / "chalicelib").glob("*/model.py"))
    models = [import_module(f"chalicelib.{topic}.model") for topic in topics]
    types = {each for model in models for each in vars(model).values() if isinstance(each, type)}
    records = {each for each in types if is_dataclass(each) and hasattr(each, "identity")}
    elsewhere = {AuditEntry, Agreement, LedgerEntry, CreditBalance, PayerMark}
    elsewhere |= {Referral, Discount, DiscountUse, WaitEntry, TrialPlaces, TrialUse}

    assert {type(record) for record in PLAIN} == records - PARTS | elsewhere
    assert all(place_of(record) for record in PLAIN)
