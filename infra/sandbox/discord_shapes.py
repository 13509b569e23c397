"""Discord's objects as the API writes them, with every field that its description asks for."""

from infra.sandbox.kit import Doc

RATE_LIMIT = {
    "X-RateLimit-Limit": "10",
    "X-RateLimit-Remaining": "9",
    "X-RateLimit-Reset": "4102444800.000",
    "X-RateLimit-Reset-After": "1.000",
    "X-RateLimit-Bucket": "sandbox",
}
_JOINED = "2026-01-01T00:00:00.000000+00:00"


def role(stored: Doc) -> Doc:
    """Return a role."""
    return {
        "id": stored["id"],
        "name": stored["name"],
        "permissions": stored["permissions"],
        "position": stored["position"],
        "managed": bool(stored.get("managed")),
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "description": None,
        "flags": 0,
    }


def member(stored: Doc) -> Doc:
    """Return a member of the server."""
    return {
        "user": _user(stored),
        "roles": stored["roles"],
        "nick": None,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": _JOINED,
        "pending": False,
        "premium_since": None,
        "mute": False,
        "deaf": False,
    }


def bot(stored: Doc) -> Doc:
    """Return the bot as it sees itself."""
    return {**_user(stored), "bot": True, "mfa_enabled": True, "locale": "en-US"}


def guild(id: str, name: str, roles: list[Doc]) -> Doc:
    """Return the server."""
    empty = (
        "icon description home_header splash discovery_splash banner application_id"
        " afk_channel_id system_channel_id widget_channel_id max_presences vanity_url_code"
        " rules_channel_id safety_alerts_channel_id public_updates_channel_id incidents_data"
    )
    zero = (
        "system_channel_flags verification_level default_message_notifications mfa_level"
        " explicit_content_filter premium_tier premium_subscription_count nsfw_level"
    )
    return {
        **dict.fromkeys(empty.split()),
        **dict.fromkeys(zero.split(), 0),
        "id": id,
        "name": name,
        "owner_id": "110000000000000003",
        "region": "deprecated",
        "features": [],
        "roles": roles,
        "emojis": [],
        "stickers": [],
        "afk_timeout": 300,
        "widget_enabled": False,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "nsfw": False,
    }


def _user(stored: Doc) -> Doc:
    return {
        "id": stored["id"],
        "username": stored["name"],
        "global_name": stored["name"].title(),
        "discriminator": "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
