"""Where every type of record is written: its key, its place in indexes, when it may vanish."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.access.brake import Brake, HeldPerson, HeldRun
from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.migration import Migration, Move
from chalicelib.access.model import Followed, LeftOut, Share, ShareState
from chalicelib.adapters.dynamo import keys, limit_keys, money_keys, people_keys, stream_keys
from chalicelib.adapters.dynamo.keys import Key, Span
from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.figures import DayFigures
from chalicelib.catalog.media_hook import MediaHook
from chalicelib.catalog.model import (
    DefaultPlan,
    Library,
    LibraryGroup,
    Location,
    Plan,
    PlexAccount,
    Seats,
    Server,
    Turnstile,
)
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.community.model import Refusals, RequestAccount, RoleHolding
from chalicelib.enforcement.downloads.model import (
    CountedDownload,
    DownloadWatch,
    DownloadWeek,
)
from chalicelib.enforcement.model import ActivityEntry, Decision, ServerWatch
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.insights.own_look import OwnLook
from chalicelib.jobs.model import Job, JobState, ScheduleState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.records import Record
from chalicelib.membership.model import InviteList, InviteRow
from chalicelib.membership.outage import Gift, Outage
from chalicelib.payments.ledger import CreditBalance, LedgerEntry
from chalicelib.payments.model import (
    GatewayEvent,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    SyncCursor,
)
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.rules.referrals import Referral
from chalicelib.settings.community_model import DiscordSettings, RequestSystemSettings
from chalicelib.settings.limit_model import LimitSettings
from chalicelib.settings.model import (
    ExpirySettings,
    MailSettings,
    MediaSettings,
    PaymentSettings,
    PayPalSettings,
    PlisioSettings,
    ReceiptSettings,
    ReferralSettings,
    RegistrationSettings,
    SafetySettings,
    SiteSettings,
    StripeSettings,
    TrialSettings,
    WaitlistSettings,
)
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import TrialPlaces, TrialUse
from chalicelib.users.holds import DownloadHold
from chalicelib.users.model import (
    DeviceLimitsChanged,
    Links,
    Login,
    MediaClaim,
    ReferralCard,
    ReferralCode,
    Session,
    SetupLink,
    User,
)

KEEP_DONE_JOBS = timedelta(days=30)
KEEP_EVENTS = timedelta(days=90)
KEEP_ENDED_TURNS = timedelta(days=90)
KEEP_FIGURES = timedelta(days=400)
# Whoever still waits by then was found anew by every nightly run.
KEEP_HELD_PEOPLE = timedelta(days=400)
KEEP_INVITE_LISTS = timedelta(days=365)
KEEP_GIFTS = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is written: its key, (partition, sort key) by index number, its end."""

    key: Key
    indexes: Mapping[int, tuple[str, str]]
    expires_at: datetime | None = None


def place_of(record: Record) -> Place:
    """Return where a record lies; a type without a place raises TypeError."""
    kind = type(record)
    if kind not in _PLACES:
        raise TypeError(f"{kind.__name__} has no place in the tables")
    return _PLACES[kind](record)


def _at(key: Key, *entries: tuple[Span, str], expires_at: datetime | None = None) -> Place:
    """Put a record at `key` and under a sort key into each span's index."""
    return Place(key, {span.index: (span.pk, sk) for span, sk in entries}, expires_at)


def _user(record: User) -> Place:
    names = (record.email, record.name, record.media.username)
    found_by = [
        (span, keys.by_text(name, record.id))
        for span, name in zip(keys.users_starting(""), names, strict=True)
        if name
    ]
    newest = (keys.users(), keys.by_time(record.joined_at, record.id))
    return _at(keys.user(record.id), newest, *found_by)


def _links(record: Links) -> Place:
    key = people_keys.links(record.user_id)
    if not record.sub_ids or record.since is None:
        return _at(key)
    return _at(key, (people_keys.masters(), keys.by_time(record.since, record.user_id)))


def _subscription(record: Subscription) -> Place:
    key = keys.subscription(record.user_id)
    if record.due_at is None:
        return _at(key)
    due = keys.subscriptions_due(record.due_at)
    return _at(key, (due, keys.by_time(record.due_at, record.user_id)))


def _share(record: Share) -> Place:
    entries = [(keys.shares_on(record.server_id), str(record.user_id))]
    if record.state is ShareState.INVITED:
        since = keys.by_time(record.changed_at, record.user_id, record.server_id)
        entries.append((keys.shares_invited(), since))
    return _at(keys.share(record.user_id, record.server_id), *entries)


def _payment(record: Payment) -> Place:
    name = str(record.key)
    paid = keys.by_time(record.paid_at, name)
    entries = [(money_keys.payments(), paid), (money_keys.payment_with_id(record.id), name)]
    if record.user_id:
        entries.append((money_keys.payments_of(record.user_id), paid))
    else:
        entries.append((money_keys.payments_of_nobody(record.status), paid))
    recorded = keys.by_time(record.recorded_at, name)
    if record.attention:
        entries.append((money_keys.payments_needing_attention(), recorded))
    elif record.status is PaymentStatus.REFUNDED:
        entries.append((money_keys.payments_refunded(), recorded))
    return _at(money_keys.payment(record.key), *entries)


def _agreement(record: Agreement) -> Place:
    key = money_keys.agreement(record.gateway, record.ref)
    started = keys.by_time(record.started_at, record.gateway, record.ref)
    entries = [(money_keys.agreements_of(record.user_id), started)]
    at = record.changes_at
    if at is not None:
        changes = keys.by_time(at, record.gateway, record.ref)
        entries.append((money_keys.agreements_changing(at, at), changes))
    return _at(key, *entries)


def _ledger(record: LedgerEntry) -> Place:
    key = money_keys.ledger_entry(record.id, record.at.date().isoformat())
    entries = []
    if record.user_id:
        entries.append((money_keys.ledger_of(record.user_id), key.sk))
    if record.payment:
        entries.append((money_keys.ledger_of_payment(record.payment), key.sk))
    return _at(key, *entries)


def _referral(record: Referral) -> Place:
    came = keys.by_time(record.came_at, record.user_id)
    listed = (money_keys.referrals(), came), (money_keys.referrals_by(record.referrer_id), came)
    return _at(money_keys.referral(record.user_id), *listed)


def _order(record: Order) -> Place:
    if record.status is not OrderStatus.OPEN:
        return _at(money_keys.order(record.id))
    made = keys.by_time(record.created_at, record.id)
    return _at(money_keys.order(record.id), (money_keys.orders_open(), made))


def _wait(record: WaitEntry) -> Place:
    key = people_keys.wait(record.id)
    if not record.is_open:
        return _at(key, expires_at=record.changed_at + KEEP_ENDED_TURNS)
    return _at(key, (people_keys.waiting(), keys.by_time(record.joined_at, record.id)))


def _invite_list(record: InviteList) -> Place:
    listed = people_keys.invite_lists(), keys.by_time(record.made_at, record.id)
    expires_at = record.made_at + KEEP_INVITE_LISTS
    return _at(people_keys.invite_list(record.id), listed, expires_at=expires_at)


def _invite_row(record: InviteRow) -> Place:
    key = people_keys.invite_row(record.list_id, record.number)
    return _at(key, expires_at=record.made_at + KEEP_INVITE_LISTS)


def _held_person(record: HeldPerson) -> Place:
    key = people_keys.held_person(record.run_id, record.user_id)
    return _at(key, expires_at=record.held_at + KEEP_HELD_PEOPLE)


def _job(record: Job) -> Place:
    created = keys.by_time(record.created_at, record.id)
    entries = [(keys.jobs_in(record.state), created)]
    if record.user_id:
        entries.append((keys.jobs_of(record.user_id), created))
    if record.state in {JobState.READY, JobState.RUNNING}:
        due = keys.by_time(record.due_at, record.id)
        entries.append((keys.jobs_due(record.due_at), due))
    expires_at = None
    if record.state is JobState.DONE and record.finished_at:
        expires_at = record.finished_at + KEEP_DONE_JOBS
    return _at(keys.job(record.id), *entries, expires_at=expires_at)


def _decision(record: Decision) -> Place:
    key = keys.decision(record.id)
    return _at(key, (keys.decisions_of(record.user_id), key.sk), expires_at=record.expires_at)


def _download(record: CountedDownload) -> Place:
    key = limit_keys.download(record.user_id, record.first_day, record.unit)
    at = keys.by_time(record.at, record.user_id, key.sk)
    return _at(key, (limit_keys.downloads(), at), expires_at=record.expires_at)


def _activity(record: ActivityEntry) -> Place:
    key = stream_keys.activity_entry(record.server_id, record.session_key, record.first_seen)
    if record.user_id is None:
        return _at(key, expires_at=record.expires_at)
    of_person = stream_keys.activity_of(record.user_id, record.first_seen, record.first_seen)
    began = keys.by_time(record.first_seen, record.server_id, record.session_key)
    return _at(key, (of_person, began), expires_at=record.expires_at)


def _score(record: SharingScore) -> Place:
    listed = stream_keys.by_score(record.score, record.user_id)
    key = stream_keys.score(record.user_id)
    return _at(key, (stream_keys.scores(), listed), expires_at=record.expires_at)


def _audit(record: AuditEntry) -> Place:
    key = keys.audit_entry(record.id)
    about = keys.audit_of(record.user_id) if record.user_id else keys.audit_about(record.subject)
    return _at(key, (about, key.sk))


def _event(record: GatewayEvent) -> Place:
    key = keys.event(record.gateway, record.event_id)
    listed = keys.by_time(record.received_at, record.event_id)
    return _at(
        key, (keys.events(record.gateway), listed), expires_at=record.received_at + KEEP_EVENTS
    )


_PLACES: dict[type, Callable[[Any], Place]] = {
    ActivityEntry: _activity,
    Agreement: _agreement,
    AuditEntry: _audit,
    Brake: lambda _: _at(people_keys.brake()),
    CountedDownload: _download,
    CreditBalance: lambda it: _at(money_keys.credit(it.user_id)),
    Decision: _decision,
    DayFigures: lambda it: _at(
        people_keys.day_figures(it.day), expires_at=it.counted_at + KEEP_FIGURES
    ),
    DeviceLimitsChanged: lambda _: _at(limit_keys.device_limits_changed()),
    DeviceWatch: lambda it: _at(limit_keys.device_watch(it.server_id), expires_at=it.expires_at),
    DefaultPlan: lambda _: _at(keys.default_plan()),
    DiscordSettings: lambda it: _at(keys.settings(it.identity)),
    Discount: lambda it: _at(keys.discount(it.code)),
    DiscountUse: lambda it: _at(keys.discount_use(it.code, it.who)),
    DownloadHold: lambda it: _at(limit_keys.download_hold(it.user_id)),
    DownloadWatch: lambda it: _at(
        limit_keys.download_watch(it.server_id), expires_at=it.expires_at
    ),
    DownloadWeek: lambda it: _at(
        limit_keys.download_week(it.user_id, it.first_day), expires_at=it.expires_at
    ),
    ExpirySettings: lambda it: _at(keys.settings(it.identity)),
    Followed: lambda it: _at(people_keys.followed(it.server_id)),
    GatewayEvent: _event,
    Gift: lambda it: _at(
        people_keys.gift(it.outage_id, it.user_id), expires_at=it.noted_at + KEEP_GIFTS
    ),
    HeldPerson: _held_person,
    HourFigures: lambda it: _at(stream_keys.hour(it.at), expires_at=it.expires_at),
    HeldRun: lambda it: _at(people_keys.held_run(it.id)),
    ImportChoices: lambda _: _at(people_keys.import_choices()),
    ImportRun: lambda _: _at(people_keys.import_run()),
    InviteList: _invite_list,
    InviteRow: _invite_row,
    Job: _job,
    Library: lambda it: _at(keys.library(it.server_id, it.id)),
    LedgerEntry: _ledger,
    LibraryGroup: lambda it: _at(keys.group(it.id)),
    Links: _links,
    Location: lambda it: _at(keys.location(it.id)),
    Login: lambda it: _at(keys.login(it.email)),
    MailSettings: lambda it: _at(keys.settings(it.identity)),
    MediaClaim: lambda it: _at(keys.claim(it.value)),
    MediaHook: lambda it: _at(limit_keys.media_hook(it.server_id)),
    Migration: lambda it: _at(people_keys.migration(it.id)),
    Move: lambda it: _at(people_keys.move(it.migration_id, it.user_id)),
    MediaSettings: lambda it: _at(keys.settings(it.identity)),
    OpenAppeal: lambda it: _at(people_keys.open_appeal(it.decision_id), expires_at=it.expires_at),
    Order: _order,
    Outage: lambda it: _at(people_keys.outage(it.id)),
    OwnLook: lambda it: _at(limit_keys.own_look(it.user_id), expires_at=it.expires_at),
    PayerMark: lambda it: _at(money_keys.payer_mark(it.mark, it.user_id, it.source)),
    Payment: _payment,
    PayPalSettings: lambda it: _at(keys.settings(it.identity)),
    PaymentSettings: lambda it: _at(keys.settings(it.identity)),
    Plan: lambda it: _at(keys.plan(it.id)),
    PlisioSettings: lambda it: _at(keys.settings(it.identity)),
    PlexAccount: lambda it: _at(keys.plex_account(it.id)),
    ScheduleState: lambda it: _at(keys.schedule(it.name)),
    Seats: lambda it: _at(keys.seats(it.server_id)),
    Server: lambda it: _at(keys.server(it.id)),
    ServerWatch: lambda it: _at(keys.watch(it.server_id), expires_at=it.expires_at),
    Session: lambda it: _at(keys.session(it.token_hash), expires_at=it.expires_at),
    SetupLink: lambda _: _at(keys.setup_link()),
    Share: _share,
    SharingScore: _score,
    ReceiptSettings: lambda it: _at(keys.settings(it.identity)),
    Referral: _referral,
    ReferralCard: lambda it: _at(keys.referral_card(it.user_id)),
    ReferralCode: lambda it: _at(keys.referral_code(it.code)),
    ReferralSettings: lambda it: _at(keys.settings(it.identity)),
    LeftOut: lambda it: _at(people_keys.left_out(it.user_id), expires_at=it.until),
    Refusals: lambda it: _at(people_keys.refusals(it.user_id)),
    RegistrationSettings: lambda it: _at(keys.settings(it.identity)),
    RequestAccount: lambda it: _at(people_keys.request_account(it.user_id, it.system)),
    RequestSystemSettings: lambda it: _at(keys.settings(it.identity)),
    RoleHolding: lambda it: _at(people_keys.role_holding(it.user_id)),
    SafetySettings: lambda it: _at(keys.settings(it.identity)),
    LimitSettings: lambda it: _at(keys.settings(it.identity)),
    SiteSettings: lambda it: _at(keys.settings(it.identity)),
    StripeSettings: lambda it: _at(keys.settings(it.identity)),
    Subscription: _subscription,
    TrialPlaces: lambda _: _at(people_keys.trial_places()),
    TrialSettings: lambda it: _at(keys.settings(it.identity)),
    TrialUse: lambda it: _at(people_keys.trial_use(it.who)),
    Turnstile: lambda it: _at(people_keys.turnstile(it.account_id)),
    SyncCursor: lambda it: _at(money_keys.sync_cursor(it.gateway)),
    User: _user,
    WaitEntry: _wait,
    WeekUse: lambda it: _at(
        stream_keys.week_use(it.user_id, it.first_day), expires_at=it.expires_at
    ),
    WaitlistSettings: lambda it: _at(keys.settings(it.identity)),
}
