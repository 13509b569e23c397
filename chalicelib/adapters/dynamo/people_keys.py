"""Keys of what ties people together, or concerns many at once; see keys.py."""

from chalicelib.adapters.dynamo.keys import Key, Span
from chalicelib.adapters.dynamo.tables import Table
from chalicelib.kernel.ids import (
    DecisionId,
    HeldRunId,
    InviteListId,
    MigrationId,
    OutageId,
    PlexAccountId,
    ServerId,
    UserId,
    WaitId,
)
from chalicelib.settings.community_model import RequestSystemName


def links(user_id: UserId) -> Key:
    """Key of what links a user to others."""
    return Key(Table.CORE, f"user#{user_id}", "links")


def role_holding(user_id: UserId) -> Key:
    """Key of a user's Discord roles."""
    return Key(Table.CORE, f"user#{user_id}", "discord")


def request_account(user_id: UserId, system: RequestSystemName) -> Key:
    """Key of a user's account in a request system."""
    return Key(Table.CORE, f"user#{user_id}", f"request#{system}")


def refusals(user_id: UserId) -> Key:
    """Key of what Discord and request systems refused a user for good."""
    return Key(Table.CORE, f"user#{user_id}", "refusals")


def masters() -> Span:
    """Masters of linked users, the last changed first."""
    return Span(Table.CORE, "masters", index=1, newest_first=True)


def left_out(user_id: UserId) -> Key:
    """Key of a linked user who was not invited when the master paid."""
    return Key(Table.CORE, "left_out", user_id)


def left_out_people() -> Span:
    """Linked users who were not invited when their master paid, by user."""
    return Span(Table.CORE, "left_out")


def trial_use(who: str) -> Key:
    """Key of the one trial of what somebody is known by."""
    return Key(Table.CORE, f"trial#{who}", "trial")


def trial_places() -> Key:
    """Key of who has a place among the trial users."""
    return Key(Table.CORE, "trial_places", "trial_places")


def wait(wait_id: WaitId) -> Key:
    """Key of a turn in the waitlist."""
    return Key(Table.CORE, f"wait#{wait_id}", "wait")


def waiting() -> Span:
    """Everybody in line, whoever joined first standing first."""
    return Span(Table.CORE, "waiting", index=1)


def invite_list(list_id: InviteListId) -> Key:
    """Key of a list of people to invite; its rows lie in the same partition."""
    return Key(Table.CORE, f"invite_list#{list_id}", "list")


def invite_lists() -> Span:
    """Lists of people to invite, the newest first."""
    return Span(Table.CORE, "invite_lists", index=1, newest_first=True)


def invite_row(list_id: InviteListId, number: int) -> Key:
    """Key of a row of a list of people to invite."""
    return Key(Table.CORE, f"invite_list#{list_id}", f"row#{number:06}")


def invite_rows(list_id: InviteListId) -> Span:
    """Rows of a list of people to invite, by number."""
    return Span(Table.CORE, f"invite_list#{list_id}", prefix="row#")


def migration(migration_id: MigrationId) -> Key:
    """Key of a migration; ids sort by time."""
    return Key(Table.CORE, "migrations", migration_id)


def migrations() -> Span:
    """Migrations, the newest first."""
    return Span(Table.CORE, "migrations", newest_first=True)


def move(migration_id: MigrationId, user_id: UserId) -> Key:
    """Key of one person's move in a migration."""
    return Key(Table.CORE, f"migration#{migration_id}", f"move#{user_id}")


def moves(migration_id: MigrationId) -> Span:
    """The moves of a migration, by user."""
    return Span(Table.CORE, f"migration#{migration_id}", prefix="move#")


def turnstile(account_id: PlexAccountId) -> Key:
    """Key of what everybody passes who takes a seat under a Plex account."""
    return Key(Table.CORE, "turnstiles", account_id)


def turnstiles() -> Span:
    """The turnstiles of all accounts."""
    return Span(Table.CORE, "turnstiles")


def call_line(account_id: PlexAccountId) -> Key:
    """Key of where the line of calls for a Plex account ends."""
    return Key(Table.ACTIVITY, f"call_line#{account_id}", "call_line")


def followed(server_id: ServerId) -> Key:
    """Key of what was shared on a server when everybody there was looked at."""
    return Key(Table.CORE, "followed", server_id)


def all_followed() -> Span:
    """The same of all servers."""
    return Span(Table.CORE, "followed")


def brake() -> Key:
    """Key of how many lost access lately."""
    return Key(Table.CORE, "brake", "brake")


def held_run(run_id: HeldRunId) -> Key:
    """Key of a held run; ids sort by time."""
    return Key(Table.CORE, "held_runs", run_id)


def held_runs() -> Span:
    """Held runs, the newest first."""
    return Span(Table.CORE, "held_runs", newest_first=True)


def held_person(run_id: HeldRunId, user_id: UserId) -> Key:
    """Key of somebody on the list of a held run."""
    return Key(Table.CORE, f"held#{run_id}", user_id)


def held_people(run_id: HeldRunId) -> Span:
    """Everybody on the list of a held run."""
    return Span(Table.CORE, f"held#{run_id}")


def outage(outage_id: OutageId) -> Key:
    """Key of an outage of a server; ids sort by time."""
    return Key(Table.CORE, "outages", outage_id)


def outages() -> Span:
    """Outages, the newest first."""
    return Span(Table.CORE, "outages", newest_first=True)


def gift(outage_id: OutageId, user_id: UserId) -> Key:
    """Key of what somebody gets back for an outage."""
    return Key(Table.CORE, f"outage#{outage_id}", user_id)


def gifts(outage_id: OutageId) -> Span:
    """Everybody whom an outage concerned."""
    return Span(Table.CORE, f"outage#{outage_id}")


def import_choices() -> Key:
    """Key of what administrators decided about imports."""
    return Key(Table.CORE, "import", "choices")


def import_run() -> Key:
    """Key of what came of the last import."""
    return Key(Table.CORE, "import", "run")


def day_figures(day: str) -> Key:
    """Key of what was counted on a day (ISO date)."""
    return Key(Table.CORE, "figures", day)


def figures() -> Span:
    """What was counted day by day, the latest first."""
    return Span(Table.CORE, "figures", newest_first=True)


def open_appeal(decision_id: DecisionId) -> Key:
    """Key of an appeal that waits for its answer; ids of decisions sort by time."""
    return Key(Table.ACTIVITY, "appeals", decision_id)


def open_appeals() -> Span:
    """Appeals that wait for an answer, those against the newest decisions first."""
    return Span(Table.ACTIVITY, "appeals", newest_first=True)
