"""What platforms can do that others cannot: read before something is offered or planned."""

from enum import StrEnum


class Capability(StrEnum):
    """One thing that a platform does."""

    INVITES = "invites"
    """A share is offered to an account that exists elsewhere; the person accepts it."""
    ACCOUNTS = "accounts"
    """The server keeps accounts of its own, each with a password."""
    DISABLING = "disabling"
    """An account can be locked without being deleted."""
    DOWNLOAD_RIGHT = "download_right"
    """Downloads can be allowed and forbidden for each person."""
    TRANSCODING_RIGHT = "transcoding_right"
    """The server itself refuses to transcode video for a person."""
    STREAM_LIMIT = "stream_limit"
    """The server itself refuses one stream too many."""
    SIGN_IN_LIMIT = "sign_in_limit"
    """The server refuses one signed-in device too many: a coarse ceiling, not a stream limit."""
    BITRATE_LIMIT = "bitrate_limit"
    """The server holds a person's streams below a rate."""
    DEVICES = "devices"
    """Devices are listed by account and can be signed out."""
    STOPPING = "stopping"
    """A stream can be stopped with a message."""
    DOWNLOADS_RUNNING = "downloads_running"
    """Downloads are told while they run, so that a short one may never be seen."""
    DOWNLOADS_LOGGED = "downloads_logged"
    """Every download is told once it began, also later, but never how long it lasts."""
    WARNING = "warning"
    """A message can be shown while the stream goes on."""
