"""A server with an address for webhooks, and a worker that looks when the queue tells it to."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.catalog.media_hook import MediaHook
from chalicelib.enforcement.model import SweepReport
from chalicelib.enforcement.webhooks import addresses, looks, parsing
from chalicelib.enforcement.webhooks.addresses import Outcome
from chalicelib.enforcement.webhooks.ports import HookDeps
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import ServerId
from tests.builders import NOON, a_server
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.hooks import FakeLookQueue, InMemoryHookStore
from tests.fakes.stores import InMemoryCatalogStore
from tests.fakes.vault import FakeVault

ALPHA = ServerId("srv_alpha")
ADMIN = Actor("login:ada")
PLAY = '{"event": "media.play", "Server": {"uuid": "machine-alpha"}}'


class HookWorld:
    """`looks` are the instants at which the server was looked at; `during` runs in each look."""

    def __init__(self) -> None:
        self.db = InMemoryDatabase()
        self.clock = FakeClock(NOON)
        self.queue = FakeLookQueue()
        self.looks: list[datetime] = []
        self.during: list[Callable[[], None]] = []
        self.again_at: datetime | None = None
        self.db.seed(a_server(id=ALPHA, machine_id="machine-alpha"))
        self.deps = HookDeps(
            database=self.db,
            hooks=InMemoryHookStore(self.db),
            looks=self.queue,
            catalog=InMemoryCatalogStore(self.db),
            vault=FakeVault(),
            clock=self.clock,
            site_url="https://watch.example",
        )

    def address(self) -> str:
        """Return the secret in the server's address."""
        return self.secret_in(addresses.address(self.deps, server_id=ALPHA, actor=ADMIN))

    def rotate(self) -> str:
        return self.secret_in(addresses.rotate(self.deps, server_id=ALPHA, actor=ADMIN))

    def secret_in(self, address: addresses.Address) -> str:
        return address.url.reveal().rpartition("/")[2]

    def tell(self, secret: str, body: str = PLAY, *, server_id: ServerId = ALPHA) -> Outcome:
        return addresses.receive(
            self.deps, server_id=server_id, secret=secret, read=lambda: parsing.read(body)
        )

    def work(self) -> SweepReport | None:
        """Let the worker take one message that says to look."""
        return looks.look(self.deps, server_id=ALPHA, look_at=self.look)

    def look(self, _server_id: ServerId) -> SweepReport:
        self.looks.append(self.clock.now())
        for each in self.during[:]:
            each()
        return SweepReport(self.clock.now(), 1, (), 0, 0, again_at=self.again_at)

    @property
    def hook(self) -> MediaHook:
        return self.db.one(MediaHook)

    def later(self, seconds: float) -> None:
        self.clock.move(timedelta(seconds=seconds))
