"""Builders for a server's webhook address with sensible defaults."""

from typing import Any

from chalicelib.catalog.media_hook import GRACE, LEASE, MediaHook
from chalicelib.kernel.ids import ServerId
from tests.builders import NOON


def a_media_hook(**changes: Any) -> MediaHook:
    return MediaHook(**{"server_id": ServerId("srv_alpha"), **changes})


def a_busy_media_hook() -> MediaHook:
    """Return one with everything in it that it may have."""
    return a_media_hook(
        secret_hash="a" * 64,
        sealed="v1.box",
        machine_id="machine-alpha",
        made_at=NOON,
        old_hash="b" * 64,
        old_until=NOON + GRACE,
        arrived_at=NOON,
        sender="Plex",
        event="media.play",
        wanted_at=NOON,
        looking_until=NOON + LEASE,
        looked_at=NOON,
        again_at=NOON + LEASE,
    )
