"""Every mail that there is, each with what it tells."""

from chalicelib.notifications.model import Event

SITE_URL = "https://streams.example.com"
ACCESS = {
    "name": "Ann",
    "plan": "Basic",
    "server": "Alpha",
    "libraries": "Films, Shows",
    "platform": "Plex",
    "server_url": "",
    "login": "",
    "ends_at": "2026-02-28T12:00:00.000000Z",
    "is_trial": "no",
    "account_url": f"{SITE_URL}/account",
}
FAIR_USE = {
    "name": "Ann",
    "site_name": "Example Streams",
    "hours": "8.4",
    "gb": "12.0",
    "weekly_hours": "10",
    "weekly_gb": "50",
    "percent": "84",
    "is_used_up": "no",
    "renews_at": "2026-02-07T23:00:00.000000Z",
}
DOWNLOADS = {
    "name": "Ann",
    "site_name": "Family Stream",
    "limit": "5",
    "count": "5",
    "is_excess": "no",
    "right": "going",
    "renews_at": "2026-02-01T00:00:00.000000Z",
}
STREAM = {
    "name": "Ann",
    "site_name": "Ann's Streams",
    "rule": "concurrent_streams",
    "reason": "This one began last.",
    "remedy": "",
    "limit": "2",
    "count": "3",
    "title": "A Film",
    "device": "Living room",
    "was_stopped": "yes",
}
WARNING = {
    "name": "Ann",
    "site_name": "Ann's Streams",
    "count": "1",
    "window": "7 days",
    "reason": "3 devices played at a time; the limit is 2. This one began last.",
    "next_count": "3",
    "next_measure": "suspend",
    "next_hours": "24",
}
RESTRAINT = {
    "name": "Ann",
    "measure": "suspend",
    "until": "2026-02-14T12:00:00.000000Z",
    "libraries": "",
    "accepts": "yes",
}
APPEAL = {
    "name": "Ann",
    "accepted": "yes",
    "at": "2026-02-13T12:00:00.000000Z",
    "reason": "3 devices played at a time; the limit is 2. This one began last.",
    "answer": "You are right, it was one device too many by our count.",
    "access_back": "yes",
}
DEVICES = {
    "name": "Ann",
    "site_name": "Ann's Streams",
    "server": "Epsilon",
    "limit": "3",
    "count": "5",
    "devices": "Phone · Emby for Android, Old TV · Emby for Samsung",
}
TROUBLE = {
    "subject": "access",
    "name": "Ann",
    "email": "ann@example.com",
    "plan": "Basic",
    "problem": "Plex does not know this account.",
    "remedy": "Ask the customer for the right user name.",
    "url": f"{SITE_URL}/admin/users/usr_ann",
}
RENEWAL = {
    "name": "Ann",
    "plan": "Basic",
    "amount": "9.99 USD",
    "starts_at": "2026-02-28T12:00:00.000000Z",
    "ends_at": "2026-03-31T12:00:00.000000Z",
    "payment_id": "pay_2",
    "order_id": "",
    "is_recurring": "yes",
    "renews_at": "2026-03-31T12:00:00.000000Z",
}
# Each case is a mail as one of our use cases asks for it.
MOVE = {
    "name": "Ann",
    "source": "Alpha",
    "target": "Beta",
    "note": "The old machine is tired.",
    "accepts": "yes",
    "old_access": "days",
    "old_ends_at": "2026-02-14T12:00:00.000000Z",
    "platform": "Plex",
    "server_url": "",
    "login": "",
    "account_url": f"{SITE_URL}/account",
}
OUTAGE = {
    "name": "Ann",
    "server": "Alpha",
    "began_at": "2026-01-30T10:00:00.000000Z",
    "ended_at": "2026-01-31T12:00:00.000000Z",
    "days": "2",
    "ends_at": "2026-03-02T12:00:00.000000Z",
    "begins_anew": "no",
    "account_url": f"{SITE_URL}/account",
}
MIGRATION = {
    "outcome": "done",
    "source": "Alpha",
    "target": "Beta",
    "why": "",
    "people": "12",
    "moved": "10",
    "failed": "2",
    "undone": "0",
    "waiting": "0",
    "named": "Ben (ben@example.com): Beta: it is full (2 of 2)\nCid (cid@example.com): Refused",
    "is_return": "no",
    "url": f"{SITE_URL}/admin/migrations/mig_1",
}
CASES: dict[str, tuple[Event, dict[str, str]]] = {
    "payment_received": (
        Event.PAYMENT_RECEIVED,
        {
            "name": "Ann",
            "plan": "Basic",
            "amount": "9.99 USD",
            "starts_at": "2026-01-31T12:00:00.000000Z",
            "ends_at": "2026-02-28T12:00:00.000000Z",
            "payment_id": "pay_1",
            "order_id": "ord_1",
            "is_recurring": "no",
            "renews_at": "",
        },
    ),
    "payment_received_renewal": (Event.PAYMENT_RECEIVED, RENEWAL),
    "payment_received_last": (Event.PAYMENT_RECEIVED, {**RENEWAL, "renews_at": ""}),
    "renewal_failed": (
        Event.RENEWAL_FAILED,
        {
            "name": "Ann",
            "plan": "Basic",
            "amount": "9.99 USD",
            "grace_until": "2026-03-03T12:00:00.000000Z",
            "url": f"{SITE_URL}/account",
        },
    ),
    "referral_bonus": (
        Event.REFERRAL_BONUS,
        {
            "name": "Ann",
            "bonus": "2.00 USD",
            "balance": "3.50 USD",
            "url": f"{SITE_URL}/account",
        },
    ),
    "trial_started": (
        Event.TRIAL_STARTED,
        {
            "name": "Ann",
            "plan": "Taster",
            "ends_at": "2026-02-07T12:00:00.000000Z",
            "order_id": "ord_1",
        },
    ),
    "invite_sent": (
        Event.INVITE_SENT,
        {**ACCESS, "account": "ann", "accept_url": "https://app.plex.tv/accept"},
    ),
    "access_ready": (Event.ACCESS_READY, ACCESS),
    "access_ready_account": (
        Event.ACCESS_READY,
        {
            **ACCESS,
            "platform": "Jellyfin",
            "server_url": "https://films.example",
            "login": "ann",
        },
    ),
    "request_account": (
        Event.REQUEST_ACCOUNT,
        {
            "name": "Ann",
            "system": "Overseerr",
            "url": "https://requests.example.com",
            "login": "ann@example.com",
            "password": "Zm9yLWEtdGVzdA",
        },
    ),
    "access_ready_trial": (Event.ACCESS_READY, {**ACCESS, "is_trial": "yes"}),
    "devices_signed_out": (Event.DEVICES_SIGNED_OUT, DEVICES),
    "download_quota": (Event.DOWNLOAD_QUOTA, DOWNLOADS),
    "download_quota_excess": (
        Event.DOWNLOAD_QUOTA,
        {**DOWNLOADS, "count": "6", "is_excess": "yes", "right": "off"},
    ),
    "download_quota_asked": (Event.DOWNLOAD_QUOTA, {**DOWNLOADS, "right": "stays"}),
    "download_quota_none": (
        Event.DOWNLOAD_QUOTA,
        {**DOWNLOADS, "limit": "0", "count": "1", "is_excess": "yes"},
    ),
    "fair_use": (Event.FAIR_USE, FAIR_USE),
    "fair_use_used_up": (
        Event.FAIR_USE,
        {**FAIR_USE, "hours": "10.2", "percent": "100", "is_used_up": "yes", "weekly_gb": ""},
    ),
    "stream_stopped": (Event.STREAM_STOPPED, STREAM),
    "strike_warning": (Event.STRIKE_WARNING, WARNING),
    "strike_warning_last": (
        Event.STRIKE_WARNING,
        {**WARNING, "count": "3", "next_count": "", "next_measure": "", "next_hours": ""},
    ),
    "access_suspended": (Event.ACCESS_RESTRAINED, RESTRAINT),
    "access_restricted": (
        Event.ACCESS_RESTRAINED,
        {**RESTRAINT, "measure": "restrict", "libraries": "Kids", "accepts": "no"},
    ),
    "appeal_accepted": (Event.APPEAL_ANSWERED, APPEAL),
    "appeal_rejected": (
        Event.APPEAL_ANSWERED,
        {**APPEAL, "accepted": "no", "access_back": "no", "answer": ""},
    ),
    "stream_stopped_hours": (
        Event.STREAM_STOPPED,
        {
            **STREAM,
            "rule": "allowed_hours",
            "reason": "The plan allows streams from 08:00 to 22:00 (UTC); it was 23:10.",
            "remedy": "Come back then.",
        },
    ),
    "transcoding_stopped": (Event.TRANSCODING_STOPPED, STREAM),
    "transcoding_observed": (Event.TRANSCODING_STOPPED, {**STREAM, "was_stopped": "no"}),
    "transcoding_4k_stopped": (Event.TRANSCODING_4K_STOPPED, STREAM),
    "stream_observed": (Event.STREAM_STOPPED, {**STREAM, "was_stopped": "no"}),
    "account_link": (
        Event.ACCOUNT_LINK,
        {"name": "Ann", "url": f"{SITE_URL}/account/enter?token=abc", "minutes": "30"},
    ),
    "waitlist_joined": (
        Event.WAITLIST_JOINED,
        {"name": "Ann", "plan": "Basic", "place": "3", "url": f"{SITE_URL}/wait?ticket=abc"},
    ),
    "waitlist_offer": (
        Event.WAITLIST_OFFER,
        {
            "name": "Ann",
            "plan": "Basic",
            "until": "2026-02-01T12:00:00.000000Z",
            "url": f"{SITE_URL}/wait?ticket=abc",
        },
    ),
    "waitlist_lapsed": (
        Event.WAITLIST_LAPSED,
        {
            "name": "Ann",
            "plan": "Basic",
            "url": f"{SITE_URL}/wait?ticket=abc",
            "shop_url": f"{SITE_URL}/checkout/pln_basic",
        },
    ),
    "server_moved": (Event.SERVER_MOVED, MOVE),
    "server_moved_at_once": (
        Event.SERVER_MOVED,
        {**MOVE, "accepts": "no", "old_access": "accepted", "old_ends_at": "", "note": ""},
    ),
    "server_moved_to_account": (
        Event.SERVER_MOVED,
        {
            **MOVE,
            "accepts": "no",
            "platform": "Jellyfin",
            "server_url": "https://films.example",
            "login": "ann",
        },
    ),
    "outage_compensated": (Event.OUTAGE_COMPENSATED, OUTAGE),
    "outage_compensated_anew": (
        Event.OUTAGE_COMPENSATED,
        {**OUTAGE, "days": "1", "begins_anew": "yes"},
    ),
    "admin_migration_done": (Event.ADMIN_MIGRATION, MIGRATION),
    "admin_migration_paused": (
        Event.ADMIN_MIGRATION,
        {**MIGRATION, "outcome": "paused", "why": "Of the first ones: refused."},
    ),
    "admin_no_server_sale": (
        Event.ADMIN_NO_SERVER,
        {
            "plan": "Basic",
            "problem": "No server for Basic. Alpha: it is full (3 of 3).",
            "remedy": "Add a server.",
            "url": f"{SITE_URL}/admin/servers",
        },
    ),
    "admin_no_server_paid": (Event.ADMIN_NO_SERVER, TROUBLE),
    "admin_list_invited": (
        Event.ADMIN_LIST_INVITED,
        {
            "rows": "12",
            "invited": "9",
            "known": "1",
            "refused": "2",
            "url": f"{SITE_URL}/admin/invite-lists/inv_1",
        },
    ),
    "admin_needs_attention_access": (Event.ADMIN_NEEDS_ATTENTION, TROUBLE),
    "admin_needs_attention_payment": (
        Event.ADMIN_NEEDS_ATTENTION,
        {
            "subject": "Payment of 9.00 USD (stripe:pi_1:1)",
            "problem": "9.00 USD was paid, but 10.00 USD was quoted.",
            "remedy": "Assign it to a user.",
            "url": f"{SITE_URL}/admin/payments/pay_1",
        },
    ),
    "admin_needs_attention_stream": (
        Event.ADMIN_NEEDS_ATTENTION,
        {
            "subject": "Ann goes on streaming after a stop",
            "detail": "Stopped twice, and plays again.",
            "remedy": "Look at the decision.",
        },
    ),
    "test": (Event.TEST, {}),
}
