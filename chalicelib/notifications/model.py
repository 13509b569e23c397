"""What we say, to whom (the texts are in templates/mail)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Event(StrEnum):
    """Occasions on which we write."""

    PAYMENT_RECEIVED = "payment_received"
    RENEWAL_FAILED = "renewal_failed"
    TRIAL_STARTED = "trial_started"
    INVITE_SENT = "invite_sent"
    ACCESS_READY = "access_ready"
    REQUEST_ACCOUNT = "request_account"
    REFERRAL_BONUS = "referral_bonus"
    STREAM_STOPPED = "stream_stopped"
    TRANSCODING_STOPPED = "transcoding_stopped"
    TRANSCODING_4K_STOPPED = "transcoding_4k_stopped"
    DOWNLOAD_QUOTA = "download_quota"
    FAIR_USE = "fair_use"
    DEVICES_SIGNED_OUT = "devices_signed_out"
    STRIKE_WARNING = "strike_warning"
    ACCESS_RESTRAINED = "access_restrained"
    APPEAL_ANSWERED = "appeal_answered"
    ACCOUNT_LINK = "account_link"
    WAITLIST_JOINED = "waitlist_joined"
    WAITLIST_OFFER = "waitlist_offer"
    WAITLIST_LAPSED = "waitlist_lapsed"
    SERVER_MOVED = "server_moved"
    OUTAGE_COMPENSATED = "outage_compensated"
    ADMIN_NO_SERVER = "admin_no_server"
    ADMIN_NEEDS_ATTENTION = "admin_needs_attention"
    ADMIN_LIST_INVITED = "admin_list_invited"
    ADMIN_MIGRATION = "admin_migration"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to be: the occasion, the address, and the facts its template shows.

    `facts` are ready to print (texts, ISO instants), because they travel in a job row.
    """

    event: Event
    to: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as it is sent."""

    subject: str
    html: str
    text: str
