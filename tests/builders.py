"""Records for tests: plausible defaults, any field by keyword."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from chalicelib.access.migration import (
    Migration,
    MigrationOrder,
    MigrationState,
    Move,
    MoveState,
)
from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.model import (
    STANDARD,
    Library,
    LibraryGroup,
    Location,
    Plan,
    Platform,
    PlexAccount,
    Seats,
    Server,
)
from chalicelib.checkout.waiting import WaitEntry, wait_id_of
from chalicelib.jobs.model import Job, JobKind, ScheduleState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import months
from chalicelib.payments.ledger import LedgerEntry, LedgerKind
from chalicelib.payments.model import (
    GatewayEvent,
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    Order,
    Payment,
    PaymentKey,
    PaymentStatus,
)
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus
from chalicelib.payments.rules.marks import LEARNED, PayerMark
from chalicelib.payments.rules.referrals import Referral
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.trials import TrialUse
from chalicelib.users.model import (
    Login,
    MediaClaim,
    MediaIdentity,
    Role,
    Session,
    SessionKind,
    SetupLink,
    User,
)

T = TypeVar("T")


def at(text: str) -> datetime:
    """Return the instant of an ISO text; without an offset it is UTC."""
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


NOON = at("2026-01-31T12:00:00")
MONTH_LATER = at("2026-02-28T12:00:00")


def usd(major: int | str) -> Money:
    """Return an amount of US dollars: ``usd(10)``, ``usd("9.99")``."""
    return Money.from_decimal(str(major), "USD")


def make(kind: type[T], defaults: dict[str, Any], overrides: dict[str, Any]) -> T:
    """Return a record with the defaults, but for what is overridden."""
    return kind(**{**defaults, **overrides})


def a_plan(**overrides: Any) -> Plan:
    defaults = {
        "id": "pln_basic",
        "name": "Basic",
        "price": usd(10),
        "term": months(1),
        "max_streams": 2,
        "group_ids": (STANDARD,),
    }
    return make(Plan, defaults, overrides)


def a_discount(**overrides: Any) -> Discount:
    """Return a code that halves the price, unless an amount is given."""
    percent = None if "amount" in overrides else Decimal(50)
    return make(Discount, {"code": "spring", "percent": percent, "created_at": NOON}, overrides)


def a_discount_use(**overrides: Any) -> DiscountUse:
    defaults = {"code": "spring", "who": "user:usr_ann", "order_id": "ord_1", "used_at": NOON}
    return make(DiscountUse, defaults, overrides)


def a_group(**overrides: Any) -> LibraryGroup:
    return make(LibraryGroup, {"id": "grp_kids", "name": "Kids"}, overrides)


def a_location(**overrides: Any) -> Location:
    return make(Location, {"id": "loc_berlin", "name": "Berlin"}, overrides)


def a_plex_account(**overrides: Any) -> PlexAccount:
    defaults = {
        "id": "acc_owner",
        "plex_id": "1000",
        "username": "owner",
        "email": "owner@example.com",
        "token": "sealed|key|plex_account.acc_owner|nekot-renwo",
        "has_plex_pass": True,
    }
    return make(PlexAccount, defaults, overrides)


def a_server(**overrides: Any) -> Server:
    defaults = {
        "id": "srv_alpha",
        "platform": Platform.PLEX,
        "name": "Alpha",
        "url": "http://127.0.0.1:32400",
        "machine_id": "machine-alpha",
        "account_id": "acc_owner",
        "is_enabled": True,
        "added_at": at("2025-12-01"),
    }
    return make(Server, defaults, overrides)


def a_library(**overrides: Any) -> Library:
    defaults = {
        "id": "lib_films",
        "server_id": "srv_alpha",
        "key": "1",
        "share_id": "5001",
        "title": "Films",
        "kind": "movie",
        "group_id": STANDARD,
    }
    return make(Library, defaults, overrides)


def some_seats(**overrides: Any) -> Seats:
    return make(Seats, {"server_id": "srv_alpha"}, overrides)


def an_identity(name: str = "ann", **overrides: Any) -> MediaIdentity:
    """Return who that name is at plex.tv."""
    defaults = {"username": name, "email": f"{name}@example.com"}
    return make(MediaIdentity, defaults, overrides)


def a_user(**overrides: Any) -> User:
    defaults = {
        "id": "usr_ann",
        "email": "ann@example.com",
        "name": "Ann Example",
        "media": an_identity("ann"),
        "joined_at": at("2026-01-01"),
    }
    return make(User, defaults, overrides)


def a_claim(**overrides: Any) -> MediaClaim:
    return make(MediaClaim, {"value": "name:ann", "user_id": "usr_ann"}, overrides)


def claims_of(user: User) -> tuple[MediaClaim, ...]:
    """Return the claims that belong to a user's media identity."""
    media = user.media
    values = {"name": media.username, "email": media.email, "id": media.plex_id}
    return tuple(MediaClaim(f"{word}:{text}", user.id) for word, text in values.items() if text)


def a_login(**overrides: Any) -> Login:
    defaults = {
        "email": "admin@example.com",
        "id": "lgn_admin",
        "role": Role.ADMINISTRATOR,
        "password_hash": "hash-of-secret",
        "created_at": at("2026-01-01"),
    }
    return make(Login, defaults, overrides)


def a_session(**overrides: Any) -> Session:
    defaults = {
        "token_hash": "a1b2",
        "kind": SessionKind.LOGIN,
        "subject": "admin@example.com",
        "csrf_token": "csrf",
        "created_at": NOON,
        "expires_at": NOON + timedelta(hours=12),
    }
    return make(Session, defaults, overrides)


def a_setup_link(**overrides: Any) -> SetupLink:
    return make(SetupLink, {"token_hash": "c3d4", "created_at": NOON}, overrides)


def a_payment_key(external_id: str = "pi_1", **overrides: Any) -> PaymentKey:
    return make(PaymentKey, {"gateway": GatewayName.STRIPE, "external_id": external_id}, overrides)


def a_payment(**overrides: Any) -> Payment:
    defaults = {
        "id": "pay_1",
        "key": a_payment_key(),
        "status": PaymentStatus.SETTLED,
        "amount": usd(10),
        "paid_at": NOON,
        "recorded_at": NOON,
        "user_id": "usr_ann",
        "plan_id": "pln_basic",
        "starts_at": NOON,
        "ends_at": MONTH_LATER,
    }
    return make(Payment, defaults, overrides)


def a_gateway_payment(**overrides: Any) -> GatewayPayment:
    amount = overrides.get("amount", usd(10))
    defaults = {
        "key": a_payment_key(),
        "status": GatewayStatus.PAID,
        "amount": amount,
        "paid_at": NOON,
        "refunded": Money.zero(amount.currency),
        "payer_email": "ann@example.com",
        "order_id": "ord_1",
    }
    return make(GatewayPayment, defaults, overrides)


def an_order(**overrides: Any) -> Order:
    defaults = {
        "id": "ord_1",
        "plan_id": "pln_basic",
        "plan_name": "Basic",
        "price": usd(10),
        "term": months(1),
        "email": "ann@example.com",
        "name": "Ann Example",
        "media": an_identity("ann"),
        "gateway": GatewayName.STRIPE,
        "created_at": NOON,
        "expires_at": NOON + timedelta(minutes=30),
    }
    return make(Order, defaults, overrides)


def a_turn(**overrides: Any) -> WaitEntry:
    """Return somebody who waits for a seat; the id follows from address and plan."""
    email = overrides.get("email", "ann@example.com")
    defaults = {
        "id": wait_id_of(overrides.get("plan_id", a_plan().id), email),
        "plan_id": a_plan().id,
        "plan_name": "Basic",
        "email": email,
        "name": "Ann",
        "media": an_identity(),
        "joined_at": NOON,
        "changed_at": NOON,
    }
    return make(WaitEntry, defaults, overrides)


def an_agreement(**overrides: Any) -> Agreement:
    defaults = {
        "gateway": GatewayName.STRIPE,
        "ref": "sub_1",
        "user_id": "usr_ann",
        "plan_id": "pln_basic",
        "status": AgreementStatus.ACTIVE,
        "started_at": NOON,
    }
    return make(Agreement, defaults, overrides)


def a_referral(**overrides: Any) -> Referral:
    """Return how Ann came: with Bob's code."""
    defaults = {"user_id": "usr_ann", "referrer_id": "usr_bob", "code": "BCDFGHJK"}
    return make(Referral, defaults | {"came_at": NOON}, overrides)


def a_ledger_entry(**overrides: Any) -> LedgerEntry:
    defaults = {
        "id": "led_1",
        "kind": LedgerKind.PAYMENT,
        "at": NOON,
        "actor": "gateway:stripe",
        "why": "10.00 USD for Basic",
        "user_id": "usr_ann",
    }
    return make(LedgerEntry, defaults, overrides)


def a_payer_mark(**overrides: Any) -> PayerMark:
    defaults = {"mark": "sub:stripe:sub_1", "user_id": "usr_ann", "source": LEARNED}
    return make(PayerMark, defaults, overrides)


def a_gateway_event(**overrides: Any) -> GatewayEvent:
    named = {"gateway": GatewayName.STRIPE, "event_id": "evt_1", "received_at": NOON}
    told = {"kind": "checkout.session.completed", "outcome": "settled"}
    return make(GatewayEvent, named | told, overrides)


def a_period(**overrides: Any) -> Period:
    bought = {"payment_id": "pay_1", "plan_id": "pln_basic"}
    return make(Period, bought | {"starts_at": NOON, "ends_at": MONTH_LATER}, overrides)


def a_trial_use(**overrides: Any) -> TrialUse:
    named = {"who": "id:77", "user_id": "usr_ann", "order_id": "ord_1", "used_at": NOON}
    return make(TrialUse, named, overrides)


def a_subscription(**overrides: Any) -> Subscription:
    """Return a subscription with one period that is next due at its end."""
    period = a_period()
    defaults = {"user_id": "usr_ann", "periods": (period,), "due_at": period.ends_at}
    return make(Subscription, defaults, overrides)


def a_share(**overrides: Any) -> Share:
    defaults = {
        "user_id": "usr_ann",
        "server_id": "srv_alpha",
        "state": ShareState.ACCEPTED,
        "library_ids": ("lib_films",),
        "changed_at": NOON,
        "share_ref": "9001",
    }
    return make(Share, defaults, overrides)


def a_migration(**overrides: Any) -> Migration:
    """Return a migration of one person from Alpha to Beta, under way."""
    named = {"id": "mig_1", "order": MigrationOrder(ServerId("srv_alpha"), ServerId("srv_beta"))}
    told = {"state": MigrationState.RUNNING, "created_at": NOON, "created_by": "login:lgn_1"}
    return make(Migration, named | told | {"people": 1}, overrides)


def a_move(**overrides: Any) -> Move:
    named = {"migration_id": "mig_1", "user_id": "usr_ann", "place": 1}
    return make(Move, named | {"state": MoveState.WAITING, "changed_at": NOON}, overrides)


def a_job(**overrides: Any) -> Job:
    defaults = {
        "id": "job_1",
        "kind": JobKind.RECONCILE_ACCESS,
        "subject": "usr_ann",
        "created_at": NOON,
        "due_at": NOON,
        "user_id": "usr_ann",
    }
    return make(Job, defaults, overrides)


def a_schedule(**overrides: Any) -> ScheduleState:
    return make(ScheduleState, {"name": "hourly"}, overrides)


def an_audit_entry(**overrides: Any) -> AuditEntry:
    defaults = {
        "id": "aud_1",
        "at": NOON,
        "actor": "system",
        "action": "user.change",
        "subject": "usr_ann",
        "user_id": "usr_ann",
    }
    return make(AuditEntry, defaults, overrides)
