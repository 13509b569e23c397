"""A platform from which people download, in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.downloads.model import Download, Told
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId


@dataclass
class FakeDownloadSource:
    """Tests put downloads into `told` by server: what runs now, or what a log holds.

    `unknown` is how many entries of a log nobody knows. A server in `failing` raises that error.
    `looks` keeps (server, since) of each look.
    """

    lists_running: bool = False
    told: dict[ServerId, list[Download]] = field(default_factory=dict)
    failing: dict[ServerId, AppError] = field(default_factory=dict)
    looks: list[tuple[ServerId, datetime]] = field(default_factory=list)
    before_look: Callable[[ServerId], None] | None = None
    unknown: int = 0

    @property
    def capabilities(self) -> frozenset[Capability]:
        running, logged = Capability.DOWNLOADS_RUNNING, Capability.DOWNLOADS_LOGGED
        return frozenset({running if self.lists_running else logged})

    def downloads(
        self, access: ServerAccess, *, since: datetime, now: datetime, timeout_seconds: float
    ) -> Told:
        server_id = access.server.id
        self.looks.append((server_id, since))
        if self.before_look is not None:
            self.before_look(server_id)
        if server_id in self.failing:
            raise self.failing[server_id]
        here = [replace(each, server_id=server_id) for each in self.told.get(server_id, [])]
        if self.lists_running:
            running = tuple(replace(each, at=now) for each in here)
            return Told(server_id, running, lists_running=True)
        begun = tuple(each for each in here if each.at >= since)
        until = max((each.at for each in begun), default=None)
        return Told(server_id, begun, until=until, unknown=self.unknown)
