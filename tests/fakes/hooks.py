"""Webhook addresses in memory, and a queue of looks that is worked through when a test says so."""

from chalicelib.catalog.media_hook import MediaHook
from chalicelib.kernel.ids import ServerId
from tests.fakes.database import View


class InMemoryHookStore(View):
    def hook(self, server_id: ServerId) -> MediaHook | None:
        self.db.trip()
        return self.db.find(MediaHook, server_id)


class FakeLookQueue:
    """Keeps what it was asked for in `sent`: server and seconds to wait."""

    def __init__(self) -> None:
        self.sent: list[tuple[ServerId, float]] = []

    def send(self, server_id: ServerId, *, after_seconds: float = 0.0) -> None:
        self.sent.append((server_id, after_seconds))
