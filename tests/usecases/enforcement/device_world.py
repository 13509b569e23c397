"""An Emby and a Jellyfin server on which people are signed in, and a run that counts."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.catalog.model import Platform
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.devices import keeping
from chalicelib.enforcement.devices.keeping import DeviceReport
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.secret import Secret
from chalicelib.settings.limit_model import LimitSettings, Rule
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.claims import account_claim, on_server
from chalicelib.users.model import DeviceLimitsChanged, User
from tests.builders import a_plan, a_server
from tests.fakes.device_host import FakeDeviceHost
from tests.fakes.vault import FakeVault
from tests.stream_builders import a_stream
from tests.usecases.enforcement.world import World

EPSILON, GAMMA = ServerId("srv_epsilon"), ServerId("srv_gamma")
ANN, BOB = "a" * 32, "b" * 32
FIVE = timedelta(minutes=5)


class DeviceWorld(World):
    """An Emby and a Jellyfin server; Ann may use three devices on each."""

    def __init__(self) -> None:
        super().__init__()
        self.host = FakeDeviceHost()
        self.db.seed(
            a_plan(limits=PlanLimits(max_devices=3)),
            self._server(EPSILON, Platform.EMBY),
            self._server(GAMMA, Platform.JELLYFIN),
        )
        by_key = (Platform.EMBY, Platform.JELLYFIN)
        self.deps = replace(
            self.deps,
            device_hosts=dict.fromkeys(by_key, self.host),
            hosts={**self.deps.hosts, **dict.fromkeys(by_key, self.players)},
        )
        for server_id in (EPSILON, GAMMA):
            self.host.open_account(server_id, "admin", is_administrator=True)
        self.db.seed(account_claim(EPSILON, ANN, UserId("usr_ann")))
        self.host.open_account(EPSILON, ANN)

    def _server(self, server_id: ServerId, platform: Platform) -> object:
        key = FakeVault().seal(Secret("key"), place=f"server.{server_id}")
        return a_server(
            id=server_id,
            name=server_id.removeprefix("srv_").title(),
            platform=platform,
            machine_id=server_id,
            account_id=None,
            key=key,
        )

    def sign_in(self, *names: str, account: str = ANN, server: ServerId = EPSILON) -> None:
        """Let somebody sign in on devices, each used a minute after the one before."""
        for name in names:
            self.clock.move(timedelta(minutes=1))
            assert self.host.let_in(server, account, name, seen_at=self.clock.now())

    def limit(self, **limits: int | None) -> None:
        self.db.seed(replace(a_plan(limits=PlanLimits(**limits)), version=1))

    def user(self, **changes: object) -> None:
        found = self.db.find(User, "usr_ann")
        self.db.seed(replace(found, **changes), DeviceLimitsChanged(self.clock.now()))

    def mode(self, mode: EnforcementMode) -> None:
        self.db.seed(LimitSettings(modes={Rule.DEVICES: mode}, version=1))

    def play(self, name: str, *, device_id: str | None = None) -> None:  # type: ignore[override]
        self.players.play(
            a_stream(
                server_id=EPSILON,
                session_key=name,
                session_id=f"stop-{name}",
                device_name=name,
                title_key=name,
                account_ref=on_server(EPSILON, ANN),
                device_id=f"{ANN}-{name}" if device_id is None else device_id,
            )
        )

    def run(self) -> DeviceReport:
        self.clock.move(FIVE)
        return keeping.run(self.deps)

    @property
    def is_open(self) -> bool:
        return self.host.doors[EPSILON][ANN].admits_all

    @property
    def devices(self) -> list[str]:
        return self.host.names(EPSILON, ANN)

    @property
    def actions(self) -> list[str]:
        entries = sorted(self.db.all(AuditEntry), key=lambda each: each.id)
        return sorted(each.action for each in entries)
