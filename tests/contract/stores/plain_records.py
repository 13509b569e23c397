"""One record of every type, with as little in it as it may have."""

from typing import Any

from chalicelib.access.brake import Brake
from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.model import Followed, LeftOut
from chalicelib.catalog.figures import DayFigures
from chalicelib.catalog.model import DefaultPlan, Turnstile
from chalicelib.community.model import Refusals, RoleHolding
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.insights.own_look import OwnLook
from chalicelib.payments.ledger import CreditBalance
from chalicelib.payments.model import (
    GatewayAccount,
    SyncCursor,
)
from chalicelib.settings.community_model import (
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
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
from chalicelib.subscriptions.trials import TrialPlaces
from chalicelib.users.model import DeviceLimitsChanged, Links, ReferralCard, ReferralCode
from tests import builders as a
from tests.builders import NOON
from tests.community_builders import a_request_account
from tests.download_builders import (
    a_counted_download,
    a_download_hold,
    a_download_watch,
    a_download_week,
)
from tests.held_builders import a_held_person, a_held_run
from tests.hook_builders import a_media_hook
from tests.invite_builders import an_invite_list, an_invite_row
from tests.outage_builders import a_gift, an_outage
from tests.stream_builders import (
    a_decision,
    a_score,
    a_watch,
    a_week_use,
    an_activity_entry,
    an_open_appeal,
    some_hour_figures,
)

PLAIN: list[Any] = [
    a.a_plan(),
    DefaultPlan("pln_basic"),
    Turnstile("acc_owner"),
    a.a_group(),
    a.a_location(),
    a.a_plex_account(),
    a.a_server(added_at=None),
    a.a_library(),
    a.some_seats(),
    a.a_user(),
    a.a_claim(),
    Links("usr_ann"),
    RoleHolding("usr_ann"),
    Refusals("usr_ann"),
    a_request_account(),
    a.a_login(),
    a.a_session(),
    a.a_setup_link(),
    ReferralCode("BCDFGHJK", "usr_ann"),
    ReferralCard("usr_ann", "BCDFGHJK", NOON),
    a.a_referral(),
    RegistrationSettings(),
    SafetySettings(),
    LimitSettings(),
    DiscordSettings(),
    RequestSystemSettings(RequestSystemName.OMBI),
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
    Followed("srv_alpha", "d1"),
    LeftOut("usr_ann", a.NOON, a.NOON),
    DayFigures("2026-01-31", NOON, active_users=7, trial_users=1),
    Brake(),
    a.a_migration(),
    a.a_move(),
    a_held_run(),
    a_held_person(),
    an_outage(),
    a_gift(),
    a.a_job(user_id=None),
    a.a_schedule(),
    a_watch(),
    a_media_hook(),
    DeviceWatch("srv_alpha", NOON, a.MONTH_LATER),
    OwnLook("usr_ann", NOON, a.MONTH_LATER),
    a_counted_download(),
    a_download_hold(),
    a_download_watch(),
    a_download_week(),
    DeviceLimitsChanged(NOON),
    a_decision(evidence=()),
    an_open_appeal(),
    an_activity_entry(user_id=None),
    a_week_use(),
    some_hour_figures(servers={}, resolutions={}, people={}),
    a_score(reasons=()),
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
    MediaSettings(),
    ImportChoices(),
    ImportRun(),
    TrialSettings(),
    TrialPlaces(),
    a.a_trial_use(),
    an_invite_list(),
    an_invite_row(),
]
