"""Records with everything in them that they may have."""

from datetime import timedelta
from typing import Any

from chalicelib.access.brake import Brake, HeldState
from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.migration import (
    MigrationOrder,
    MigrationState,
    MoveState,
    OldAccess,
    Whom,
)
from chalicelib.access.model import ShareState
from chalicelib.access.server_limits import ServerLimits
from chalicelib.catalog.figures import DayFigures, ServerFigures
from chalicelib.catalog.model import Platform
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.checkout.waiting import WaitState
from chalicelib.enforcement.model import AddressKind, DecisionKind
from chalicelib.enforcement.records.appeal import Appeal, AppealState
from chalicelib.jobs.model import JobState
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import days
from chalicelib.membership.model import ListState, RowState
from chalicelib.membership.outage import GiftState, OutageState
from chalicelib.payments.ledger import CreditBalance
from chalicelib.payments.model import (
    Dispute,
    GatewayAccount,
    OrderMode,
    OrderStatus,
    PaymentStatus,
    SyncCursor,
    Undelivered,
)
from chalicelib.payments.rules.agreements import AgreementStatus
from chalicelib.payments.rules.referrals import ReferralStatus
from chalicelib.settings.limit_model import Measure, StopMode
from chalicelib.settings.model import (
    EnforcementMode,
)
from chalicelib.subscriptions.trials import TrialPlaces
from chalicelib.users.model import Links, Relocation, Restraint
from tests import builders as a
from tests.builders import NOON
from tests.contract.stores.full_community import COMMUNITY
from tests.contract.stores.full_limits import LIMITS
from tests.contract.stores.full_settings import SETTINGS
from tests.held_builders import a_held_person, a_held_run
from tests.hook_builders import a_busy_media_hook
from tests.invite_builders import an_invite_list, an_invite_row
from tests.outage_builders import a_gift, an_outage
from tests.stream_builders import (
    a_decision,
    a_score,
    a_sighting,
    a_watch,
    a_week_use,
    an_activity_entry,
    some_evidence,
    some_hour_figures,
)

LATER = NOON + timedelta(microseconds=1)

FULL: list[Any] = [
    *SETTINGS,
    a.a_plan(
        offers={"stripe": "price_1", "paypal": "P-1"},
        limits=PlanLimits(False, 8_000, 3, 40, 100, 5, 22, 6, StopMode.OLDEST),
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
    a.a_plex_account(
        checked_at=LATER,
        token_error="refused",
        max_people=7,
        others=3,
        doubles=2,
        calls_per_second=5,
    ),
    a.a_server(
        location_id="loc_berlin",
        max_users=0,
        allows_new=False,
        allows_trials=True,
        logs_activity=False,
        allows_4k_transcoding=False,
        enforcement_mode=EnforcementMode.OBSERVE,
        removed_at=LATER,
    ),
    a.a_library(is_missing=True),
    a.some_seats(people=3, holds={"ord_1": NOON, "ord_2": LATER}),
    a.a_user(
        media=a.an_identity("ann", plex_id="77", is_proven=True),
        is_permanent=True,
        stream_limit=0,
        device_limit=2,
        weekly_downloads=0,
        restraint=Restraint(Measure.RESTRICT, NOON, LATER, "dec_1"),
        paypal_email="ann@pay.example",
        discord_id="120000000000000077",
        notes="n" * 5000,
        preferred_location_id="loc_berlin",
        last_server_id="srv_alpha",
        relocation=Relocation("mig_1", "srv_alpha", "srv_beta", NOON),
    ),
    *COMMUNITY,
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
    an_invite_list(state=ListState.DONE, invited=3, known=1, refused=2, finished_at=LATER, rows=6),
    an_invite_row(
        email="ann@example.com",
        name="Ann",
        starts_at=NOON,
        ends_at=LATER,
        term=days(30),
        method="Cash",
        notes="In an envelope",
        paypal_email="ann@paypal.example",
        subscription_ref="I-ANN",
        state=RowState.REFUSED,
        user_id="usr_ann",
        field="plan_id",
        message="There is no such plan.",
        remedy="Use another.",
    ),
    a.a_gateway_event(subject="pi_1"),
    a.a_share(
        state=ShareState.INVITED,
        limits=ServerLimits(2, 8_000, forbids_transcoding=True),
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
        error_code="plex.token_refused",
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
    a_busy_media_hook(),
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
            position_seconds=100,
            moved_at=NOON,
            meter_due_at=LATER,
        ),
        a_sighting(session_key="2", pool="usr_ann/pln_basic"),
    ),
    *LIMITS,
    a_decision(
        evidence=(
            some_evidence(),
            some_evidence(session_key="2", counted=False, user_id="usr_bob"),
        ),
        strikes=True,
        forgiven_at=LATER,
        appeal=Appeal("It was my son", NOON, AppealState.ACCEPTED, LATER, "You are right."),
    ),
    an_activity_entry(
        transcodes_video=True,
        platform=Platform.JELLYFIN,
        device_id="device-tv",
        title_key="imdb:tt1",
        address_kind=AddressKind.PUBLIC,
        source_height=2160,
        bitrate_kbps=60_000,
        decision=DecisionKind.STOP,
        decision_id="dec_1",
        is_observed=True,
    ),
    a_week_use(seconds=7, bytes=10**13, unmeasured_seconds=7, warned=1, told=1),
    some_hour_figures(),
    a_score(),
    a.an_audit_entry(why="asked", before={"name": "", "is_active": "True"}, after={"name": "x"}),
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
    a.a_referral(
        status=ReferralStatus.TAKEN_BACK,
        payment=a.a_payment_key("pi_2"),
        bonus=Money(200, "USD"),
        held=Money(50, "USD"),
        why="Refunded",
    ),
    Brake({"2026-01-31T12:00:00.000000Z": 4}),
    DayFigures(
        "2026-02-01", LATER, 8, 0, (ServerFigures("srv_alpha", {"movie": 2, "show": 1}, NOON),)
    ),
    a.a_migration(
        order=MigrationOrder(
            "srv_alpha",
            "srv_beta",
            whom=Whom.PLAN,
            plan_id="pln_basic",
            old_access=OldAccess.DAYS,
            days=14,
            note="The old machine is tired.",
            moves_permanent=False,
            canary=0,
            waits_for_word=True,
            batch=3,
        ),
        state=MigrationState.PAUSED,
        why="Five people could not be moved.",
        counts={"failed": 5},
        turn=7,
        forgiven=2,
        undoes="mig_0",
        ended_at=LATER,
    ),
    a.a_move(
        state=MoveState.FAILED,
        reason="refused",
        is_trouble=True,
        began_at=LATER,
        has_left=True,
    ),
    a_held_run(
        id="hld_2",
        run="nightly",
        state=HeldState.LEFT,
        asked=2,
        decided_at=NOON,
        decided_by="login:lgn_1",
        asks_again_at=LATER,
    ),
    a_held_person(run_id="hld_2", libraries=("Alpha: Films",), is_over=True),
    an_outage(
        server_id="srv_beta",
        why="It did not answer in time.",
        state=OutageState.COMPENSATED,
        people=3,
        given=2,
        decided_at=NOON,
        decided_by="login:lgn_1",
        finished_at=LATER,
    ),
    a_gift(user_id="usr_bob", state=GiftState.GIVEN, payment_id="pay_1", ends_at=LATER),
    TrialPlaces({"usr_ann": LATER}, counted_at=NOON, settings_version=3),
    ImportChoices({"srv_alpha": NOON}, {"id:77": "ignore", "name:bob": "usr_bob"}),
    ImportRun(
        "login:lgn_1",
        began_at=NOON,
        beat_at=LATER,
        finished_at=LATER,
        total=2,
        done=1,
        counts={"new": 1},
        problems={"srv_alpha": "away"},
        waiting="Confirm it.",
        error="none",
    ),
]
