"""How every record and every list is reached: the only place that builds keys.

A `Key` names one row; a `Span` is a run of rows in one partition of a table or an index, which
one query reads; places.py says which rows stand in which index. What concerns money is in
money_keys.py. Free text stands last in a key, so
that no text can imitate another key. Lists of small or slow-moving things share one partition
(catalogue, schedules, decisions, audit): consistent and ordered without an index; a partition
takes a thousand writes a second.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.dynamo.tables import Table
from chalicelib.jobs.model import JobState
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import (
    AuditId,
    DecisionId,
    GroupId,
    JobId,
    LibraryId,
    LocationId,
    PlanId,
    PlexAccountId,
    ServerId,
    UserId,
)
from chalicelib.payments.model import GatewayName
from chalicelib.users.model import MediaIdentity

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
_LONGEST_PK_BYTES = 2048
_LONGEST_SK_BYTES = 1024
# A character has at most 4 bytes, and an id follows.
_LONGEST_TEXT = 200
# Sorts after every instant of the same prefix.
_AFTER_ALL = "~"


@dataclass(frozen=True, slots=True)
class Key:
    """A primary key."""

    table: Table
    pk: str
    sk: str


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of one partition in the order of their sort keys; `index` 0 is the table itself.

    `prefix` keeps only sort keys that start with it, `up_to` only those not after it, `since` with
    `up_to` only those not before it.
    """

    table: Table
    pk: str
    index: int = 0
    prefix: str = ""
    up_to: str = ""
    newest_first: bool = False
    since: str = ""


# --- Parts of sort keys --------------------------------------------------------------------------


def by_time(at: datetime, *names: str) -> str:
    """Sort key that orders by instant, then by names that make it unique."""
    return "#".join((to_iso(at), *names))


def by_text(text: str, name: str) -> str:
    """Sort key that orders by casefolded text, then by a name that makes it unique."""
    return f"{folded(text)}#{name}"


def folded(text: str) -> str:
    """Return the text as it stands in keys: casefolded and not too long."""
    return text.casefold()[:_LONGEST_TEXT]


def is_possible(pk: str, sk: str) -> bool:
    """Tell whether DynamoDB could hold such a key; what people send may be anything."""
    try:
        sizes = len(pk.encode()), len(sk.encode())
    except UnicodeEncodeError:
        return False
    return 1 <= sizes[0] <= _LONGEST_PK_BYTES and 1 <= sizes[1] <= _LONGEST_SK_BYTES


def _up_to(now: datetime) -> str:
    return to_iso(now) + _AFTER_ALL


# --- Catalogue and settings: one partition per type ----------------------------------------------


def settings(name: str) -> Key:
    """Key of the settings `site`, `stripe` or `mail`."""
    return Key(Table.CORE, "settings", name)


def all_settings() -> Span:
    """All settings, the sort key being the name."""
    return Span(Table.CORE, "settings")


def plan(plan_id: PlanId) -> Key:
    """Key of a plan."""
    return Key(Table.CORE, "plans", plan_id)


def plans() -> Span:
    """All plans."""
    return Span(Table.CORE, "plans")


def default_plan() -> Key:
    """Key of the pointer to the default plan."""
    return Key(Table.CORE, "default_plan", "default_plan")


def group(group_id: GroupId) -> Key:
    """Key of a library group."""
    return Key(Table.CORE, "groups", group_id)


def groups() -> Span:
    """All library groups."""
    return Span(Table.CORE, "groups")


def location(location_id: LocationId) -> Key:
    """Key of a location."""
    return Key(Table.CORE, "locations", location_id)


def locations() -> Span:
    """All locations."""
    return Span(Table.CORE, "locations")


def plex_account(account_id: PlexAccountId) -> Key:
    """Key of a Plex account."""
    return Key(Table.CORE, "plex_accounts", account_id)


def plex_accounts() -> Span:
    """All Plex accounts."""
    return Span(Table.CORE, "plex_accounts")


def server(server_id: ServerId) -> Key:
    """Key of a server."""
    return Key(Table.CORE, "servers", server_id)


def servers() -> Span:
    """All servers."""
    return Span(Table.CORE, "servers")


def library(server_id: ServerId, library_id: LibraryId) -> Key:
    """Key of a library."""
    return Key(Table.CORE, "libraries", f"{server_id}#{library_id}")


def libraries(server_id: ServerId | None = None) -> Span:
    """Libraries of a server, or of all."""
    return Span(Table.CORE, "libraries", prefix="" if server_id is None else f"{server_id}#")


def seats(server_id: ServerId) -> Key:
    """Key of a server's seats."""
    return Key(Table.CORE, "seats", server_id)


def all_seats() -> Span:
    """The seats of all servers."""
    return Span(Table.CORE, "seats")


def discount(code: str) -> Key:
    """Key of a discount code, as it is kept."""
    return Key(Table.CORE, "discounts", code)


def discounts() -> Span:
    """All discount codes by their text."""
    return Span(Table.CORE, "discounts")


def discount_use(code: str, who: str) -> Key:
    """Key of a code's use by what somebody is known by."""
    return Key(Table.CORE, f"discount_uses#{code}", who)


def discount_users(code: str) -> Span:
    """The users who used a code."""
    return Span(Table.CORE, f"discount_uses#{code}", prefix="user:")


# --- People --------------------------------------------------------------------------------------


def user(user_id: UserId) -> Key:
    """Key of a user; his subscription and his shares lie in the same partition."""
    return Key(Table.CORE, f"user#{user_id}", "profile")


def subscription(user_id: UserId) -> Key:
    """Key of a subscription."""
    return Key(Table.CORE, f"user#{user_id}", "subscription")


def share(user_id: UserId, server_id: ServerId) -> Key:
    """Key of a share."""
    return Key(Table.CORE, f"user#{user_id}", f"share#{server_id}")


def claim(value: str) -> Key:
    """Key of a claim to a media identity."""
    return Key(Table.CORE, f"claim#{value}", "claim")


def claims(media: MediaIdentity) -> tuple[Key, ...]:
    """Keys of the claims that a media identity makes."""
    texts = {"name": media.username, "email": media.email, "id": media.plex_id}
    return tuple(claim(f"{word}:{text}") for word, text in texts.items() if text)


def referral_code(code: str) -> Key:
    """Key of a referral code."""
    return Key(Table.CORE, f"referral_code#{code}", "referral_code")


def referral_card(user_id: UserId) -> Key:
    """Key of a user's referral code."""
    return Key(Table.CORE, f"user#{user_id}", "referral_code")


def users() -> Span:
    """Users, the newest first."""
    return Span(Table.CORE, "users", index=1, newest_first=True)


def users_by_email(email: str) -> Span:
    """Users whose address is that one (or goes on with ``#``)."""
    return Span(Table.CORE, "users_by_email", index=2, prefix=f"{folded(email)}#")


def users_starting(text: str) -> tuple[Span, ...]:
    """Users whose address, name or Plex name starts with the text, one span for each."""
    pks = ("users_by_email", "users_by_name", "users_by_plex_name")
    return tuple(
        Span(Table.CORE, pk, index=index, prefix=folded(text))
        for index, pk in enumerate(pks, start=2)
    )


def login(email: str) -> Key:
    """Key of a login."""
    return Key(Table.CORE, "logins", email)


def logins() -> Span:
    """All logins."""
    return Span(Table.CORE, "logins")


def session(token_hash: str) -> Key:
    """Key of a session."""
    return Key(Table.CORE, f"session#{token_hash}", "session")


def setup_link() -> Key:
    """Key of the set-up link."""
    return Key(Table.CORE, "setup_link", "setup_link")


def subscriptions_due(now: datetime) -> Span:
    """Subscriptions due at `now` or before, the earliest first."""
    return Span(Table.CORE, "subscriptions_due", index=1, up_to=_up_to(now))


def shares_of(user_id: UserId) -> Span:
    """Shares of a user."""
    return Span(Table.CORE, f"user#{user_id}", prefix="share#")


def shares_on(server_id: ServerId) -> Span:
    """Shares of a server, by user."""
    return Span(Table.CORE, f"shares_on#{server_id}", index=1)


def shares_invited() -> Span:
    """Shares that wait for acceptance, the oldest first."""
    return Span(Table.CORE, "shares_invited", index=2)


# --- Jobs, activity, audit -----------------------------------------------------------------------


def job(job_id: JobId) -> Key:
    """Key of a job."""
    return Key(Table.JOBS, f"job#{job_id}", "job")


def jobs_due(now: datetime) -> Span:
    """Ready jobs due and running jobs whose lease ended at `now` or before, longest wait first."""
    return Span(Table.JOBS, "jobs_due", index=1, up_to=_up_to(now))


def jobs_in(state: JobState) -> Span:
    """Jobs of a state, the newest first."""
    return Span(Table.JOBS, f"jobs_in#{state}", index=2, newest_first=True)


def jobs_of(user_id: UserId) -> Span:
    """Jobs about a user, the newest first."""
    return Span(Table.JOBS, f"jobs_of#{user_id}", index=3, newest_first=True)


def schedule(name: str) -> Key:
    """Key of a schedule."""
    return Key(Table.JOBS, "schedules", name)


def schedules() -> Span:
    """All schedules by name."""
    return Span(Table.JOBS, "schedules")


def event(gateway: GatewayName, event_id: str) -> Key:
    """Key of a webhook that arrived."""
    return Key(Table.ACTIVITY, f"event#{gateway}#{event_id}", "event")


def events(gateway: GatewayName) -> Span:
    """Webhooks that arrived from a gateway, the newest first."""
    return Span(Table.ACTIVITY, f"events#{gateway}", index=1, newest_first=True)


def watch(server_id: ServerId) -> Key:
    """Key of what is remembered of a server's sessions."""
    return Key(Table.ACTIVITY, f"watch#{server_id}", "watch")


def decision(decision_id: DecisionId) -> Key:
    """Key of a decision; ids sort by time."""
    return Key(Table.ACTIVITY, "decisions", decision_id)


def decisions() -> Span:
    """Decisions, the newest first."""
    return Span(Table.ACTIVITY, "decisions", newest_first=True)


def decisions_of(user_id: UserId) -> Span:
    """Decisions about a user, the newest first."""
    return Span(Table.ACTIVITY, f"decisions_of#{user_id}", index=1, newest_first=True)


def count(name: str, day: str) -> Key:
    """Key of the count of a day (ISO date)."""
    return Key(Table.ACTIVITY, f"counter#{name}", day)


def audit_entry(audit_id: AuditId) -> Key:
    """Key of an audit entry."""
    return Key(Table.AUDIT, "audit", audit_id)


def audit() -> Span:
    """Audit entries, the newest first; ids sort by time."""
    return Span(Table.AUDIT, "audit", newest_first=True)


def audit_of(user_id: UserId) -> Span:
    """Audit entries about a user, the newest first."""
    return Span(Table.AUDIT, f"audit_of#{user_id}", index=1, newest_first=True)


def audit_about(subject: str) -> Span:
    """Audit entries about something that was no user's then, the newest first."""
    return Span(Table.AUDIT, f"audit_about#{subject}", index=1, newest_first=True)
