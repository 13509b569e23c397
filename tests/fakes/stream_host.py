"""A platform where streams run, in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.model import Stream
from chalicelib.enforcement.ports import CannotStopError, CannotWarnError, SessionEndedError
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId


@dataclass
class FakeStreamHost:
    """Tests put streams into `running` by server; `stopped` keeps (server, session, message).

    A server in `failing` raises that error, one in `unstoppable` has no Plex Pass. A session in
    `stubborn` goes on after a stop. `heights` are sources' lines by item key, kept in `asked` when
    they are read; `warned` keeps warnings like `stopped` stops. `before_look` is called with the
    server's id before each look.
    """

    running: dict[ServerId, list[Stream]] = field(default_factory=dict)
    failing: dict[ServerId, AppError] = field(default_factory=dict)
    unstoppable: set[ServerId] = field(default_factory=set)
    stubborn: set[str] = field(default_factory=set)
    stopped: list[tuple[ServerId, str, str]] = field(default_factory=list)
    heights: dict[str, int] = field(default_factory=dict)
    warned: list[tuple[ServerId, str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    looks: list[ServerId] = field(default_factory=list)
    before_look: Callable[[ServerId], None] | None = None
    capabilities: frozenset[Capability] = frozenset({Capability.STOPPING})

    def play(self, *streams: Stream) -> None:
        """Start streams on their servers."""
        for stream in streams:
            self.running.setdefault(stream.server_id, []).append(stream)

    def streams(self, access: ServerAccess, *, timeout_seconds: float) -> tuple[Stream, ...]:
        server_id = access.server.id
        self.looks.append(server_id)
        if self.before_look is not None:
            self.before_look(server_id)
        if server_id in self.failing:
            raise self.failing[server_id]
        return tuple(
            replace(stream, server_id=server_id) for stream in self.running.get(server_id, [])
        )

    def stop(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        server_id = access.server.id
        if server_id in self.failing:
            raise self.failing[server_id]
        if server_id in self.unstoppable or not session_id:
            raise CannotStopError("The platform will not stop this stream.")
        here = self.running.get(server_id, [])
        if all(stream.session_id != session_id for stream in here):
            raise SessionEndedError("The stream does not run any more.")
        self.stopped.append((server_id, session_id, message))
        if session_id not in self.stubborn:
            self.running[server_id] = [
                stream
                for stream in self.running.get(server_id, [])
                if stream.session_id != session_id
            ]

    def warn(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        server_id = access.server.id
        if server_id in self.failing:
            raise self.failing[server_id]
        if Capability.WARNING not in self.capabilities:
            raise CannotWarnError("The platform shows no message while a stream goes on.")
        self.warned.append((server_id, session_id, message))

    def source_height(
        self, access: ServerAccess, stream: Stream, *, timeout_seconds: float
    ) -> int:
        if access.server.id in self.failing:
            raise self.failing[access.server.id]
        self.asked.append(stream.item_key)
        return self.heights.get(stream.item_key, 0)
