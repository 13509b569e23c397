"""Keys of what limits keep besides watches and decisions; see keys.py."""

from chalicelib.adapters.dynamo.keys import Key, Span
from chalicelib.adapters.dynamo.tables import Table
from chalicelib.kernel.ids import ServerId, UserId


def media_hook(server_id: ServerId) -> Key:
    """Key of a server's address for webhooks and of where its looks stand."""
    return Key(Table.CORE, f"server#{server_id}", "media_hook")


def device_watch(server_id: ServerId) -> Key:
    """Key of what was found out about devices on a server."""
    return Key(Table.ACTIVITY, f"watch#{server_id}", "devices")


def device_limits_changed() -> Key:
    """Key of when somebody's own limit of devices was changed last."""
    return Key(Table.CORE, "device_limits_changed", "device_limits_changed")


def download_hold(user_id: UserId) -> Key:
    """Key of the download right that is withheld from a user."""
    return Key(Table.CORE, "download_holds", user_id)


def download_holds() -> Span:
    """Everybody from whom the download right is withheld, by id."""
    return Span(Table.CORE, "download_holds")


def download_watch(server_id: ServerId) -> Key:
    """Key of what is remembered of a server's downloads."""
    return Key(Table.ACTIVITY, f"download_watch#{server_id}", "download_watch")


def download_week(user_id: UserId, first_day: str) -> Key:
    """Key of what a user downloaded in a week (ISO date of its first day)."""
    return Key(Table.ACTIVITY, f"download_weeks#{user_id}", first_day)


def download_weeks(user_id: UserId) -> Span:
    """The weeks in which a user downloaded, the latest first."""
    return Span(Table.ACTIVITY, f"download_weeks#{user_id}", newest_first=True)


def download(user_id: UserId, first_day: str, unit: str) -> Key:
    """Key of a counted download."""
    return Key(Table.ACTIVITY, f"downloads_of#{user_id}", f"{first_day}#{unit}")


def downloads_in(user_id: UserId, first_day: str) -> Span:
    """A user's downloads of one week, in no order."""
    return Span(Table.ACTIVITY, f"downloads_of#{user_id}", prefix=f"{first_day}#")


def downloads() -> Span:
    """Everybody's downloads, the newest first."""
    return Span(Table.ACTIVITY, "downloads", index=1, newest_first=True)


def own_look(user_id: UserId) -> Key:
    """Key of what a customer was shown of their streams last."""
    return Key(Table.ACTIVITY, f"own_look#{user_id}", "own_look")
