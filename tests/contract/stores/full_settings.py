"""Settings with every field filled in."""

from decimal import Decimal
from typing import Any

from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Sealed
from chalicelib.settings.community_model import (
    AtEnd,
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.limit_model import LadderStep, LimitSettings, Measure, Rule, StopMode
from chalicelib.settings.model import (
    EnforcementMode,
    ExpiryPolicy,
    ExpirySettings,
    MailSecurity,
    MailSettings,
    MediaSettings,
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
    SafetySettings,
    SiteSettings,
    StripeSettings,
    TrialSettings,
    WaitlistSettings,
)

SETTINGS: list[Any] = [
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
    DiscordSettings(
        enabled=True,
        bot_token=Sealed("v1.h"),
        guild_id="110000000000000001",
        subscriber_role="Subscriber",
        trial_role="Trial",
        plan_roles={"pln_basic": "Basic"},
    ),
    RequestSystemSettings(
        RequestSystemName.PETIO,
        enabled=True,
        url="https://petio.example.com",
        login="owner@example.com",
        secret=Sealed("v1.i"),
        profile="Generous",
        at_end=AtEnd.DISABLE,
    ),
    WaitlistSettings(enabled=False, offer_hours=2),
    RegistrationSettings(enabled=False, is_public=False),
    SafetySettings(most_people=7, most_percent=20, compensates_outages=True, outage_minutes=30),
    LimitSettings(
        modes={Rule.BITRATE: EnforcementMode.OBSERVE, Rule.SHARING: EnforcementMode.ENFORCE},
        stop_mode=StopMode.ALL,
        warns_first=True,
        sustain_seconds=30,
        stops_paused_after_minutes=20,
        ghost_after_minutes=0,
        week_begins_on=0,
        ladder=(LadderStep(3, Measure.WARN), LadderStep(5, Measure.SUSPEND, 24)),
        restricted_group_ids=("grp_kids",),
    ),
    ReferralSettings(
        codes_enabled=False,
        bonus_enabled=True,
        percent=Decimal("12.5"),
        minimum=Money(1, "USD"),
        maximum=Money(2, "USD"),
    ),
    ReceiptSettings("Northlight Ltd", "1 Film Street\nOslo", "VAT NO 1", "Thank you"),
    ExpirySettings(ExpiryPolicy.RESTRICT, ("grp_standard", "grp_few"), delete_after_days=0),
    TrialSettings(enabled=True, forced=True, max_users=10),
    MediaSettings(sync_from_remote=False, ignored_servers=("m-1",), template_account="model"),
    MailSettings(security=MailSecurity.NONE, port=25, password=Sealed("v1.c")),
]
