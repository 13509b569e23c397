"""A body that is right for each call, so that only one thing at a time is wrong with it."""

from collections.abc import Mapping
from typing import Any

from infra.sandbox.mediabrowser_world import key_for
from tests.entrypoints.shopfloor import Shopfloor
from tests.scenarios.world import ADMIN, PASSWORD

PLAN = {
    "name": "Another plan",
    "description": "For a test",
    "price": {"minor": 700, "currency": "USD"},
    "term": {"count": 30, "unit": "day"},
    "max_streams": 2,
    "sort_order": 1,
    "is_active": True,
    "offers": {"stripe": "price_another", "paypal": "P-ANOTHER"},
    "max_sub_accounts": 0,
    "shares_limit": False,
    "allows_downloads": True,
    "limits": {
        "allows_transcoding": False,
        "max_bitrate_kbps": 8000,
        "max_devices": 3,
        "weekly_hours": 40,
        "weekly_gb": 200,
        "weekly_downloads": 5,
        "from_hour": 22,
        "to_hour": 6,
        "stop_mode": "oldest",
    },
}
DISCOUNT = {
    "percent": None,
    "amount": {"minor": 250, "currency": "USD"},
    "email": "ann@demo.example",
    "max_uses": 3,
    "expires_at": "2099-01-01T00:00:00Z",
    "allows_recurring": True,
    "is_active": True,
}
TEN_DOLLARS = {"minor": 1000, "currency": "USD"}
USER = {
    "email": "new@demo.example",
    "name": "New",
    "media_username": "newcomer",
    "media_email": "newcomer@demo.example",
    "stream_limit": 2,
    "device_limit": 3,
    "weekly_downloads": 5,
    "paypal_email": "newcomer@paypal.example",
    "discord_id": "120000000000000077",
    "notes": "",
    "must_change_media": True,
}
SERVER_FIELDS = (
    "is_enabled",
    "allows_new",
    "allows_trials",
    "max_users",
    "location_id",
    "logs_activity",
    "allows_4k_transcoding",
    "enforcement_mode",
)
SECOND_PAYPAL_FIELDS = (
    "enabled",
    "sync_enabled",
    "mode",
    "reads_by",
    "client_id",
    "nvp_username",
)
PAYPAL_FIELDS = (
    *SECOND_PAYPAL_FIELDS,
    "checkout_enabled",
    "recurring_enabled",
    "is_business",
    "webhook_id",
)
STRIPE_FIELDS = (
    "enabled",
    "checkout_enabled",
    "recurring_enabled",
    "sync_enabled",
    "publishable_key",
)
PLISIO_FIELDS = ("enabled", "checkout_enabled", "sync_enabled")
MAIL_FIELDS = ("enabled", "host", "port", "security", "username", "from_address", "from_name")


def right_body(floor: Shopfloor, name: str) -> dict[str, Any]:
    """Return a body that the call of that name would accept, with every field it may have."""
    ids = floor.ids
    plan = {**PLAN, "group_ids": [ids["standard"]], "target_server_ids": [ids["server_id"]]}
    user = {**USER, "preferred_location_id": ids["location_id"]}
    return {
        "sign_in_to_dashboard": lambda: {"email": ADMIN, "password": PASSWORD},
        "set_up": lambda: {"email": ADMIN, "password": PASSWORD, "token": "used-up"},
        "add_plan": lambda: plan,
        "change_plan": lambda: {**plan, "version": _version(floor, f"/plans/{ids['plan_id']}")},
        "make_plan_offer": lambda: {"version": _version(floor, f"/plans/{ids['plan_id']}")},
        "archive_plan": lambda: {"version": _version(floor, f"/plans/{ids['plan_id']}")},
        "add_discount": lambda: {**DISCOUNT, "code": "another"},
        "change_discount": lambda: {**DISCOUNT, "version": _version(floor, "/discounts/spring")},
        "add_user": lambda: user,
        "change_user": lambda: {**user, "version": _version(floor, f"/users/{ids['user_id']}")},
        "preview_link": lambda: {"sub_id": ids["user_id"]},
        "link_user": lambda: {"sub_id": ids["user_id"]},
        "enter_payment": lambda: _payment(ids),
        "preview_merge": lambda: {"gone_id": ids["user_id"], "takes_media": True},
        "merge_user": lambda: {"gone_id": ids["user_id"], "takes_media": True},
        "preview_media_change": lambda: {"server_id": ids["server_id"], "account_id": None},
        "ask_media_change": lambda: {"server_id": ids["server_id"], "is_needed": False},
        "preview_invitation": lambda: _invitation(ids),
        "invite_person": lambda: _invitation(ids),
        "preview_invite_list": lambda: {"text": "ivy,Basic"},
        "invite_list": lambda: {"text": "ivy@demo.example,Basic"},
        "confirm_import": lambda: {
            "fingerprint": floor.world.api("GET", "/import/preview")["fingerprint"],
            "server_ids": [ids["server_id"]],
        },
        "choose_import": lambda: {"key": "id:1", "choice": "ignore"},
        "preview_assignment": lambda: _for_whom(ids) | {"amount": TEN_DOLLARS},
        "assign_payment": lambda: _for_whom(ids) | {"learns": True},
        "split_payment": lambda: {
            "shares": [_for_whom(ids) | {"amount": TEN_DOLLARS} for _ in range(2)]
        },
        "move_payment": lambda: _for_whom(ids) | {"learns": False, "why": "Wrong person"},
        "unassign_payment": lambda: {"why": "Wrong person"},
        "dismiss_payment": lambda: {"why": "Not ours"},
        "bring_payment_back": lambda: {"why": "Ours after all"},
        "preview_refund": lambda: {"amount": TEN_DOLLARS},
        "refund_payment": lambda: {
            "amount": TEN_DOLLARS,
            "version": _version(floor, f"/payments/{ids['payment_id']}"),
        },
        "clear_payment": lambda: {"why": "Looked after"},
        "add_library_group": lambda: {"name": "New group"},
        "rename_library_group": lambda: _renamed(floor, "/library-groups", "group_id"),
        "add_location": lambda: {"name": "Lima"},
        "rename_location": lambda: _renamed(floor, "/locations", "location_id"),
        "link_plex_account": lambda: {"token": "not-a-token-of-anybody"},
        "add_server": lambda: {
            "account_id": ids["account_id"],
            "machine_id": ids["machine_id"],
            "url": f"{floor.world.standins.base_url}/pms/alpha",
        },
        "try_keyed_server": lambda: _keyed_server(floor),
        "add_keyed_server": lambda: _keyed_server(floor),
        "change_reach": lambda: {"url": f"{floor.world.standins.base_url}/jellyfin/gamma"},
        "sign_device_out": lambda: {"device_ref": "12"},
        "change_server": lambda: (
            _picked(floor, f"/servers/{ids['server_id']}", SERVER_FIELDS, max_users=5)
            | {"location_id": ids["location_id"]}
        ),
        "classify_library": lambda: {"group_id": ids["standard"]},
        "sort_libraries": lambda: {
            "library_ids": [ids["library_id"]],
            "group_id": ids["standard"],
        },
        "change_site_settings": lambda: floor.world.api("GET", "/settings/site"),
        "change_stripe_settings": lambda: (
            _picked(floor, "/settings/stripe", STRIPE_FIELDS)
            | {"secret_key": "sk_test_another", "webhook_secret": "whsec_another"}
        ),
        "join_waitlist": lambda: {
            "plan_id": ids["sold_out_plan_id"],
            "email": "newcomer@demo.example",
            "name": "New",
            "media_username": "newcomer",
            "media_email": "",
            "location_id": ids["location_id"],
            "referral_code": "",
        },
        "change_waitlist_settings": lambda: {
            "enabled": True,
            "offer_hours": 24,
            "version": _version(floor, "/settings/waitlist"),
        },
        "change_receipt_settings": lambda: {
            "business_name": "Northlight Ltd",
            "address": "1 Film Street\nOslo",
            "tax_line": "VAT NO 1",
            "footer": "Thank you",
            "version": _version(floor, "/settings/receipts"),
        },
        "change_registration_settings": lambda: {
            "enabled": True,
            "is_public": False,
            "offers_reinvite": True,
            "allows_media_change": True,
            "version": _version(floor, "/settings/registration"),
        },
        "change_referral_settings": lambda: {
            "codes_enabled": True,
            "bonus_enabled": True,
            "percent": "20",
            "minimum": {"minor": 100, "currency": "USD"},
            "maximum": {"minor": 500, "currency": "USD"},
            "version": _version(floor, "/settings/referrals"),
        },
        "cancel_agreement": lambda: {"at_period_end": True},
        "preview_renewal_change": lambda: {"plan_id": ids["plan_id"]},
        "change_renewal": lambda: {
            "plan_id": ids["plan_id"],
            "at": "2026-01-01T00:00:00Z",
            "charge": TEN_DOLLARS,
        },
        "change_paypal_settings": lambda: {
            **_picked(floor, "/settings/paypal", PAYPAL_FIELDS),
            "client_secret": "another-secret",
            "nvp_password": "another-password",
            "nvp_signature": "another-signature",
        },
        "change_second_paypal_settings": lambda: {
            **_picked(floor, "/settings/paypal-secondary", SECOND_PAYPAL_FIELDS),
            "client_secret": "another-secret",
            "nvp_password": "another-password",
            "nvp_signature": "another-signature",
        },
        "change_plisio_settings": lambda: {
            **_picked(floor, "/settings/plisio", PLISIO_FIELDS),
            "secret_key": "another_secret_key",
            "accepts": ["BTC", "LTC"],
        },
        "change_discord_settings": lambda: {
            "enabled": False,
            "bot_token": "another.token.of-a-bot",
            "guild_id": "110000000000000009",
            "subscriber_role": "Subscriber",
            "trial_role": "Trial",
            "plan_roles": [{"plan_id": ids["plan_id"], "role": "Premium"}],
            "version": _version(floor, "/settings/discord"),
        },
        "change_request_system": lambda: {
            "enabled": False,
            "url": "https://requests.example.com",
            "login": "owner",
            "secret": "another-key",
            "profile": "",
            "at_end": "keep",
            "version": 0,
        },
        "change_payment_settings": lambda: floor.world.api("GET", "/settings/payments"),
        "change_plex_account": lambda: {
            "max_people": 90,
            "calls_per_second": 2,
            "version": floor.world.api("GET", "/plex-accounts")["items"][0]["version"],
        },
        "change_trial_settings": lambda: {
            "enabled": False,
            "forced": True,
            "max_users": 10,
            "version": _version(floor, "/settings/trials"),
        },
        "change_media_settings": lambda: {
            "sync_from_remote": True,
            "import_as_permanent": False,
            "sync_shared_libraries": True,
            "refresh_statistics": True,
            "ignored_servers": ["machine-elsewhere"],
            "template_account": "model",
            "version": _version(floor, "/settings/media"),
        },
        "change_safety_settings": lambda: {
            "most_people": 5,
            "most_percent": 10,
            "compensates_outages": True,
            "outage_minutes": 30,
            "version": _version(floor, "/settings/safety"),
        },
        "change_limit_settings": lambda: {
            **floor.world.api("GET", "/settings/limits"),
            "ladder": [{"strikes": 3, "measure": "restrict", "hours": 24}],
            "restricted_group_ids": [ids["standard"]],
        },
        "preview_migration": lambda: _migration(floor),
        "start_migration": lambda: _migration(floor) | {"expected": 1},
        "undo_migration": lambda: {"expected": 1, "note": "We are sorry."},
        "forgive_decision": lambda: {"why": "Our fault"},
        "accept_appeal": lambda: {"answer": "You are right."},
        "reject_appeal": lambda: {"answer": "It stands."},
        "let_run_go_on": lambda: {"version": 1},
        "give_time_back": lambda: {"version": 1},
        "leave_outage": lambda: {"version": 1},
        "leave_run": lambda: {"version": 1},
        "change_expiry_settings": lambda: {
            "policy": "restrict",
            "restrict_groups": [ids["standard"]],
            "delete_after_days": 7,
            "version": _version(floor, "/settings/expiry"),
        },
        "change_mail_settings": lambda: (
            _picked(floor, "/settings/mail", MAIL_FIELDS) | {"password": "smtp-secret"}
        ),
        "try_mail": lambda: {"to": "somebody@demo.example"},
    }[name]()


def _for_whom(ids: Mapping[str, str]) -> dict[str, Any]:
    return {"user_id": ids["user_id"], "plan_id": ids["plan_id"]}


def _payment(ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "user_id": ids["user_id"],
        "plan_id": ids["plan_id"],
        "amount": {"minor": 700, "currency": "USD"},
        "external_id": "cash-1",
        "starts_at": "2026-01-01T00:00:00Z",
        "ends_at": "2026-02-01T00:00:00Z",
        "notes": "",
    }


def _keyed_server(floor: Shopfloor) -> dict[str, Any]:
    return {
        "platform": "jellyfin",
        "url": f"{floor.world.standins.base_url}/jellyfin/gamma",
        "key": key_for("jellyfin", "gamma"),
    }


def _invitation(ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "person": "judy",
        "email": "judy@demo.example",
        "name": "Judy",
        "plan_id": ids["plan_id"],
        "amount": {"minor": 700, "currency": "USD"},
        "method": "Cash",
        "external_id": "hand-1",
        "starts_at": "2026-01-01T00:00:00Z",
        "ends_at": "2026-02-01T00:00:00Z",
        "notes": "In an envelope",
        "paypal_email": "judy@paypal.example",
        "subscription_ref": "I-JUDY",
    }


def _migration(floor: Shopfloor) -> dict[str, Any]:
    source = floor.ids["server_id"]
    servers = (floor.world.ids[name] for name in ("alpha", "beta"))
    return {
        "source_id": source,
        "target_id": next(each for each in servers if each != source),
        "whom": "picked",
        "plan_id": floor.ids["plan_id"],
        "user_ids": [floor.ids["user_id"]],
        "old_access": "days",
        "days": 14,
        "note": "The old machine is tired.",
        "moves_permanent": True,
        "canary": 1,
        "waits_for_word": True,
        "batch": 5,
    }


def _version(floor: Shopfloor, path: str) -> int:
    return int(floor.world.api("GET", path)["version"])


def _renamed(floor: Shopfloor, path: str, id_name: str) -> dict[str, Any]:
    items = floor.world.api("GET", path)["items"]
    found = next(each for each in items if each["id"] == floor.ids[id_name])
    return {"name": "Renamed", "version": found["version"]}


def _picked(floor: Shopfloor, path: str, names: tuple[str, ...], **more: Any) -> dict[str, Any]:
    shown = floor.world.api("GET", path)
    return {name: shown[name] for name in (*names, "version")} | more
